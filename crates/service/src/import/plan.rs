//! What somebody chose on the pages for a file, and the mapping that it comes to.

use std::collections::BTreeMap;

use domain::codebook::{Cardinality, Codebook};

use super::look::Look;
use super::mapping::{
    AsWritten, Column, ColumnName, DateColumns, DecisionColumn, FacetColumn, FileForm, Head,
    PersonsColumn, StoryColumns,
};

/// What a column becomes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Becomes {
    /// Nothing: it is left out.
    #[default]
    Nothing,
    /// The source's own id. Of several such columns only a hash is kept.
    Id,
    /// The day, or the first day.
    Day,
    /// The last day.
    LastDay,
    /// The year, in a column of its own.
    Year,
    /// The month of that.
    Month,
    /// The day of that.
    DayOfMonth,
    /// The time of day; sealed.
    Time,
    /// How many people it was done to.
    Persons,
    /// What the source decided.
    Decision,
    /// A paragraph; sealed.
    Text,
    /// A line with the column's name before it; sealed.
    Detail,
    /// Where the source can be read; sealed.
    Link,
    /// A facet of incidents.
    Facet(String),
}

impl Becomes {
    /// All but the facets, in the order in which they are offered.
    pub const ALL: [Self; 13] = [
        Self::Nothing,
        Self::Id,
        Self::Day,
        Self::LastDay,
        Self::Year,
        Self::Month,
        Self::DayOfMonth,
        Self::Time,
        Self::Persons,
        Self::Decision,
        Self::Text,
        Self::Detail,
        Self::Link,
    ];

    /// Its word in a form.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Facet(facet) => format!("facet:{facet}"),
            plain => plain.word().to_owned(),
        }
    }

    /// Its word in a form and in the keys of messages; a facet's is "facet".
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Id => "id",
            Self::Day => "day",
            Self::LastDay => "last-day",
            Self::Year => "year",
            Self::Month => "month",
            Self::DayOfMonth => "day-of-month",
            Self::Time => "time",
            Self::Persons => "persons",
            Self::Decision => "decision",
            Self::Text => "text",
            Self::Detail => "detail",
            Self::Link => "link",
            Self::Facet(_) => "facet",
        }
    }

    /// What a form's word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(facet) = word.strip_prefix("facet:") {
            return Some(Self::Facet(facet.to_owned()));
        }
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// Whether its values are given codes one by one.
    #[must_use]
    pub fn has_values(&self) -> bool {
        matches!(self, Self::Facet(_) | Self::Decision)
    }
}

/// What is chosen for one column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnPlan {
    /// What it becomes.
    pub becomes: Becomes,
    /// Of a day or a time: how it is written, tried in turn.
    pub formats: Vec<String>,
    /// What stands between several values of a cell.
    pub separator: Option<String>,
    /// Its values, each with a code; an empty code says nothing.
    pub values: BTreeMap<String, String>,
    /// The code for all other values; without one they reject their rows.
    pub otherwise: Option<String>,
    /// Whether all other values become codes as they are, of an open facet.
    pub open: bool,
    /// Whether it is what was suggested, and nobody has looked at it yet.
    pub suggested: bool,
}

/// What is chosen for a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The mapping's name.
    pub name: String,
    /// The series.
    pub series: String,
    /// What the source decided of all its rows.
    pub decision: Option<String>,
    /// Whether it is the whole register each time.
    pub complete: bool,
    /// Whether its days are only about right.
    pub about: bool,
    /// Codes that every row has, by facet.
    pub constants: BTreeMap<String, String>,
    /// Each column of the file.
    pub columns: Vec<ColumnPlan>,
}

