//! Figures: the coded facets in columns, kept up to date, and asked through the one door.

mod columns;
mod public;

use domain::codebook::{Codebook, CountingRule};
use figures::{Answer, Context, CountError, Coverage, Dimension, Disclosure, Query, Rule, Unit};
use jiff::civil::Date;
use thiserror::Error;

pub(crate) use columns::Columns;
pub(crate) use public::PublicCache;
pub use public::{PeriodChange, PublicFigures, PublicSeries};

use crate::error::ServiceError;
use crate::house::House;

/// Stage of an incident that is being coded.
pub const IN_WORK: &str = "in-work";
/// Stage of an incident that waits for a second person.
pub const IN_CHECK: &str = "in-check";
/// Stage of a report that nobody has dealt with.
pub const WAITING: &str = "waiting";
/// Stage of an imported incident for which its source claims nothing.
pub const RECORDED: &str = "recorded";

/// A question for figures, as the command line and the desk ask it.
#[derive(Debug, Clone, Default)]
pub struct StatsQuestion {
    /// What goes down: a facet, or `year`, `quarter`, `month`, `series`, `stage`.
    pub rows: Option<String>,
    /// What goes across.
    pub columns: Option<String>,
    /// Facet and code.
    pub filters: Vec<(String, String)>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// What is counted; incidents when not given.
    pub unit: Option<Unit>,
    /// One series; all of them, side by side, when not given.
    pub series: Option<String>,
    /// Exact figures, for those who may see them.
    pub exact: bool,
    /// As it was known at the end of that day.
    pub as_known_on: Option<Date>,
    /// Whether to say which ledger entries were counted.
    pub entries: bool,
}

/// Why a question for figures has no answer.
#[derive(Debug, Error)]
pub enum StatsError {
    /// The question can't be counted.
    #[error(transparent)]
    Count(#[from] CountError),
    /// There is no such series.
    #[error("there is no series \"{0}\" in the codebook")]
    UnknownSeries(String),
    /// No counting rule of the codebook covers the series in this unit.
    #[error("the codebook has no counting rule for {unit} of the series \"{series}\"")]
    NoRule {
        /// The series.
        series: String,
        /// The unit.
        unit: &'static str,
    },
    /// The service failed.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

/// The word for a unit, as in the codebook and on the command line.
#[must_use]
pub const fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Reports => "reports",
        Unit::Incidents => "incidents",
        Unit::Persons => "persons",
    }
}

/// The unit of that word.
#[must_use]
pub fn unit_of(word: &str) -> Option<Unit> {
    [Unit::Reports, Unit::Incidents, Unit::Persons]
        .into_iter()
        .find(|unit| unit_word(*unit) == word)
}

/// The dimension of that word: a period, `series`, `stage`, or else a facet of the codebook; two words with a comma
/// between them make one line for each pair.
#[must_use]
pub fn dimension_of(word: &str) -> Dimension {
    if let Some((one, other)) = word.split_once(',') {
        return Dimension::pairs(dimension_of(one), dimension_of(other));
    }
    match word {
        "year" => Dimension::Year,
        "quarter" => Dimension::Quarter,
        "month" => Dimension::Month,
        "series" => Dimension::Series,
        "stage" => Dimension::Stage,
        facet => Dimension::facet(facet),
    }
}

/// The codebook's disclosure rule as the figures understand it.
pub(crate) fn disclosure_rule(rule: &domain::codebook::DisclosureRule) -> Disclosure {
    Disclosure {
        hide_below: u64::from(rule.hide_below),
        hide_zero: rule.hide_zero,
        minimum_width: u64::from(rule.minimum_width),
    }
}

/// The counting rule for a series and unit: the public one before others.
pub fn rule_for<'a>(codebook: &'a Codebook, series: &str, unit: Unit) -> Option<&'a CountingRule> {
    let fits = |rule: &&CountingRule| {
        rule.unit == unit_word(unit) && rule.series.iter().any(|known| known == series)
    };
    codebook
        .counting
        .iter()
        .filter(fits)
        .max_by_key(|rule| rule.public)
}

/// Every coverage statement of the codebook.
fn coverage(codebook: &Codebook) -> Vec<Coverage> {
    codebook
        .coverage
        .iter()
        .map(|note| Coverage {
            series: Some(note.series.clone()),
            from: note.from.unwrap_or(Date::MIN),
            to: note.to,
            code: note.label.clone(),
        })
        .collect()
}

/// The query for one series under the codebook's counting rule.
///
/// Asked by stage, every stage is counted: the stages are then what is shown.
pub(crate) fn query_for(
    codebook: &Codebook,
    question: &StatsQuestion,
    unit: Unit,
    series: &str,
) -> Result<Query, StatsError> {
    let rule = rule_for(codebook, series, unit).ok_or_else(|| StatsError::NoRule {
        series: series.to_owned(),
        unit: unit_word(unit),
    })?;
    let rows = question.rows.as_deref().map(dimension_of);
    let columns = question.columns.as_deref().map(dimension_of);
    let by_stage = [&rows, &columns]
        .into_iter()
        .any(|dimension| *dimension == Some(Dimension::Stage));
    Ok(Query {
        rows,
        columns,
        filters: question.filters.clone(),
        from: question.from,
        to: question.to,
        series: vec![series.to_owned()],
        stages: if rule.as_recorded || by_stage {
            Vec::new()
        } else {
            rule.decisions.clone()
        },
        entries: question.entries,
        ..Query::of(unit)
    })
}

impl House {
    /// Answers a question for figures: one answer a series, never a sum of series.
    pub async fn stats(&self, question: &StatsQuestion) -> Result<Vec<Answer>, StatsError> {
        let in_force = self.in_force();
        let codebook = &in_force.codebook;
        let unit = question.unit.unwrap_or(Unit::Incidents);
        if let Some(series) = &question.series
            && codebook.series(series).is_none()
        {
            return Err(StatsError::UnknownSeries(series.clone()));
        }
        let rule = if question.exact {
            Rule::Exact
        } else {
            Rule::Disclosed(in_force.disclosure)
        };
        self.record.is_sound()?;
        let loaded = match question.as_known_on {
            Some(day) => columns::as_known_on(self, day).await?,
            None => self.columns.fresh(self).await?,
        };
        let loaded = loaded.as_ref();
        let table = loaded.table(unit);
        let context = Context {
            known_on: question.as_known_on.unwrap_or_else(|| self.today()),
            ledger_size: loaded.ledger_size,
            coverage: coverage(codebook),
        };
        let present: Vec<&str> = table.series().collect();
        let wanted = codebook
            .series
            .iter()
            .map(|series| series.code.as_str())
            .filter(|code| match &question.series {
                Some(series) => series == code,
                None => {
                    present.contains(code) || codebook.series(code).is_some_and(|series| series.own)
                }
            });
        let mut answers = Vec::new();
        for series in wanted {
            let query = match query_for(codebook, question, unit, series) {
                Ok(query) => query,
                // A series that isn't counted in this unit is left out unless it was asked for.
                Err(StatsError::NoRule { .. }) if question.series.is_none() => continue,
                Err(error) => return Err(error),
            };
            if !present.contains(&series) {
                if question.series.is_none() && present.is_empty() && answers.is_empty() {
                    answers.extend(figures::count(
                        table,
                        &Query {
                            series: Vec::new(),
                            ..query
                        },
                        &rule,
                        &context,
                    )?);
                }
                continue;
            }
            answers.extend(figures::count(table, &query, &rule, &context)?);
        }
        Ok(answers)
    }
}
