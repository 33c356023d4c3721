//! Filters of lists: the only SQL that is built, from pieces that are constants. Values are bound.

use std::fmt::Write;

use domain::{Facets, ImportId, IncidentId, ReportId, Timestamp};
use jiff::civil::Date;
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

use crate::bulk;
use crate::engine::Engine;
use crate::incidents::{incident_columns, packed};
use crate::reports::report_columns;
use crate::statement::Bound;

/// Which reports a list shows. The default lets all through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InboxFilter {
    /// Only those in that stage (`new`, `attached`, `set-aside`).
    pub stage: Option<String>,
    /// Only those that came by that channel.
    pub channel: Option<String>,
    /// Only those in that language.
    pub language: Option<String>,
    /// Only those received then or later.
    pub received_from: Option<Timestamp>,
    /// Only those received before then.
    pub received_to: Option<Timestamp>,
    /// Only those that a colleague entered (true) or that the reporter did (false).
    pub entered_by_staff: Option<bool>,
}

/// Which incidents a list shows. The default lets all through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncidentFilter {
    /// Only those in that stage (`coding`, `in-check`, `decided`).
    pub stage: Option<String>,
    /// Only those decided so.
    pub decision: Option<String>,
    /// Only those of that series.
    pub series: Option<String>,
    /// Only those that may have happened on that day or later.
    pub occurred_from: Option<Date>,
    /// Only those that may have happened on that day or earlier.
    pub occurred_to: Option<Date>,
    /// Only those that have each of these codes (facet, code).
    pub facets: Vec<(String, String)>,
    /// Only those made here, none that came from a file.
    pub own_only: bool,
}

/// So many ids of a source are looked up with one statement.
pub(crate) const EXTERNAL_IDS_AT_ONCE: usize = 100;

/// A statement in the making.
struct Built {
    sql: String,
    bound: Bound,
    placeholders: u32,
    has_condition: bool,
}

impl Built {
    fn new(start: &'static str) -> Self {
        Self {
            sql: start.to_owned(),
            bound: Bound::new(),
            placeholders: 0,
            has_condition: false,
        }
    }

    /// Adds a condition; each `?` in it becomes the next placeholder.
    fn condition(&mut self, condition: &'static str) {
        self.sql.push_str(if self.has_condition {
            " and "
        } else {
            " where "
        });
        self.has_condition = true;
        self.piece(condition);
    }

    fn piece(&mut self, piece: &'static str) {
        for character in piece.chars() {
            if character == '?' {
                self.placeholders += 1;
                let _ = write!(self.sql, "${}", self.placeholders);
            } else {
                self.sql.push(character);
            }
        }
    }

    fn bind(&mut self, bind: impl FnOnce(Bound) -> Bound) {
        self.bound = bind(std::mem::take(&mut self.bound));
    }

    fn text(&mut self, condition: &'static str, text: Option<&String>) {
        if let Some(text) = text {
            self.condition(condition);
            self.bind(|bound| bound.text(text));
        }
    }

    fn at(&mut self, condition: &'static str, at: Option<Timestamp>) {
        if let Some(at) = at {
            self.condition(condition);
            self.bind(|bound| bound.at(at));
        }
    }

    fn day(&mut self, condition: &'static str, day: Option<Date>) {
        if let Some(day) = day {
            self.condition(condition);
            self.bind(|bound| bound.text(day.to_string()));
        }
    }

    fn page(&mut self, order: &'static str, limit: u32) {
        self.piece(order);
        self.piece(" limit ?");
        self.bind(|bound| bound.integer(limit));
    }

    fn done(self) -> (SqlStr, Bound) {
        (AssertSqlSafe(self.sql).into_sql_str(), self.bound)
    }
}

