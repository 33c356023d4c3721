//! Keeping rows: what is new, what is told otherwise than before, and what is the same.

use std::collections::{HashMap, HashSet};

use csv::StringRecord;
use domain::fact::{DeliveredStory, Digest};
use domain::import::{Import, ImportCounts};
use domain::{Fact, ImportId, Incident, IncidentId, Subject};
use seal::ObjectKind;
use store::{Fingerprint, KnownRow, ObjectRow, WrapRow, Writing};

use super::rehearsal::Rehearsal;
use super::row::{Mapped, Reject, Why};
use super::{ImportError, ImportRun};
use crate::error::ServiceError;
use crate::house::House;
use crate::record::{self, Recording};
use crate::sealing::{self, Sealer};

/// How often a batch is looked at anew when another import was faster.
const TRIES: usize = 5;

/// A mapped row, ready to be compared with what is known.
pub(super) struct Ready {
    line: u64,
    mapped: Mapped,
    fingerprint: Fingerprint,
    /// As it stood in the file, in case that it has to be rejected after all.
    record: StringRecord,
}

impl Ready {
    pub(super) fn new(house: &House, line: u64, mapped: Mapped, record: StringRecord) -> Self {
        let key = house.installation_key("what an imported row tells");
        let whole = seal::keyed_hash(&key, &mapped.content());
        let mut fingerprint = [0; 16];
        fingerprint.copy_from_slice(&whole[..16]);
        Self {
            line,
            mapped,
            fingerprint,
            record,
        }
    }
}

impl Ready {
    /// Why a row is rejected whose id stood before.
    fn again(&self) -> Vec<Reject> {
        let reason = "its id stood before in this delivery, with other content";
        let mut reject = Reject::new("", &self.mapped.external_id, Why::IdAgain, reason);
        reject.line = self.line;
        // A summary counts them together.
        reject.shown.clear();
        vec![reject]
    }
}

/// What came of a batch.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) counts: ImportCounts,
    pub(super) rejected: Vec<(Vec<Reject>, StringRecord)>,
}

/// What a row of a batch is, compared with what is known.
enum Found {
    New,
    Same(IncidentId),
    Other(KnownRow),
    Again,
}

type Known = HashMap<String, KnownRow>;

/// Compares each row with what is known and with the rows before it. A row whose id stood before in the same delivery
/// is the same row once more, or is rejected: of two that differ nobody knows which is right.
fn found(batch: &[Ready], known: &Known, import: ImportId) -> Vec<Found> {
    let mut before: HashMap<&str, Fingerprint> = HashMap::new();
    batch
        .iter()
        .map(|row| {
            let id = row.mapped.external_id.as_str();
            let row_before = before.insert(id, row.fingerprint);
            if let Some(same) = row_before.map(|fingerprint| fingerprint == row.fingerprint) {
                before.insert(id, row_before.unwrap_or(row.fingerprint));
                return match known.get(id) {
                    _ if !same => Found::Again,
                    Some(known) => Found::Same(known.incident),
                    None => Found::Same(IncidentId::from_bytes([0; 16])),
                };
            }
            match known.get(id) {
                None => Found::New,
                Some(known) if known.fingerprint == Some(row.fingerprint) => {
                    Found::Same(known.incident)
                }
                Some(known) if known.delivered == Some(import) => Found::Again,
                Some(known) => Found::Other(*known),
            }
        })
        .collect()
}

/// A story under a key of its own.
#[derive(Clone)]
struct SealedStory {
    story: DeliveredStory,
    object: ObjectRow,
    wraps: Vec<WrapRow>,
}

/// A row that is new or tells otherwise, with all that it takes to keep it.
#[derive(Clone)]
struct Prepared {
    external_id: String,
    coding: domain::Coding,
    decision: Option<String>,
    story: Option<SealedStory>,
    fingerprint: Fingerprint,
    incident: IncidentId,
    salt: [u8; 32],
    /// Set if it is known already.
    known: Option<KnownRow>,
}

