//! The first look at a file: how it is written, its first rows, and what each column becomes.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::codebook::FacetOn;
use service::import::{
    Becomes, Chosen, ColumnPlan, DAY_SHAPES, Draft, FileForm, Kind, Look, Plan, PlanProblem,
    SEPARATORS, TIME_SHAPES, WorkKind,
};

use super::trouble::{self, Words};
use super::{MAY, path_of};
use crate::desk::frame::{Answer, Desk};
use crate::desk::inbox::Choice;
use crate::desk::wording;
use crate::form::{DeskForm, Posted};
use crate::guard;
use crate::page::{Page, show_private};
use crate::routes::Route;

/// Columns that the page offers. A wider file is imported with a mapping that is written by hand.
const MOST_COLUMNS: usize = 300;
/// Rows that are shown.
const ROWS_SHOWN: usize = 5;
/// Columns of the rows that are shown.
const COLUMNS_SHOWN: usize = 40;
/// What is shown of a cell, in characters.
const CELL_SHOWN: usize = 80;
/// Values that stand beside a column's name.
const SAMPLES: usize = 3;
/// What files are written in, beside UTF-8.
const ENCODINGS: [&str; 8] = [
    "windows-1252",
    "macintosh",
    "utf-16le",
    "utf-16be",
    "windows-1256",
    "iso-8859-15",
    "windows-1250",
    "windows-1251",
];
/// The marks between values, with their names in a form.
const MARKS: [(&str, u8); 4] = [
    ("comma", b','),
    ("semicolon", b';'),
    ("tab", b'\t'),
    ("bar", b'|'),
];
/// The moment by which shapes of days and times are shown.
const EXAMPLE: &str = "2026-12-31T17:05:00+00:00[UTC]";
/// What stands between several shapes in a form: no shape has it.
const BETWEEN_SHAPES: &str = "\u{1f}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/{language}/desk/imports/files/{draft}", MAY, show),
        Route::post(
            "/{language}/desk/imports/files/{draft}/form",
            MAY,
            look_again,
        ),
        Route::post(
            "/{language}/desk/imports/files/{draft}/columns",
            MAY,
            choose,
        ),
        Route::get(
            "/{language}/desk/imports/files/{draft}/mapping",
            MAY,
            mapped,
        ),
    ]
}

/// One column with what it may become.
struct ColumnLine {
    place: usize,
    name: String,
    samples: Vec<String>,
    becomes: Vec<Choice>,
    facets: Vec<Choice>,
    suggested: bool,
    shapes: Vec<Choice>,
    separators: Vec<Choice>,
    wrong: bool,
}

/// A facet that every row may have the same code of.
struct Constant {
    facet: String,
    label: String,
    choices: Vec<Choice>,
}

/// How the file is read.
struct Reading {
    encodings: Vec<Choice>,
    marks: Vec<Choice>,
    header: u32,
    sheets: Vec<Choice>,
    is_table: bool,
}

#[derive(Template)]
#[template(path = "desk/imports/columns.html")]
struct ColumnsPage {
    page: Page,
    draft: String,
    file: String,
    size: String,
    trouble: Option<Words>,
    reading: Reading,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    /// None if the file can't be read as it is said to be written.
    form: Option<Chooser>,
    problems: Vec<String>,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a box or a mark of its own on the page"
)]
struct Chooser {
    name: String,
    series: Vec<Choice>,
    decisions: Vec<Choice>,
    complete: bool,
    about: bool,
    one_column: bool,
    lines: Vec<ColumnLine>,
    more: Option<String>,
    constants: Vec<Constant>,
    has_constants: bool,
}

async fn show(desk: Desk, Path((_, id)): Path<(String, String)>) -> Answer {
    let draft = desk.import_draft(&id).await?;
    columns_page(&desk, &draft, &[]).await
}