fn inbox_conditions(built: &mut Built, filter: &InboxFilter) {
    built.text("stage = ?", filter.stage.as_ref());
    built.text("channel = ?", filter.channel.as_ref());
    built.text("language = ?", filter.language.as_ref());
    built.at("received >= ?", filter.received_from);
    built.at("received < ?", filter.received_to);
    match filter.entered_by_staff {
        Some(true) => built.condition("entered_by is not null"),
        Some(false) => built.condition("entered_by is null"),
        None => {}
    }
}

pub(crate) fn inbox(
    filter: &InboxFilter,
    limit: u32,
    after: Option<(Timestamp, ReportId)>,
) -> (SqlStr, Bound) {
    let mut built = Built::new(concat!("select ", report_columns!(), " from report"));
    inbox_conditions(&mut built, filter);
    if let Some((received, id)) = after {
        built.condition("(received, id) > (?, ?)");
        built.bind(|bound| bound.at(received).bytes(*id.as_bytes()));
    }
    built.page(" order by received, id", limit);
    built.done()
}

pub(crate) fn count_reports(filter: &InboxFilter) -> (SqlStr, Bound) {
    let mut built = Built::new("select count(*) from report");
    inbox_conditions(&mut built, filter);
    built.done()
}

/// The facets as one text in which a facet with its code is found as it stands: `,"strand=race",`.
pub(crate) fn facet_words(facets: &Facets) -> String {
    let mut words = String::from(",");
    for (facet, codes) in facets.iter() {
        for code in codes {
            words.push_str(&facet_word(facet, code));
            words.push(',');
        }
    }
    words
}

/// Quoted as JSON, so that no code can look like the end of one and the beginning of another.
fn facet_word(facet: &str, code: &str) -> String {
    serde_json::Value::String(format!("{facet}={code}")).to_string()
}

fn incident_conditions(built: &mut Built, engine: Engine, filter: &IncidentFilter) {
    if filter.own_only {
        built.condition("own = 1");
    }
    built.text("stage = ?", filter.stage.as_ref());
    built.text("verification_decision = ?", filter.decision.as_ref());
    built.text("series = ?", filter.series.as_ref());
    built.day("occurred_to >= ?", filter.occurred_from);
    built.day("occurred_from <= ?", filter.occurred_to);
    for (facet, code) in &filter.facets {
        built.condition(engine.place_in_text());
        built.piece("(facet_words, ?) > 0");
        built.bind(|bound| bound.text(format!(",{},", facet_word(facet, code))));
    }
}

pub(crate) fn incidents(
    engine: Engine,
    filter: &IncidentFilter,
    limit: u32,
    after: Option<(Timestamp, IncidentId)>,
) -> (SqlStr, Bound) {
    let mut built = Built::new(concat!("select ", incident_columns!(), " from incident"));
    incident_conditions(&mut built, engine, filter);
    if let Some((made, id)) = after {
        built.condition("(made_at, id) < (?, ?)");
        built.bind(|bound| bound.at(made).bytes(*id.as_bytes()));
    }
    built.page(" order by made_at desc, id desc", limit);
    built.done()
}

pub(crate) fn count_incidents(engine: Engine, filter: &IncidentFilter) -> (SqlStr, Bound) {
    let mut built = Built::new("select count(*) from incident");
    incident_conditions(&mut built, engine, filter);
    built.done()
}

/// At most [`EXTERNAL_IDS_AT_ONCE`] ids; the last is repeated to the full number, so that there is
/// one statement to prepare.
pub(crate) fn known_rows(series: &str, ids: &[String]) -> (SqlStr, Bound) {
    let mut built = Built::new(
        "select i.external_id, i.id, m.delivered, m.fingerprint from incident i left join imported m on m.incident = i.id",
    );
    built.condition("i.series = ?");
    built.bind(|bound| bound.text(series));
    built.condition("i.external_id in (");
    let padded = ids
        .iter()
        .chain(std::iter::repeat(ids.last().unwrap_or(&EMPTY)));
    for (place, id) in padded.take(EXTERNAL_IDS_AT_ONCE).enumerate() {
        built.piece(if place == 0 { "?" } else { ", ?" });
        built.bind(|bound| bound.text(id));
    }
    built.piece(")");
    built.done()
}

