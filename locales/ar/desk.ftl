### The desk: what staff see.

## Finding the way

desk-nav = أقسام المكتب
desk-nav-inbox = الوارد
desk-nav-incidents = الوقائع
desk-nav-checks = المراجعات
desk-nav-figures = الأرقام
desk-nav-enter = إدخال بلاغ
desk-nav-members = الأعضاء
desk-nav-account = حسابك
desk-nav-count =
    { $count ->
        [0] لا شيء في الانتظار
        [one] واحد في الانتظار
        [two] اثنان في الانتظار
       *[other] { $count } في الانتظار
    }
desk-signed-in-as = تم الدخول باسم { $name }
desk-saved = تم الحفظ.
desk-blurred = قد تكون قراءة هذا صعبة.
desk-blurred-show = إظهاره
desk-opened-recorded = فُتح من قِبلك في { $moment }. وقد سُجّل ذلك.

## Roles

role-administrator = مدير
    .definition = يدعو الأعضاء ويعتني بالإعدادات والمفاتيح. ولا يستطيع قراءة أي بلاغ.
role-helper = مساعد
    .definition = يُدخل ما يخبرنا به الناس بالهاتف أو شخصيًا أو برسالة.
role-caseworker = مسؤول حالات
    .definition = يقرأ البلاغات ويرمّز الوقائع.
role-senior = مسؤول حالات أول
    .definition = يراجع أيضًا ما رمّزه الآخرون.
role-analyst = محلل
    .definition = يرى المعلومات المرمّزة والأرقام الدقيقة، ولا يرى القصص أبدًا.

## Inbox

inbox-title = الوارد
inbox-lead = البلاغات الجديدة، الأقدم أولًا.
inbox-count =
    { $count ->
        [0] لا بلاغات
        [one] بلاغ واحد
        [two] بلاغان
        [few] { $count } بلاغات
        [many] { $count } بلاغًا
       *[other] { $count } بلاغ
    }
inbox-empty = لا شيء في الوارد.
inbox-empty-filtered = لا يوجد بلاغ يطابق هذه التصفية.
inbox-waiting =
    { $days ->
        [0] وصل اليوم
        [one] ينتظر منذ يوم واحد
        [two] ينتظر منذ يومين
        [few] ينتظر منذ { $days } أيام
        [many] ينتظر منذ { $days } يومًا
       *[other] ينتظر منذ { $days } يوم
    }
inbox-language = اللغة
inbox-select = اختيار هذا البلاغ
inbox-select-all = اختيار كل ما في هذه الصفحة
inbox-choose-one = يُرجى اختيار بلاغ لقراءته.
inbox-filter = التصفية
inbox-filter-state = الحالة
inbox-filter-channel = القناة
inbox-filter-any = الكل
inbox-filter-apply = تطبيق التصفية
inbox-filter-clear = مسح التصفية
inbox-state-new = جديد
inbox-state-attached = جزء من واقعة
inbox-state-set-aside = موضوع جانبًا
inbox-bulk = بالبلاغات المختارة
inbox-bulk-same = الواقعة نفسها
inbox-bulk-set-aside-done =
    { $count ->
        [one] وُضع بلاغ واحد جانبًا.
        [two] وُضع بلاغان جانبًا.
        [few] وُضعت { $count } بلاغات جانبًا.
        [many] وُضع { $count } بلاغًا جانبًا.
       *[other] وُضع { $count } بلاغ جانبًا.
    }
inbox-bulk-none = يُرجى اختيار بلاغ واحد على الأقل أولًا.
inbox-bulk-changed = تعامل شخص آخر مع أحد هذه البلاغات. يُرجى النظر من جديد ثم الاختيار.

## One report

desk-report-title = بلاغ
desk-report-sealed-by-reporter = أُقفل على جهاز صاحبه
desk-report-sealed-by-server = أُقفل عند الوصول
desk-report-sealed-by-helper = أدخله وأقفله أحد الموظفين
desk-report-new-incident = جعله واقعة
desk-report-attach = ربطه بواقعة
desk-report-set-aside = وضعه جانبًا
desk-report-set-aside-why = لماذا يوضع جانبًا؟
desk-report-restore = إعادته إلى الوارد

## Finding an incident to attach to

attach-title = الربط بواقعة
attach-none = لا توجد واقعة مشابهة.
attach-button = الربط بهذه

## Entering what somebody tells us

