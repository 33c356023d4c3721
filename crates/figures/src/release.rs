//! Several tables shown together.
//!
//! What one table hides another must not tell. Tables over the same rows share their base; since a base is either
//! shown everywhere or nothing of its tables is shown at all, they are otherwise independent. Three closer ties
//! are treated here:
//!
//! - the same dimension alone and crossed with another: the single table is read off the margin of the crossed one;
//! - a table whose base is a cell of another one (verified incidents by quarter, beside all by stage): the cell
//!   is shown anyway, so the other table may not use it to hide something;
//! - anything closer, such as years beside months, or one dimension crossed with two others: refused.
//!
//! Differences between bases of different periods or filters are not looked at; a fixed catalogue of tables, with
//! periods that don't overlap, is what keeps those harmless.

use crate::answer::Answer;
use crate::count::{CountError, Counted, Pins, count, tally};
use crate::query::{Dimension, Query};
use crate::rule::{Context, Rule};
use crate::table::Table;

/// Answers several questions whose answers are shown together. For each question there is one answer a series, as
/// from [`count`].
pub fn release(
    table: &Table,
    queries: &[Query],
    rule: &Rule,
    context: &Context,
) -> Result<Vec<Vec<Answer>>, CountError> {
    let Rule::Disclosed(disclosure) = rule else {
        return queries
            .iter()
            .map(|query| count(table, query, rule, context))
            .collect();
    };
    // A pair is tied to whatever either of its dimensions is tied to; beside other tables that is too much to follow.
    let pairs_up = |query: &Query| {
        let mut axes = query.rows.iter().chain(&query.columns);
        axes.any(|axis| matches!(axis, Dimension::Pairs(..)))
    };
    if queries.len() > 1
        && let Some(place) = queries.iter().position(pairs_up)
    {
        return Err(CountError::Tied(place, usize::from(place == 0)));
    }
    let counted: Vec<Vec<Counted>> = queries
        .iter()
        .map(|query| tally(table, query, rule))
        .collect::<Result<_, _>>()?;
    let asked: Vec<Vec<Dimension>> = queries.iter().map(dimensions).collect();
    let margins = margins(queries, &asked)?;
    let mut answers: Vec<Vec<Answer>> = Vec::with_capacity(queries.len());
    let mut pins: Vec<Vec<Pins>> = counted
        .iter()
        .map(|parts| vec![Pins::default(); parts.len()])
        .collect();
    for (whole, part) in pairs(queries.len()) {
        let Some((dimension, code)) = narrowed(&queries[whole], &queries[part], &asked[whole])
        else {
            continue;
        };
        if asked[part].iter().any(|other| {
            asked[whole]
                .iter()
                .any(|dimension| related(dimension, other))
        }) {
            return Err(CountError::Tied(whole, part));
        }
        for (place, counted_part) in counted[part].iter().enumerate() {
            if disclosure.too_small(counted_part.base()) {
                continue;
            }
            let Some(pins) = pins[whole].get_mut(place) else {
                continue;
            };
            if asked[whole][0] == dimension {
                &mut pins.rows
            } else {
                &mut pins.columns
            }
            .push(code.clone());
        }
    }
    for (number, (parts, pins)) in counted.into_iter().zip(&pins).enumerate() {
        let parts = parts.into_iter().zip(pins);
        answers.push(
            parts
                .map(|(part, pins)| part.settle(rule, context, number, pins))
                .collect::<Result<_, _>>()?,
        );
    }
    for (number, margin) in margins.into_iter().enumerate() {
        let Some((crossed, down)) = margin else {
            continue;
        };
        for place in 0..answers[number].len() {
            let other = &answers[crossed][place];
            let totals = if down {
                &other.row_totals
            } else {
                &other.column_totals
            };
            let totals = totals.clone();
            answers[number][place].cells = totals;
        }
    }
    Ok(answers)
}

fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |one| {
        (0..count)
            .filter(move |other| *other != one)
            .map(move |other| (one, other))
    })
}

fn dimensions(query: &Query) -> Vec<Dimension> {
    query.rows.iter().chain(&query.columns).cloned().collect()
}

/// Years are sums of months: all periods are one family.
fn related(one: &Dimension, other: &Dimension) -> bool {
    one == other || (one.is_period() && other.is_period())
}

/// For each table that is the margin of a crossed one: which, and whether its rows.
fn margins(
    queries: &[Query],
    asked: &[Vec<Dimension>],
) -> Result<Vec<Option<(usize, bool)>>, CountError> {
    let mut margins = vec![None; queries.len()];
    for (one, other) in pairs(queries.len()) {
        if !same_rows(&queries[one], &queries[other]) || asked[one] == asked[other] {
            continue;
        }
        let tied = asked[one]
            .iter()
            .any(|mine| asked[other].iter().any(|theirs| related(mine, theirs)));
        if !tied {
            continue;
        }
        match (&asked[one][..], &asked[other][..]) {
            ([single], [down, across])
                if (single == down || single == across)
                    && !asked[other].contains(&Dimension::Series) =>
            {
                margins[one] = Some((other, single == down));
            }
            // Seen from the other side.
            ([down, across], [single])
                if (single == down || single == across)
                    && !asked[one].contains(&Dimension::Series) => {}
            _ => return Err(CountError::Tied(one.min(other), one.max(other))),
        }
    }
    Ok(margins)
}

fn sorted<T: Ord + Clone>(items: &[T]) -> Vec<T> {
    let mut items = items.to_vec();
    items.sort();
    items.dedup();
    items
}

/// Whether two questions count the same rows.
fn same_rows(one: &Query, other: &Query) -> bool {
    same_but_narrowing(one, other)
        && sorted(&one.filters) == sorted(&other.filters)
        && sorted(&one.stages) == sorted(&other.stages)
}

fn same_but_narrowing(one: &Query, other: &Query) -> bool {
    one.unit == other.unit
        && (one.from, one.to, one.day) == (other.from, other.to, other.day)
        && sorted(&one.series) == sorted(&other.series)
}

/// The dimension and code of the cell of `whole` that is the base of `part`, if there is one.
fn narrowed(whole: &Query, part: &Query, asked: &[Dimension]) -> Option<(Dimension, String)> {
    if !same_but_narrowing(whole, part) || same_rows(whole, part) {
        return None;
    }
    let (filters, more) = (sorted(&whole.filters), sorted(&part.filters));
    if filters == more && asked.contains(&Dimension::Stage) {
        return match &part.stages[..] {
            [stage] => Some((Dimension::Stage, stage.clone())),
            _ => None,
        };
    }
    let added: Vec<&(String, String)> = more
        .iter()
        .filter(|filter| !filters.contains(filter))
        .collect();
    match added[..] {
        [(facet, code)]
            if sorted(&whole.stages) == sorted(&part.stages) && more.len() == filters.len() + 1 =>
        {
            let dimension = Dimension::facet(facet.clone());
            asked
                .contains(&dimension)
                .then(|| (dimension, code.clone()))
        }
        _ => None,
    }
}
