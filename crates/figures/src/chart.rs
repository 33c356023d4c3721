//! Charts as SVG: ink on paper, labelled directly, readable on a phone and by a screen reader.
//!
//! All words come in already translated and are escaped here. Nothing is styled inline, so a strict
//! Content-Security-Policy lets the charts through; the page's style sheet gives colours to these classes:
//!
//! | class | on | meaning |
//! | --- | --- | --- |
//! | `chart` | `svg` | the whole; set the font and `font-variant-numeric: tabular-nums` here |
//! | `chart-bar` | `rect` | a bar: fill |
//! | `chart-ink` | `path`, `circle`, `line` | the line of a trend, its points, the mark of an event: stroke or fill |
//! | `chart-hidden` | `line`, `rect` | hatching where a number is hidden: stroke |
//! | `chart-axis` | `line`, `text` | scale and its numbers: stroke or fill |
//! | `chart-say` | `text` | labels and values: fill |
//!
//! A chart is an image to assistive technology, with a title and a description; the same numbers must stand in a table
//! beside it. For right-to-left languages everything is mirrored, time included.

mod bar;
mod line;
mod svg;

pub use bar::{Bar, BarChart};
pub use line::{LineChart, Mark, Point};

/// What every chart needs besides its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Unique on the page; letters, digits, hyphens.
    pub id: String,
    /// The reading of the chart in one sentence.
    pub title: String,
    /// What the chart shows, for those who can't see it.
    pub description: String,
    /// What hatching means, such as "too few to show".
    pub hidden: String,
    /// Mirrors the chart.
    pub right_to_left: bool,
    /// Width in units of the page at its smallest. The chart grows with its container; 340 keeps letters readable
    /// on a phone 320 wide.
    pub width: u32,
}

impl Frame {
    /// A left-to-right frame for a phone and up.
    pub fn new(id: &str, title: &str, description: &str, hidden: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            hidden: hidden.to_owned(),
            right_to_left: false,
            width: 340,
        }
    }
}
