//! The organisation, the team's public keys and the codebooks that were installed.

use domain::{CodebookReference, Entry, Fact, OrganisationId, Timestamp};
use sqlx::any::AnyRow;

use crate::error::StoreError;
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};

statements! {
    FOUND = "insert into organisation (one, id, name, founded, recovery_public, checkpoint_public, origin)
        values (1, $1, $2, $3, $4, $5, $6) on conflict do nothing";
    ORGANISATION = "select id, name, founded, recovery_public, checkpoint_public, origin from organisation";
    ADD_TEAM_KEY = "insert into team_key (epoch, public) values ($1, $2) on conflict do nothing";
    TEAM_KEY = "select epoch, public from team_key order by epoch desc limit 1";
    TEAM_KEYS = "select epoch, public from team_key order by epoch";
    ADD_CODEBOOK = "insert into codebook (id, version, place, sha256, source)
        values ($1, $2, (select coalesce(max(place) + 1, 1) from codebook), $3, $4) on conflict do nothing";
    ADD_LABEL = "insert into codebook_label (id, version, language, ftl)
        values ($1, $2, $3, $4) on conflict do nothing";
    IN_FORCE = "select id, version, sha256, source from codebook order by place desc limit 1";
    CODEBOOKS = "select id, version, sha256, source from codebook order by place";
    NEWEST = "select id, version from codebook order by place desc limit 1";
    CODEBOOK = "select id, version, sha256, source from codebook where id = $1 and version = $2";
    OF_ORGANISATION = "select idx, number, at, fact from organisation_entry where subject = $1 order by number";
    LABELS = "select language, ftl from codebook_label where id = $1 and version = $2 order by language";
}

/// The organisation that this database belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationRow {
    /// Its id.
    pub id: OrganisationId,
    /// Its name as shown.
    pub name: String,
    /// When its keys were made.
    pub founded: Timestamp,
    /// The public recovery key.
    pub recovery_public: Vec<u8>,
    /// The public key that checks the ledger's checkpoints.
    pub checkpoint_public: [u8; 32],
    /// The name of its ledger in checkpoints.
    pub origin: String,
}

/// A codebook as installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodebookRow {
    /// Which.
    pub reference: CodebookReference,
    /// Digest of its source.
    pub sha256: [u8; 32],
    /// Its source.
    pub source: String,
    /// Its labels: language and Fluent text, by language.
    pub labels: Vec<(String, String)>,
}

fn organisation(row: &AnyRow) -> Result<OrganisationRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(OrganisationRow {
        id: OrganisationId::from_bytes(columns.array()?),
        name: columns.text()?,
        founded: columns.at()?,
        recovery_public: columns.bytes()?,
        checkpoint_public: columns.array()?,
        origin: columns.text()?,
    })
}

/// A codebook without its labels.
fn codebook(row: &AnyRow) -> Result<CodebookRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(CodebookRow {
        reference: CodebookReference {
            id: columns.text()?,
            version: columns.number()?,
        },
        sha256: columns.array()?,
        source: columns.text()?,
        labels: Vec::new(),
    })
}

impl Writing {
    /// Keeps the organisation; [`StoreError::Conflict`] when there is one already.
    pub async fn found(&mut self, row: &OrganisationRow) -> Result<(), StoreError> {
        let bound = Bound::new()
            .bytes(*row.id.as_bytes())
            .text(&row.name)
            .at(row.founded)
            .bytes(row.recovery_public.as_slice())
            .bytes(row.checkpoint_public)
            .text(&row.origin);
        self.insert(FOUND, bound).await
    }

    /// Adds the team's public key of an epoch; [`StoreError::Conflict`] when the epoch has one.
    pub async fn add_team_key(
        &mut self,
        epoch: u32,
        public: impl Into<Vec<u8>> + Send,
    ) -> Result<(), StoreError> {
        self.insert(ADD_TEAM_KEY, Bound::new().integer(epoch).bytes(public))
            .await
    }

