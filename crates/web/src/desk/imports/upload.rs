//! Sending a file up.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest as _, Multipart, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use service::import::{SHIPPED, Upload, UploadError};
use tokio::time::timeout;

use super::trouble::{self, Words};
use super::{MAY, path_of};
use crate::desk::frame::{Answer, Desk};
use crate::desk::inbox::Choice;
use crate::form::{TOKEN_FIELD, form_token};
use crate::guard;
use crate::lanes::Lane;
use crate::page::{Page, show_private};
use crate::problem;
use crate::routes::Route;
use crate::site::Site;

/// The largest mapping that is read, in bytes.
const LARGEST_MAPPING: usize = 1 << 20;
/// The longest of the small fields beside the file, in bytes.
const LONGEST_FIELD: usize = 1_000;
/// Of a file that is too large, so much at least is read into nothing before it is refused.
const PASSED_OVER: u64 = 64 << 20;
/// A connection over which nothing comes for so long is given up.
const SILENCE: Duration = Duration::from_secs(30);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/{language}/desk/imports/new", MAY, show),
        Route::post("/{language}/desk/imports/new", MAY, send)
            .in_lane(Lane::Uploads)
            .without_body_limit(),
    ]
}

#[derive(Template)]
#[template(path = "desk/imports/upload.html")]
struct UploadPage {
    page: Page,
    lead: String,
    mappings: Vec<Choice>,
    problem: Option<Words>,
    mapping_problem: Option<Words>,
}

async fn upload_page(desk: &Desk, chosen: &str) -> Result<UploadPage, Response> {
    let drafts = desk
        .site
        .house
        .import_drafts(&desk.by)
        .map_err(|error| desk.refuse(&error))?;
    let page = desk.page("desk/imports/new").await;
    let megabytes = desk.site.house.settings().largest_upload >> 20;
    let mut mappings = vec![Choice::new("", page.text("import-mapping-pages"), chosen)];
    let house = &desk.site.house;
    for draft in drafts.iter().rev() {
        if draft.mapping(house).is_ok() {
            let label = page.say("import-mapping-as-for", "file", &draft.file_name);
            mappings.push(Choice::new(&format!("file:{}", draft.id), label, chosen));
        }
    }
    for (name, _) in SHIPPED {
        let label = page.say("import-mapping-shipped", "name", name);
        mappings.push(Choice::new(&format!("shipped:{name}"), label, chosen));
    }
    Ok(UploadPage {
        lead: page.say_number("import-upload-lead", "megabytes", megabytes),
        mappings,
        problem: None,
        mapping_problem: None,
        page,
    })
}

async fn show(desk: Desk) -> Answer {
    let shown = upload_page(&desk, desk.asked.value("as")).await?;
    Ok(show_private(StatusCode::OK, &shown))
}

/// Why a file was not taken.
enum NotTaken {
    /// The form isn't one of ours.
    Refused(Response),
    /// It broke off on its way.
    BrokenOff,
    /// No file was chosen.
    NoFile,
    /// The mapping is too large or no text.
    NoMapping,
    Upload(UploadError),
}

impl From<UploadError> for NotTaken {
    fn from(error: UploadError) -> Self {
        Self::Upload(error)
    }
}

impl From<MultipartError> for NotTaken {
    fn from(_: MultipartError) -> Self {
        Self::BrokenOff
    }
}

async fn send(State(site): State<Arc<Site>>, desk: Desk, request: Request) -> Answer {
    let mut chosen = String::new();
    match take(&site, &desk, request, &mut chosen).await {
        Ok(address) => Ok(guard::see_other(&desk.link(&address))),
        Err(NotTaken::Refused(answer)) => Err(answer),
        Err(NotTaken::Upload(UploadError::Service(error))) => Err(desk.refuse(&error)),
        Err(not_taken) => {
            let mut shown = upload_page(&desk, &chosen).await?;
            let status = explain(&mut shown, &not_taken, &desk);
            Ok(show_private(status, &shown))
        }
    }
}

/// Says on the page why a file was not taken; gives the status.
fn explain(shown: &mut UploadPage, not_taken: &NotTaken, desk: &Desk) -> StatusCode {
    let page = &shown.page;
    let megabytes = desk.site.house.settings().largest_upload >> 20;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let words = match not_taken {
        NotTaken::Refused(_) | NotTaken::BrokenOff => {
            status = StatusCode::BAD_REQUEST;
            Words::ours(page.text("import-broken-off"))
        }
        NotTaken::NoFile => Words::ours(page.text("import-no-file")),
        NotTaken::NoMapping => {
            shown.mapping_problem = Some(Words::ours(page.text("import-mapping-too-large")));
            return status;
        }
        NotTaken::Upload(UploadError::TooLarge) => {
            status = StatusCode::PAYLOAD_TOO_LARGE;
            Words::ours(page.say_number("import-too-large", "megabytes", megabytes))
        }
        NotTaken::Upload(UploadError::NotKept(error)) => {
            tracing::error!(error = %error, "import.upload-not-kept");
            status = StatusCode::INSUFFICIENT_STORAGE;
            Words::ours(page.text("import-disk"))
        }
        NotTaken::Upload(UploadError::TooMany) => {
            status = StatusCode::CONFLICT;
            Words::ours(page.text("import-too-many"))
        }
        NotTaken::Upload(UploadError::NoTable(error)) => trouble::of_import(page, error),
        NotTaken::Upload(UploadError::Mapping(error)) => {
            shown.mapping_problem = Some(Words {
                text: error.to_string(),
                is_english: true,
            });
            return status;
        }
        NotTaken::Upload(UploadError::Service(_)) => Words::ours(page.text("import-not-kept")),
    };
    shown.problem = Some(words);
    status
}

