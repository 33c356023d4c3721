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
desk-report-unreadable = یہ رپورٹ پڑھی نہیں جا سکتی۔ یہ کسی آلے پر بند کی گئی، مگر اس طرح نہیں جیسے ہمارا صفحہ کرتا ہے: غالباً خالی یا بناوٹی رپورٹ ہے۔ اسے الگ رکھ دیں۔
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
incident-state-taken-back = درآمد کے ساتھ واپس لیا گیا
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
history-incident-redelivered = بعد میں آنے والی فائل نے کچھ اور بتایا
history-incident-taken-back = واپس لیا گیا: اس کی درآمد منسوخ کی گئی
history-incident-put-back = پھر پہلے جیسا: ایک درآمد منسوخ کی گئی
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
members-close-sessions = ان کے سیشن بند کریں
members-reinstate = دوبارہ آنے دیں
members-suspended-done = معطل کر دیا گیا۔ ان کے سب سیشن بند کر دیے گئے ہیں۔
members-reinstated-done = وہ دوبارہ سائن ان کر سکتے ہیں۔
members-sessions-closed-done = بند کر دیے گئے۔ وہ دوبارہ سائن ان کر سکتے ہیں۔
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
permission-import-incidents = واقعات کی فائلیں درآمد کریں، اور اسے منسوخ کریں
permission-export-facets = تمام واقعات کے کوڈ جدول کی صورت میں باہر لے جانا، الفاظ کے بغیر
permission-export-unsealed = کمانڈ لائن پر تمام بیانات کھول کر باہر لے جانا؛ ہر بار درج ہوتا ہے
permission-search-text = جو کھول سکتے ہیں اس میں تلاش کرنا
permission-see-exact-figures = ادارے کے اندر بالکل درست اعداد دیکھنا
permission-manage-members = ارکان کو دعوت دینا اور معطل کرنا
permission-hand-over-key = منتظر رکن کو ٹیم کی چابی دینا
permission-see-ledger = ریکارڈ کے دستخط شدہ سرے دیکھنا

# Finding an area
area-label = علاقہ تلاش کریں: پوسٹ کوڈ، نام یا نقطہ
area-hint = یہیں تلاش کیا جاتا ہے، جیسے علاقے اوپر دیے گئے پہلے دن تھے۔ آپ جو لکھیں وہ محفوظ نہیں کیا جاتا۔
area-find = تلاش کریں
area-nothing = اس جگہ کے بارے میں کچھ معلوم نہیں۔
area-found = { $name } ({ $code }): { $set }، { $date } سے
area-take = { $area } چنیں
area-no-code = کوڈ بک میں اس جگہ کا کوئی کوڈ نہیں۔

## Imports

imports-title = درآمدات
imports-lead = دوسری تنظیموں، پولیس اور پچھلے برسوں کی فائلیں۔ ہر سطر اپنے الگ ذریعے کا ایک واقعہ بنتی ہے۔
imports-empty = ابھی تک کچھ درآمد نہیں ہوا۔
imports-started = آغاز
imports-mapping = نقشہ
imports-by = کس نے
imports-by-command = کمانڈ لائن
imports-state = حالت
imports-state-finished = مکمل
imports-state-unfinished = مکمل نہیں ہوئی۔ فائل دوبارہ بھیجیں: نہ کچھ کھوتا ہے نہ دہرا ہوتا ہے
imports-state-undone = واپس لی گئی
imports-state-undone-kept =
    { $count ->
        [one] واپس لی گئی؛ 1 واقعہ رہ گیا، کیونکہ کسی ساتھی نے اس پر کام کیا ہے
       *[other] واپس لی گئی؛ { $count } واقعات رہ گئے، کیونکہ ساتھیوں نے ان پر کام کیا ہے
    }
