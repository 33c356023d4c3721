### First run, invitations, signing in, sessions.

## First run

setup-title = Heard کو تیار کریں
setup-lead = یہ صفحہ ایک بار کھلتا ہے۔ یہ آپ کا ادارہ، اس کی چابیاں اور پہلا منتظم بناتا ہے۔
setup-organisation = ادارے کا نام
setup-organisation-hint = جس نام سے لوگ اسے جانتے ہیں۔
setup-your-name = آپ کا نام
setup-your-name-hint = جیسے آپ کے ساتھی اسے دیکھیں گے۔
setup-button = چابیاں بنائیں
setup-recovery-title = بحالی کی چابی
setup-recovery-text = اگر سب خفیہ جملے کھو جائیں تو اس چابی سے تمام رپورٹیں کھولی جا سکتی ہیں۔ کوئی چابی نہ ہو تو وہ ہمیشہ کے لیے کھو جائیں گی۔ یہ صرف ایک بار، ابھی دکھائی جا رہی ہے۔
setup-recovery-keep = اسے چھاپ لیں۔ بند لفافے میں، تجوری میں رکھیں، کمپیوٹر پر نہیں۔
setup-recovery-done = یہ میرے پاس کاغذ پر ہے

## Invitations

invite-title = { $organisation } میں شامل ہوں
invite-button = شامل ہوں

## Signing in

signin-title = سائن ان
signin-lead = { $organisation } کے ارکان کے لیے۔
signin-name = سائن ان کا نام
signin-passphrase = خفیہ جملہ
signin-button = سائن ان کریں
signin-wrong = یہ نام اور خفیہ جملہ ایک دوسرے سے میل نہیں کھاتے۔
signin-throttled =
    { $seconds ->
        [one] بہت زیادہ کوششیں۔ مہربانی کر کے 1 سیکنڈ انتظار کریں۔
       *[other] بہت زیادہ کوششیں۔ مہربانی کر کے { $seconds } سیکنڈ انتظار کریں۔
    }
signin-opening = آپ کی چابی کھولی جا رہی ہے۔ اس میں ایک لمحہ لگتا ہے۔
signin-forgot = بھول گئے؟ اسے کوئی نہیں دیکھ سکتا۔ منتظم آپ کو نئے سرے سے دعوت دے سکتا ہے، پھر کوئی ساتھی آپ کو دوبارہ رسائی دے گا۔

## Choosing a passphrase

passphrase-new = نیا خفیہ جملہ
passphrase-again = وہی دوبارہ
passphrase-hint = چار یا زیادہ الفاظ جن کا آپس میں یا آپ سے کوئی تعلق نہ ہو۔ بیچ میں خالی جگہ چل سکتی ہے۔
passphrase-why = اسی سے لوگوں کی باتوں کی چابی بند ہوتی ہے۔ کوئی اسے آپ کے لیے واپس نہیں لا سکتا۔
passphrase-differs = دونوں ایک جیسے نہیں۔
passphrase-short =
    { $least ->
        [one] بہت چھوٹا ہے۔ کم از کم 1 حرف لکھیں۔
       *[other] بہت چھوٹا ہے۔ کم از کم { $least } حروف لکھیں۔
    }
passphrase-weak = اس کا اندازہ لگانا بہت آسان ہے۔
passphrase-weak-common = یہ اُن میں سے ہے جنہیں کوئی بھی سب سے پہلے آزمائے گا۔
passphrase-weak-common-word = ایک ہی جانا پہچانا لفظ جلد بوجھ لیا جاتا ہے۔
passphrase-weak-name = نام جلد بوجھ لیے جاتے ہیں۔
passphrase-weak-keys = کی بورڈ پر ساتھ ساتھ کے حروف جلد بوجھ لیے جاتے ہیں۔
passphrase-weak-repeat = ایک بات دو بار کہنے سے وہ زیادہ مضبوط نہیں ہوتی۔
passphrase-weak-sequence = abc یا 6543 جیسے سلسلے جلد بوجھ لیے جاتے ہیں۔
passphrase-weak-date = تاریخیں اور سال جلد بوجھ لیے جاتے ہیں۔
passphrase-weak-organisation = اس میں آپ کا یا ادارے کا نام ہے۔
passphrase-weak-advice = ایک دو ایسے لفظ اور بڑھائیں جو کم ہی کسی کے ذہن میں آئیں۔

## Sessions

session-title = آپ کہاں کہاں سائن ان ہیں
session-lead = جسے آپ نہیں پہچانتے، اسے بند کر دیں۔
session-this = یہی والا
session-since = { $moment } سے
session-last-used = آخری استعمال { $moment }
session-ends = ختم ہو گا { $moment }
session-close = یہ سیشن بند کریں
session-closed =
    { $count ->
        [0] کوئی اور سیشن نہیں تھا۔
        [one] 1 سیشن بند کر دیا گیا۔
       *[other] { $count } سیشن بند کر دیے گئے۔
    }
session-sign-out = سائن آؤٹ کریں

## More words for signing in

