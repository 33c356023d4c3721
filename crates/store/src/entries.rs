//! The entries of the ledger: every fact, in order, with what its leaf was made of.

use domain::{Entry, Fact, MemberId, Subject, Timestamp};
use sqlx::any::AnyRow;

use crate::bulk::Bulk;
use crate::error::StoreError;
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};

statements! {
    SIZE = "select coalesce(max(idx) + 1, 0) from entry";
    COUNT = "select count(*) from entry";
    FROM = "select idx, subject, number, actor, at, fact, salt, leaf from entry where idx >= $1 order by idx limit $2";
    LEAVES = "select leaf from entry where idx >= $1 order by idx limit $2";
    HISTORY = "select idx, subject, number, actor, at, fact from entry where subject = $1 order by number";
    LAST_NUMBER = "select coalesce(max(number), 0) from entry where subject = $1";
    SEVERAL = "select subject, max(number) from entry where subject > $1 group by subject having max(number) > 1 order by subject limit $2";
}

pub(crate) const APPEND_ALL: Bulk = Bulk {
    into: "insert into entry (idx, subject, number, actor, at, fact, salt, leaf)",
    columns: 8,
};

/// A fact about to be appended.
#[derive(Debug, Clone)]
pub struct NewEntry<'f> {
    /// What it is about.
    pub subject: Subject,
    /// Its place among the entries of the subject, from 1.
    pub number: u32,
    /// The member who did it; none when the public or the program did.
    pub actor: Option<MemberId>,
    /// When.
    pub at: Timestamp,
    /// What.
    pub fact: &'f Fact,
    /// What makes its commitment unguessable.
    pub salt: [u8; 32],
}

/// An entry as it is stored, with nothing understood or left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its place in the ledger.
    pub index: u64,
    /// What it is about.
    pub subject: Subject,
    /// Its place among the entries of the subject.
    pub number: u32,
    /// The member who did it.
    pub actor: Option<MemberId>,
    /// When.
    pub at: Timestamp,
    /// The fact's text, byte for byte.
    pub fact_text: String,
    /// The salt of its commitment.
    pub salt: [u8; 32],
    /// The bytes of its leaf in the tree.
    pub leaf: Vec<u8>,
}

fn stored(row: &AnyRow) -> Result<StoredEntry, StoreError> {
    let mut columns = Columns::of(row);
    Ok(StoredEntry {
        index: columns.number()?,
        subject: Subject::from_bytes(columns.array()?),
        number: columns.number()?,
        actor: columns.member_or_null()?,
        at: columns.at()?,
        fact_text: columns.text()?,
        salt: columns.array()?,
        leaf: columns.bytes()?,
    })
}

fn entry(row: &AnyRow) -> Result<Entry, StoreError> {
    let mut columns = Columns::of(row);
    Ok(Entry {
        index: columns.number()?,
        subject: Subject::from_bytes(columns.array()?),
        number: columns.number()?,
        actor: columns.member_or_null()?,
        at: columns.at()?,
        fact: Fact::from_text(columns.word()?).ok_or(StoreError::Unreadable("a fact"))?,
    })
}

impl Writing {
    /// Appends a fact at the next free place of the ledger. `leaf` makes the bytes of its leaf from
    /// that place and the fact's text.
    ///
    /// [`StoreError::Conflict`] when the subject has an entry of that number already: somebody else
    /// was faster.
    pub async fn append<L>(
        &mut self,
        new: NewEntry<'_>,
        leaf: impl FnOnce(u64, &str) -> L + Send,
    ) -> Result<Entry, StoreError>
    where
        L: AsRef<[u8]>,
    {
        let mut leaf = Some(leaf);
        let entries = self
            .append_all(&[new], |_, index, text| {
                leaf.take()
                    .map(|leaf| leaf(index, text).as_ref().to_vec())
                    .unwrap_or_default()
            })
            .await?;
        entries.into_iter().next().ok_or(StoreError::NotCommitted)
    }