    /// Adds a codebook with its labels (language, Fluent text); it is in force from now on.
    /// [`StoreError::Conflict`] when that version of it is there already.
    pub async fn add_codebook(
        &mut self,
        id: &str,
        version: u32,
        sha256: [u8; 32],
        source: String,
        labels: Vec<(String, String)>,
    ) -> Result<(), StoreError> {
        self.insert(
            ADD_CODEBOOK,
            Bound::new()
                .text(id)
                .integer(version)
                .bytes(sha256)
                .text(source),
        )
        .await?;
        for (language, ftl) in labels {
            self.insert(
                ADD_LABEL,
                Bound::new()
                    .text(id)
                    .integer(version)
                    .text(language)
                    .text(ftl),
            )
            .await?;
        }
        Ok(())
    }
}

impl Reading {
    /// The organisation; none before it was founded.
    pub async fn organisation(&mut self) -> Result<Option<OrganisationRow>, StoreError> {
        self.one(ORGANISATION, Bound::new())
            .await?
            .as_ref()
            .map(organisation)
            .transpose()
    }

    /// What happened to the organisation itself, in order; who did it is left out. A front door may read this and no
    /// other entry.
    pub async fn organisation_history(
        &mut self,
        organisation: OrganisationId,
    ) -> Result<Vec<Entry>, StoreError> {
        let bound = Bound::new().bytes(*organisation.as_bytes());
        self.all(OF_ORGANISATION, bound)
            .await?
            .iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok(Entry {
                    index: columns.number()?,
                    subject: organisation.into(),
                    number: columns.number()?,
                    actor: None,
                    at: columns.at()?,
                    fact: Fact::from_text(columns.word()?)
                        .ok_or(StoreError::Unreadable("a fact"))?,
                })
            })
            .collect()
    }

    /// The team's newest public key, with its epoch.
    pub async fn team_key(&mut self) -> Result<Option<(u32, Vec<u8>)>, StoreError> {
        let Some(row) = self.one(TEAM_KEY, Bound::new()).await? else {
            return Ok(None);
        };
        let mut columns = Columns::of(&row);
        Ok(Some((columns.number()?, columns.bytes()?)))
    }

    /// All of the team's public keys, the oldest first.
    pub async fn team_keys(&mut self) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
        let rows = self.all(TEAM_KEYS, Bound::new()).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok((columns.number()?, columns.bytes()?))
            })
            .collect()
    }

    /// The codebook that was installed last.
    pub async fn codebook_in_force(&mut self) -> Result<Option<CodebookRow>, StoreError> {
        let row = self.one(IN_FORCE, Bound::new()).await?;
        self.with_labels(row).await
    }

    /// Which codebook was installed last.
    pub async fn newest_codebook(&mut self) -> Result<Option<CodebookReference>, StoreError> {
        let Some(row) = self.one(NEWEST, Bound::new()).await? else {
            return Ok(None);
        };
        let mut columns = Columns::of(&row);
        Ok(Some(CodebookReference {
            id: columns.text()?,
            version: columns.number()?,
        }))
    }

    /// The codebook of that id and version.
    pub async fn codebook(
        &mut self,
        id: &str,
        version: u32,
    ) -> Result<Option<CodebookRow>, StoreError> {
        let row = self
            .one(CODEBOOK, Bound::new().text(id).integer(version))
            .await?;
        self.with_labels(row).await
    }

    /// Every codebook, without its labels, in the order in which they were installed.
    pub async fn codebooks(&mut self) -> Result<Vec<CodebookRow>, StoreError> {
        self.all(CODEBOOKS, Bound::new())
            .await?
            .iter()
            .map(codebook)
            .collect()
    }

    async fn with_labels(
        &mut self,
        row: Option<AnyRow>,
    ) -> Result<Option<CodebookRow>, StoreError> {
        let Some(row) = row else { return Ok(None) };
        let mut codebook = codebook(&row)?;
        let rows = self
            .all(
                LABELS,
                Bound::new()
                    .text(&codebook.reference.id)
                    .integer(codebook.reference.version),
            )
            .await?;
        codebook.labels = rows
            .iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok((columns.text()?, columns.text()?))
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(Some(codebook))
    }
}