/// The page, with what is missing or doesn't go together.
pub(super) async fn columns_page(desk: &Desk, draft: &Draft, wrong: &[PlanProblem]) -> Answer {
    if !draft.has_file() {
        return Ok(guard::see_other(
            &desk.link(&format!("{}/import", path_of(draft.id))),
        ));
    }
    let page = desk.page(&path_of(draft.id)).await;
    let look = draft.look();
    let form = draft.form();
    let plan = match draft.chosen() {
        Chosen::Pages(plan) => Some(plan),
        Chosen::File(_) => None,
    };
    let problems = wrong
        .iter()
        .map(|problem| problem_words(&page, problem, look.as_deref()))
        .collect();
    let chooser = match (&look, plan) {
        (Some(look), Some(plan)) => Some(chooser(&page, look, &plan, wrong)),
        // A mapping came as a file: here is what the file looks like, and nothing to choose.
        (Some(_), None) => {
            return Ok(guard::see_other(
                &desk.link(&format!("{}/mapping", path_of(draft.id))),
            ));
        }
        (None, _) => None,
    };
    let answer = ColumnsPage {
        draft: path_of(draft.id),
        file: draft.file_name.clone(),
        size: size(&page, draft.bytes),
        trouble: draft
            .trouble()
            .map(|error| trouble::of_import(&page, &error)),
        reading: reading(&page, &form, look.as_deref()),
        head: look.as_deref().map(head_shown).unwrap_or_default(),
        rows: look.as_deref().map(rows_shown).unwrap_or_default(),
        form: chooser,
        problems,
        page,
    };
    let status = if wrong.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(show_private(status, &answer))
}

/// Bytes in words.
pub(super) fn size(page: &Page, bytes: u64) -> String {
    match bytes {
        0..10_240 => page.say_number("import-size-bytes", "count", bytes),
        10_240..10_485_760 => page.say_number("import-size-kilobytes", "count", bytes >> 10),
        _ => page.say_number("import-size-megabytes", "count", bytes >> 20),
    }
}

fn head_shown(look: &Look) -> Vec<String> {
    let columns = look.columns.iter().take(COLUMNS_SHOWN).enumerate();
    columns
        .map(|(place, column)| {
            if column.name.is_empty() {
                (place + 1).to_string()
            } else {
                short(&column.name)
            }
        })
        .collect()
}

fn rows_shown(look: &Look) -> Vec<Vec<String>> {
    let width = look.columns.len().min(COLUMNS_SHOWN);
    let rows = look.rows.iter().take(ROWS_SHOWN);
    rows.map(|row| {
        (0..width)
            .map(|place| short(row.get(place).map_or("", String::as_str)))
            .collect()
    })
    .collect()
}

