//! The table of coded facets: which columns it has, and what stands in them for an incident.

use std::collections::{BTreeMap, HashMap};

use domain::Incident;
use domain::codebook::{Codebook, FacetOn};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::{AreaSetRow, Reading};

use crate::error::ServiceError;

/// The facet whose codes may be those of areas.
const AREA: &str = "area";
/// The boundaries of so many codes are remembered while a table is written.
const AREAS_KEPT: usize = 20_000;
/// What stands between several codes where a cell holds one text.
pub(super) const BETWEEN: &str = ";";

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Day,
    List,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// What stands in a column for one incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Nothing,
    Text(String),
    Number(i64),
    Day(Date),
    List(Vec<String>),
}

impl Cell {
    fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.into()))
    }

    fn number(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::Nothing, |number| Self::Number(number.into()))
    }

    fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Nothing, Self::Day)
    }

    /// The cell as one text, where a format has no more than that.
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::List(codes) => codes.join(BETWEEN),
        }
    }
}

/// Columns before those of the facets.
const BEFORE: [(&str, Kind); 12] = [
    ("incident", Kind::Text),
    ("series", Kind::Text),
    ("reference", Kind::Text),
    ("external-id", Kind::Text),
    ("made-on", Kind::Day),
    ("stage", Kind::Text),
    ("codebook", Kind::Text),
    ("codebook-edition", Kind::Number),
    ("occurred-precision", Kind::Text),
    ("occurred-from", Kind::Day),
    ("occurred-to", Kind::Day),
    ("persons", Kind::Number),
];
/// Columns after them.
const AFTER: [(&str, Kind); 11] = [
    ("area-name", Kind::Text),
    ("area-boundaries", Kind::Text),
    ("area-boundaries-from", Kind::Day),
    ("perceived", Kind::List),
    ("perceived-on", Kind::Day),
    ("decision", Kind::Text),
    ("decided-on", Kind::Day),
    ("decided-by", Kind::Text),
    ("police-classification", Kind::Text),
    ("police-decided-on", Kind::Day),
    ("police-noted-on", Kind::Day),
];

/// The columns, for every edition of the codebook that something was coded with.
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    coded: Vec<String>,
    zone: TimeZone,
}

impl Table {
    pub(super) fn new(editions: &[Codebook], zone: TimeZone) -> Self {
        // A facet stands where the edition in force has it; those of earlier ones follow.
        let mut coded: Vec<String> = Vec::new();
        for edition in editions.iter().rev() {
            for facet in edition.facets_on(FacetOn::Incident) {
                if !coded.contains(&facet.id) {
                    coded.push(facet.id.clone());
                }
            }
        }
        let mut columns = Vec::new();
        let fixed = |columns: &mut Vec<Column>, of: &[(&str, Kind)]| {
            columns.extend(of.iter().map(|(name, kind)| Column {
                name: (*name).to_owned(),
                kind: *kind,
            }));
        };
        let own = BEFORE.iter().chain(&AFTER).map(|(name, _)| *name);
        fixed(&mut columns, &BEFORE);
        columns.extend(coded.iter().map(|facet| {
            // A codebook may call a facet as one of our own columns is called.
            let name = if own.clone().any(|own| own == facet) {
                format!("facet-{facet}")
            } else {
                facet.clone()
            };
            Column {
                name,
                kind: Kind::List,
            }
        }));
        fixed(&mut columns, &AFTER);
        Self {
            columns,
            coded,
            zone,
        }
    }

