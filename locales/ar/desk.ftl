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
desk-report-unreadable = لا يمكن قراءة هذا البلاغ. قُفل على جهاز ما، لكن ليس بالطريقة التي تتبعها صفحتنا: هو على الأرجح بلاغ فارغ أو مُختلق. ضعه جانبًا.
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
incident-state-taken-back = سُحبت مع استيرادها
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
history-incident-redelivered = قال تسليم لاحق لملفها غير ذلك
history-incident-taken-back = سُحبت: أُلغي استيرادها
history-incident-put-back = عادت كما كانت: أُلغي استيراد
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
members-close-sessions = إغلاق الجلسات
members-reinstate = السماح بالدخول من جديد
members-suspended-done = تم الإيقاف، وأُغلقت كل الجلسات.
members-reinstated-done = صار الدخول ممكنًا من جديد.
members-sessions-closed-done = أُغلقت كل الجلسات، ويمكن تسجيل الدخول من جديد.
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
permission-import-incidents = استيراد ملفات الوقائع، وإلغاء ذلك
permission-export-facets = إخراج رموز جميع الوقائع جدولًا، دون كلمات
permission-export-unsealed = إخراج كل ما رُوي مفتوحًا عبر سطر الأوامر، ويُسجَّل ذلك كل مرة
permission-search-text = البحث في ما يحق فتحه
permission-see-exact-figures = رؤية الأرقام الدقيقة داخليًا
permission-manage-members = دعوة الأعضاء وإيقافهم
permission-hand-over-key = تسليم مفتاح الفريق لعضو ينتظره
permission-see-ledger = رؤية رؤوس السجل الموقّعة

# Finding an area
area-label = البحث عن المنطقة: رمز بريدي أو اسم أو نقطة
area-hint = يجري البحث هنا، كما كانت المناطق في أول يوم مذكور أعلاه. لا يُحفظ ما تكتبه.
area-find = بحث
area-nothing = لا يُعرف شيء عن هذا المكان.
area-found = { $name } ({ $code }): { $set }، من { $date }
area-take = اختيار { $area }
area-no-code = لا رمز في كتاب الرموز لهذا المكان.

## Imports

imports-title = عمليات الاستيراد
imports-lead = ملفات منظمات أخرى والشرطة وسنوات سابقة. يصبح كل صف واقعة ضمن مصدر مستقل.
imports-empty = لم يُستورد شيء بعد.
imports-started = البداية
imports-mapping = التعيين
imports-by = المنفّذ
imports-by-command = سطر الأوامر
imports-state = الحالة
imports-state-finished = مكتمل
imports-state-unfinished = لم يكتمل. يُرجى إرسال الملف من جديد: لا يضيع شيء ولا يتكرر
imports-state-undone = أُلغي
imports-state-undone-kept =
    { $count ->
        [zero] أُلغي
        [one] أُلغي؛ بقيت واقعة واحدة لأن زميلًا عمل عليها
        [two] أُلغي؛ بقيت واقعتان لأن زملاء عملوا عليهما
        [few] أُلغي؛ بقيت { $count } وقائع لأن زملاء عملوا عليها
        [many] أُلغي؛ بقيت { $count } واقعة لأن زملاء عملوا عليها
       *[other] أُلغي؛ بقيت { $count } واقعة لأن زملاء عملوا عليها
    }
imports-undo = إلغاء
imports-undone-done = أُلغي الاستيراد. الأرقام كما كانت، والسجل محفوظ.
imports-forgotten-done = أُزيل الملف.
imports-rows = الصفوف
imports-added = جديدة
imports-changed = متغيّرة
imports-unchanged = كما كانت
imports-kept = عُمل عليها هنا
imports-rejected = مرفوضة
imports-absent = لم تصل
imports-drafts = ملفات قيد العمل
imports-draft-mapping = بانتظار اختيار الأعمدة
imports-draft-rehearsal = تجربة
imports-draft-importing = قيد الاستيراد
imports-draft-imported = استُورد
imports-draft-stopped = توقّف
import-title = استيراد ملف
import-forget = إزالة هذا الملف
import-look-again = التحديث
import-gone-title = لم يعد هذا الملف هنا
import-gone = أُزيل، أو لم يُفتح منذ اثنتي عشرة ساعة، أو أُعيد تشغيل Heard. يُرجى إرساله من جديد: ما استُورد من قبل لا يتكرر.