enter-title = إدخال بلاغ
enter-lead = يُرجى الكتابة بكلمات الشخص نفسه قدر الإمكان.
enter-channel = كيف وصل إلينا؟
enter-read-back = يُرجى قراءته على الشخص قبل إرساله.
enter-agreement = يُرجى بيان ما سيحدث بعد ذلك ومن سيراه، والسؤال عمّا يجوز إطلاع غيرنا عليه.
enter-button = إرسال وعرض الإيصال
enter-receipt-title = تسليم الإيصال
enter-receipt-text = يُرجى إعطاء هذه الكلمات للشخص، شفهيًا أو على ورق. تُعرض مرة واحدة. يُرجى عدم الاحتفاظ بنسخة.

## Incidents

incidents-title = الوقائع
incidents-empty = لا توجد وقائع بعد.
incidents-filter-state = الحالة
incidents-sort-newest = الأحدث أولًا
incident-number = الواقعة { $number }
incident-happened = وقت الحدوث
incident-place = المكان
incident-reports-title = البلاغات التي وراءها
incident-state-open = قيد الترميز
incident-state-submitted = في انتظار المراجعة
incident-state-decided = صدر القرار
incident-series = المصدر

## Coding

coding-title = الترميز
coding-codebook = دليل الترميز { $name }، الإصدار { $version }
coding-older = رُمّزت بالإصدار { $version }. وهناك إصدار أحدث قيد الاستعمال.
coding-definition = ما معناه
coding-many = اختيار كل ما ينطبق
coding-one = اختيار واحد
coding-not-coded = غير مرمّز
coding-search = البحث عن رمز
coding-save = حفظ الترميز
coding-missing =
    { $count ->
        [one] بقي جزء واحد قبل المراجعة.
        [two] بقي جزآن قبل المراجعة.
        [few] بقيت { $count } أجزاء قبل المراجعة.
        [many] بقي { $count } جزءًا قبل المراجعة.
       *[other] بقي { $count } جزء قبل المراجعة.
    }

## The three judgements

judgement-title = ثلاثة أحكام
judgement-lead = تُحفظ منفصلة. ولا يمحو أحدها الآخر أبدًا.
judgement-perception = الشخص يقول
    .definition = كيف يرى الأمر من أخبرنا به.
judgement-verification = نحن نقول
    .definition = ما وجده اثنان منا.
judgement-police = الشرطة تقول
    .definition = كيف صنّفته الشرطة.
judgement-none-yet = لا شيء بعد
judgement-by = { $name }، { $date }
judgement-reason = السبب
judgement-date = التاريخ
judgement-record = تسجيل

## Checks

checks-title = المراجعات
checks-empty = لا شيء ينتظر المراجعة.
checks-submit-note = ملاحظة لمن سيراجع
checks-submitted = تم التقديم. سيراجعها شخص آخر.
checks-not-own = أنت من رمّز هذه الواقعة، فيجب أن يراجعها شخص آخر.
checks-evidence-title = ما الذي يُعَدّ مؤكدًا
checks-evidence-met = قاعدة الأدلة مستوفاة.
checks-evidence-not-met = قاعدة الأدلة غير مستوفاة بعد.
checks-decision = قرارك
checks-return = إعادة إلى مسؤول الحالات
checks-reclassify = تغيير الترميز
checks-reason = السبب
checks-reason-needed = يُرجى ذكر السبب. سيقرؤه الشخص الآخر.
checks-decided = سُجّل قرارك.
checks-reopen = فتحها من جديد

## Two people at once

conflict-title = غيّر هذا شخص آخر
conflict-lead = حفظه { $name } في { $moment }، بعد أن فتحته. لم يُمحَ شيء. يُرجى الاختيار لكل جزء.
conflict-field = الجزء
conflict-theirs = ما لديه
conflict-yours = ما لديك
conflict-before = قبل ذلك
conflict-keep-theirs = إبقاء ما لديه
conflict-keep-yours = إبقاء ما لديك
conflict-same = متطابق
conflict-save = حفظ اختياري

## History

history-title = التاريخ
history-lead = كل ما فُعل، ومن فعله. لا يمكن تغييره.
history-incident-made = أُنشئت الواقعة: { $who }
history-incident-coded = غُيّر الترميز: { $who }
history-incident-imported = جاءت في ملف مستورد
history-perception-recorded = سُجّل ما يقوله الشخص: { $who }
history-police-recorded = سُجّل ما تقوله الشرطة: { $who }
history-check-submitted = قُدّمت للمراجعة: { $who }
history-check-returned = أُعيدت: { $who }
history-check-decided = القرار: { $decision } ({ $who })
history-check-reopened = فُتحت من جديد: { $who }

