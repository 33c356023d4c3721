//! The inbox: what people told us and nobody has dealt with, oldest first, with a reading pane.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::fact::SetAside;
use domain::{Permission, Report, ReportId};
use service::ServiceError;
use service::triage::{Inbox, InboxNarrowing};

use super::frame::{Answer, Desk};
use super::told::Told;
use super::wording;
use crate::form::{DeskForm, Posted};
use crate::guard::{self, Who};
use crate::page::{Page, show_private};
use crate::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/{language}/desk/inbox",
            Who::May(Permission::SeeInbox),
            list,
        ),
        Route::post(
            "/{language}/desk/inbox/chosen",
            Who::May(Permission::TriageReport),
            with_chosen,
        ),
        Route::get(
            "/{language}/desk/reports/{id}",
            Who::May(Permission::OpenReport),
            read,
        ),
        Route::post(
            "/{language}/desk/reports/{id}/incident",
            Who::May(Permission::TriageReport),
            make_incident,
        ),
        Route::post(
            "/{language}/desk/reports/{id}/set-aside",
            Who::May(Permission::TriageReport),
            set_aside,
        ),
        Route::post(
            "/{language}/desk/reports/{id}/return",
            Who::May(Permission::TriageReport),
            return_to_inbox,
        ),
    ]
}

/// What may be chosen in one filter.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

impl Choice {
    pub(super) fn new(value: &str, label: String, chosen: &str) -> Self {
        Self {
            chosen: value == chosen,
            value: value.to_owned(),
            label,
        }
    }
}

/// One line of the list.
struct Line {
    id: String,
    title: String,
    language: String,
    language_name: String,
    received: String,
    waiting: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "desk/inbox.html")]
struct InboxPage {
    page: Page,
    count: String,
    stages: Vec<Choice>,
    channels: Vec<Choice>,
    languages: Vec<Choice>,
    reasons: Vec<Choice>,
    narrowed: bool,
    lines: Vec<Line>,
    /// The filters as they stand in the address, for the links of the list.
    query: String,
    next: Option<String>,
    notice: Option<String>,
    problem: Option<String>,
    told: Option<Told>,
    candidates: Candidates,
    opened_at: String,
}

/// What the search for incidents to attach to begins with, taken from the report.
#[derive(Default)]
struct Candidates {
    from: String,
    to: String,
}

/// The value that was chosen; what isn't on offer narrows nothing.
pub(super) fn chosen(choices: &[Choice]) -> Option<String> {
    choices
        .iter()
        .find(|choice| choice.chosen && !choice.value.is_empty())
        .map(|choice| choice.value.clone())
}

