### Words that every page shares. Conventions: ../README.md

## The language and the site

# The language's own name, in itself: it is shown so in every language's page.
language-own-name = العربية
language-switch = اللغة
site-name = Heard
site-title = { $page } – { site-name }
site-neutral-title = صفحة

## Finding the way

skip-to-content = الانتقال إلى المحتوى الرئيسي
nav-main = الصفحات الرئيسية
nav-home = البداية
nav-report = إخبارنا بما حدث
nav-status = العودة إلى بلاغك
nav-figures = ما أخبرنا به الناس
nav-method = كيف نَعُدّ
nav-ledger = التحقق من سجلّنا
nav-desk = الموظفون
nav-back = رجوع
nav-next = التالي
nav-more = عرض المزيد

## Leaving in a hurry

leave-button = مغادرة هذه الصفحة
leave-hint = للمغادرة فورًا: زر «مغادرة هذه الصفحة»، أو الضغط على مفتاح Esc ثلاث مرات.
leave-honest = ينقلك هذا إلى موقع آخر ويمسح ما كتبته. وقد يبقى في متصفحك أثر لزيارتك هذه الصفحة.

## In danger now

emergency-title = هل هناك خطر الآن؟
emergency-call = الاتصال بالرقم 999.
emergency-silent = إذا لم يكن بوسعك الكلام، فيمكنك الاتصال من هاتف محمول والضغط على 55 عند الطلب.
emergency-deaf = لمن لا يسمع أو يصعب عليه السمع: خدمة Relay UK على الرقم 18000. ويمكن إرسال رسالة نصية إلى 999 لمن سجّل في هذه الخدمة مسبقًا.
emergency-not-urgent = إذا لم يكن الأمر عاجلًا، فيمكنك الاتصال بالشرطة على الرقم 101.
emergency-not-us = لسنا الشرطة، ولا يمكننا إرسال مساعدة عاجلة.

## Buttons

button-send = إرسال
button-back = رجوع
button-search = بحث
button-print = طباعة هذه الصفحة
button-copy = نسخ

## Small words

word-yes = نعم
word-no = لا
word-none = لا شيء
word-not-known = غير معروف
word-not-said = لم يُذكر
word-total = المجموع
word-from-to = من { $from } إلى { $to }
word-about-date = نحو { $date }

## Errors

error-summary-title = هناك ما يحتاج إلى تصحيح
error-summary-kept = لم يضع شيء مما كتبته.
error-prefix = خطأ:
error-empty = يُرجى كتابة شيء هنا.
error-choice = يُرجى اختيار إحدى الإجابات.
error-date = يُرجى كتابة تاريخ صحيح، مثل 14 11 2026.
error-date-future = هذا اليوم لم يأتِ بعد. يُرجى التحقق من التاريخ.
error-date-order = اليوم الثاني يسبق الأول. يُرجى التحقق من كليهما.
error-number = يُرجى كتابة عدد صحيح.

## Foot of the page

footer-independent = لسنا الشرطة ولا المجلس البلدي ولا الحكومة.
footer-no-tracking = هذا الموقع لا يتتبّعك، ولا يطلب شيئًا من أي شركة أخرى.

## Added for the front door

error-only-one = يُرجى اختيار إجابة واحدة فقط.
error-number-large = هذا العدد كبير جدًا. الحد الأقصى هو { $most }.
error-email = لا يبدو هذا عنوان بريد إلكتروني، مثل name@example.org.
emergency-more = طرق أخرى للحصول على المساعدة
leave-neutral-title = لا شيء هنا
leave-neutral-text = هذه الصفحة فارغة.
