### First run, invitations, signing in, sessions.

## First run

setup-title = إعداد Heard
setup-lead = تُفتح هذه الصفحة مرة واحدة. وهي تنشئ مؤسستك ومفاتيحها وأول مدير.
setup-organisation = اسم المؤسسة
setup-organisation-hint = كما يعرفها الناس.
setup-your-name = اسمك
setup-your-name-hint = كما سيراه زملاؤك.
setup-button = إنشاء المفاتيح
setup-recovery-title = مفتاح الاستعادة
setup-recovery-text = بهذا المفتاح يمكن فتح كل البلاغات إذا ضاعت كل عبارات المرور. ومن دون أي مفتاح تضيع إلى الأبد. يُعرض مرة واحدة، الآن.
setup-recovery-keep = يُرجى طباعته وحفظه في ظرف مختوم في خزنة، لا على حاسوب.
setup-recovery-done = هو عندي على ورق

## Invitations

invite-title = الانضمام إلى { $organisation }
invite-button = انضمام

## Signing in

signin-title = تسجيل الدخول
signin-lead = لأعضاء { $organisation }.
signin-name = اسم الدخول
signin-passphrase = عبارة المرور
signin-button = تسجيل الدخول
signin-wrong = الاسم وعبارة المرور لا يتوافقان.
signin-throttled =
    { $seconds ->
        [one] محاولات كثيرة جدًا. يُرجى الانتظار ثانية واحدة.
        [two] محاولات كثيرة جدًا. يُرجى الانتظار ثانيتين.
        [few] محاولات كثيرة جدًا. يُرجى الانتظار { $seconds } ثوانٍ.
       *[other] محاولات كثيرة جدًا. يُرجى الانتظار { $seconds } ثانية.
    }
signin-opening = جارٍ فتح مفتاحك. يستغرق ذلك لحظة.
signin-forgot = هل نسيتها؟ لا يستطيع أحد الاطلاع عليها. يمكن لأحد المديرين دعوتك من جديد، ثم يعيد إليك أحد الزملاء صلاحية القراءة.

## Choosing a passphrase

passphrase-new = عبارة مرور جديدة
passphrase-again = العبارة نفسها مرة أخرى
passphrase-hint = أربع كلمات أو أكثر لا صلة بينها ولا صلة لها بك. يمكن استعمال المسافات.
passphrase-why = هي قفل المفتاح إلى قصص الناس. ولا يستطيع أحد إعادتها إليك.
passphrase-differs = العبارتان غير متطابقتين.
passphrase-short =
    { $least ->
        [one] قصيرة جدًا. يلزم حرف واحد على الأقل.
        [two] قصيرة جدًا. يلزم حرفان على الأقل.
        [few] قصيرة جدًا. يلزم { $least } أحرف على الأقل.
        [many] قصيرة جدًا. يلزم { $least } حرفًا على الأقل.
       *[other] قصيرة جدًا. يلزم { $least } حرف على الأقل.
    }
passphrase-weak = من السهل جدًا تخمينها.
passphrase-weak-common = هذه من أول ما يجرّبه أي شخص.
passphrase-weak-common-word = كلمة واحدة معروفة تُخمَّن سريعًا.
passphrase-weak-name = الأسماء تُخمَّن سريعًا.
passphrase-weak-keys = المفاتيح المتجاورة تُخمَّن سريعًا.
passphrase-weak-repeat = التكرار لا يكاد يزيدها قوة.
passphrase-weak-sequence = السلاسل مثل abc أو 6543 تُخمَّن سريعًا.
passphrase-weak-date = التواريخ والسنوات تُخمَّن سريعًا.
passphrase-weak-organisation = فيها اسمك أو اسم المؤسسة.
passphrase-weak-advice = يُرجى إضافة كلمة أو كلمتين لا تخطران إلا لقليل من الناس.

## Sessions

session-title = الأماكن التي سجّلت الدخول منها
session-lead = يُرجى إغلاق أي جلسة غير معروفة لديك.
session-this = هذه الجلسة
session-since = منذ { $moment }
session-last-used = آخر استعمال { $moment }
session-ends = تنتهي { $moment }
session-close = إغلاق هذه الجلسة
session-closed =
    { $count ->
        [0] لم تكن هناك جلسة أخرى.
        [one] أُغلقت جلسة واحدة.
        [two] أُغلقت جلستان.
        [few] أُغلقت { $count } جلسات.
       *[other] أُغلقت { $count } جلسة.
    }
session-sign-out = تسجيل الخروج

## More words for signing in