imports-undo = واپس لیں
imports-undone-done = درآمد واپس لے لی گئی۔ اعداد پہلے جیسے ہیں، اور تاریخ محفوظ ہے۔
imports-forgotten-done = فائل ہٹا دی گئی۔
imports-rows = سطریں
imports-added = نئے
imports-changed = بدلے ہوئے
imports-unchanged = پہلے جیسے
imports-kept = یہاں کام ہو چکا
imports-rejected = رد
imports-absent = نہیں آئے
imports-drafts = فائلیں جن پر آپ کام کر رہے ہیں
imports-draft-mapping = کالم چننے ہیں
imports-draft-rehearsal = مشق
imports-draft-importing = درآمد ہو رہی ہے
imports-draft-imported = درآمد ہو گئی
imports-draft-stopped = رک گئی
import-title = فائل درآمد کریں
import-forget = یہ فائل ہٹا دیں
import-look-again = دوبارہ دیکھیں
import-gone-title = یہ فائل اب یہاں نہیں ہے
import-gone = اسے ہٹا دیا گیا، یا بارہ گھنٹے کسی نے نہیں دیکھا، یا Heard دوبارہ شروع ہوا۔ اسے پھر بھیجیں: جو پہلے درآمد ہوا وہ دہرا نہیں ہوتا۔

## Imports: Sending it up

import-upload-lead = جدول بطور CSV، Excel ‏(.xlsx) یا JSON Lines، چاہے gzip یا Zstandard میں بند ہو۔ زیادہ سے زیادہ { $megabytes } MB؛ اس سے بڑی فائلیں کمانڈ لائن سے درآمد ہوتی ہیں۔
import-upload-sealed = درآمد ہونے تک فائل Heard کی ڈسک پر بند رہتی ہے، اور چابی صرف یادداشت میں ہے۔ درآمد ہونے پر، آپ کے ہٹانے پر، اور آخری بار دیکھنے کے بارہ گھنٹے بعد وہ ختم ہو جاتی ہے۔
import-file = فائل
import-file-hint = ابھی کچھ درآمد نہیں ہوتا۔ پہلے آپ اس کی پہلی سطریں دیکھیں گے۔
import-mapping = اس کے کالم کیسے پڑھے جائیں
import-mapping-hint = نقشہ بتاتا ہے کہ ہر کالم کیا بنے۔
import-mapping-pages = میں اگلے صفحے پر چنوں گا/گی
import-mapping-as-for = جیسے { $file } کے لیے چنا تھا
import-mapping-shipped = Heard کا نقشہ: { $name }
import-mapping-file = نقشے کی فائل، اگر آپ کے پاس ہو
import-mapping-file-hint = .toml فائل، جیسی Heard لکھتا ہے۔ یہ اوپر کے انتخاب کی جگہ لی جاتی ہے۔
import-upload-button = فائل بھیجیں
import-no-file = ایک فائل چنیں۔
import-too-large = فائل { $megabytes } MB سے بڑی ہے۔ اسے gzip یا Zstandard میں بند کریں، حصوں میں بھیجیں، یا کمانڈ لائن سے درآمد کریں۔
import-too-many = آپ کی پانچ فائلیں کھلی ہیں۔ پہلے ایک ہٹا دیں۔
import-broken-off = فائل پوری نہیں پہنچی۔ کچھ نہیں رکھا گیا؛ اسے دوبارہ بھیجیں۔
import-disk = فائل Heard کی ڈسک پر نہیں رکھی جا سکی۔ مشین سنبھالنے والے کو بتائیں؛ کچھ درآمد نہیں ہوا۔
import-mapping-too-large = یہ نقشہ نہیں ہے: یہ 1 MB سے بڑا ہے، یا متن نہیں۔
import-not-kept = Heard کے ذخیرے تک رسائی نہیں ہوئی۔ جو پہلے درآمد ہوا وہ محفوظ ہے، اور فائل دوبارہ درآمد کرنے سے کچھ دہرا نہیں ہوتا۔
import-missing-columns = فائل میں یہ کالم نہیں ہیں: { $columns }
import-nothing-fits = ایک سطر بھی نہیں لی جا سکتی۔ یہ نقشہ شاید اس فائل کا نہیں۔

## Imports: What each column becomes

import-columns-title = ہر کالم کیا بنے
import-size-bytes =
    { $count ->
        [one] 1 بائٹ
       *[other] { $count } بائٹ
    }
