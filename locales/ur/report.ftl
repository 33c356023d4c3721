### Telling us: the frame of the page. The questions themselves are labels of the codebook.

report-title = ہمیں بتائیں کیا ہوا
report-lead = اپنے لفظوں میں کہیں۔ ثبوت کی ضرورت نہیں، اور یہ بتانا بھی ضروری نہیں کہ آپ کون ہیں۔
report-only-one = صرف ایک جواب چاہیے: کیا ہوا۔ باقی سب آپ چاہیں تو خالی چھوڑ دیں۔
report-how-long = زیادہ تر لوگوں کو پانچ سے دس منٹ لگتے ہیں۔
report-nothing-kept = جب تک آپ “بھیجیں” نہ دبائیں، کچھ بھی محفوظ نہیں ہوتا۔
report-any-language = کسی بھی زبان میں لکھیں۔
report-section-of = حصہ { $part } از { $parts }
report-date-exact = مجھے دن معلوم ہے
report-date-about = لگ بھگ اُس وقت
report-date-between = دو دنوں کے بیچ
report-date-unknown = مجھے معلوم نہیں
report-date-day = دن
report-date-month = مہینہ
report-date-year = سال
report-date-first = پہلا دن جب یہ ہوا ہو سکتا ہے
report-date-last = آخری دن جب یہ ہوا ہو سکتا ہے
report-date-time = کس وقت، اگر معلوم ہو
report-place-postcode = پوسٹ کوڈ، اگر معلوم ہو
report-place-link = لنک، اگر یہ انٹرنیٹ پر ہوا
report-choose-many = جو جو ٹھیک ہو، سب چنیں۔
report-send-title = بھیج دیں
report-send-text = جب آپ “بھیجیں” دبائیں گے تو آپ کے الفاظ بند کر دیے جائیں گے۔ چابی صرف ہمارے کیس ورکروں کے پاس ہے۔
report-send-next = پھر آپ کو کچھ خفیہ الفاظ ملیں گے۔ اُن سے آپ واپس آ کر دیکھ سکتے ہیں کہ کیا ہوا۔
report-send-share = ہم کسی اور کو نہیں بتاتے، جب تک آپ اجازت نہ دیں۔ آپ بعد میں اپنا ارادہ بدل سکتے ہیں۔
report-sealed-by-us = آپ کے الفاظ حفاظت سے ہم تک آتے ہیں اور پہنچتے ہی بند کر دیے جاتے ہیں۔
report-sealed-here = آپ کے الفاظ بھیجے جانے سے پہلے اسی آلے پر بند کر دیے جاتے ہیں۔ راستے میں کوئی انہیں نہیں پڑھ سکتا، اور ہمارا ویب سرور بھی نہیں۔
report-letters-left =
    { $left ->
        [one] 1 حرف باقی ہے
       *[other] { $left } حروف باقی ہیں
    }

## When it can't be taken as it is

report-error-empty = مہربانی کر کے بتائیں کیا ہوا۔ چند لفظ کافی ہیں۔
report-too-long-title = ایک رپورٹ کے لیے یہ تحریر بہت لمبی ہے
report-too-long-text = ہم ایک بار میں { $most } حروف لے سکتے ہیں، اور اس میں { $letters } ہیں۔ آپ کے الفاظ نیچے موجود ہیں۔ کچھ کم کر دیں، یا باقی حصہ نقل کر کے دوسری رپورٹ میں بھیجیں۔
report-busy-title = اس وقت بہت سے لوگ ہمیں لکھ رہے ہیں
report-busy-text = آپ کے الفاظ نیچے موجود ہیں اور ابھی بھیجے نہیں گئے۔ مہربانی کر کے تھوڑا انتظار کریں، پھر دوبارہ “بھیجیں” دبائیں۔
report-busy-wait =
    { $seconds ->
        [one] مہربانی کر کے 1 سیکنڈ انتظار کریں۔
       *[other] مہربانی کر کے { $seconds } سیکنڈ انتظار کریں۔
    }
report-busy-puzzle = آپ کا فون یا کمپیوٹر ایک چھوٹا سا حساب کر رہا ہے، تاکہ پتا چلے کہ یہ ہزاروں پیغام بھیجنے والی مشین نہیں۔ آپ کو کچھ نہیں کرنا۔
report-busy-copy = اگر کوئی محفوظ جگہ ہو تو آپ اپنے الفاظ نقل کر کے وہاں رکھ سکتے ہیں۔
report-honeypot-label = مہربانی کر کے اسے خالی چھوڑ دیں
report-unsealed-title = ہم آپ کی رپورٹ بند نہ کر سکے
report-unsealed-text = چونکہ ہم اسے بند نہ کر سکے، اس لیے ہم نے اسے رکھا بھی نہیں۔ آپ کے الفاظ نیچے موجود ہیں۔ مہربانی کر کے دوبارہ کوشش کریں۔
report-unreached-title = ہمیں معلوم نہیں کہ یہ ہم تک پہنچا یا نہیں
report-unreached-text = آپ کے الفاظ نیچے موجود ہیں۔ مہربانی کر کے دوبارہ “بھیجیں” دبائیں: ہم ایک ہی رپورٹ صرف ایک بار رکھتے ہیں۔

## Thank you, and the receipt