## Imports: Sending it up

import-upload-lead = جدول بصيغة CSV أو Excel ‏(.xlsx) أو JSON Lines، ولو كان مضغوطًا بـ gzip أو Zstandard. الحد { $megabytes } ميغابايت؛ والملفات الأكبر تُستورد من سطر الأوامر.
import-upload-sealed = يبقى الملف على قرص Heard مُقفلًا حتى استيراده، والمفتاح في الذاكرة فقط. يزول عند الاستيراد أو الإزالة، وبعد اثنتي عشرة ساعة من آخر فتح على الأكثر.
import-file = الملف
import-file-hint = لا يُستورد شيء الآن. تظهر أولًا صفوفه الأولى.
import-mapping = كيفية قراءة أعمدته
import-mapping-hint = يحدد التعيين ما يصبح إليه كل عمود.
import-mapping-pages = الاختيار في الصفحة التالية
import-mapping-as-for = كما اختير للملف { $file }
import-mapping-shipped = تعيين من Heard:‏ { $name }
import-mapping-file = ملف التعيين، إن وُجد
import-mapping-file-hint = ملف .toml كما يكتبه Heard. يُستخدم بدل الاختيار أعلاه.
import-upload-button = إرسال الملف
import-no-file = يُرجى اختيار ملف.
import-too-large = الملف أكبر من { $megabytes } ميغابايت. يمكن ضغطه بـ gzip أو Zstandard، أو إرساله على أجزاء، أو استيراده من سطر الأوامر.
import-too-many = هناك خمسة ملفات مفتوحة. يُرجى إزالة واحد أولًا.
import-broken-off = لم يصل الملف كاملًا. لم يُحفظ شيء؛ يُرجى إرساله من جديد.
import-disk = تعذّر حفظ الملف على قرص Heard. يُرجى إبلاغ المسؤول عن الجهاز؛ لم يُستورد شيء.
import-mapping-too-large = هذا ليس تعيينًا: حجمه أكبر من 1 ميغابايت، أو ليس نصًا.
import-not-kept = تعذّر الوصول إلى مخزن Heard. ما استُورد من قبل محفوظ، وإعادة استيراد الملف لا تكرر شيئًا.
import-missing-columns = ليس في الملف أعمدة بهذا الاسم: { $columns }
import-nothing-fits = لا يمكن أخذ أي صف. الأرجح أن هذا ليس تعيين هذا الملف.

## Imports: What each column becomes

import-columns-title = ما يصبح إليه كل عمود
import-size-bytes =
    { $count ->
        [zero] 0 بايت
        [one] بايت واحد
        [two] بايتان
        [few] { $count } بايتات
        [many] { $count } بايتًا
       *[other] { $count } بايت
    }
import-size-kilobytes = { $count } ك.ب
import-size-megabytes = { $count } م.ب
import-unreadable-lead = تعذّرت قراءة الملف كما يبدو مكتوبًا. يُرجى بيان كيفية كتابته أدناه، أو إزالته.
import-first-rows = الصفوف الأولى
import-form = هل القراءة خاطئة؟ بيان كيفية الكتابة
import-encoding = ترميز النص
import-mark = الفاصل بين قيمتين
import-mark-comma = فاصلة ,
import-mark-semicolon = فاصلة منقوطة ;
import-mark-tab = علامة جدولة
import-mark-bar = خط عمودي |
import-sheet = الورقة
import-header = الصف الذي فيه أسماء الأعمدة
import-header-hint = 1 هو الصف الأول؛ و0 إن لم يوجد.
import-form-button = القراءة من جديد
import-choose = اختيار
import-whole = الملف كله
import-series-hint = أرقام المصادر المختلفة توضع جنبًا إلى جنب ولا تُجمع أبدًا.
import-decision = قرار المصدر
import-decision-hint = إن كان القرار واحدًا لكل الصفوف. وإلا يُختار عمود له، أو لا شيء.
import-decision-none = لا شيء: الصفوف كما سُجلت
import-mapping-name = اسم هذا التعيين
import-mapping-name-hint = حروف لاتينية صغيرة وأرقام وشرطات. يظهر في قائمة الاستيراد: بلا أسماء أشخاص.
import-complete = كل ملف من هذا المصدر هو سجله الكامل
import-about = أيامه تقريبية فقط
import-columns = الأعمدة
import-columns-lead = ما يظنه Heard عن عمود مُعلَّم كاقتراح. يُرجى النظر في كل واحد. النصوص والسطور والروابط تُقفل كالبلاغ؛ أما ما يصبح رمزًا أو رقم المصدر فيبقى مكشوفًا.
import-one-column = يبدو أن في الملف عمودًا واحدًا. يُرجى بيان الفاصل بين قيمتين أعلاه.
import-more-columns =
    { $count ->
        [zero] لا أعمدة أخرى.
        [one] عمود آخر لا يظهر هنا ويُترك. يمكن استخدامه بملف تعيين.
        [two] عمودان آخران لا يظهران هنا ويُتركان. يمكن استخدامهما بملف تعيين.
        [few] { $count } أعمدة أخرى لا تظهر هنا وتُترك. يمكن استخدامها بملف تعيين.
        [many] { $count } عمودًا آخر لا يظهر هنا ويُترك. يمكن استخدامها بملف تعيين.
       *[other] { $count } عمود آخر لا يظهر هنا ويُترك. يمكن استخدامها بملف تعيين.
    }
