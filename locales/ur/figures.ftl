### The public figures.

figures-title = لوگوں نے ہمیں کیا بتایا
figures-lead =
    { $reports ->
        [0] ابھی دکھانے کے لیے کوئی رپورٹ نہیں۔
        [one] لوگوں نے ہمیں 1 رپورٹ بھیجی ہے۔
       *[other] لوگوں نے ہمیں { $reports } رپورٹیں بھیجی ہیں۔
    }
figures-as-known = جیسا ہمیں { $date } کو معلوم تھا
figures-caution = یہ وہ رپورٹیں ہیں جو ہمیں ملیں؛ ساری نفرت اتنی ہی نہیں۔ زیادہ رپورٹوں کا مطلب یہ بھی ہو سکتا ہے کہ اب زیادہ لوگ ہم پر بھروسا کر کے بتاتے ہیں۔
figures-summary-title = مختصر یہ کہ
figures-received = ہمیں ملنے والی رپورٹیں
figures-in-check = جن کی جانچ جاری ہے
figures-verified = دو لوگوں کی جانچی ہوئی، اور گنی ہوئی

## Units

figures-unit = کیا گنا گیا ہے
figures-unit-reports = رپورٹیں
figures-unit-incidents = واقعات
figures-unit-persons = متاثرہ لوگ
figures-count-reports =
    { $count ->
        [one] 1 رپورٹ
       *[other] { $count } رپورٹیں
    }
figures-count-incidents =
    { $count ->
        [one] 1 واقعہ
       *[other] { $count } واقعات
    }
figures-count-persons =
    { $count ->
        [one] 1 متاثرہ شخص
       *[other] { $count } متاثرہ لوگ
    }

## Charts and tables

figures-trend-title = مہینہ بہ مہینہ
figures-trend-rose = اضافہ ہوا ({ $unit }): { $before } سے { $after }۔
figures-trend-fell = کمی ہوئی ({ $unit }): { $before } سے { $after }۔
figures-trend-same = کوئی تبدیلی نہیں ({ $unit }): { $after }۔
figures-trend-too-few = تعداد اتنی کم ہے کہ بڑھنے یا گھٹنے کا نہیں کہا جا سکتا۔
figures-breakdown-many = ایک واقعہ کئی قطاروں میں آ سکتا ہے، اس لیے قطاروں کا جوڑ کُل سے زیادہ ہوتا ہے۔
figures-series-apart = الگ الگ ذریعوں کے اعداد ساتھ ساتھ دکھائے جاتے ہیں۔ ہم انہیں کبھی آپس میں نہیں جوڑتے۔
figures-as-table = یہی بات جدول میں
figures-chart-description = خاکہ: { $title }۔ نیچے کے جدول میں یہی عدد ہیں۔
figures-column-share = حصہ
figures-column-month = مہینہ
figures-column-year = سال
figures-share-of = { $base } میں سے { $share }
figures-empty = اس انتخاب کے لیے دکھانے کو کچھ نہیں۔

## Small numbers

figures-hidden-other = نہیں دکھایا گیا
figures-hidden-note = ہم { $least } سے چھوٹے عدد چھپا دیتے ہیں، کیونکہ چھوٹا عدد کسی ایک شخص کی طرف اشارہ کر سکتا ہے۔ کبھی ہم ایک اور عدد بھی چھپاتے ہیں، تاکہ پہلا حساب لگا کر معلوم نہ کیا جا سکے۔

## Choosing

figures-filter-title = چنیں کہ کیا دیکھنا ہے
figures-filter-rows = قطاریں
figures-filter-columns = کالم
figures-filter-from = کب سے
figures-filter-to = کب تک
figures-filter-series = ذریعہ
figures-filter-where = صرف جہاں
figures-filter-any = سب
figures-filter-apply = یہ اعداد دکھائیں
figures-filter-clear = انتخاب ختم کریں

## Download and check

figures-download-title = یہ اعداد اپنے ساتھ لے جائیں
figures-download-csv = اسپریڈشیٹ کے لیے جدول (CSV)
figures-download-json = پروگرام کے لیے ڈیٹا (JSON)
figures-download-licence = آپ انہیں کسی بھی کام میں لا سکتے ہیں، بس یہ بتا دیں کہ کہاں سے لیے۔
figures-check-title = ہمیں پرکھیں
figures-check-text = ہر عدد ایک ایسے ریکارڈ کے اندراجات سے گنا جاتا ہے جسے کوئی چھپ کر نہیں بدل سکتا۔
figures-check-link = ہمارا ریکارڈ کیسے پرکھیں

## How we count

