//! Sealed objects and wrapped keys: bytes that nothing here can open.

use domain::{ObjectId, Subject};
use sqlx::any::AnyRow;

use crate::bulk::Bulk;
use crate::error::StoreError;
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};

statements! {
    OBJECT = "select id, subject, kind, bytes from object where id = $1";
    OBJECTS_OF = "select id, subject, kind, bytes from object where subject = $1 order by id";
    WRAP = "select bytes from wrap where subject = $1 and recipient = $2 and epoch = $3";
    REMOVE_WRAP = "delete from wrap where subject = $1 and recipient = $2 and epoch = $3";
    WRAPS_BEFORE = "select subject, recipient, epoch, bytes from wrap
        where subject > $1 and recipient = $2 and epoch < $3 order by subject, recipient, epoch limit $4";
    COUNT_WRAPS = "select count(*) from wrap where recipient = $1 and epoch < $2";
    WRAPS_OF = "select subject, recipient, epoch, bytes from wrap where subject = $1 order by recipient, epoch";
}

pub(crate) const ADD_OBJECTS: Bulk = Bulk {
    into: "insert into object (id, subject, kind, bytes)",
    columns: 4,
};
pub(crate) const ADD_WRAPS: Bulk = Bulk {
    into: "insert into wrap (subject, recipient, epoch, bytes)",
    columns: 4,
};

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
        self.add_objects(&[object]).await
    }

    /// Adds sealed objects; [`StoreError::Conflict`] when one of such an id is there.
    pub async fn add_objects(&mut self, objects: &[ObjectRow]) -> Result<(), StoreError> {
        self.insert_all(&ADD_OBJECTS, objects, |bound, object| {
            bound
                .bytes(*object.id.as_bytes())
                .bytes(*object.subject.as_bytes())
                .integer(object.kind)
                .bytes(object.bytes.as_slice())
        })
        .await
    }

    /// Adds wrapped keys; [`StoreError::Conflict`] when a recipient has one of that subject for that epoch.
    pub async fn add_wraps(&mut self, wraps: &[WrapRow]) -> Result<(), StoreError> {
        self.insert_all(&ADD_WRAPS, wraps, |bound, wrap| {
            bound
                .bytes(*wrap.subject.as_bytes())
                .bytes(wrap.recipient)
                .integer(wrap.epoch)
                .bytes(wrap.bytes.as_slice())
        })
        .await
    }

    /// Removes a wrapped key; whether it was there.
    pub async fn remove_wrap(&mut self, wrap: &WrapRow) -> Result<bool, StoreError> {
        let bound = Bound::new()
            .bytes(*wrap.subject.as_bytes())
            .bytes(wrap.recipient)
            .integer(wrap.epoch);
        Ok(self.execute(REMOVE_WRAP, bound).await? > 0)
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

    /// The next keys that are wrapped for an earlier key of that recipient, by subject.
    pub async fn wraps_before(
        &mut self,
        recipient: [u8; 16],
        epoch: u32,
        after: Option<Subject>,
        limit: u32,
    ) -> Result<Vec<WrapRow>, StoreError> {
        let after = after.map_or_else(Vec::new, |subject| subject.as_bytes().to_vec());
        let bound = Bound::new()
            .bytes(after)
            .bytes(recipient)
            .integer(epoch)
            .integer(limit);
        self.all(WRAPS_BEFORE, bound)
            .await?
            .iter()
            .map(wrap)
            .collect()
    }

    /// How many keys are wrapped for that recipient's keys before an epoch.
    pub async fn count_wraps(
        &mut self,
        recipient: [u8; 16],
        before: u32,
    ) -> Result<u64, StoreError> {
        self.count(COUNT_WRAPS, Bound::new().bytes(recipient).integer(before))
            .await
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
