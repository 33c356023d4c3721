//! Writing SVG, mirrored where the language runs from right to left.

use super::Frame;
use std::fmt::Write as _;

/// Which end of a text stands at its place. Start and end follow the direction of the language.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Shapes on a page whose x runs from the start of the line to its end.
pub(super) struct Canvas<'f> {
    frame: &'f Frame,
    id: String,
    body: String,
    hatched: bool,
}

impl<'f> Canvas<'f> {
    pub(super) fn new(frame: &'f Frame) -> Self {
        let plain = |character: char| {
            if character.is_ascii_alphanumeric() {
                character
            } else {
                '-'
            }
        };
        Self {
            frame,
            id: frame.id.chars().map(plain).collect(),
            body: String::new(),
            hatched: false,
        }
    }

    pub(super) fn width(&self) -> f64 {
        f64::from(self.frame.width.max(200))
    }

    /// Where something of this width that begins at `x` is drawn.
    fn mirror(&self, x: f64, width: f64) -> f64 {
        if self.frame.right_to_left {
            self.width() - x - width
        } else {
            x
        }
    }

    pub(super) fn rect(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64) {
        let x = self.mirror(x, width);
        self.write(format_args!(
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" rx="2"/>"#
        ));
    }

    /// A rectangle that says that a number is hidden.
    pub(super) fn hatch(&mut self, x: f64, y: f64, width: f64, height: f64) {
        self.hatched = true;
        let (x, id) = (self.mirror(x, width), self.id.clone());
        self.write(format_args!(
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill="url(#{id}-hatch)"/>"#
        ));
    }

    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64), dashed: bool) {
        let (x1, x2) = (self.mirror(from.0, 0.0), self.mirror(to.0, 0.0));
        let dashes = if dashed {
            r#" stroke-dasharray="3 3""#
        } else {
            ""
        };
        self.write(format_args!(
            r#"<line class="{class}" x1="{x1:.1}" y1="{:.1}" x2="{x2:.1}" y2="{:.1}"{dashes}/>"#,
            from.1, to.1
        ));
    }

    pub(super) fn circle(&mut self, class: &str, x: f64, y: f64, radius: f64) {
        let x = self.mirror(x, 0.0);
        self.write(format_args!(
            r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="{radius:.1}"/>"#
        ));
    }

    /// A line through points.
    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)]) {
        let mut drawn = String::new();
        for (place, &(x, y)) in points.iter().enumerate() {
            let verb = if place == 0 { 'M' } else { 'L' };
            let _ = write!(drawn, "{verb}{:.1} {y:.1}", self.mirror(x, 0.0));
        }
        self.write(format_args!(
            r#"<path class="{class}" d="{drawn}" fill="none" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"/>"#
        ));
    }

    pub(super) fn text(
        &mut self,
        class: &str,
        x: f64,
        y: f64,
        anchor: Anchor,
        size: f64,
        words: &str,
    ) {
        let x = self.mirror(x, 0.0);
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let words = escape(words);
        self.write(format_args!(
            r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" font-size="{size}">{words}</text>"#
        ));
    }

    /// The whole document.
    pub(super) fn finish(self, height: f64) -> String {
        let (id, frame, width) = (&self.id, self.frame, self.width());
        let direction = if frame.right_to_left { "rtl" } else { "ltr" };
        let mut svg = String::new();
        // Writing to a string can't fail.
        let _ = write!(
            svg,
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width:.0} {height:.0}" width="100%" direction="{direction}" role="img" aria-labelledby="{id}-title" aria-describedby="{id}-desc"><title id="{id}-title">{}</title><desc id="{id}-desc">{}</desc>"#,
            escape(&frame.title),
            escape(&frame.description)
        );
        if self.hatched {
            let _ = write!(
                svg,
                r#"<defs><pattern id="{id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="chart-hidden" x1="0" y1="0" x2="0" y2="6" stroke-width="3"/></pattern></defs>"#
            );
        }
        svg.push_str(&self.body);
        svg.push_str("</svg>");
        svg
    }

    fn write(&mut self, shape: std::fmt::Arguments<'_>) {
        let _ = self.body.write_fmt(shape);
    }
}

/// Text that can't be taken for markup. Characters that XML doesn't allow become U+FFFD.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
                escaped.push('\u{fffd}');
            }
            other => escaped.push(other),
        }
    }
    escaped
}

/// About how wide a text is drawn. Letters of most scripts are a little over half as wide as they are high.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * size * 0.56
}

/// Breaks a label into lines of at most this width, at blanks where there are any.
pub(super) fn wrap(text: &str, size: f64, width: f64) -> Vec<String> {
    let most = ((width / (size * 0.56)) as usize).max(4);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        if let Some(line) = lines.last_mut()
            && line.chars().count() + 1 + word.len() <= most
        {
            line.push(' ');
            line.extend(word);
            continue;
        }
        while word.len() > most {
            lines.push(word.drain(..most).collect());
        }
        lines.push(word.into_iter().collect());
    }
    lines
}
