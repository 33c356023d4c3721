//! What somebody fills into the report form.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::dice::Dice;
use super::scenes::Scene;
use super::telling::{self, Setting};

/// What those call themselves who leave a name.
const NAMES: [&str; 12] = [
    "Aisha M.",
    "Tomasz",
    "Mrs Begum",
    "Leah",
    "Naveed",
    "Precious N.",
    "Harpreet",
    "Joan",
    "Omar",
    "Zuzana",
    "Kieran",
    "Mei",
];

/// Who tells it, and about what.
pub(super) struct Told<'a> {
    pub(super) scene: &'a Scene,
    pub(super) setting: &'a Setting,
    pub(super) language: &'static str,
    /// Whether somebody who saw it tells it.
    pub(super) witness: bool,
    pub(super) people: i64,
    pub(super) platform: Option<&'a str>,
    pub(super) age: Option<&'a str>,
    pub(super) gender: Option<&'a str>,
    /// The place in words.
    pub(super) place: &'a str,
    /// The day on which it is told.
    pub(super) today: Date,
}

/// The fields of the form with what was filled in, in any order.
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    fn put(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    fn put_some(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.put(name, value);
        }
    }

    /// The posted pairs.
    pub(super) fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }
}

impl Told<'_> {
    /// The fields, as this person would fill them in.
    pub(super) fn fields(&self, dice: &mut Dice) -> Fields {
        let mut fields = Fields(Vec::new());
        let tellings = if self.witness {
            &self.scene.witness
        } else {
            self.scene.tellings(self.language)
        };
        let telling = dice.one(tellings).map_or("", String::as_str);
        let mut story = telling::fill(telling, self.language, self.setting);
        if let Some(closing) =
            telling::closing(self.language, dice).filter(|_| self.scene.aside.is_none())
        {
            story.push_str("\n\n");
            story.push_str(closing);
        }
        fields.put("story", story);
        if self.scene.aside.is_some() {
            return fields;
        }
        self.when(&mut fields, dice);
        self.place_and_people(&mut fields, dice);
        self.motive(&mut fields, dice);
        contact(&mut fields, self.language, dice);
        fields
    }

    fn when(&self, fields: &mut Fields, dice: &mut Dice) {
        let day = self.setting.day;
        let days = day.until(self.today).map_or(0, |span| span.get_days());
        let exact = dice.fraction();
        if self.scene.ongoing {
            fields.put("when-kind", "keeps-happening");
            fields.put("when-from", day.to_string());
        } else if days == 0 && self.setting.hour < 24 {
            fields.put("when-kind", "today");
        } else if days == 1 {
            fields.put("when-kind", "yesterday");
        } else if exact < 0.72 {
            fields.put("when-kind", "exact");
            fields.put("when-date", day.to_string());
            if dice.chance(0.5) {
                fields.put(
                    "when-time",
                    format!(
                        "{:02}:{:02}",
                        self.setting.hour % 24,
                        dice.between(0, 11) * 5
                    ),
                );
            }
        } else if exact < 0.88 {
            fields.put("when-kind", "about");
            fields.put("when-date", day.to_string());
        } else if exact < 0.96 {
            let from = day.checked_sub(dice.between(1, 6).days()).unwrap_or(day);
            fields.put("when-kind", "between");
            fields.put("when-from", from.to_string());
            fields.put("when-to", day.to_string());
        } else {
            fields.put("when-kind", "unknown");
        }
    }

    fn place_and_people(&self, fields: &mut Fields, dice: &mut Dice) {
        let scene = self.scene;
        fields.put_some("place-kind", Some(&scene.place));
        fields.put_some("place-words", Some(self.place));
        fields.put_some("platform", self.platform);
        fields.put("role", if self.witness { "witness" } else { &scene.who });
        if dice.chance(0.8) {
            fields.put("people", self.people.to_string());
        }
        if dice.chance(0.8) {
            fields.put_some("age", self.age);
            fields.put_some("gender", self.gender);
        }
        if dice.chance(0.8) {
            fields.put_some("work", scene.work.as_deref());
        }
        if !self.witness {
            let others = dice
                .one(&scene.others)
                .map(|others| telling::fill(others, "en", self.setting));
            fields.put_some("others", others.as_deref());
        }
        if dice.chance(0.7) {
            fields.put_some("known", scene.relationship.as_deref());
        }
    }

    /// What the reporter thinks that it was for; some leave that out.
    fn motive(&self, fields: &mut Fields, dice: &mut Dice) {
        let scene = self.scene;
        if dice.chance(0.12) {
            return;
        }
        let said = |facet: &str, coded: &[String]| {
            scene
                .says
                .get(facet)
                .cloned()
                .unwrap_or_else(|| coded.to_vec())
        };
        let strands = said("strand", &scene.strand);
        for strand in strands.iter().filter(|strand| *strand != "not-known") {
            fields.put("strand", strand);
        }
        for (question, listed) in [
            (
                "religion",
                &[
                    "muslim",
                    "jewish",
                    "sikh",
                    "hindu",
                    "buddhist",
                    "christian",
                    "other-religion",
                    "no-belief",
                ][..],
            ),
            (
                "race",
                &[
                    "asian",
                    "black",
                    "arab",
                    "white",
                    "gypsy-roma-traveller",
                    "migrant-asylum",
                    "other-race",
                ],
            ),
        ] {
            if strands.iter().any(|strand| strand == question) {
                for target in said(question, &scene.target)
                    .iter()
                    .filter(|target| listed.contains(&target.as_str()))
                {
                    fields.put(question, target);
                }
            }
        }
        fields.put_some(
            "visible",
            scene.visibility.as_deref().filter(|_| dice.chance(0.8)),
        );
    }
}

/// With whom we may share it, and how to reach them. Numbers and addresses are those kept free for invented people.
fn contact(fields: &mut Fields, language: &str, dice: &mut Dice) {
    for (partner, chance) in [
        ("south-yorkshire-police", 0.4),
        ("victim-support", 0.35),
        ("rotherham-council", 0.2),
    ] {
        if dice.chance(chance) {
            fields.put("share", partner);
        }
    }
    match dice.word(&[("yes", 0.3), ("no", 0.5), ("not-sure", 0.05), ("", 0.15)]) {
        "yes" => {
            fields.put("told-police", "yes");
            if dice.chance(0.5) {
                fields.put(
                    "police-reference",
                    format!("invented/{:06}", dice.between(1, 999_999)),
                );
            }
        }
        told => fields.put_some("told-police", Some(told)),
    }
    let reach = dice.word(&[
        ("here", 0.45),
        ("not-at-all", 0.2),
        ("phone", 0.15),
        ("text", 0.08),
        ("email", 0.12),
    ]);
    fields.put("reach", reach);
    match reach {
        "phone" | "text" => fields.put("phone", format!("07700 900{:03}", dice.between(0, 999))),
        "email" => fields.put(
            "email",
            format!("reporter{}@example.org", dice.between(100, 999)),
        ),
        _ => return,
    }
    if reach == "phone" {
        fields.put("voicemail", "no");
    }
    fields.put_some(
        "safe-times",
        dice.one(&[
            "after six in the evening",
            "mornings, I live with others",
            "",
        ])
        .copied(),
    );
    fields.put_some("name", dice.one(&NAMES).copied());
    fields.put_some(
        "language",
        Some(language)
            .filter(|language| *language != "en")
            .map(|language| match language {
                "ur" => "اردو",
                _ => "العربية",
            }),
    );
}
