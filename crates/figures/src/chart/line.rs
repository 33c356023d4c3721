//! A trend over time.

use super::Frame;
use super::svg::{Anchor, Canvas, text_width, wrap};
use crate::answer::Cell;

const LETTERS: f64 = 13.0;
const HEIGHT: f64 = 190.0;

/// One period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The name of the period, short; those that don't fit under the line are left out.
    pub label: String,
    /// The count.
    pub value: Cell,
    /// The count in the reader's digits.
    pub say: String,
}

/// Something that happened, marked at a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Place of the period among the points.
    pub place: usize,
    /// What happened.
    pub label: String,
}

/// A line from period to period over a scale from zero. It breaks where a number is hidden: there the whole height
/// is hatched, which gives no hint of the number, and the hatching is explained.
pub struct LineChart<'w> {
    /// Words and direction.
    pub frame: Frame,
    /// The periods in order of time.
    pub points: Vec<Point>,
    /// What happened meanwhile.
    pub marks: Vec<Mark>,
    /// The numbers of the scale in the reader's digits.
    pub number: &'w dyn Fn(u64) -> String,
}

impl LineChart<'_> {
    /// The chart as an SVG element.
    pub fn to_svg(&self) -> String {
        let mut canvas = Canvas::new(&self.frame);
        let highest = self
            .points
            .iter()
            .filter_map(|point| point.value.shown())
            .max()
            .unwrap_or(0);
        let ticks = scale(highest);
        let top_tick = ticks.last().copied().unwrap_or(1).max(1);
        let widest = ticks
            .iter()
            .map(|&tick| text_width(&(self.number)(tick), LETTERS))
            .fold(0.0, f64::max);
        let marks_height = 18.0 * self.marks.len() as f64;
        let area = Area {
            start: widest + 8.0,
            end: canvas.width() - 8.0,
            top: 22.0 + marks_height,
            bottom: 22.0 + marks_height + HEIGHT,
            points: self.points.len(),
            highest: top_tick,
        };
        for &tick in &ticks {
            let y = area.y(tick);
            canvas.line("chart-axis", (area.start, y), (area.end, y), false);
            canvas.text(
                "chart-axis",
                area.start - 6.0,
                y + 4.5,
                Anchor::End,
                LETTERS,
                &(self.number)(tick),
            );
        }
        self.draw_marks(&mut canvas, &area);
        let hides = self.draw_values(&mut canvas, &area);
        self.draw_periods(&mut canvas, &area);
        let mut height = area.bottom + 26.0;
        if hides {
            canvas.hatch(0.0, height, 22.0, 14.0);
            for line in wrap(&self.frame.hidden, LETTERS, canvas.width() - 30.0) {
                canvas.text(
                    "chart-say",
                    28.0,
                    height + 12.0,
                    Anchor::Start,
                    LETTERS,
                    &line,
                );
                height += 17.0;
            }
            height += 4.0;
        }
        canvas.finish(height)
    }

    fn draw_marks(&self, canvas: &mut Canvas<'_>, area: &Area) {
        for (row, mark) in self
            .marks
            .iter()
            .enumerate()
            .filter(|(_, mark)| mark.place < self.points.len())
        {
            let (x, y) = (area.x(mark.place), 14.0 + 18.0 * row as f64);
            canvas.line("chart-ink", (x, y - 10.0), (x, area.bottom), true);
            let room = text_width(&mark.label, LETTERS) + 4.0;
            let (x, anchor) = if x + room > canvas.width() {
                (x - 4.0, Anchor::End)
            } else {
                (x + 4.0, Anchor::Start)
            };
            canvas.text("chart-say", x, y, anchor, LETTERS, &mark.label);
        }
    }

    /// Draws the line and its gaps; says whether there are any.
    fn draw_values(&self, canvas: &mut Canvas<'_>, area: &Area) -> bool {
        let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
        let mut hides = false;
        for (place, point) in self.points.iter().enumerate() {
            if let Some(value) = point.value.shown() {
                if let Some(run) = runs.last_mut() {
                    run.push((area.x(place), area.y(value)));
                }
                continue;
            }
            hides = true;
            runs.push(Vec::new());
            let half = area.step() / 2.0;
            let start = (area.x(place) - half).max(area.start);
            let end = (area.x(place) + half).min(area.end);
            canvas.hatch(start, area.top, end - start, area.bottom - area.top);
        }
        for run in &runs {
            match run[..] {
                [] => {}
                [(x, y)] => canvas.circle("chart-ink", x, y, 3.5),
                _ => canvas.path("chart-ink", run),
            }
        }
        // The highest and the last value are said; the others are in the table.
        let shown =
            |(place, point): (usize, &Point)| point.value.shown().map(|value| (value, place));
        let highest = self
            .points
            .iter()
            .enumerate()
            .filter_map(shown)
            .max_by_key(|&(value, place)| (value, usize::MAX - place));
        let last = self.points.iter().enumerate().filter_map(shown).next_back();
        let far = |one: usize, other: usize| (area.x(one) - area.x(other)).abs() > 44.0;
        let last = last.filter(|&(_, place)| highest.is_none_or(|(_, other)| far(place, other)));
        for (value, place) in highest.into_iter().chain(last) {
            let (x, y, words) = (area.x(place), area.y(value), &self.points[place].say);
            canvas.circle("chart-ink", x, y, 3.5);
            let half = text_width(words, LETTERS) / 2.0;
            let x = x.clamp(
                area.start + half,
                (canvas.width() - half).max(area.start + half),
            );
            canvas.text("chart-say", x, y - 8.0, Anchor::Middle, LETTERS, words);
        }
        hides
    }

    /// Names as many periods as fit.
    fn draw_periods(&self, canvas: &mut Canvas<'_>, area: &Area) {
        let widest = self
            .points
            .iter()
            .map(|point| text_width(&point.label, LETTERS))
            .fold(0.0, f64::max);
        let every = (((widest + 14.0) / area.step().max(0.1)).ceil() as usize).max(1);
        for place in (0..self.points.len()).step_by(every) {
            let label = &self.points[place].label;
            let half = text_width(label, LETTERS) / 2.0;
            let x = area.x(place).clamp(half, (canvas.width() - half).max(half));
            canvas.text(
                "chart-axis",
                x,
                area.bottom + 18.0,
                Anchor::Middle,
                LETTERS,
                label,
            );
        }
    }
}