receipt-title = ہمیں بتانے کا شکریہ
receipt-lead = آپ کی رپورٹ ہم تک پہنچ گئی ہے اور بند کر دی گئی ہے۔ یہ گنی جائے گی۔
receipt-words-title = آپ کے خفیہ الفاظ
receipt-words-text = آپ کی رپورٹ تک واپس آنے کا راستہ صرف یہی الفاظ ہیں۔ ہم انہیں دوبارہ نہیں دکھا سکتے، اور آپ کے لیے ڈھونڈ بھی نہیں سکتے۔
receipt-words-keep = انہیں کاغذ پر لکھ لیں، یا ایسی جگہ رکھیں جہاں کوئی اور نہ دیکھے۔ اگر کوئی آپ کا فون دیکھ سکتا ہے تو انہیں یاد کر لیں، یا رہنے دیں: آپ کی رپورٹ ہر حال میں ہمارے پاس رہے گی۔
receipt-words-number = یہی بات عدد کی صورت میں
receipt-asked-back-title = کیا آپ نے انہیں لکھ لیا؟
receipt-asked-back-text = اطمینان کے لیے، مہربانی کر کے لفظ نمبر { $place } لکھیں۔
receipt-asked-back-right = جی ہاں، یہ درست ہے۔
receipt-asked-back-wrong = یہ کوئی اور لفظ ہے۔ مہربانی کر کے اپنا لکھا ہوا دوبارہ دیکھیں۔
receipt-asked-back-skip = جانچے بغیر آگے بڑھیں
receipt-next-title = اب آگے کیا ہو گا
receipt-next-read =
    { $days ->
        [one] ہمارا ایک کیس ورکر آپ کی رپورٹ پڑھے گا۔ ہماری کوشش ہے کہ یہ کام کے 1 دن کے اندر ہو جائے۔
       *[other] ہمارا ایک کیس ورکر آپ کی رپورٹ پڑھے گا۔ ہماری کوشش ہے کہ یہ کام کے { $days } دنوں کے اندر ہو جائے۔
    }
receipt-next-check = وہ لکھتا ہے کہ یہ کس قسم کا واقعہ تھا۔ ایک دوسرا شخص اس کی جانچ کرتا ہے۔
receipt-next-figures = پھر یہ ہمارے اعداد و شمار میں گنا جاتا ہے، بغیر نام کے اور بغیر کہانی کے۔
receipt-next-come-back = جب چاہیں اپنے خفیہ الفاظ کے ساتھ واپس آئیں اور دیکھیں کہ بات کہاں تک پہنچی۔
receipt-sent-at = یہ ہمیں { $moment } کو ملی۔
receipt-proof-title = اس بات کا ثبوت کہ یہ گنی گئی
receipt-proof-text = ہمارے ریکارڈ میں یہ سطر آپ کی رپورٹ کی ہے۔ ریکارڈ کو چپکے سے بدلا نہیں جا سکتا۔ اس میں آپ کے بارے میں کچھ نہیں۔
receipt-proof-entry = ہمارے ریکارڈ کی سطر { $entry }
receipt-print-title = پاس رکھنے کے لیے صفحہ
receipt-print-text = اس صفحے پر نہ یہ لکھا ہے کہ یہ کس لیے ہے، نہ کسی کا نام۔
receipt-done = اس صفحے پر نشان چھوڑے بغیر نکلیں

## Answering

report-rather-not = اس کا جواب نہیں دینا
report-date-today = آج
report-date-yesterday = گزشتہ کل
report-date-keeps-happening = بار بار ہو رہا ہے
report-date-which = کون سا دن تھا؟
report-date-hint = مثلاً 27 3 2026
report-date-time-hint = مثلاً 21:30، یا: شام کو
report-date-words = یا اپنے لفظوں میں بتائیں
report-date-words-hint = مثلاً: عید کے بعد کی رات، یا بہار سے تقریباً ہر جمعے کو
report-place-kind = کس طرح کی جگہ تھی؟
report-letters-over =
    { $over ->
        [one] 1 حرف زیادہ ہے
       *[other] { $over } حروف زیادہ ہیں
    }

## When it has to be sent once more

report-again-title = مہربانی کر کے ایک بار پھر “بھیجیں” دبائیں
report-again-text = یہ صفحہ بہت دیر سے کھلا تھا، یا ہم تک کسی غیر معمولی طریقے سے پہنچا۔ آپ کے الفاظ نیچے موجود ہیں اور ابھی بھیجے نہیں گئے۔ دوبارہ “بھیجیں” دبائیں تو بھیج دیے جائیں گے۔
report-many-title = جہاں آپ ہیں، وہاں سے بہت کچھ بھیجا جا چکا ہے
report-many-text = آپ کے الفاظ نیچے موجود ہیں اور ابھی بھیجے نہیں گئے۔ آپ یہ صفحہ کھلا رکھ کر بعد میں “بھیجیں” دبا سکتے ہیں۔
report-wait-minutes =
    { $minutes ->
        [one] مہربانی کر کے 1 منٹ انتظار کریں۔
       *[other] مہربانی کر کے { $minutes } منٹ انتظار کریں۔
    }

## The receipt

receipt-copied = نقل ہو گئے۔ الفاظ وہاں رکھیں جہاں کوئی اور نہ دیکھے، پھر کوئی اور چیز نقل کر لیں۔
receipt-asked-back-check = جانچیں
receipt-asked-back-look = الفاظ دوبارہ دیکھنے کے لیے ایک صفحہ پیچھے جائیں۔ اگر براؤزر پوچھے کہ دوبارہ بھیجنا ہے، تو ہاں کہیں: ہم آپ کی رپورٹ ایک ہی بار رکھتے ہیں اور وہی الفاظ دکھاتے ہیں۔
