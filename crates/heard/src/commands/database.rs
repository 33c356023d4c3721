//! `heard database`

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use seal::Zeroizing;
use seal::scram::scram_verifier;
use serde_json::json;
use service::ports::Randomness as _;
use store::{DatabaseUrl, Granted, RoleName, grant_front};

use crate::args::{Format, RolesArguments};
use crate::config::Settings;
use crate::system::SystemRandomness;
use crate::{opening, print};

/// Makes the front door's role, or gives it its rights anew.
pub(crate) async fn roles(settings: &Settings, arguments: &RolesArguments) -> anyhow::Result<bool> {
    let (url, _) = opening::location(settings)?;
    let role = &arguments.front;
    let granted = match &arguments.settings {
        None => grant_front(&url, role, None).await?,
        Some(file) => with_settings(&url, role, file).await?,
    };
    show(&granted, arguments)?;
    if let Some(file) = &arguments.settings {
        print::aside(format_args!(
            "The settings of the front door, with its password, are in {}, which only you can read.\n\
             What to do now:\n\
             1. Carry the file to the front door's machine, and destroy it here.\n\
             2. Start the front door there:  HEARD_CONFIG={} heard serve\n\
             3. After each upgrade, when the desk has started:  heard database roles",
            file.display(),
            file.file_name().unwrap_or_default().display(),
        ));
    }
    Ok(true)
}

/// The file is there before the password is set, so that no password is set that nobody knows.
async fn with_settings(url: &DatabaseUrl, role: &RoleName, file: &Path) -> anyhow::Result<Granted> {
    let mut random = Zeroizing::new([0; 32]);
    SystemRandomness.fill(&mut *random);
    let mut salt = [0; 16];
    SystemRandomness.fill(&mut salt);
    let password = Zeroizing::new(hex::encode(*random));
    let Some(of_front) = url.for_role(role, &password).map(Zeroizing::new) else {
        bail!("only a database on a PostgreSQL server has roles");
    };
    let mut written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .with_context(|| format!("{} could not be made", file.display()))?;
    let outcome = async {
        let text = Zeroizing::new(format!(
            "# A front door that can add reports and read what is public. Keep this file to its user alone.\n\
             [server]\n\
             door = \"front\"\n\n\
             [store]\n\
             database = {}\n",
            json!(*of_front)
        ));
        written.write_all(text.as_bytes())?;
        written.sync_all()?;
        let verifier = scram_verifier(&password, &salt);
        anyhow::Ok(grant_front(url, role, Some(&verifier)).await?)
    }
    .await;
    if outcome.is_err() {
        // Its password is good for nothing.
        let _ = fs::remove_file(file);
    }
    outcome
}

fn show(granted: &Granted, arguments: &RolesArguments) -> anyhow::Result<()> {
    let role = arguments.front.as_str();
    let numbers = [
        ("reads from", granted.read),
        ("adds to", granted.added_to),
        ("may do nothing with", granted.nothing),
    ];
    if arguments.format == Format::Json {
        print::result(json!({
            "role": role,
            "database": granted.database,
            "made": granted.made,
            "reads": granted.read,
            "adds": granted.added_to,
            "nothing": granted.nothing,
        }));
        return Ok(());
    }
    let mut rows = vec![
        ["role", "database", "", "tables"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(numbers.map(|(what, count)| {
        vec![
            role.to_owned(),
            granted.database.clone(),
            what.to_owned(),
            count.to_string(),
        ]
    }));
    if arguments.format == Format::Csv {
        print::result(print::comma_separated(&rows)?);
    } else {
        print::result(print::columns(&rows));
    }
    Ok(())
}
