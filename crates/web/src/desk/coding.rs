//! The coding panel, generated from the codebook: its fields, what was posted, and what is different.

use domain::codebook::{Cardinality, Code, Codebook, Facet, FacetOn};
use domain::coding::WrongCoding;
use domain::occurred::WrongOccurred;
use domain::{CodebookReference, Coding, Facets, Occurred, Precision};
use jiff::civil::Date;
use text::Value;

use super::inbox::Choice;
use super::wording::{self, typed_day};
use crate::form::Posted;
use crate::page::Page;

/// More people than this are not counted by hand.
const MOST_PERSONS: u32 = 100_000;

/// The fields of a coding as typed, before they are known to fit.
#[derive(Clone, Default)]
pub(super) struct Draft {
    precision: String,
    from: String,
    to: String,
    persons: String,
    facets: Facets,
    /// What the coder writes beside it.
    pub(super) note: String,
}

/// Something to mend in the panel: the field it stands in, and what is wrong.
pub(super) struct Mend {
    pub(super) field: String,
    pub(super) words: String,
}

/// Why typed fields are no coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WrongField {
    Precision,
    From,
    To,
    DaysReversed,
    DayMissing,
    Persons,
}

impl Draft {
    /// The fields that show a coding.
    pub(super) fn of(coding: &Coding) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            precision: coding.occurred.precision.code().to_owned(),
            from: day(coding.occurred.from),
            to: if coding.occurred.precision == Precision::Between {
                day(coding.occurred.to)
            } else {
                String::new()
            },
            persons: coding
                .persons
                .map(|persons| persons.to_string())
                .unwrap_or_default(),
            facets: coding.facets.clone(),
            note: String::new(),
        }
    }

    /// The fields as posted; codes are taken as they come and looked up later.
    pub(super) fn posted(posted: &Posted, codebook: &Codebook) -> Self {
        Self {
            precision: posted.value("when-precision").to_owned(),
            from: posted.value("when-from").to_owned(),
            to: posted.value("when-to").to_owned(),
            persons: posted.value("persons").to_owned(),
            facets: posted_facets(posted, codebook.coding_facets(), "facet"),
            note: posted.value("note").to_owned(),
        }
    }

    /// The coding that the fields make.
    pub(super) fn coding(&self, codebook: CodebookReference) -> Result<Coding, WrongField> {
        let precision = Precision::parse(&self.precision).ok_or(WrongField::Precision)?;
        let from = typed_day(&self.from).map_err(|_| WrongField::From)?;
        let to = typed_day(&self.to).map_err(|_| WrongField::To)?;
        let occurred = Occurred::new(precision, from, to).map_err(|wrong| match wrong {
            WrongOccurred::Backwards => WrongField::DaysReversed,
            WrongOccurred::Missing => WrongField::DayMissing,
        })?;
        let persons = match self.persons.trim() {
            "" => None,
            typed => {
                let persons = typed
                    .parse::<u32>()
                    .ok()
                    .filter(|persons| (1..=MOST_PERSONS).contains(persons));
                Some(persons.ok_or(WrongField::Persons)?)
            }
        };
        Ok(Coding {
            codebook,
            occurred,
            persons,
            facets: self.facets.clone(),
        })
    }

    /// Takes one code of a facet in place of what was chosen in it.
    pub(super) fn choose(&mut self, facet: &str, code: &str) {
        let others = self.facets.iter().filter(|(id, _)| *id != facet);
        let mut facets: Facets = others
            .flat_map(|(id, codes)| codes.iter().map(|code| (id.to_owned(), code.clone())))
            .collect();
        facets.insert(facet, code);
        self.facets = facets;
    }

    /// Every field with its value, to be carried through another page unseen.
    pub(super) fn fields(&self) -> Vec<(String, String)> {
        let mut fields = vec![
            ("when-precision".to_owned(), self.precision.clone()),
            ("when-from".to_owned(), self.from.clone()),
            ("when-to".to_owned(), self.to.clone()),
            ("persons".to_owned(), self.persons.clone()),
        ];
        for (facet, codes) in self.facets.iter() {
            fields.extend(
                codes
                    .iter()
                    .map(|code| (format!("facet-{facet}"), code.clone())),
            );
        }
        fields
    }
}

