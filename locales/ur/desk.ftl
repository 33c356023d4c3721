### The desk: what staff see.

## Finding the way

desk-nav = ڈیسک کے حصے
desk-nav-inbox = نئی رپورٹیں
desk-nav-incidents = واقعات
desk-nav-checks = جانچ
desk-nav-figures = اعداد و شمار
desk-nav-enter = رپورٹ درج کریں
desk-nav-members = ارکان
desk-nav-account = آپ کا کھاتہ
desk-nav-count =
    { $count ->
        [0] کچھ انتظار میں نہیں
        [one] 1 انتظار میں
       *[other] { $count } انتظار میں
    }
desk-signed-in-as = آپ { $name } کے طور پر سائن ان ہیں
desk-saved = محفوظ ہو گیا۔
desk-blurred = یہ پڑھنا تکلیف دہ ہو سکتا ہے۔
desk-blurred-show = دکھائیں
desk-opened-recorded = آپ نے اسے { $moment } کو کھولا۔ یہ درج کر لیا گیا ہے۔

## Roles

role-administrator = منتظم
    .definition = ارکان کو دعوت دیتا ہے، ترتیبات اور چابیاں سنبھالتا ہے۔ کوئی رپورٹ نہیں پڑھ سکتا۔
role-helper = مددگار
    .definition = جو لوگ فون پر، سامنے یا خط سے بتائیں، اسے درج کرتا ہے۔
role-caseworker = کیس ورکر
    .definition = رپورٹیں پڑھتا ہے اور واقعات کی کوڈنگ کرتا ہے۔
role-senior = سینئر کیس ورکر
    .definition = دوسروں کی کوڈنگ کی جانچ بھی کرتا ہے۔
role-analyst = تجزیہ کار
    .definition = کوڈ کی ہوئی معلومات اور پورے اعداد دیکھتا ہے، کہانی کبھی نہیں۔

## Inbox

inbox-title = نئی رپورٹیں
inbox-lead = نئی رپورٹیں، سب سے پرانی پہلے۔
inbox-count =
    { $count ->
        [0] کوئی رپورٹ نہیں
        [one] 1 رپورٹ
       *[other] { $count } رپورٹیں
    }
inbox-empty = یہاں کوئی رپورٹ نہیں۔
inbox-empty-filtered = کوئی رپورٹ ان چھانٹیوں پر پوری نہیں اترتی۔
inbox-waiting =
    { $days ->
        [0] آج آئی
        [one] 1 دن سے انتظار میں
       *[other] { $days } دن سے انتظار میں
    }
inbox-language = زبان
inbox-select = یہ رپورٹ چنیں
inbox-select-all = اس صفحے کی سب چنیں
inbox-choose-one = پڑھنے کے لیے کوئی رپورٹ چنیں۔
inbox-filter = چھانٹیں
inbox-filter-state = حالت
inbox-filter-channel = ذریعہ
inbox-filter-any = کوئی بھی
inbox-filter-apply = چھانٹیں
inbox-filter-clear = چھانٹی ختم کریں
inbox-state-new = نئی
inbox-state-attached = کسی واقعے کا حصہ
inbox-state-set-aside = الگ رکھی گئی
inbox-bulk = چنی ہوئی رپورٹوں کے ساتھ
inbox-bulk-same = ایک ہی واقعہ
inbox-bulk-set-aside-done =
    { $count ->
        [one] 1 رپورٹ الگ رکھ دی گئی۔
       *[other] { $count } رپورٹیں الگ رکھ دی گئیں۔
    }
inbox-bulk-none = پہلے کم از کم ایک رپورٹ چنیں۔
inbox-bulk-changed = ان میں سے کسی پر کوئی اور کام کر چکا ہے۔ دوبارہ دیکھیں اور نئے سرے سے چنیں۔

## One report

desk-report-title = رپورٹ
desk-report-sealed-by-reporter = بتانے والے کے اپنے آلے پر بند کی گئی
desk-report-sealed-by-server = پہنچتے ہی بند کی گئی
desk-report-sealed-by-helper = عملے کے رکن نے درج کی اور بند کی
desk-report-new-incident = اس سے نیا واقعہ بنائیں
desk-report-attach = کسی واقعے سے جوڑیں
desk-report-set-aside = الگ رکھیں
desk-report-set-aside-why = اسے الگ کیوں رکھا جا رہا ہے؟
desk-report-restore = نئی رپورٹوں میں واپس رکھیں

