//! Nothing hidden can be narrowed down.

use crate::attacker::{narrowest, ranges};
use figures::disclosure::{Direction, Disclosure, Grid, Hidden, Layer, Together, protect};
use proptest::prelude::*;

const RULE: Disclosure = Disclosure::DEFAULT;

/// A grid of two additive dimensions from its cells.
fn additive(rows: usize, columns: usize, cells: Vec<u64>) -> Grid {
    let row_totals = (0..rows)
        .map(|row| cells[row * columns..][..columns].iter().sum())
        .collect();
    let column_totals = (0..columns)
        .map(|column| cells.iter().skip(column).step_by(columns).sum())
        .collect();
    let base = cells.iter().sum();
    Grid {
        values: Layer {
            cells,
            row_totals,
            column_totals,
            base,
        },
        contributors: None,
        rows: Direction::additive(rows),
        columns: Some(Direction::additive(columns)),
    }
}

fn line(cells: Vec<u64>) -> Grid {
    let base = cells.iter().sum();
    let rows = Direction::additive(cells.len());
    Grid {
        values: Layer {
            cells,
            base,
            ..Layer::default()
        },
        contributors: None,
        rows,
        columns: None,
    }
}

/// A grid with overlapping rows from things that each have a column and some rows.
fn stacked(rows: usize, columns: usize, things: &[(usize, Vec<bool>)]) -> Grid {
    let mut values = Layer {
        cells: vec![0; rows * columns],
        row_totals: vec![0; rows],
        column_totals: vec![0; columns],
        base: things.len() as u64,
    };
    for (column, members) in things {
        values.column_totals[*column] += 1;
        for row in (0..rows).filter(|&row| members[row]) {
            values.row_totals[row] += 1;
            values.cells[row * columns + column] += 1;
        }
    }
    let covering = things.iter().all(|(_, members)| members.contains(&true));
    Grid {
        values,
        contributors: None,
        rows: Direction::overlapping(rows, covering),
        columns: Some(Direction::additive(columns)),
    }
}

fn crossed(rows: usize, columns: usize, things: &[(Vec<bool>, Vec<bool>)]) -> Grid {
    let mut values = Layer {
        cells: vec![0; rows * columns],
        row_totals: vec![0; rows],
        column_totals: vec![0; columns],
        base: things.len() as u64,
    };
    for (down, across) in things {
        for row in (0..rows).filter(|&row| down[row]) {
            values.row_totals[row] += 1;
            for column in (0..columns).filter(|&column| across[column]) {
                values.cells[row * columns + column] += 1;
            }
        }
        for column in (0..columns).filter(|&column| across[column]) {
            values.column_totals[column] += 1;
        }
    }
    let down = things.iter().all(|(down, _)| down.contains(&true));
    let across = things.iter().all(|(_, across)| across.contains(&true));
    Grid {
        values,
        contributors: None,
        rows: Direction::overlapping(rows, down),
        columns: Some(Direction::overlapping(columns, across)),
    }
}

/// Small numbers are hidden, and nothing hidden can be narrowed down under the rule's width.
fn check(grid: &Grid, rule: &Disclosure) -> Result<Hidden, TestCaseError> {
    let hidden = protect(grid, rule).expect("nothing is pinned");
    let numbers = [
        (&grid.values.cells, &hidden.cells),
        (&grid.values.row_totals, &hidden.row_totals),
        (&grid.values.column_totals, &hidden.column_totals),
    ];
    for (values, hidden) in numbers {
        prop_assert_eq!(values.len(), hidden.len());
        for (&value, &hidden) in values.iter().zip(hidden) {
            prop_assert!(hidden || !rule.too_small(value), "{} is shown", value);
        }
    }
    if hidden.base {
        prop_assert!(grid.values.base < rule.hide_below.max(rule.minimum_width));
        prop_assert_eq!(
            hidden.count(),
            numbers
                .iter()
                .map(|(values, _)| values.len())
                .sum::<usize>()
                + 1
        );
    } else if let Some(width) = narrowest(grid, &hidden) {
        prop_assert!(
            width >= rule.minimum_width,
            "a hidden number can be narrowed down to {} values",
            width + 1
        );
    }
    Ok(hidden)
}