/// A cell as it is shown: cut, and without what can't be seen.
pub(super) fn short(cell: &str) -> String {
    let mut letters = cell
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut shown: String = letters.by_ref().take(CELL_SHOWN).collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

fn reading(page: &Page, form: &FileForm, look: Option<&Look>) -> Reading {
    let encoding = form.encoding.as_deref().unwrap_or_default();
    let mut encodings = vec![Choice::new("", "UTF-8".to_owned(), encoding)];
    encodings.extend(
        ENCODINGS
            .iter()
            .map(|known| Choice::new(known, (*known).to_owned(), encoding)),
    );
    let mark = MARKS
        .iter()
        .find(|(_, mark)| *mark == form.delimiter)
        .map_or("", |(name, _)| name);
    let sheet = form.sheet.as_deref().unwrap_or_default();
    let sheets = look.map(|look| look.sheets.as_slice()).unwrap_or_default();
    Reading {
        encodings,
        // uses: import-mark-comma import-mark-semicolon import-mark-tab import-mark-bar
        marks: MARKS
            .iter()
            .map(|(name, _)| Choice::new(name, page.text(&format!("import-mark-{name}")), mark))
            .collect(),
        header: form.header,
        sheets: if sheets.len() > 1 {
            let first = sheets.first().map_or("", String::as_str);
            let chosen = if sheet.is_empty() { first } else { sheet };
            sheets
                .iter()
                .map(|name| Choice::new(name, name.clone(), chosen))
                .collect()
        } else {
            Vec::new()
        },
        is_table: look.is_none_or(|look| look.kind == Kind::Table),
    }
}

fn chooser(page: &Page, look: &Look, plan: &Plan, wrong: &[PlanProblem]) -> Chooser {
    let codebook = page.codebook();
    let mut series = vec![Choice::new("", page.text("import-choose"), &plan.series)];
    series.extend(
        codebook
            .series
            .iter()
            .filter(|series| !series.own)
            .map(|series| {
                Choice::new(
                    &series.code,
                    page.label(&series.label, &series.code),
                    &plan.series,
                )
            }),
    );
    let decided = plan.decision.as_deref().unwrap_or_default();
    let mut decisions = vec![Choice::new("", page.text("import-decision-none"), decided)];
    decisions.extend(codebook.decisions.iter().map(|decision| {
        let label = page.label(&decision.label, &decision.code);
        Choice::new(&decision.code, label, decided)
    }));
    let lines = look
        .columns
        .iter()
        .zip(&plan.columns)
        .enumerate()
        .take(MOST_COLUMNS)
        .map(|(place, (column, chosen))| {
            let is_wrong = wrong.contains(&PlanProblem::NoShape(place));
            column_line(page, look, place, (&column.name, chosen), is_wrong)
        })
        .collect();
    let constants = codebook
        .facets
        .iter()
        .filter(|facet| facet.on == FacetOn::Incident)
        .map(|facet| {
            let given = plan.constants.get(&facet.id).map_or("", String::as_str);
            let none = Choice::new("", page.text("import-constant-none"), given);
            let codes = facet
                .codes
                .iter()
                .map(|code| Choice::new(&code.code, page.label(&code.label, &code.code), given));
            Constant {
                facet: facet.id.clone(),
                label: wording::facet(page, facet),
                choices: std::iter::once(none).chain(codes).collect(),
            }
        })
        .collect();
    Chooser {
        name: plan.name.clone(),
        series,
        decisions,
        complete: plan.complete,
        about: plan.about,
        one_column: look.columns.len() == 1,
        lines,
        more: (look.columns.len() > MOST_COLUMNS).then(|| {
            page.say_number(
                "import-more-columns",
                "count",
                (look.columns.len() - MOST_COLUMNS) as u64,
            )
        }),
        constants,
        has_constants: !plan.constants.is_empty(),
    }
}

fn column_line(
    page: &Page,
    look: &Look,
    place: usize,
    (name, chosen): (&str, &ColumnPlan),
    wrong: bool,
) -> ColumnLine {
    let word = chosen.becomes.code();
    let mut samples: Vec<String> = Vec::new();
    for sample in look.samples(place).map(short) {
        if samples.len() < SAMPLES && !samples.contains(&sample) {
            samples.push(sample);
        }
    }
    let plain = Becomes::ALL.into_iter().map(|becomes| {
        let label = becomes_words(page, &becomes);
        Choice::new(&becomes.code(), label, &word)
    });
    let facets = page
        .codebook()
        .facets
        .iter()
        .filter(|facet| facet.on == FacetOn::Incident)
        .map(|facet| {
            let becomes = Becomes::Facet(facet.id.clone());
            Choice::new(&becomes.code(), wording::facet(page, facet), &word)
        });
    ColumnLine {
        place,
        name: if name.is_empty() {
            page.say_number("import-column-number", "number", place as u64 + 1)
        } else {
            short(name)
        },
        samples,
        becomes: plain.collect(),
        facets: facets.collect(),
        suggested: chosen.suggested,
        shapes: shapes(page, look, place, chosen),
        separators: separators(page, look, place, chosen),
        wrong,
    }
}

/// What a column becomes, in words.
pub(super) fn becomes_words(page: &Page, becomes: &Becomes) -> String {
    match becomes {
        Becomes::Facet(id) => page
            .codebook()
            .facet(id)
            .map_or_else(|| id.clone(), |facet| wording::facet(page, facet)),
        // uses: import-becomes-nothing import-becomes-id import-becomes-day import-becomes-last-day import-becomes-year
        // uses: import-becomes-month import-becomes-day-of-month import-becomes-time import-becomes-persons
        // uses: import-becomes-decision import-becomes-text import-becomes-detail import-becomes-link
        plain => page.text(&format!("import-becomes-{}", plain.word())),
    }
}

/// The shapes in which a column's days or times may be written, as examples of a day; empty if it hardly holds any.
fn shapes(page: &Page, look: &Look, place: usize, chosen: &ColumnPlan) -> Vec<Choice> {
    let dated = matches!(
        chosen.becomes,
        Becomes::Day | Becomes::LastDay | Becomes::Time
    );
    if !dated && !look.samples(place).take(20).all(looks_dated) {
        return Vec::new();
    }
    let given = chosen.formats.join(BETWEEN_SHAPES);
    let mut choices = vec![Choice::new("", page.text("import-shape-none"), &given)];
    if chosen.formats.len() > 1 {
        let labels: Vec<String> = chosen
            .formats
            .iter()
            .map(|shape| shape_words(page, shape))
            .collect();
        choices.push(Choice::new(
            &given,
            text::list(page.language, &labels),
            &given,
        ));
    }
    let known = DAY_SHAPES.iter().chain(TIME_SHAPES);
    choices.extend(known.map(|shape| Choice::new(shape, shape_words(page, shape), &given)));
    choices
}

/// Whether a cell could be a day or a time: short, with several figures in it, as in 3/2/26 or 17:05.
fn looks_dated(cell: &str) -> bool {
    let figures = cell.split(|letter: char| !letter.is_ascii_digit());
    cell.len() <= 30 && figures.filter(|figure| !figure.is_empty()).count() > 1
}

/// A shape by an example: the last day of a year, so that day and month can't be mistaken.
fn shape_words(page: &Page, shape: &str) -> String {
    match shape {
        "excel" => page.text("import-shape-excel"),
        "hmm" => page.text("import-shape-hmm"),
        shape => {
            let example = EXAMPLE
                .parse::<jiff::ZonedDateTime>()
                .map(|example| example.strftime(shape).to_string());
            let written = example.unwrap_or_else(|_| shape.to_owned());
            // Figures and marks of a file run from left to right, whatever stands around them.
            format!("\u{2066}{written}\u{2069}")
        }
    }
}

/// The marks that may stand between several values of a cell; empty if no cell has one.
fn separators(page: &Page, look: &Look, place: usize, chosen: &ColumnPlan) -> Vec<Choice> {
    let is_one = !matches!(chosen.becomes, Becomes::Nothing | Becomes::Facet(_));
    if is_one {
        return Vec::new();
    }
    let given = chosen.separator.as_deref().unwrap_or_default();
    let found: Vec<&str> = SEPARATORS
        .iter()
        .copied()
        .filter(|mark| *mark == given || look.samples(place).any(|cell| cell.contains(mark)))
        .collect();
    if found.is_empty() {
        return Vec::new();
    }
    let none = Choice::new("", page.text("import-separator-none"), given);
    let marks = found.into_iter().map(|mark| {
        let label = page.say("import-separator", "mark", &mark.replace(' ', "␣"));
        Choice::new(mark, label, given)
    });
    std::iter::once(none).chain(marks).collect()
}

fn problem_words(page: &Page, problem: &PlanProblem, look: Option<&Look>) -> String {
    match problem {
        PlanProblem::Name => page.text("import-problem-name"),
        PlanProblem::Series => page.text("import-problem-series"),
        PlanProblem::NoId => page.text("import-problem-id"),
        PlanProblem::Twice(becomes) => page.say(
            "import-problem-twice",
            "what",
            &becomes_words(page, becomes),
        ),
        PlanProblem::NoShape(place) => {
            let name = look
                .and_then(|look| look.columns.get(*place))
                .map(|column| short(&column.name))
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| {
                    page.say_number("import-column-number", "number", *place as u64 + 1)
                });
            page.say("import-problem-shape", "column", &name)
        }
        PlanProblem::DayAndYear => page.text("import-problem-day-and-year"),
        PlanProblem::Incomplete(becomes) => page.say(
            "import-problem-incomplete",
            "what",
            &becomes_words(page, becomes),
        ),
        PlanProblem::NotInCodebook(code) => page.say("import-problem-code", "code", code),
    }
}