    /// Appends facts, one after the other, as [`Writing::append`] does one. If one of them is in conflict, some may
    /// be in: the closure has to fail as well.
    pub async fn append_all(
        &mut self,
        news: &[NewEntry<'_>],
        mut leaf: impl FnMut(&NewEntry<'_>, u64, &str) -> Vec<u8> + Send,
    ) -> Result<Vec<Entry>, StoreError> {
        let first = match self.next_index {
            Some(index) => index,
            None => self.ledger_size().await?,
        };
        let rows: Vec<_> = (first..)
            .zip(news)
            .map(|(index, new)| {
                let text = new.fact.to_text();
                let leaf = leaf(new, index, &text);
                (index, new, text, leaf)
            })
            .collect();
        self.insert_all(&APPEND_ALL, &rows, |bound, (index, new, text, leaf)| {
            bound
                .size(*index)
                .bytes(*new.subject.as_bytes())
                .integer(new.number)
                .member_or_null(new.actor)
                .at(new.at)
                .text(text)
                .bytes(new.salt)
                .bytes(leaf.as_slice())
        })
        .await?;
        self.next_index = Some(first + rows.len() as u64);
        Ok(rows
            .into_iter()
            .map(|(index, new, _, _)| Entry {
                index,
                subject: new.subject,
                number: new.number,
                actor: new.actor,
                at: new.at,
                fact: new.fact.clone(),
            })
            .collect())
    }
}

impl Reading {
    /// How many entries the ledger has; the index of the next one.
    pub async fn ledger_size(&mut self) -> Result<u64, StoreError> {
        self.count(SIZE, Bound::new()).await
    }

    /// How many entries are kept, wherever they stand: as many as [`Reading::ledger_size`] says, if
    /// nobody put one in.
    pub async fn entry_count(&mut self) -> Result<u64, StoreError> {
        self.count(COUNT, Bound::new()).await
    }

    /// Up to `limit` entries from that index on, as stored. [`StoreError::UnreadableRow`] names the
    /// first that isn't an entry.
    pub async fn entries(&mut self, from: u64, limit: u32) -> Result<Vec<StoredEntry>, StoreError> {
        let error = match self.entries_at_once(from, limit).await {
            Err(error) if error.is_about_stored_data() => error,
            outcome => return outcome,
        };
        for index in from..from.saturating_add(limit.into()) {
            if self.entries_at_once(index, 1).await.is_err() {
                return Err(StoreError::UnreadableRow {
                    table: "entry",
                    key: index.to_string(),
                });
            }
        }
        Err(error)
    }

    async fn entries_at_once(
        &mut self,
        from: u64,
        limit: u32,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let bound = Bound::new().size(from).integer(limit);
        self.all(FROM, bound).await?.iter().map(stored).collect()
    }

    /// The leaves of up to `limit` entries from that index on.
    pub async fn leaves(&mut self, from: u64, limit: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        let rows = self
            .all(LEAVES, Bound::new().size(from).integer(limit))
            .await?;
        rows.iter().map(|row| Columns::of(row).bytes()).collect()
    }

    /// Everything that happened to a subject, in order.
    pub async fn history(&mut self, subject: Subject) -> Result<Vec<Entry>, StoreError> {
        self.all(HISTORY, Bound::new().bytes(*subject.as_bytes()))
            .await?
            .iter()
            .map(entry)
            .collect()
    }

    /// Up to `limit` subjects after that one that have several entries, in the order of their ids, each with the
    /// number of its last entry.
    pub async fn subjects_with_several_entries(
        &mut self,
        after: Option<Subject>,
        limit: u32,
    ) -> Result<Vec<(Subject, u32)>, StoreError> {
        let after = after.map_or(Vec::new(), |subject| subject.as_bytes().to_vec());
        self.all(SEVERAL, Bound::new().bytes(after).integer(limit))
            .await?
            .iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok((Subject::from_bytes(columns.array()?), columns.number()?))
            })
            .collect()
    }

    /// The number of a subject's last entry; 0 if it has none.
    pub async fn last_number(&mut self, subject: Subject) -> Result<u32, StoreError> {
        let last = self
            .count(LAST_NUMBER, Bound::new().bytes(*subject.as_bytes()))
            .await?;
        u32::try_from(last).map_err(|_| StoreError::Unreadable("the number of an entry"))
    }
}