import-column = العمود
import-column-number = العمود { $number }
import-samples = بعض قيمه
import-empty = فارغ
import-becomes = يصبح
import-suggested = اقتراح
import-facets = قائمة رموز
import-becomes-nothing = يُترك
import-becomes-id = رقم المصدر نفسه
import-becomes-day = التاريخ، أو اليوم الأول
import-becomes-last-day = اليوم الأخير
import-becomes-year = السنة
import-becomes-month = الشهر
import-becomes-day-of-month = اليوم من الشهر
import-becomes-time = الوقت (مُقفل)
import-becomes-persons = عدد المتضررين
import-becomes-decision = قرار المصدر
import-becomes-text = نص (مُقفل)
import-becomes-detail = سطر مع اسمه (مُقفل)
import-becomes-link = رابط المصدر (مُقفل)
import-shape = كيفية كتابة الأيام
import-shape-none = إن كان تاريخًا أو وقتًا: كيف كُتب؟
import-shape-excel = عدد أيام، كما في Excel
import-shape-hmm = 5 تعني 00:05، و1705 تعني 17:05
import-separators = عدة قيم في الخانة
import-separator-none = قيمة واحدة في كل خانة
import-separator = عدة قيم، بينها { $mark }
import-constants = واحد لكل الصفوف
import-constants-lead = رمز تأخذه كل واقعة في الملف.
import-constant-none = ليس واحدًا للكل
import-next = التالي
import-problem-name = يُرجى تسمية التعيين بحروف لاتينية صغيرة وأرقام وشرطات.
import-problem-series = يُرجى اختيار مصدر.
import-problem-id = يُرجى اختيار العمود الذي فيه رقم المصدر نفسه. وإن لم يوجد، فعدة أعمدة تميّز الصفوف معًا: لا تُحفظ منها إلا بصمة.
import-problem-twice = عمود واحد فقط يمكن أن يكون «{ $what }».
import-problem-shape = يُرجى بيان كيفية كتابة الأيام أو الأوقات في العمود { $column }.
import-problem-day-and-year = يُرجى اختيار عمود واحد للتاريخ، أو أعمدة للسنة والشهر واليوم.
import-problem-incomplete = يحتاج «{ $what }» إلى عمود آخر: اليوم الأخير إلى أول، والشهر إلى سنة، واليوم إلى شهر، والوقت إلى تاريخ.
import-problem-code = { $code } ليس في دليل الترميز.
import-mapped-title = ملف مع تعيينه
import-mapped-lead = يحدد التعيين المختار ما يصبح إليه كل عمود. تُظهر التجربة ما سيفعله بهذا الملف.

## Imports: What each value becomes

import-values-title = ما تصبح إليه كل قيمة
import-values-lead = الاقتراحات مُعلَّمة. يُرجى النظر في كل واحد. بعد ذلك تُظهر التجربة ما سيُرمَّز، ولا يُستورد شيء بعد.
import-value = القيمة
import-rows-with = المرات
import-value-as-others = كسائر القيم
import-value-nothing = لا تقول شيئًا
import-value-refuse = رفض الصف
import-value-as-it-is = أخذ القيمة رمزًا كما هي
import-others = سائر القيم
import-more-values =
    { $count ->
        [0] قد توجد قيم أخرى. تُظهر التجربة ما لا رمز له.
        [zero] قد توجد قيم أخرى. تُظهر التجربة ما لا رمز له.
        [one] قيمة أندر لا تظهر. تُظهرها التجربة إن لم يكن لها رمز.
        [two] قيمتان أندر لا تظهران. تُظهر التجربة ما لا رمز له.
        [few] { $count } قيم أندر لا تظهر. تُظهر التجربة ما لا رمز له.
        [many] { $count } قيمة أندر لا تظهر. تُظهر التجربة ما لا رمز له.
       *[other] { $count } قيمة أندر لا تظهر. تُظهر التجربة ما لا رمز له.
    }