## Search

search-title = البحث
search-label = البحث في البلاغات والوقائع
search-hint = يُبحث عن الكلمات فيما يمكنك فتحه. الفهرس في الذاكرة ويُنسى عند تسجيل الخروج.
search-button = بحث
search-results =
    { $count ->
        [0] لا نتائج.
        [one] نتيجة واحدة.
        [two] نتيجتان.
        [few] { $count } نتائج.
       *[other] { $count } نتيجة.
    }

## Members

members-title = الأعضاء
members-name = الاسم
members-role = الدور
members-invite = دعوة عضو
members-invite-name = الاسم
members-invite-role = الدور
members-invite-button = إنشاء رابط
members-invite-link = يُرجى إرسال هذا الرابط إلى { $name } بطريقة موثوقة. يُعرض مرة واحدة ويعمل حتى { $date }.
members-waiting-for-key = في انتظار مفتاح الفريق
members-give-key = إعطاء مفتاح الفريق

## Figures inside

desk-figures-title = الأرقام
desk-figures-exact = أرقام دقيقة. ليست للنشر.
desk-figures-public = كما يراها الجمهور

## Keyboard

keys-title = لوحة المفاتيح
keys-lead = المفتاح ? يعرض هذه القائمة.
keys-next = التالي في القائمة
keys-previous = السابق
keys-select = اختيار
keys-search = بحث
keys-go-inbox = الذهاب إلى الوارد
keys-go-incidents = الذهاب إلى الوقائع
keys-go-checks = الذهاب إلى المراجعات
keys-close = إغلاق

## Words of the desk pages

desk-nav-ledger = السجل
desk-nav-permissions = من يحق له ماذا
desk-report-by = عبر: { $channel }
desk-report-to-incident = الذهاب إلى واقعته
told-keeps-happening = يتكرر ذلك
inbox-returned-done = عاد البلاغ إلى الوارد.
inbox-set-aside-as = وضع جانبًا: { $reason }
attach-category = النوع
attach-words = كلمات في بلاغاتها
enter-again = أُرسل هذا النموذج من قبل. إنه البلاغ نفسه والإيصال نفسه.
enter-another = إدخال بلاغ آخر
incident-reference = الواقعة { $number } لعام { $year }
incident-made-done = أُنشئت واقعة جديدة. يبدأ ترميزها بما جاء في البلاغ.
incident-attached-done = صار البلاغ جزءًا من هذه الواقعة.
incident-no-reports = لا يقف وراءها بلاغ لدينا.
incidents-empty-filtered = لا توجد واقعة تطابق هذه التصفية.
coding-persons = عدد من وقع عليهم ذلك
coding-first-day = اليوم، أو أول يوم
coding-last-day = آخر يوم، إن كانا يومين
coding-for-check = لازم للمراجعة
coding-needed = لازم قبل المراجعة: { $facet }
coding-too-many = لا يمكن اختيار أكثر من واحد: { $facet }
coding-unknown = ليس في دليل الرموز: { $facet }
coding-save-submit = حفظ وإرسال للمراجعة
judgement-second-person = يلزم لذلك شخصان مختلفان.
judgement-perception-record = تسجيل ما يقوله الشخص
judgement-police-record = تسجيل ما تقوله الشرطة
judgement-police-source = من أين عرفنا ذلك
checks-pair = نظرة ثانية.
checks-yours = الترميز لك
checks-decide = تسجيل القرار
checks-needs-reason = يلزم ذكر السبب.
checks-reclassify-hint = يُرجى تغيير ما ينبغي ترميزه على نحو آخر، واختيار القرار بعنوان آخر أعلاه، وذكر السبب.
checks-reclassify-nothing = اختير عنوان آخر، لكن لم يتغير شيء في الترميز.
checks-reclassify-other = تغيّر الترميز. يُرجى اختيار القرار بعنوان آخر، أو إعادته كما كان.
checks-returned-done = أُعيدت مع ذكر السبب.
checks-reopened-done = فُتحت من جديد.
evidence-needed = يلزم من هذه: { $least }. الموجود: { $found }.
evidence-found = موجود
evidence-not-found = غير موجود
conflict-kept = لا يمكن ذلك في الوضع الحالي. سبق إليه شخص آخر، أو تقدّم الأمر. لم يُستبدل شيء، وما كُتب لا يزال هنا.
conflict-your-words = ما كُتب:
conflict-choose-all = يُرجى الاختيار لكل جزء.
conflict-not-open = لم تعد قيد الترميز، فلا يمكن حفظ ما لديك الآن. يُرجى نسخ ما يلزم.
conflict-leave = تركها كما هي
history-nobody = Heard نفسه
history-incident-opened = { $who }: فتح الواقعة
history-incident-key-made = { $who }: كتابة أول ملاحظة، وأُنشئ لها مفتاح
history-openings =
    { $count ->
        [one] فُتحت مرة واحدة
        [two] فُتحت مرتين
        [few] فُتحت { $count } مرات
       *[other] فُتحت { $count } مرة
    }