## Finding an incident to attach to

attach-title = کسی واقعے سے جوڑیں
attach-none = کوئی ملتا جلتا واقعہ نہیں ملا۔
attach-button = اس سے جوڑیں

## Entering what somebody tells us

enter-title = رپورٹ درج کریں
enter-lead = جہاں تک ہو سکے، اُس شخص کے اپنے لفظوں میں لکھیں۔
enter-channel = یہ ہم تک کیسے پہنچی؟
enter-read-back = بھیجنے سے پہلے اُس شخص کو پڑھ کر سنائیں۔
enter-agreement = بتائیں کہ آگے کیا ہو گا اور اسے کون دیکھے گا۔ پوچھیں کہ کیا کچھ آگے بتایا جا سکتا ہے۔
enter-button = بھیجیں اور رسید دکھائیں
enter-receipt-title = رسید دے دیں
enter-receipt-text = یہ الفاظ اُس شخص کو زبانی یا کاغذ پر دے دیں۔ یہ ایک ہی بار دکھائے جاتے ہیں۔ اپنے پاس نقل نہ رکھیں۔

## Incidents

incidents-title = واقعات
incidents-empty = ابھی کوئی واقعہ نہیں۔
incidents-filter-state = حالت
incidents-sort-newest = نئے پہلے
incident-number = واقعہ { $number }
incident-happened = کب ہوا
incident-place = جگہ
incident-reports-title = اس کے پیچھے کی رپورٹیں
incident-state-open = کوڈنگ جاری ہے
incident-state-submitted = جانچ کے انتظار میں
incident-state-decided = فیصلہ ہو گیا
incident-series = ذریعہ

## Coding

coding-title = کوڈنگ
coding-codebook = کوڈ بک { $name }، نسخہ { $version }
coding-older = نسخہ { $version } سے کوڈ کیا گیا۔ اب نیا نسخہ استعمال میں ہے۔
coding-definition = اس کا مطلب
coding-many = جو جو ٹھیک ہو، سب چنیں
coding-one = ایک چنیں
coding-not-coded = کوڈ نہیں کیا گیا
coding-search = کوڈ تلاش کریں
coding-save = کوڈنگ محفوظ کریں
coding-missing =
    { $count ->
        [one] جانچ سے پہلے 1 حصہ ابھی باقی ہے۔
       *[other] جانچ سے پہلے { $count } حصے ابھی باقی ہیں۔
    }

## The three judgements

judgement-title = تین رائیں
judgement-lead = یہ الگ الگ رکھی جاتی ہیں۔ ایک دوسری کو کبھی نہیں مٹاتی۔
judgement-perception = وہ شخص کہتا ہے
    .definition = بتانے والا اسے کیسے دیکھتا ہے۔
judgement-verification = ہم کہتے ہیں
    .definition = ہم میں سے دو کو کیا ملا۔
judgement-police = پولیس کہتی ہے
    .definition = پولیس نے اسے کیا قرار دیا۔
judgement-none-yet = ابھی کچھ نہیں
judgement-by = { $name }، { $date }
judgement-reason = وجہ
judgement-date = تاریخ
judgement-record = درج کریں

## Checks

checks-title = جانچ
checks-empty = جانچ کے انتظار میں کچھ نہیں۔
checks-submit-note = جانچنے والے کے لیے نوٹ
checks-submitted = دے دیا گیا۔ کوئی دوسرا شخص اس کی جانچ کرے گا۔
checks-not-own = اس کی کوڈنگ آپ نے خود کی ہے، اس لیے جانچ کوئی اور کرے گا۔
checks-evidence-title = تصدیق شدہ کسے گنا جاتا ہے
checks-evidence-met = ثبوت کا قاعدہ پورا ہے۔
checks-evidence-not-met = ثبوت کا قاعدہ ابھی پورا نہیں۔
checks-decision = آپ کا فیصلہ
checks-return = کیس ورکر کو واپس کریں
checks-reclassify = کوڈنگ بدلیں
checks-reason = وجہ
checks-reason-needed = مہربانی کر کے وجہ لکھیں۔ دوسرا شخص اسے پڑھے گا۔
checks-decided = آپ کا فیصلہ درج کر لیا گیا ہے۔
checks-reopen = دوبارہ کھولیں

