//! Everything that was ever written, unsealed: by a person who may, and recorded before the first word goes out.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};

use domain::fact::SealedReference;
use domain::{Fact, Permission, Subject};
use seal::{ObjectKind, SealingKey};
use serde::Serialize;
use serde_json::Value as Json;
use store::Reading;

use crate::error::ServiceError;
use crate::export::ExportError;
use crate::house::{House, PublicKeys};
use crate::keyring::{SignedIn, TeamKeys};
use crate::members::note_on_member;
use crate::record::Recording;
use crate::sealing;

/// So many entries are read at a time.
const BATCH: u32 = 500;
/// So many keys of reports and incidents are held, since what is written of one mostly stands together.
const KEYS: usize = 256;

/// What was unsealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsealed {
    /// How many sealed pieces were opened.
    pub pieces: u64,
    /// How many the ledger names that are not there any more.
    pub gone: u64,
}

/// One piece, as a line of JSON.
#[derive(Serialize)]
struct Piece<'p> {
    entry: u64,
    at: i64,
    fact: &'p str,
    /// The report or the incident.
    subject: String,
    object: String,
    kind: &'p str,
    content: Json,
}

impl House {
    /// Opens everything that was ever sealed to the team, and writes it as JSON Lines: what reporters told, what staff
    /// noted, what imported files told in words; each with the entry of the ledger that it belongs to. That it was
    /// done is an entry itself, kept before the first word is written.
    ///
    /// `to` may block: call it where that is allowed.
    pub async fn export_unsealed(
        &self,
        by: &SignedIn,
        to: impl Write + Send + 'static,
    ) -> Result<Unsealed, ExportError> {
        by.actor
            .needs(Permission::ExportUnsealed)
            .map_err(ServiceError::from)?;
        let keys = self.keys()?;
        let team = by.keys.team_keys().needed()?;
        let member = by.actor.member;
        let recording = Recording::now(self, Some(member));
        let salt = self.random();
        let entries = self
            .store
            .write("record an unsealed export", move |writing| {
                Box::pin(async move {
                    let entries = writing.ledger_size().await?;
                    let fact = Fact::EverythingUnsealed { entries };
                    note_on_member(writing, recording, member, &fact, salt).await?;
                    Ok::<_, ServiceError>(entries)
                })
            })
            .await?;
        self.store
            .read("export everything unsealed", move |reading| {
                Box::pin(async move {
                    let mut opener = Opener {
                        keys: &keys,
                        team: &team,
                        held: HashMap::new(),
                    };
                    let mut to = BufWriter::with_capacity(1 << 16, to);
                    let mut done = Unsealed { pieces: 0, gone: 0 };
                    let mut from = 0;
                    while from < entries {
                        let batch = reading.entries(from, BATCH).await?;
                        let Some(last) = batch.last() else { break };
                        from = last.index + 1;
                        for stored in batch.iter().filter(|stored| stored.index < entries) {
                            let fact = Fact::from_text(&stored.fact_text)
                                .ok_or(ServiceError::Damaged("a fact of the ledger"))?;
                            for (subject, reference) in sealed(stored.subject, &fact) {
                                let Some((kind, plain)) =
                                    opener.open(reading, subject, reference).await?
                                else {
                                    done.gone += 1;
                                    continue;
                                };
                                let piece = Piece {
                                    entry: stored.index,
                                    at: stored.at.microseconds(),
                                    fact: fact.name(),
                                    subject: stored.subject.to_string(),
                                    object: reference.object.to_string(),
                                    kind: name(kind),
                                    content: content(&fact, plain)?,
                                };
                                serde_json::to_writer(&mut to, &piece).map_err(io::Error::from)?;
                                to.write_all(b"\n")?;
                                done.pieces += 1;
                            }
                        }
                    }
                    to.flush()?;
                    Ok(done)
                })
            })
            .await
    }
}

/// What a fact names as sealed, with the subject under whose key it is.
fn sealed(subject: Subject, fact: &Fact) -> Vec<(Subject, &SealedReference)> {
    let mut sealed: Vec<_> = fact
        .sealed()
        .into_iter()
        .map(|reference| (subject, reference))
        .collect();
    sealed.extend(fact.story().map(|story| (story.subject, &story.sealed)));
    sealed
}

const fn name(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Identity => "identity",
        ObjectKind::Narrative => "narrative",
        ObjectKind::Message => "message",
        ObjectKind::Attachment => "attachment",
        ObjectKind::CodingNote => "note",
        ObjectKind::IndexShard => "index",
        ObjectKind::EvidenceOriginal => "evidence",
        ObjectKind::Contact => "contact",
        ObjectKind::Place => "place",
    }
}

/// Opens sealed pieces with the team's key.
struct Opener<'k> {
    keys: &'k PublicKeys,
    team: &'k TeamKeys,
    held: HashMap<Subject, SealingKey>,
}

impl Opener<'_> {
    /// What a piece holds; none if it is not there any more, as after an erasure.
    async fn open(
        &mut self,
        reading: &mut Reading,
        subject: Subject,
        reference: &SealedReference,
    ) -> Result<Option<(ObjectKind, Vec<u8>)>, ServiceError> {
        let Some(row) = reading.object(reference.object).await? else {
            return Ok(None);
        };
        if seal::sha256(&row.bytes) != reference.sha256.0 {
            return Err(ServiceError::Damaged(
                "something sealed is not the ledger's",
            ));
        }
        if !self.held.contains_key(&subject) {
            let Some(key) = sealing::unwrap_subject(reading, self.keys, self.team, subject).await?
            else {
                return Ok(None);
            };
            if self.held.len() >= KEYS {
                self.held.clear();
            }
            self.held.insert(subject, key);
        }
        let key = &self.held[&subject];
        let kind = ObjectKind::from_number(row.kind)
            .ok_or(ServiceError::Damaged("kind of a sealed object"))?;
        let plain = sealing::open_row(key, self.keys, subject, &row)?;
        Ok(Some((kind, plain)))
    }
}

/// A reporter's answers are JSON; what staff and imported files say is text.
fn content(fact: &Fact, plain: Vec<u8>) -> Result<Json, ServiceError> {
    const DAMAGED: ServiceError = ServiceError::Damaged("something that was sealed");
    if matches!(fact, Fact::ReportReceived { .. }) {
        return serde_json::from_slice(&plain).map_err(|_| DAMAGED);
    }
    String::from_utf8(plain)
        .map(Json::String)
        .map_err(|_| DAMAGED)
}
