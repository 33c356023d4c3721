//! How far a hidden number can move: maximum flow in the residual network.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// A bound that no number reaches.
pub(super) const UNBOUNDED: u64 = u64::MAX / 4;

/// How an arc stands with the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Shown, may be hidden.
    Shown,
    /// Shown whatever we do.
    Fixed,
    /// Hidden for its own sake.
    Primary,
    /// Hidden to protect others.
    Complementary,
    /// Never shown and nothing to protect: the room in an inequality.
    Slack,
}

/// What the reader must be left in doubt about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// The range from lowest to highest possible value must be wide enough.
    Width,
    /// The highest possible value must be large enough.
    Reach,
}

/// A number as an arc of the network.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: u64,
    /// Least and greatest value that the reader must allow for.
    pub(super) lower: u64,
    pub(super) upper: u64,
    /// What hiding it costs.
    pub(super) weight: u64,
    pub(super) standing: Standing,
    pub(super) need: Need,
    /// Contributors, where they aren't the value itself.
    pub(super) contributors: Option<u64>,
}

impl Arc {
    pub(super) fn is_hidden(&self) -> bool {
        matches!(
            self.standing,
            Standing::Primary | Standing::Complementary | Standing::Slack
        )
    }

    /// Hidden, and to be kept in doubt.
    pub(super) fn is_protected(&self) -> bool {
        matches!(self.standing, Standing::Primary | Standing::Complementary)
    }
}

/// The direction in which a number is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    Up,
    Down,
}

/// Arcs with the flow that is pushed along them while a question is being answered.
#[derive(Debug)]
pub(super) struct Network {
    pub(super) arcs: Vec<Arc>,
    /// Arcs that begin or end at each node.
    pub(super) at: Vec<Vec<u32>>,
    flow: Vec<u64>,
    touched: Vec<u32>,
    seen: Vec<u32>,
    round: u32,
    came: Vec<u32>,
    came_to: usize,
    near: Vec<(u32, u32)>,
    queue: VecDeque<usize>,
}

impl Network {
    pub(super) fn new(nodes: usize, arcs: Vec<Arc>) -> Self {
        let mut at = vec![Vec::new(); nodes];
        for (number, arc) in arcs.iter().enumerate() {
            at[arc.from].push(number as u32);
            if arc.to != arc.from {
                at[arc.to].push(number as u32);
            }
        }
        Self {
            flow: arcs.iter().map(|arc| arc.value).collect(),
            arcs,
            at,
            touched: Vec::new(),
            seen: vec![0; nodes],
            round: 0,
            came: vec![0; nodes],
            came_to: 0,
            near: vec![(0, 0); nodes],
            queue: VecDeque::new(),
        }
    }

    /// Moves a hidden arc up or down by at most `limit` and says by how much it went; the arcs that had to give are
    /// added to `used`. The flow stays as moved until [`Network::restore`].
    pub(super) fn shift(&mut self, arc: usize, way: Move, limit: u64, used: &mut Vec<u32>) -> u64 {
        let Arc {
            from,
            to,
            value,
            lower,
            upper,
            ..
        } = self.arcs[arc];
        // What flows more through the arc must come back from its head to its tail.
        let (start, end, room) = match way {
            Move::Up => (to, from, upper - value),
            Move::Down => (from, to, value - lower),
        };
        let limit = limit.min(room);
        let mut moved = 0;
        // Mostly one path has room for all of it; only if none has, many narrow ones are looked for.
        let mut least = limit;
        while moved < limit {
            let step = self.augment(arc, (start, end), least, limit - moved, used);
            match (step, least) {
                (0, 0..=1) => break,
                (0, _) => least = 1,
                _ => moved += step,
            }
        }
        moved
    }

    /// Puts all arcs back to their true values.
    pub(super) fn restore(&mut self) {
        for number in self.touched.drain(..) {
            self.flow[number as usize] = self.arcs[number as usize].value;
        }
    }

    /// The room an arc has when walked from `node`.
    fn room(&self, number: usize, node: usize) -> u64 {
        let arc = &self.arcs[number];
        if arc.from == node {
            arc.upper - self.flow[number]
        } else {
            self.flow[number] - arc.lower
        }
    }

    fn other_end(&self, number: usize, node: usize) -> usize {
        let arc = &self.arcs[number];
        if arc.from == node { arc.to } else { arc.from }
    }

