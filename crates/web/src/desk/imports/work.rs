//! The dry run and the import of a file: under way, and what came of it.

use std::sync::Arc;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::Timestamp;
use service::import::{
    Draft, ImportError, Outcome, Progress, Rehearsal, Reject, Work, WorkKind, WorkState,
};
use text::Value;

use super::columns::{columns_page, short, size};
use super::trouble::{self, Words};
use super::{MAY, count_heads, counts, path_of};
use crate::desk::frame::{Answer, Desk};
use crate::desk::wording;
use crate::form::DeskForm;
use crate::guard;
use crate::headers::NeverCompress;
use crate::page::{Page, show_private};
use crate::routes::Route;

/// Seconds until a page of work under way looks again by itself.
const LOOK_AGAIN: u64 = 3;
/// Codes, values and rejected rows that are shown.
const MOST_SHOWN: usize = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/{language}/desk/imports/files/{draft}/dry-run",
            MAY,
            show_rehearsal,
        ),
        Route::post(
            "/{language}/desk/imports/files/{draft}/dry-run",
            MAY,
            rehearse,
        ),
        Route::get(
            "/{language}/desk/imports/files/{draft}/import",
            MAY,
            show_import,
        ),
        Route::post("/{language}/desk/imports/files/{draft}/import", MAY, import),
        Route::get(
            "/{language}/desk/imports/files/{draft}/rejected.csv",
            MAY,
            rejected,
        ),
        Route::get(
            "/{language}/desk/imports/files/{draft}/mapping.toml",
            MAY,
            mapping,
        ),
    ]
}

/// Lets a page that shows work under way look again by itself, without scripts.
pub(super) fn look_again_soon(answer: &mut Response) {
    answer
        .headers_mut()
        .insert(header::REFRESH, HeaderValue::from(LOOK_AGAIN));
}

/// Begins the work and leads to its page.
pub(super) async fn begin(desk: &Desk, draft: &Arc<Draft>, kind: WorkKind) -> Answer {
    if let Err(wrong) = draft.mapping(&desk.site.house) {
        return columns_page(desk, draft, &wrong).await;
    }
    match draft.begin(&desk.site.house, kind) {
        Ok(()) => {}
        Err(ImportError::Service(error)) => return Err(desk.refuse(&error)),
        Err(error) => return Ok(stopped(desk, draft, &error).await),
    }
    // A small file is done before anybody would see a page that says so.
    for _ in 0..20 {
        if draft.work().is_none_or(|work| work.outcome().is_some()) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let page = match kind {
        WorkKind::Rehearsal => "dry-run",
        WorkKind::Import => "import",
    };
    Ok(guard::see_other(
        &desk.link(&format!("{}/{page}", path_of(draft.id))),
    ))
}

async fn rehearse(desk: Desk, Path((_, id)): Path<(String, String)>, _form: DeskForm) -> Answer {
    let draft = desk.import_draft(&id).await?;
    begin(&desk, &draft, WorkKind::Rehearsal).await
}

async fn import(desk: Desk, Path((_, id)): Path<(String, String)>, _form: DeskForm) -> Answer {
    let draft = desk.import_draft(&id).await?;
    // Pressed twice, or again after it was done.
    if !draft.has_file() {
        return Ok(guard::see_other(
            &desk.link(&format!("{}/import", path_of(draft.id))),
        ));
    }
    begin(&desk, &draft, WorkKind::Import).await
}

#[derive(Template)]
#[template(path = "desk/imports/running.html")]
struct RunningPage {
    page: Page,
    title: String,
    file: String,
    share: Option<u64>,
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "desk/imports/stopped.html")]
struct StoppedPage {
    page: Page,
    draft: String,
    file: String,
    title: String,
    words: Words,
    kept: bool,
    has_rejects: bool,
    rejects: Vec<RejectLine>,
}

/// A rejected row.
struct RejectLine {
    line: String,
    column: String,
    value: String,
    reason: String,
}

/// A value that nothing is said of.
struct ValueLine {
    column: String,
    value: String,
    becomes: String,
    count: String,
}

#[derive(Template)]
#[template(path = "desk/imports/rehearsed.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a part of its own on the page"
)]
struct RehearsedPage {
    page: Page,
    draft: String,
    file: String,
    size: String,
    by_file: bool,
    tally: Vec<(String, String)>,
    days: Option<String>,
    codes: Vec<(String, String, String)>,
    unmapped: Vec<ValueLine>,
    otherwise: Vec<ValueLine>,
    more: bool,
    rejects: Vec<RejectLine>,
    has_rejects: bool,
    nothing_fits: bool,
}

#[derive(Template)]
#[template(path = "desk/imports/imported.html")]
struct ImportedPage {
    page: Page,
    draft: String,
    draft_id: String,
    file: String,
    import: String,
    heads: Vec<String>,
    counts: Vec<String>,
    rejects: Vec<RejectLine>,
    has_rejects: bool,
    undone: bool,
}