impl ImportRun<'_> {
    async fn known(&self, batch: &[Ready]) -> Result<Known, ServiceError> {
        let series = self.mapping.series.clone();
        let ids: Vec<String> = batch
            .iter()
            .map(|row| row.mapped.external_id.clone())
            .collect();
        self.house
            .store
            .read("known rows", move |reading| {
                Box::pin(async move { Ok(reading.known_rows(&series, &ids).await?) })
            })
            .await
    }

    /// Counts what keeping a batch would do; gives the rows that would be rejected.
    pub(super) async fn compare(
        &self,
        batch: Vec<Ready>,
        would: &mut Rehearsal,
    ) -> Result<Vec<(Vec<Reject>, StringRecord)>, ImportError> {
        let known = self.known(&batch).await?;
        let mut rejected = Vec::new();
        let found = found(&batch, &known, self.id);
        for (row, found) in batch.into_iter().zip(found) {
            match found {
                Found::New => would.new += 1,
                Found::Same(_) => would.unchanged += 1,
                Found::Other(_) => would.changed += 1,
                Found::Again => {
                    would.rejected += 1;
                    rejected.push((row.again(), row.record));
                }
            }
        }
        Ok(rejected)
    }

    /// Keeps a batch, in one transaction.
    pub(super) async fn keep(&mut self, batch: Vec<Ready>) -> Result<Kept, ImportError> {
        for _ in 1..TRIES {
            match self.try_to_keep(&batch).await {
                Err(ImportError::Service(ServiceError::ChangedMeanwhile)) => {}
                Err(ImportError::Service(ServiceError::OlderTeamKey)) => {
                    self.house.reload().await?;
                }
                outcome => return outcome,
            }
        }
        self.try_to_keep(&batch).await
    }

    async fn try_to_keep(&mut self, batch: &[Ready]) -> Result<Kept, ImportError> {
        let known = self.known(batch).await?;
        let mut kept = Kept::default();
        let mut same: Vec<IncidentId> = Vec::new();
        let mut prepared: Vec<Prepared> = Vec::new();
        let mut ids: Vec<String> = Vec::with_capacity(batch.len());
        for (row, found) in batch.iter().zip(found(batch, &known, self.id)) {
            ids.push(row.mapped.external_id.clone());
            match found {
                Found::Same(incident) => {
                    kept.counts.unchanged += 1;
                    same.push(incident);
                }
                Found::New => prepared.push(self.prepare(row, None)?),
                Found::Other(known) => prepared.push(self.prepare(row, Some(known))?),
                Found::Again => kept.rejected.push((row.again(), row.record.clone())),
            }
        }
        let job = Job {
            recording: Recording {
                actor: self.by,
                ..Recording::now(self.house, None)
            },
            import: self.id,
            begun: self.import.clone(),
            series: self.mapping.series.clone(),
            name: self.mapping.id.clone(),
            mapping: Digest(self.mapping.sha256),
            salt: self.house.random(),
        };
        let (import, counts) = self
            .house
            .store
            .write("import incidents", move |writing| {
                Box::pin(async move { job.keep(writing, &ids, &known, &same, prepared).await })
            })
            .await?;
        self.import = Some(import);
        kept.counts.added = counts.added;
        kept.counts.changed = counts.changed;
        kept.counts.unchanged += counts.unchanged;
        kept.counts.kept = counts.kept;
        Ok(kept)
    }

    fn prepare(&self, row: &Ready, known: Option<KnownRow>) -> Result<Prepared, ServiceError> {
        let story = match &row.mapped.story {
            Some(story) => Some(self.seal_story(story, &row.mapped.coding.codebook)?),
            None => None,
        };
        Ok(Prepared {
            external_id: row.mapped.external_id.clone(),
            coding: row.mapped.coding.clone(),
            decision: row.mapped.decision.clone(),
            story,
            fingerprint: row.fingerprint,
            incident: known.map_or_else(
                || IncidentId::from_bytes(self.house.random()),
                |known| known.incident,
            ),
            salt: self.house.random(),
            known,
        })
    }

    fn seal_story(
        &self,
        story: &str,
        codebook: &domain::CodebookReference,
    ) -> Result<SealedStory, ServiceError> {
        let keys = self.house.keys()?;
        let subject = Subject::from_bytes(self.house.random());
        let sealer = Sealer::new(self.house, &keys, subject);
        let wraps = sealer.wraps();
        let (object, sealed) = sealer.seal(ObjectKind::Narrative, codebook, story.as_bytes());
        Ok(SealedStory {
            story: DeliveredStory {
                subject,
                sealed,
                wraps: sealing::digest_of_wraps(&wraps),
            },
            object,
            wraps,
        })
    }

    /// Ends the import. `whole` says that the delivery was of the whole register.
    pub(super) async fn end(&mut self, whole: bool) -> Result<Import, ServiceError> {
        let job = Job {
            recording: Recording {
                actor: self.by,
                ..Recording::now(self.house, None)
            },
            import: self.id,
            begun: self.import.take(),
            series: self.mapping.series.clone(),
            name: self.mapping.id.clone(),
            mapping: Digest(self.mapping.sha256),
            salt: self.house.random(),
        };
        let (files, mut counts, salt) = (self.files.clone(), self.counts, self.house.random());
        self.house
            .store
            .write("end an import", move |writing| {
                Box::pin(async move {
                    let mut import = job.begin(writing).await?;
                    if whole {
                        counts.absent = Some(writing.count_absent(&job.series, job.import).await?);
                    }
                    let fact = Fact::ImportFinished { files, counts };
                    let entry = job
                        .recording
                        .append(writing, job.import.into(), import.number + 1, &fact, salt)
                        .await?;
                    import.apply(&entry)?;
                    writing.update_import(&import).await?;
                    Ok(import)
                })
            })
            .await
    }
}

