//! Charts are whole, safe and honest.

use figures::Cell;
use figures::chart::{Bar, BarChart, Frame, LineChart, Mark, Point};

const HOSTILE: &str = "</text><script>alert('x')</script>&\"\0\u{202e}";

fn frame(right_to_left: bool) -> Frame {
    Frame {
        right_to_left,
        ..Frame::new("who\"><x", HOSTILE, HOSTILE, "too few to show")
    }
}

fn bars(right_to_left: bool) -> String {
    let bar = |label: &str, value: Cell| Bar {
        label: label.to_owned(),
        value,
        say: value
            .shown()
            .map(|value| value.to_string())
            .unwrap_or_default(),
    };
    let bars = vec![
        bar("Abusive words", Cell::Shown(412)),
        bar(
            "Threats made in person, by message or by telephone to somebody at home",
            Cell::Shown(131),
        ),
        bar(HOSTILE, Cell::Shown(0)),
        bar("Leaflets", Cell::Hidden),
    ];
    BarChart {
        frame: frame(right_to_left),
        bars,
    }
    .to_svg()
}

fn trend(right_to_left: bool, values: &[Option<u64>]) -> String {
    let point = |(place, value): (usize, &Option<u64>)| Point {
        label: format!("Q{} 2{place:03}", place % 4 + 1),
        value: value.map_or(Cell::Hidden, Cell::Shown),
        say: value.map(|value| value.to_string()).unwrap_or_default(),
    };
    let number = |value: u64| value.to_string();
    LineChart {
        frame: frame(right_to_left),
        points: values.iter().enumerate().map(point).collect(),
        marks: vec![Mark {
            place: 2,
            label: HOSTILE.to_owned(),
        }],
        number: &number,
    }
    .to_svg()
}

const VALUES: [Option<u64>; 12] = [
    Some(12),
    Some(19),
    Some(14),
    Some(48),
    Some(31),
    None,
    Some(9),
    None,
    None,
    Some(17),
    Some(22),
    Some(20),
];

/// The elements of a document that is well formed, in order; fails if it is not.
fn elements(svg: &str) -> Vec<String> {
    let mut open = Vec::new();
    let mut elements = Vec::new();
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        assert!(!rest[..start].contains('>'), "a stray bracket in text");
        let end = start + rest[start..].find('>').expect("a tag that ends");
        let tag = &rest[start + 1..end];
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
        } else {
            let name = tag.split([' ', '/']).next().unwrap().to_owned();
            elements.push(name.clone());
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "{open:?} left open");
    elements
}

#[test]
fn hostile_words_stay_words() {
    for svg in [
        bars(false),
        bars(true),
        trend(false, &VALUES),
        trend(true, &VALUES),
    ] {
        let known = [
            "svg", "title", "desc", "defs", "pattern", "line", "rect", "text", "path", "circle",
        ];
        for element in elements(&svg) {
            assert!(known.contains(&element.as_str()), "{element}");
        }
        assert!(!svg.contains("style=") && !svg.contains('\0') && !svg.contains("who\""));
        assert!(svg.contains(
            r#"role="img" aria-labelledby="who---x-title" aria-describedby="who---x-desc""#
        ));
    }
}

#[test]
fn bars_are_as_long_as_their_numbers() {
    let svg = bars(false);
    let lengths: Vec<f64> = svg
        .split(r#"<rect class="chart-bar""#)
        .skip(1)
        .map(|part| {
            part.split(r#"width=""#)
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .parse()
                .unwrap()
        })
        .collect();
    assert_eq!(lengths.len(), 3);
    assert!((lengths[1] / lengths[0] - 131.0 / 412.0).abs() < 0.001);
    assert!(lengths[2] < 0.05);
    assert!(svg.contains("too few to show") && svg.contains("-hatch"));
}

#[test]
fn the_line_breaks_where_a_number_is_hidden() {
    let svg = trend(false, &VALUES);
    // Five points, a gap, one alone, a gap of two, three points.
    assert_eq!(svg.matches("<path").count(), 2);
    assert_eq!(svg.matches("fill=\"url(#who---x-hatch)\"").count(), 3 + 1);
    assert!(svg.contains("too few to show"));
    let whole = trend(false, &[Some(3), Some(4)]);
    assert!(!whole.contains("hatch") && !whole.contains("too few"));
}

#[test]
fn nothing_to_draw_is_drawn() {
    for values in [&[][..], &[None], &[Some(0)], &[Some(0), None]] {
        elements(&trend(false, values));
        assert!(!trend(true, values).contains("NaN"));
    }
    let empty = BarChart {
        frame: frame(false),
        bars: Vec::new(),
    }
    .to_svg();
    assert!(!empty.contains("NaN"));
}

#[test]
fn charts_are_mirrored() {
    let (forth, back) = (bars(false), bars(true));
    assert!(forth.contains(r#"direction="ltr""#) && back.contains(r#"direction="rtl""#));
    assert!(forth.contains(r#"<text class="chart-say" x="0.0""#));
    assert!(back.contains(r#"<text class="chart-say" x="340.0""#));
}
