//! Tables that are shown together.

use crate::counting::{plain_rows, table};
use figures::{Cell, Context, CountError, Dimension, Query, Rule, Unit, release};
use jiff::civil::date;
use proptest::prelude::*;

fn context() -> Context {
    Context::as_known_on(date(2026, 11, 23), 99)
}

fn by(rows: Dimension) -> Query {
    Query {
        rows: Some(rows),
        series: vec!["own".into()],
        ..Query::of(Unit::Incidents)
    }
}

proptest! {
    /// The same number is shown or hidden alike wherever it appears.
    #[test]
    fn shared_numbers_agree(rows in plain_rows(300)) {
        let table = table(&rows);
        prop_assume!(table.series().any(|series| series == "own"));
        let kind = || Dimension::facet("kind");
        let crossed = Query { columns: Some(Dimension::Year), ..by(kind()) };
        let queries = [by(kind()), crossed, by(Dimension::Year), by(Dimension::Stage)];
        let answers = release(&table, &queries, &Rule::disclosed(), &context()).unwrap();
        prop_assert_eq!(&answers[0][0].cells, &answers[1][0].row_totals);
        prop_assert_eq!(&answers[2][0].cells, &answers[1][0].column_totals);
        for answer in &answers {
            prop_assert_eq!(answer[0].base, answers[0][0].base);
        }
    }

    /// A stage whose own tables are shown is not used to hide another stage.
    #[test]
    fn a_base_shown_elsewhere_hides_nothing(rows in plain_rows(300)) {
        let table = table(&rows);
        prop_assume!(table.series().any(|series| series == "own"));
        let verified = Query { stages: vec!["verified".into()], ..by(Dimension::facet("kind")) };
        match release(&table, &[by(Dimension::Stage), verified], &Rule::disclosed(), &context()) {
            Ok(answers) => {
                let all = &answers[0][0];
                if answers[1][0].base != Some(Cell::Hidden) && all.base != Some(Cell::Hidden) {
                    prop_assert_eq!(all.line("verified"), answers[1][0].base);
                    let hidden = all.cells.iter().filter(|cell| **cell == Cell::Hidden).count();
                    prop_assert_ne!(hidden, 1, "one hidden stage follows from the base");
                }
            }
            Err(error) => prop_assert_eq!(error, CountError::Unprotectable(0)),
        }
    }
}

#[test]
fn what_is_tied_more_closely_is_refused() {
    let table = table(&[]);
    let refused = |one: Query, other: Query| {
        release(&table, &[one, other], &Rule::disclosed(), &context()).unwrap_err()
    };
    let any = |rows: Dimension| Query {
        series: Vec::new(),
        ..by(rows)
    };
    assert_eq!(
        refused(any(Dimension::Year), any(Dimension::Month)),
        CountError::Tied(0, 1)
    );
    let kind = || Dimension::facet("kind");
    let by_year = Query {
        columns: Some(Dimension::Year),
        ..any(kind())
    };
    let by_stage = Query {
        columns: Some(Dimension::Stage),
        ..any(kind())
    };
    assert_eq!(refused(by_year.clone(), by_stage), CountError::Tied(0, 1));
    let verified = Query {
        stages: vec!["verified".into()],
        ..any(Dimension::Quarter)
    };
    let stage_by_year = Query {
        columns: Some(Dimension::Year),
        ..any(Dimension::Stage)
    };
    assert_eq!(refused(stage_by_year, verified), CountError::Tied(0, 1));
    assert!(
        release(
            &table,
            &[by_year.clone(), by_year],
            &Rule::disclosed(),
            &context()
        )
        .is_ok()
    );
}
