//! `heard verify`

use serde_json::json;

use crate::args::Format;
use crate::config::Settings;
use crate::{opening, print};

/// Checks the whole ledger and every record against it; says whether all fits.
pub(crate) async fn run(settings: &Settings, format: Format) -> anyhow::Result<bool> {
    let house = opening::existing_house(settings).await?;
    let found = house.verify(|_| {}).await?;
    // What no row of ours lies in, as an index, only the engine can judge.
    let damage = match found {
        Ok(_) => house.damages().await?.into_iter().next(),
        Err(_) => None,
    };
    house.close().await;
    let found = match (found, damage) {
        (Ok(_), Some(damage)) => Err(damage),
        (Ok(checked), None) => Ok(checked),
        (Err(fault), _) => Err(fault.to_string()),
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
