//! Chance that falls the same way in every run.

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};

/// Dice from a number. They decide what happens in the town, and no key.
pub(super) struct Dice(ChaCha20Rng);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    /// A number from 0 up to, and never, 1.
    pub(super) fn fraction(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something happens that has this chance.
    pub(super) fn chance(&mut self, chance: f64) -> bool {
        self.fraction() < chance
    }

    /// A whole number from the first to the last, both possible.
    pub(super) fn between(&mut self, first: i64, last: i64) -> i64 {
        first + (self.fraction() * (last - first + 1) as f64) as i64
    }

    /// One of several; none of none.
    pub(super) fn one<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        if among.is_empty() {
            None
        } else {
            among.get(self.between(0, among.len() as i64 - 1) as usize)
        }
    }

    /// The place of one of several, each as likely as its weight says.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.fraction() * weights.clone().sum::<f64>();
        for (place, weight) in weights.clone().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.count().saturating_sub(1)
    }

    /// One of several words with their weights.
    pub(super) fn word<'a>(&mut self, among: &[(&'a str, f64)]) -> &'a str {
        let place = self.weighted(among.iter().map(|(_, weight)| *weight));
        among.get(place).map_or("", |(word, _)| word)
    }

    /// How often something happens that happens so often on average (Knuth's method for the Poisson distribution).
    pub(super) fn times(&mut self, average: f64) -> u32 {
        let floor = (-average).exp();
        let mut product = self.fraction();
        let mut times = 0;
        while product > floor {
            product *= self.fraction();
            times += 1;
        }
        times
    }
}