/// The codes posted for some facets, under names that begin with `prefix`.
pub(super) fn posted_facets<'c>(
    posted: &Posted,
    facets: impl Iterator<Item = &'c Facet>,
    prefix: &str,
) -> Facets {
    let mut found = Facets::new();
    for facet in facets {
        let name = format!("{prefix}-{}", facet.id);
        for code in posted.values(&name).filter(|code| !code.is_empty()) {
            found.insert(&facet.id, code);
        }
    }
    found
}

/// The panel as shown.
pub(super) struct Panel {
    pub(super) codebook: String,
    pub(super) precisions: Vec<Choice>,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) persons: String,
    pub(super) facets: Vec<PanelFacet>,
}

/// One facet of the panel.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a mark of its own on the page"
)]
pub(super) struct PanelFacet {
    /// The name of its field.
    pub(super) name: String,
    pub(super) label: String,
    pub(super) definition: String,
    pub(super) definitions_in: String,
    pub(super) required: bool,
    pub(super) many: bool,
    /// Its codes explain themselves, and there are many: a list that opens.
    pub(super) opens: bool,
    pub(super) nothing_chosen: bool,
    pub(super) wrong: bool,
    /// It can wait, and nothing is chosen in it: closed until it is asked for.
    pub(super) folded: bool,
    pub(super) groups: Vec<PanelGroup>,
}

/// Codes that belong together.
pub(super) struct PanelGroup {
    pub(super) label: Option<String>,
    /// Codes under a parent that isn't chosen, none of them chosen: closed until asked for.
    pub(super) folded: bool,
    pub(super) codes: Vec<PanelCode>,
}

/// One code of the panel.
pub(super) struct PanelCode {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) definition: Option<String>,
    pub(super) chosen: bool,
}

impl Panel {
    /// The panel with a draft filled in. Fields named in `mend` are marked.
    pub(super) fn new(page: &Page, draft: &Draft, today: Date, mend: &[Mend]) -> Self {
        let codebook = page.codebook();
        let facets = codebook
            .coding_facets()
            .map(|facet| panel_facet(page, facet, "facet", &draft.facets, today, mend));
        let precisions = [
            Precision::Exact,
            Precision::About,
            Precision::Between,
            Precision::Unknown,
        ];
        Self {
            codebook: page.text_with(
                "coding-codebook",
                &[
                    (
                        "name",
                        Value::from(page.label(&codebook.label, &codebook.id)),
                    ),
                    ("version", Value::from(u64::from(codebook.version))),
                ],
            ),
            precisions: precisions
                .into_iter()
                .map(|precision| {
                    Choice::new(
                        precision.code(),
                        wording::precision(page, precision),
                        &draft.precision,
                    )
                })
                .collect(),
            from: draft.from.clone(),
            to: draft.to.clone(),
            persons: draft.persons.clone(),
            facets: facets.collect(),
        }
    }
}

fn definitions_in(codebook: &Codebook) -> String {
    codebook
        .languages
        .first()
        .cloned()
        .unwrap_or_else(|| "en".to_owned())
}

/// One facet with its codes, those chosen marked.
pub(super) fn panel_facet(
    page: &Page,
    facet: &Facet,
    prefix: &str,
    chosen: &Facets,
    today: Date,
    mend: &[Mend],
) -> PanelFacet {
    let name = format!("{prefix}-{}", facet.id);
    let explained = facet
        .codes
        .iter()
        .filter(|code| code.definition.is_some())
        .count();
    let many = facet.cardinality == Cardinality::Many;
    let nothing_chosen = chosen.codes(&facet.id).next().is_none();
    let wrong = mend.iter().any(|mend| mend.field == name);
    PanelFacet {
        label: wording::facet(page, facet),
        definition: facet.definition.clone(),
        definitions_in: definitions_in(page.codebook()),
        required: facet.required_for_check,
        many,
        opens: !many && facet.codes.len() > 8 && explained * 2 < facet.codes.len(),
        nothing_chosen,
        wrong,
        folded: nothing_chosen && !wrong && !facet.required_for_check,
        groups: groups(page, facet, chosen, today),
        name,
    }
}

