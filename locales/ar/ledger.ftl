### The public record that anybody can check.

ledger-title = التحقق من سجلّنا
ledger-lead = كلما وصل شيء أو تقرر أو تغيّر أضفنا سطرًا إلى سجل. ولا يمكن تغيير سطر أو حذفه دون أن يُلاحَظ ذلك.
ledger-what-title = ماذا فيه
ledger-what-text = يقول كل سطر متى فُعل الشيء وما نوعه، ويحمل ختمًا على الباقي. ليس فيه اسم ولا قصة ولا مكان.
ledger-size =
    { $entries ->
        [0] السجل لا يزال فارغًا.
        [one] في السجل سطر واحد.
        [two] في السجل سطران.
        [few] في السجل { $entries } أسطر.
        [many] في السجل { $entries } سطرًا.
       *[other] في السجل { $entries } سطر.
    }
ledger-head-title = أحدث رأس موقّع
ledger-head-text = هذا النص القصير يمثل السجل كله حتى الآن. يمكنك الاحتفاظ بنسخة منه. وإذا غُيّر السجل يومًا في الخفاء فلن تطابقه نسختك.
ledger-key-title = مفتاحنا العلني
ledger-key-text = بهذا المفتاح يمكنك التأكد من أن التوقيع توقيعنا.
ledger-files-title = ملفات للتحقق المستقل
ledger-files-text = تتبع الملفات معيارًا مفتوحًا، فيمكن التحقق منها ببرامج غيرنا كما ببرنامجنا.
ledger-files-checkpoint = الرأس الموقّع
ledger-files-tiles = السجل مقسّمًا إلى قطع
ledger-files-entries = الأسطر
ledger-mine-title = هل بلاغي فيه؟
ledger-mine-text = يذكر إيصالك رقم سطر. ومتى وُقّع الرأس لأسطر أكثر من ذلك، فسطرك في الملفات أعلاه، ويبقى فيها.