/// Counts as they come: mostly small, some large.
fn counts(len: usize) -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(
        prop_oneof![3 => 0_u64..7, 2 => 5_u64..40, 1 => 40_u64..200],
        len,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_cell_of_a_table_can_be_narrowed_down(
        (rows, columns, cells) in (1_usize..6, 1_usize..6)
            .prop_flat_map(|(rows, columns)| (Just(rows), Just(columns), counts(rows * columns)))
    ) {
        check(&additive(rows, columns, cells), &RULE)?;
    }

    #[test]
    fn no_cell_of_a_line_can_be_narrowed_down(cells in (1_usize..9).prop_flat_map(counts)) {
        check(&line(cells), &RULE)?;
    }

    #[test]
    fn other_limits_hold_as_well(
        cells in counts(12), hide_below in 1_u64..12, hide_zero: bool, minimum_width in 1_u64..12
    ) {
        check(&additive(3, 4, cells), &Disclosure { hide_below, hide_zero, minimum_width })?;
    }

    #[test]
    fn overlapping_lines_do_not_give_each_other_away(
        (rows, columns, things) in (1_usize..5, 1_usize..5).prop_flat_map(|(rows, columns)| {
            let thing = (0..columns, prop::collection::vec(prop::bool::weighted(0.4), rows));
            (Just(rows), Just(columns), prop::collection::vec(thing, 0..90))
        }),
        covering: bool,
    ) {
        let mut things = things;
        if covering {
            things.iter_mut().filter(|(_, members)| !members.contains(&true)).for_each(|(_, members)| members[0] = true);
        }
        check(&stacked(rows, columns, &things), &RULE)?;
    }

    /// A facet that may take many values but seldom does: the overlap leaves a reader least room.
    #[test]
    fn barely_overlapping_lines_are_safe(
        things in prop::collection::vec((0_usize..4, 0_usize..4, prop::bool::weighted(0.05)), 5..120)
    ) {
        let things: Vec<(usize, Vec<bool>)> = things
            .into_iter()
            .map(|(column, row, more)| (column, (0..4).map(|other| other == row || (more && other == 0)).collect()))
            .collect();
        check(&stacked(4, 4, &things), &RULE)?;
    }

    #[test]
    fn two_overlapping_dimensions_are_safe(
        (rows, columns, things) in (1_usize..4, 1_usize..5).prop_flat_map(|(rows, columns)| {
            let some = |len| prop::collection::vec(prop::bool::weighted(0.5), len);
            (Just(rows), Just(columns), prop::collection::vec((some(rows), some(columns)), 0..70))
        })
    ) {
        check(&crossed(rows, columns, &things), &RULE)?;
    }

    /// What the crate turns round to reuse its code comes out as the same table turned round.
    #[test]
    fn overlapping_columns_are_safe_too(
        things in prop::collection::vec((0_usize..3, prop::collection::vec(any::<bool>(), 4)), 5..60)
    ) {
        let upright = stacked(4, 3, &things);
        let mut turned = upright.clone();
        turned.values.cells = (0..12).map(|place| upright.values.cells[place % 4 * 3 + place / 4]).collect();
        std::mem::swap(&mut turned.values.row_totals, &mut turned.values.column_totals);
        turned.rows = Direction::additive(3);
        turned.columns = Some(upright.rows.clone());
        let hidden = check(&turned, &RULE)?;
        let expected = protect(&upright, &RULE).unwrap();
        prop_assert_eq!(hidden.row_totals, expected.column_totals);
        prop_assert_eq!(hidden.column_totals, expected.row_totals);
    }
}

/// Regions of the bulletin of 7 to 24 October 2023: 1, 2, 2 and 4 must not follow from the total of 191.
#[test]
fn bulletin_regions_are_not_recoverable() {
    let grid = line(vec![123, 21, 6, 5, 9, 7, 11, 2, 2, 4, 1]);
    assert_eq!(grid.values.base, 191);
    let hidden = protect(&grid, &RULE).unwrap();
    let places: Vec<usize> = (0..11).filter(|&place| hidden.cells[place]).collect();
    assert_eq!(places, [7, 8, 9, 10]);
    assert_eq!(ranges(&grid, &hidden), [(0, 9); 4]);
}

/// One small region alone would follow from the total, so the next smallest is hidden with it.
#[test]
fn a_single_small_cell_takes_another_with_it() {
    let grid = line(vec![387, 52, 49, 46, 40, 28, 4]);
    let hidden = protect(&grid, &RULE).unwrap();
    assert_eq!(
        hidden.cells,
        [false, false, false, false, false, true, true]
    );
}

