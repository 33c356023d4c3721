//! What the server tells the module: the form, the day, and to whom a report is sealed. All of it is public.

use domain::form::Form;
use seal::PublicKey;
use seal::parcel::Recipients;
use serde::{Deserialize, Serialize};

/// What the module needs to know to read and seal a form. Server and module are parts of one program, and the
/// module's address changes with it; so the form on the wire (postcard) is nobody else's concern.
#[derive(Serialize, Deserialize)]
pub struct Guide {
    /// The form of the codebook in force.
    pub form: Form,
    /// Today where the organisation is, as `YYYY-MM-DD`.
    pub today: String,
    organisation: [u8; 16],
    team: Vec<u8>,
    epoch: u32,
    recovery: Vec<u8>,
    version: u16,
    schema_hash: [u8; 32],
}

impl Guide {
    /// The guide for a form and those it is sealed to.
    pub fn new(form: Form, today: String, to: &Recipients) -> Self {
        Self {
            form,
            today,
            organisation: to.organisation,
            team: to.team.as_bytes().to_vec(),
            epoch: to.epoch,
            recovery: to.recovery.as_bytes().to_vec(),
            version: to.version,
            schema_hash: to.schema_hash,
        }
    }

    /// The bytes that the module reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// Reads the bytes of a guide.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// Those it is sealed to; none if a key isn't one.
    pub fn recipients(&self) -> Option<Recipients> {
        Some(Recipients {
            organisation: self.organisation,
            team: PublicKey::from_bytes(&self.team).ok()?,
            epoch: self.epoch,
            recovery: PublicKey::from_bytes(&self.recovery).ok()?,
            version: self.version,
            schema_hash: self.schema_hash,
        })
    }
}
