//! The bytes of an entry: `VC1` || kind u8 || week u32 || specification hash 32 || commitment 32, integers
//! big-endian.

use crate::Hash;

/// Length of an entry in bytes.
pub const LEAF_LENGTH: usize = 72;

const MAGIC: &[u8; 3] = b"VC1";
const MICROSECONDS_A_DAY: i64 = 86_400_000_000;
/// 1970-01-05, the first Monday, is this many days after 1970-01-01.
const FIRST_MONDAY: i64 = 4;

/// What kind of fact an entry commits to. The number is part of the format and never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum LeafKind {
    /// A report arrived.
    Received = 1,
    /// What became of it: counted, duplicate, out of scope, withdrawn, test, transferred.
    Disposition = 2,
    /// An incident enters statistics.
    Count = 3,
    /// A motivation of an incident with several.
    Motivation = 4,
    /// A stage was reached, a clock was met or missed.
    Stage = 5,
    /// A recoding.
    Correction = 6,
    /// A table was released.
    Table = 7,
    /// A commitment of a body, or what became of it.
    Promise = 8,
    /// A public key came into use or went out of it.
    Keys = 9,
    /// Something sealed was opened.
    Access = 10,
}

impl LeafKind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 10] = [
        Self::Received,
        Self::Disposition,
        Self::Count,
        Self::Motivation,
        Self::Stage,
        Self::Correction,
        Self::Table,
        Self::Promise,
        Self::Keys,
        Self::Access,
    ];

    /// The number in the entry.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The kind of a number, if there is one.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// The short name by which the published description of the ledger calls it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "RECV",
            Self::Disposition => "DISP",
            Self::Count => "COUNT",
            Self::Motivation => "MOTIV",
            Self::Stage => "STAGE",
            Self::Correction => "CORR",
            Self::Table => "TABLE",
            Self::Promise => "PROMISE",
            Self::Keys => "KEYS",
            Self::Access => "ACCESS",
        }
    }
}

/// Why bytes are not an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeafError {
    /// Not 72 bytes.
    #[error("an entry has 72 bytes")]
    Length,
    /// Does not begin with `VC1`.
    #[error("not an entry of version 1")]
    Magic,
    /// A kind that this version does not know.
    #[error("unknown kind of entry: {0}")]
    Kind(u8),
}

/// An entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// What kind of fact.
    pub kind: LeafKind,
    /// In which week, see [`week_of`].
    pub week: u32,
    /// Hash of the specification (codebook and rules) that the fact was made under.
    pub spec_hash: Hash,
    /// The commitment to the fact, see [`commitment`](crate::commitment()).
    pub commitment: Hash,
}

impl Leaf {
    /// The 72 bytes of the entry.
    pub fn to_bytes(&self) -> [u8; LEAF_LENGTH] {
        let mut bytes = [0; LEAF_LENGTH];
        bytes[..3].copy_from_slice(MAGIC);
        bytes[3] = self.kind.number();
        bytes[4..8].copy_from_slice(&self.week.to_be_bytes());
        bytes[8..40].copy_from_slice(&self.spec_hash);
        bytes[40..].copy_from_slice(&self.commitment);
        bytes
    }

    /// Reads the 72 bytes of an entry.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LeafError> {
        let bytes: &[u8; LEAF_LENGTH] = bytes.try_into().map_err(|_| LeafError::Length)?;
        if &bytes[..3] != MAGIC {
            return Err(LeafError::Magic);
        }
        let mut week = [0; 4];
        week.copy_from_slice(&bytes[4..8]);
        let mut spec_hash = [0; 32];
        spec_hash.copy_from_slice(&bytes[8..40]);
        let mut commitment = [0; 32];
        commitment.copy_from_slice(&bytes[40..]);
        Ok(Self {
            kind: LeafKind::from_number(bytes[3]).ok_or(LeafError::Kind(bytes[3]))?,
            week: u32::from_be_bytes(week),
            spec_hash,
            commitment,
        })
    }
}

/// The number of whole weeks from Monday 1970-01-05T00:00Z to an instant in microseconds since
/// 1970-01-01T00:00Z. Instants before that Monday are in week 0.
pub fn week_of(at_microseconds: i64) -> u32 {
    let days = at_microseconds.div_euclid(MICROSECONDS_A_DAY) - FIRST_MONDAY;
    // The largest i64 of microseconds is in week 15,250,283, so nothing is cut off.
    days.max(0).div_euclid(7) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAF: Leaf = Leaf {
        kind: LeafKind::Stage,
        week: 0x0a0b_0c0d,
        spec_hash: [0xee; 32],
        commitment: [0xff; 32],
    };

    #[test]
    fn an_entry_has_the_documented_bytes() {
        let expected = format!("564331050a0b0c0d{}{}", "ee".repeat(32), "ff".repeat(32));
        assert_eq!(hex::encode(LEAF.to_bytes()), expected);
        assert_eq!(Leaf::from_bytes(&LEAF.to_bytes()), Ok(LEAF));
    }

    #[test]
    fn other_bytes_are_refused() {
        let bytes = LEAF.to_bytes();
        assert_eq!(Leaf::from_bytes(&bytes[..71]), Err(LeafError::Length));
        assert_eq!(
            Leaf::from_bytes(&[bytes.as_slice(), &[0]].concat()),
            Err(LeafError::Length)
        );
        assert_eq!(Leaf::from_bytes(&[]), Err(LeafError::Length));
        let mut other = bytes;
        other[2] = b'2';
        assert_eq!(Leaf::from_bytes(&other), Err(LeafError::Magic));
        for kind in [0, 11, 255] {
            let mut other = bytes;
            other[3] = kind;
            assert_eq!(Leaf::from_bytes(&other), Err(LeafError::Kind(kind)));
        }
    }

    #[test]
    fn kinds_keep_their_numbers_and_names() {
        for (number, kind) in (1..).zip(LeafKind::ALL) {
            assert_eq!(kind.number(), number);
            assert_eq!(LeafKind::from_number(number), Some(kind));
        }
        let codes: Vec<&str> = LeafKind::ALL.into_iter().map(LeafKind::code).collect();
        assert_eq!(
            codes.join(" "),
            "RECV DISP COUNT MOTIV STAGE CORR TABLE PROMISE KEYS ACCESS"
        );
    }

    #[test]
    fn weeks_begin_on_mondays() {
        let day = |day: i64| day * MICROSECONDS_A_DAY;
        for (at, week) in [
            (i64::MIN, 0),
            (0, 0),
            (day(4), 0),
            (day(11) - 1, 0),
            (day(11), 1),
            // Monday 2026-06-01 is day 20,605: (20,605 - 4) / 7 = 2,943.
            (day(20_605) - 1, 2_942),
            (day(20_605), 2_943),
            (day(20_612) - 1, 2_943),
            (i64::MAX, 15_250_283),
        ] {
            assert_eq!(week_of(at), week, "{at}");
        }
    }
}
