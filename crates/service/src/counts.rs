//! What processes over one database tell each other of what they let through, so that a limit holds for all of them.
//!
//! Each process adds a row every second with what it has let through since the last, and reads the others' rows. No row
//! is shared, so nobody waits for anybody, and no request asks the database. A row holds keyed hashes, and is gone
//! within seconds. When the database does not answer, each process counts alone.

use std::collections::HashMap;

use domain::Timestamp;
use store::ToldRow;
use tokio::sync::Mutex;

use crate::error::ServiceError;
use crate::house::House;
use crate::limiter::LimitKey;

/// So many rows of a process are kept: others who were held up for fewer seconds than this have missed nothing.
const KEPT_ROWS: u64 = 8;
/// At most so many counts are told at once: those of the most go first.
const MOST_COUNTS: usize = 4096;
/// Rows of processes that are gone are dropped after so many seconds.
const LEFT_SECONDS: i64 = 60;
const SECONDS_A_DAY: i64 = 86_400;
/// Bytes of one count in a row: what of, key, how many.
const PACKED: usize = 1 + 16 + 4;

/// What a count is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CountOf {
    /// Reports that were sent, by everybody together.
    Arrivals,
    /// Reports of one address.
    Reports,
    /// Sendings of one form.
    Forms,
    /// Tries to come back with a receipt, of one address.
    Status,
    /// The same of everybody together.
    StatusInSum,
    /// Tries to sign in under one name.
    SignIns,
    /// The same of everybody together.
    SignInsInSum,
}

impl CountOf {
    const ALL: [Self; 7] = [
        Self::Arrivals,
        Self::Reports,
        Self::Forms,
        Self::Status,
        Self::StatusInSum,
        Self::SignIns,
        Self::SignInsInSum,
    ];
}

/// How often something was let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// What.
    pub of: CountOf,
    /// For whom: a keyed hash, or zeros for everybody together.
    pub key: LimitKey,
    /// How often.
    pub number: u32,
}

/// What this process has told and heard.
#[derive(Default)]
pub(crate) struct Exchange(Mutex<Exchanged>);

#[derive(Default)]
struct Exchanged {
    told: u64,
    /// The newest row of each other process that was heard.
    heard: HashMap<[u8; 16], u64>,
}

fn pack(counts: &[Count]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(counts.len() * PACKED);
    for count in counts {
        bytes.push(count.of as u8);
        bytes.extend_from_slice(&count.key);
        bytes.extend_from_slice(&count.number.to_be_bytes());
    }
    bytes
}

/// The counts in a row; what this version does not know is left out.
fn unpack(bytes: &[u8]) -> Vec<Count> {
    let (counts, _) = bytes.as_chunks::<PACKED>();
    counts
        .iter()
        .filter_map(|[of, rest @ ..]| {
            let of = *CountOf::ALL.get(usize::from(*of))?;
            let (key, number) = rest.split_first_chunk::<16>()?;
            let number = u32::from_be_bytes(number.try_into().ok()?);
            Some(Count {
                of,
                key: *key,
                number,
            })
        })
        .collect()
}

impl House {
    /// Whether other processes over this store count the same, so that counts are exchanged.
    #[must_use]
    pub const fn shares_counts(&self) -> bool {
        self.settings.shared_counts
    }

    /// Tells the other processes what was counted here, and hears what they counted: each count once. To be called
    /// every second.
    pub async fn exchange_counts(&self, counted: Vec<Count>) -> Result<Vec<Count>, ServiceError> {
        if !self.settings.shared_counts {
            return Ok(Vec::new());
        }
        let mut counts = counted;
        counts.extend(self.throttle.untold());
        if counts.len() > MOST_COUNTS {
            counts.sort_by_key(|count| std::cmp::Reverse(count.number));
            counts.truncate(MOST_COUNTS);
        }
        let mut exchanged = self.exchange.0.lock().await;
        if !counts.is_empty() {
            exchanged.told += 1;
            let told = ToldRow {
                process: self.process,
                number: exchanged.told,
                counts: pack(&counts),
            };
            let now = self.now();
            self.store
                .write("tell what was counted", move |writing| {
                    Box::pin(async move { writing.tell_counts(told, now, KEPT_ROWS).await })
                })
                .await?;
        }
        let process = self.process;
        let rows = self
            .store
            .read("hear what others counted", move |reading| {
                Box::pin(async move { reading.counts_of_others(process).await })
            })
            .await?;
        let mut heard = HashMap::new();
        let mut news = Vec::new();
        for row in rows {
            let known = exchanged.heard.get(&row.process).copied().unwrap_or(0);
            if row.number > known {
                news.extend(unpack(&row.counts));
            }
            let newest = heard.entry(row.process).or_insert(known);
            *newest = row.number.max(*newest);
        }
        // A process whose last row is gone tells on from a higher number, or not at all.
        for (process, number) in std::mem::take(&mut exchanged.heard) {
            if heard.len() < MOST_COUNTS {
                heard.entry(process).or_insert(number);
            }
        }
        exchanged.heard = heard;
        drop(exchanged);
        news.retain(|count| !self.throttle.hear(count));
        Ok(news)
    }

    /// The key under which all processes hash on that day (counted from 1970). Whoever has only the database, or only
    /// the installation's secret, can't make it; and the day after nobody can.
    pub async fn key_of_day(&self, day: i64) -> Result<[u8; 32], ServiceError> {
        let fresh = self.random();
        let known = self
            .store
            .read("salt of the day", move |reading| {
                Box::pin(async move { reading.shared_salt(day).await })
            })
            .await?;
        let salt = match known {
            Some(salt) => salt,
            None => {
                self.store
                    .write("share a salt", move |writing| {
                        Box::pin(async move { writing.share_salt(day, fresh).await })
                    })
                    .await?
            }
        };
        let mut of_day = salt.to_vec();
        of_day.extend_from_slice(&day.to_be_bytes());
        Ok(seal::keyed_hash(&self.installation_key("limits"), &of_day))
    }
}

/// What was told before that moment is old, and so is the salt of any day before that one.
pub(crate) fn old_counts(now: Timestamp) -> (Timestamp, i64) {
    let day = now.seconds().div_euclid(SECONDS_A_DAY);
    (now.plus_seconds(-LEFT_SECONDS), day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_packed_and_unpacked() {
        let counts: Vec<Count> = CountOf::ALL
            .into_iter()
            .zip(0..)
            .map(|(of, number)| Count {
                of,
                key: [of as u8; 16],
                number: number * 1_000_003,
            })
            .collect();
        let mut bytes = pack(&counts);
        assert_eq!(unpack(&bytes), counts);
        // A kind that only a later version knows, and a row cut short.
        bytes[0] = 200;
        bytes.pop();
        assert_eq!(unpack(&bytes), counts[1..counts.len() - 1]);
        assert_eq!(unpack(&[]), []);
    }
}