    /// One shortest path over hidden arcs that have room for `least`; returns the flow pushed along it.
    fn augment(
        &mut self,
        without: usize,
        (start, end): (usize, usize),
        least: u64,
        limit: u64,
        used: &mut Vec<u32>,
    ) -> u64 {
        self.round += 1;
        // The last step first: from which nodes the end can be reached at once. Often from none or from many.
        let mut near = false;
        for &number in &self.at[end] {
            let place = number as usize;
            let before = self.other_end(place, end);
            if place != without && self.arcs[place].is_hidden() && self.room(place, before) >= least
            {
                self.near[before] = (self.round, number);
                near = true;
            }
        }
        if !near || !self.search(without, start, least) {
            return 0;
        }
        let (_, last) = self.near[self.came_to];
        self.came[end] = last;
        let path = self.path(start, end);
        let step = path.iter().fold(limit, |step, &(number, node)| {
            step.min(self.room(number as usize, node))
        });
        for &(number, node) in &path {
            let place = number as usize;
            if self.arcs[place].from == node {
                self.flow[place] += step;
            } else {
                self.flow[place] -= step;
            }
            self.touched.push(number);
            used.push(number);
        }
        step
    }

    /// Looks for the nearest node from which the end can be reached at once, and leaves it in `came_to`.
    fn search(&mut self, without: usize, start: usize, least: u64) -> bool {
        self.queue.clear();
        self.queue.push_back(start);
        self.seen[start] = self.round;
        self.came_to = start;
        if self.near[start].0 == self.round {
            return true;
        }
        while let Some(node) = self.queue.pop_front() {
            for place in 0..self.at[node].len() {
                let number = self.at[node][place] as usize;
                let next = self.other_end(number, node);
                if number == without
                    || self.seen[next] == self.round
                    || !self.arcs[number].is_hidden()
                    || self.room(number, node) < least
                {
                    continue;
                }
                self.seen[next] = self.round;
                self.came[next] = number as u32;
                if self.near[next].0 == self.round {
                    self.came_to = next;
                    return true;
                }
                self.queue.push_back(next);
            }
        }
        false
    }

    /// The arcs from `start` to `end` as they were found, each with the node it leaves.
    fn path(&self, start: usize, end: usize) -> Vec<(u32, usize)> {
        let mut path = Vec::new();
        let mut node = end;
        while node != start {
            let number = self.came[node];
            node = self.other_end(number as usize, node);
            path.push((number, node));
        }
        path
    }

    /// The cheapest shown arcs whose hiding would let `arc`, which has gone as far as `gone`, move on by `amount`:
    /// their cost and numbers. Hidden arcs cost nothing.
    pub(super) fn cheapest(
        &mut self,
        arc: usize,
        way: Move,
        gone: u64,
        amount: u64,
    ) -> Option<(u64, Vec<u32>)> {
        let Arc {
            from,
            to,
            value,
            lower,
            upper,
            ..
        } = self.arcs[arc];
        let (start, end, room) = match way {
            Move::Up => (to, from, upper - value),
            Move::Down => (from, to, value - lower),
        };
        if room < gone + amount {
            return None;
        }
        let mut costs = vec![u64::MAX; self.at.len()];
        let mut heap = BinaryHeap::from([Reverse((0_u64, start))]);
        costs[start] = 0;
        while let Some(Reverse((cost, node))) = heap.pop() {
            if node == end {
                break;
            }
            if cost > costs[node] {
                continue;
            }
            for &number in &self.at[node] {
                let place = number as usize;
                let step = match self.arcs[place].standing {
                    Standing::Fixed => continue,
                    Standing::Shown => self.arcs[place].weight,
                    _ => 0,
                };
                let next = self.other_end(place, node);
                if place == arc || cost + step >= costs[next] || self.room(place, node) < amount {
                    continue;
                }
                costs[next] = cost + step;
                self.came[next] = number;
                heap.push(Reverse((cost + step, next)));
            }
        }
        if costs[end] == u64::MAX {
            return None;
        }
        let shown = |&(number, _): &(u32, usize)| {
            (self.arcs[number as usize].standing == Standing::Shown).then_some(number)
        };
        let path: Vec<u32> = self.path(start, end).iter().filter_map(shown).collect();
        (!path.is_empty()).then_some((costs[end], path))
    }
}
