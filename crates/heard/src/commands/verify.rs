//! `heard verify`

mod site;

use anyhow::Context as _;
use serde_json::json;
use store::Depth;

use crate::args::{Format, VerifyArguments};
use crate::config::Settings;
use crate::{opening, print};

/// Checks the whole ledger and every record against it, and a site against the ledger if one is given; says whether
/// all fits.
pub(crate) async fn run(settings: &Settings, arguments: VerifyArguments) -> anyhow::Result<bool> {
    let VerifyArguments {
        format,
        indexes,
        site,
    } = arguments;
    let house = opening::existing_house(settings).await?;
    let depth = if indexes {
        Depth::Indexes
    } else {
        Depth::Pages
    };
    // What no row of ours lies in only the engine can judge; it does so at the same time.
    let (found, damages) = tokio::join!(house.verify(|_| {}), house.damages(depth));
    let program = match &site {
        Some(_) => house.page_program().await?,
        None => None,
    };
    house.close().await;
    let found = match found? {
        Ok(checked) => match damages?.into_iter().next() {
            Some(damage) => Err(damage),
            None => Ok(checked),
        },
        Err(fault) => Err(fault.to_string()),
    };
    let compared = match site {
        Some(address) => {
            let program =
                program.context("no front door was opened yet: the ledger names no page")?;
            let entry = program.entry;
            let compared =
                tokio::task::spawn_blocking(move || site::compare(&address, &program)).await??;
            Some((entry, compared))
        }
        None => None,
    };
    let mut rows = match &found {
        Ok(checked) => vec![
            ("entries", checked.entries.to_string()),
            ("checkpoints", checked.checkpoints.to_string()),
            ("entries signed for", checked.signed_entries.to_string()),
            ("reports", checked.reports.to_string()),
            ("incidents", checked.incidents.to_string()),
            ("members", checked.members.to_string()),
            ("root", hex::encode(checked.root)),
            ("result", "everything fits".to_owned()),
        ],
        Err(fault) => vec![
            ("result", "something does not fit".to_owned()),
            ("first fault", fault.clone()),
        ],
    };
    let mut all_fits = found.is_ok();
    if let Some((entry, compared)) = compared {
        all_fits &= compared.differs.is_empty();
        rows.push(("site compared with entry", entry.to_string()));
        rows.push(("files of the site as named", compared.same.to_string()));
        let differs = match compared.differs.as_slice() {
            [] => "nothing".to_owned(),
            differs => differs.join("; "),
        };
        rows.push(("what differs at the site", differs));
    }
    match format {
        Format::Table => {
            let rows: Vec<_> = rows
                .into_iter()
                .map(|(name, value)| vec![name.to_owned(), value])
                .collect();
            print::result(print::columns(&rows));
        }
        Format::Csv => {
            let (names, values): (Vec<_>, Vec<_>) = rows
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .unzip();
            print::result(print::comma_separated(&[names, values])?);
        }
        Format::Json => {
            let object: serde_json::Map<_, _> = rows
                .into_iter()
                .map(|(name, value)| (name.to_owned(), json!(value)))
                .collect();
            print::result(serde_json::Value::Object(object));
        }
    }
    Ok(all_fits)
}