fn query_of(asked: &Posted) -> String {
    let kept: Vec<(&str, &str)> = ["stage", "channel", "language", "after"]
        .into_iter()
        .map(|name| (name, asked.value(name)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    serde_urlencoded::to_string(kept).unwrap_or_default()
}

async fn inbox_page(
    desk: &Desk,
    path: &str,
    told: Option<(Told, Candidates)>,
) -> Result<InboxPage, Response> {
    let page = desk.page(path).await;
    let asked = &desk.asked;
    let any = || Choice::new("", page.text("inbox-filter-any"), "");
    let stages = [
        Choice::new("new", page.text("inbox-state-new"), asked.value("stage")),
        Choice::new(
            "attached",
            page.text("inbox-state-attached"),
            asked.value("stage"),
        ),
        Choice::new(
            "set-aside",
            page.text("inbox-state-set-aside"),
            asked.value("stage"),
        ),
    ];
    let mut channels = vec![any()];
    if let Some(facet) = page.codebook().facet("channel") {
        channels.extend(facet.codes.iter().map(|code| {
            Choice::new(
                &code.code,
                page.label(&code.label, &code.code),
                asked.value("channel"),
            )
        }));
    }
    let mut languages = vec![any()];
    languages.extend(page.languages().into_iter().map(|language| {
        Choice::new(
            language.code(),
            language.own_name().to_owned(),
            asked.value("language"),
        )
    }));
    let narrowing = InboxNarrowing {
        stage: chosen(&stages),
        channel: chosen(&channels),
        language: chosen(&languages),
        after: wording::place_in_list(asked.value("after")),
    };
    let inbox = desk
        .site
        .house
        .inbox(&desk.by, narrowing)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let reasons = reasons(&page);
    let narrowed = ["stage", "channel", "language"]
        .iter()
        .any(|name| !asked.value(name).is_empty());
    let query = query_of(asked);
    let open = told.as_ref().map(|(told, _)| told.id.clone());
    let Inbox {
        reports,
        total,
        next,
    } = inbox;
    let lines = reports
        .iter()
        .map(|report| line(desk, &page, report, open.as_deref()))
        .collect();
    let next = next.map(|next| {
        let after = wording::list_place(next);
        let pairs = Posted(
            ["stage", "channel", "language"]
                .iter()
                .map(|name| ((*name).to_owned(), asked.value(name).to_owned()))
                .chain([("after".to_owned(), after)])
                .collect(),
        );
        format!("{}?{}", page.link("desk/inbox"), query_of(&pairs))
    });
    let (told, candidates) = told.unzip();
    Ok(InboxPage {
        count: page.say_number("inbox-count", "count", total),
        stages: stages.into(),
        channels,
        languages,
        reasons,
        narrowed,
        lines,
        query: if query.is_empty() {
            query
        } else {
            format!("?{query}")
        },
        next,
        notice: notice(&page, asked),
        problem: None,
        told,
        candidates: candidates.unwrap_or_default(),
        opened_at: desk.moment(desk.site.house.now()),
        page,
    })
}

fn notice(page: &Page, asked: &Posted) -> Option<String> {
    let count = asked.value("count").parse().unwrap_or(1);
    match asked.value("did") {
        "set-aside" => Some(page.say_number("inbox-bulk-set-aside-done", "count", count)),
        "returned" => Some(page.text("inbox-returned-done")),
        _ => None,
    }
}

fn reasons(page: &Page) -> Vec<Choice> {
    // uses: set-aside-spam set-aside-test set-aside-not-for-us
    SetAside::ALL
        .into_iter()
        .map(|reason| {
            Choice::new(
                reason.code(),
                page.text(&format!("set-aside-{}", reason.code())),
                "",
            )
        })
        .collect()
}

fn line(desk: &Desk, page: &Page, report: &Report, open: Option<&str>) -> Line {
    let id = report.id.to_string();
    let today = desk.site.house.today();
    let day = desk.site.house.day_of(report.received);
    let days = day.until(today).map_or(0, |span| span.get_days());
    Line {
        title: page.code_label("channel", &report.channel),
        language: report.language.clone(),
        language_name: wording::language_name(&report.language),
        received: desk.moment(report.received),
        waiting: page.say_number(
            "inbox-waiting",
            "days",
            u64::try_from(days).unwrap_or_default(),
        ),
        open: open == Some(id.as_str()),
        id,
    }
}

async fn list(desk: Desk) -> Answer {
    Ok(show_private(
        StatusCode::OK,
        &inbox_page(&desk, "desk/inbox", None).await?,
    ))
}

async fn read(desk: Desk, Path((_, id)): Path<(String, String)>) -> Answer {
    let id: ReportId = id.parse().map_err(|_| desk.no_such_page())?;
    let opened = desk
        .site
        .house
        .open_report(&desk.by, id)
        .await
        .map_err(|error| desk.refuse(&error))?;
    let page = desk.page("desk/inbox").await;
    let (from, to) = service::triage::days_around(&opened.suggested.occurred, DAYS_AROUND);
    let candidates = Candidates {
        from: day_for_field(from),
        to: day_for_field(to),
    };
    let told = Told::of(&desk, &page, opened);
    Ok(show_private(
        StatusCode::OK,
        &inbox_page(
            &desk,
            &format!("desk/reports/{id}"),
            Some((told, candidates)),
        )
        .await?,
    ))
}

/// The same incident is looked for on so many days before and after.
const DAYS_AROUND: i32 = 3;

fn day_for_field(day: Option<jiff::civil::Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

async fn with_chosen(desk: Desk, form: DeskForm) -> Answer {
    let ids: Vec<ReportId> = form
        .posted
        .values("report")
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| desk.no_such_page())?;
    if ids.is_empty() {
        let mut again = inbox_page(&desk, "desk/inbox", None).await?;
        again.problem = Some(again.page.text("inbox-bulk-none"));
        return Ok(show_private(StatusCode::UNPROCESSABLE_ENTITY, &again));
    }
    let count = ids.len();
    let house = &desk.site.house;
    let done = match form.posted.value("do") {
        "same" => house
            .same_incident(&form.by, ids)
            .await
            .map(|incident| format!("desk/incidents/{incident}?did=made")),
        reason => {
            let reason = SetAside::parse(reason).ok_or_else(|| desk.no_such_page())?;
            house
                .set_aside(&form.by, ids, reason)
                .await
                .map(|()| format!("desk/inbox?did=set-aside&count={count}"))
        }
    };
    match done {
        Ok(path) => Ok(guard::see_other(&desk.link(&path))),
        Err(ServiceError::Report(_)) => {
            let mut again = inbox_page(&desk, "desk/inbox", None).await?;
            again.problem = Some(again.page.text("inbox-bulk-changed"));
            Ok(show_private(StatusCode::CONFLICT, &again))
        }
        Err(error) => Err(desk.refuse(&error)),
    }
}

async fn make_incident(
    desk: Desk,
    Path((_, id)): Path<(String, String)>,
    form: DeskForm,
) -> Answer {
    let id: ReportId = id.parse().map_err(|_| desk.no_such_page())?;
    let made = desk
        .site
        .house
        .same_incident(&form.by, vec![id])
        .await
        .map_err(|error| desk.refuse(&error))?;
    Ok(guard::see_other(
        &desk.link(&format!("desk/incidents/{made}?did=made")),
    ))
}

async fn set_aside(desk: Desk, Path((_, id)): Path<(String, String)>, form: DeskForm) -> Answer {
    let id: ReportId = id.parse().map_err(|_| desk.no_such_page())?;
    let reason = SetAside::parse(form.posted.value("reason")).ok_or_else(|| desk.no_such_page())?;
    desk.site
        .house
        .set_aside(&form.by, vec![id], reason)
        .await
        .map_err(|error| desk.refuse(&error))?;
    Ok(guard::see_other(
        &desk.link("desk/inbox?did=set-aside&count=1"),
    ))
}

async fn return_to_inbox(
    desk: Desk,
    Path((_, id)): Path<(String, String)>,
    form: DeskForm,
) -> Answer {
    let id: ReportId = id.parse().map_err(|_| desk.no_such_page())?;
    desk.site
        .house
        .return_to_inbox(&form.by, id)
        .await
        .map_err(|error| desk.refuse(&error))?;
    Ok(guard::see_other(&desk.link("desk/inbox?did=returned")))
}
