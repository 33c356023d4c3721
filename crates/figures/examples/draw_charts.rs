//! Writes a page with sample charts to standard output, to be looked at in a browser:
//! `cargo run -p heard-figures --example draw_charts > charts.html`

use figures::Cell;
use figures::chart::{Bar, BarChart, Frame, LineChart, Mark, Point};
use std::io::Write as _;

const PAGE: &str = r#"<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Charts</title><style>
body { margin: 10px; background: #fbfaf6; color: #16292b; font: 17px/1.5 "Atkinson Hyperlegible Next", system-ui, sans-serif; }
figure { margin: 0 0 28px; max-inline-size: 34rem; } figcaption { font-weight: 700; margin-block-end: 8px; }
.chart { font-variant-numeric: tabular-nums; overflow: visible; }
.chart-bar { fill: #0f4c4a; } .chart-say { fill: #16292b; } text.chart-axis { fill: #4d6063; } line.chart-axis { stroke: #d8dcd5; }
path.chart-ink, line.chart-ink { stroke: #0f4c4a; } circle.chart-ink { fill: #0f4c4a; } .chart-hidden { stroke: #b9c0b8; }
</style>"#;

fn frame(id: &str, title: &str, hidden: &str, right_to_left: bool) -> Frame {
    Frame {
        right_to_left,
        ..Frame::new(id, title, title, hidden)
    }
}

fn bars(
    id: &str,
    title: &str,
    hidden: &str,
    right_to_left: bool,
    bars: &[(&str, Cell, &str)],
) -> String {
    let bar = |&(label, value, say): &(&str, Cell, &str)| Bar {
        label: label.to_owned(),
        value,
        say: say.to_owned(),
    };
    BarChart {
        frame: frame(id, title, hidden, right_to_left),
        bars: bars.iter().map(bar).collect(),
    }
    .to_svg()
}

fn trend(id: &str, title: &str, hidden: &str, right_to_left: bool, march: &str) -> String {
    let values = [
        31, 44, 52, 38, 47, 61, 0, 39, 58, 126, 143, 71, 66, 0, 0, 49, 62, 80, 77, 90,
    ];
    let digits = |value: u64| {
        if !right_to_left {
            return value.to_string();
        }
        value
            .to_string()
            .chars()
            .filter_map(|digit| char::from_u32(digit as u32 - 48 + 0x0660))
            .collect()
    };
    let point = |(place, &value): (usize, &u64)| Point {
        label: format!("Q{} {}", place % 4 + 1, digits(2021 + place as u64 / 4)),
        value: if value == 0 {
            Cell::Hidden
        } else {
            Cell::Shown(value)
        },
        say: digits(value),
    };
    LineChart {
        frame: frame(id, title, hidden, right_to_left),
        points: values.iter().enumerate().map(point).collect(),
        marks: vec![Mark {
            place: 9,
            label: march.to_owned(),
        }],
        number: &digits,
    }
    .to_svg()
}

fn main() -> std::io::Result<()> {
    let english = [
        ("Abusive words", Cell::Shown(412), "412 · 59 of 100"),
        (
            "Threats, in person, by message or by telephone, to somebody at home or at work",
            Cell::Shown(131),
            "131 · 19 of 100",
        ),
        ("Assault", Cell::Shown(96), "96 · 14 of 100"),
        ("Damage to property", Cell::Shown(6), "6 · 1 of 100"),
        ("Leaflets, letters", Cell::Hidden, ""),
    ];
    let arabic = [
        ("كلمات مسيئة", Cell::Shown(412), "٤١٢"),
        ("تهديد", Cell::Shown(131), "١٣١"),
        ("إتلاف ممتلكات", Cell::Shown(16), "١٦"),
        ("منشورات ورسائل", Cell::Hidden, ""),
    ];
    let titles = [
        "Abusive words are more than half",
        "Reports doubled after the march",
        "كلمات مسيئة أكثر من النصف",
        "تضاعفت البلاغات",
    ];
    let charts = [
        (
            titles[0],
            "ltr",
            bars("bars", titles[0], "too few to show", false, &english),
        ),
        (
            titles[1],
            "ltr",
            trend(
                "trend",
                titles[1],
                "too few to show",
                false,
                "march, 4 August",
            ),
        ),
        (
            titles[2],
            "rtl",
            bars("bars-ar", titles[2], "عدد قليل لا يُعرض", true, &arabic),
        ),
        (
            titles[3],
            "rtl",
            trend("trend-ar", titles[3], "عدد قليل لا يُعرض", true, "المسيرة"),
        ),
    ];
    let mut page = std::io::stdout().lock();
    page.write_all(PAGE.as_bytes())?;
    for (title, direction, chart) in charts {
        writeln!(
            page,
            r#"<figure dir="{direction}"><figcaption>{title}</figcaption>{chart}</figure>"#
        )?;
    }
    Ok(())
}
