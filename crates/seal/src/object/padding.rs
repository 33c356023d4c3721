//! How much a sealed object is padded, so that its length says little about its content.

/// The least padded length: below it every content has the same length, because among short contents the length
/// is what gives most away (a phone number or none, yes or no).
pub const LEAST_PADDED_LENGTH: usize = 256;

/// The padded length for a length: Padmé (Nikitin and others, "Reducing Metadata Leakage from Encrypted Files
/// and Communication with PURBs", PoPETs 2019(4)), and at least [`LEAST_PADDED_LENGTH`].
///
/// Padmé rounds up to a number whose low bits are zero, keeping as many high bits as the exponent has bits. It
/// adds 12 % at most, less for longer contents, and leaves O(log log n) distinguishable lengths up to n.
pub fn padded_length(length: usize) -> usize {
    padme(length).max(LEAST_PADDED_LENGTH)
}

fn padme(length: usize) -> usize {
    let Some(exponent) = length.checked_ilog2() else {
        return 0;
    };
    // `exponent` itself takes this many bits.
    let kept = exponent.checked_ilog2().map_or(0, |log| log + 1);
    let step = 1_usize << (exponent - kept);
    length.checked_next_multiple_of(step).unwrap_or(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_from_the_paper_s_formula() {
        // Worked by hand: 9 = 1001b, exponent 3 keeps 2 bits after the first, so multiples of 2.
        for (length, padded) in [
            (0, 0),
            (1, 1),
            (2, 2),
            (7, 7),
            (8, 8),
            (9, 10),
            (100, 104),
            (1_000, 1_024),
            (2_000, 2_048),
            (65_544, 67_584),
            (1_000_000, 1_015_808),
        ] {
            assert_eq!(padme(length), padded, "{length}");
        }
    }

    #[test]
    fn padding_never_exceeds_twelve_per_cent_and_never_shrinks() {
        let lengths = (1..70_000_usize).chain((1..5_000).map(|step| step * 1_000_003));
        let mut before = 0;
        for length in lengths {
            let padded = padme(length);
            assert!(padded >= length);
            assert!(
                (padded - length) * 100 <= length * 12,
                "{length} became {padded}"
            );
            if length < 70_000 {
                assert!(padded >= before);
                before = padded;
            }
        }
    }

    #[test]
    fn short_contents_all_look_alike() {
        assert_eq!(padded_length(8), padded_length(256));
        assert_eq!(padded_length(8), LEAST_PADDED_LENGTH);
        assert!(padded_length(257) > LEAST_PADDED_LENGTH);
    }

    #[test]
    fn the_longest_lengths_do_not_overflow() {
        assert_eq!(padme(usize::MAX), usize::MAX);
    }
}