setup-name-unusable = کوئی نام خالی ہے، بہت لمبا ہے، یا اس میں ایسے نشان ہیں جو نہیں چل سکتے۔
setup-recovery-print = یہ صفحہ ابھی چھاپ لیں۔ یہ دوبارہ نہیں دکھایا جا سکتا۔
signin-joined = آپ شامل ہو گئے ہیں۔ جو خفیہ جملہ ابھی چنا ہے اس سے سائن ان کریں۔
signin-out = آپ سائن آؤٹ ہو گئے ہیں۔ آپ کی چابی یادداشت سے مٹا دی گئی ہے۔
session-idle =
    { $minutes ->
        [one] 1 منٹ کچھ نہ کرنے پر سیشن ختم ہو جاتا ہے۔
       *[other] { $minutes } منٹ کچھ نہ کرنے پر سیشن ختم ہو جاتا ہے۔
    }
session-absolute =
    { $hours ->
        [one] 1 گھنٹے بعد یہ ہر حال میں ختم ہو جاتا ہے۔
       *[other] { $hours } گھنٹے بعد یہ ہر حال میں ختم ہو جاتا ہے۔
    }
session-close-everywhere = سب سیشن بند کریں، یہ بھی

## One's own keys

keys-own-title = آپ کی چابیاں
keys-own-lead = آپ کی چابی وہ کھولتی ہے جو لوگوں نے بتایا۔ ان میں سے ہر ایک اسے کھول سکتی ہے۔ انہیں کوئی اور نہیں دیکھ سکتا۔
keys-second-due = آپ کے پاس صرف ایک چابی ہے۔ اگر خفیہ جملہ کھو گیا تو کوئی اسے دوبارہ نہیں دے سکتا۔ { $date } تک دوسری چابی چھاپ لیں۔
keys-second-insisted = آگے بڑھنے سے پہلے: دوسری چابی چھاپ لیں۔ صرف خفیہ جملہ اب کافی نہیں، کیونکہ کوئی اسے دوبارہ نہیں دے سکتا۔
keys-paper = آپ کی کاغذی چابی
keys-paper-text = کاغذ پر لکھی چابی۔ جس دن پرانا خفیہ جملہ کھو جائے، اس سے نیا چنا جا سکتا ہے۔
keys-paper-made = آپ نے اسے { $date } کو بنایا۔
keys-paper-again = اگر کاغذ کھو گیا ہو یا کسی نے دیکھ لیا ہو تو نئی بنا لیں؛ پرانی پھر کچھ نہیں کھولے گی۔
keys-paper-none = ابھی آپ کے پاس کوئی نہیں۔
keys-paper-button = کاغذی چابی بنائیں
keys-paper-shown = اس چابی اور اپنے سائن ان نام سے آپ نیا خفیہ جملہ چن سکتے ہیں۔ یہ صرف ایک بار، ابھی، دکھائی جا رہی ہے۔
keys-paper-keep = اسے چھاپ لیں یا لکھ لیں۔ گھر پر یا تجوری میں رکھیں، کمپیوٹر سے الگ اور خفیہ جملے کے ساتھ نہیں۔
keys-passphrase = آپ کا خفیہ جملہ
keys-passphrase-now = جو خفیہ جملہ ابھی استعمال میں ہے
keys-passphrase-set = { $date } کو چنا گیا۔
keys-passphrase-closes = اسے بدلنے پر آپ کے باقی سب سیشن بند ہو جاتے ہیں۔
keys-passphrase-button = خفیہ جملہ بدلیں
keys-passphrase-done = آپ کا خفیہ جملہ بدل دیا گیا۔ آپ کے باقی سیشن بند کر دیے گئے۔
keys-current-wrong = یہ آپ کا خفیہ جملہ نہیں ہے۔

## A lost passphrase

lost-title = خفیہ جملہ کھو گیا؟
lost-lead = اپنی کاغذی چابی سے نیا چنیں۔
lost-paper-hint = سات سات حروف اور ہندسوں کے آٹھ گروہ۔ چھوٹے حروف اور خالی جگہیں چلیں گی۔
lost-button = نیا خفیہ جملہ رکھیں
lost-wrong = یہ نام اور کاغذی چابی ایک ساتھ نہیں ہیں۔
lost-no-paper = کاغذی چابی کے بغیر کوئی آپ کو پہلے کی طرح اندر نہیں آنے دے سکتا۔ منتظم آپ کو نئے سرے سے دعوت دے سکتا ہے، پھر کوئی ساتھی آپ کو دوبارہ رسائی دیتا ہے۔
paper-length =
    { $found ->
        [one] چابی میں 56 حروف اور ہندسے ہوتے ہیں؛ اس میں 1 ہے۔
       *[other] چابی میں 56 حروف اور ہندسے ہوتے ہیں؛ اس میں { $found } ہیں۔
    }
paper-character =
    { $group ->
       *[other] گروہ { $group } میں ایسا نشان ہے جو کسی چابی میں نہیں ہوتا۔
    }
paper-mistyped = کم از کم ایک حرف یا ہندسہ غلط لکھا گیا ہے۔
signin-reset = آپ کا نیا خفیہ جملہ لاگو ہے۔ اسی سے سائن ان کریں۔

## Confirming before a far-reaching act

confirm-title = کیا یہ اب بھی آپ ہی ہیں؟
confirm-lead = اس کام کا اثر دور تک جاتا ہے، اور آپ نے اپنا خفیہ جملہ کچھ دیر پہلے دیا تھا۔ ابھی کچھ نہیں ہوا؛ خفیہ جملہ دینے پر کام وہیں سے آگے بڑھے گا۔
confirm-button = تصدیق کریں اور آگے بڑھیں
