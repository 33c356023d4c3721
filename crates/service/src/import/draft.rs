//! Importing from a page: a file that was sent up, what was chosen for it, and the work under way on it.
//!
//! A draft is in the memory of one process and belongs to the member who sent the file. The file lies on disk, sealed
//! under a key that is in the draft, and goes with it. What was imported doesn't depend on it: if the process dies in
//! the middle, the file is sent and imported again, and nothing is doubled.

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use csv::StringRecord;
use domain::import::Import;
use domain::{ImportId, Permission, Timestamp};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::look::Look;
use super::mapping::{FileForm, Mapping};
use super::plan::{Becomes, Plan, PlanProblem};
use super::reading::Rows;
use super::row::Reject;
use super::sealed_file::{SealedFile, SealedReader, SealedWriter};
use super::suggest::{self, Names};
use super::{ImportError, Listener, MappingError, Progress, Rehearsal, RejectsWriter};
use crate::error::ServiceError;
use crate::house::House;
use crate::keyring::SignedIn;

/// A draft that nobody has looked at for so many seconds is let go, with its file.
const IDLE_SECONDS: i64 = 12 * 60 * 60;
/// Drafts of one member.
const MOST_DRAFTS: usize = 5;
/// Rejected rows that are shown with their reasons; the file has them all.
const REJECTS_SHOWN: usize = 20;
/// Different values of a column that are told apart.
const MOST_VALUES: usize = 10_000;
/// Rows whose values are looked at. What comes after is met by the dry run.
const ROWS_FOR_VALUES: usize = 300_000;
/// The longest name of a file that is kept, in characters.
const LONGEST_FILE_NAME: usize = 120;

/// A draft's id, in addresses: nobody can guess it, and it says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DraftId([u8; 16]);

impl std::fmt::Display for DraftId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&hex::encode(self.0))
    }
}

impl std::str::FromStr for DraftId {
    type Err = hex::FromHexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 16];
        hex::decode_to_slice(text, &mut bytes)?;
        Ok(Self(bytes))
    }
}

/// Every draft of this process, and the imports that are being undone.
pub(crate) struct Drafts {
    open: Mutex<HashMap<DraftId, Arc<Draft>>>,
    undoing: Mutex<HashMap<ImportId, Arc<Undoing>>>,
    /// One file is worked on at a time, so that the desk stays quick.
    turn: Arc<Semaphore>,
}

impl Default for Drafts {
    fn default() -> Self {
        Self {
            open: Mutex::default(),
            undoing: Mutex::default(),
            turn: Arc::new(Semaphore::new(1)),
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that is being sent up.
pub struct Upload {
    writer: SealedWriter,
    by: SignedIn,
    largest: u64,
}

/// Why a file could not be sent up.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// It is larger than files may be.
    #[error("the file is larger than files may be")]
    TooLarge,
    /// It could not be kept: the disk may be full.
    #[error("the file could not be kept: {0}")]
    NotKept(std::io::Error),
    /// This member has as many files open as one may.
    #[error("there are too many files open")]
    TooMany,
    /// The file is none that can be imported.
    #[error(transparent)]
    NoTable(ImportError),
    /// The mapping that came with it can't be used.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// The member may not.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl Upload {
    /// Takes some more of the file.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), UploadError> {
        if self.writer.length() + bytes.len() as u64 > self.largest {
            return Err(UploadError::TooLarge);
        }
        self.writer.write_all(bytes).map_err(UploadError::NotKept)
    }

    /// Bytes so far.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.writer.length()
    }
}

/// How a file is to be mapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// As the pages say.
    Pages(Plan),
    /// By a mapping that came as a file.
    File(String),
}

/// A column that is coded, and what stands between several values of a cell.
type CodedColumn = (usize, Option<String>);

/// What is known of a file.
#[derive(Clone)]
struct State {
    used: Timestamp,
    file: Option<SealedFile>,
    form: FileForm,
    /// None if it can't be read as it is said to be written.
    look: Option<Arc<Look>>,
    /// Why it can't.
    trouble: Option<Arc<ImportError>>,
    chosen: Chosen,
    values: Option<(Vec<CodedColumn>, Arc<Vec<ColumnValues>>)>,
    work: Option<Arc<Work>>,
}

