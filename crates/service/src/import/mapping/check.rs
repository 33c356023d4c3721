//! Whether a mapping fits the codebook; everything that doesn't, at once.

use domain::codebook::{Cardinality, Codebook, FacetOn};

use super::{AsWritten, ColumnName, DateColumns, FacetColumn};

pub(super) fn problems(file: &AsWritten, codebook: &Codebook) -> Vec<String> {
    let mut wrong = Vec::new();
    let head = &file.mapping;
    if codebook
        .series(&head.series)
        .is_none_or(|series| series.own)
    {
        wrong.push(format!(
            "mapping.series: \"{}\" is not a series of the codebook that takes imports",
            head.series
        ));
    }
    let decided = file.decision.iter();
    let decisions = head
        .decision
        .iter()
        .map(|code| ("mapping.decision", code))
        .chain(
            decided
                .flat_map(|column| column.values.values().chain(&column.otherwise))
                .map(|code| ("decision", code)),
        );
    for (key, code) in decisions {
        if codebook.decision(code).is_none() {
            wrong.push(format!(
                "{key}: \"{code}\" is not a decision of the codebook"
            ));
        }
    }
    if head.decision.is_some() && file.decision.is_some() {
        wrong
            .push("decision: give either one decision for all rows or a column with it".to_owned());
    }
    if let Some(encoding) = &file.file.encoding
        && encoding_rs::Encoding::for_label(encoding.as_bytes()).is_none()
    {
        wrong.push(format!(
            "file.encoding: \"{encoding}\" is not known; known are \"utf-8\", \"windows-1252\", \"macintosh\", \"utf-16le\" and the other names that browsers know"
        ));
    }
    if let Some(date) = &file.date {
        check_date(date, &mut wrong);
    }
    if file.file.header == 0 {
        let named = file
            .facet
            .iter()
            .flat_map(FacetColumn::all_columns)
            .chain(&head.external_id);
        if let Some(name) = named
            .into_iter()
            .find(|column| matches!(column, ColumnName::Name(_)))
        {
            wrong.push(format!(
                "file.header: a file without a header has no column \"{name}\"; give its place from 1"
            ));
        }
    }
    for column in &file.facet {
        check_facet(column, codebook, &mut wrong);
    }
    wrong
}

fn check_date(date: &DateColumns, wrong: &mut Vec<String>) {
    let parts = [&date.year, &date.month, &date.day];
    if date.column.is_some() == date.year.is_some() {
        wrong.push("date: give either a column, or columns for year, month and day".to_owned());
    } else if date.column.is_some() && parts.iter().any(|part| part.is_some()) {
        wrong.push(
            "date: month and day have columns of their own only if the year has one".to_owned(),
        );
    }
    if date.column.is_some() && date.format.is_empty() {
        wrong.push("date.format: say how the date is written, such as \"%d/%m/%Y\"".to_owned());
    }
    if date.day.is_some() && date.month.is_none() {
        wrong.push("date.day: a day needs a month".to_owned());
    }
    if date.to.is_some() && date.column.is_none() {
        wrong.push("date.to: a last day needs a column with the first".to_owned());
    }
    if date.time.is_some() != date.time_format.is_some() {
        wrong.push("date.time: a time needs both its column and time_format".to_owned());
    }
}

fn check_facet(column: &FacetColumn, codebook: &Codebook, wrong: &mut Vec<String>) {
    let name = &column.facet;
    let mut say = |what: String| wrong.push(format!("facet \"{name}\": {what}"));
    let Some(facet) = codebook
        .facet(name)
        .filter(|facet| facet.on == FacetOn::Incident)
    else {
        say("the codebook has no such facet of incidents".to_owned());
        return;
    };
    let ways = [
        column.column.is_some(),
        !column.columns.is_empty(),
        column.constant.is_some(),
    ];
    if ways.into_iter().filter(|given| *given).count() != 1 {
        say("give either a column or a constant".to_owned());
    }
    let codes = column
        .values
        .values()
        .filter(|code| !code.is_empty())
        .chain(&column.constant)
        .chain(&column.otherwise)
        .chain(&column.empty);
    for code in codes.filter(|code| !facet.lists(code)) {
        say(format!("the codebook has no code \"{code}\""));
    }
    if column.prefix.is_some() && !facet.open {
        say("only an open facet takes values of the file as codes".to_owned());
    }
    if column.separator.as_deref() == Some("") {
        say("a separator can't be empty".to_owned());
    }
    if !column.parents {
        return;
    }
    match &facet.parent {
        None => say("the codebook gives it no parent facet".to_owned()),
        Some(parent) => {
            if codebook
                .facet(parent)
                .is_some_and(|parent| parent.cardinality == Cardinality::One)
            {
                say("its parent facet takes one code only".to_owned());
            }
        }
    }
}
