//! `heard codebook check`

use std::path::Path;

use serde_json::json;
use service::InForce;

use crate::args::Format;
use crate::{opening, print};

/// Explains everything that is wrong with a codebook; says whether nothing is.
pub(crate) fn check(file: &Path, format: Format) -> anyhow::Result<bool> {
    let source = opening::read_codebook(file)?;
    let problems = InForce::new(&source).err().unwrap_or_default();
    match format {
        Format::Table => {
            for problem in &problems {
                print::result(problem);
            }
            if problems.is_empty() {
                print::result(format_args!("{}: nothing is wrong", file.display()));
            }
        }
        Format::Csv => {
            let mut rows = vec![
                ["line", "key", "message", "mend"]
                    .map(str::to_owned)
                    .to_vec(),
            ];
            rows.extend(problems.iter().map(|problem| {
                vec![
                    problem.line.to_string(),
                    problem.key.clone(),
                    problem.message.clone(),
                    problem.mend.clone(),
                ]
            }));
            print::result(print::comma_separated(&rows)?);
        }
        Format::Json => {
            let listed: Vec<_> = problems
                .iter()
                .map(|problem| {
                    json!({
                        "line": problem.line,
                        "key": problem.key,
                        "message": problem.message,
                        "mend": problem.mend,
                    })
                })
                .collect();
            print::result(json!({ "problems": listed }));
        }
    }
    Ok(problems.is_empty())
}
