### Words that every page shares. Conventions: ../README.md

## The language and the site

# The language's own name, in itself: it is shown so in every language's page.
language-own-name = اردو
language-switch = زبان
site-name = Heard
site-title = { $page } – { site-name }
site-neutral-title = صفحہ

## Finding the way

skip-to-content = سیدھے اصل حصے پر جائیں
nav-main = بڑے صفحات
nav-home = پہلا صفحہ
nav-report = ہمیں بتائیں کیا ہوا
nav-status = اپنی رپورٹ پر واپس آئیں
nav-figures = لوگوں نے ہمیں کیا بتایا
nav-method = ہم کیسے گنتے ہیں
nav-ledger = ہمارا ریکارڈ پرکھیں
nav-desk = عملہ
nav-back = پیچھے
nav-next = آگے
nav-more = مزید دکھائیں

## Leaving in a hurry

leave-button = یہ صفحہ چھوڑیں
leave-hint = فوراً نکلنے کے لیے “یہ صفحہ چھوڑیں” دبائیں، یا Esc تین بار دبائیں۔
leave-honest = آپ کسی اور ویب سائٹ پر چلے جائیں گے اور آپ کا لکھا ہوا مٹ جائے گا۔ ہو سکتا ہے آپ کے براؤزر کو پھر بھی یاد رہے کہ آپ یہاں آئے تھے۔

## In danger now

emergency-title = کیا ابھی خطرہ ہے؟
emergency-call = 999 پر فون کریں۔
emergency-silent = اگر آپ بول نہیں سکتے تو موبائل سے فون کریں اور جب کہا جائے تو 55 دبائیں۔
emergency-deaf = کیا آپ سن نہیں سکتے، یا سننا مشکل ہے؟ Relay UK کا نمبر 18000 استعمال کریں۔ اگر آپ نے پہلے سے نام درج کروایا ہے تو 999 پر پیغام بھی بھیج سکتے ہیں۔
emergency-not-urgent = اگر فوری ضرورت نہیں تو پولیس کو 101 پر فون کر سکتے ہیں۔
emergency-not-us = ہم پولیس نہیں ہیں، اور ہم فوری مدد نہیں بھیج سکتے۔

## Buttons

button-send = بھیجیں
button-back = واپس جائیں
button-search = تلاش کریں
button-print = یہ صفحہ چھاپیں
button-copy = نقل کریں

## Small words

word-yes = ہاں
word-no = نہیں
word-none = کوئی نہیں
word-not-known = معلوم نہیں
word-not-said = نہیں بتایا گیا
word-total = کُل
word-from-to = { $from } سے { $to } تک
word-about-date = تقریباً { $date }

## Errors

error-summary-title = کچھ درست کرنے کی ضرورت ہے
error-summary-kept = آپ کا لکھا ہوا کچھ بھی ضائع نہیں ہوا۔
error-prefix = غلطی:
error-empty = مہربانی کر کے یہاں کچھ لکھیں۔
error-choice = مہربانی کر کے ایک جواب چنیں۔
error-date = مہربانی کر کے درست تاریخ لکھیں، جیسے 14 11 2026۔
error-date-future = یہ دن ابھی نہیں آیا۔ مہربانی کر کے تاریخ دوبارہ دیکھیں۔
error-date-order = دوسرا دن پہلے دن سے پہلے ہے۔ مہربانی کر کے دونوں دوبارہ دیکھیں۔
error-number = مہربانی کر کے پورا عدد لکھیں۔

## Foot of the page

footer-independent = ہم نہ پولیس ہیں، نہ کونسل، نہ حکومت۔
footer-no-tracking = یہ سائٹ آپ کا پیچھا نہیں کرتی۔ یہ کسی دوسری کمپنی سے کچھ نہیں مانگتی۔

## Added for the front door

error-only-one = مہربانی کر کے صرف ایک جواب چنیں۔
error-number-large = یہ عدد بہت بڑا ہے۔ ہم زیادہ سے زیادہ { $most } لے سکتے ہیں۔
error-email = یہ ای میل کا پتا نہیں لگتا، جیسے name@example.org۔
emergency-more = مدد کے اور راستے
leave-neutral-title = یہاں کچھ نہیں
leave-neutral-text = یہ صفحہ خالی ہے۔
