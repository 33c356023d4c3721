//! `heard config check` and `heard config list`

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use crate::args::Format;
use crate::config::{FlagOverrides, Settings, TABLE};
use crate::print;

/// Names every setting there is.
pub(crate) fn list(format: Format) -> anyhow::Result<bool> {
    let mut rows = vec![
        [
            "setting",
            "takes",
            "otherwise",
            "environment variable",
            "flag",
            "what it does",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    rows.extend(TABLE.iter().map(|setting| {
        vec![
            setting.name(),
            setting.takes.to_owned(),
            setting.otherwise.to_owned(),
            setting.environment(),
            setting.flag.unwrap_or_default().to_owned(),
            setting.about.to_owned(),
        ]
    }));
    match format {
        // Whole sentences stand badly in columns.
        Format::Table => {
            for setting in TABLE {
                print::result(format!("{}\n  {}", setting.name(), setting.about));
                print::result(format!("  takes: {}", setting.takes));
                print::result(format!("  otherwise: {}", setting.otherwise));
                let flag = setting.flag.map(|flag| format!(", or {flag}"));
                let flag = flag.unwrap_or_default();
                print::result(format!("  set by: {}{flag}\n", setting.environment()));
            }
        }
        Format::Csv => print::result(print::comma_separated(&rows)?),
        Format::Json => {
            let listed: Vec<_> = TABLE
                .iter()
                .map(|setting| {
                    json!({
                        "setting": setting.name(),
                        "takes": setting.takes,
                        "otherwise": setting.otherwise,
                        "environment_variable": setting.environment(),
                        "flag": setting.flag,
                        "about": setting.about,
                    })
                })
                .collect();
            print::result(json!({ "settings": listed }));
        }
    }
    Ok(true)
}

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
