//! One happening: who tells of it, how it is coded, and what becomes of it.

use anyhow::Context as _;
use domain::coding::Facets;
use domain::fact::SetAside;
use jiff::civil::{Date, date};

use super::{Coded, Fate, Happening, Planner, Step};
use crate::demo::posted::Told;
use crate::demo::telling::{self, Setting};

/// Wards in which things happen, with how often. Chosen by dice: they say nothing about the real ones.
const AREAS: [(&str, f64); 12] = [
    ("E05012996", 9.0),
    ("E05013010", 9.0),
    ("E05013011", 8.0),
    ("E05013016", 6.0),
    ("E05013012", 5.0),
    ("E05013004", 4.0),
    ("E05013007", 4.0),
    ("E05013006", 3.0),
    ("E05013000", 3.0),
    ("E05012999", 2.0),
    ("E05013008", 1.0),
    ("rotherham-ward-not-known", 4.0),
];

const CHANNELS: [(&str, f64); 5] = [
    ("web-form", 0.6),
    ("phone", 0.15),
    ("in-person", 0.1),
    ("message", 0.09),
    ("letter", 0.06),
];

/// Signs that by themselves show too little to verify an incident.
const TOO_LITTLE: [&str; 2] = ["victim-perception", "difference"];

const CODING_NOTES: [&str; 6] = [
    "",
    "",
    "Exact words are in the report. Asked whether anybody else heard them.",
    "Fits what others told us from the same street.",
    "Rang at the time they asked for; they would like to stay anonymous.",
    "Pictures seen and described here, originals stay with the reporter for now.",
];
const RETURNS: [&str; 2] = [
    "Which words were used? The signs say \"words used\", and I can't find them in the report.",
    "Please look at the target group again: the shouting names a faith, the coding only a colour.",
];