import-rehearse-button = تجربة

## Imports: The dry run and the import

import-rehearsing = التجربة جارية
import-importing = الملف قيد الاستيراد
import-waiting = يجري العمل على ملف آخر. هذا يأتي بعده.
import-running-text = تُحدَّث هذه الصفحة وحدها كل بضع ثوانٍ. يمكن إغلاقها والعودة من صفحة عمليات الاستيراد.
import-progress-rows =
    { $count ->
        [zero] لم يُقرأ صف بعد
        [one] قُرئ صف واحد
        [two] قُرئ صفان
        [few] قُرئت { $count } صفوف
        [many] قُرئ { $count } صفًا
       *[other] قُرئ { $count } صف
    }
import-progress-rejected =
    { $count ->
        [zero] لم يُرفض صف
        [one] رُفض صف واحد
        [two] رُفض صفان
        [few] رُفضت { $count } صفوف
        [many] رُفض { $count } صفًا
       *[other] رُفض { $count } صف
    }
import-progress-rate =
    { $count ->
        [zero] 0 صف في الثانية
        [one] صف واحد في الثانية
        [two] صفان في الثانية
        [few] { $count } صفوف في الثانية
        [many] { $count } صفًا في الثانية
       *[other] { $count } صف في الثانية
    }
import-progress-seconds =
    { $count ->
        [zero] أقل من ثانية
        [one] بقيت نحو ثانية
        [two] بقيت نحو ثانيتين
        [few] بقيت نحو { $count } ثوانٍ
        [many] بقيت نحو { $count } ثانية
       *[other] بقيت نحو { $count } ثانية
    }
import-progress-minutes =
    { $count ->
        [zero] أقل من دقيقة
        [one] بقيت نحو دقيقة
        [two] بقيت نحو دقيقتين
        [few] بقيت نحو { $count } دقائق
        [many] بقيت نحو { $count } دقيقة
       *[other] بقيت نحو { $count } دقيقة
    }
import-rehearsal-stopped = توقفت التجربة
import-stopped = توقف الاستيراد
import-stopped-kept = ما استُورد قبل التوقف محفوظ. إعادة استيراد الملف لا تكرر شيئًا.
import-again-button = الاستيراد من جديد
import-rehearsed-title = ما سيفعله الاستيراد
import-rehearsed-lead = كانت هذه تجربة. لم يُستورد شيء.
import-would-stories = مع نص يُقفل
import-would-undated = بلا تاريخ
import-would-days = من اليوم الأول إلى الأخير
import-button = الاستيراد الآن
import-to-columns = العودة إلى الأعمدة
import-to-values = العودة إلى القيم
import-mapping-download = تنزيل التعيين
import-unmapped = قيم تُرفض صفوفها
import-otherwise = قيم تصبح ما اختير لسائر القيم
import-more = هناك أكثر مما يظهر.
import-codes = ما سيُرمَّز
import-facet = قائمة الرموز
import-code = الرمز
import-rejects = أول الصفوف المرفوضة
import-rejects-file = تنزيل الصفوف المرفوضة
import-line = السطر
import-reason = السبب
import-done-title = نتيجة الاستيراد
import-done = استُورد الملف. وأُزيل من قرص Heard.
import-mend = الصفوف المرفوضة
import-mend-text = يمكن تنزيلها: قبل كل صف سبب رفضه. تُصحَّح الخانات في جدول بيانات، وتُترك الأعمدة الأربعة الأولى كما هي، ويُحفظ الملف بصيغة CSV ويُرسل بالتعيين نفسه.
import-mended-send = إرسال الملف المصحَّح

## Imports: Undoing