/// At most [`EXTERNAL_IDS_AT_ONCE`] incidents, at least one; the last is repeated as above.
pub(crate) fn mark_delivered(import: ImportId, incidents: &[IncidentId]) -> (SqlStr, Bound) {
    let mut built = Built::new("update imported set delivered = ");
    built.piece("?");
    built.bind(|bound| bound.bytes(*import.as_bytes()));
    built.condition("incident in (");
    let padded = incidents
        .iter()
        .chain(std::iter::repeat(incidents.last().unwrap_or(&NOBODY)));
    for (place, incident) in padded.take(EXTERNAL_IDS_AT_ONCE).enumerate() {
        built.piece(if place == 0 { "?" } else { ", ?" });
        built.bind(|bound| bound.bytes(*incident.as_bytes()));
    }
    built.piece(")");
    built.done()
}

static EMPTY: String = String::new();
static NOBODY: IncidentId = IncidentId::from_bytes([0; 16]);

/// Statements with every condition once, for preparing.
pub(crate) fn samples(engine: Engine) -> Vec<SqlStr> {
    let word = || Some("x".to_owned());
    let moment = Timestamp::from_microseconds(0);
    let inboxes = [true, false].map(|entered| InboxFilter {
        stage: word(),
        channel: word(),
        language: word(),
        received_from: Some(moment),
        received_to: Some(moment),
        entered_by_staff: Some(entered),
    });
    let full = IncidentFilter {
        stage: word(),
        decision: word(),
        series: word(),
        occurred_from: Some(Date::ZERO),
        occurred_to: Some(Date::ZERO),
        facets: vec![("x".to_owned(), "y".to_owned()); 2],
        own_only: true,
    };
    let mut samples = vec![
        known_rows("x", &["y".to_owned()]).0,
        mark_delivered(ImportId::from_bytes([0; 16]), &[NOBODY]).0,
    ];
    samples.extend(bulk::ALL.into_iter().flat_map(|bulk| bulk.samples(engine)));
    samples.extend(packed::all(engine).map(SqlSafeStr::into_sql_str));
    for filter in [InboxFilter::default()].iter().chain(&inboxes) {
        samples.push(inbox(filter, 1, None).0);
        samples.push(inbox(filter, 1, Some((moment, ReportId::from_bytes([0; 16])))).0);
        samples.push(count_reports(filter).0);
    }
    for filter in [IncidentFilter::default(), full] {
        samples.push(incidents(engine, &filter, 1, None).0);
        samples.push(
            incidents(
                engine,
                &filter,
                1,
                Some((moment, IncidentId::from_bytes([0; 16]))),
            )
            .0,
        );
        samples.push(count_incidents(engine, &filter).0);
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_count_on() {
        let filter = IncidentFilter {
            stage: Some("coding".to_owned()),
            facets: vec![("strand".to_owned(), "race".to_owned())],
            ..IncidentFilter::default()
        };
        let (sql, _) = count_incidents(Engine::Sqlite, &filter);
        assert_eq!(
            sql.as_str(),
            "select count(*) from incident where stage = $1 and instr(facet_words, $2) > 0"
        );
    }

    #[test]
    fn no_code_looks_like_another() {
        let facets: Facets = [("a", "x"), ("a", "y\",\"b=z"), ("b", "long")]
            .map(|(facet, code)| (facet.to_owned(), code.to_owned()))
            .into_iter()
            .collect();
        let words = facet_words(&facets);
        let has = |facet, code| words.contains(&format!(",{},", facet_word(facet, code)));
        assert!(has("a", "x") && has("b", "long") && has("a", "y\",\"b=z"));
        assert!(!has("b", "z") && !has("b", "lon") && !has("a", "y"));
    }
}
