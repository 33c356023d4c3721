//! Undoing an import: what it brought is taken back and what it changed is put back, as facts of their own.

use domain::fact::Entry;
use domain::import::{Import, ImportRefusal};
use domain::incident::IncidentStage;
use domain::{Fact, ImportId, Incident, IncidentId, Permission};
use store::{Fingerprint, Writing};

use super::keeping::append_to;
use crate::error::ServiceError;
use crate::house::House;
use crate::keyring::SignedIn;
use crate::record::Recording;

/// How many incidents are done in one transaction.
const BATCH: u32 = 500;
/// By this no row is known: the next delivery tells the incident anew.
const UNKNOWN: Fingerprint = [0; 16];

impl House {
    /// Undoes an import: all its incidents but those on which a colleague has worked. If it is broken off, it is
    /// begun again and goes on. Imports into one series are undone from the newest back.
    pub async fn undo_import(
        &self,
        by: Option<&SignedIn>,
        id: ImportId,
    ) -> Result<Import, ServiceError> {
        if let Some(by) = by {
            by.actor.needs(Permission::ImportIncidents)?;
        }
        let actor = by.map(|by| by.actor.member);
        let import = self.undoable(id).await?;
        loop {
            let changed = self
                .store
                .read("what an import changed", move |reading| {
                    Box::pin(async move { reading.changed_by(id, BATCH).await })
                })
                .await?;
            if changed.is_empty() {
                break;
            }
            let recording = Recording::now(self, actor);
            let salts: Vec<[u8; 32]> = changed.iter().map(|_| self.random()).collect();
            self.store
                .write("put incidents back", move |writing| {
                    Box::pin(async move {
                        for ((incident, fingerprint), salt) in changed.into_iter().zip(salts) {
                            let put_back =
                                put_back(writing, recording, (id, incident), fingerprint, salt)
                                    .await?;
                            writing.mark_import_change(id, incident, put_back).await?;
                        }
                        Ok::<_, ServiceError>(())
                    })
                })
                .await?;
        }
        let mut after = None;
        loop {
            let brought = self
                .store
                .read("what an import brought", move |reading| {
                    Box::pin(async move { reading.brought_by(id, after, BATCH).await })
                })
                .await?;
            let Some(last) = brought.last() else { break };
            after = Some(*last);
            let recording = Recording::now(self, actor);
            let salts: Vec<[u8; 32]> = brought.iter().map(|_| self.random()).collect();
            self.store
                .write("take incidents back", move |writing| {
                    Box::pin(async move {
                        for (incident, salt) in brought.into_iter().zip(salts) {
                            take_back(writing, recording, id, incident, salt).await?;
                        }
                        Ok::<_, ServiceError>(())
                    })
                })
                .await?;
        }
        let recording = Recording::now(self, actor);
        let salt = self.random();
        self.store
            .write("undo an import", move |writing| {
                Box::pin(async move {
                    let done = writing.undone_so_far(id).await?;
                    let fact = Fact::ImportUndone {
                        taken_back: done.taken_back,
                        put_back: done.put_back,
                        kept: done.kept,
                    };
                    let mut undone = writing.import(id).await?.ok_or(ServiceError::NotFound)?;
                    if undone.undone.is_some() {
                        return Err(ImportRefusal::Undone.into());
                    }
                    let entry = recording
                        .append(writing, import.id.into(), undone.number + 1, &fact, salt)
                        .await?;
                    undone.apply(&entry)?;
                    writing.update_import(&undone).await?;
                    Ok(undone)
                })
            })
            .await
    }

    /// The import, if it stands and no later one of its series does.
    async fn undoable(&self, id: ImportId) -> Result<Import, ServiceError> {
        self.store
            .read("an import", move |reading| {
                Box::pin(async move {
                    let import = reading.import(id).await?.ok_or(ServiceError::NotFound)?;
                    if import.undone.is_some() {
                        return Err(ImportRefusal::Undone.into());
                    }
                    match reading.later_import(id).await? {
                        Some(later) => Err(ServiceError::LaterImport(later)),
                        None => Ok(import),
                    }
                })
            })
            .await
    }
}

async fn take_back(
    writing: &mut Writing,
    recording: Recording,
    import: ImportId,
    id: IncidentId,
    salt: [u8; 32],
) -> Result<(), ServiceError> {
    let mut incident = writing.incident(id).await?.ok_or(ServiceError::NotFound)?;
    if incident.stage == IncidentStage::TakenBack || !incident.is_as_delivered() {
        return Ok(());
    }
    let fact = Fact::IncidentTakenBack { import };
    append_to(writing, recording, &mut incident, &fact, salt).await?;
    writing.set_fingerprint(id, UNKNOWN).await?;
    Ok(())
}

/// Gives an incident back what it was before the import told otherwise; whether nobody had worked on it.
async fn put_back(
    writing: &mut Writing,
    recording: Recording,
    (import, id): (ImportId, IncidentId),
    fingerprint: Fingerprint,
    salt: [u8; 32],
) -> Result<bool, ServiceError> {
    let mut incident = writing.incident(id).await?.ok_or(ServiceError::NotFound)?;
    if !incident.is_as_delivered() {
        return Ok(false);
    }
    let before = before(&writing.history(id.into()).await?, import)?;
    let stood = before.stage != IncidentStage::TakenBack;
    let fact = Fact::IncidentPutBack {
        import,
        decision: before
            .verification
            .filter(|_| stood)
            .map(|ours| ours.decision),
        coding: stood.then_some(before.coding),
    };
    append_to(writing, recording, &mut incident, &fact, salt).await?;
    writing.set_fingerprint(id, fingerprint).await?;
    Ok(true)
}

/// The incident as it was before an import first told otherwise of it.
fn before(history: &[Entry], import: ImportId) -> Result<Incident, ServiceError> {
    let (first, rest) = history
        .split_first()
        .ok_or(ServiceError::Damaged("an incident has no history"))?;
    let mut incident = Incident::begin(first)?;
    for entry in rest {
        if matches!(&entry.fact, Fact::IncidentRedelivered { import: by, .. } if *by == import) {
            break;
        }
        incident.apply(entry)?;
    }
    Ok(incident)
}