impl<'a> Planner<'a> {
    /// Something that happens on a day, and sometimes the same again, told as if it were another.
    pub(super) fn happening(
        &mut self,
        day: Date,
        in_rise: bool,
    ) -> anyhow::Result<Vec<Happening<'a>>> {
        let scenes = self.scenes;
        let weights = scenes
            .iter()
            .map(|scene| scene.weight * if in_rise { scene.after_march } else { 1.0 });
        let place = self.dice.weighted(weights);
        let scene = scenes.get(place).context("there are no scenes")?;
        let [from, to] = scene.hours;
        let setting = Setting {
            day,
            hour: self.dice.between(from, to - 1),
            street: telling::street(&mut self.dice),
        };
        let happening = Happening {
            scene,
            occurred: self.occurred(day, scene.ongoing),
            area: if scene.place == "online" {
                "online-only"
            } else {
                self.dice.word(&AREAS)
            },
            people: self.dice.between(scene.people[0], scene.people[1]),
            platform: self.dice.one(&scene.platform).map(String::as_str),
            age: self.dice.one(&scene.age).map(String::as_str),
            gender: self.dice.one(&scene.gender).map(String::as_str),
            duplicate: false,
            reports: Vec::new(),
        };
        let first = self.told_first(&setting)?;
        if first >= self.now - 1_800 {
            return Ok(Vec::new());
        }
        let mut others = Vec::new();
        if !scene.witness.is_empty() && self.dice.chance(0.3) {
            others.push(first + self.dice.between(3_600, 6 * 86_400));
            if self.dice.chance(0.25) {
                others.push(first + self.dice.between(86_400, 12 * 86_400));
            }
        }
        let mut reports = vec![(first, self.receive(&happening, &setting, first, false)?)];
        let again = !others.is_empty() && self.dice.chance(0.2);
        let mut happenings = Vec::new();
        others.retain(|at| *at < self.now - 1_800);
        for at in others {
            let step = self.receive(&happening, &setting, at, true)?;
            if again {
                happenings.push(Happening {
                    duplicate: true,
                    reports: vec![(at, step)],
                    ..happening
                });
            } else {
                reports.push((at, step));
            }
        }
        happenings.push(Happening {
            reports,
            ..happening
        });
        Ok(happenings)
    }

    /// When the first person tells of it.
    fn told_first(&mut self, setting: &Setting) -> anyhow::Result<i64> {
        let seconds = setting.hour * 3_600 + self.dice.between(0, 3_599);
        let happened = self.moment(setting.day, seconds)?;
        let wait = match self.dice.fraction() {
            ..0.35 => self.dice.between(900, 30 * 3_600),
            0.35..0.78 => self.dice.between(86_400, 7 * 86_400),
            0.78..0.94 => self.dice.between(7 * 86_400, 21 * 86_400),
            _ => self.dice.between(21 * 86_400, 80 * 86_400),
        };
        Ok(happened + wait)
    }

    fn receive(
        &mut self,
        happening: &Happening<'a>,
        setting: &Setting,
        at: i64,
        witness: bool,
    ) -> anyhow::Result<Step> {
        let scene = happening.scene;
        let language = match self.dice.fraction() {
            ..0.3 if !scene.ur.is_empty() && !witness => "ur",
            0.3..0.55 if !scene.ar.is_empty() && !witness => "ar",
            _ => "en",
        };
        let places = if scene.place == "online" {
            &scene.links
        } else {
            &scene.places
        };
        let place = self
            .dice
            .one(places)
            .map_or(String::new(), |place| telling::fill(place, "en", setting));
        let today = self
            .zone
            .to_datetime(jiff::Timestamp::from_second(at)?)
            .date();
        let told = Told {
            scene,
            setting,
            language,
            witness,
            people: happening.people,
            platform: happening.platform,
            age: happening.age,
            gender: happening.gender,
            place: &place,
            today,
        };
        let posted = told.fields(&mut self.dice).into_pairs();
        let channel = if scene.aside.is_some() {
            "web-form"
        } else {
            self.dice.word(&CHANNELS)
        };
        Ok(Step::Receive {
            channel,
            language,
            posted,
        })
    }

    /// What is done about a happening, in order.
    pub(super) fn steps(
        &mut self,
        mut happening: Happening<'a>,
        fate: Fate,
    ) -> anyhow::Result<Vec<(i64, Step)>> {
        let mut steps = std::mem::take(&mut happening.reports);
        let reports = steps.len();
        let received: Vec<i64> = steps.iter().map(|(at, _)| *at).collect();
        let first = received
            .first()
            .copied()
            .with_context(|| format!("{} happened and nobody told us", happening.scene.id))?;
        if fate == Fate::Inbox {
            return Ok(steps);
        }
        let mut at = self.at_work(first, [0, 3])?;
        if let Some(reason) = &happening.scene.aside {
            let reason = SetAside::parse(reason)
                .with_context(|| format!("{reason} is no reason to set a report aside"))?;
            steps.push((at, Step::SetAside(reason)));
            return Ok(steps);
        }
        steps.push((at, Step::Make));
        for received in received.into_iter().skip(1) {
            let attached = self.at_work(received.max(at), [0, 2])?;
            steps.push((attached, Step::Attach));
        }
        let decision = self.decision(&happening);
        let full = coded(&happening, reports, decision);
        if fate == Fate::Coding {
            if self.dice.chance(0.5) {
                let mut begun = full;
                begun.facets = begun
                    .facets
                    .iter()
                    .filter(|(facet, _)| *facet != "area")
                    .flat_map(pairs)
                    .collect();
                steps.push((self.at_work(at, [0, 1])?, Step::Code(begun, "")));
            }
            return Ok(in_order(steps));
        }
        let given = if decision == "reclassified" {
            misread(&full)
        } else {
            full.clone()
        };
        at = self.at_work(at, [0, 4])?;
        let note = self.dice.one(&CODING_NOTES).copied().unwrap_or_default();
        steps.push((at, Step::Code(given.clone(), note)));
        at += self.dice.between(40, 400);
        steps.push((at.min(self.now), Step::Submit));
        if fate == Fate::InCheck {
            return Ok(in_order(steps));
        }
        if self.dice.chance(0.06) {
            at = self.at_work(at, [1, 5])?;
            steps.push((
                at,
                Step::Return(self.dice.one(&RETURNS).copied().unwrap_or_default()),
            ));
            at = self.at_work(at, [0, 3])?;
            steps.push((at, Step::Code(given, "Added what was missing.")));
            at += self.dice.between(40, 400);
            steps.push((at.min(self.now), Step::Submit));
        }
        at = self.at_work(at, [1, 9])?;
        let own = (decision == "reclassified").then_some(full);
        steps.push((at, Step::Check(decision, own, reason(decision))));
        if self.dice.chance(0.55) {
            let told = at + self.dice.between(3, 40) * 86_400;
            let told = self.at_work(told.min(self.now), [0, 0])?;
            if told < self.now - 3_600 {
                steps.push((told, self.police(told)?));
            }
        }
        Ok(in_order(steps))
    }

    fn decision(&mut self, happening: &Happening<'_>) -> &'static str {
        match happening.scene.ends.as_deref() {
            _ if happening.duplicate => "duplicate",
            Some("out-of-scope") => "out-of-scope",
            _ => self.dice.word(&[
                ("verified", 0.83),
                ("reclassified", 0.04),
                ("needs-corroboration", 0.08),
                ("withdrawn", 0.035),
                ("unfounded", 0.015),
            ]),
        }
    }

    /// What the police made of it, as far as we were told.
    fn police(&mut self, at: i64) -> anyhow::Result<Step> {
        let day = self
            .zone
            .to_datetime(jiff::Timestamp::from_second(at)?)
            .date();
        // Forces gave up recording non-crime hate incidents from late 2025 on.
        let non_crime = if day < date(2025, 11, 1) {
            ("nchi", 0.2)
        } else {
            ("asb-intelligence", 0.1)
        };
        let classification = self.dice.word(&[
            ("crime", 0.38),
            non_crime,
            ("not-recorded", 0.08),
            ("not-reported", 0.26),
            ("unknown", 0.12),
        ]);
        let decided =
            matches!(classification, "crime" | "nchi" | "asb-intelligence").then_some(day);
        Ok(Step::Police(classification, decided))
    }
}

