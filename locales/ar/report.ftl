### Telling us: the frame of the page. The questions themselves are labels of the codebook.

report-title = إخبارنا بما حدث
report-lead = بكلماتك أنت. لا حاجة إلى دليل، ولا يلزم أن نعرف من أنت.
report-only-one = نحتاج إلى إجابة واحدة فقط: ماذا حدث. ويمكن ترك الباقي فارغًا.
report-how-long = يحتاج معظم الناس إلى خمس دقائق أو عشر.
report-nothing-kept = لا يُحفظ شيء قبل الضغط على «إرسال».
report-any-language = يمكنك الكتابة بأي لغة.
report-section-of = الجزء { $part } من { $parts }
report-date-exact = أعرف اليوم
report-date-about = في ذلك الوقت تقريبًا
report-date-between = بين يومين
report-date-unknown = لا أعرف
report-date-day = اليوم
report-date-month = الشهر
report-date-year = السنة
report-date-first = أول يوم يمكن أن يكون قد حدث فيه
report-date-last = آخر يوم يمكن أن يكون قد حدث فيه
report-date-time = في أي ساعة، إن كانت معروفة
report-place-postcode = الرمز البريدي، إن كان معروفًا
report-place-link = رابط، إذا حدث ذلك على الإنترنت
report-choose-many = يمكن اختيار كل ما ينطبق.
report-send-title = الإرسال
report-send-text = عند الضغط على «إرسال» تُقفل كلماتك. والمفتاح مع العاملين لدينا على الحالات وحدهم.
report-send-next = ثم تصلك كلمات سرية يمكنك بها العودة لمعرفة ما حصل.
report-send-share = لا نخبر أحدًا غيرنا إلا إذا أذِنت بذلك. ويمكنك تغيير رأيك لاحقًا.
report-sealed-by-us = تصل كلماتك إلينا بأمان وتُقفل فور وصولها.
report-sealed-here = تُقفل كلماتك على هذا الجهاز قبل إرسالها. لا أحد في الطريق يستطيع قراءتها، ولا خادم موقعنا أيضًا.
report-letters-left =
    { $left ->
        [0] لم يبقَ أي حرف
        [one] بقي حرف واحد
        [two] بقي حرفان
        [few] بقيت { $left } أحرف
        [many] بقي { $left } حرفًا
       *[other] بقي { $left } حرف
    }

## When it can't be taken as it is

report-error-empty = يُرجى إخبارنا بما حدث. بضع كلمات تكفي.
report-too-long-title = كلماتك أطول مما يتسع له بلاغ واحد
report-too-long-text = الحد الأقصى لعدد الأحرف في المرة الواحدة هو { $most }، وعددها هنا { $letters }. كلماتك لا تزال في الأسفل. يمكنك حذف بعضها، أو نسخ الباقي وإرساله في بلاغ ثانٍ.
report-busy-title = يكتب إلينا الآن عدد كبير من الناس
report-busy-text = كلماتك لا تزال في الأسفل ولم تُرسل بعد. يُرجى الانتظار قليلًا ثم الضغط على «إرسال» من جديد.
report-busy-wait =
    { $seconds ->
        [one] يُرجى الانتظار ثانية واحدة.
        [two] يُرجى الانتظار ثانيتين.
        [few] يُرجى الانتظار { $seconds } ثوانٍ.
       *[other] يُرجى الانتظار { $seconds } ثانية.
    }
report-busy-puzzle = يُجري جهازك عملية حسابية قصيرة، ليتبيّن أنه ليس آلة ترسل آلاف الرسائل. لا يلزمك فعل شيء.
report-busy-copy = يمكنك نسخ كلماتك وحفظها في مكان آمن، إن وُجد.
report-honeypot-label = يُرجى ترك هذا فارغًا
report-unsealed-title = لم نتمكن من إقفال بلاغك
report-unsealed-text = لأننا لم نتمكن من إقفاله لم نحفظه. كلماتك لا تزال في الأسفل. يُرجى المحاولة من جديد.
report-unreached-title = لا ندري هل وصل إلينا
report-unreached-text = كلماتك لا تزال في الأسفل. يُرجى الضغط على «إرسال» مرة أخرى: نحتفظ بالبلاغ نفسه مرة واحدة فقط.

## Thank you, and the receipt

