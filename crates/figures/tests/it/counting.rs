//! What is counted, against plain loops over plain rows.

use figures::output::{Words, to_csv, to_json, to_table_text};
use figures::{
    Answer, Cell, Context, CountError, Coverage, DayOf, Dimension, Holds, Layout, NOT_KNOWN,
    NOT_STATED, Note, Precision, Query, Row, Rule, ShareOf, Sums, Table, Unit, count,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const STAGES: [&str; 3] = ["in-check", "verified", "unfounded"];
const KINDS: [&str; 3] = ["abuse", "threat", "assault"];
const STRANDS: [&str; 3] = ["faith", "race", "gender"];
const SERIES: [&str; 2] = ["own", "police"];

#[derive(Debug, Clone)]
pub(crate) struct Plain {
    series: usize,
    stage: usize,
    day: Option<(i32, i32)>,
    exact: bool,
    persons: Option<u32>,
    kind: Option<usize>,
    strands: Vec<bool>,
}

pub(crate) fn plain_rows(most: usize) -> impl Strategy<Value = Vec<Plain>> {
    let row = (
        0..2_usize,
        0..3_usize,
        prop::option::weighted(0.9, (0..900_i32, 0..40_i32)),
        any::<bool>(),
        prop::option::of(1..6_u32),
        prop::option::weighted(0.9, 0..3_usize),
        prop::collection::vec(any::<bool>(), 3),
    )
        .prop_map(
            |(series, stage, day, exact, persons, kind, strands)| Plain {
                series,
                stage,
                day: day.map(|(from, span)| (from, from + if exact { span % 3 } else { span })),
                exact,
                persons,
                kind,
                strands,
            },
        );
    prop::collection::vec(row, 0..most)
}

fn day(number: i32) -> Date {
    date(2022, 3, 1)
        .checked_add(jiff::Span::new().days(number))
        .unwrap()
}

pub(crate) fn table(rows: &[Plain]) -> Table {
    let layout = Layout::new(Holds::Incidents)
        .stages(STAGES)
        .series(SERIES)
        .facet("kind", false, KINDS)
        .facet("strand", true, STRANDS);
    let mut table = Table::new(layout);
    for (number, row) in rows.iter().enumerate() {
        let mut key = [0; 16];
        key[..8].copy_from_slice(&(number as u64).to_le_bytes());
        let kind: Vec<&str> = row.kind.iter().map(|&kind| KINDS[kind]).collect();
        let strands: Vec<&str> = (0..3)
            .filter(|&strand| row.strands[strand])
            .map(|strand| STRANDS[strand])
            .collect();
        let row = Row {
            key,
            ledger_index: number as u64 * 3,
            series: SERIES[row.series],
            stage: STAGES[row.stage],
            occurred: row.day.map(|(from, to)| (day(from), day(to))),
            precision: if row.exact {
                Precision::Exact
            } else {
                Precision::Within
            },
            received: None,
            persons: row.persons,
            facets: &[("kind", &kind), ("strand", &strands)],
        };
        table.put(&row).unwrap();
    }
    table
}

fn context() -> Context {
    Context::as_known_on(date(2026, 11, 23), 99)
}

fn exact(table: &Table, query: &Query) -> Vec<Answer> {
    count(table, query, &Rule::Exact, &context()).unwrap()
}

fn year_of(row: &Plain) -> String {
    match row.day {
        Some((from, to)) if row.exact || day(from).year() == day(to).year() => {
            day(from).year().to_string()
        }
        _ => NOT_KNOWN.to_owned(),
    }
}

fn codes_of(row: &Plain, dimension: &str) -> Vec<String> {
    if let Some((one, other)) = dimension.split_once('|') {
        let (one, other) = (codes_of(row, one), codes_of(row, other));
        return vec![Dimension::pair(&one[0], &other[0])];
    }
    match dimension {
        "year" => vec![year_of(row)],
        "stage" => vec![STAGES[row.stage].to_owned()],
        "kind" => vec![row.kind.map_or(NOT_STATED, |kind| KINDS[kind]).to_owned()],
        _ => {
            let codes: Vec<String> = (0..3)
                .filter(|&strand| row.strands[strand])
                .map(|strand| STRANDS[strand].to_owned())
                .collect();
            if codes.is_empty() {
                vec![NOT_STATED.to_owned()]
            } else {
                codes
            }
        }
    }
}

fn dimension(name: &str) -> Dimension {
    if let Some((one, other)) = name.split_once('|') {
        return Dimension::pairs(dimension(one), dimension(other));
    }
    match name {
        "year" => Dimension::Year,
        "stage" => Dimension::Stage,
        facet => Dimension::facet(facet),
    }
}

proptest! {
    /// Every cell and every total is what a plain loop counts, for any two dimensions and filters.
    #[test]
    fn counts_as_a_plain_loop_does(
        rows in plain_rows(120),
        down in prop::sample::select(vec!["year", "stage", "kind", "strand"]),
        across in prop::sample::select(vec!["year", "stage", "kind", "strand", "year|kind", "kind|stage"]),
        verified: bool,
        only_race: bool,
        persons: bool,
    ) {
        prop_assume!(down != across);
        let table = table(&rows);
        let mut query = Query {
            rows: Some(dimension(down)),
            columns: Some(dimension(across)),
            entries: true,
            ..Query::of(if persons { Unit::Persons } else { Unit::Incidents })
        };
        if verified {
            query.stages = vec!["verified".to_owned()];
        }
        if only_race {
            query = query.only("strand", "race");
        }
        for answer in exact(&table, &query) {
            let Some(series) = answer.series.clone() else {
                prop_assert!(rows.is_empty());
                continue;
            };
            let passes = |row: &&Plain| {
                SERIES[row.series] == series && (!verified || row.stage == 1) && (!only_race || row.strands[1])
            };
            let passed: Vec<&Plain> = rows.iter().filter(passes).collect();
            let amount = |row: &&&Plain| if persons { u64::from(row.persons.unwrap_or(0)) } else { 1 };
            let sum = |keep: &dyn Fn(&Plain) -> bool| {
                Cell::Shown(passed.iter().filter(|row| keep(row)).map(|row| amount(&row)).sum())
            };
            let has = |row: &Plain, dimension: &str, code: &String| codes_of(row, dimension).contains(code);
            let (down_axis, across_axis) = (answer.rows.clone().unwrap(), answer.columns.clone().unwrap());
            for (row, down_code) in down_axis.codes.iter().enumerate() {
                prop_assert_eq!(answer.row_totals[row], sum(&|plain| has(plain, down, down_code)));
                for (column, across_code) in across_axis.codes.iter().enumerate() {
                    let wanted = sum(&|plain| has(plain, down, down_code) && has(plain, across, across_code));
                    prop_assert_eq!(answer.cell(row, column), wanted);
                }
            }
            for (column, code) in across_axis.codes.iter().enumerate() {
                prop_assert_eq!(answer.column_totals[column], sum(&|plain| has(plain, across, code)));
            }
            prop_assert_eq!(answer.base, Some(sum(&|_| true)));
            let counted = answer.counted.unwrap();
            prop_assert_eq!(counted.len(), passed.len() as u64);
            // No row falls outside the lines.
            for row in &passed {
                prop_assert!(codes_of(row, down).iter().all(|code| down_axis.codes.contains(code)));
            }
        }
    }

    /// A period counts what lies wholly inside, and says how much may have.
    #[test]
    fn periods_count_what_is_surely_inside(rows in plain_rows(80), from in 0..800_i32, length in 0..200_i32) {
        let table = table(&rows);
        let query = Query { from: Some(day(from)), to: Some(day(from + length)), ..Query::of(Unit::Incidents) };
        for answer in exact(&table, &query) {
            let Some(series) = &answer.series else { continue };
            let mine = rows.iter().filter(|row| SERIES[row.series] == series);
            let (mut inside, mut perhaps) = (0, 0);
            for row in mine {
                match row.day.map(|(start, end)| (start, if row.exact { start } else { end })) {
                    Some((start, end)) if start >= from && end <= from + length => inside += 1,
                    Some((start, end)) if end < from || start > from + length => {}
                    _ => perhaps += 1,
                }
            }
            prop_assert_eq!(answer.base, Some(Cell::Shown(inside)));
            let note = answer.notes.iter().find_map(|note| match note {
                Note::DayNotKnown { left_out } => *left_out,
                _ => None,
            });
            prop_assert_eq!(note.unwrap_or(0), perhaps);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Of thousands of rows, whole blocks are passed over by their days. What is counted is the same, also after rows
    /// were replaced and removed.
    #[test]
    fn blocks_are_passed_over_only_where_nothing_counts(
        rows in plain_rows(60), in_order: bool, from in 0..800_i32, length in 0..200_i32, strike in 1..40_usize,
    ) {
        let mut rows: Vec<Plain> = rows.iter().cycle().take(rows.len() * 110).cloned().collect();
        if in_order {
            rows.sort_by_key(|row| row.day);
        }
        let mut table = table(&rows);
        let key = |number: usize| {
            let mut key = [0; 16];
            key[..8].copy_from_slice(&(number as u64).to_le_bytes());
            key
        };
        let mut left: Vec<Option<Plain>> = rows.into_iter().map(Some).collect();
        for number in (0..left.len()).step_by(strike * 50) {
            prop_assert!(table.remove(&key(number)));
            left[number] = None;
            let Some(other) = left.get_mut(number + 1).and_then(Option::as_mut) else { continue };
            // It turns out to have been another day.
            other.day = Some((number as i32 % 900, number as i32 % 900));
            let moved = day(number as i32 % 900);
            let row = Row {
                key: key(number + 1),
                series: SERIES[other.series],
                stage: STAGES[other.stage],
                occurred: Some((moved, moved)),
                persons: other.persons,
                ..Row::default()
            };
            table.put(&row).unwrap();
        }
        let rows: Vec<Plain> = left.into_iter().flatten().collect();
        for bounded in [false, true] {
            let mut query = Query { rows: Some(Dimension::Year), ..Query::of(Unit::Persons) };
            if bounded {
                (query.from, query.to) = (Some(day(from)), Some(day(from + length)));
            }
            for answer in exact(&table, &query) {
                let Some(series) = &answer.series else { continue };
                let inside = |row: &&Plain| SERIES[row.series] == series && (!bounded || row.day.is_some_and(|(start, end)| {
                    start >= from && (if row.exact { start } else { end }) <= from + length
                }));
                let mine: Vec<&Plain> = rows.iter().filter(inside).collect();
                let persons = |rows: &mut dyn Iterator<Item = &&Plain>| {
                    Cell::Shown(rows.map(|row| u64::from(row.persons.unwrap_or(0))).sum())
                };
                prop_assert_eq!(answer.base, Some(persons(&mut mine.iter())));
                for (place, code) in answer.rows.as_ref().unwrap().codes.iter().enumerate() {
                    let wanted = persons(&mut mine.iter().filter(|row| year_of(row) == *code));
                    prop_assert_eq!(answer.cell(place, 0), wanted, "{}", code);
                }
            }
        }
    }
}

#[test]
fn what_overlaps_is_not_paired() {
    let rows: Vec<Plain> = (0..9).map(|number| row(0, number % 3, [true; 3])).collect();
    let pair = |one, other| Query {
        rows: Some(Dimension::pairs(dimension(one), dimension(other))),
        ..Query::of(Unit::Incidents)
    };
    for query in [pair("strand", "kind"), pair("kind", "strand")] {
        assert_eq!(
            count(&table(&rows), &query, &Rule::Exact, &context()),
            Err(CountError::NotToBePaired("strand".to_owned()))
        );
    }
    let series = Query {
        rows: Some(Dimension::pairs(Dimension::Series, dimension("kind"))),
        ..Query::of(Unit::Incidents)
    };
    assert_eq!(
        count(&table(&rows), &series, &Rule::Exact, &context()),
        Err(CountError::NotToBePaired("series".to_owned()))
    );
    let alone = exact(&table(&rows), &pair("kind", "stage")).remove(0);
    let text = to_table_text(&alone, &Words::codes());
    assert!(text.contains("threat | verified"), "{text}");
    let csv = to_csv(&[alone], &Words::codes()).unwrap();
    assert!(csv.contains("kind|stage,threat|verified"), "{csv}");
}

fn row(series: usize, kind: usize, strands: [bool; 3]) -> Plain {
    Plain {
        series,
        stage: 1,
        day: Some((0, 0)),
        exact: true,
        persons: Some(2),
        kind: Some(kind),
        strands: strands.to_vec(),
    }
}

#[test]
fn series_are_never_added() {
    let rows: Vec<Plain> = (0..30)
        .map(|number| row(number % 2, number % 3, [true, false, false]))
        .collect();
    let table = table(&rows);
    let answers = exact(&table, &Query::of(Unit::Incidents));
    let bases: Vec<_> = answers
        .iter()
        .map(|answer| (answer.series.as_deref(), answer.base))
        .collect();
    assert_eq!(
        bases,
        [
            (Some("own"), Some(Cell::Shown(15))),
            (Some("police"), Some(Cell::Shown(15)))
        ]
    );
    let side_by_side = Query {
        rows: Some(Dimension::facet("kind")),
        columns: Some(Dimension::Series),
        ..Query::of(Unit::Incidents)
    };
    for rule in [Rule::Exact, Rule::disclosed()] {
        let answers = count(&table, &side_by_side, &rule, &context()).unwrap();
        let [answer] = &answers[..] else {
            panic!("one table of both")
        };
        assert_eq!(answer.base, None);
        assert!(
            answer.row_totals.is_empty(),
            "a row total would add series up"
        );
        assert_eq!(answer.column_totals, [Cell::Shown(15), Cell::Shown(15)]);
        assert_eq!(answer.share(0, 0, ShareOf::Base), None);
        assert!(answer.share(0, 0, ShareOf::Column).is_some());
    }
    let text = to_table_text(&exact(&table, &side_by_side)[0], &Words::codes());
    assert!(!text.contains("30"), "{text}");
}

#[test]
fn overlapping_lines_make_no_total_of_themselves() {
    let rows: Vec<Plain> = (0..40)
        .map(|number| row(0, 0, [true, number % 2 == 0, false]))
        .collect();
    let query = Query {
        rows: Some(Dimension::facet("strand")),
        ..Query::of(Unit::Incidents)
    };
    let answer = exact(&table(&rows), &query).remove(0);
    assert_eq!(answer.line("faith"), Some(Cell::Shown(40)));
    assert_eq!(answer.line("race"), Some(Cell::Shown(20)));
    assert_eq!(answer.base, Some(Cell::Shown(40)));
    assert_eq!(answer.rows.as_ref().unwrap().sums, Sums::EachCountedOnce);
    assert!(answer.notes.contains(&Note::LinesOverlap {
        dimension: "strand".into()
    }));
    let share = answer.share(1, 0, ShareOf::Base).unwrap();
    assert_eq!((share.part, share.base, share.percent()), (20, 40, 50.0));
    assert!(to_table_text(&answer, &Words::codes()).contains("each counted once"));
}

#[test]
fn small_numbers_and_their_shares_are_hidden() {
    let rows: Vec<Plain> = (0..43)
        .map(|number| {
            row(
                0,
                if number < 20 {
                    0
                } else {
                    usize::from(number < 40) + 1
                },
                [true; 3],
            )
        })
        .collect();
    let query = Query {
        rows: Some(Dimension::facet("kind")),
        entries: true,
        ..Query::of(Unit::Incidents)
    };
    // Abuse 20, assault 20 under "threat", and 3 under "assault": the 3 and one 20 are hidden.
    let answer = count(&table(&rows), &query, &Rule::disclosed(), &context())
        .unwrap()
        .remove(0);
    let hidden = answer
        .cells
        .iter()
        .filter(|cell| **cell == Cell::Hidden)
        .count();
    assert_eq!(hidden, 2);
    assert!(answer.hides());
    for place in 0..3 {
        assert_eq!(
            answer.share(place, 0, ShareOf::Base).is_some(),
            answer.cell(place, 0) != Cell::Hidden
        );
    }
    let few = count(&table(&rows[..4]), &query, &Rule::disclosed(), &context())
        .unwrap()
        .remove(0);
    assert_eq!(few.base, Some(Cell::Hidden));
    assert_eq!(
        few.counted, None,
        "the number of entries would tell the base"
    );
    assert_eq!(few.share(0, 0, ShareOf::Base), None);
}

/// What an answer contains must not let one tell 0 from 4.
#[test]
fn nothing_about_an_answer_tells_zero_from_four() {
    let query = Query {
        rows: Some(Dimension::facet("kind")),
        ..Query::of(Unit::Persons)
    }
    .only("strand", "gender");
    let mut none: Vec<Plain> = (0..20).map(|_| row(0, 0, [true, false, false])).collect();
    let without = count(&table(&none), &query, &Rule::disclosed(), &context()).unwrap();
    none.iter_mut()
        .take(4)
        .for_each(|row| row.strands[2] = true);
    let with = count(&table(&none), &query, &Rule::disclosed(), &context()).unwrap();
    assert_eq!(without, with);
}

#[test]
fn reports_and_incidents_are_not_mixed() {
    let wrong = count(
        &table(&[]),
        &Query::of(Unit::Reports),
        &Rule::Exact,
        &context(),
    );
    assert_eq!(
        wrong,
        Err(CountError::WrongUnit {
            unit: Unit::Reports,
            holds: Holds::Incidents
        })
    );
    assert_eq!(Query::of(Unit::Reports).day, DayOf::Received);
}

#[test]
fn mistakes_are_named() {
    let table = table(&[row(0, 0, [true; 3])]);
    let ask = |query: Query| count(&table, &query, &Rule::Exact, &context()).unwrap_err();
    let all = || Query::of(Unit::Incidents);
    assert_eq!(
        ask(all().only("colour", "red")),
        CountError::UnknownFacet("colour".into())
    );
    assert_eq!(
        ask(all().only("kind", "red")),
        CountError::UnknownCode {
            facet: "kind".into(),
            code: "red".into()
        }
    );
    assert_eq!(
        ask(Query {
            series: vec!["ours".into()],
            ..all()
        }),
        CountError::UnknownSeries("ours".into())
    );
    let year = Some(Dimension::Year);
    assert_eq!(
        ask(Query {
            rows: year.clone(),
            columns: year,
            ..all()
        }),
        CountError::SameDimension
    );
    let (from, to) = (Some(day(4)), Some(day(3)));
    assert_eq!(ask(Query { from, to, ..all() }), CountError::PeriodReversed);
}

#[test]
fn coverage_that_overlaps_is_attached() {
    let note = |series: Option<&str>, from: i32, to: Option<i32>, code: &str| Coverage {
        series: series.map(ToOwned::to_owned),
        from: day(from),
        to: to.map(day),
        code: code.to_owned(),
    };
    let context = Context {
        coverage: vec![
            note(None, 0, Some(10), "before"),
            note(Some("police"), 5, None, "other-series"),
            note(Some("own"), 15, Some(25), "into"),
            note(None, 18, None, "since"),
            note(None, 60, None, "after"),
        ],
        ..context()
    };
    let query = Query {
        from: Some(day(20)),
        to: Some(day(40)),
        ..Query::of(Unit::Incidents)
    };
    let answer = count(
        &table(&[row(0, 0, [true; 3])]),
        &query,
        &Rule::Exact,
        &context,
    )
    .unwrap()
    .remove(0);
    let codes: Vec<&str> = answer
        .coverage
        .iter()
        .map(|note| note.code.as_str())
        .collect();
    assert_eq!(codes, ["into", "since"]);
}

#[test]
fn quarters_run_without_holes() {
    let mut rows = vec![row(0, 0, [true; 3]), row(0, 0, [true; 3])];
    rows[1].day = Some((400, 400));
    let query = Query {
        rows: Some(Dimension::Quarter),
        ..Query::of(Unit::Incidents)
    };
    let answer = exact(&table(&rows), &query).remove(0);
    let codes = &answer.rows.as_ref().unwrap().codes;
    assert_eq!(
        codes,
        &[
            "2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4", "2023-Q1", "2023-Q2"
        ]
    );
    let short = answer.without_empty_lines();
    assert_eq!(short.rows.unwrap().codes, ["2022-Q1", "2023-Q2"]);
    assert_eq!(short.cells, [Cell::Shown(1), Cell::Shown(1)]);
}

#[test]
fn tables_line_up() {
    let rows: Vec<Plain> = (0..30)
        .map(|number| row(0, number % 2, [number % 3 == 0, true, false]))
        .collect();
    let query = Query {
        rows: Some(Dimension::facet("kind")),
        columns: Some(Dimension::Stage),
        ..Query::of(Unit::Incidents)
    };
    let answer = exact(&table(&rows), &query).remove(0);
    let text = to_table_text(&answer, &Words::codes());
    let expected = "\
kind / stage  in-check  verified  unfounded  total
abuse                0        15          0     15
threat               0        15          0     15
assault              0         0          0      0
total                0        30          0     30
";
    assert_eq!(text, expected);
}

#[test]
fn files_carry_what_is_needed_to_read_them() {
    let kind = |number: usize| usize::from(number < 6) + usize::from(number < 3);
    let rows: Vec<Plain> = (0..36)
        .map(|number| row(0, kind(number), [true; 3]))
        .collect();
    let query = Query {
        rows: Some(Dimension::facet("kind")),
        stages: vec!["verified".into()],
        ..Query::of(Unit::Incidents)
    };
    let answers = count(&table(&rows), &query, &Rule::disclosed(), &context()).unwrap();
    let label = |_: &Dimension, code: &str| format!("=HYPERLINK({code})");
    let words = Words {
        label: &label,
        hidden: "-",
        ..Words::codes()
    };
    let csv = to_csv(&answers, &words).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 1 + 3 + 1);
    assert_eq!(
        lines[1],
        "own,incidents,kind,abuse,'=HYPERLINK(abuse),,,,cell,30,,,verified,2026-11-23,99"
    );
    assert!(lines[2].contains(",cell,'-,"), "{csv}");
    assert!(lines[4].contains(",base,36,"), "{csv}");
    let json = to_json(&answers[0], &words);
    assert_eq!(json["unit"], "incidents");
    assert_eq!(json["cells"], serde_json::json!([[30], [null], [null]]));
    assert_eq!(json["base"]["value"], 36);
    assert_eq!(json["known_on"], "2026-11-23");
    assert_eq!(json["rule"]["disclosed"]["hide_below"], 5);
    assert_eq!(json["rows"]["lines"][1]["code"], "threat");
    assert_eq!(json["rows"]["lines"][1]["label"], "=HYPERLINK(threat)");
}
