### The public figures.

figures-title = ما أخبرنا به الناس
figures-lead =
    { $reports ->
        [0] ليس لدينا بلاغات لعرضها بعد.
        [one] وصلنا من الناس بلاغ واحد.
        [two] وصلنا من الناس بلاغان.
        [few] وصلنا من الناس { $reports } بلاغات.
        [many] وصلنا من الناس { $reports } بلاغًا.
       *[other] وصلنا من الناس { $reports } بلاغ.
    }
figures-as-known = كما عرفناها في { $date }
figures-caution = هذه هي البلاغات التي وصلتنا، وليست كل ما يوجد من كراهية. وقد تعني زيادة البلاغات أيضًا أن عددًا أكبر من الناس يثق بنا فيخبرنا.
figures-summary-title = باختصار
figures-received = البلاغات التي وصلتنا
figures-in-check = قيد المراجعة
figures-verified = راجعها شخصان، وهي محسوبة

## Units

figures-unit = ما الذي يُعَدّ
figures-unit-reports = البلاغات
figures-unit-incidents = الوقائع
figures-unit-persons = المتضررون
figures-count-reports =
    { $count ->
        [0] لا بلاغات
        [one] بلاغ واحد
        [two] بلاغان
        [few] { $count } بلاغات
        [many] { $count } بلاغًا
       *[other] { $count } بلاغ
    }
figures-count-incidents =
    { $count ->
        [0] لا وقائع
        [one] واقعة واحدة
        [two] واقعتان
        [few] { $count } وقائع
       *[other] { $count } واقعة
    }
figures-count-persons =
    { $count ->
        [0] لا متضررين
        [one] متضرر واحد
        [two] متضرران
        [few] { $count } متضررين
        [many] { $count } متضررًا
       *[other] { $count } متضرر
    }

## Charts and tables

figures-trend-title = شهرًا بعد شهر
figures-trend-rose = زيادة ({ $unit }): من { $before } إلى { $after }.
figures-trend-fell = انخفاض ({ $unit }): من { $before } إلى { $after }.
figures-trend-same = دون تغيير ({ $unit }): { $after }.
figures-trend-too-few = العدد أقل من أن يُقال إنه يزيد أو ينقص.
figures-breakdown-many = قد تظهر الواقعة الواحدة في عدة صفوف، ولذلك يزيد مجموع الصفوف على الكل.
figures-series-apart = تُعرض أرقام المصادر المختلفة جنبًا إلى جنب. ولا نجمعها معًا أبدًا.
figures-as-table = الشيء نفسه في جدول
figures-chart-description = رسم بياني: { $title }. في الجدول أدناه الأرقام نفسها.
figures-column-share = النسبة
figures-column-month = الشهر
figures-column-year = السنة
figures-share-of = { $share } من { $base }
figures-empty = لا شيء لعرضه لهذا الاختيار.

## Small numbers

figures-hidden-other = غير معروض
figures-hidden-note = نُخفي الأعداد الأصغر من { $least }، لأن العدد الصغير قد يدل على شخص بعينه. ونُخفي أحيانًا عددًا آخر، حتى لا يُستنتج الأول بالحساب.

## Choosing

figures-filter-title = اختيار ما يُعرض
figures-filter-rows = الصفوف
figures-filter-columns = الأعمدة
figures-filter-from = من
figures-filter-to = إلى
figures-filter-series = المصدر
figures-filter-where = فقط حيث
figures-filter-any = الكل
figures-filter-apply = عرض هذه الأرقام
figures-filter-clear = مسح الاختيار

## Download and check

figures-download-title = أخذ الأرقام معك
figures-download-csv = جدول لبرامج الجداول (CSV)
figures-download-json = بيانات للبرامج (JSON)
figures-download-licence = يمكنك استعمالها لأي غرض، مع ذكر مصدرها.
figures-check-title = التحقق منّا
figures-check-text = يُحسب كل رقم من قيود في سجل لا يستطيع أحد تغييره في الخفاء.
figures-check-link = كيفية التحقق من سجلّنا

## How we count

