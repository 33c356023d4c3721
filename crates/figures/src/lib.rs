//! Counting, disclosure control and charts: data in, figures out.
//!
//! Nothing here reads a file, a database or a clock. A [`Table`] holds the coded facets of incidents
//! (or of reports) in columns; [`count`] is the one door through which every figure passes: it applies
//! the counting rule, keeps series apart, attaches coverage notes and the day as known on, and hides
//! what must not be shown. [`release`] does the same for several tables that appear together.
//!
//! ```
//! use figures::{Cell, Context, Dimension, Holds, Layout, Query, Row, Rule, Table, Unit, count};
//! use jiff::civil::date;
//!
//! let mut table = Table::new(Layout::new(Holds::Incidents).facet("category", false, ["abuse", "threat"]));
//! for number in 0..30_u8 {
//!     let category = if number < 10 { "threat" } else { "abuse" };
//!     table.put(&Row {
//!         key: [number; 16],
//!         ledger_index: u64::from(number),
//!         series: "own",
//!         stage: "verified",
//!         facets: &[("category", &[category])],
//!         ..Row::default()
//!     })?;
//! }
//! let query = Query { rows: Some(Dimension::facet("category")), ..Query::of(Unit::Incidents) };
//! let answers = count(&table, &query, &Rule::disclosed(), &Context::as_known_on(date(2026, 11, 23), 30))?;
//! assert_eq!(answers[0].base, Some(Cell::Shown(30)));
//! assert_eq!(answers[0].cell(0, 0), Cell::Shown(20));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
pub mod chart;
mod count;
mod day;
pub mod disclosure;
mod entries;
mod lines;
pub mod output;
mod query;
mod reading;
mod release;
mod rule;
mod scan;
mod table;

pub use answer::{Answer, Axis, Cell, Note, Share, ShareOf, Sums};
pub use count::{CountError, count};
pub use entries::EntrySet;
pub use query::{BETWEEN, DayOf, Dimension, Holds, NOT_KNOWN, NOT_STATED, Query, Unit};
pub use reading::{Change, Observed, Reading, compare};
pub use release::release;
pub use rule::{Context, Coverage, Disclosure, Rule};
pub use table::{Layout, Precision, Row, RowError, Table};
