//! Sealed objects and wrapped keys: bytes that nothing here can open.

use domain::{ObjectId, Subject};
use sqlx::any::AnyRow;

use crate::error::StoreError;
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};

statements! {
    ADD_OBJECT = "insert into object (id, subject, kind, bytes) values ($1, $2, $3, $4) on conflict do nothing";
    OBJECT = "select id, subject, kind, bytes from object where id = $1";
    OBJECTS_OF = "select id, subject, kind, bytes from object where subject = $1 order by id";
    ADD_WRAP = "insert into wrap (subject, recipient, epoch, bytes) values ($1, $2, $3, $4) on conflict do nothing";
    WRAP = "select bytes from wrap where subject = $1 and recipient = $2 and epoch = $3";
    WRAPS_OF = "select subject, recipient, epoch, bytes from wrap where subject = $1 order by recipient, epoch";
}

/// A sealed object as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectRow {
    /// Its id.
    pub id: ObjectId,
    /// What it belongs to.
    pub subject: Subject,
    /// What kind of thing is sealed in it, as the sealing counts kinds.
    pub kind: u8,
    /// The sealed bytes.
    pub bytes: Vec<u8>,
}

/// A subject's key, wrapped for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrapRow {
    /// Whose key it is.
    pub subject: Subject,
    /// For whom it is wrapped.
    pub recipient: [u8; 16],
    /// With which of the recipient's keys.
    pub epoch: u32,
    /// The wrapped key.
    pub bytes: Vec<u8>,
}

fn object(row: &AnyRow) -> Result<ObjectRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(ObjectRow {
        id: ObjectId::from_bytes(columns.array()?),
        subject: Subject::from_bytes(columns.array()?),
        kind: columns.number()?,
        bytes: columns.bytes()?,
    })
}

fn wrap(row: &AnyRow) -> Result<WrapRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(WrapRow {
        subject: Subject::from_bytes(columns.array()?),
        recipient: columns.array()?,
        epoch: columns.number()?,
        bytes: columns.bytes()?,
    })
}

impl Writing {
    /// Adds a sealed object; [`StoreError::Conflict`] when one of that id is there.
    pub async fn add_object(&mut self, object: ObjectRow) -> Result<(), StoreError> {
        let bound = Bound::new()
            .bytes(*object.id.as_bytes())
            .bytes(*object.subject.as_bytes())
            .integer(object.kind)
            .bytes(object.bytes);
        self.insert(ADD_OBJECT, bound).await
    }

    /// Adds a wrapped key; [`StoreError::Conflict`] when the recipient has it for that epoch.
    pub async fn add_wrap(
        &mut self,
        subject: Subject,
        recipient: [u8; 16],
        epoch: u32,
        bytes: impl Into<Vec<u8>> + Send,
    ) -> Result<(), StoreError> {
        let bound = Bound::new()
            .bytes(*subject.as_bytes())
            .bytes(recipient)
            .integer(epoch)
            .bytes(bytes);
        self.insert(ADD_WRAP, bound).await
    }
}

impl Reading {
    /// The sealed object of that id.
    pub async fn object(&mut self, id: ObjectId) -> Result<Option<ObjectRow>, StoreError> {
        self.one(OBJECT, Bound::new().bytes(*id.as_bytes()))
            .await?
            .as_ref()
            .map(object)
            .transpose()
    }

    /// The sealed objects that belong to a subject.
    pub async fn objects_of(&mut self, subject: Subject) -> Result<Vec<ObjectRow>, StoreError> {
        self.all(OBJECTS_OF, Bound::new().bytes(*subject.as_bytes()))
            .await?
            .iter()
            .map(object)
            .collect()
    }

    /// A subject's key as wrapped for that recipient in that epoch.
    pub async fn wrap(
        &mut self,
        subject: Subject,
        recipient: [u8; 16],
        epoch: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self
            .one(
                WRAP,
                Bound::new()
                    .bytes(*subject.as_bytes())
                    .bytes(recipient)
                    .integer(epoch),
            )
            .await?;
        row.map(|row| Columns::of(&row).bytes()).transpose()
    }

    /// All wrapped forms of a subject's key.
    pub async fn wraps_of(&mut self, subject: Subject) -> Result<Vec<WrapRow>, StoreError> {
        self.all(WRAPS_OF, Bound::new().bytes(*subject.as_bytes()))
            .await?
            .iter()
            .map(wrap)
            .collect()
    }
}
