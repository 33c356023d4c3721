//! What may be said in one sentence about two counts.

use crate::answer::Cell;

/// A count and how long it was counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observed {
    /// What was counted, as it may be seen.
    pub count: Cell,
    /// Days in the period.
    pub days: u32,
}

/// Two counts that were compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The earlier count.
    pub from: u64,
    /// The later count.
    pub to: u64,
    /// Later rate over earlier rate; infinite if there was nothing before.
    pub ratio: f64,
    /// Ends of the 95 % interval of that ratio.
    pub interval: (f64, f64),
}

/// What two counts allow to be said about what we received; never about how much there is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// The later rate is higher, and chance alone would seldom make it so.
    Rose(Change),
    /// The later rate is lower, and chance alone would seldom make it so.
    Fell(Change),
    /// The difference is no larger than chance makes.
    Steady(Change),
    /// A count is hidden, or both together are too few to say anything.
    TooFew,
}

/// Fewer than this in both periods together say nothing.
const FEWEST: u64 = 10;

/// The 97.5 % point of the standard normal distribution.
const NORMAL: f64 = 1.959_963_984_540_054;

/// Compares two counts as Poisson counts.
///
/// Given that `n = a + b` were counted in all, the later count `b` is binomial with
/// `p = r * v / (u + r * v)`, where `u` and `v` are the lengths of the periods and `r` is the ratio of the rates.
/// The 95 % interval of `p` is Wilson's score interval with continuity correction (Newcombe 1998, method 4):
///
/// `(2np + z² ∓ (z * sqrt(z² ∓ 2 - 1/n + 4p(n(1 - p) ± 1)) + 1)) / (2(n + z²))`
///
/// with `p = b/n`; its ends turn into those of `r = p/(1 - p) * u/v`. A rise or fall is claimed only if the
/// interval of `r` leaves out 1 altogether. Reports that come in bunches vary more than Poisson counts do, so this is
/// a least condition, not a proof.
pub fn compare(earlier: Observed, later: Observed) -> Reading {
    let (Some(a), Some(b)) = (earlier.count.shown(), later.count.shown()) else {
        return Reading::TooFew;
    };
    if a + b < FEWEST || earlier.days == 0 || later.days == 0 {
        return Reading::TooFew;
    }
    let scale = f64::from(earlier.days) / f64::from(later.days);
    let ratio = |share: f64| {
        if share >= 1.0 {
            f64::INFINITY
        } else {
            share / (1.0 - share) * scale
        }
    };
    let (low, high) = share_interval(b, a + b);
    let change = Change {
        from: a,
        to: b,
        ratio: ratio(b as f64 / (a + b) as f64),
        interval: (ratio(low), ratio(high)),
    };
    if change.interval.0 > 1.0 {
        Reading::Rose(change)
    } else if change.interval.1 < 1.0 {
        Reading::Fell(change)
    } else {
        Reading::Steady(change)
    }
}

/// Wilson's score interval with continuity correction for `part` of `whole`.
fn share_interval(part: u64, whole: u64) -> (f64, f64) {
    let (n, p) = (whole as f64, part as f64 / whole as f64);
    let q = 1.0 - p;
    let square = NORMAL * NORMAL;
    let below = 1.0
        + NORMAL
            * (square - 2.0 - 1.0 / n + 4.0 * p * (n * q + 1.0))
                .max(0.0)
                .sqrt();
    let above = 1.0
        + NORMAL
            * (square + 2.0 - 1.0 / n + 4.0 * p * (n * q - 1.0))
                .max(0.0)
                .sqrt();
    let end = |distance: f64| (2.0 * n * p + square + distance) / (2.0 * (n + square));
    let low = if part == 0 { 0.0 } else { end(-below).max(0.0) };
    let high = if part == whole {
        1.0
    } else {
        end(above).min(1.0)
    };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks(count: u64) -> Observed {
        Observed {
            count: Cell::Shown(count),
            days: 7,
        }
    }

    #[test]
    fn agrees_with_newcombe_1998() {
        // Table I of that paper, method 4: 81 of 263 and 15 of 148.
        let close = |(low, high): (f64, f64), (wanted_low, wanted_high): (f64, f64)| {
            (low - wanted_low).abs() < 5e-5 && (high - wanted_high).abs() < 5e-5
        };
        assert!(close(share_interval(81, 263), (0.2535, 0.3682)));
        assert!(close(share_interval(15, 148), (0.0598, 0.1644)));
    }

    #[test]
    fn a_clear_rise_is_said() {
        let Reading::Rose(change) = compare(weeks(12), weeks(95)) else {
            panic!("12 to 95 is a rise")
        };
        assert!((change.ratio - 95.0 / 12.0).abs() < 1e-9);
        assert!(change.interval.0 > 4.0 && change.interval.1 < 16.0);
        assert!(matches!(compare(weeks(101), weeks(196)), Reading::Rose(_)));
        assert!(matches!(compare(weeks(196), weeks(101)), Reading::Fell(_)));
    }

    #[test]
    fn chance_is_not_called_a_rise() {
        assert!(matches!(compare(weeks(12), weeks(17)), Reading::Steady(_)));
        assert_eq!(compare(weeks(2), weeks(7)), Reading::TooFew);
        assert_eq!(
            compare(
                Observed {
                    count: Cell::Hidden,
                    days: 7
                },
                weeks(70)
            ),
            Reading::TooFew
        );
    }

    #[test]
    fn a_longer_period_is_allowed_for() {
        let month = Observed {
            count: Cell::Shown(200),
            days: 28,
        };
        assert!(matches!(compare(weeks(50), month), Reading::Steady(_)));
    }

    #[test]
    fn turning_time_round_turns_the_reading_round() {
        for (a, b) in [(0, 30), (30, 0), (14, 33), (20, 20), (9, 21)] {
            match (compare(weeks(a), weeks(b)), compare(weeks(b), weeks(a))) {
                (Reading::Rose(up), Reading::Fell(down))
                | (Reading::Fell(down), Reading::Rose(up)) => {
                    assert!(
                        (up.interval.0 * down.interval.1 - 1.0).abs() < 1e-9
                            || down.interval.1 == 0.0
                    );
                }
                (Reading::Steady(_), Reading::Steady(_)) => {}
                other => panic!("{a} and {b}: {other:?}"),
            }
        }
    }
}