fn groups(page: &Page, facet: &Facet, chosen: &Facets, today: Date) -> Vec<PanelGroup> {
    let parent = facet
        .parent
        .as_deref()
        .and_then(|parent| page.codebook().facet(parent));
    let mut groups: Vec<(Option<String>, PanelGroup)> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for code in &facet.codes {
        let is_chosen = chosen.has(&facet.id, &code.code);
        // A code that has run out stays in sight where it was given.
        if seen.contains(&code.code.as_str()) || !(code.holds_on(today) || is_chosen) {
            continue;
        }
        seen.push(&code.code);
        let (key, label, folded) = match (parent, code.parents.first(), &code.group) {
            (Some(parent), Some(under), _) => (
                Some(under.clone()),
                Some(page.code_label(&parent.id, under)),
                !chosen.has(&parent.id, under),
            ),
            (_, _, Some(group)) => (Some(group.clone()), Some(page.label(group, group)), false),
            _ => (None, None, false),
        };
        let shown = panel_code(page, code, is_chosen);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => {
                group.folded &= !is_chosen;
                group.codes.push(shown);
            }
            None => groups.push((
                key,
                PanelGroup {
                    label,
                    folded: folded && !is_chosen,
                    codes: vec![shown],
                },
            )),
        }
    }
    // Codes of an imported incident that this codebook doesn't list.
    let strange: Vec<PanelCode> = chosen
        .codes(&facet.id)
        .filter(|code| !seen.contains(code))
        .map(|code| PanelCode {
            code: code.to_owned(),
            label: code.to_owned(),
            definition: None,
            chosen: true,
        })
        .collect();
    if !strange.is_empty() {
        groups.push((
            None,
            PanelGroup {
                label: None,
                folded: false,
                codes: strange,
            },
        ));
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn panel_code(page: &Page, code: &Code, chosen: bool) -> PanelCode {
    let examples = if code.examples.is_empty() {
        None
    } else {
        Some(format!("({})", code.examples.join("; ")))
    };
    let definition = [code.definition.clone(), examples]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    PanelCode {
        code: code.code.clone(),
        label: page.label(&code.label, &code.code),
        definition: Some(definition).filter(|definition| !definition.is_empty()),
        chosen,
    }
}

/// What is wrong with a typed field, in words.
pub(super) fn mend_field(page: &Page, wrong: WrongField) -> Mend {
    let (field, words) = match wrong {
        WrongField::Precision => ("when-precision", page.text("error-choice")),
        WrongField::To => ("when-to", page.text("error-date")),
        WrongField::DaysReversed => ("when-to", page.text("error-date-order")),
        WrongField::From | WrongField::DayMissing => ("when-from", page.text("error-date")),
        WrongField::Persons => ("persons", page.text("error-number")),
    };
    Mend {
        field: field.to_owned(),
        words,
    }
}

/// What doesn't fit the codebook, in words.
pub(super) fn mend_coding(page: &Page, wrong: &[WrongCoding]) -> Vec<Mend> {
    let label = |id: &str| {
        page.codebook()
            .facet(id)
            .map_or_else(|| id.to_owned(), |facet| wording::facet(page, facet))
    };
    wrong
        .iter()
        .map(|wrong| match wrong {
            WrongCoding::UnknownFacet(facet) => Mend {
                field: "coding".to_owned(),
                words: page.say("coding-unknown", "facet", &label(facet)),
            },
            WrongCoding::UnknownCode { facet, .. } => Mend {
                field: format!("facet-{facet}"),
                words: page.say("coding-unknown", "facet", &label(facet)),
            },
            WrongCoding::TooMany(facet) => Mend {
                field: format!("facet-{facet}"),
                words: page.say("coding-too-many", "facet", &label(facet)),
            },
            WrongCoding::Missing(facet) => Mend {
                field: format!("facet-{facet}"),
                words: page.say("coding-needed", "facet", &label(facet)),
            },
        })
        .collect()
}

/// One part of a coding in words.
pub(super) struct Part {
    /// `when`, `persons`, or the facet.
    pub(super) key: String,
    pub(super) label: String,
    pub(super) value: String,
}

/// Every part of a coding in words; facets that aren't coded say so.
pub(super) fn parts(page: &Page, coding: &Coding) -> Vec<Part> {
    let mut parts = vec![
        Part {
            key: "when".to_owned(),
            label: page.text("incident-happened"),
            value: wording::occurred(page, &coding.occurred),
        },
        Part {
            key: "persons".to_owned(),
            label: page.text("coding-persons"),
            value: coding.persons.map_or_else(
                || page.text("word-not-said"),
                |persons| page.number(u64::from(persons)),
            ),
        },
    ];
    parts.extend(
        page.codebook()
            .facets_on(FacetOn::Incident)
            .map(|facet| Part {
                key: facet.id.clone(),
                label: wording::facet(page, facet),
                value: wording::codes(page, &facet.id, coding.facets.codes(&facet.id)),
            }),
    );
    parts
}

/// A part that two codings say differently.
pub(super) struct Difference {
    pub(super) label: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// What became different from one coding to the next.
pub(super) fn differences(page: &Page, before: &Coding, after: &Coding) -> Vec<Difference> {
    parts(page, before)
        .into_iter()
        .zip(parts(page, after))
        .filter(|(before, after)| before.value != after.value)
        .map(|(before, after)| Difference {
            label: before.label,
            before: before.value,
            after: after.value,
        })
        .collect()
}

/// Takes one part of a coding from another.
pub(super) fn take_part(into: &mut Coding, from: &Coding, key: &str) {
    match key {
        "when" => into.occurred = from.occurred,
        "persons" => into.persons = from.persons,
        facet => {
            let kept = into.facets.iter().filter(|(id, _)| *id != facet);
            let taken = from.facets.iter().filter(|(id, _)| *id == facet);
            into.facets = kept
                .chain(taken)
                .flat_map(|(id, codes)| codes.iter().map(|code| (id.to_owned(), code.clone())))
                .collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    fn uk() -> Codebook {
        Codebook::parse(domain::codebook::UK).expect("the codebook is sound")
    }

    fn reference() -> CodebookReference {
        CodebookReference {
            id: "uk".to_owned(),
            version: 1,
        }
    }

    #[test]
    fn what_is_shown_is_read_back() {
        let coding = Coding {
            codebook: reference(),
            occurred: Occurred::new(
                Precision::Between,
                Some(date(2026, 3, 1)),
                Some(date(2026, 3, 4)),
            )
            .expect("days"),
            persons: Some(3),
            facets: [
                ("strand", "race"),
                ("strand", "religion"),
                ("category", "assault"),
            ]
            .into_iter()
            .map(|(facet, code)| (facet.to_owned(), code.to_owned()))
            .collect(),
        };
        let draft = Draft::of(&coding);
        let again = Draft::posted(&Posted(draft.fields()), &uk());
        assert_eq!(again.coding(reference()), Ok(coding));
    }

    #[test]
    fn wrong_fields_are_named() {
        let cases: &[(&[(&str, &str)], WrongField)] = &[
            (&[], WrongField::Precision),
            (&[("when-precision", "exact")], WrongField::DayMissing),
            (
                &[("when-precision", "exact"), ("when-from", "2026-02-30")],
                WrongField::From,
            ),
            (
                &[
                    ("when-precision", "between"),
                    ("when-from", "2026-02-03"),
                    ("when-to", "x"),
                ],
                WrongField::To,
            ),
            (
                &[
                    ("when-precision", "between"),
                    ("when-from", "2026-02-03"),
                    ("when-to", "2026-02-01"),
                ],
                WrongField::DaysReversed,
            ),
            (
                &[("when-precision", "unknown"), ("persons", "0")],
                WrongField::Persons,
            ),
            (
                &[("when-precision", "unknown"), ("persons", "4294967296")],
                WrongField::Persons,
            ),
        ];
        for (fields, wrong) in cases {
            assert_eq!(
                Draft::posted(&posted(fields), &uk()).coding(reference()),
                Err(*wrong),
                "{fields:?}"
            );
        }
    }

    #[test]
    fn fields_of_no_facet_are_passed_over() {
        let draft = Draft::posted(
            &posted(&[
                ("facet-nonsense", "x"),
                ("facet-outcome", "1"),
                ("facet-gender", "male"),
            ]),
            &uk(),
        );
        assert_eq!(draft.facets.iter().count(), 1);
    }

    #[test]
    fn one_part_is_taken_and_the_others_stay() {
        let of = |category: &str, gender: &str| Coding {
            codebook: reference(),
            occurred: Occurred::UNKNOWN,
            persons: None,
            facets: [
                ("category".to_owned(), category.to_owned()),
                ("gender".to_owned(), gender.to_owned()),
            ]
            .into_iter()
            .collect(),
        };
        let mut mine = of("assault", "male");
        take_part(&mut mine, &of("threats", "female"), "category");
        assert_eq!(mine, of("threats", "male"));
    }
}