/// Reads the form piece by piece; gives the address of the next page.
async fn take(
    site: &Arc<Site>,
    desk: &Desk,
    request: Request,
    chosen: &mut String,
) -> Result<String, NotTaken> {
    let other_site = || NotTaken::Refused(problem::other_site(site, desk.language));
    let mut form = Multipart::from_request(request, site)
        .await
        .map_err(|_| other_site())?;
    // Its token stands first, so that nothing is read of a form that isn't ours.
    let token = match form.next_field().await? {
        Some(field) if field.name() == Some(TOKEN_FIELD) => small(field).await?,
        _ => return Err(other_site()),
    };
    if !seal::constant_time_eq(token.as_bytes(), form_token(&desk.by).as_bytes()) {
        return Err(other_site());
    }
    let house = &site.house;
    let mut sent: Option<(Upload, String)> = None;
    let mut mapping_file = None;
    while let Some(mut field) = form.next_field().await? {
        match field.name() {
            Some("mapping") => *chosen = small(field).await?,
            Some("mapping-file") => {
                let text = limited(field, LARGEST_MAPPING)
                    .await?
                    .and_then(|bytes| String::from_utf8(bytes).ok())
                    .ok_or(NotTaken::NoMapping)?;
                if !text.trim().is_empty() {
                    mapping_file = Some(text);
                }
            }
            Some("file") if sent.is_none() => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let mut upload = house.start_upload(&desk.by)?;
                while let Some(bytes) = next(&mut field).await? {
                    if let Err(error) = upload.write(&bytes) {
                        pass_over(field, house.settings().largest_upload.max(PASSED_OVER)).await;
                        return Err(error.into());
                    }
                }
                sent = Some((upload, name));
            }
            _ => drop(limited(field, LONGEST_FIELD).await?),
        }
    }
    let (upload, name) = sent
        .filter(|(upload, name)| upload.length() > 0 || !name.is_empty())
        .ok_or(NotTaken::NoFile)?;
    let mapping = match mapping_file {
        Some(file) => Some(file),
        None => chosen_mapping(desk, chosen)
            .await
            .map_err(NotTaken::Refused)?,
    };
    let is_given = mapping.is_some();
    let draft = house.finish_upload(upload, &name, mapping).await?;
    let next = if is_given { "/mapping" } else { "" };
    Ok(format!("{}{next}", path_of(draft)))
}

/// The mapping that was chosen from the list; none if the pages are to be filled in.
async fn chosen_mapping(desk: &Desk, chosen: &str) -> Result<Option<String>, Response> {
    if let Some(name) = chosen.strip_prefix("shipped:") {
        let known = SHIPPED.iter().find(|(known, _)| *known == name);
        return Ok(known.map(|(_, source)| (*source).to_owned()));
    }
    match chosen.strip_prefix("file:") {
        Some(id) => {
            let draft = desk.import_draft(id).await?;
            Ok(draft.mapping(&desk.site.house).ok())
        }
        None => Ok(None),
    }
}

/// Some more of a field.
async fn next(field: &mut Field<'_>) -> Result<Option<Bytes>, NotTaken> {
    let more = timeout(SILENCE, field.chunk()).await;
    Ok(more.map_err(|_| NotTaken::BrokenOff)??)
}

/// Reads on into nothing, for so many bytes: a browser that is still sending wouldn't show the answer.
async fn pass_over(mut field: Field<'_>, most: u64) {
    let mut passed = 0;
    while let Ok(Some(bytes)) = next(&mut field).await {
        passed += bytes.len() as u64;
        if passed > most {
            return;
        }
    }
}

async fn small(field: Field<'_>) -> Result<String, NotTaken> {
    let bytes = limited(field, LONGEST_FIELD).await?.unwrap_or_default();
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// The bytes of a field; none if there are more than that.
async fn limited(mut field: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, NotTaken> {
    let mut bytes = Vec::new();
    let mut fits = true;
    while let Some(more) = next(&mut field).await? {
        fits &= bytes.len() + more.len() <= most;
        if fits {
            bytes.extend_from_slice(&more);
        }
    }
    Ok(fits.then_some(bytes))
}