## Two people at once

conflict-title = کسی اور نے اسے بدل دیا ہے
conflict-lead = آپ کے کھولنے کے بعد { $name } نے اسے { $moment } کو محفوظ کیا۔ کچھ بھی مٹایا نہیں گیا۔ ہر حصے کے لیے چنیں۔
conflict-field = حصہ
conflict-theirs = اُن کا
conflict-yours = آپ کا
conflict-before = پہلے
conflict-keep-theirs = اُن کا رکھیں
conflict-keep-yours = اپنا رکھیں
conflict-same = ایک جیسا
conflict-save = میرا انتخاب محفوظ کریں

## History

history-title = تاریخ
history-lead = جو کچھ ہوا، اور کس نے کیا۔ اسے بدلا نہیں جا سکتا۔
history-incident-made = { $who } نے واقعہ بنایا
history-incident-coded = { $who } نے کوڈنگ بدلی
history-incident-imported = درآمد کی ہوئی فائل سے آیا
history-perception-recorded = { $who } نے درج کیا کہ وہ شخص کیا کہتا ہے
history-police-recorded = { $who } نے درج کیا کہ پولیس کیا کہتی ہے
history-check-submitted = { $who } نے جانچ کے لیے دیا
history-check-returned = { $who } نے واپس کیا
history-check-decided = { $who } کا فیصلہ: { $decision }
history-check-reopened = { $who } نے دوبارہ کھولا

## Search

search-title = تلاش
search-label = رپورٹوں اور واقعات میں تلاش کریں
search-hint = الفاظ اُنہی چیزوں میں ڈھونڈے جاتے ہیں جو آپ کھول سکتے ہیں۔ فہرست صرف یادداشت میں رہتی ہے اور سائن آؤٹ پر مٹ جاتی ہے۔
search-button = تلاش کریں
search-results =
    { $count ->
        [0] کچھ نہیں ملا۔
        [one] 1 ملا۔
       *[other] { $count } ملے۔
    }

## Members

members-title = ارکان
members-name = نام
members-role = کردار
members-invite = رکن کو دعوت دیں
members-invite-name = نام
members-invite-role = کردار
members-invite-button = لنک بنائیں
members-invite-link = یہ لنک { $name } کو کسی ایسے راستے سے بھیجیں جس پر آپ کو بھروسا ہو۔ یہ ایک ہی بار دکھایا جاتا ہے اور { $date } تک کام کرتا ہے۔
members-waiting-for-key = ٹیم کی چابی کے انتظار میں
members-give-key = ٹیم کی چابی دیں

## Figures inside

desk-figures-title = اعداد و شمار
desk-figures-exact = پورے اعداد۔ شائع کرنے کے لیے نہیں۔
desk-figures-public = جیسے عوام دیکھتے ہیں

## Keyboard

keys-title = کی بورڈ
keys-lead = یہ فہرست دیکھنے کے لیے ? دبائیں۔
keys-next = فہرست میں اگلا
keys-previous = اس سے پچھلا
keys-select = چنیں
keys-search = تلاش
keys-go-inbox = نئی رپورٹوں پر جائیں
keys-go-incidents = واقعات پر جائیں
keys-go-checks = جانچ پر جائیں
keys-close = بند کریں

## Words of the desk pages