import-undo-title = إلغاء هذا الاستيراد
import-undo-text = يُسترجع ما أتى به، ويُعاد ما غيّره كما كان. الوقائع التي عمل عليها زملاء تبقى. تعود الأرقام كما كانت؛ ويُحفظ السجل.
import-undo-button = إلغاء الاستيراد
import-undo-running = يجري الإلغاء. يمكن إغلاق هذه الصفحة.
import-undo-later = يجب أولًا إلغاء استيراد لاحق للمصدر نفسه.
import-undo-undone = أُلغي من قبل.
import-undo-failed = لم يكتمل الإلغاء. يُرجى الضغط على الزر من جديد: يُستأنف من حيث توقف.

## Imports: What can be wrong with a file

import-no-table-old-excel = هذا ملف Excel قديم (.xls). يُرجى حفظه بصيغة .xlsx أو CSV.
import-no-table-pdf = هذا ملف PDF، وليس فيه جدول يمكن قراءته. يُرجى طلب CSV أو Excel.
import-no-table-json-list = هذه قائمة JSON واحدة. المطلوب JSON Lines: كائن واحد في كل سطر، بلا أقواس وفواصل حولها.
import-no-table-too-wide = فيه أكثر من 20,000 عمود، فالأرجح أنه ليس جدولًا.
import-no-table-damaged-zstandard = هو مضغوط بـ Zstandard لكنه تالف.
import-no-table-no-text = هذا ليس نصًا: قد يكون صورة أو برنامجًا أو ملفًا من نوع آخر.
import-no-table-empty = لا صفوف في الملف. هو فارغ، أو ليس فيه إلا أسماء أعمدته.
import-no-table-large-workbook = المصنف أكبر من 64 ميغابايت. يُرجى حفظ الورقة بصيغة CSV.
import-no-table-large-unpacked = المصنف أكبر من 512 ميغابايت بعد فك ضغطه. يُرجى حفظ الورقة بصيغة CSV.
import-no-table-locked = المصنف مقفل بكلمة مرور. يُرجى حفظه من دونها.
import-no-table-no-workbook = هذا ملف zip وليس مصنف Excel ‏(.xlsx). يُرجى فكه وإرسال ما فيه.
import-no-table-damaged-zip = الملف ملف zip أو مصنف تالف.
import-no-table-many-parts = في المصنف أكثر من 10,000 جزء، فالأرجح أنه ليس مصنفًا.
import-no-table-no-sheet = لا ورقة في المصنف.
import-no-table-other-sheet = ليس في المصنف ورقة { $wanted }. فيه { $has }.
import-no-table-damaged-sheet = الورقة تالفة. يُرجى فتحها في برنامج جداول وحفظها من جديد.
import-no-row = السطر { $line }: { $reason }
import-no-row-too-long = الصف الذي يبدأ هنا أطول من 16 ميغابايت. قد تكون علامة اقتباس لم تُغلق، أو لا نهايات سطور في الملف.
import-no-row-unclosed = في الصف الذي يبدأ هنا علامة اقتباس لم تُغلق، فصار باقي الملف كله خلية واحدة.
import-no-row-long-line = السطر أطول من 16 ميغابايت.
import-no-row-cut-off = ينتهي الملف في وسطه. انقطع في الطريق.
import-no-row-not-read = تعذّرت متابعة القراءة: قد يكون تالفًا.
import-no-row-no-values = هذا ليس صفًا في جدول.
import-no-row-not-utf-8 = هذا ليس UTF-8. يُرجى اختيار ترميز آخر للنص.
import-no-row-no-object = هذا ليس كائن JSON في سطر واحد.

## Imports: Why a row is rejected

import-reject-not-mapped = لا رمز لهذه القيمة.
import-reject-not-a-code = لا يمكن أن يكون هذا رمزًا: هو طويل جدًا، أو فيه مسافات أو علامات أخرى.
import-reject-not-a-date = هذا ليس تاريخًا، أو ليس مكتوبًا كما ذُكر.
import-reject-future = التاريخ في المستقبل.
import-reject-not-a-time = هذا ليس وقتًا، أو ليس مكتوبًا كما ذُكر.
import-reject-not-people = هذا ليس عدد أشخاص.
import-reject-not-a-number = هذا ليس رقمًا.
import-reject-bad-id = رقم المصدر فارغ، أو أطول من 200 حرف، أو فيه علامات لا تُرى.
import-reject-no-id = كل أعمدة رقم المصدر فارغة.
import-reject-id-again = سبق هذا الرقم في الملف بمحتوى آخر.
import-reject-not-a-link = هذا ليس عنوان ويب يبدأ بـ http:// أو https://.
import-reject-long-text = النص أطول من 1 ميغابايت.
import-reject-no-area = لا تُعرف منطقة لهذا المكان.
import-reject-coding = ما ينتج عن الصف لا يوافق دليل الترميز.