import-size-kilobytes = { $count } KB
import-size-megabytes = { $count } MB
import-unreadable-lead = فائل جیسی لکھی لگتی ہے ویسے پڑھی نہیں جا سکتی۔ نیچے بتائیں کہ وہ کیسے لکھی ہے، یا اسے ہٹا دیں۔
import-first-rows = پہلی سطریں
import-form = غلط پڑھی گئی؟ بتائیں کہ کیسے لکھی ہے
import-encoding = متن کی انکوڈنگ
import-mark = دو قدروں کے درمیان
import-mark-comma = کوما ,
import-mark-semicolon = سیمی کولن ;
import-mark-tab = ٹیب
import-mark-bar = کھڑی لکیر |
import-sheet = شیٹ
import-header = کالموں کے ناموں والی سطر
import-header-hint = 1 پہلی سطر ہے؛ نہ ہو تو 0۔
import-form-button = دوبارہ پڑھیں
import-choose = چنیں
import-whole = پوری فائل
import-series-hint = الگ ذریعوں کے اعداد ساتھ ساتھ رکھے جاتے ہیں، کبھی جوڑے نہیں جاتے۔
import-decision = ماخذ کا فیصلہ
import-decision-hint = اگر سب سطروں کے لیے ایک ہی فیصلہ ہے۔ ورنہ اس کا کالم چنیں، یا کوئی نہیں۔
import-decision-none = کوئی نہیں: سطریں جیسے درج ہیں
import-mapping-name = اس نقشے کا نام
import-mapping-name-hint = چھوٹے انگریزی حروف، ہندسے اور خط۔ یہ درآمدات کی فہرست میں آتا ہے: لوگوں کے نام نہ لکھیں۔
import-complete = اس ماخذ کی ہر فائل اس کا پورا رجسٹر ہے
import-about = اس کے دن صرف اندازاً درست ہیں
import-columns = کالم
import-columns-lead = Heard جس کالم کو جو سمجھتا ہے وہ تجویز کے طور پر نشان زد ہے۔ ہر ایک کو دیکھیں۔ متن، سطریں اور لنک بلاغ کی طرح بند کیے جاتے ہیں؛ جو کوڈ یا ماخذ کا اپنا نمبر بنے وہ کھلا رہتا ہے۔
import-one-column = لگتا ہے فائل میں ایک ہی کالم ہے۔ اوپر بتائیں کہ دو قدروں کے درمیان کیا ہے۔
import-more-columns =
    { $count ->
        [one] 1 اور کالم یہاں نہیں دکھایا گیا اور چھوڑ دیا گیا۔ نقشے کی فائل سے اسے لیا جا سکتا ہے۔
       *[other] { $count } اور کالم یہاں نہیں دکھائے گئے اور چھوڑ دیے گئے۔ نقشے کی فائل سے انہیں لیا جا سکتا ہے۔
    }
import-column = کالم
import-column-number = کالم { $number }
import-samples = اس کی کچھ قدریں
import-empty = خالی
import-becomes = بنے گا
import-suggested = تجویز
import-facets = کوڈوں کی فہرست
import-becomes-nothing = چھوڑ دیا جائے
import-becomes-id = ماخذ کا اپنا نمبر
import-becomes-day = تاریخ، یا پہلا دن
import-becomes-last-day = آخری دن
import-becomes-year = سال
import-becomes-month = مہینہ
import-becomes-day-of-month = مہینے کا دن
import-becomes-time = وقت (بند)
import-becomes-persons = متاثرہ لوگوں کی تعداد
import-becomes-decision = ماخذ کا فیصلہ
import-becomes-text = متن (بند)
import-becomes-detail = اپنے نام کے ساتھ سطر (بند)
import-becomes-link = ماخذ کا لنک (بند)
import-shape = دن کیسے لکھے ہیں
import-shape-none = اگر تاریخ یا وقت ہو: کیسے لکھا ہے؟
import-shape-excel = دنوں کی گنتی، جیسے Excel میں
import-shape-hmm = 00:05 کے لیے 5، 17:05 کے لیے 1705
import-separators = ایک خانے میں کئی قدریں
import-separator-none = ہر خانے میں ایک قدر
import-separator = کئی قدریں، درمیان میں { $mark }
import-constants = ہر سطر کے لیے ایک ہی
import-constants-lead = وہ کوڈ جو فائل کے ہر واقعے کو دیا جائے۔
import-constant-none = سب کے لیے ایک نہیں
import-next = آگے
import-problem-name = نقشے کو چھوٹے انگریزی حروف، ہندسوں اور خط کا نام دیں۔
import-problem-series = ایک ذریعہ چنیں۔
import-problem-id = وہ کالم چنیں جس میں ماخذ کا اپنا نمبر ہے۔ اگر نہیں ہے تو کئی کالم چنیں جو مل کر سطروں کو الگ کریں: ان کا صرف نشان رکھا جاتا ہے۔
import-problem-twice = صرف ایک کالم ”{ $what }“ ہو سکتا ہے۔
import-problem-shape = بتائیں کہ کالم { $column } میں دن یا وقت کیسے لکھے ہیں۔
import-problem-day-and-year = یا تاریخ کا ایک کالم چنیں، یا سال، مہینے اور دن کے الگ کالم۔
import-problem-incomplete = ”{ $what }“ کو ایک اور کالم چاہیے: آخری دن کو پہلا دن، مہینے کو سال، دن کو مہینہ، وقت کو تاریخ۔
import-problem-code = { $code } کوڈ بک میں نہیں۔
import-mapped-title = فائل اپنے نقشے کے ساتھ
import-mapped-lead = آپ کا چنا ہوا نقشہ بتاتا ہے کہ ہر کالم کیا بنے۔ مشق دکھاتی ہے کہ وہ اس فائل کے ساتھ کیا کرے گا۔