/// A file and what is done with it.
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The name of the file as it was sent.
    pub file_name: String,
    /// Bytes, as sent.
    pub bytes: u64,
    /// When it was sent.
    pub made: Timestamp,
    by: SignedIn,
    state: Mutex<State>,
}

/// The different values of a column that is coded.
#[derive(Debug, Clone)]
pub struct ColumnValues {
    /// The column's place.
    pub place: usize,
    /// Each value, how often it stands there, and the code that it seems to be; most frequent first.
    pub values: Vec<(String, u64, Option<String>)>,
    /// Whether there are more than were told apart, or rows that were not looked at.
    pub more: bool,
}

/// What is being done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkKind {
    /// A dry run.
    Rehearsal,
    /// The import.
    Import,
}

/// How far the work on a file is.
#[derive(Debug, Clone, Copy)]
pub enum WorkState {
    /// Other files are before it.
    Waiting,
    /// Under way, since then.
    Running(Timestamp, Progress),
    /// It came to its end.
    Ended,
}

/// What came of the work on a file.
pub enum Outcome {
    /// What an import would do.
    Rehearsed(Rehearsal),
    /// The import.
    Imported(Box<Import>),
    /// It stopped. What was taken in before is kept.
    Stopped(ImportError),
}

/// Work on a file.
pub struct Work {
    /// What is done.
    pub kind: WorkKind,
    /// The mapping's file.
    pub mapping: String,
    now: Mutex<WorkState>,
    first_rejects: Mutex<Vec<Reject>>,
    ended: Mutex<Option<Ended>>,
}

struct Ended {
    outcome: Arc<Outcome>,
    rejects: Option<SealedFile>,
}

impl Work {
    /// How far it is.
    #[must_use]
    pub fn state(&self) -> WorkState {
        *locked(&self.now)
    }

    /// What came of it, once it ended.
    #[must_use]
    pub fn outcome(&self) -> Option<Arc<Outcome>> {
        locked(&self.ended)
            .as_ref()
            .map(|ended| Arc::clone(&ended.outcome))
    }

    /// The first rejected rows, with reasons.
    #[must_use]
    pub fn first_rejects(&self) -> Vec<Reject> {
        locked(&self.first_rejects).clone()
    }

    /// The rejected rows as a file, once the work ended and if there are any.
    #[must_use]
    pub fn rejects(&self) -> Option<SealedReader> {
        locked(&self.ended)
            .as_ref()
            .and_then(|ended| ended.rejects.as_ref())
            .map(SealedFile::read)
    }
}

/// Hears of the work and keeps what pages show of it.
struct Hearing {
    work: Arc<Work>,
    house: Arc<House>,
    began: Timestamp,
    rejects: Option<RejectsWriter<SealedWriter>>,
}

impl Listener for Hearing {
    fn progress(&mut self, progress: Progress) {
        *locked(&self.work.now) = WorkState::Running(self.began, progress);
    }

    fn rejected(
        &mut self,
        rejects: &[Reject],
        header: &StringRecord,
        record: &StringRecord,
    ) -> Result<(), ImportError> {
        {
            let mut first = locked(&self.work.first_rejects);
            let room = REJECTS_SHOWN.saturating_sub(first.len());
            first.extend(rejects.iter().take(room).cloned());
        }
        let writer = match &mut self.rejects {
            Some(writer) => writer,
            none => none.insert(self.house.rejects_file().map_err(ImportError::Rejects)?),
        };
        writer
            .write(rejects, header, record)
            .map_err(ImportError::Rejects)?;
        Ok(())
    }
}

/// An import that is being undone.
pub struct Undoing {
    ended: Mutex<Option<Result<(), Arc<ServiceError>>>>,
}

impl Undoing {
    /// None while it is under way.
    #[must_use]
    pub fn outcome(&self) -> Option<Result<(), Arc<ServiceError>>> {
        locked(&self.ended).clone()
    }
}

