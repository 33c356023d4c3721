### Pages that say what can't be done, and how to go on.

problem-not-found-title = لم نجد هذه الصفحة
problem-not-found = ربما كان الرابط قديمًا أو نقص منه حرف. يمكنك البدء من جديد من الصفحة الأولى.
problem-signed-out-title = تم تسجيل خروجك
problem-signed-out = حرصًا على الأمان تنتهي الجلسة بعد مدة ويُمسح مفتاحك من الذاكرة. يُرجى تسجيل الدخول من جديد. ما لم يُحفظ لم يبقَ.
problem-other-site-title = مضى على هذه الصفحة وقت طويل
problem-other-site = حرصًا على سلامتك لا نقبل إلا ما أُرسل من صفحة من صفحاتنا لم يمضِ عليها وقت طويل. يُرجى الرجوع وتحديث الصفحة ثم الإرسال من جديد.
problem-not-a-form-title = لم نتمكن من قراءة هذا
problem-not-a-form = ما وصل ليس نموذجًا من نماذجنا. يُرجى الرجوع والمحاولة من الصفحة نفسها.
problem-too-large-title = هذا كثير دفعة واحدة
problem-too-large = ما أُرسل أكبر مما يمكننا قبوله. يُرجى اختصاره، أو إرساله على أجزاء.
problem-broken-off-title = انقطع الاتصال
problem-broken-off = انقطع قبل أن يصل كل شيء، فلم يُحفظ شيء. يُرجى الرجوع والإرسال من جديد.
problem-too-many-title = محاولات كثيرة جدًا
problem-too-many = يُرجى الانتظار بضع دقائق ثم المحاولة من جديد. لا يضيع شيء بالانتظار.
problem-not-permitted-title = هذه الصفحة ليست لدورك
problem-not-permitted = إذا كان عملك يحتاج إليها، فيمكنك طلبها من أحد المديرين.
problem-link-gone-title = لم يعد هذا الرابط يعمل
problem-link-gone = يعمل مرة واحدة ولمدة قصيرة. يُرجى طلب رابط جديد.
problem-not-founded-title = ليس جاهزًا بعد
problem-not-founded = لم يُعدّ أحد هذا المكان بعد. يُرجى العودة لاحقًا.
problem-nothing-released-title = لا أرقام بعد
problem-nothing-released = تُحسب الأرقام في مكان آخر ولم تصل إلى هنا بعد. يُرجى العودة بعد قليل.
problem-no-key-title = ليس لديك مفتاح الفريق بعد
problem-no-key = يُرجى طلبه من أحد الزملاء ممن لديهم المفتاح. يكفيه الضغط على زر واحد.
problem-same-person-title = يجب أن يقوم بهذا شخص آخر
problem-same-person = سبق لك العمل على هذه الواقعة. والمراجعة تحتاج إلى عين ثانية.
problem-changed-title = تغيّر هذا في الأثناء
problem-changed = سبقك شخص آخر، ولم يعد ما أردته مناسبًا. لم يُمحَ شيء. يُرجى الرجوع وتحديث الصفحة والنظر من جديد.
problem-unusable-title = هناك ما يحتاج إلى تصحيح
problem-unusable = هناك جزء ناقص أو غير مناسب. يُرجى الرجوع ومراجعة ما تم ملؤه.
problem-ours-title = حدث خلل لدينا
problem-ours = ليس هذا خطأك. نحن لا نحفظ شيئًا دون إخبارك بذلك. يُرجى المحاولة من جديد بعد بضع دقائق.
problem-busy-title = لدينا ضغط شديد الآن
problem-busy = يُرجى الانتظار قليلًا ثم المحاولة من جديد. إذا كان هناك ما يُرسَل فيُرجى الرجوع: الأرجح أنه لا يزال في المتصفح. لم يُرسل بعد.

### A form that could not be taken comes back with everything that was typed.

kept-title = لم يُحفظ بعد. ما كُتب لا يزال هنا.
kept-unsure-title = لسنا متأكدين من أن هذا قد حُفظ. ما كُتب لا يزال هنا.
kept-busy = يُرسل الآن أكثر مما يمكننا قبوله دفعة واحدة. لم يُحفظ شيء بعد.
kept-not-done = لا يمكننا حفظ شيء في هذه اللحظة. لم يُحفظ شيء بعد.
kept-unsure = لم نتمكن من التأكد من أن هذا قد حُفظ. يُرجى النظر أولًا هل هو موجود. إن لم يكن موجودًا فيُرجى إرساله من جديد.
kept-unsure-report = لم نتمكن من التأكد من أن هذا قد حُفظ. يُرجى إرساله من جديد: لا يمكن أن يُحسب مرتين.
kept-again = الإرسال من جديد
kept-written = ما كُتب
