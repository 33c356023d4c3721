//! What each value of a coded column becomes.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use service::import::{Becomes, Chosen, ColumnPlan, ColumnValues, Look, WorkKind};

use super::columns::{becomes_words, columns_page, short};
use super::{MAY, path_of, work};
use crate::desk::frame::{Answer, Desk};
use crate::desk::inbox::Choice;
use crate::form::DeskForm;
use crate::guard;
use crate::page::{Page, show_private};
use crate::routes::Route;

/// Values of one column that are shown. Rarer ones are met by the dry run, or by what is chosen for all others.
const MOST_VALUES: usize = 150;
/// Values of all columns together that are shown.
const MOST_IN_ALL: usize = 400;
/// In a form: as all others.
const AS_OTHERS: &str = "as-others";
/// In a form: it says nothing.
const NOTHING: &str = "says-nothing";
/// In a form: it becomes a code as it is.
const AS_IT_IS: &str = "as-it-is";
/// In a form: it rejects its row.
const REFUSE: &str = "refuse";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/{language}/desk/imports/files/{draft}/values", MAY, show),
        Route::post("/{language}/desk/imports/files/{draft}/values", MAY, choose),
    ]
}

struct ValueLine {
    number: usize,
    value: String,
    shown: String,
    count: String,
    choices: Vec<Choice>,
    suggested: bool,
}

struct ColumnPart {
    place: usize,
    name: String,
    becomes: String,
    lines: Vec<ValueLine>,
    others: Vec<Choice>,
    more: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/imports/values.html")]
struct ValuesPage {
    page: Page,
    draft: String,
    file: String,
    parts: Vec<ColumnPart>,
}

/// The codes that a column's values may become.
fn codes(page: &Page, becomes: &Becomes) -> Vec<(String, String)> {
    match becomes {
        Becomes::Decision => page
            .codebook()
            .decisions
            .iter()
            .map(|decision| {
                let label = page.label(&decision.label, &decision.code);
                (decision.code.clone(), label)
            })
            .collect(),
        Becomes::Facet(id) => page.codebook().facet(id).map_or_else(Vec::new, |facet| {
            facet
                .codes
                .iter()
                .map(|code| (code.code.clone(), page.label(&code.label, &code.code)))
                .collect()
        }),
        _ => Vec::new(),
    }
}

fn is_open(page: &Page, becomes: &Becomes) -> bool {
    matches!(becomes, Becomes::Facet(id) if page.codebook().facet(id).is_some_and(|facet| facet.open))
}

async fn show(desk: Desk, Path((_, id)): Path<(String, String)>) -> Answer {
    let draft = desk.import_draft(&id).await?;
    let (Chosen::Pages(plan), Some(look)) = (draft.chosen(), draft.look()) else {
        return Ok(guard::see_other(&desk.link(&path_of(draft.id))));
    };
    let page = desk.page(&format!("{}/values", path_of(draft.id))).await;
    let wrong = plan.problems(page.codebook());
    if !wrong.is_empty() || !draft.has_file() {
        return columns_page(&desk, &draft, &wrong).await;
    }
    let values = match draft.values(&desk.site.house).await {
        Ok(values) => values,
        Err(error) => return Ok(work::stopped(&desk, &draft, &error).await),
    };
    let mut left = MOST_IN_ALL;
    let parts = values
        .iter()
        .filter_map(|values| {
            let chosen = plan.columns.get(values.place)?;
            let most = MOST_VALUES.min(left);
            left -= values.values.len().min(most);
            Some(part(&page, &look, values, chosen, most))
        })
        .collect();
    let answer = ValuesPage {
        draft: path_of(draft.id),
        file: draft.file_name.clone(),
        parts,
        page,
    };
    Ok(show_private(StatusCode::OK, &answer))
}

fn part(
    page: &Page,
    look: &Look,
    values: &ColumnValues,
    chosen: &ColumnPlan,
    most: usize,
) -> ColumnPart {
    let codes = codes(page, &chosen.becomes);
    let name = look
        .columns
        .get(values.place)
        .map(|column| short(&column.name))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| {
            page.say_number("import-column-number", "number", values.place as u64 + 1)
        });
    let lines = values
        .values
        .iter()
        .take(most)
        .enumerate()
        .map(|(number, (value, count, suggestion))| {
            let given = chosen.values.get(value);
            let word = match (given, suggestion) {
                (Some(code), _) if code.is_empty() => NOTHING,
                (Some(code), _) => code.as_str(),
                // Once somebody has chosen for this column, what stands there is theirs.
                (None, Some(code)) if is_untouched(chosen) => code.as_str(),
                (None, _) => AS_OTHERS,
            };
            let mut choices = vec![
                Choice::new(AS_OTHERS, page.text("import-value-as-others"), word),
                Choice::new(NOTHING, page.text("import-value-nothing"), word),
            ];
            choices.extend(
                codes
                    .iter()
                    .map(|(code, label)| Choice::new(code, label.clone(), word)),
            );
            ValueLine {
                number,
                value: value.clone(),
                shown: short(value),
                count: page.number(*count),
                choices,
                suggested: given.is_none() && suggestion.is_some() && is_untouched(chosen),
            }
        })
        .collect();
    let otherwise = match &chosen.otherwise {
        _ if chosen.open => AS_IT_IS,
        Some(code) => code.as_str(),
        None => REFUSE,
    };
    let mut others = vec![Choice::new(
        REFUSE,
        page.text("import-value-refuse"),
        otherwise,
    )];
    if is_open(page, &chosen.becomes) {
        others.push(Choice::new(
            AS_IT_IS,
            page.text("import-value-as-it-is"),
            otherwise,
        ));
    }
    others.extend(
        codes
            .iter()
            .map(|(code, label)| Choice::new(code, label.clone(), otherwise)),
    );
    let hidden = values.values.len().saturating_sub(most);
    ColumnPart {
        place: values.place,
        name,
        becomes: becomes_words(page, &chosen.becomes),
        lines,
        others,
        more: (hidden > 0 || values.more)
            .then(|| page.say_number("import-more-values", "count", hidden as u64)),
    }
}