/// What a transaction of an import needs.
struct Job {
    recording: Recording,
    import: ImportId,
    begun: Option<Import>,
    series: String,
    name: String,
    mapping: Digest,
    salt: [u8; 32],
}

impl Job {
    /// The import, begun now if this is its first transaction.
    async fn begin(&self, writing: &mut Writing) -> Result<Import, ServiceError> {
        if let Some(import) = &self.begun {
            // Somebody may have undone it while it ran.
            let now = writing
                .import(self.import)
                .await?
                .ok_or(ServiceError::NotFound)?;
            if now.undone.is_some() {
                return Err(domain::import::ImportRefusal::Undone.into());
            }
            return Ok(import.clone());
        }
        let fact = Fact::ImportStarted {
            series: self.series.clone(),
            name: self.name.clone(),
            mapping: self.mapping,
        };
        let entry = self
            .recording
            .append(writing, self.import.into(), 1, &fact, self.salt)
            .await?;
        let import = Import::begin(&entry)?;
        writing.add_import(&import).await?;
        Ok(import)
    }

    async fn keep(
        &self,
        writing: &mut Writing,
        ids: &[String],
        seen: &Known,
        same: &[IncidentId],
        prepared: Vec<Prepared>,
    ) -> Result<(Import, ImportCounts), ServiceError> {
        if writing.known_rows(&self.series, ids).await? != *seen {
            return Err(ServiceError::ChangedMeanwhile);
        }
        let import = self.begin(writing).await?;
        let (known, new): (Vec<_>, Vec<_>) =
            prepared.into_iter().partition(|row| row.known.is_some());
        let mut counts = ImportCounts {
            added: new.len() as u64,
            ..ImportCounts::default()
        };
        self.add(writing, new).await?;
        let mut delivered: HashSet<IncidentId> = same.iter().copied().collect();
        let mut changed = Vec::new();
        for row in known {
            let (incident, before) = (row.incident, row.known.and_then(|known| known.fingerprint));
            match self.change(writing, row).await? {
                Changed::Told => {
                    counts.changed += 1;
                    changed.push((incident, before.unwrap_or_default()));
                }
                Changed::Same => counts.unchanged += 1,
                Changed::Kept => {
                    counts.kept += 1;
                    delivered.insert(incident);
                }
            }
        }
        writing.add_import_changes(self.import, &changed).await?;
        let mut delivered: Vec<IncidentId> = delivered.into_iter().collect();
        delivered.sort_unstable();
        writing.mark_delivered(self.import, &delivered).await?;
        Ok((import, counts))
    }