## Imports: What each value becomes

import-values-title = ہر قدر کیا بنے
import-values-lead = تجویزیں نشان زد ہیں۔ ہر ایک کو دیکھیں۔ پھر مشق دکھاتی ہے کہ کیا کوڈ ہوگا، اور ابھی کچھ درآمد نہیں ہوتا۔
import-value = قدر
import-rows-with = کتنی بار
import-value-as-others = باقی سب قدروں کی طرح
import-value-nothing = کچھ نہیں کہتی
import-value-refuse = سطر رد کریں
import-value-as-it-is = قدر ہی کوڈ بنے
import-others = باقی سب قدریں
import-more-values =
    { $count ->
        [0] اور قدریں بھی ہو سکتی ہیں۔ مشق وہ دکھاتی ہے جن کا کوڈ نہیں۔
        [one] 1 کم یاب قدر نہیں دکھائی گئی۔ اگر اس کا کوڈ نہ ہو تو مشق اسے دکھاتی ہے۔
       *[other] { $count } کم یاب قدریں نہیں دکھائی گئیں۔ مشق وہ دکھاتی ہے جن کا کوڈ نہیں۔
    }
import-rehearse-button = مشق کریں

## Imports: The dry run and the import

import-rehearsing = مشق ہو رہی ہے
import-importing = فائل درآمد ہو رہی ہے
import-waiting = ایک اور فائل پر کام ہو رہا ہے۔ اس کے بعد یہ ہے۔
import-running-text = یہ صفحہ ہر چند سیکنڈ میں خود دوبارہ دیکھتا ہے۔ آپ اسے بند کر کے ”درآمدات“ سے واپس آ سکتے ہیں۔
import-progress-rows =
    { $count ->
        [one] 1 سطر پڑھی گئی
       *[other] { $count } سطریں پڑھی گئیں
    }
import-progress-rejected =
    { $count ->
        [one] 1 سطر رد ہوئی
       *[other] { $count } سطریں رد ہوئیں
    }
import-progress-rate =
    { $count ->
        [one] 1 سطر فی سیکنڈ
       *[other] { $count } سطریں فی سیکنڈ
    }
import-progress-seconds =
    { $count ->
        [one] تقریباً 1 سیکنڈ باقی
       *[other] تقریباً { $count } سیکنڈ باقی
    }
import-progress-minutes =
    { $count ->
        [one] تقریباً 1 منٹ باقی
       *[other] تقریباً { $count } منٹ باقی
    }