impl House {
    /// Begins to take a file from a page.
    pub fn start_upload(&self, by: &SignedIn) -> Result<Upload, UploadError> {
        by.actor
            .needs(Permission::ImportIncidents)
            .map_err(ServiceError::from)?;
        self.keys()?;
        self.let_go_of_old_drafts();
        let own = locked(&self.drafts.open)
            .values()
            .filter(|draft| draft.by.actor.member == by.actor.member)
            .count();
        if own >= MOST_DRAFTS {
            return Err(UploadError::TooMany);
        }
        let writer =
            SealedWriter::new(self, &self.settings.scratch).map_err(UploadError::NotKept)?;
        Ok(Upload {
            writer,
            by: by.clone(),
            largest: self.settings.largest_upload,
        })
    }

    /// Makes a draft of a file that was sent up whole. A mapping may come with it; else one is suggested.
    pub async fn finish_upload(
        &self,
        upload: Upload,
        file_name: &str,
        mapping: Option<String>,
    ) -> Result<DraftId, UploadError> {
        let given = match &mapping {
            Some(source) => Some(Mapping::parse(source, &self.in_force().codebook)?),
            None => None,
        };
        let file = upload.writer.finish().map_err(UploadError::NotKept)?;
        let said = given.map(|given| given.form);
        let (looked, file) = off_thread(move || (Look::at(&file, said), file)).await?;
        // With a mapping the first rows are only for showing.
        let (look, trouble) = match looked {
            Ok(look) => (Some(look), None),
            // It may be written otherwise than it seems: that can be said on its page.
            Err(error @ ImportError::Unreadable { .. }) => (None, Some(Arc::new(error))),
            Err(error) => return Err(UploadError::NoTable(error)),
        };
        let chosen = match (mapping, &look) {
            (Some(source), _) => Chosen::File(source),
            (None, Some(look)) => {
                Chosen::Pages(suggest::plan(look, &self.in_force(), &self.settings.zone))
            }
            (None, None) => Chosen::Pages(Plan::default()),
        };
        let now = self.now();
        let draft = Draft {
            id: DraftId(self.random()),
            file_name: plain_name(file_name),
            bytes: file.length(),
            made: now,
            by: upload.by,
            state: Mutex::new(State {
                used: now,
                form: look
                    .as_ref()
                    .map(|look| look.form.clone())
                    .unwrap_or_default(),
                look: look.map(Arc::new),
                trouble,
                file: Some(file),
                chosen,
                values: None,
                work: None,
            }),
        };
        let id = draft.id;
        locked(&self.drafts.open).insert(id, Arc::new(draft));
        Ok(id)
    }

    /// A draft of one's own.
    pub fn import_draft(&self, by: &SignedIn, id: DraftId) -> Result<Arc<Draft>, ServiceError> {
        by.actor.needs(Permission::ImportIncidents)?;
        let draft = locked(&self.drafts.open).get(&id).cloned();
        let draft = draft.filter(|draft| draft.by.actor.member == by.actor.member);
        let draft = draft.ok_or(ServiceError::NotFound)?;
        locked(&draft.state).used = self.now();
        Ok(draft)
    }

    /// One's own drafts, oldest first.
    pub fn import_drafts(&self, by: &SignedIn) -> Result<Vec<Arc<Draft>>, ServiceError> {
        by.actor.needs(Permission::ImportIncidents)?;
        self.let_go_of_old_drafts();
        let mut own: Vec<Arc<Draft>> = locked(&self.drafts.open)
            .values()
            .filter(|draft| draft.by.actor.member == by.actor.member)
            .cloned()
            .collect();
        own.sort_by_key(|draft| (draft.made, draft.id.0));
        Ok(own)
    }

    /// Lets go of a draft and its file. Work that is under way on it goes on to its end.
    pub fn forget_draft(&self, by: &SignedIn, id: DraftId) -> Result<(), ServiceError> {
        self.import_draft(by, id)?;
        locked(&self.drafts.open).remove(&id);
        Ok(())
    }