async fn show_rehearsal(desk: Desk, Path((_, id)): Path<(String, String)>) -> Answer {
    show(&desk, &id, WorkKind::Rehearsal).await
}

async fn show_import(desk: Desk, Path((_, id)): Path<(String, String)>) -> Answer {
    show(&desk, &id, WorkKind::Import).await
}

async fn show(desk: &Desk, id: &str, kind: WorkKind) -> Answer {
    let draft = desk.import_draft(id).await?;
    let Some(work) = draft.work().filter(|work| work.kind == kind) else {
        return Ok(guard::see_other(&desk.link(&path_of(draft.id))));
    };
    let Some(outcome) = work.outcome() else {
        return Ok(running(desk, &draft, &work).await);
    };
    let page = desk.page(&format!("{}/dry-run", path_of(draft.id))).await;
    let rejects = reject_lines(&page, &work.first_rejects());
    let has_rejects = work.rejects().is_some();
    match &*outcome {
        Outcome::Rehearsed(would) => {
            let answer = rehearsed(page, &draft, would, rejects, has_rejects);
            Ok(show_private(StatusCode::OK, &answer))
        }
        Outcome::Imported(import) => {
            let imports = desk
                .site
                .house
                .imports(Some(&desk.by))
                .await
                .map_err(|error| desk.refuse(&error))?;
            let now = imports.iter().find(|known| known.id == import.id);
            let answer = ImportedPage {
                draft: path_of(draft.id),
                draft_id: draft.id.to_string(),
                file: draft.file_name.clone(),
                import: import.id.to_string(),
                heads: count_heads(&page),
                counts: counts(&page, import),
                rejects,
                has_rejects,
                undone: now.is_some_and(|import| import.undone.is_some()),
                page,
            };
            Ok(show_private(StatusCode::OK, &answer))
        }
        Outcome::Stopped(error) => {
            let answer = stopped_page(page, &draft, (kind, error), rejects, has_rejects);
            Ok(show_private(StatusCode::UNPROCESSABLE_ENTITY, &answer))
        }
    }
}

/// The page that says why the work stopped, or could not begin.
pub(super) async fn stopped(desk: &Desk, draft: &Draft, error: &ImportError) -> Response {
    let page = desk.page(&path_of(draft.id)).await;
    let what = (WorkKind::Rehearsal, error);
    let answer = stopped_page(page, draft, what, Vec::new(), false);
    show_private(StatusCode::UNPROCESSABLE_ENTITY, &answer)
}

fn stopped_page(
    page: Page,
    draft: &Draft,
    (kind, error): (WorkKind, &ImportError),
    rejects: Vec<RejectLine>,
    has_rejects: bool,
) -> StoppedPage {
    StoppedPage {
        draft: path_of(draft.id),
        file: draft.file_name.clone(),
        title: match kind {
            WorkKind::Rehearsal => page.text("import-rehearsal-stopped"),
            WorkKind::Import => page.text("import-stopped"),
        },
        words: trouble::of_import(&page, error),
        kept: kind == WorkKind::Import,
        has_rejects,
        rejects,
        page,
    }
}

async fn running(desk: &Desk, draft: &Draft, work: &Work) -> Response {
    let page = desk.page(&path_of(draft.id)).await;
    let title = match work.kind {
        WorkKind::Rehearsal => page.text("import-rehearsing"),
        WorkKind::Import => page.text("import-importing"),
    };
    let (share, lines) = match work.state() {
        WorkState::Waiting => (None, vec![page.text("import-waiting")]),
        WorkState::Ended => (Some(100), Vec::new()),
        WorkState::Running(began, progress) => {
            let seconds = seconds_between(began, desk.site.house.now());
            progress_words(&page, progress, draft.bytes, seconds)
        }
    };
    let answer = RunningPage {
        title,
        file: draft.file_name.clone(),
        share,
        lines,
        page,
    };
    let mut shown = show_private(StatusCode::OK, &answer);
    look_again_soon(&mut shown);
    shown
}

fn seconds_between(began: Timestamp, now: Timestamp) -> u64 {
    let micros = now.microseconds() - began.microseconds();
    u64::try_from(micros / 1_000_000).unwrap_or_default()
}