/// Why a plan comes to no mapping yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanProblem {
    /// The mapping's name is no name.
    Name,
    /// No series of the codebook is chosen that takes imports.
    Series,
    /// No column is the source's own id.
    NoId,
    /// Two columns are the same thing, which only one can be.
    Twice(Becomes),
    /// A column has to say how its days or times are written.
    NoShape(usize),
    /// A day in one column, and a year in a column of its own.
    DayAndYear,
    /// A last day without a first, or a month or a day without a year and a month.
    Incomplete(Becomes),
    /// The codebook has no such facet of incidents, decision or code.
    NotInCodebook(String),
}

/// The longest name of a mapping.
const LONGEST_NAME: usize = 60;

impl Plan {
    /// The places of the columns that become that.
    fn places<'p>(&'p self, becomes: &'p Becomes) -> impl Iterator<Item = usize> + 'p {
        self.columns
            .iter()
            .enumerate()
            .filter(move |(_, column)| column.becomes == *becomes)
            .map(|(place, _)| place)
    }

    /// Whether a column or a constant codes that facet.
    fn codes(&self, facet: &str) -> bool {
        self.constants.contains_key(facet)
            || self
                .columns
                .iter()
                .any(|column| matches!(&column.becomes, Becomes::Facet(coded) if coded == facet))
    }

    /// Everything that is missing or doesn't go together.
    #[must_use]
    pub fn problems(&self, codebook: &Codebook) -> Vec<PlanProblem> {
        let mut wrong = Vec::new();
        let is_name = (1..=LONGEST_NAME).contains(&self.name.len())
            && self
                .name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !is_name {
            wrong.push(PlanProblem::Name);
        }
        if codebook
            .series(&self.series)
            .is_none_or(|series| series.own)
        {
            wrong.push(PlanProblem::Series);
        }
        if self.places(&Becomes::Id).next().is_none() {
            wrong.push(PlanProblem::NoId);
        }
        for once in [
            Becomes::Day,
            Becomes::LastDay,
            Becomes::Year,
            Becomes::Month,
            Becomes::DayOfMonth,
            Becomes::Time,
            Becomes::Persons,
            Becomes::Decision,
        ] {
            if self.places(&once).count() > 1 {
                wrong.push(PlanProblem::Twice(once));
            }
        }
        let has = |becomes: Becomes| self.places(&becomes).next().is_some();
        if has(Becomes::Day) && has(Becomes::Year) {
            wrong.push(PlanProblem::DayAndYear);
        }
        for (part, needed) in [
            (Becomes::LastDay, Becomes::Day),
            (Becomes::Month, Becomes::Year),
            (Becomes::DayOfMonth, Becomes::Month),
        ] {
            if has(part.clone()) && !has(needed) {
                wrong.push(PlanProblem::Incomplete(part));
            }
        }
        if has(Becomes::Time) && !has(Becomes::Day) && !has(Becomes::Year) {
            wrong.push(PlanProblem::Incomplete(Becomes::Time));
        }
        for dated in [Becomes::Day, Becomes::Time] {
            wrong.extend(
                self.places(&dated)
                    .filter(|place| self.columns[*place].formats.is_empty())
                    .map(PlanProblem::NoShape),
            );
        }
        let decided = self
            .decision
            .iter()
            .filter(|code| codebook.decision(code).is_none());
        wrong.extend(decided.cloned().map(PlanProblem::NotInCodebook));
        wrong
    }