    /// Lets go of drafts that nobody has looked at for long, with their files.
    pub fn let_go_of_old_drafts(&self) {
        let now = self.now();
        locked(&self.drafts.open).retain(|_, draft| {
            let state = locked(&draft.state);
            let works = state
                .work
                .as_ref()
                .is_some_and(|work| work.outcome().is_none());
            works || state.used.plus_seconds(IDLE_SECONDS) > now
        });
    }

    /// Undoes an import while its page waits or is closed; gives the work if it is under way or has just ended.
    pub fn undo_import_behind(
        self: &Arc<Self>,
        by: &SignedIn,
        id: ImportId,
    ) -> Result<Arc<Undoing>, ServiceError> {
        by.actor.needs(Permission::ImportIncidents)?;
        let undoing = Arc::new(Undoing {
            ended: Mutex::new(None),
        });
        {
            let mut all = locked(&self.drafts.undoing);
            if let Some(running) = all.get(&id).filter(|running| running.outcome().is_none()) {
                return Ok(Arc::clone(running));
            }
            all.retain(|_, other| other.outcome().is_none());
            all.insert(id, Arc::clone(&undoing));
        }
        let (house, by, work) = (Arc::clone(self), by.clone(), Arc::clone(&undoing));
        tokio::spawn(async move {
            let outcome = async {
                house.undo_import(Some(&by), id).await?;
                house.publish_checkpoint().await
            };
            let outcome = outcome.await.map(|_| ()).map_err(Arc::new);
            if let Err(error) = &outcome {
                tracing::warn!(error = %error, "import.not-undone");
            }
            *locked(&work.ended) = Some(outcome);
        });
        Ok(undoing)
    }

    /// The undoing of an import that is under way or has just ended in this process.
    #[must_use]
    pub fn undoing(&self, id: ImportId) -> Option<Arc<Undoing>> {
        locked(&self.drafts.undoing).get(&id).cloned()
    }

    fn rejects_file(&self) -> std::io::Result<RejectsWriter<SealedWriter>> {
        RejectsWriter::new(SealedWriter::new(self, &self.settings.scratch)?)
    }
}

/// What a file is called, without a path and without what can't be seen.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars()
        .filter(|letter| !letter.is_control())
        .take(LONGEST_FILE_NAME)
        .collect()
}

/// Work that takes the processor for long, away from the threads that answer.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ServiceError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| ServiceError::Damaged("a file could not be worked on"))
}

impl Draft {
    /// What its beginning shows; none if it can't be read as it is said to be written.
    #[must_use]
    pub fn look(&self) -> Option<Arc<Look>> {
        locked(&self.state).look.clone()
    }

    /// Why it can't be read as it is said to be written.
    #[must_use]
    pub fn trouble(&self) -> Option<Arc<ImportError>> {
        locked(&self.state).trouble.clone()
    }

    /// How it is said to be written.
    #[must_use]
    pub fn form(&self) -> FileForm {
        locked(&self.state).form.clone()
    }

    /// How it is to be mapped.
    #[must_use]
    pub fn chosen(&self) -> Chosen {
        locked(&self.state).chosen.clone()
    }

    /// The last work on it.
    #[must_use]
    pub fn work(&self) -> Option<Arc<Work>> {
        locked(&self.state).work.clone()
    }

    /// Whether the file is still here; it is let go when it was imported.
    #[must_use]
    pub fn has_file(&self) -> bool {
        locked(&self.state).file.is_some()
    }

    /// Takes what was chosen on the pages.
    pub fn choose(&self, plan: Plan) {
        locked(&self.state).chosen = Chosen::Pages(plan);
    }

    /// Looks at the file again, as somebody says that it is written. What was chosen begins anew, as columns may be others.
    pub async fn look_again(&self, house: &House, form: FileForm) -> Result<(), ServiceError> {
        let file = self.file()?;
        let said = form.clone();
        let looked = off_thread(move || Look::at(&file, Some(said))).await?;
        let mut state = locked(&self.state);
        state.form = form;
        state.values = None;
        state.work = None;
        match looked {
            Ok(look) => {
                let plan = suggest::plan(&look, &house.in_force(), &house.settings.zone);
                state.chosen = Chosen::Pages(plan);
                state.look = Some(Arc::new(look));
                state.trouble = None;
            }
            Err(error) => {
                state.look = None;
                state.trouble = Some(Arc::new(error));
            }
        }
        Ok(())
    }