desk-nav-ledger = ریکارڈ
desk-nav-permissions = کون کیا کر سکتا ہے
desk-report-by = ذریعہ: { $channel }
desk-report-to-incident = اس کے واقعے پر جائیں
told-keeps-happening = یہ بار بار ہوتا ہے
inbox-returned-done = رپورٹ ان باکس میں واپس آ گئی ہے۔
inbox-set-aside-as = الگ رکھیں: { $reason }
attach-category = قسم
attach-words = اس کی رپورٹوں کے الفاظ
enter-again = یہ فارم پہلے بھیجا جا چکا ہے۔ یہ وہی رپورٹ ہے اور وہی رسید۔
enter-another = ایک اور رپورٹ درج کریں
incident-reference = واقعہ { $number }، سال { $year }
incident-made-done = نیا واقعہ بن گیا ہے۔ کوڈنگ رپورٹ کی بات سے شروع ہوتی ہے۔
incident-attached-done = رپورٹ اب اس واقعے کا حصہ ہے۔
incident-no-reports = اس کے پیچھے ہماری کوئی رپورٹ نہیں۔
incidents-empty-filtered = کوئی واقعہ ان شرطوں پر پورا نہیں اترتا۔
coding-persons = کتنے لوگوں کے ساتھ ہوا
coding-first-day = وہ دن، یا پہلا دن
coding-last-day = آخری دن، اگر دو ہوں
coding-for-check = جانچ کے لیے ضروری
coding-needed = جانچ سے پہلے ضروری: { $facet }
coding-too-many = صرف ایک چنا جا سکتا ہے: { $facet }
coding-unknown = کوڈ بک میں نہیں: { $facet }
coding-save-submit = محفوظ کریں اور جانچ کے لیے دیں
judgement-second-person = اس کے لیے دو الگ لوگ چاہییں۔
judgement-perception-record = درج کریں کہ وہ شخص کیا کہتا ہے
judgement-police-record = درج کریں کہ پولیس کیا کہتی ہے
judgement-police-source = ہمیں یہ کہاں سے معلوم ہوا
checks-pair = دوسری نظر۔
checks-yours = کوڈنگ آپ کی ہے
checks-decide = فیصلہ درج کریں
checks-needs-reason = وجہ لکھنا ضروری ہے۔
checks-reclassify-hint = جو آپ کے خیال میں اور طرح کوڈ ہونا چاہیے اسے بدلیں، اوپر دوسرے عنوان والا فیصلہ چنیں، اور وجہ لکھیں۔
checks-reclassify-nothing = آپ نے دوسرا عنوان چنا ہے، مگر کوڈنگ میں کچھ نہیں بدلا۔
checks-reclassify-other = کوڈنگ بدل دی گئی ہے۔ دوسرے عنوان والا فیصلہ چنیں، یا کوڈنگ پہلے جیسی کر دیں۔
checks-returned-done = آپ کی وجہ کے ساتھ واپس کر دیا گیا۔
checks-reopened-done = دوبارہ کھول دیا گیا۔
evidence-needed = ان میں سے { $least } چاہییں۔ ملے: { $found }۔
evidence-found = ملا
evidence-not-found = نہیں ملا
conflict-kept = اب جو صورت ہے اس میں یہ نہیں ہو سکتا۔ کوئی اور پہلے کر چکا ہے، یا معاملہ آگے بڑھ گیا ہے۔ کچھ مٹایا نہیں گیا، اور جو آپ نے لکھا وہ یہیں ہے۔
conflict-your-words = جو آپ نے لکھا:
conflict-choose-all = مہربانی کر کے ہر حصے کے لیے چنیں۔
conflict-not-open = اس کی کوڈنگ اب نہیں ہو رہی، اس لیے آپ کا کام ابھی محفوظ نہیں ہو سکتا۔ جو چاہیے اسے نقل کر لیں۔
conflict-leave = جیسا ہے ویسا رہنے دیں
history-nobody = خود Heard
history-incident-opened = { $who } نے کھولا
history-incident-key-made = { $who } نے پہلا نوٹ لکھا، اور اس کے لیے چابی بنی
history-openings =
    { $count ->
        [one] 1 بار کھولا گیا
       *[other] { $count } بار کھولا گیا
    }