member-state-invited = تمت الدعوة
member-state-active = نشط
member-state-suspended = موقوف
members-state = الحالة
members-do = ما يمكنك فعله
members-suspend = إيقاف
members-reinstate = السماح بالدخول من جديد
members-suspended-done = تم الإيقاف، وأُغلقت كل الجلسات.
members-reinstated-done = صار الدخول ممكنًا من جديد.
members-key-done = سُلّم مفتاح الفريق.
members-name-unusable = هذا الاسم فارغ أو طويل جدًا أو مأخوذ.
members-invite-key-later = بعد الانضمام يلزم أن يسلّم المفتاح هنا شخص لديه مفتاح الفريق.
desk-figures-how = مدى الدقة
desk-figures-exact-short = دقيقة
ledger-desk-covers =
    { $entries ->
        [zero] لا يشمل أي سطر.
        [one] يشمل سطرًا واحدًا.
        [two] يشمل سطرين.
        [few] يشمل { $entries } أسطر.
        [many] يشمل { $entries } سطرًا.
       *[other] يشمل { $entries } سطر.
    }
ledger-desk-none = لم يُوقَّع أي رأس بعد. يُوقَّع أثناء عمل البرنامج.
ledger-desk-how-title = كيفية التحقق منه
ledger-desk-how = يُشغَّل هذا على الجهاز الذي فيه قاعدة البيانات. يتحقق من كل سطر وكل سجل، ويسمّي أول ما لا يتطابق.
permissions-title = من يحق له ماذا
permissions-lead = هذا هو الجدول الذي يعمل به البرنامج نفسه، ولا شيء غيره يقرر.
permissions-what = ماذا
permission-be-signed-in = تسجيل الدخول وإغلاق الجلسات الخاصة
permission-enter-report = إدخال ما يُقال لنا بالهاتف أو شخصيًا أو برسالة
permission-see-inbox = رؤية أن بلاغات تنتظر، لا ما تقوله
permission-open-report = فتح بلاغ وقراءته، ويُسجَّل ذلك كل مرة
permission-triage-report = جعل البلاغ واقعة أو إلحاقه أو وضعه جانبًا
permission-open-incident = فتح واقعة، ويُسجَّل ذلك كل مرة
permission-code-incident = ترميز واقعة وإرسالها للمراجعة
permission-check-incident = مراجعة ما رمّزه شخص آخر
permission-search-text = البحث في ما يحق فتحه
permission-see-exact-figures = رؤية الأرقام الدقيقة داخليًا
permission-manage-members = دعوة الأعضاء وإيقافهم
permission-hand-over-key = تسليم مفتاح الفريق لعضو ينتظره
permission-see-ledger = رؤية رؤوس السجل الموقّعة

## Somebody leaves: a new key for the team

members-left = غادر المؤسسة
renewal-title = مفتاح جديد للفريق
renewal-leaver = غادر { $name }: منع الدخول وصنع مفتاح جديد.
renewal-what = كل من لديه مفتاح الفريق يحصل على الجديد فورًا. ثم يُقفل مفتاح كل بلاغ وكل ملاحظة من جديد في الخلفية، ويمكن متابعة العمل.
renewal-limits = ما قرأه أحد يبقى معروفًا لديه، ونسخة قديمة من قاعدة البيانات تُفتح بمفتاح ربما نسخه. ومن الآن لا يفتح ذلك المفتاح شيئًا جديدًا. روابط الدعوات المفتوحة لم تعد تحمل مفتاحًا.
renewal-leaver-button = منع الدخول وصنع مفتاح جديد
renewal-button = صنع مفتاح جديد
renewal-began = صار للفريق مفتاح جديد.
renewal-working = جارٍ الإقفال من جديد
renewal-progress = تم { $done } من { $all }.
renewal-meanwhile = عند الخروج أو توقف البرنامج يُستأنف العمل حين يسجّل الدخول شخص لديه مفتاح الفريق.
renewal-finished = كل شيء مقفل بالمفتاح الجديد.