    fn file(&self) -> Result<SealedFile, ServiceError> {
        locked(&self.state)
            .file
            .clone()
            .ok_or(ServiceError::NotFound)
    }

    /// The mapping's file, or why what was chosen comes to none yet.
    pub fn mapping(&self, house: &House) -> Result<String, Vec<PlanProblem>> {
        let state = locked(&self.state);
        match (&state.chosen, &state.look) {
            (Chosen::File(source), _) => Ok(source.clone()),
            (Chosen::Pages(plan), Some(look)) => plan.to_toml(look, &house.in_force().codebook),
            (Chosen::Pages(_), None) => Err(Vec::new()),
        }
    }

    /// The different values of the columns that are coded, each with a suggestion.
    pub async fn values(&self, house: &House) -> Result<Arc<Vec<ColumnValues>>, ImportError> {
        let (look, plan) = {
            let state = locked(&self.state);
            match (&state.look, &state.chosen) {
                (Some(look), Chosen::Pages(plan)) => (Arc::clone(look), plan.clone()),
                _ => return Ok(Arc::new(Vec::new())),
            }
        };
        let coded: Vec<CodedColumn> = plan
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.becomes.has_values())
            .map(|(place, column)| (place, column.separator.clone()))
            .collect();
        if let Some((known, values)) = &locked(&self.state).values
            && *known == coded
        {
            return Ok(with_codes(values, &plan, house));
        }
        let file = self.file()?;
        let wanted = coded.clone();
        let counted = off_thread(move || count(&file, &look, &wanted)).await??;
        let counted = Arc::new(counted);
        locked(&self.state).values = Some((coded, Arc::clone(&counted)));
        Ok(with_codes(&counted, &plan, house))
    }

    /// Begins a dry run or the import, unless one is under way.
    pub fn begin(self: &Arc<Self>, house: &Arc<House>, kind: WorkKind) -> Result<(), ImportError> {
        let source = self
            .mapping(house)
            .map_err(|_| ImportError::Refused("the mapping isn't finished".to_owned()))?;
        let mapping = Mapping::parse(&source, &house.in_force().codebook)
            .map_err(|error| ImportError::Refused(error.to_string()))?;
        let file = self.file()?;
        let work = Arc::new(Work {
            kind,
            mapping: source,
            now: Mutex::new(WorkState::Waiting),
            first_rejects: Mutex::default(),
            ended: Mutex::default(),
        });
        {
            let mut state = locked(&self.state);
            if let Some(running) = &state.work
                && running.outcome().is_none()
            {
                return Ok(());
            }
            state.work = Some(Arc::clone(&work));
        }
        let (draft, house) = (Arc::clone(self), Arc::clone(house));
        let handle = Handle::current();
        let turn = Arc::clone(&house.drafts.turn);
        tokio::spawn(async move {
            let Ok(_turn) = turn.acquire_owned().await else {
                return;
            };
            let (inner, working) = (Arc::clone(&work), Arc::clone(&house));
            let by = draft.by.clone();
            // Reading, mapping and sealing take the processor; the threads that answer stay free.
            let ended = tokio::task::spawn_blocking(move || {
                handle.block_on(work_on(&working, &by, &file, &mapping, &inner))
            })
            .await;
            let (outcome, rejects) = ended.unwrap_or_else(|_| {
                let fault = ServiceError::Damaged("the work on a file broke off");
                (Outcome::Stopped(fault.into()), None)
            });
            if let Outcome::Stopped(error) = &outcome {
                // The words of the error may hold a value of the file, and stay out of the log.
                tracing::warn!(kind = error.kind(), "import.stopped");
            }
            if matches!(outcome, Outcome::Imported(_)) {
                locked(&draft.state).file = None;
            }
            *locked(&work.ended) = Some(Ended {
                outcome: Arc::new(outcome),
                rejects,
            });
            *locked(&work.now) = WorkState::Ended;
        });
        Ok(())
    }
}

