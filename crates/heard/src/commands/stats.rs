//! `heard stats`

use figures::output::{Words, to_csv, to_json, to_table_text};
use figures::{Answer, Dimension, Note};
use service::counting::StatsQuestion;
use text::Language;

use crate::args::{Format, StatsArguments, Unit};
use crate::config::Settings;
use crate::{opening, print};

/// Prints figures: one table a series, never a sum of series.
pub(crate) async fn run(settings: &Settings, arguments: &StatsArguments) -> anyhow::Result<bool> {
    let house = opening::existing_house(settings).await?;
    let question = StatsQuestion {
        rows: arguments.rows.clone(),
        columns: arguments.columns.clone(),
        filters: arguments
            .conditions
            .iter()
            .map(|condition| (condition.facet.clone(), condition.code.clone()))
            .collect(),
        from: arguments.from,
        to: arguments.to,
        unit: Some(match arguments.unit {
            Unit::Reports => figures::Unit::Reports,
            Unit::Incidents => figures::Unit::Incidents,
            Unit::Persons => figures::Unit::Persons,
        }),
        series: arguments.series.clone(),
        exact: arguments.internal,
        as_known_on: arguments.as_known_on,
        entries: false,
    };
    let answers: Vec<Answer> = house
        .stats(&question)
        .await?
        .into_iter()
        .map(Answer::without_empty_lines)
        .collect();
    let in_force = house.in_force();
    house.close().await;

    let label = |dimension: &Dimension, code: &str| match arguments.format {
        // Machines want codes, people want words.
        Format::Csv => code.to_owned(),
        Format::Table | Format::Json => match dimension {
            Dimension::Facet(facet) => in_force
                .codebook
                .facet(facet)
                .and_then(|facet| facet.codes.iter().find(|known| known.code == code))
                .map_or_else(
                    || code.to_owned(),
                    |known| in_force.catalogue.text(Language::ENGLISH, &known.label),
                ),
            _ => code.to_owned(),
        },
    };
    let words = Words {
        label: &label,
        ..Words::codes()
    };
    match arguments.format {
        Format::Table => {
            for answer in &answers {
                print::result(heading(answer));
                print::result(to_table_text(answer, &words));
                for note in &answer.notes {
                    print::result(note_in_words(note));
                }
                print::result("");
            }
        }
        Format::Csv => print::result(to_csv(&answers, &words)?.trim_end()),
        Format::Json => {
            let listed: Vec<_> = answers
                .iter()
                .map(|answer| to_json(answer, &words))
                .collect();
            print::result(serde_json::Value::Array(listed));
        }
    }
    Ok(true)
}

fn heading(answer: &Answer) -> String {
    let unit = service::counting::unit_word(answer.unit());
    let series = answer
        .series
        .as_deref()
        .unwrap_or("all series, side by side");
    let seen = if answer.rule == figures::Rule::Exact {
        ", exact: not for publication"
    } else {
        ""
    };
    format!("{unit}, {series}, as known on {}{seen}", answer.known_on)
}

fn note_in_words(note: &Note) -> String {
    let or_some =
        |count: &Option<u64>| count.map_or_else(|| "some".to_owned(), |count| count.to_string());
    match note {
        Note::LinesOverlap { dimension } => {
            format!(
                "One incident may stand in several lines of {dimension}: the lines do not add up to the total."
            )
        }
        Note::DayNotKnown { left_out } => {
            format!(
                "Left out, because the day is not known well enough: {}.",
                or_some(left_out)
            )
        }
        Note::PersonsNotStated { incidents } => {
            format!(
                "Incidents that do not say how many people: {}.",
                or_some(incidents)
            )
        }
        Note::SmallNumbersHidden { below } => {
            format!("Numbers below {below}, and others that would give them away, are hidden.")
        }
        Note::OnlyBaseShown => "Only the total can be shown.".to_owned(),
    }
}