/// Where the line is drawn.
struct Area {
    start: f64,
    end: f64,
    top: f64,
    bottom: f64,
    points: usize,
    highest: u64,
}

impl Area {
    fn step(&self) -> f64 {
        let inside = self.end - self.start - 12.0;
        if self.points < 2 {
            inside
        } else {
            inside / (self.points - 1) as f64
        }
    }

    fn x(&self, place: usize) -> f64 {
        if self.points < 2 {
            self.start.midpoint(self.end)
        } else {
            self.start + 6.0 + self.step() * place as f64
        }
    }

    fn y(&self, value: u64) -> f64 {
        self.bottom - value as f64 / self.highest as f64 * (self.bottom - self.top)
    }
}

/// Round numbers from zero to at least `highest`, three to six of them.
fn scale(highest: u64) -> Vec<u64> {
    let mut step: u64 = 1;
    while highest.div_ceil(step) > 4 {
        // 1, 2, 5, 10, 20, 50 …
        let lead = step / 10_u64.pow(step.ilog10());
        step = if lead == 2 {
            step / 2 * 5
        } else {
            step.saturating_mul(2)
        };
    }
    (0..=highest.div_ceil(step).max(1))
        .map(|count| count * step)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round_and_reach_the_top() {
        assert_eq!(scale(0), [0, 1]);
        assert_eq!(scale(3), [0, 1, 2, 3]);
        assert_eq!(scale(47), [0, 20, 40, 60]);
        assert_eq!(scale(412), [0, 200, 400, 600]);
        for highest in (1..5_000).chain([1 << 40, u64::MAX / 16]) {
            let ticks = scale(highest);
            assert!(
                *ticks.last().unwrap() >= highest && (2..=6).contains(&ticks.len()),
                "{highest}: {ticks:?}"
            );
        }
    }
}