receipt-title = شكرًا لإخبارنا
receipt-lead = وصل بلاغك إلينا وأُقفل. وهو محسوب.
receipt-words-title = كلماتك السرية
receipt-words-text = هذه الكلمات هي الطريق الوحيد للعودة إلى بلاغك. لا يمكننا عرضها مرة أخرى، ولا العثور عليها من أجلك.
receipt-words-keep = يمكنك كتابتها على ورقة، أو حفظها حيث لا يراها أحد. وإذا كان هناك من قد يفتش هاتفك، فيمكنك حفظها عن ظهر قلب أو الاستغناء عنها: يبقى بلاغك لدينا في كل الأحوال.
receipt-words-number = الشيء نفسه على شكل رقم
receipt-asked-back-title = هل حفظت الكلمات؟
receipt-asked-back-text = للتأكد، يُرجى كتابة الكلمة رقم { $place }.
receipt-asked-back-right = نعم، هذا صحيح.
receipt-asked-back-wrong = هذه كلمة أخرى. يُرجى مراجعة ما كتبته لديك.
receipt-asked-back-skip = المتابعة دون تحقق
receipt-next-title = ماذا سيحدث بعد ذلك
receipt-next-read =
    { $days ->
        [one] يقرأ بلاغك أحد العاملين لدينا على الحالات. ونسعى إلى أن يكون ذلك خلال يوم عمل واحد.
        [two] يقرأ بلاغك أحد العاملين لدينا على الحالات. ونسعى إلى أن يكون ذلك خلال يومَي عمل.
        [few] يقرأ بلاغك أحد العاملين لدينا على الحالات. ونسعى إلى أن يكون ذلك خلال { $days } أيام عمل.
       *[other] يقرأ بلاغك أحد العاملين لدينا على الحالات. ونسعى إلى أن يكون ذلك خلال { $days } يوم عمل.
    }
receipt-next-check = يدوّن نوع ما حدث، ثم يراجع ذلك شخص ثانٍ.
receipt-next-figures = ثم يُحسب في أرقامنا، بلا اسم وبلا قصة.
receipt-next-come-back = يمكنك العودة بكلماتك السرية في أي وقت لمعرفة أين وصل.
receipt-sent-at = وصلنا في { $moment }.
receipt-proof-title = الدليل على أنه حُسب
receipt-proof-text = هذا السطر يمثل بلاغك في سجلّنا. لا يمكن تغيير السجل دون أن يُلاحَظ ذلك. ولا يقول السطر شيئًا عنك.
receipt-proof-entry = السطر { $entry } من سجلّنا
receipt-print-title = صفحة للاحتفاظ بها
receipt-print-text = لا تذكر هذه الصفحة الغرض منها، ولا تسمّي أحدًا.
receipt-done = المغادرة دون ترك أثر في هذه الصفحة

## Answering

report-rather-not = أفضّل عدم القول
report-date-today = اليوم
report-date-yesterday = أمس
report-date-keeps-happening = يتكرر ذلك
report-date-which = في أي يوم كان ذلك؟
report-date-hint = مثلًا 27 3 2026
report-date-time-hint = مثلًا 21:30، أو: في المساء
report-date-words = أو بكلماتك أنت
report-date-words-hint = مثلًا: الليلة التي تلت العيد، أو معظم أيام الجمعة منذ الربيع
report-place-kind = ما نوع المكان؟
report-letters-over =
    { $over ->
        [0] لا زيادة
        [one] حرف واحد زائد
        [two] حرفان زائدان
        [few] { $over } أحرف زائدة
        [many] { $over } حرفًا زائدًا
       *[other] { $over } حرف زائد
    }

## When it has to be sent once more

report-again-title = يُرجى الضغط على «إرسال» مرة أخرى
report-again-text = كانت هذه الصفحة مفتوحة مدة طويلة، أو وصلت إلينا بطريقة غير معتادة. كلماتك لا تزال في الأسفل ولم تُرسل بعد. تُرسل عند الضغط على «إرسال» من جديد.
report-many-title = أُرسل الكثير من المكان الذي أنت فيه
report-many-text = كلماتك لا تزال في الأسفل ولم تُرسل بعد. يمكنك إبقاء هذه الصفحة مفتوحة والضغط على «إرسال» لاحقًا.
report-wait-minutes =
    { $minutes ->
        [one] يُرجى الانتظار دقيقة واحدة.
        [two] يُرجى الانتظار دقيقتين.
        [few] يُرجى الانتظار { $minutes } دقائق.
       *[other] يُرجى الانتظار { $minutes } دقيقة.
    }

## The receipt

receipt-copied = تم النسخ. يُفضل لصق الكلمات حيث لا ينظر أحد غيرك، ثم نسخ شيء آخر.
receipt-asked-back-check = تحقق
receipt-asked-back-look = لرؤية الكلمات من جديد، يمكنك الرجوع صفحة واحدة. وإذا سأل المتصفح عن الإرسال مرة أخرى، فالجواب نعم: نحفظ بلاغك مرة واحدة فقط، ونعرض الكلمات نفسها.
