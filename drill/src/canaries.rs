//! Words that nobody else would write, in seven scripts: as names, stories, places, contacts and notes of staff.

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};

/// A script: its name, its letters, how many of them a word has so that nothing else is like it.
type Script = (&'static str, std::ops::RangeInclusive<char>, usize);

const SCRIPTS: [Script; 7] = [
    ("Latin", 'a'..='z', 12),
    ("Arabic", 'ف'..='ي', 18),
    ("Hebrew", 'א'..='ת', 12),
    ("Cyrillic", 'а'..='я', 12),
    ("Devanagari", 'क'..='ह', 12),
    ("Gurmukhi", 'ਕ'..='ਨ', 14),
    ("Han", '一'..='鿕', 8),
];

/// Where a canary was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Name,
    Story,
    Place,
    Contact,
    Note,
}

/// A word and where it was put.
pub(crate) struct Canary {
    pub(crate) word: String,
    pub(crate) kind: Kind,
    pub(crate) script: &'static str,
}

/// All canaries of a drill.
pub(crate) struct Canaries {
    random: ChaCha20Rng,
    pub(crate) all: Vec<Canary>,
}

impl Canaries {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: ChaCha20Rng::seed_from_u64(seed),
            all: Vec::new(),
        }
    }

    /// A new word of that kind; the scripts come in turn.
    pub(crate) fn of(&mut self, kind: Kind) -> String {
        let (script, letters, length) = SCRIPTS[self.all.len() % SCRIPTS.len()].clone();
        let letters: Vec<char> = letters.filter(|letter| letter.is_alphabetic()).collect();
        let word: String = (0..length)
            .map(|_| letters[self.random.next_u32() as usize % letters.len()])
            .collect();
        self.all.push(Canary {
            word: word.clone(),
            kind,
            script,
        });
        word
    }

    /// 32 random bytes.
    pub(crate) fn bytes(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.random.fill_bytes(&mut bytes);
        bytes
    }

    pub(crate) fn words(&self) -> Vec<&str> {
        self.all.iter().map(|canary| canary.word.as_str()).collect()
    }

    /// How many there are of each kind and script, in words.
    pub(crate) fn told(&self) -> String {
        let count = |is: &dyn Fn(&Canary) -> bool| self.all.iter().filter(|one| is(one)).count();
        let kinds = [
            ("names", Kind::Name),
            ("stories", Kind::Story),
            ("places", Kind::Place),
            ("contacts", Kind::Contact),
            ("notes of staff", Kind::Note),
        ];
        let kinds = kinds.map(|(name, kind)| format!("{} {name}", count(&|one| one.kind == kind)));
        let scripts =
            SCRIPTS.map(|(name, ..)| format!("{} {name}", count(&|one| one.script == name)));
        format!("{}; {}", kinds.join(", "), scripts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_has_letters_enough() {
        for (name, letters, length) in SCRIPTS {
            let letters = letters.filter(|letter| letter.is_alphabetic()).count();
            let bits = (letters as f64).log2() * length as f64;
            assert!(bits > 50.0, "{name}: {bits} bits");
        }
    }
}