method-title = كيف نَعُدّ
method-lead = لا قيمة لرقم إلا إذا عُرف كيف جاء.
method-reports-title = البلاغ غير الواقعة
method-reports-text = البلاغ هو أن يخبرنا شخص واحد مرة واحدة. والواقعة هي شيء حدث. فإذا أخبرنا عشرة أشخاص بالأمر نفسه، فتلك عشرة بلاغات وواقعة واحدة.
method-verified-title = ما معنى «تمت مراجعته»
method-verified-text = يقرأ أحد العاملين على الحالات ويدوّن. ثم يراجع ذلك شخص آخر أقدم منه. ولا نقول «مؤكد» إلا إذا اتفقا. وننشر أيضًا كم واقعة لم نحسبها، ولماذا.
method-three-title = ثلاثة آراء منفصلة
method-three-text = ما شعر به الشخص، وما وجدناه نحن، وما قررته الشرطة: ثلاثة أمور مختلفة. ندوّنها كلها ولا نخلط بينها أبدًا.
method-many-title = قد يكون الأمر الواحد عدة أشياء
method-many-text = قد تُكره إنسانة لأنها امرأة ولأنها مسلمة في آن واحد. عندئذ يُحسب ذلك في الصفين، ولكن مرة واحدة فقط في الكل.
method-hidden-title = لماذا تُخفى بعض الأعداد
method-not-all-title = ما لا تستطيع أرقامنا قوله
method-not-all-text = كثير من الناس لا يخبرون أحدًا أبدًا. ولذلك لا تبيّن هذه الأرقام كم توجد من كراهية، بل تبيّن ما أخبرنا به الناس.
method-change-title = قد تتغير الأرقام لاحقًا
method-change-text = قد نعرف المزيد عن واقعة ما، أو نسمع عن واقعة قديمة. ولذلك يذكر كل رقم في أي يوم عُرف.
method-rules-title = القواعد كاملة
method-codebook = الكلمات والقواعد المستعملة: { $name }، الإصدار { $version }

## Periods

figures-trend-by-quarter = ربعًا بعد ربع
figures-trend-by-year = سنة بعد سنة
figures-only-base = العدد أقل من أن يُعرض منه غير المجموع.
figures-trend-steady = { $unit }: { $before }، ثم { $after }. وليس الفرق أكبر مما تُحدثه الصدفة.
figures-in-period = { $number } ({ $period })
figures-lead-few = أرسل إلينا عدد قليل من الناس بلاغات، وهو أقل من أن يُذكر رقمه.
figures-received-by-stage = ما آلت إليه البلاغات
figures-nothing-yet = لا توجد أرقام لعرضها بعد.
figures-breakdowns = الأرقام نفسها بحسب النوع والمستهدفين والمكان

## Lines of tables

figures-column-quarter = ربع السنة
figures-column-stage = المرحلة
figures-each-once = المجموع، كل واحد مرة واحدة
figures-filter-known = كما عُرف في
figures-cannot-count = لا يمكن العدّ هكذا. يُرجى الاختيار على نحو آخر.
figures-no-rule = لا يُعدّ هذا المصدر بهذه الوحدة.
figures-note-day = ما لا يُعرف يومه بدقة كافية غير مشمول.
figures-note-day-count =
    { $count ->
        [0] لم يُستثن شيء لعدم معرفة اليوم.
        [one] واحد غير مشمول لأن يومه لا يُعرف بدقة كافية.
        [two] اثنان غير مشمولين لأن يومهما لا يُعرف بدقة كافية.
       *[other] { $count } غير مشمولة لأن يومها لا يُعرف بدقة كافية.
    }
figures-note-persons = الوقائع التي لا يُذكر فيها عدد المتضررين لا تضيف أحدًا.
figures-note-persons-count =
    { $count ->
        [0] كل واقعة تذكر عدد المتضررين.
        [one] واقعة واحدة لا تذكر عدد المتضررين ولا تضيف أحدًا.
        [two] واقعتان لا تذكران عدد المتضررين ولا تضيفان أحدًا.
        [few] { $count } وقائع لا تذكر عدد المتضررين ولا تضيف أحدًا.
       *[other] { $count } واقعة لا تذكر عدد المتضررين ولا تضيف أحدًا.
    }
stage-waiting = لم يُقرأ بعد
stage-in-work = قيد الكتابة
stage-in-check = قيد المراجعة
stage-recorded = كما سجّله مصدره
set-aside-spam = رسالة مزعجة
set-aside-test = تجربة للنموذج
set-aside-not-for-us = من شأن جهة أخرى
figures-more-hidden =
    { $count ->
        [0] كلها معروضة.
        [one] هناك رقم آخر غير معروض.
        [two] هناك رقمان آخران غير معروضين.
        [few] هناك { $count } أرقام أخرى غير معروضة.
        [many] هناك { $count } رقمًا آخر غير معروض.
       *[other] هناك { $count } رقم آخر غير معروض.
    }
