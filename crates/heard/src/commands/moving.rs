//! `heard move`

use anyhow::Context as _;
use serde_json::json;
use service::verify::{Checked, Fault};
use store::{Carried, Stage, Store};

use crate::args::{Format, MoveArguments};
use crate::print;

/// Carries everything from one database to another and checks it there; says whether all fits.
pub(crate) async fn run(arguments: &MoveArguments) -> anyhow::Result<bool> {
    let (from, to) = (&arguments.from, &arguments.to);
    print::aside(format_args!("from {from}\nto   {to}"));
    let carried = store::carry(from, to, |stage, table, rows| {
        let doing = match stage {
            Stage::Copying => "copying",
            Stage::Comparing => "comparing",
        };
        match rows {
            0 => print::aside(format_args!("{doing} {table}")),
            _ => print::aside(format_args!("{doing} {table}: {rows} rows")),
        }
    })
    .await
    .context("the move was not made")?;

    print::aside("checking the ledger");
    let store = Store::open_existing(to).await?;
    let found = service::verify::verify(&store, |_| {}).await?;
    store.close().await;
    show(&carried, &found, arguments.format)?;
    print::aside(format_args!(
        "Everything is in {to}, byte for byte. {from} is left as it was, but marked: Heard opens it no more.\n\
         What to do now:\n\
         1. Set `store.database` or `store.data` to the new place, for every `heard` you run.\n\
         2. The file installation.key does not move: have it where Heard looks for it now, in the data\n   \
            folder. Without it no checkpoint can be signed.\n\
         3. Start Heard. When you trust the new place, destroy the old database as you would a backup."
    ));
    if found.is_err() {
        print::aside(
            "Every row is the same in both databases, so what does not fit did not fit before the move.",
        );
    }
    Ok(found.is_ok())
}

fn show(carried: &[Carried], found: &Result<Checked, Fault>, format: Format) -> anyhow::Result<()> {
    let (root, result) = match found {
        Ok(checked) => (hex::encode(checked.root), "everything fits".to_owned()),
        Err(fault) => (String::new(), fault.to_string()),
    };
    if format == Format::Json {
        let tables: Vec<_> = carried
            .iter()
            .map(|carried| {
                json!({
                    "table": carried.table,
                    "rows": carried.rows,
                    "sha256": hex::encode(carried.digest),
                })
            })
            .collect();
        print::result(json!({ "tables": tables, "root": root, "result": result }));
        return Ok(());
    }
    let mut rows = vec![["table", "rows", "sha256"].map(str::to_owned).to_vec()];
    rows.extend(carried.iter().map(|carried| {
        vec![
            carried.table.clone(),
            carried.rows.to_string(),
            hex::encode(carried.digest),
        ]
    }));
    rows.push(vec!["root of the ledger".to_owned(), String::new(), root]);
    rows.push(vec!["result".to_owned(), String::new(), result]);
    if format == Format::Csv {
        print::result(print::comma_separated(&rows)?);
    } else {
        print::result(print::columns(&rows));
    }
    Ok(())
}
