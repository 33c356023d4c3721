//! Proof of work, and waiting for those whose browser can't work.
//!
//! A form under attack carries a challenge. A browser with JavaScript solves it while the person writes.
//! Any other sends the form without an answer and gets it back, with everything typed still in it and a
//! ticket that becomes valid after a short wait: then the same button sends it. Both are bound to one
//! form, and one form can be sent a few times only.

use seal::SignedValue;

/// The hidden field with the answer. Underscores keep it apart from the questions of any codebook.
pub(crate) const WORK_FIELD: &str = "form_work";
/// The hidden field with the ticket.
pub(crate) const TICKET_FIELD: &str = "form_ticket";

const TICKET_PURPOSE: &str = "heard/report-ticket/v1";
/// A ticket is worth nothing after this.
const TICKET_SECONDS: i64 = 24 * 60 * 60;

/// Work that a form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Work {
    challenge: String,
    bits: u8,
}

/// Whether somebody has shown that they are no flood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The work was done, or the ticket's wait is over.
    Given,
    /// They hold a ticket, and must wait so many seconds more.
    Waiting(u64),
    /// Neither.
    Missing,
}

impl Work {
    /// The work of the form with this token: another for every form.
    pub(super) fn of(token: &str, bits: u8) -> Self {
        let digest = seal::sha256(format!("heard/proof-of-work/v1/{token}").as_bytes());
        Self {
            challenge: hex::encode(digest.get(..16).unwrap_or_default()),
            bits: bits.clamp(1, 40),
        }
    }

    /// As `work.js` reads it.
    pub(crate) fn as_attribute(&self) -> String {
        format!("{}:{}", self.challenge, self.bits)
    }

    /// What the form brought: an answer, a ticket, or nothing.
    pub(crate) fn proof(
        &self,
        key: &[u8; 32],
        form: &[u8; 32],
        answer: &str,
        ticket: &str,
        wait: u32,
        now: i64,
    ) -> Proof {
        if answer
            .parse()
            .is_ok_and(|answer| seal::work_is_done(self.challenge.as_bytes(), answer, self.bits))
        {
            return Proof::Given;
        }
        let Ok((payload, issued)) = SignedValue::check(key, TICKET_PURPOSE, ticket) else {
            return Proof::Missing;
        };
        let age = now - issued;
        if payload != seal::sha256(form) || !(0..=TICKET_SECONDS).contains(&age) {
            return Proof::Missing;
        }
        match u64::try_from(i64::from(wait) - age) {
            Ok(left) if left > 0 => Proof::Waiting(left),
            _ => Proof::Given,
        }
    }
}

/// A ticket for the form with this seed.
pub(crate) fn ticket(key: &[u8; 32], form: &[u8; 32], now: i64) -> String {
    SignedValue::issue(key, TICKET_PURPOSE, &seal::sha256(form), now)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [1; 32];
    const FORM: [u8; 32] = [2; 32];

    #[test]
    fn work_is_bound_to_its_form() {
        let work = Work::of("token", 8);
        let answer = seal::find_work(work.challenge.as_bytes(), 8)
            .expect("an answer")
            .to_string();
        assert_eq!(work.proof(&KEY, &FORM, &answer, "", 20, 0), Proof::Given);
        assert_eq!(work.as_attribute(), format!("{}:8", work.challenge));
        let others = (0..50).filter(|other| {
            Work::of(&format!("token {other}"), 8).proof(&KEY, &FORM, &answer, "", 20, 0)
                == Proof::Given
        });
        assert!(others.count() < 10);
        for nonsense in ["", "-1", "1e3", "99999999999999999999999", "x"] {
            assert_eq!(work.proof(&KEY, &FORM, nonsense, "", 20, 0), Proof::Missing);
        }
    }

    #[test]
    fn a_ticket_becomes_valid_and_ends_and_is_bound_to_its_form() {
        let work = Work::of("token", 40);
        let given = ticket(&KEY, &FORM, 1_000);
        let at = |now| work.proof(&KEY, &FORM, "", &given, 20, now);
        assert_eq!(at(1_000), Proof::Waiting(20));
        assert_eq!(at(1_019), Proof::Waiting(1));
        assert_eq!(at(1_020), Proof::Given);
        assert_eq!(at(1_000 + TICKET_SECONDS), Proof::Given);
        assert_eq!(at(1_001 + TICKET_SECONDS), Proof::Missing);
        assert_eq!(at(999), Proof::Missing);
        assert_eq!(
            work.proof(&KEY, &[3; 32], "", &given, 20, 1_030),
            Proof::Missing
        );
        assert_eq!(
            work.proof(&[9; 32], &FORM, "", &given, 20, 1_030),
            Proof::Missing
        );
        assert_eq!(
            work.proof(&KEY, &FORM, "", "made-up", 20, 1_030),
            Proof::Missing
        );
    }
}
