//! `heard verify`

use serde_json::json;
use store::Depth;

use crate::args::{Format, VerifyArguments};
use crate::config::Settings;
use crate::{opening, print};

/// Checks the whole ledger and every record against it; says whether all fits.
pub(crate) async fn run(settings: &Settings, arguments: &VerifyArguments) -> anyhow::Result<bool> {
    let format = arguments.format;
    let house = opening::existing_house(settings).await?;
    let depth = if arguments.indexes {
        Depth::Indexes
    } else {
        Depth::Pages
    };
    // What no row of ours lies in only the engine can judge; it does so at the same time.
    let (found, damages) = tokio::join!(house.verify(|_| {}), house.damages(depth));
    house.close().await;
    let found = match found? {
        Ok(checked) => match damages?.into_iter().next() {
            Some(damage) => Err(damage),
            None => Ok(checked),
        },
        Err(fault) => Err(fault.to_string()),
    };
    let rows = match &found {
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
    Ok(found.is_ok())
}