import-rehearsal-stopped = مشق رک گئی
import-stopped = درآمد رک گئی
import-stopped-kept = رکنے سے پہلے جو درآمد ہوا وہ محفوظ ہے۔ فائل دوبارہ درآمد کرنے سے کچھ دہرا نہیں ہوتا۔
import-again-button = دوبارہ درآمد کریں
import-rehearsed-title = درآمد کیا کرے گی
import-rehearsed-lead = یہ مشق تھی۔ کچھ درآمد نہیں ہوا۔
import-would-stories = متن کے ساتھ، جو بند ہوگا
import-would-undated = تاریخ کے بغیر
import-would-days = پہلے دن سے آخری دن تک
import-button = اب درآمد کریں
import-to-columns = واپس کالموں پر
import-to-values = واپس قدروں پر
import-mapping-download = نقشہ ڈاؤن لوڈ کریں
import-unmapped = قدریں جو اپنی سطریں رد کراتی ہیں
import-otherwise = قدریں جو وہ بنتی ہیں جو آپ نے باقی سب کے لیے چنا
import-more = جتنی دکھائی گئیں اس سے زیادہ ہیں۔
import-codes = کیا کوڈ ہوگا
import-facet = کوڈوں کی فہرست
import-code = کوڈ
import-rejects = پہلی رد شدہ سطریں
import-rejects-file = رد شدہ سطریں ڈاؤن لوڈ کریں
import-line = سطر
import-reason = کیوں
import-done-title = درآمد سے کیا ہوا
import-done = فائل درآمد ہو گئی۔ وہ Heard کی ڈسک سے ہٹ چکی ہے۔
import-mend = رد شدہ سطریں
import-mend-text = انہیں ڈاؤن لوڈ کریں: ہر سطر سے پہلے لکھا ہے کہ وہ کیوں رد ہوئی۔ خانے اسپریڈ شیٹ میں درست کریں، پہلے چار کالم ویسے ہی رہنے دیں، CSV کے طور پر محفوظ کریں اور اسی نقشے کے ساتھ بھیجیں۔
import-mended-send = درست کی ہوئی فائل بھیجیں

## Imports: Undoing

import-undo-title = یہ درآمد واپس لیں
import-undo-text = جو اس نے لایا وہ واپس لیا جاتا ہے، اور جو بدلا وہ پہلے جیسا کر دیا جاتا ہے۔ جن واقعات پر ساتھیوں نے کام کیا ہے وہ رہتے ہیں۔ اعداد پہلے جیسے ہو جاتے ہیں؛ تاریخ محفوظ رہتی ہے۔
import-undo-button = درآمد واپس لیں
import-undo-running = اسے واپس لیا جا رہا ہے۔ آپ یہ صفحہ بند کر سکتے ہیں۔
import-undo-later = پہلے اسی ذریعے کی بعد والی درآمد واپس لینی ہوگی۔
import-undo-undone = یہ پہلے ہی واپس لی جا چکی ہے۔
import-undo-failed = یہ پوری واپس نہیں لی جا سکی۔ بٹن دوبارہ دبائیں: جہاں رکی تھی وہیں سے چلے گی۔

## Imports: What can be wrong with a file

