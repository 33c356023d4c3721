//! Bars from zero, each under its own label.

use super::Frame;
use super::svg::{Anchor, Canvas, text_width, wrap};
use crate::answer::Cell;

const LETTERS: f64 = 15.0;
const LINE: f64 = 19.0;
const BAR: f64 = 18.0;
const GAP: f64 = 14.0;

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How long it is.
    pub value: Cell,
    /// The value in the reader's digits, perhaps with its share. Not used where the value is hidden.
    pub say: String,
}

/// A chart of bars that start at zero. Labels stand over their bars, so that long ones have room on a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarChart {
    /// Words and direction.
    pub frame: Frame,
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
}

impl BarChart {
    /// The chart as an SVG element. A hidden bar is a short hatched one whose length says nothing, with the frame's
    /// word for hidden numbers beside it.
    pub fn to_svg(&self) -> String {
        let mut canvas = Canvas::new(&self.frame);
        let width = canvas.width();
        let shown = |bar: &Bar| bar.value.shown();
        let highest = self.bars.iter().filter_map(shown).max().unwrap_or(0);
        let said = self.bars.iter().filter(|bar| shown(bar).is_some());
        let widest = said
            .map(|bar| text_width(&bar.say, LETTERS))
            .fold(0.0, f64::max);
        let longest = (width - widest - 10.0).max(width / 4.0);
        let mut y = 0.0;
        for bar in &self.bars {
            for line in wrap(&bar.label, LETTERS, width) {
                canvas.text("chart-say", 0.0, y + LETTERS, Anchor::Start, LETTERS, &line);
                y += LINE;
            }
            y += 4.0;
            let (length, words) = if let Some(value) = shown(bar) {
                let length = if highest == 0 {
                    0.0
                } else {
                    value as f64 / highest as f64 * longest
                };
                canvas.rect("chart-bar", 0.0, y, length, BAR);
                (length, &bar.say)
            } else {
                canvas.hatch(0.0, y, 2.0 * BAR, BAR);
                (2.0 * BAR, &self.frame.hidden)
            };
            canvas.text(
                "chart-say",
                length + 6.0,
                y + BAR - 4.0,
                Anchor::Start,
                LETTERS,
                words,
            );
            y += BAR + GAP;
        }
        canvas.finish((y - GAP + 4.0).max(1.0))
    }
}
