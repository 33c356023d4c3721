//! Incidents: opening, coding, the reporter's and the police's judgement, submitting for check.

use domain::coding::{Coding, Facets};
use domain::fact::SealedReference;
use domain::{Entry, Fact, Incident, IncidentId, MemberId, Permission, Role, Subject, Timestamp};
use jiff::civil::Date;
use seal::ObjectKind;
use std::collections::HashMap;
use store::{IncidentFilter, WrapRow, Writing};

use crate::error::ServiceError;
use crate::house::House;
use crate::keyring::SignedIn;
use crate::record::Recording;
use crate::sealing::{self, Sealer};
use crate::triage::{OpenedReport, PAGE_LENGTH};

/// One line of an incident's history, with what was written.
pub struct HistoryLine {
    /// The entry.
    pub entry: Entry,
    /// What the member who did it is called; none when the program did.
    pub name: Option<String>,
    /// What that member is now.
    pub role: Option<Role>,
    /// What they wrote, unsealed.
    pub words: Option<String>,
}

/// An incident with everything behind it, unsealed for somebody who may read it.
pub struct OpenedIncident {
    /// As it stands.
    pub incident: Incident,
    /// The reports that tell of it.
    pub reports: Vec<OpenedReport>,
    /// Everything that happened to it, oldest first.
    pub history: Vec<HistoryLine>,
}

/// How the list of incidents is narrowed.
#[derive(Debug, Clone, Default)]
pub struct IncidentNarrowing {
    /// `coding`, `in-check` or `decided`.
    pub stage: Option<String>,
    /// A code of the decisions.
    pub decision: Option<String>,
    /// One series only.
    pub series: Option<String>,
    /// From this day on.
    pub from: Option<Date>,
    /// Up to this day.
    pub to: Option<Date>,
    /// With these codes.
    pub facets: Vec<(String, String)>,
    /// Go on after this incident of the page before.
    pub after: Option<(Timestamp, IncidentId)>,
}

/// A list of incidents.
pub struct IncidentList {
    /// Newest first.
    pub incidents: Vec<Incident>,
    /// Where the next page goes on.
    pub next: Option<(Timestamp, IncidentId)>,
}

/// What an editor saw and what they want; refused when somebody changed it in between.
pub struct Edit<T> {
    /// The incident.
    pub incident: IncidentId,
    /// The revision that was shown to the editor.
    pub seen_revision: u32,
    /// What they want.
    pub change: T,
    /// What they write about it; may be empty where no reason is required.
    pub words: String,
}

impl House {
    /// A list of incidents, newest first.
    pub async fn incidents(
        &self,
        by: &SignedIn,
        narrowing: IncidentNarrowing,
    ) -> Result<IncidentList, ServiceError> {
        by.actor.needs(Permission::OpenIncident)?;
        let filter = IncidentFilter {
            stage: narrowing.stage,
            decision: narrowing.decision,
            series: narrowing.series,
            occurred_from: narrowing.from,
            occurred_to: narrowing.to,
            facets: narrowing.facets,
            own_only: false,
        };
        let after = narrowing.after;
        self.store
            .read("incidents", move |reading| {
                Box::pin(async move {
                    let mut incidents = reading.incidents(&filter, PAGE_LENGTH + 1, after).await?;
                    let more = incidents.len() > PAGE_LENGTH as usize;
                    incidents.truncate(PAGE_LENGTH as usize);
                    let next = more
                        .then(|| {
                            incidents
                                .last()
                                .map(|incident| (incident.made_at, incident.id))
                        })
                        .flatten();
                    Ok(IncidentList { incidents, next })
                })
            })
            .await
    }

    /// An incident as it stands, without what was written about it.
    pub async fn incident(&self, by: &SignedIn, id: IncidentId) -> Result<Incident, ServiceError> {
        by.actor.needs(Permission::OpenIncident)?;
        self.store
            .read("incident", move |reading| {
                Box::pin(async move { reading.incident(id).await })
            })
            .await?
            .ok_or(ServiceError::NotFound)
    }