setup-name-unusable = اسم فارغ أو طويل جدًا أو فيه رموز لا تصلح.
setup-recovery-print = يُرجى طباعة هذه الصفحة الآن. لا يمكن عرضها مرة أخرى.
signin-joined = تم الانضمام. يُرجى الدخول بعبارة المرور التي اختيرت للتو.
signin-out = تم الخروج، ومُسح مفتاحك من الذاكرة.
session-idle =
    { $minutes ->
        [one] تنتهي الجلسة بعد دقيقة واحدة بلا نشاط.
        [two] تنتهي الجلسة بعد دقيقتين بلا نشاط.
        [few] تنتهي الجلسة بعد { $minutes } دقائق بلا نشاط.
       *[other] تنتهي الجلسة بعد { $minutes } دقيقة بلا نشاط.
    }
session-absolute =
    { $hours ->
        [one] وتنتهي بعد ساعة واحدة في كل حال.
        [two] وتنتهي بعد ساعتين في كل حال.
        [few] وتنتهي بعد { $hours } ساعات في كل حال.
       *[other] وتنتهي بعد { $hours } ساعة في كل حال.
    }
session-close-everywhere = إغلاق كل الجلسات، وهذه أيضًا

## One's own keys

keys-own-title = مفاتيحك
keys-own-lead = مفتاحك يفتح ما رواه الناس. وكل واحد من هذه يفتحه. لا يستطيع أحد الاطلاع عليها.
keys-second-due = لديك مفتاح واحد فقط. إذا ضاعت عبارة المرور فلا يستطيع أحد إعادتها. يُرجى طباعة مفتاح ثانٍ قبل { $date }.
keys-second-insisted = قبل المتابعة: يُرجى طباعة مفتاح ثانٍ. عبارة المرور وحدها لم تعد تكفي، لأن أحدًا لا يستطيع إعادتها.
keys-paper = مفتاحك الورقي
keys-paper-text = مفتاح على ورق. به تُختار عبارة مرور جديدة يوم تضيع القديمة.
keys-paper-made = صُنع في { $date }.
keys-paper-again = إذا كان من الممكن أن الورقة ضاعت أو رآها أحد، فيُرجى صنع مفتاح جديد؛ والقديم لا يفتح بعدها شيئًا.
keys-paper-none = ليس لديك واحد بعد.
keys-paper-button = صنع مفتاح ورقي
keys-paper-shown = بهذا المفتاح واسم الدخول يمكن اختيار عبارة مرور جديدة. يُعرض مرة واحدة، الآن.
keys-paper-keep = يُرجى طباعته أو كتابته، وحفظه في البيت أو في خزنة، بعيدًا عن الحاسوب وعن عبارة المرور.
keys-passphrase = عبارة المرور
keys-passphrase-now = عبارة المرور المستعملة الآن
keys-passphrase-set = اختيرت في { $date }.
keys-passphrase-closes = عند تغييرها تُغلق كل جلساتك الأخرى.
keys-passphrase-button = تغيير عبارة المرور
keys-passphrase-done = تغيّرت عبارة المرور، وأُغلقت جلساتك الأخرى.
keys-current-wrong = هذه ليست عبارة مرورك.

## A lost passphrase

lost-title = هل ضاعت عبارة المرور؟
lost-lead = يُرجى اختيار عبارة جديدة بالمفتاح الورقي.
lost-paper-hint = ثماني مجموعات من سبعة أحرف وأرقام. الأحرف الصغيرة والمسافات مقبولة.
lost-button = اعتماد عبارة المرور الجديدة
lost-wrong = الاسم والمفتاح الورقي لا يتطابقان.
lost-no-paper = من دون مفتاح ورقي لا يستطيع أحد إدخالك كما كنت. يمكن لمسؤول أن يدعوك من جديد، ثم يعطيك زميل حق الوصول مرة أخرى.
paper-length =
    { $found ->
        [zero] في المفتاح 56 حرفًا ورقمًا، وهذا فارغ.
        [one] في المفتاح 56 حرفًا ورقمًا، وفي هذا واحد.
        [two] في المفتاح 56 حرفًا ورقمًا، وفي هذا اثنان.
        [few] في المفتاح 56 حرفًا ورقمًا، وفي هذا { $found }.
        [many] في المفتاح 56 حرفًا ورقمًا، وفي هذا { $found }.
       *[other] في المفتاح 56 حرفًا ورقمًا، وفي هذا { $found }.
    }
paper-character =
    { $group ->
       *[other] في المجموعة { $group } رمز لا يوجد في أي مفتاح.
    }
paper-mistyped = حرف أو رقم واحد على الأقل مكتوب خطأً.
signin-reset = عبارة المرور الجديدة سارية. يُرجى تسجيل الدخول بها.

## Confirming before a far-reaching act

confirm-title = أما زلت أنت من يعمل هنا؟
confirm-lead = لهذا الإجراء أثر كبير، وقد مضى وقت منذ إدخال عبارة المرور. لم يُنفَّذ شيء بعد، وسيُستكمل كما هو بعد إدخالها.
confirm-button = تأكيد ومتابعة