/// The example table of the R package sdcTable, women and men in four regions. Its optimal, its stepwise and its
/// hypercube method each hide 42 persons.
#[test]
fn hides_no_more_than_the_optimum_on_microdata1() {
    let grid = additive(4, 2, vec![2, 18, 19, 14, 10, 12, 14, 11]);
    let rule = Disclosure {
        hide_zero: false,
        ..RULE
    };
    for rule in [RULE, rule] {
        let hidden = protect(&grid, &rule).unwrap();
        assert_eq!(
            hidden.cells,
            [true, true, false, false, true, true, false, false]
        );
        assert!(!hidden.row_totals.contains(&true) && !hidden.column_totals.contains(&true));
        assert_eq!(
            ranges(&grid, &hidden),
            [(0, 12), (8, 20), (0, 12), (10, 22)]
        );
    }
}

/// The attacker of these tests does find what is only half hidden.
#[test]
fn hiding_small_cells_alone_is_found_out() {
    let grid = additive(4, 2, vec![2, 18, 19, 14, 10, 12, 14, 11]);
    let mut hidden = protect(&grid, &RULE).unwrap();
    hidden.cells = vec![true, false, false, false, false, false, false, false];
    assert_eq!(ranges(&grid, &hidden), [(2, 2)]);
    hidden.cells = vec![true, true, false, false, false, false, false, false];
    assert_eq!(narrowest(&grid, &hidden), Some(0));
    let grid = stacked(
        2,
        2,
        &(0..24)
            .map(|number| (number % 2, vec![number < 3, true]))
            .collect::<Vec<_>>(),
    );
    let mut hidden = protect(&grid, &RULE).unwrap();
    hidden.cells = vec![true, true, false, false];
    hidden.row_totals = vec![false, false];
    hidden.column_totals = vec![false, false];
    assert_eq!(narrowest(&grid, &hidden), Some(3));
}

/// All of a line in one category: what is known of one is known of all.
#[test]
fn a_line_in_one_category_is_hidden() {
    let rule = Disclosure {
        hide_zero: false,
        ..RULE
    };
    let grid = additive(3, 3, vec![20, 0, 0, 10, 12, 30, 9, 14, 8]);
    let hidden = protect(&grid, &rule).unwrap();
    assert!(hidden.cells[..3].iter().all(|hidden| *hidden), "{hidden:?}");
    assert!(narrowest(&grid, &hidden) >= Some(5));
}

/// A line that was asked for holds everything by the question and may be shown.
#[test]
fn the_line_asked_for_is_shown() {
    let thing = |number: usize| {
        (
            number % 2,
            vec![true, number % 2 == 1, number.is_multiple_of(2)],
        )
    };
    let mut grid = stacked(3, 2, &(0..20).map(thing).collect::<Vec<_>>());
    grid.rows.together = Together::Overlapping {
        covering: true,
        whole: Some(0),
    };
    let hidden = protect(&grid, &RULE).unwrap();
    assert!(!hidden.row_totals[0]);
    assert!(narrowest(&grid, &hidden).is_none_or(|width| width >= 5));
}

/// Many persons behind few incidents are hidden; two lone incidents take a third with them.
#[test]
fn few_contributors_are_hidden() {
    let mut grid = line(vec![40, 35, 60, 80]);
    grid.contributors = Some(Layer {
        cells: vec![1, 1, 20, 30],
        base: 52,
        ..Layer::default()
    });
    let hidden = protect(&grid, &RULE).unwrap();
    assert_eq!(hidden.cells, [true, true, true, false]);
}

/// A cell that is shown elsewhere can't protect another, and if nothing else can, that is said.
#[test]
fn pinned_cells_stay_shown() {
    let mut grid = line(vec![3, 20, 30]);
    grid.rows.pinned = vec![false, true, false];
    assert_eq!(protect(&grid, &RULE).unwrap().cells, [true, false, true]);
    grid.rows.pinned = vec![false, true, true];
    assert!(protect(&grid, &RULE).is_err());
}

/// How much is lost, against the planning figures of the design: tables of 400 and 2,000 incidents over 10 by 8.
#[test]
fn hides_no_more_than_planned() {
    for (total, most) in [(400_u64, 63), (2_000, 20)] {
        // Uneven in both directions, as such tables are.
        let weight = |place: usize| 1.0 / (((place / 8 + 1) * (place % 8 + 1)) as f64).sqrt();
        let sum: f64 = (0..80).map(weight).sum();
        let cells = (0..80)
            .map(|place| (total as f64 * weight(place) / sum) as u64)
            .collect();
        let grid = additive(10, 8, cells);
        let hidden = protect(&grid, &RULE).unwrap();
        assert!(
            hidden.count() <= most,
            "{total} incidents: {} hidden",
            hidden.count()
        );
    }
}