    /// Unseals an incident with its reports and records that it was opened.
    pub async fn open_incident(
        &self,
        by: &SignedIn,
        id: IncidentId,
    ) -> Result<OpenedIncident, ServiceError> {
        by.actor.needs(Permission::OpenIncident)?;
        let keys = self.keys()?;
        let team = by.keys.team_keys().needed()?;
        let reports = self
            .store
            .read("reports of an incident", move |reading| {
                Box::pin(async move { reading.reports_of(id).await })
            })
            .await?;
        let report_ids: Vec<_> = reports.iter().map(|report| report.id).collect();
        let unsealed = self.unseal_reports(by, report_ids.clone()).await?;
        let recording = Recording::now(self, Some(by.actor.member));
        let salt = self.random();
        let incident = self
            .store
            .write("open an incident", move |writing| {
                Box::pin(async move {
                    let opened = Fact::IncidentOpened {
                        reports: report_ids,
                    };
                    note_on_incident(writing, recording, id, None, opened, salt).await
                })
            })
            .await?;
        let (history, notes, names) = self
            .store
            .read("history", move |reading| {
                Box::pin(async move {
                    let history = reading.history(id.into()).await?;
                    let mut notes = sealing::unseal_all(reading, &keys, &team, id.into()).await?;
                    for story in history.iter().filter_map(|entry| entry.fact.story()) {
                        let told = story.subject;
                        notes.extend(sealing::unseal_all(reading, &keys, &team, told).await?);
                    }
                    let names: HashMap<MemberId, (String, Role)> = reading
                        .members()
                        .await?
                        .into_iter()
                        .map(|row| (row.member.id, (row.name, row.member.role)))
                        .collect();
                    Ok::<_, ServiceError>((history, notes, names))
                })
            })
            .await?;
        let mut notes: HashMap<_, _> = notes
            .into_iter()
            .map(|note| (note.id, String::from_utf8_lossy(&note.plain).into_owned()))
            .collect();
        let history = history
            .into_iter()
            .map(|entry| HistoryLine {
                name: entry
                    .actor
                    .and_then(|actor| names.get(&actor).map(|(name, _)| name.clone())),
                role: entry
                    .actor
                    .and_then(|actor| names.get(&actor).map(|(_, role)| *role)),
                words: entry
                    .fact
                    .sealed()
                    .first()
                    .copied()
                    .or(entry.fact.story().map(|story| &story.sealed))
                    .and_then(|reference| notes.remove(&reference.object)),
                entry,
            })
            .collect();
        let reports = unsealed
            .into_iter()
            .map(|(report, answers)| self.opened(report, answers))
            .collect();
        Ok(OpenedIncident {
            incident,
            reports,
            history,
        })
    }

    /// Codes an incident, or codes it anew.
    pub async fn code(&self, by: &SignedIn, edit: Edit<Coding>) -> Result<Incident, ServiceError> {
        by.actor.needs(Permission::CodeIncident)?;
        let in_force = self.in_force();
        let problems = edit.change.problems(&in_force.codebook, false);
        if !problems.is_empty() {
            return Err(ServiceError::Coding(problems));
        }
        self.change_incident(by, edit, |coding, note| {
            Ok(Fact::IncidentCoded { coding, note })
        })
        .await
    }

    /// Records what the reporter believes that it was done for.
    pub async fn record_perception(
        &self,
        by: &SignedIn,
        edit: Edit<Facets>,
    ) -> Result<Incident, ServiceError> {
        by.actor.needs(Permission::CodeIncident)?;
        let in_force = self.in_force();
        for (facet, codes) in edit.change.iter() {
            let known = in_force.codebook.facet(facet);
            for code in codes {
                if !known.is_some_and(|facet| facet.lists(code)) {
                    return Err(ServiceError::NotInCodebook(code.clone()));
                }
            }
        }
        self.change_incident(by, edit, |perceived, note| {
            Ok(Fact::PerceptionRecorded { perceived, note })
        })
        .await
    }

    /// Records the police's classification and the day on which they made it.
    pub async fn record_police_classification(
        &self,
        by: &SignedIn,
        edit: Edit<(String, Option<Date>)>,
    ) -> Result<Incident, ServiceError> {
        by.actor.needs(Permission::CodeIncident)?;
        let in_force = self.in_force();
        if !in_force
            .codebook
            .facet("police-classification")
            .is_some_and(|facet| facet.lists(&edit.change.0))
        {
            return Err(ServiceError::NotInCodebook(edit.change.0));
        }
        self.change_incident(by, edit, |(classification, decided_on), note| {
            Ok(Fact::PoliceClassified {
                classification,
                decided_on,
                note,
            })
        })
        .await
    }

    /// Hands a coded incident to a second person.
    pub async fn submit_for_check(
        &self,
        by: &SignedIn,
        edit: Edit<()>,
    ) -> Result<Incident, ServiceError> {
        by.actor.needs(Permission::CodeIncident)?;
        let in_force = self.in_force();
        let missing = self
            .incident(by, edit.incident)
            .await?
            .coding
            .missing_for_check(&in_force.codebook);
        if !missing.is_empty() {
            return Err(ServiceError::Coding(missing));
        }
        self.change_incident(by, edit, |(), note| Ok(Fact::SubmittedForCheck { note }))
            .await
    }