async fn look_again(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let draft = desk.import_draft(&id).await?;
    let known = draft.form();
    let posted = &form.posted;
    let encoding = posted.value("encoding");
    let said = FileForm {
        delimiter: MARKS
            .iter()
            .find(|(name, _)| *name == posted.value("mark"))
            .map_or(known.delimiter, |(_, mark)| *mark),
        encoding: ENCODINGS
            .iter()
            .find(|known| **known == encoding)
            .map(|known| (*known).to_owned()),
        header: posted
            .value("header")
            .parse()
            .ok()
            .filter(|row| *row <= 1_000)
            .unwrap_or(known.header),
        sheet: Some(posted.value("sheet").to_owned()).filter(|sheet| !sheet.is_empty()),
    };
    draft
        .look_again(&desk.site.house, said)
        .await
        .map_err(|error| desk.refuse(&error))?;
    Ok(guard::see_other(&desk.link(&path_of(draft.id))))
}

/// What a form says of every column. What was chosen for the values of a column stays where the column stays the same.
fn chosen(posted: &Posted, before: &Plan, page: &Page) -> Plan {
    let given: BTreeMap<&str, &str> = posted
        .0
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let value = |name: &str| given.get(name).copied();
    let columns = before.columns.iter().enumerate().map(|(place, column)| {
        let Some(becomes) = value(&format!("column-{place}")).and_then(Becomes::parse) else {
            return column.clone();
        };
        let shapes = value(&format!("shape-{place}")).unwrap_or_default();
        let separator = value(&format!("separator-{place}")).unwrap_or_default();
        let mut now = ColumnPlan {
            formats: shapes
                .split(BETWEEN_SHAPES)
                .filter(|shape| DAY_SHAPES.contains(shape) || TIME_SHAPES.contains(shape))
                .map(str::to_owned)
                .collect(),
            separator: SEPARATORS
                .contains(&separator)
                .then(|| separator.to_owned()),
            ..ColumnPlan::default()
        };
        if becomes == column.becomes {
            now.values.clone_from(&column.values);
            now.otherwise.clone_from(&column.otherwise);
            now.open = column.open;
        }
        now.becomes = becomes;
        now
    });
    let constants = page.codebook().facets.iter().filter_map(|facet| {
        let code = value(&format!("constant-{}", facet.id))?;
        facet
            .lists(code)
            .then(|| (facet.id.clone(), code.to_owned()))
    });
    Plan {
        name: value("name").unwrap_or_default().trim().to_owned(),
        series: value("series").unwrap_or_default().to_owned(),
        decision: value("decision")
            .filter(|code| !code.is_empty())
            .map(str::to_owned),
        complete: value("complete").is_some(),
        about: value("about").is_some(),
        constants: constants.collect(),
        columns: columns.collect(),
    }
}

