//! What the public page shows: a fixed set of tables, released together.

use std::sync::{Arc, PoisonError, RwLock};

use domain::codebook::{Codebook, FacetOn, Period};
use figures::{Answer, Context, Dimension, NOT_KNOWN, Observed, Query, Reading, Rule, Unit};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::OnDuty;

use super::{StatsError, StatsQuestion, columns::Loaded, coverage, query_for, rule_for};
use crate::error::ServiceError;
use crate::house::House;

/// All figures of the public page, as known on one day.
#[derive(Clone, Serialize, Deserialize)]
pub struct PublicFigures {
    /// The day.
    pub known_on: Date,
    /// Entries in the ledger at that moment.
    pub ledger_size: u64,
    /// Our own series first, then the others; never added up.
    pub series: Vec<PublicSeries>,
    codebook: [u8; 32],
}

/// What is kept of them for front doors that may not count: with the shape of this version.
#[derive(Serialize, Deserialize)]
struct Kept {
    shape: u32,
    figures: PublicFigures,
}

/// The shape of [`Kept`], to be raised when it changes: another version's is not read.
const SHAPE: u32 = 1;

/// The public tables of one series.
#[derive(Clone, Serialize, Deserialize)]
pub struct PublicSeries {
    /// Its code.
    pub code: String,
    /// Whether it is what people told us.
    pub own: bool,
    /// Reports by what became of them; only for our own series.
    pub received: Option<Answer>,
    /// Counted incidents by period; its base is the headline.
    pub trend: Answer,
    /// Counted incidents by each facet that may be published.
    pub breakdowns: Vec<Answer>,
    /// How the last whole period compares with the one before it: follows from the trend.
    #[serde(skip)]
    pub change: Option<PeriodChange>,
}

/// Two periods that follow each other, compared.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodChange {
    /// Code of the earlier period, as `2026-Q2`.
    pub earlier: String,
    /// Code of the later one.
    pub later: String,
    /// What may be said about the two.
    pub reading: Reading,
}

/// The last released tables, for as long as nothing changes.
#[derive(Default)]
pub(crate) struct PublicCache(RwLock<Option<Arc<PublicFigures>>>);

/// Series with more years than this are shown by year.
const MOST_YEARS_BY_QUARTER: i16 = 8;

impl House {
    /// The figures of the public page.
    pub async fn public_figures(&self) -> Result<Arc<PublicFigures>, StatsError> {
        self.record.is_sound()?;
        if self.settings.front_alone {
            return self.released_figures().await;
        }
        let loaded = self.columns.fresh(self).await?;
        let in_force = self.in_force();
        let known_on = self.today();
        let kept = self
            .public_figures
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(kept) = kept
            && kept.ledger_size == loaded.ledger_size
            && kept.known_on == known_on
            && kept.codebook == in_force.sha256
        {
            return Ok(kept);
        }
        let codebook = &in_force.codebook;
        let rule = Rule::Disclosed(in_force.disclosure);
        let context = Context {
            known_on,
            ledger_size: loaded.ledger_size,
            coverage: coverage(codebook),
        };
        let mut series = Vec::new();
        for listed in &codebook.series {
            let public =
                |unit| rule_for(codebook, &listed.code, unit).is_some_and(|rule| rule.public);
            let present = loaded.incidents.series().any(|code| code == listed.code);
            if public(Unit::Incidents) && present {
                series.push(release_series(
                    codebook,
                    &loaded,
                    &listed.code,
                    listed.own,
                    &rule,
                    &context,
                )?);
            }
        }
        series.sort_by_key(|series| !series.own);
        let figures = Arc::new(PublicFigures {
            known_on,
            ledger_size: loaded.ledger_size,
            series,
            codebook: in_force.sha256,
        });
        *self
            .public_figures
            .0
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&figures));
        Ok(figures)
    }
}

impl House {
    /// Keeps the public figures for front doors that may not count, if they are others than those kept. On upkeep duty,
    /// now and then.
    pub async fn keep_public_figures(&self, duty: OnDuty) -> Result<(), StatsError> {
        if !self.is_founded() {
            return Ok(());
        }
        let figures = match self.public_figures().await {
            Ok(figures) => figures,
            // The record doesn't fit: front doors hear it too, and show none.
            Err(StatsError::Service(ServiceError::Damaged(_))) => return Ok(()),
            Err(error) => return Err(error),
        };
        let kept = Kept {
            shape: SHAPE,
            figures: (*figures).clone(),
        };
        let released = serde_json::to_string(&kept)
            .map_err(|_| StatsError::Service(ServiceError::Damaged("released figures")))?;
        let now = self.now();
        self.store
            .write("keep released figures", move |writing| {
                Box::pin(async move {
                    writing.on_duty(&duty).await?;
                    let is_same = writing
                        .public_figures()
                        .await?
                        .is_some_and(|(_, kept)| kept == released);
                    if !is_same {
                        writing.set_public_figures(now, &released).await?;
                    }
                    Ok::<_, ServiceError>(())
                })
            })
            .await?;
        Ok(())
    }