    /// One change of an incident: the words are sealed, the fact appended, the state kept, at once.
    pub(crate) async fn change_incident<T: Send + 'static>(
        &self,
        by: &SignedIn,
        edit: Edit<T>,
        fact: impl FnOnce(T, Option<SealedReference>) -> Result<Fact, ServiceError> + Send + 'static,
    ) -> Result<Incident, ServiceError> {
        let Edit {
            incident: id,
            seen_revision,
            change,
            words,
        } = edit;
        let note = if words.trim().is_empty() {
            None
        } else {
            Some(self.seal_note(by, id, &words).await?)
        };
        let recording = Recording::now(self, Some(by.actor.member));
        let salts: [[u8; 32]; 2] = std::array::from_fn(|_| self.random());
        self.store
            .write("change an incident", move |writing| {
                Box::pin(async move {
                    let mut reference = None;
                    if let Some(note) = note {
                        if let Some(wraps) = note.new_wraps {
                            // Two first notes at once: the second finds the key made and is asked to try again.
                            if !writing.wraps_of(id.into()).await?.is_empty() {
                                return Err(ServiceError::ChangedMeanwhile);
                            }
                            let made = Fact::IncidentKeyMade {
                                wraps: sealing::digest_of_wraps(&wraps),
                            };
                            note_on_incident(writing, recording, id, None, made, salts[0]).await?;
                            sealing::keep_wraps(writing, &wraps).await?;
                        }
                        reference = Some(note.reference);
                        writing.add_object(note.row).await?;
                    }
                    note_on_incident(
                        writing,
                        recording,
                        id,
                        Some(seen_revision),
                        fact(change, reference)?,
                        salts[1],
                    )
                    .await
                })
            })
            .await
    }

    async fn seal_note(
        &self,
        by: &SignedIn,
        id: IncidentId,
        words: &str,
    ) -> Result<SealedNote, ServiceError> {
        let keys = self.keys()?;
        let team = by.keys.team_keys().needed()?;
        let subject = Subject::from(id);
        let held =
            {
                let keys = std::sync::Arc::clone(&keys);
                self.store
                    .read("key of an incident", move |reading| {
                        Box::pin(async move {
                            // Nothing is sealed under a key that the ledger doesn't know: somebody may have planted it.
                            let wraps = reading.wraps_of(subject).await?;
                            let found = sealing::digest_of_wraps(&wraps);
                            let made = reading.history(subject).await?.into_iter().rev().find_map(
                                |entry| match entry.fact {
                                    Fact::IncidentKeyMade { wraps }
                                    | Fact::KeyRewrapped { wraps, .. } => Some(wraps),
                                    _ => None,
                                },
                            );
                            if made.map_or(!wraps.is_empty(), |made| made != found) {
                                return Err(ServiceError::Damaged("the key of an incident"));
                            }
                            sealing::unwrap_subject(reading, &keys, &team, subject).await
                        })
                    })
                    .await?
            };
        let (sealer, new_wraps) = if let Some(key) = held {
            (Sealer::with_key(self, &keys, subject, key), None)
        } else {
            let sealer = Sealer::new(self, &keys, subject);
            let wraps = sealer.wraps();
            (sealer, Some(wraps))
        };
        let (row, reference) = sealer.seal(
            ObjectKind::CodingNote,
            &self.in_force().reference(),
            words.as_bytes(),
        );
        Ok(SealedNote {
            row,
            reference,
            new_wraps,
        })
    }
}

struct SealedNote {
    row: store::ObjectRow,
    reference: SealedReference,
    new_wraps: Option<Vec<WrapRow>>,
}

/// Appends a fact to an incident and keeps how it stands. `seen_revision` is what the editor was shown.
pub(crate) async fn note_on_incident(
    writing: &mut Writing,
    recording: Recording,
    id: IncidentId,
    seen_revision: Option<u32>,
    fact: Fact,
    salt: [u8; 32],
) -> Result<Incident, ServiceError> {
    let mut incident = writing.incident(id).await?.ok_or(ServiceError::NotFound)?;
    if seen_revision.is_some_and(|seen| seen != incident.revision) {
        return Err(ServiceError::ChangedMeanwhile);
    }
    incident.allows(&fact, recording.actor)?;
    let entry = recording
        .append(writing, Subject::from(id), incident.number + 1, &fact, salt)
        .await?;
    incident.apply(&entry)?;
    writing.update_incident(&incident).await?;
    Ok(incident)
}
