//! The members of the demo's service.

use domain::Role;
use service::organisation::Founding;
use service::{House, ServiceError, SignedIn};

/// The passphrase of everybody in the demo.
pub(super) const PASSPHRASE: &str = "four blue kettles by the canal";

/// Who works there; the first founds it.
pub(super) const MEMBERS: [(&str, Role); 6] = [
    ("Gareth Pugh", Role::Administrator),
    ("Danuta Wilk", Role::Helper),
    ("Yusuf Rahman", Role::Caseworker),
    ("Ruth Adler", Role::Caseworker),
    ("Shabnam Iqbal", Role::Senior),
    ("Daniel Okafor", Role::Analyst),
];

/// Everybody who does something in the demo's story, signed in.
pub(super) struct Staff {
    /// Enters what comes by phone, in person, by message or letter.
    pub(super) helper: SignedIn,
    /// Read, code and submit.
    pub(super) caseworkers: [SignedIn; 2],
    /// Checks.
    pub(super) senior: SignedIn,
}

/// Founds the organisation and lets everybody join and sign in.
pub(super) async fn move_in(house: &House, organisation: &str) -> Result<Staff, ServiceError> {
    let [(founder, _), joining @ ..] = &MEMBERS;
    let founding = Founding {
        organisation: organisation.to_owned(),
        name: (*founder).to_owned(),
        passphrase: PASSPHRASE.to_owned(),
    };
    house.found(&house.first_run_token(), founding).await?;
    let administrator = sign_in(house, founder).await?;
    for (name, role) in joining {
        let link = house.invite(Some(&administrator), name, *role).await?;
        house.accept_invitation(&link.token, PASSPHRASE).await?;
    }
    house.sign_out(&administrator).await?;
    let [_, (helper, _), (first, _), (second, _), (senior, _), _] = &MEMBERS;
    Ok(Staff {
        helper: sign_in(house, helper).await?,
        caseworkers: [sign_in(house, first).await?, sign_in(house, second).await?],
        senior: sign_in(house, senior).await?,
    })
}

async fn sign_in(house: &House, name: &str) -> Result<SignedIn, ServiceError> {
    let session = house.sign_in(name, PASSPHRASE, "both").await?;
    house
        .signed_in(&session.token, "both")
        .await?
        .ok_or(ServiceError::WrongCredentials)
}

impl Staff {
    /// Everybody signs out; their keys are wiped.
    pub(super) async fn leave(self, house: &House) -> Result<(), ServiceError> {
        let [first, second] = self.caseworkers;
        for member in [self.helper, first, second, self.senior] {
            house.sign_out(&member).await?;
        }
        Ok(())
    }
}