import-no-table-old-excel = یہ Excel کی پرانی فائل (.xls) ہے۔ اسے .xlsx یا CSV کے طور پر محفوظ کریں۔
import-no-table-pdf = یہ PDF ہے، جس میں کوئی جدول نہیں جو پڑھا جا سکے۔ CSV یا Excel مانگیں۔
import-no-table-json-list = یہ JSON کی ایک فہرست ہے۔ اسے JSON Lines ہونا چاہیے: ہر سطر میں ایک چیز، گرد کے قوسین اور کوما کے بغیر۔
import-no-table-too-wide = اس میں 20,000 سے زیادہ کالم ہیں، تو یہ شاید جدول نہیں۔
import-no-table-damaged-zstandard = یہ Zstandard میں بند ہے، مگر خراب ہے۔
import-no-table-no-text = یہ متن نہیں: شاید تصویر، پروگرام یا کسی اور قسم کی فائل ہے۔
import-no-table-empty = فائل میں کوئی سطر نہیں۔ یہ خالی ہے، یا اس میں صرف کالموں کے نام ہیں۔
import-no-table-large-workbook = ورک بک 64 MB سے بڑی ہے۔ شیٹ کو CSV کے طور پر محفوظ کریں۔
import-no-table-large-unpacked = ورک بک کھلنے پر 512 MB سے بڑی ہے۔ شیٹ کو CSV کے طور پر محفوظ کریں۔
import-no-table-locked = ورک بک پر پاس ورڈ ہے۔ اسے بغیر پاس ورڈ کے محفوظ کریں۔
import-no-table-no-workbook = یہ zip فائل ہے، مگر Excel کی ورک بک (.xlsx) نہیں۔ اسے کھولیں اور جو اندر ہے وہ بھیجیں۔
import-no-table-damaged-zip = فائل خراب zip یا خراب ورک بک ہے۔
import-no-table-many-parts = ورک بک کے 10,000 سے زیادہ حصے ہیں، تو یہ شاید ورک بک نہیں۔
import-no-table-no-sheet = ورک بک میں کوئی شیٹ نہیں۔
import-no-table-other-sheet = ورک بک میں شیٹ { $wanted } نہیں ہے۔ اس میں یہ ہیں: { $has }۔
import-no-table-damaged-sheet = شیٹ خراب ہے۔ اسے اسپریڈ شیٹ میں کھول کر دوبارہ محفوظ کریں۔
import-no-row = سطر { $line }: { $reason }
import-no-row-too-long = یہاں شروع ہونے والی سطر 16 MB سے لمبی ہے۔ شاید کوئی واوین بند نہیں ہوا، یا فائل میں سطروں کے سرے نہیں۔
import-no-row-unclosed = یہاں شروع ہونے والی سطر میں ایک واوین بند نہیں ہوا، اس لیے باقی پوری فائل ایک ہی خانہ بن گئی ہے۔
import-no-row-long-line = سطر 16 MB سے لمبی ہے۔
import-no-row-cut-off = فائل بیچ میں ختم ہو جاتی ہے۔ راستے میں کٹ گئی۔
import-no-row-not-read = آگے پڑھی نہیں جا سکتی: شاید خراب ہے۔
import-no-row-no-values = یہ جدول کی سطر نہیں۔
import-no-row-not-utf-8 = یہ UTF-8 نہیں۔ متن کی دوسری انکوڈنگ چنیں۔
import-no-row-no-object = یہ ایک سطر میں JSON کی چیز نہیں۔

## Imports: Why a row is rejected

import-reject-not-mapped = اس قدر کا کوئی کوڈ نہیں۔
import-reject-not-a-code = یہ کوڈ نہیں ہو سکتا: بہت لمبا ہے، یا اس میں خالی جگہ یا اور نشان ہیں۔
import-reject-not-a-date = یہ تاریخ نہیں، یا ویسے نہیں لکھی جیسے آپ نے بتایا۔
import-reject-future = تاریخ آئندہ کی ہے۔
import-reject-not-a-time = یہ وقت نہیں، یا ویسے نہیں لکھا جیسے آپ نے بتایا۔
import-reject-not-people = یہ لوگوں کی تعداد نہیں۔
import-reject-not-a-number = یہ عدد نہیں۔
import-reject-bad-id = ماخذ کا اپنا نمبر خالی ہے، 200 حروف سے لمبا ہے، یا اس میں ایسے نشان ہیں جو نظر نہیں آتے۔
import-reject-no-id = ماخذ کے اپنے نمبر کے سب کالم خالی ہیں۔
import-reject-id-again = یہ نمبر فائل میں پہلے آ چکا ہے، کسی اور بات کے ساتھ۔
import-reject-not-a-link = یہ ویب پتا نہیں جو http:// یا https:// سے شروع ہو۔
import-reject-long-text = متن 1 MB سے لمبا ہے۔
import-reject-no-area = اس جگہ کا کوئی علاقہ معلوم نہیں۔
import-reject-coding = اس سطر سے جو بنتا ہے وہ کوڈ بک کے مطابق نہیں۔

## Export