    /// The figures that another process has released.
    async fn released_figures(&self) -> Result<Arc<PublicFigures>, StatsError> {
        const OTHER: StatsError =
            StatsError::Service(ServiceError::Damaged("released figures of another shape"));
        let (_, released) = self
            .store
            .read("released figures", |reading| {
                Box::pin(async move { Ok::<_, ServiceError>(reading.public_figures().await?) })
            })
            .await?
            .ok_or(StatsError::Service(ServiceError::NothingReleased))?;
        let kept: Kept = serde_json::from_str(&released).map_err(|_| OTHER)?;
        if kept.shape != SHAPE {
            return Err(OTHER);
        }
        let mut figures = kept.figures;
        for series in &mut figures.series {
            series.change = change(&series.trend, figures.known_on);
        }
        Ok(Arc::new(figures))
    }
}

fn release_series(
    codebook: &Codebook,
    loaded: &Loaded,
    series: &str,
    own: bool,
    rule: &Rule,
    context: &Context,
) -> Result<PublicSeries, StatsError> {
    let question = |rows: &str| StatsQuestion {
        rows: Some(rows.to_owned()),
        ..StatsQuestion::default()
    };
    let period = period_for(codebook, loaded, series)?;
    let mut queries = vec![query_for(
        codebook,
        &question(period),
        Unit::Incidents,
        series,
    )?];
    for facet in codebook
        .facets
        .iter()
        .filter(|facet| facet.on == FacetOn::Incident && !facet.sensitive)
    {
        queries.push(query_for(
            codebook,
            &question(&facet.id),
            Unit::Incidents,
            series,
        )?);
    }
    let mut released = figures::release(&loaded.incidents, &queries, rule, context)?
        .into_iter()
        .flatten();
    let trend = released
        .next()
        .ok_or(StatsError::Service(ServiceError::Damaged(
            "a released table is missing",
        )))?;
    let breakdowns = released.collect();
    let received = if own && rule_for(codebook, series, Unit::Reports).is_some() {
        let query = query_for(codebook, &question("stage"), Unit::Reports, series)?;
        match figures::count(&loaded.reports, &query, rule, context) {
            Ok(answers) => answers.into_iter().next(),
            // Incidents of our own series with no report behind them: nothing was received yet.
            Err(figures::CountError::UnknownSeries(_)) => None,
            Err(error) => return Err(error.into()),
        }
    } else {
        None
    };
    let change = change(&trend, context.known_on);
    Ok(PublicSeries {
        code: series.to_owned(),
        own,
        received,
        trend,
        breakdowns,
        change,
    })
}

/// The public period: the codebook's smallest, or years where there are many of them.
fn period_for(
    codebook: &Codebook,
    loaded: &Loaded,
    series: &str,
) -> Result<&'static str, StatsError> {
    let question = StatsQuestion {
        rows: Some("year".to_owned()),
        ..StatsQuestion::default()
    };
    let query: Query = query_for(codebook, &question, Unit::Incidents, series)?;
    // Only which years there are is looked at, not how many incidents they have.
    let years = figures::count(
        &loaded.incidents,
        &query,
        &Rule::Exact,
        &Context::as_known_on(Date::MAX, 0),
    )?
    .first()
    .and_then(|answer| answer.rows.as_ref().map(|rows| rows.codes.len()))
    .unwrap_or(0);
    Ok(if years > MOST_YEARS_BY_QUARTER as usize {
        "year"
    } else {
        match codebook.disclosure.smallest_period {
            Period::Month => "month",
            Period::Quarter => "quarter",
            Period::Year => "year",
        }
    })
}

/// Compares the last two periods that are over.
fn change(trend: &Answer, known_on: Date) -> Option<PeriodChange> {
    let axis = trend.rows.as_ref()?;
    let whole: Vec<(usize, &str, u32)> = axis
        .codes
        .iter()
        .enumerate()
        .filter(|(_, code)| *code != NOT_KNOWN)
        .filter_map(|(place, code)| {
            let (first, last) = days_of(&axis.dimension, code)?;
            let days = u32::try_from(first.until(last).ok()?.get_days()).ok()? + 1;
            (last < known_on).then_some((place, code.as_str(), days))
        })
        .collect();
    let [.., earlier, later] = whole.as_slice() else {
        return None;
    };
    let observed = |&(place, _, days): &(usize, &str, u32)| Observed {
        count: trend.cell(place, 0),
        days,
    };
    Some(PeriodChange {
        earlier: earlier.1.to_owned(),
        later: later.1.to_owned(),
        reading: figures::compare(observed(earlier), observed(later)),
    })
}

/// First and last day of a period by its code.
fn days_of(dimension: &Dimension, code: &str) -> Option<(Date, Date)> {
    let year: i16 = code.get(..4)?.parse().ok()?;
    let (month, months) = match dimension {
        Dimension::Year => (1, 12),
        Dimension::Quarter => (code.get(6..)?.parse::<i8>().ok()? * 3 - 2, 3),
        Dimension::Month => (code.get(5..)?.parse().ok()?, 1),
        _ => return None,
    };
    let first = Date::new(year, month, 1).ok()?;
    let last = first
        .checked_add(jiff::Span::new().months(months).days(-1))
        .ok()?;
    Some((first, last))
}