method-title = ہم کیسے گنتے ہیں
method-lead = عدد کی قدر تب ہے جب آپ کو معلوم ہو کہ وہ کیسے بنا۔
method-reports-title = رپورٹ اور واقعہ ایک بات نہیں
method-reports-text = رپورٹ یہ ہے کہ ایک شخص ہمیں ایک بار بتائے۔ واقعہ وہ ہے جو ہوا۔ اگر دس لوگ ایک ہی بات بتائیں تو دس رپورٹیں ہیں اور ایک واقعہ۔
method-verified-title = “جانچ ہو گئی” کا مطلب
method-verified-text = ایک کیس ورکر پڑھتا اور لکھتا ہے۔ ایک دوسرا، سینئر شخص اس کی جانچ کرتا ہے۔ جب دونوں متفق ہوں، تبھی ہم اسے تصدیق شدہ کہتے ہیں۔ ہم یہ بھی شائع کرتے ہیں کہ کتنے نہیں گنے، اور کیوں۔
method-three-title = تین رائیں، الگ الگ
method-three-text = اُس شخص نے کیا محسوس کیا، ہمیں کیا ملا، اور پولیس نے کیا طے کیا: یہ تین الگ باتیں ہیں۔ ہم تینوں لکھتے ہیں اور کبھی آپس میں نہیں ملاتے۔
method-many-title = ایک بات کئی طرح کی ہو سکتی ہے
method-many-text = کسی سے عورت ہونے اور مسلمان ہونے، دونوں وجہوں سے ایک ساتھ نفرت کی جا سکتی ہے۔ تب وہ دونوں قطاروں میں گنی جاتی ہے، مگر کُل میں صرف ایک بار۔
method-hidden-title = کچھ عدد کیوں چھپائے جاتے ہیں
method-not-all-title = ہمارے اعداد کیا نہیں بتا سکتے
method-not-all-text = بہت سے لوگ کبھی کسی کو نہیں بتاتے۔ اس لیے یہ اعداد نہیں دکھا سکتے کہ نفرت کتنی ہے۔ یہ وہ دکھاتے ہیں جو لوگوں نے ہمیں بتایا۔
method-change-title = اعداد بعد میں بدل سکتے ہیں
method-change-text = ہو سکتا ہے ہمیں کسی واقعے کے بارے میں مزید معلوم ہو، یا کسی پرانے واقعے کا پتا چلے۔ اس لیے ہر عدد کے ساتھ لکھا ہے کہ وہ کس دن معلوم تھا۔
method-rules-title = پورے قاعدے
method-codebook = استعمال ہونے والے الفاظ اور قاعدے: { $name }، نسخہ { $version }

## Periods

figures-trend-by-quarter = سہ ماہی بہ سہ ماہی
figures-trend-by-year = سال بہ سال
figures-only-base = یہ اتنے کم ہیں کہ کُل کے سوا کچھ نہیں دکھایا جا سکتا۔
figures-trend-steady = { $unit }: { $before }، پھر { $after }۔ یہ فرق اتفاق سے زیادہ نہیں۔
figures-in-period = { $number } ({ $period })
figures-lead-few = چند لوگوں نے ہمیں رپورٹیں بھیجی ہیں۔ یہ اتنی کم ہیں کہ تعداد نہیں بتائی جا سکتی۔
figures-received-by-stage = رپورٹوں کا کیا ہوا
figures-nothing-yet = ابھی دکھانے کو کوئی اعداد نہیں۔
figures-breakdowns = یہی اعداد قسم، نشانہ بننے والوں اور جگہ کے لحاظ سے

## Lines of tables

figures-column-quarter = سہ ماہی
figures-column-stage = کہاں تک پہنچا
figures-each-once = کل، ہر ایک صرف ایک بار
figures-filter-known = اس دن کے علم کے مطابق
figures-cannot-count = یہ اس طرح نہیں گنا جا سکتا۔ مہربانی کر کے اور طرح چنیں۔
figures-no-rule = یہ ذریعہ اس اکائی میں نہیں گنا جاتا۔
figures-note-day = جس کا دن ٹھیک سے معلوم نہیں وہ شامل نہیں۔
figures-note-day-count =
    { $count ->
        [0] دن معلوم نہ ہونے سے کچھ نہیں چھوٹا۔
        [one] 1 شامل نہیں، کیونکہ اس کا دن ٹھیک سے معلوم نہیں۔
       *[other] { $count } شامل نہیں، کیونکہ ان کا دن ٹھیک سے معلوم نہیں۔
    }
figures-note-persons = جن واقعات میں لوگوں کی تعداد نہیں بتائی گئی وہ کسی کو نہیں جوڑتے۔
figures-note-persons-count =
    { $count ->
        [0] ہر واقعے میں لوگوں کی تعداد بتائی گئی ہے۔
        [one] 1 واقعے میں لوگوں کی تعداد نہیں بتائی گئی، اور وہ کسی کو نہیں جوڑتا۔
       *[other] { $count } واقعات میں لوگوں کی تعداد نہیں بتائی گئی، اور وہ کسی کو نہیں جوڑتے۔
    }
stage-waiting = ابھی نہیں پڑھا گیا
stage-in-work = لکھا جا رہا ہے
stage-in-check = جانچ ہو رہی ہے
stage-recorded = جیسے ذریعے نے درج کیا
set-aside-spam = فضول پیغام
set-aside-test = فارم کی آزمائش
set-aside-not-for-us = کسی اور کے کرنے کا کام
figures-more-hidden =
    { $count ->
        [one] 1 اور نہیں دکھایا گیا۔
       *[other] { $count } اور نہیں دکھائے گئے۔
    }