/// How far it is: in hundredths, and in words with rate and time left.
fn progress_words(
    page: &Page,
    progress: Progress,
    whole: u64,
    seconds: u64,
) -> (Option<u64>, Vec<String>) {
    let share = (progress.bytes.min(whole) * 100).checked_div(whole);
    let mut lines = vec![page.say_number("import-progress-rows", "count", progress.counts.read)];
    if progress.counts.rejected > 0 {
        lines.push(page.say_number(
            "import-progress-rejected",
            "count",
            progress.counts.rejected,
        ));
    }
    if let Some(rate) = progress.counts.read.checked_div(seconds)
        && rate > 0
    {
        lines.push(page.say_number("import-progress-rate", "count", rate));
        let left = whole.saturating_sub(progress.bytes);
        if let Some(left) = (seconds * left).checked_div(progress.bytes) {
            lines.push(if left < 90 {
                page.say_number("import-progress-seconds", "count", left.max(1))
            } else {
                page.say_number("import-progress-minutes", "count", left.div_ceil(60))
            });
        }
    }
    (share, lines)
}

fn rehearsed(
    page: Page,
    draft: &Draft,
    would: &Rehearsal,
    rejects: Vec<RejectLine>,
    has_rejects: bool,
) -> RehearsedPage {
    let tally = [
        ("imports-rows", would.read),
        ("imports-added", would.new),
        ("imports-changed", would.changed),
        ("imports-unchanged", would.unchanged),
        ("imports-rejected", would.rejected),
        ("import-would-stories", would.stories),
        ("import-would-undated", would.undated),
    ]
    .into_iter()
    .map(|(key, number)| (page.text(key), page.number(number)))
    .collect();
    // uses: import-would-stories import-would-undated
    let days = would.days.map(|(from, to)| {
        page.text_with(
            "word-from-to",
            &[
                ("from", Value::from(page.date(from))),
                ("to", Value::from(page.date(to))),
            ],
        )
    });
    let codes = would
        .codes
        .iter()
        .take(MOST_SHOWN)
        .map(|((facet, code), count)| {
            let label = page
                .codebook()
                .facet(facet)
                .map_or_else(|| facet.clone(), |facet| wording::facet(&page, facet));
            (label, page.code_label(facet, code), page.number(*count))
        })
        .collect();
    let values = |values: &[service::import::ValueCount]| -> Vec<ValueLine> {
        values
            .iter()
            .take(MOST_SHOWN)
            .map(|value| ValueLine {
                column: short(&value.column),
                value: short(&value.value),
                becomes: value
                    .becomes
                    .as_ref()
                    .map(|(facet, code)| page.code_label(facet, code))
                    .unwrap_or_default(),
                count: page.number(value.count),
            })
            .collect()
    };
    RehearsedPage {
        draft: path_of(draft.id),
        file: draft.file_name.clone(),
        size: size(&page, draft.bytes),
        by_file: matches!(draft.chosen(), service::import::Chosen::File(_)),
        tally,
        days,
        codes,
        unmapped: values(&would.unmapped),
        otherwise: values(&would.otherwise),
        more: would.more || would.unmapped.len() > MOST_SHOWN || would.otherwise.len() > MOST_SHOWN,
        rejects,
        has_rejects,
        nothing_fits: would.read == would.rejected,
        page,
    }
}

fn reject_lines(page: &Page, rejects: &[Reject]) -> Vec<RejectLine> {
    rejects
        .iter()
        .map(|reject| RejectLine {
            line: page.number(reject.line),
            column: short(&reject.column),
            value: short(reject.shown()),
            // uses: import-reject-not-mapped import-reject-not-a-code import-reject-not-a-date import-reject-future
            // uses: import-reject-not-a-time import-reject-not-people import-reject-not-a-number import-reject-bad-id
            // uses: import-reject-no-id import-reject-id-again import-reject-not-a-link import-reject-long-text
            // uses: import-reject-no-area import-reject-coding
            reason: page.text(&format!("import-reject-{}", reject.why.word())),
        })
        .collect()
}

/// The rejected rows, to be mended and sent again.
async fn rejected(desk: Desk, Path((_, id)): Path<(String, String)>) -> Answer {
    let draft = desk.import_draft(&id).await?;
    let reader = draft
        .work()
        .and_then(|work| work.rejects())
        .ok_or_else(|| desk.no_such_page())?;
    // It is opened piece by piece as it is sent.
    let pieces = futures::stream::try_unfold(reader, |mut reader| async move {
        Ok::<_, std::io::Error>(reader.piece()?.map(|piece| (Bytes::from(piece), reader)))
    });
    Ok(file(
        "text/csv; charset=utf-8",
        "rejected.csv",
        Body::from_stream(pieces),
    ))
}

async fn mapping(desk: Desk, Path((_, id)): Path<(String, String)>) -> Answer {
    let draft = desk.import_draft(&id).await?;
    match draft.mapping(&desk.site.house) {
        Ok(mapping) => Ok(file(
            "application/toml; charset=utf-8",
            "mapping.toml",
            Body::from(mapping),
        )),
        Err(wrong) => columns_page(&desk, &draft, &wrong).await,
    }
}

fn file(kind: &'static str, name: &str, body: Body) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let mut answer = (
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        body,
    )
        .into_response();
    answer.extensions_mut().insert(NeverCompress);
    answer
}