## Export

desk-nav-export = التصدير
export-lead = خذ رموز جميع الوقائع جدولًا: صف لكل واقعة، من كل سلسلة.
export-care = ليس فيه كلمة كتبها أحد، ولا اسم أحد. لكن حين يقل من يشتركون في حي ويوم وعمر فقد يدل صف على شخص بعينه. انشر الأرقام، لا الصفوف، واحذف الملف عند الانتهاء.
export-csv = CSV
export-csv-about = لأي جدول بيانات أو برنامج. الرموز المتعددة في خلية واحدة، بينها ;
export-xlsx = إكسل (XLSX)
export-xlsx-about = مصنف. الرموز المتعددة في خلية واحدة، بينها ;
export-parquet = Parquet
export-parquet-about = لتحليل الجداول الكبيرة. الرموز قوائم، والأيام أيام.
export-jsonl = JSON Lines
export-jsonl-about = كائن في كل سطر، للبرامج. الرموز قوائم.
export-holds-title = ما فيه
export-holds = لكل واقعة: رقمها وسلسلتها، والأيام التي وقعت فيها ومدى اليقين بها، وعدد من وقعت عليهم، وكل رمز، والحدود التي تُقرأ بها منطقتها، وإصدار دليل الترميز، والأحكام الثلاثة جنبًا إلى جنب: حكم المُبلِّغ وحكمنا وحكم الشرطة.
export-moment = كله كما هو في لحظة واحدة. يُصنع وأنت تستلمه، ولا تبقى منه نسخة على هذا الجهاز.
export-all-title = كل شيء
export-all = كل ما تملكه المنظمة، مختومًا كما هو، يُخرَج على الجهاز الذي عليه قاعدة البيانات:
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

## Lost what, and what now

lost-what-title = ضاع مفتاح أو غاب شخص: ماذا الآن
lost-what-column = ما ضاع
lost-now-column = ماذا الآن
lost-passphrase-what = عبارة المرور، والمفتاح الورقي موجود
lost-passphrase-now = في الصفحة أدناه اكتبوا المفتاح الورقي واختاروا عبارة مرور جديدة.
lost-both-what = عبارة المرور والمفتاح الورقي معًا
lost-both-now = يوقف المدير الحساب ويدعوكم من جديد. لا يضيع شيء ما دام لدى زميل مفتاح الفريق.
lost-paper-what = المفتاح الورقي، وعبارة المرور معروفة
lost-paper-now = سجّلوا الدخول واصنعوا مفتاحًا آخر في «مفاتيحك». القديم لا يفتح شيئًا بعد ذلك.
lost-colleague-what = زميل غادر
lost-colleague-now = يختار المدير «غادر المؤسسة» في صفحة الأعضاء: فيصير للفريق مفتاح جديد.
lost-everybody-what = كل من كان يستطيع القراءة
lost-everybody-now = مفتاح الاستعادة، كاملًا أو ثلاثة من أجزائه الخمسة، يفتح كل شيء لشخص جديد. يفعل ذلك من يشغّل Heard في سطر الأوامر: heard recovery open.
lost-all-what = مفتاح الاستعادة أيضًا
lost-all-now = عندئذ لا يستطيع أحد قراءة ما رُوي.
report-seen-count = من اطّلع على هذا: { $count ->
        [zero] لا قيود
        [one] قيد واحد
        [two] قيدان
        [few] { $count } قيود
        [many] { $count } قيدًا
       *[other] { $count } قيد
    }
report-seen-lead = الأحدث أولًا. البحث في النص يُسجَّل بعدد البلاغات التي فتحها، ولا يُذكر هنا.
report-seen-opened = { $who }: فتح البلاغ
report-seen-with-incident = { $who }: فتحه مع الواقعة
report-seen-entered = { $who }: أدخل البلاغ
report-seen-attached = { $who }: ضمّه إلى واقعة
report-seen-set-aside = { $who }: نحّاه جانبًا
report-seen-returned = { $who }: أعاده إلى الوارد
