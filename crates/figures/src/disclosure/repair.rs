//! Hiding more until nothing hidden can be narrowed down, then showing again what was hidden in vain.

use super::Unprotectable;
use super::network::{Move, Need, Network, Standing};
use std::cmp::Reverse;

/// The arcs whose hiding keeps one protected arc in doubt. While they stay hidden it stays in doubt.
type Witness = Vec<u32>;

/// Hides shown arcs until every hidden one is in doubt by `minimum`.
pub(super) fn repair(network: &mut Network, minimum: u64) -> Result<(), Unprotectable> {
    let mut work = Repair {
        witnesses: vec![Vec::new(); network.arcs.len()],
        leans_on: vec![Vec::new(); network.arcs.len()],
        network,
        minimum,
    };
    work.hide_until_safe()?;
    work.show_needless();
    Ok(())
}

struct Repair<'n> {
    network: &'n mut Network,
    minimum: u64,
    witnesses: Vec<Witness>,
    /// For each arc, protected arcs whose witness may name it.
    leans_on: Vec<Vec<u32>>,
}

impl Repair<'_> {
    fn hide_until_safe(&mut self) -> Result<(), Unprotectable> {
        let arcs = 0..self.network.arcs.len() as u32;
        let mut waiting: Vec<u32> = arcs
            .filter(|&arc| self.network.arcs[arc as usize].is_protected())
            .collect();
        // Small numbers first: what protects them mostly protects the others.
        waiting.sort_by_key(|&arc| Reverse(self.network.arcs[arc as usize].value));
        loop {
            while let Some(arc) = waiting.pop() {
                loop {
                    if let Some(witness) = self.witness(arc as usize) {
                        self.remember(arc, witness);
                        break;
                    }
                    let more = self.way_out(arc as usize)?;
                    self.hide(more, &mut waiting);
                }
            }
            // Two lone contributors on one line know each other's share.
            let Some(line) = (0..self.network.at.len()).find(|&node| self.is_lone_pair(node))
            else {
                return Ok(());
            };
            let third = self.cheapest_at(line).ok_or(Unprotectable)?;
            self.hide(vec![third], &mut waiting);
        }
    }

    fn hide(&mut self, arcs: Vec<u32>, waiting: &mut Vec<u32>) {
        for arc in arcs {
            self.network.arcs[arc as usize].standing = Standing::Complementary;
            waiting.push(arc);
        }
    }

    fn remember(&mut self, arc: u32, mut witness: Witness) {
        witness.sort_unstable();
        witness.dedup();
        for &other in &witness {
            self.leans_on[other as usize].push(arc);
        }
        self.witnesses[arc as usize] = witness;
    }

    /// What keeps a hidden arc in doubt, if anything does.
    fn witness(&mut self, arc: usize) -> Option<Witness> {
        let mut used = Vec::new();
        let missing = self.missing(arc);
        let up = self.network.shift(arc, Move::Up, missing, &mut used);
        self.network.restore();
        if up >= missing {
            return Some(used);
        }
        if self.network.arcs[arc].need == Need::Reach {
            return None;
        }
        let down = self.network.shift(arc, Move::Down, missing - up, &mut used);
        self.network.restore();
        (up + down >= missing).then_some(used)
    }

    /// By how much the arc must be able to move.
    fn missing(&self, arc: usize) -> u64 {
        match self.network.arcs[arc].need {
            Need::Width => self.minimum,
            Need::Reach => self.minimum.saturating_sub(self.network.arcs[arc].value),
        }
    }

    /// The cheapest arcs to hide so that this one can move further, up or down.
    fn way_out(&mut self, arc: usize) -> Result<Vec<u32>, Unprotectable> {
        let missing = self.missing(arc);
        let ways: &[Move] = if self.network.arcs[arc].need == Need::Reach {
            &[Move::Up]
        } else {
            &[Move::Up, Move::Down]
        };
        let moved: u64 = ways
            .iter()
            .map(|&way| {
                let moved = self.network.shift(arc, way, missing, &mut Vec::new());
                self.network.restore();
                moved
            })
            .sum();
        // One ring that does it all, if there is one; otherwise any ring that helps.
        for amount in [missing - moved.min(missing - 1), 1] {
            let mut best: Option<(u64, Vec<u32>)> = None;
            for &way in ways {
                let gone = self.network.shift(arc, way, missing, &mut Vec::new());
                let found = self.network.cheapest(arc, way, gone, amount);
                self.network.restore();
                if let Some(found) = found
                    && best.as_ref().is_none_or(|best| found.0 < best.0)
                {
                    best = Some(found);
                }
            }
            if let Some((_, arcs)) = best {
                return Ok(arcs);
            }
        }
        Err(Unprotectable)
    }

    /// Whether the sums at a node rest on exactly two hidden numbers with one contributor each.
    fn is_lone_pair(&self, node: usize) -> bool {
        let mut lone = 0;
        for &arc in &self.network.at[node] {
            let arc = &self.network.arcs[arc as usize];
            match arc.standing {
                // With room in it the sum is no equation.
                Standing::Slack => return false,
                Standing::Primary | Standing::Complementary => {
                    if arc.contributors != Some(1) {
                        return false;
                    }
                    lone += 1;
                }
                Standing::Shown | Standing::Fixed => {}
            }
        }
        lone == 2
    }

    fn cheapest_at(&self, node: usize) -> Option<u32> {
        let shown = |&arc: &u32| self.network.arcs[arc as usize].standing == Standing::Shown;
        let arcs = self.network.at[node].iter().copied().filter(shown);
        arcs.min_by_key(|&arc| self.network.arcs[arc as usize].weight)
    }

    fn show_needless(&mut self) {
        let arcs = 0..self.network.arcs.len();
        let mut spare: Vec<usize> = arcs
            .filter(|&arc| self.network.arcs[arc].standing == Standing::Complementary)
            .collect();
        spare.sort_by_key(|&arc| Reverse(self.network.arcs[arc].weight));
        for arc in spare {
            self.network.arcs[arc].standing = Standing::Shown;
            if !self.holds_without(arc) {
                self.network.arcs[arc].standing = Standing::Complementary;
            }
        }
    }

    /// Whether all that leant on an arc which is now shown can be kept in doubt without it.
    fn holds_without(&mut self, arc: usize) -> bool {
        let ends = [self.network.arcs[arc].from, self.network.arcs[arc].to];
        if ends.iter().any(|&node| self.is_lone_pair(node)) {
            return false;
        }
        // In order of time: what the arc was hidden for comes first, and most often fails first.
        let leaning = std::mem::take(&mut self.leans_on[arc]);
        for (place, &other) in leaning.iter().enumerate() {
            let still = self.network.arcs[other as usize].is_protected()
                && self.witnesses[other as usize]
                    .binary_search(&(arc as u32))
                    .is_ok();
            if !still {
                continue;
            }
            let Some(witness) = self.witness(other as usize) else {
                self.leans_on[arc].extend_from_slice(&leaning[place..]);
                return false;
            };
            self.remember(other, witness);
        }
        true
    }
}
