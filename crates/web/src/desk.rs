//! The desk: what staff see and do, one file a page, its template beside it.

mod area;
mod attach;
mod changes;
mod check;
mod coding;
pub(crate) mod confirm;
mod conflict;
mod enter;
mod export;
mod figures_page;
mod first_run;
mod frame;
mod imports;
mod inbox;
mod incident;
mod incidents;
mod invitation;
pub(crate) mod keys;
mod ledger;
mod lost;
mod members;
mod mending;
mod permissions;
mod renewal;
mod search;
mod sessions;
mod sign_in;
mod told;
mod wording;

use crate::routes::Route;

/// Every page of the desk.
pub(crate) fn routes() -> Vec<Route> {
    [
        first_run::routes(),
        invitation::routes(),
        sign_in::routes(),
        sessions::routes(),
        keys::routes(),
        lost::routes(),
        inbox::routes(),
        area::routes(),
        attach::routes(),
        enter::routes(),
        incidents::routes(),
        incident::routes(),
        changes::routes(),
        check::routes(),
        search::routes(),
        figures_page::routes(),
        imports::routes(),
        export::routes(),
        members::routes(),
        renewal::routes(),
        permissions::routes(),
        ledger::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