fn pairs<'f>(
    (facet, codes): (&'f str, &'f std::collections::BTreeSet<String>),
) -> impl Iterator<Item = (String, String)> {
    codes
        .iter()
        .map(move |code| (facet.to_owned(), code.clone()))
}

/// Steps in the order of time; those of one moment in the order given.
fn in_order(mut steps: Vec<(i64, Step)>) -> Vec<(i64, Step)> {
    steps.sort_by_key(|(at, _)| *at);
    steps
}

/// How a caseworker codes it. Where the check finds too little, there was little.
fn coded(happening: &Happening<'_>, reports: usize, decision: &str) -> Coded {
    let scene = happening.scene;
    let mut facets = Facets::new();
    let mut insert = |facet: &str, codes: &mut dyn Iterator<Item = &str>| {
        for code in codes.filter(|code| !code.is_empty()) {
            facets.insert(facet, code);
        }
    };
    insert("category", &mut [scene.category.as_str()].into_iter());
    insert("strand", &mut scene.strand.iter().map(String::as_str));
    insert("target", &mut scene.target.iter().map(String::as_str));
    if decision == "needs-corroboration" {
        insert("bias-indicator", &mut TOO_LITTLE.into_iter());
    } else {
        insert(
            "bias-indicator",
            &mut scene.indicators.iter().map(String::as_str),
        );
        if reports > 1 {
            insert(
                "bias-indicator",
                &mut ["witness", "witness-perception"].into_iter(),
            );
        }
    }
    insert("place-type", &mut [scene.place.as_str()].into_iter());
    insert("visibility", &mut scene.visibility.as_deref().into_iter());
    insert(
        "relationship",
        &mut scene.relationship.as_deref().into_iter(),
    );
    insert("age-band", &mut happening.age.into_iter());
    insert("gender", &mut happening.gender.into_iter());
    insert("occupation", &mut scene.work.as_deref().into_iter());
    insert("online-platform", &mut happening.platform.into_iter());
    insert("area", &mut [happening.area].into_iter());
    Coded {
        occurred: happening.occurred,
        persons: u32::try_from(happening.people).ok(),
        facets,
    }
}

/// The same with the milder category that a hurried reader gives it.
fn misread(full: &Coded) -> Coded {
    let mut facets: Facets = full
        .facets
        .iter()
        .filter(|(facet, _)| *facet != "category")
        .flat_map(pairs)
        .collect();
    let milder = if full.facets.has("category", "abusive-behaviour") {
        "hate-speech"
    } else {
        "abusive-behaviour"
    };
    facets.insert("category", milder);
    Coded {
        facets,
        ..full.clone()
    }
}

const fn reason(decision: &str) -> &'static str {
    match decision.as_bytes() {
        b"reclassified" => {
            "The category was too mild or too general for what the report says. The rest stands."
        }
        b"needs-corroboration" => {
            "Believed. Nothing yet shows what drove it; a second account or the film would settle it."
        }
        b"out-of-scope" => {
            "Nothing points to hostility towards a group, or it was not here. Sent to the right office."
        }
        b"duplicate" => "The same happening is with us already, told by the person affected.",
        b"unfounded" => "The reporter found out that it had been an accident and told us so.",
        b"withdrawn" => "Asked us not to count it.",
        _ => "",
    }
}

#[cfg(test)]
pub(in crate::demo) fn coding_of(
    scene: &crate::demo::scenes::Scene,
    dice: &mut crate::demo::dice::Dice,
) -> Coded {
    let happening = Happening {
        scene,
        occurred: domain::Occurred::UNKNOWN,
        area: dice.word(&AREAS),
        people: scene.people[0],
        platform: dice.one(&scene.platform).map(String::as_str),
        age: dice.one(&scene.age).map(String::as_str),
        gender: dice.one(&scene.gender).map(String::as_str),
        duplicate: false,
        reports: Vec::new(),
    };
    coded(&happening, 1, "verified")
}