    /// Adds incidents that are new.
    async fn add(&self, writing: &mut Writing, rows: Vec<Prepared>) -> Result<(), ServiceError> {
        let mut facts = Vec::with_capacity(rows.len());
        let (mut objects, mut wraps) = (Vec::new(), Vec::new());
        let mut brought = Vec::with_capacity(rows.len());
        for row in rows {
            brought.push((row.incident, row.fingerprint));
            let story = row.story.map(|sealed| {
                objects.push(sealed.object);
                wraps.extend(sealed.wraps);
                sealed.story
            });
            let fact = Fact::IncidentImported {
                series: self.series.clone(),
                external_id: row.external_id,
                coding: row.coding,
                decision: row.decision,
                mapping: self.mapping,
                import: Some(self.import),
                story,
            };
            facts.push((row.incident, fact, row.salt));
        }
        let news: Vec<_> = facts
            .iter()
            .map(|(incident, fact, salt)| self.recording.entry((*incident).into(), 1, fact, *salt))
            .collect();
        let specification = self.recording.specification;
        let entries = writing
            .append_all(&news, move |new, _, text| {
                record::leaf(new, specification, text)
            })
            .await?;
        let incidents = entries
            .iter()
            .map(Incident::begin)
            .collect::<Result<Vec<_>, _>>()?;
        writing.add_incidents(&incidents).await?;
        writing.add_imported(self.import, &brought).await?;
        writing.add_objects(&objects).await?;
        sealing::keep_wraps(writing, &wraps).await?;
        Ok(())
    }

    /// Takes in what is told otherwise of an incident, unless a colleague has worked on it.
    async fn change(&self, writing: &mut Writing, row: Prepared) -> Result<Changed, ServiceError> {
        let mut incident = writing
            .incident(row.incident)
            .await?
            .ok_or(ServiceError::Damaged("an imported incident is missing"))?;
        let is_recorded = row.known.is_some_and(|known| known.fingerprint.is_some());
        let is_same = row.story.is_none()
            && incident.stage != domain::incident::IncidentStage::TakenBack
            && says(&incident)
                == (
                    &row.coding.occurred,
                    row.coding.persons,
                    &row.coding.facets,
                    row.decision.as_deref(),
                );
        // What it is known by may be of another installation, or of a time when imports weren't recorded.
        if !is_recorded {
            writing
                .add_imported(self.import, &[(row.incident, row.fingerprint)])
                .await?;
        }
        if is_same {
            writing
                .set_delivered(self.import, row.incident, row.fingerprint)
                .await?;
            return Ok(Changed::Same);
        }
        if !incident.is_as_delivered() {
            return Ok(Changed::Kept);
        }
        let story = match row.story {
            Some(sealed) => {
                writing.add_object(sealed.object).await?;
                sealing::keep_wraps(writing, &sealed.wraps).await?;
                Some(sealed.story)
            }
            None => None,
        };
        let fact = Fact::IncidentRedelivered {
            import: self.import,
            coding: row.coding,
            decision: row.decision,
            mapping: self.mapping,
            story,
        };
        append_to(writing, self.recording, &mut incident, &fact, row.salt).await?;
        writing
            .set_delivered(self.import, row.incident, row.fingerprint)
            .await?;
        Ok(Changed::Told)
    }
}

/// What a row that is known already did to its incident.
enum Changed {
    Told,
    Same,
    Kept,
}

/// What the source tells of an incident, as it stands.
fn says(
    incident: &Incident,
) -> (
    &domain::Occurred,
    Option<u32>,
    &domain::Facets,
    Option<&str>,
) {
    (
        &incident.coding.occurred,
        incident.coding.persons,
        &incident.coding.facets,
        incident
            .verification
            .as_ref()
            .map(|ours| ours.decision.as_str()),
    )
}

/// Appends a fact to an incident that was just read, and keeps how it stands.
pub(super) async fn append_to(
    writing: &mut Writing,
    recording: Recording,
    incident: &mut Incident,
    fact: &Fact,
    salt: [u8; 32],
) -> Result<(), ServiceError> {
    incident.allows(fact, recording.actor)?;
    let entry = recording
        .append(writing, incident.id.into(), incident.number + 1, fact, salt)
        .await?;
    incident.apply(&entry)?;
    writing.update_incident(incident).await?;
    Ok(())
}
