### The public record that anybody can check.

ledger-title = ہمارا ریکارڈ پرکھیں
ledger-lead = جب بھی کچھ ملتا ہے، طے ہوتا ہے یا بدلتا ہے، ہم ریکارڈ میں ایک سطر بڑھا دیتے ہیں۔ کوئی سطر چپکے سے نہ بدلی جا سکتی ہے نہ نکالی جا سکتی ہے۔
ledger-what-title = اس میں کیا ہے
ledger-what-text = ہر سطر بتاتی ہے کہ کب اور کس قسم کا کام ہوا، اور باقی پر ایک مہر رکھتی ہے۔ اس میں نہ نام ہے، نہ کہانی، نہ جگہ۔
ledger-size =
    { $entries ->
        [0] ریکارڈ ابھی خالی ہے۔
        [one] ریکارڈ میں 1 سطر ہے۔
       *[other] ریکارڈ میں { $entries } سطریں ہیں۔
    }
ledger-head-title = تازہ ترین دستخط شدہ سرا
ledger-head-text = یہ چھوٹی سی تحریر اب تک کے پورے ریکارڈ کی نشانی ہے۔ اس کی نقل رکھ لیں۔ اگر کبھی ریکارڈ آپ سے چھپا کر بدلا گیا تو آپ کی نقل اس سے میل نہیں کھائے گی۔
ledger-head-time = دستخط کا وقت: { $moment }
ledger-head-hash = جڑ
ledger-key-title = ہماری عوامی چابی
ledger-key-text = اس چابی سے آپ جان سکتے ہیں کہ دستخط ہمارے ہی ہیں۔
ledger-files-title = آپ کی اپنی جانچ کے لیے فائلیں
ledger-files-text = یہ فائلیں ایک کھلے معیار پر ہیں، اس لیے آپ انہیں ہمارے پروگرام سے بھی جانچ سکتے ہیں اور دوسروں کے پروگراموں سے بھی۔
ledger-files-checkpoint = دستخط شدہ سرا
ledger-files-tiles = ریکارڈ، ٹکڑوں میں
ledger-files-entries = سطریں
ledger-mine-title = کیا میری رپورٹ اس میں ہے؟
ledger-mine-text = آپ کی رسید پر سطر کا نمبر اور جانچ کا کوڈ ہے۔ وہ سطر یہاں کھولیں: کوڈ وہی ہونا چاہیے۔
ledger-entry-number = سطر
ledger-entry-kind = قسم
ledger-entry-time = وقت
ledger-entry-code = جانچ کا کوڈ