desk-nav-export = برآمد
export-lead = تمام واقعات کے کوڈ جدول کی صورت میں لے جائیں: ہر سلسلے کا ہر واقعہ ایک سطر میں۔
export-care = اس میں کسی کا لکھا ہوا کوئی لفظ نہیں، نہ کسی کا نام۔ مگر جب کسی وارڈ، دن اور عمر میں کم لوگ ہوں تو ایک سطر پھر بھی کسی ایک شخص کی طرف اشارہ کر سکتی ہے۔ اعداد و شمار شائع کریں، سطریں کبھی نہیں، اور کام کے بعد فائل مٹا دیں۔
export-csv = CSV
export-csv-about = ہر اسپریڈشیٹ یا پروگرام کے لیے۔ کئی کوڈ ایک خانے میں ہوتے ہیں، درمیان میں ; کے ساتھ۔
export-xlsx = ایکسل (XLSX)
export-xlsx-about = ایک ورک بک۔ کئی کوڈ ایک خانے میں ہوتے ہیں، درمیان میں ; کے ساتھ۔
export-parquet = Parquet
export-parquet-about = بڑے جدولوں کے تجزیے کے لیے۔ کوڈ فہرستیں ہیں، دن دن ہیں۔
export-jsonl = JSON Lines
export-jsonl-about = پروگراموں کے لیے، ہر سطر میں ایک آبجیکٹ۔ کوڈ فہرستیں ہیں۔
export-holds-title = اس میں کیا ہے
export-holds = ہر واقعے کے لیے: اس کا نمبر، اس کا سلسلہ، وہ دن جب یہ ہوا اور وہ کتنے یقینی ہیں، کتنے لوگوں کے ساتھ ہوا، ہر کوڈ، اس کا علاقہ کن حدود کے مطابق پڑھا جائے، کوڈ بک کا ایڈیشن، اور تینوں فیصلے ساتھ ساتھ: بتانے والے کا، ہمارا اور پولیس کا۔
export-moment = یہ سب ایک ہی لمحے کی حالت ہے۔ یہ آپ کو ملتے ہوئے بنتا ہے، اور اس مشین پر اس کی کوئی نقل نہیں رہتی۔
export-all-title = سب کچھ
export-all = ادارے کی ملکیت کی ہر چیز، جیسی مہربند ہے ویسی ہی، اس مشین پر نکالی جاتی ہے جس پر ڈیٹابیس ہے:
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

## Lost what, and what now

lost-what-title = چابی یا کوئی ساتھی نہ رہے: اب کیا کریں
lost-what-column = کیا کھو گیا
lost-now-column = اب کیا کریں
lost-passphrase-what = آپ کا خفیہ جملہ؛ کاغذی چابی آپ کے پاس ہے
lost-passphrase-now = نیچے دیے گئے صفحے پر کاغذی چابی لکھیں اور نیا خفیہ جملہ چنیں۔
lost-both-what = آپ کا خفیہ جملہ اور کاغذی چابی دونوں
lost-both-now = منتظم آپ کا اکاؤنٹ معطل کر کے آپ کو دوبارہ دعوت دیتا ہے۔ جب تک کسی ساتھی کے پاس ٹیم کی چابی ہے، کچھ ضائع نہیں ہوتا۔
lost-paper-what = آپ کی کاغذی چابی؛ خفیہ جملہ آپ کو یاد ہے
lost-paper-now = سائن ان کریں اور ”آپ کی چابیاں“ میں دوسری بنائیں۔ پرانی سے پھر کچھ نہیں کھلتا۔
lost-colleague-what = کوئی ساتھی، جو چھوڑ گیا
lost-colleague-now = منتظم ارکان کے صفحے پر ”چھوڑ گئے“ چنتا ہے: ٹیم کو نئی چابی ملتی ہے۔
lost-everybody-what = وہ سب جو پڑھ سکتے تھے
lost-everybody-now = بحالی کی چابی، پوری یا اس کے پانچ میں سے تین حصے، کسی نئے فرد کے لیے سب کچھ کھولتی ہے۔ Heard چلانے والا یہ کمانڈ لائن پر کرتا ہے: heard recovery open۔
lost-all-what = بحالی کی چابی بھی
lost-all-now = پھر جو بتایا گیا اسے کوئی نہیں پڑھ سکتا۔
report-seen-count = یہ کس نے دیکھا: { $count ->
        [one] { $count } اندراج
       *[other] { $count } اندراجات
    }
report-seen-lead = تازہ ترین پہلے۔ متن کی تلاش میں صرف کھولی گئی رپورٹوں کی تعداد درج ہوتی ہے، وہ یہاں شامل نہیں۔
report-seen-opened = { $who } نے کھولا
report-seen-with-incident = { $who } نے واقعے کے ساتھ کھولا
report-seen-entered = { $who } نے درج کیا
report-seen-attached = { $who } نے واقعے کا حصہ بنایا
report-seen-set-aside = { $who } نے الگ رکھا
report-seen-returned = { $who } نے اِن باکس میں واپس رکھا
