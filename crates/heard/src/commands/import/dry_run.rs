//! What a dry run found out.

use std::path::PathBuf;

use serde_json::json;
use service::import::{Rehearsal, ValueCount};

use crate::args::Format;
use crate::print;

/// So many values are shown of each list for people; the other formats hold all of them.
const SHOWN: usize = 40;

/// Prints what would be coded how, and the values that nothing is said of.
pub(super) fn show(files: &[(&PathBuf, Rehearsal)], format: Format) -> anyhow::Result<()> {
    match format {
        Format::Table => {
            for (file, would) in files {
                for_people(&file.display().to_string(), would);
            }
        }
        Format::Csv => {
            let mut rows = vec![
                [
                    "file",
                    "what",
                    "column or facet",
                    "value or code",
                    "becomes",
                    "rows",
                    "why",
                ]
                .map(str::to_owned)
                .to_vec(),
            ];
            for (file, would) in files {
                comma_separated(&file.display().to_string(), would, &mut rows);
            }
            print::result(print::comma_separated(&rows)?);
        }
        Format::Json => {
            let listed: Vec<_> = files
                .iter()
                .map(|(file, would)| json_of(&file.display().to_string(), would))
                .collect();
            print::result(serde_json::Value::Array(listed));
        }
    }
    Ok(())
}

fn for_people(file: &str, would: &Rehearsal) {
    print::result(format_args!(
        "{file}: {} rows. Nothing was kept.\nnew {}, changed {}, as before {}, rejected {}; {} with a story to seal",
        would.read, would.new, would.changed, would.unchanged, would.rejected, would.stories
    ));
    if let Some((first, last)) = would.days {
        print::result(format_args!(
            "from {first} to {last}, {} without a date",
            would.undated
        ));
    }
    let codes: Vec<Vec<String>> = would
        .codes
        .iter()
        .map(|((facet, code), count)| vec![facet.clone(), code.clone(), count.to_string()])
        .collect();
    table(
        "\nwould be coded",
        &["facet", "code", "rows"],
        &codes,
        codes.len(),
    );
    let places: Vec<Vec<String>> = would
        .places
        .iter()
        .map(|(by, count)| {
            vec![
                by.facet.clone(),
                by.level.clone(),
                by.set.clone(),
                if by.holds { "yes" } else { "no" }.to_owned(),
                count.to_string(),
            ]
        })
        .collect();
    table(
        "\nplaces would be coded by",
        &["facet", "areas", "set", "holds on the day", "rows"],
        &places,
        places.len(),
    );
    values("\nwould reject its row", &would.unmapped);
    values(
        "\nis not listed or not found, and would come to the code for all others",
        &would.otherwise,
    );
    if would.more {
        print::result("There are more different values than can be listed.");
    }
}

fn values(title: &str, values: &[ValueCount]) {
    let rows: Vec<Vec<String>> = values
        .iter()
        .map(|value| {
            let becomes = value
                .becomes
                .as_ref()
                .map(|(facet, code)| format!("{facet}={code}"));
            vec![
                value.column.clone(),
                value.value.clone(),
                becomes.unwrap_or_default(),
                value.count.to_string(),
                value.reason.clone().unwrap_or_default(),
            ]
        })
        .collect();
    table(
        title,
        &["column", "value", "becomes", "rows", "why"],
        &rows,
        SHOWN,
    );
}

fn table(title: &str, head: &[&str], rows: &[Vec<String>], shown: usize) {
    if rows.is_empty() {
        return;
    }
    print::result(format_args!("{title}:"));
    let mut lines = vec![head.iter().map(|name| (*name).to_owned()).collect()];
    lines.extend(rows.iter().take(shown).cloned());
    print::result(print::columns(&lines));
    if rows.len() > shown {
        print::result(format_args!(
            "and {} more; --format csv lists all",
            rows.len() - shown
        ));
    }
}

fn comma_separated(file: &str, would: &Rehearsal, rows: &mut Vec<Vec<String>>) {
    let mut add = |cells: [&str; 4], count: u64, why: &str| {
        let mut row = vec![file.to_owned()];
        row.extend(cells.map(str::to_owned));
        row.push(count.to_string());
        row.push(why.to_owned());
        rows.push(row);
    };
    for (what, count) in [
        ("rows", would.read),
        ("new", would.new),
        ("changed", would.changed),
        ("as before", would.unchanged),
        ("rejected", would.rejected),
    ] {
        add([what, "", "", ""], count, "");
    }
    for ((facet, code), count) in &would.codes {
        add(["coded", facet, code, ""], *count, "");
    }
    for (by, count) in &would.places {
        let why = if by.holds {
            ""
        } else {
            "the set does not hold on the day"
        };
        add(["by area", &by.facet, &by.level, &by.set], *count, why);
    }
    for (what, values) in [
        ("unmapped", &would.unmapped),
        ("otherwise", &would.otherwise),
    ] {
        for value in values {
            let becomes = value
                .becomes
                .as_ref()
                .map(|(facet, code)| format!("{facet}={code}"));
            add(
                [
                    what,
                    &value.column,
                    &value.value,
                    &becomes.unwrap_or_default(),
                ],
                value.count,
                value.reason.as_deref().unwrap_or_default(),
            );
        }
    }
}

fn json_of(file: &str, would: &Rehearsal) -> serde_json::Value {
    let codes: Vec<_> = would
        .codes
        .iter()
        .map(|((facet, code), count)| json!({ "facet": facet, "code": code, "rows": count }))
        .collect();
    let places: Vec<_> = would
        .places
        .iter()
        .map(|(by, count)| {
            json!({ "facet": by.facet, "level": by.level, "set": by.set, "holds": by.holds, "rows": count })
        })
        .collect();
    json!({
        "file": file,
        "rows": would.read,
        "new": would.new,
        "changed": would.changed,
        "unchanged": would.unchanged,
        "rejected": would.rejected,
        "stories": would.stories,
        "undated": would.undated,
        "codes": codes,
        "places": places,
        "unmapped": would.unmapped,
        "otherwise": would.otherwise,
    })
}
