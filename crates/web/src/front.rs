//! The front door: what everybody may see. No page here sets a cookie or holds a private key.

mod figures;
mod files;
mod home;
mod leave;
mod ledger;
mod method;
mod receipt;
mod report;
mod status;

use crate::routes::Route;

/// Every page of the front door.
pub(crate) fn routes() -> Vec<Route> {
    [
        home::routes(),
        report::routes(),
        receipt::routes(),
        status::routes(),
        leave::routes(),
        figures::routes(),
        method::routes(),
        ledger::routes(),
        files::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
