//! What several processes over one database tell each other, beside who is on duty (`duty`).

use domain::Timestamp;

use crate::error::StoreError;
use crate::reading::{Reading, Writing};
use crate::statement::{Bound, Columns, statements};

statements! {
    TELL = "insert into shared_count (process, number, at, counts) values ($1, $2, $3, $4) on conflict do nothing";
    DROP_TOLD = "delete from shared_count where process = $1 and number <= $2";
    DROP_OLD = "delete from shared_count where at < $1";
    TOLD = "select process, number, counts from shared_count where process <> $1 order by process, number";
    ADD_SALT = "insert into shared_salt (day, salt) values ($1, $2) on conflict do nothing";
    SALT = "select salt from shared_salt where day = $1";
    DROP_SALTS = "delete from shared_salt where day < $1";
    SET_CHECK = "insert into record_check (one, at, sound) values (1, $1, $2)
        on conflict (one) do update set at = excluded.at, sound = excluded.sound";
    CHECK = "select at, sound from record_check";
    SET_FIGURES = "insert into public_figures (one, at, released) values (1, $1, $2)
        on conflict (one) do update set at = excluded.at, released = excluded.released";
    FIGURES = "select at, released from public_figures";
}

/// What one process told the others at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldRow {
    /// Which process.
    pub process: [u8; 16],
    /// The how-manieth time it told something.
    pub number: u64,
    /// What it told, packed.
    pub counts: Vec<u8>,
}

impl Writing {
    /// Tells the other processes something, and forgets what this one told more than `keep` times ago.
    pub async fn tell_counts(
        &mut self,
        told: ToldRow,
        at: Timestamp,
        keep: u64,
    ) -> Result<(), StoreError> {
        let oldest = told.number.saturating_sub(keep);
        let bound = Bound::new().bytes(told.process).size(oldest);
        self.execute(DROP_TOLD, bound).await?;
        let bound = Bound::new()
            .bytes(told.process)
            .size(told.number)
            .at(at)
            .bytes(told.counts);
        self.insert(TELL, bound).await
    }

    /// The salt of a day that all processes share: `fresh`, unless there is one already.
    pub async fn share_salt(&mut self, day: i64, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
        let bound = Bound::new().integer(day).bytes(fresh);
        self.execute(ADD_SALT, bound).await?;
        self.shared_salt(day)
            .await?
            .ok_or(StoreError::Unreadable("the salt of a day"))
    }

    /// Forgets what processes told before that moment and the salts of days before that day.
    pub async fn drop_old_counts(&mut self, told: Timestamp, day: i64) -> Result<(), StoreError> {
        self.execute(DROP_OLD, Bound::new().at(told)).await?;
        self.execute(DROP_SALTS, Bound::new().integer(day)).await?;
        Ok(())
    }

    /// Keeps what came of looking over the whole record.
    pub async fn set_record_check(
        &mut self,
        at: Timestamp,
        is_sound: bool,
    ) -> Result<(), StoreError> {
        let bound = Bound::new().at(at).integer(is_sound);
        self.execute(SET_CHECK, bound).await.map(drop)
    }

    /// Keeps the figures that were released for the world, as text, in place of the last ones.
    pub async fn set_public_figures(
        &mut self,
        at: Timestamp,
        released: &str,
    ) -> Result<(), StoreError> {
        let bound = Bound::new().at(at).text(released);
        self.execute(SET_FIGURES, bound).await.map(drop)
    }
}

impl Reading {
    /// What other processes told lately, in the order of each.
    pub async fn counts_of_others(
        &mut self,
        process: [u8; 16],
    ) -> Result<Vec<ToldRow>, StoreError> {
        let rows = self.all(TOLD, Bound::new().bytes(process)).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok(ToldRow {
                    process: columns.array()?,
                    number: columns.number()?,
                    counts: columns.bytes()?,
                })
            })
            .collect()
    }

    /// The salt of a day, if any process has made one.
    pub async fn shared_salt(&mut self, day: i64) -> Result<Option<[u8; 32]>, StoreError> {
        let row = self.one(SALT, Bound::new().integer(day)).await?;
        row.map(|row| Columns::of(&row).array()).transpose()
    }

    /// When somebody last looked over the whole record, and whether all of it fitted.
    pub async fn record_check(&mut self) -> Result<Option<(Timestamp, bool)>, StoreError> {
        let Some(row) = self.one(CHECK, Bound::new()).await? else {
            return Ok(None);
        };
        let mut columns = Columns::of(&row);
        Ok(Some((columns.at()?, columns.integer()? == 1)))
    }

    /// The figures that were released for the world, and when; none before somebody released any.
    pub async fn public_figures(&mut self) -> Result<Option<(Timestamp, String)>, StoreError> {
        let Some(row) = self.one(FIGURES, Bound::new()).await? else {
            return Ok(None);
        };
        let mut columns = Columns::of(&row);
        Ok(Some((columns.at()?, columns.text()?)))
    }
}
