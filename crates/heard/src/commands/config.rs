//! `heard config check`

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use crate::args::Format;
use crate::config::{FlagOverrides, Settings};
use crate::print;

/// Explains every wrong setting, or shows the settings that hold and where each was made.
pub(crate) fn check(
    config: Option<&Path>,
    environment: &BTreeMap<String, String>,
    flags: &FlagOverrides,
    format: Format,
) -> anyhow::Result<bool> {
    match Settings::load(config, environment, flags) {
        Ok(settings) => {
            let mut rows = vec![["setting", "value", "set by"].map(str::to_owned).to_vec()];
            rows.extend(settings.effective().iter().map(|setting| {
                vec![
                    setting.name.clone(),
                    setting.value.clone(),
                    setting.origin.to_string(),
                ]
            }));
            match format {
                Format::Table => print::result(print::columns(&rows)),
                Format::Csv => print::result(print::comma_separated(&rows)?),
                Format::Json => {
                    let listed: Vec<_> = rows
                        .iter()
                        .skip(1)
                        .map(|row| json!({ "setting": row[0], "value": row[1], "set by": row[2] }))
                        .collect();
                    print::result(json!({ "settings": listed }));
                }
            }
            Ok(true)
        }
        Err(problems) => {
            match format {
                Format::Table => problems.iter().for_each(print::result),
                Format::Csv | Format::Json => {
                    let listed: Vec<String> = problems.iter().map(ToString::to_string).collect();
                    if format == Format::Json {
                        print::result(json!({ "problems": listed }));
                    } else {
                        let rows: Vec<_> =
                            listed.into_iter().map(|problem| vec![problem]).collect();
                        print::result(print::comma_separated(&rows)?);
                    }
                }
            }
            Ok(false)
        }
    }
}