fn is_untouched(chosen: &ColumnPlan) -> bool {
    chosen.values.is_empty() && chosen.otherwise.is_none() && !chosen.open
}

async fn choose(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let draft = desk.import_draft(&id).await?;
    let Chosen::Pages(mut plan) = draft.chosen() else {
        return Ok(guard::see_other(&desk.link(&path_of(draft.id))));
    };
    let page = desk.page(&path_of(draft.id)).await;
    let given: BTreeMap<&str, &str> = form
        .posted
        .0
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    for (place, column) in plan.columns.iter_mut().enumerate() {
        if !column.becomes.has_values() {
            continue;
        }
        let known = codes(&page, &column.becomes);
        let is_code = |word: &str| known.iter().any(|(code, _)| code == word);
        // The values come with the form: what was counted may be counted anew meanwhile.
        for number in 0..MOST_VALUES {
            let (Some(value), Some(word)) = (
                given.get(format!("value-{place}-{number}").as_str()),
                given.get(format!("code-{place}-{number}").as_str()),
            ) else {
                continue;
            };
            match *word {
                NOTHING => {
                    column.values.insert((*value).to_owned(), String::new());
                }
                word if is_code(word) => {
                    column.values.insert((*value).to_owned(), word.to_owned());
                }
                _ => {
                    column.values.remove(*value);
                }
            }
        }
        match given.get(format!("others-{place}").as_str()) {
            Some(&AS_IT_IS) if is_open(&page, &column.becomes) => {
                column.open = true;
                column.otherwise = None;
            }
            Some(word) => {
                column.open = false;
                column.otherwise = is_code(word).then(|| (*word).to_owned());
            }
            None => {}
        }
    }
    draft.choose(plan);
    work::begin(&desk, &draft, WorkKind::Rehearsal).await
}