async fn work_on(
    house: &Arc<House>,
    by: &SignedIn,
    file: &SealedFile,
    mapping: &Mapping,
    work: &Arc<Work>,
) -> (Outcome, Option<SealedFile>) {
    let mut hearing = Hearing {
        work: Arc::clone(work),
        house: Arc::clone(house),
        began: house.now(),
        rejects: None,
    };
    hearing.progress(Progress::default());
    let done = async {
        let mut run = house.begin_import(mapping, Some(by))?;
        match work.kind {
            WorkKind::Rehearsal => run
                .rehearse(file.read(), &mut hearing)
                .await
                .map(Outcome::Rehearsed),
            WorkKind::Import => {
                run.file(file.read(), &mut hearing).await?;
                let import = run.finish().await?;
                house.publish_checkpoint().await?;
                Ok(Outcome::Imported(Box::new(import)))
            }
        }
    };
    let outcome = done.await.unwrap_or_else(Outcome::Stopped);
    let rejects = hearing
        .rejects
        .and_then(|writer| writer.finish().ok())
        .and_then(|written| written.finish().ok());
    (outcome, rejects)
}

/// Counts the values of columns, each with what stands between several.
fn count(
    file: &SealedFile,
    look: &Look,
    coded: &[CodedColumn],
) -> Result<Vec<ColumnValues>, ImportError> {
    let wanted: Vec<(String, String)> = look
        .columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let separator = coded
                .iter()
                .find(|(coded, _)| *coded == place)
                .and_then(|(_, separator)| separator.clone());
            (
                column.name.clone(),
                separator.unwrap_or_else(|| "; ".to_owned()),
            )
        })
        .collect();
    let mut rows = Rows::open(file.read(), &look.form, &wanted)?;
    let mut counts: Vec<(HashMap<String, u64>, bool)> =
        coded.iter().map(|_| (HashMap::new(), false)).collect();
    let mut record = StringRecord::new();
    let mut read = 0;
    let mut all_read = false;
    while read < ROWS_FOR_VALUES {
        if rows.next(&mut record)?.is_none() {
            all_read = true;
            break;
        }
        read += 1;
        for ((place, separator), (counts, more)) in coded.iter().zip(&mut counts) {
            let cell = record.get(*place).unwrap_or_default().trim();
            let mut one = |value: &str| {
                if value.is_empty() {
                } else if let Some(count) = counts.get_mut(value) {
                    *count += 1;
                } else if counts.len() < MOST_VALUES {
                    counts.insert(value.to_owned(), 1);
                } else {
                    *more = true;
                }
            };
            match separator {
                Some(separator) => cell.split(separator.as_str()).map(str::trim).for_each(one),
                None => one(cell),
            }
        }
    }
    let listed = coded
        .iter()
        .zip(counts)
        .map(|((place, _), (counts, more))| {
            let mut values: Vec<(String, u64, Option<String>)> = counts
                .into_iter()
                .map(|(value, count)| (value, count, None))
                .collect();
            values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            ColumnValues {
                place: *place,
                values,
                more: more || !all_read,
            }
        });
    Ok(listed.collect())
}

/// The values with the codes that they seem to be.
fn with_codes(counted: &[ColumnValues], plan: &Plan, house: &House) -> Arc<Vec<ColumnValues>> {
    let in_force = house.in_force();
    let names = Names::of(&in_force);
    let nothing = Becomes::Nothing;
    let coded = counted.iter().map(|column| {
        let becomes = plan
            .columns
            .get(column.place)
            .map_or(&nothing, |column| &column.becomes);
        let mut known: BTreeMap<&str, Option<String>> = BTreeMap::new();
        ColumnValues {
            place: column.place,
            values: column
                .values
                .iter()
                .map(|(value, count, _)| {
                    let code = known
                        .entry(value)
                        .or_insert_with(|| names.code(becomes, value))
                        .clone();
                    (value.clone(), *count, code)
                })
                .collect(),
            more: column.more,
        }
    });
    Arc::new(coded.collect())
}