async fn choose(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let draft = desk.import_draft(&id).await?;
    let Chosen::Pages(before) = draft.chosen() else {
        return Ok(guard::see_other(&desk.link(&path_of(draft.id))));
    };
    let page = desk.page(&path_of(draft.id)).await;
    let plan = chosen(&form.posted, &before, &page);
    let wrong = plan.problems(page.codebook());
    let has_values = plan
        .columns
        .iter()
        .any(|column| column.becomes.has_values());
    draft.choose(plan);
    if !wrong.is_empty() {
        return columns_page(&desk, &draft, &wrong).await;
    }
    if has_values {
        return Ok(guard::see_other(
            &desk.link(&format!("{}/values", path_of(draft.id))),
        ));
    }
    super::work::begin(&desk, &draft, WorkKind::Rehearsal).await
}

#[derive(Template)]
#[template(path = "desk/imports/mapped.html")]
struct MappedPage {
    page: Page,
    draft: String,
    file: String,
    size: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    mapping: String,
}

/// A file that came with a mapping: its first rows and the mapping.
async fn mapped(desk: Desk, Path((_, id)): Path<(String, String)>) -> Result<Response, Response> {
    let draft = desk.import_draft(&id).await?;
    let Chosen::File(mapping) = draft.chosen() else {
        return Ok(guard::see_other(&desk.link(&path_of(draft.id))));
    };
    let page = desk.page(&path_of(draft.id)).await;
    let look = draft.look();
    let answer = MappedPage {
        draft: path_of(draft.id),
        file: draft.file_name.clone(),
        size: size(&page, draft.bytes),
        head: look.as_deref().map(head_shown).unwrap_or_default(),
        rows: look.as_deref().map(rows_shown).unwrap_or_default(),
        mapping,
        page,
    };
    Ok(show_private(StatusCode::OK, &answer))
}