member-state-invited = دعوت دی گئی
member-state-active = فعال
member-state-suspended = معطل
members-state = حالت
members-do = آپ کیا کر سکتے ہیں
members-suspend = معطل کریں
members-reinstate = دوبارہ آنے دیں
members-suspended-done = معطل کر دیا گیا۔ ان کے سب سیشن بند کر دیے گئے ہیں۔
members-reinstated-done = وہ دوبارہ سائن ان کر سکتے ہیں۔
members-key-done = ٹیم کی چابی دے دی گئی ہے۔
members-name-unusable = یہ نام خالی ہے، بہت لمبا ہے، یا کسی اور کا ہے۔
members-invite-key-later = ان کے شامل ہونے کے بعد ٹیم کی چابی رکھنے والا کوئی ساتھی یہیں انہیں چابی دے گا۔
desk-figures-how = کتنے درست
desk-figures-exact-short = بالکل درست
ledger-desk-covers =
    { $entries ->
        [one] اس میں 1 سطر شامل ہے۔
       *[other] اس میں { $entries } سطریں شامل ہیں۔
    }
ledger-desk-none = ابھی کسی سرے پر دستخط نہیں ہوئے۔ پروگرام چلتے ہوئے دستخط کرتا ہے۔
ledger-desk-how-title = اسے کیسے جانچیں
ledger-desk-how = جس مشین پر ڈیٹابیس ہے وہاں یہ چلائیں۔ یہ ہر سطر اور ہر ریکارڈ جانچتا ہے، اور جو پہلا میل نہ کھائے اس کا نام بتاتا ہے۔
permissions-title = کون کیا کر سکتا ہے
permissions-lead = پروگرام خود اسی جدول پر چلتا ہے۔ فیصلہ کسی اور چیز سے نہیں ہوتا۔
permissions-what = کیا
permission-be-signed-in = سائن ان رہنا اور اپنے سیشن بند کرنا
permission-enter-report = فون پر، روبرو یا خط سے بتائی گئی بات درج کرنا
permission-see-inbox = یہ دیکھنا کہ رپورٹیں منتظر ہیں، ان میں کیا ہے یہ نہیں
permission-open-report = رپورٹ کھولنا اور پڑھنا؛ ہر بار درج ہوتا ہے
permission-triage-report = رپورٹ سے واقعہ بنانا، اسے جوڑنا، الگ رکھنا
permission-open-incident = واقعہ کھولنا؛ ہر بار درج ہوتا ہے
permission-code-incident = واقعے کی کوڈنگ کرنا اور جانچ کے لیے دینا
permission-check-incident = دوسرے کی کوڈنگ جانچنا
permission-search-text = جو کھول سکتے ہیں اس میں تلاش کرنا
permission-see-exact-figures = ادارے کے اندر بالکل درست اعداد دیکھنا
permission-manage-members = ارکان کو دعوت دینا اور معطل کرنا
permission-hand-over-key = منتظر رکن کو ٹیم کی چابی دینا
permission-see-ledger = ریکارڈ کے دستخط شدہ سرے دیکھنا

## Somebody leaves: a new key for the team

members-left = چھوڑ گئے
renewal-title = ٹیم کے لیے نئی چابی
renewal-leaver = { $name } چھوڑ گئے: ان کی رسائی ختم کریں اور نئی چابی بنائیں۔
renewal-what = جن کے پاس ٹیم کی چابی ہے ان سب کو نئی چابی فوراً مل جاتی ہے۔ پھر ہر رپورٹ اور نوٹ کی چابی نئے سرے سے بند کی جاتی ہے، پس منظر میں؛ آپ کام جاری رکھ سکتے ہیں۔
renewal-limits = جو کسی نے پڑھ لیا وہ اسے معلوم رہے گا، اور ڈیٹابیس کی پرانی نقل اب بھی اس چابی سے کھلے گی جو شاید انہوں نے نقل کر لی ہو۔ اب سے وہ چابی کچھ نیا نہیں کھولے گی۔ کھلی دعوتوں کے لنک میں اب چابی نہیں ہے۔
renewal-leaver-button = رسائی ختم کریں اور نئی چابی بنائیں
renewal-button = نئی چابی بنائیں
renewal-began = ٹیم کی نئی چابی بن گئی۔
renewal-working = نئے سرے سے بند کیا جا رہا ہے
renewal-progress = { $all } میں سے { $done } ہو گئے۔
renewal-meanwhile = اگر آپ سائن آؤٹ کریں یا پروگرام رک جائے تو یہ کام تب آگے بڑھے گا جب ٹیم کی چابی والا کوئی سائن ان کرے گا۔
renewal-finished = سب کچھ نئی چابی سے بند ہے۔
