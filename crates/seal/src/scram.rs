//! What a PostgreSQL server keeps of a password (SCRAM-SHA-256, RFC 7677), made here so that the server is told this and
//! not the password: statements end up in logs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::mac::{keyed_hash, sha256};

/// As many rounds as PostgreSQL makes by default. They slow guesses down; ours is 32 random bytes, which nobody guesses.
const ROUNDS: u32 = 4096;

/// The verifier of a password of plain ASCII, as PostgreSQL writes it: `SCRAM-SHA-256$rounds:salt$stored:server`.
#[must_use]
pub fn scram_verifier(password: &str, salt: &[u8; 16]) -> String {
    let salted = salted(password, salt);
    let stored = sha256(&keyed_hash(&salted, b"Client Key"));
    let server = keyed_hash(&salted, b"Server Key");
    format!(
        "SCRAM-SHA-256${ROUNDS}:{}${}:{}",
        STANDARD.encode(salt),
        STANDARD.encode(stored),
        STANDARD.encode(server)
    )
}

/// `Hi` of RFC 5802: the first block of PBKDF2 with HMAC-SHA256.
fn salted(password: &str, salt: &[u8; 16]) -> Zeroizing<[u8; 32]> {
    let Ok(keyed) = Hmac::<Sha256>::new_from_slice(password.as_bytes()) else {
        // HMAC takes keys of every length.
        return Zeroizing::default();
    };
    let round = |parts: &[&[u8]]| -> [u8; 32] {
        let mut mac = keyed.clone();
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    };
    let mut last = round(&[salt, &1_u32.to_be_bytes()]);
    let mut sum = Zeroizing::new(last);
    for _ in 1..ROUNDS {
        last = round(&[&last]);
        for (byte, other) in sum.iter_mut().zip(last) {
            *byte ^= other;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_of_rfc_7677_signs_with_it() {
        let salt: [u8; 16] = STANDARD
            .decode("W22ZaJ0SNY7soEsUEjb6gQ==")
            .unwrap()
            .try_into()
            .unwrap();
        let verifier = scram_verifier("pencil", &salt);
        let (_, server) = verifier.rsplit_once(':').unwrap();
        let server: [u8; 32] = STANDARD.decode(server).unwrap().try_into().unwrap();
        let both = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        let message = format!(
            "n=user,r=rOprNGfwEbeRWgbNEkqO,{both},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,{both}"
        );
        assert_eq!(
            STANDARD.encode(keyed_hash(&server, message.as_bytes())),
            "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
        );
        assert!(verifier.starts_with("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"));
        assert!(!verifier.contains("pencil"));
    }
}
