//! A reader who works out hidden numbers by integer programming. Shares no code with the network in the crate.

use figures::disclosure::{Direction, Grid, Hidden, Together};
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

/// A number of the table: what it is and whether it is hidden.
#[derive(Clone, Copy)]
struct Number {
    value: u64,
    hidden: bool,
}

/// Numbers with their factors, compared with a bound.
type Sum = (Vec<(usize, f64)>, ComparisonOp, f64);

/// What the reader writes down: numbers, and sums of them compared with zero or the base.
struct Notes {
    numbers: Vec<Number>,
    sums: Vec<Sum>,
    base: u64,
}

/// The lowest and highest value that each hidden number may have.
pub(crate) fn ranges(grid: &Grid, hidden: &Hidden) -> Vec<(u64, u64)> {
    assert!(!hidden.base, "a hidden base leaves nothing to attack");
    let notes = write_down(grid, hidden);
    let hidden = (0..notes.numbers.len()).filter(|&number| notes.numbers[number].hidden);
    hidden
        .map(|number| {
            (
                notes.extreme(number, OptimizationDirection::Minimize),
                notes.extreme(number, OptimizationDirection::Maximize),
            )
        })
        .collect()
}

/// The narrowest range of all, if anything is hidden.
pub(crate) fn narrowest(grid: &Grid, hidden: &Hidden) -> Option<u64> {
    ranges(grid, hidden)
        .iter()
        .map(|(low, high)| high - low)
        .min()
}

fn write_down(grid: &Grid, hidden: &Hidden) -> Notes {
    let number = |(&value, &hidden): (&u64, &bool)| Number { value, hidden };
    let values = &grid.values;
    let mut notes = Notes {
        numbers: values.cells.iter().zip(&hidden.cells).map(number).collect(),
        sums: Vec::new(),
        base: values.base,
    };
    let Some(columns) = &grid.columns else {
        let line: Vec<usize> = (0..grid.rows.len).collect();
        notes.relate_to_base(&line, &grid.rows);
        return notes;
    };
    let row_total = notes.numbers.len();
    notes
        .numbers
        .extend(values.row_totals.iter().zip(&hidden.row_totals).map(number));
    let column_total = notes.numbers.len();
    notes.numbers.extend(
        values
            .column_totals
            .iter()
            .zip(&hidden.column_totals)
            .map(number),
    );
    for row in 0..grid.rows.len {
        let cells: Vec<usize> = (0..columns.len)
            .map(|column| row * columns.len + column)
            .collect();
        notes.relate(&cells, columns, row_total + row);
    }
    for column in 0..columns.len {
        let cells: Vec<usize> = (0..grid.rows.len)
            .map(|row| row * columns.len + column)
            .collect();
        notes.relate(&cells, &grid.rows, column_total + column);
    }
    let totals: Vec<usize> = (0..grid.rows.len).map(|row| row_total + row).collect();
    notes.relate_to_base(&totals, &grid.rows);
    let totals: Vec<usize> = (0..columns.len)
        .map(|column| column_total + column)
        .collect();
    notes.relate_to_base(&totals, columns);
    notes
}

impl Notes {
    /// The cells of a line, divided as `direction` says, under the line's total.
    fn relate(&mut self, cells: &[usize], direction: &Direction, total: usize) {
        let mut sum: Vec<(usize, f64)> = cells.iter().map(|&cell| (cell, 1.0)).collect();
        sum.push((total, -1.0));
        match direction.together {
            Together::Additive => self.sums.push((sum, ComparisonOp::Eq, 0.0)),
            Together::Overlapping { covering, .. } => {
                for &cell in cells {
                    self.sums
                        .push((vec![(cell, 1.0), (total, -1.0)], ComparisonOp::Le, 0.0));
                }
                if covering {
                    self.sums.push((sum, ComparisonOp::Ge, 0.0));
                }
            }
        }
    }

    fn relate_to_base(&mut self, line: &[usize], direction: &Direction) {
        let sum: Vec<(usize, f64)> = line.iter().map(|&number| (number, 1.0)).collect();
        match direction.together {
            Together::Additive => self.sums.push((sum, ComparisonOp::Eq, self.base as f64)),
            Together::Overlapping { covering: true, .. } => {
                self.sums.push((sum, ComparisonOp::Ge, self.base as f64));
            }
            Together::Overlapping { .. } => {}
        }
    }

    fn extreme(&self, wanted: usize, way: OptimizationDirection) -> u64 {
        let mut problem = Problem::new(way);
        let most = self.base as i32;
        let variables: Vec<Variable> = self
            .numbers
            .iter()
            .enumerate()
            .map(|(place, number)| {
                let value = number.value as i32;
                let range = if number.hidden {
                    (0, most)
                } else {
                    (value, value)
                };
                problem.add_integer_var(if place == wanted { 1.0 } else { 0.0 }, range)
            })
            .collect();
        for (sum, operator, bound) in &self.sums {
            let terms: Vec<(Variable, f64)> = sum
                .iter()
                .map(|&(number, factor)| (variables[number], factor))
                .collect();
            problem.add_constraint(terms, *operator, *bound);
        }
        let solution = problem
            .solve()
            .expect("the true table is one solution")
            .into_solution()
            .expect("solved");
        solution.var_value(variables[wanted]).round() as u64
    }
}
