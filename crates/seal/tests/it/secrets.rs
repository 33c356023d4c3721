//! Secret types can't be printed, compared, copied by accident or serialised: the crate does not compile if one can.

use std::fmt::{Debug, Display};
use std::hash::Hash;

use heard_seal::shares::RecoveryShare;
use heard_seal::{KeyPair, MemberSecret, Receipt, RecoveryKit, SealingKey, SecretSeed};

/// Fails to compile when the type has the trait: then two implementations give `known`, and neither is chosen.
macro_rules! lacks {
    ($secret:ty: $($forbidden:path),+) => {$(
        const _: fn() = || {
            struct Twice;
            trait Known<Way> {
                fn known() {}
            }
            impl<T: ?Sized> Known<()> for T {}
            impl<T: ?Sized + $forbidden> Known<Twice> for T {}
            let _ = <$secret as Known<_>>::known;
        };
    )+};
}

macro_rules! secret {
    ($($secret:ty),+) => {$(
        lacks!($secret: Debug, Display, Copy, PartialEq, Hash, serde::Serialize, ToString, AsRef<[u8]>, std::ops::Deref);
    )+};
}

secret!(
    SecretSeed,
    SealingKey,
    KeyPair,
    Receipt,
    RecoveryKit,
    MemberSecret,
    RecoveryShare
);

#[test]
fn secrets_lie_in_locked_memory_or_we_know_that_they_do_not() {
    let locking = heard_seal::locking();
    assert_ne!(locking, heard_seal::Locking::Unknown);
}