    /// The cells of an incident. One that carries a facet of no edition is refused rather than written without it.
    pub(super) fn row(
        &self,
        incident: &Incident,
        area: Option<&Boundaries>,
    ) -> Result<Vec<Cell>, ServiceError> {
        let coding = &incident.coding;
        let perception = incident.perception.as_ref();
        let decision = incident.verification.as_ref();
        let police = incident.police.as_ref();
        let is_known = |facet: &str| self.coded.iter().any(|known| known == facet);
        if !coding.facets.iter().all(|(facet, _)| is_known(facet)) {
            return Err(ServiceError::Damaged(
                "an incident has a facet that no edition of the codebook has",
            ));
        }
        let reference = incident
            .reference
            .map(|(year, number)| format!("{year}-{number}"));
        let mut cells = vec![
            Cell::Text(incident.id.to_string()),
            Cell::Text(incident.series.clone()),
            Cell::text(reference),
            Cell::text(incident.external_id.as_deref()),
            Cell::Day(incident.made_at.day(&self.zone)),
            Cell::Text(incident.stage.code().to_owned()),
            Cell::Text(coding.codebook.id.clone()),
            Cell::Number(coding.codebook.version.into()),
            Cell::Text(coding.occurred.precision.code().to_owned()),
            Cell::day(coding.occurred.from),
            Cell::day(coding.occurred.to),
            Cell::number(coding.persons),
        ];
        for facet in &self.coded {
            let codes = coding.facets.codes(facet);
            cells.push(Cell::List(codes.map(str::to_owned).collect()));
        }
        cells.push(Cell::text(area.map(|area| area.name.as_str())));
        cells.push(Cell::text(area.map(|area| area.title.as_str())));
        cells.push(Cell::day(area.map(|area| area.from)));
        let perceived = perception
            .into_iter()
            .flat_map(|told| told.perceived.iter());
        let perceived = perceived
            .flat_map(|(facet, codes)| codes.iter().map(move |code| format!("{facet}={code}")));
        cells.push(Cell::List(perceived.collect()));
        cells.push(Cell::day(perception.map(|told| told.at.day(&self.zone))));
        cells.push(Cell::text(decision.map(|ours| ours.decision.as_str())));
        cells.push(Cell::day(decision.map(|ours| ours.at.day(&self.zone))));
        cells.push(Cell::text(
            decision.map(|ours| if ours.by.is_some() { "us" } else { "source" }),
        ));
        cells.push(Cell::text(
            police.map(|theirs| theirs.classification.as_str()),
        ));
        cells.push(Cell::day(police.and_then(|theirs| theirs.decided_on)));
        cells.push(Cell::day(police.map(|theirs| theirs.at.day(&self.zone))));
        Ok(cells)
    }
}

/// An area as a set of boundaries has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Boundaries {
    name: String,
    title: String,
    from: Date,
    to: Option<Date>,
}

/// Looks up by which boundaries the code of an area is to be understood.
pub(super) struct Areas {
    sets: BTreeMap<u32, AreaSetRow>,
    known: HashMap<String, Vec<Boundaries>>,
}

impl Areas {
    pub(super) async fn new(reading: &mut Reading) -> Result<Self, ServiceError> {
        let sets = reading.area_sets().await?;
        Ok(Self {
            sets: sets
                .into_iter()
                .filter(|set| set.ready)
                .map(|set| (set.id, set))
                .collect(),
            known: HashMap::new(),
        })
    }

    /// The area of an incident by the set that holds on its day, or else by the newest that knows its code; none if no
    /// set does.
    pub(super) async fn of(
        &mut self,
        reading: &mut Reading,
        incident: &Incident,
    ) -> Result<Option<&Boundaries>, ServiceError> {
        let Some(code) = incident.coding.facets.codes(AREA).next() else {
            return Ok(None);
        };
        if self.sets.is_empty() {
            return Ok(None);
        }
        if !self.known.contains_key(code) {
            if self.known.len() >= AREAS_KEPT {
                self.known.clear();
            }
            let mut found = Vec::new();
            for row in reading.areas_of_code(code).await? {
                if let Some(set) = self.sets.get(&row.set) {
                    found.push(Boundaries {
                        name: row.name,
                        title: set.title.clone(),
                        from: set.valid_from,
                        to: set.valid_to,
                    });
                }
            }
            found.sort_by_key(|area| std::cmp::Reverse(area.from));
            self.known.insert(code.to_owned(), found);
        }
        let day = incident.coding.occurred.from;
        let known = self.known.get(code).map_or(&[][..], Vec::as_slice);
        let holds = known.iter().find(|area| {
            day.is_some_and(|day| area.from <= day && area.to.is_none_or(|last| day <= last))
        });
        Ok(holds.or_else(|| known.first()))
    }
}