    /// The mapping as a file.
    pub fn to_toml(&self, look: &Look, codebook: &Codebook) -> Result<String, Vec<PlanProblem>> {
        let wrong = self.problems(codebook);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let called = |place: usize| {
            look.columns
                .get(place)
                .map_or(ColumnName::Place(place + 1), |column| column.called.clone())
        };
        let all =
            |becomes: Becomes| -> Vec<ColumnName> { self.places(&becomes).map(called).collect() };
        let one = |becomes: Becomes| self.places(&becomes).map(called).next();
        let formats = |becomes: Becomes| {
            let place = self.places(&becomes).next();
            place.map_or_else(Vec::new, |place| self.columns[place].formats.clone())
        };
        let has_date = [Becomes::Day, Becomes::Year]
            .iter()
            .any(|becomes| self.places(becomes).next().is_some());
        let date = has_date.then(|| DateColumns {
            column: one(Becomes::Day),
            format: formats(Becomes::Day),
            to: one(Becomes::LastDay),
            year: one(Becomes::Year),
            month: one(Becomes::Month),
            day: one(Becomes::DayOfMonth),
            about: self.about,
            time: one(Becomes::Time),
            time_format: formats(Becomes::Time).into_iter().next(),
            ignore: std::collections::BTreeSet::new(),
        });
        let decision_place = self.places(&Becomes::Decision).next();
        let file = AsWritten {
            mapping: Head {
                id: self.name.clone(),
                series: self.series.clone(),
                external_id: all(Becomes::Id),
                decision: self.decision.clone().filter(|_| decision_place.is_none()),
                complete: self.complete,
            },
            file: FileForm {
                sheet: look.form.sheet.clone(),
                ..look.form.clone()
            },
            date,
            persons: one(Becomes::Persons).map(|column| PersonsColumn {
                column,
                ignore: std::collections::BTreeSet::new(),
            }),
            decision: decision_place.map(|place| {
                let chosen = &self.columns[place];
                let (silent, values) = parted(&chosen.values);
                DecisionColumn {
                    column: called(place),
                    values,
                    otherwise: chosen.otherwise.clone(),
                    ignore: silent,
                }
            }),
            story: StoryColumns {
                text: all(Becomes::Text),
                details: all(Becomes::Detail)
                    .into_iter()
                    .map(|column| Column {
                        column,
                        label: None,
                    })
                    .collect(),
                links: all(Becomes::Link),
                ignore: std::collections::BTreeSet::new(),
            },
            facet: self.facets(codebook, called),
        };
        let written = toml::to_string_pretty(&file).expect("a mapping is always TOML");
        Ok(format!(
            "# A mapping for `heard import`, made on the page \"Import a file\". docs/import.md says what each key means.\n\n{written}"
        ))
    }

    fn facets(
        &self,
        codebook: &Codebook,
        called: impl Fn(usize) -> ColumnName,
    ) -> Vec<FacetColumn> {
        // What a code of a facet says of its parent facet is taken from the codebook, unless the file says it itself.
        let with_parents = |facet: &str| {
            codebook
                .facet(facet)
                .and_then(|facet| codebook.facet(facet.parent.as_deref()?))
                .is_some_and(|parent| {
                    parent.cardinality == Cardinality::Many && !self.codes(&parent.id)
                })
        };
        let columns = self
            .columns
            .iter()
            .enumerate()
            .filter_map(|(place, chosen)| {
                let Becomes::Facet(facet) = &chosen.becomes else {
                    return None;
                };
                Some(FacetColumn {
                    facet: facet.clone(),
                    column: Some(called(place)),
                    separator: chosen.separator.clone(),
                    values: chosen.values.clone(),
                    otherwise: chosen.otherwise.clone().filter(|_| !chosen.open),
                    prefix: chosen.open.then(String::new),
                    parents: with_parents(facet),
                    ..FacetColumn::default()
                })
            });
        let constants = self.constants.iter().map(|(facet, code)| FacetColumn {
            facet: facet.clone(),
            constant: Some(code.clone()),
            parents: with_parents(facet),
            ..FacetColumn::default()
        });
        columns.chain(constants).collect()
    }
}

/// Values that say nothing, and those with a code.
fn parted(
    values: &BTreeMap<String, String>,
) -> (std::collections::BTreeSet<String>, BTreeMap<String, String>) {
    let silent = values.iter().filter(|(_, code)| code.is_empty());
    let coded = values.iter().filter(|(_, code)| !code.is_empty());
    (
        silent.map(|(value, _)| value.clone()).collect(),
        coded
            .map(|(value, code)| (value.clone(), code.clone()))
            .collect(),
    )
}
