//! Opening the house as the settings say: the store, the codebook, the installation's secret.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use service::ports::Randomness as _;
use service::{CodebookSource, House, HouseSettings, InForce, SpareParts};
use store::{DatabaseUrl, Store};

use crate::config::{Settings, StoreLocation};
use crate::system::{SystemClock, SystemRandomness};

/// Opens the house; a new one is made where there is none yet.
pub(crate) async fn house(settings: &Settings) -> anyhow::Result<Arc<House>> {
    let (url, secret_folder) = location(settings)?;
    make_private_folder(&secret_folder)?;
    let store = Store::open(&url)
        .await
        .with_context(|| format!("{url} could not be opened"))?;
    open_over(
        store,
        codebook(settings)?,
        &secret_folder.join(SECRET),
        house_settings(settings),
    )
    .await
}

/// Opens the house for a front door alone: it makes no database and changes no schema, and has a secret of its own, by
/// which it knows its forms again. No key that signs or opens anything is read, and over a server none may lie here.
pub(crate) async fn front(settings: &Settings) -> anyhow::Result<Arc<House>> {
    let (url, folder) = location(settings)?;
    make_private_folder(&folder)?;
    let store = Store::open_as_it_is(&url)
        .await
        .with_context(|| format!("{url} could not be opened by a front door"))?;
    let house_settings = HouseSettings {
        front_alone: true,
        shared_sessions: false,
        ..house_settings(settings)
    };
    let secret = folder.join(FRONT_SECRET);
    let house = open_over(store, codebook(settings)?, &secret, house_settings).await?;
    let others = folder.join(SECRET);
    // Beside an SQLite file the desk may run on the same machine, over the same folder.
    let is_misplaced = url.is_server() && others.exists() && !is_harmless(&house, &others)?;
    if is_misplaced || house.signs_the_ledger() {
        let file = if is_misplaced { others } else { secret };
        house.close().await;
        bail!(
            "{} can sign the ledger, or will be able to: a front door must not have it. Keep it where the desk runs, \
             and destroy it here",
            file.display()
        );
    }
    Ok(house)
}

/// Whether an installation's secret that lies beside a front door's is known not to sign this organisation's ledger.
fn is_harmless(house: &House, file: &Path) -> anyhow::Result<bool> {
    let secret = seal::Zeroizing::new(read_secret(file)?);
    Ok(house.is_founded() && !house.would_sign_the_ledger(&secret))
}

/// The file of an installation's secret.
const SECRET: &str = "installation.key";
/// The file of the secret of a front door that runs alone: other front doors of the organisation have the same, a desk
/// has not.
const FRONT_SECRET: &str = "front.key";

/// Opens the house of a command, which makes none: there must be one.
pub(crate) async fn existing_house(settings: &Settings) -> anyhow::Result<Arc<House>> {
    let (url, secret_folder) = location(settings)?;
    let store = Store::open_existing(&url)
        .await
        .with_context(|| format!("{url} could not be opened"))?;
    open_over(
        store,
        codebook(settings)?,
        &secret_folder.join(SECRET),
        house_settings(settings),
    )
    .await
}

/// What an operator's settings make of a house's.
fn house_settings(settings: &Settings) -> HouseSettings {
    let is_server = match location(settings) {
        Ok((url, _)) => url.is_server(),
        Err(_) => false,
    };
    HouseSettings {
        // A server can be shared by several desks; a file is for one, and keeps no key of a session.
        shared_sessions: is_server,
        shared_counts: is_server,
        confirmed_seconds: i64::from(settings.confirm_minutes) * 60,
        second_key_grace_seconds: Some(i64::from(settings.second_key_days) * 24 * 60 * 60),
        // On the same disk as the data, and not in memory, as a temporary folder may be.
        scratch: settings.own_folder.clone(),
        largest_upload: u64::from(settings.largest_import_megabytes) << 20,
        ..HouseSettings::default()
    }
}

/// Opens a house over a store, with the secret in that file.
pub(crate) async fn open_over(
    store: Store,
    codebook: CodebookSource,
    secret: &Path,
    settings: HouseSettings,
) -> anyhow::Result<Arc<House>> {
    let parts = SpareParts {
        store,
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
        codebook,
        settings,
        installation_secret: installation_secret(secret)?,
    };
    Ok(Arc::new(House::open(parts).await?))
}

/// The store's address, and the folder of this installation's own secret.
pub(crate) fn location(settings: &Settings) -> anyhow::Result<(DatabaseUrl, PathBuf)> {
    let url = match &settings.store {
        StoreLocation::Folder(folder) => DatabaseUrl::from_data_folder(folder),
        StoreLocation::Database(url) => DatabaseUrl::parse(url.reveal())?,
    };
    Ok((url, settings.own_folder.clone()))
}

/// Makes a folder that only its owner can look into.
pub(crate) fn make_private_folder(folder: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("the folder {} could not be made", folder.display()))
}

/// Reads the installation's secret, or makes it: two programs that start at once agree on one.
fn installation_secret(file: &Path) -> anyhow::Result<[u8; 32]> {
    let mut fresh = [0; 32];
    SystemRandomness.fill(&mut fresh);
    let made = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file);
    match made {
        Ok(mut made) => {
            made.write_all(hex::encode(fresh).as_bytes())?;
            made.sync_all()?;
            Ok(fresh)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => read_secret(file),
        Err(error) => Err(error).with_context(|| format!("{} could not be made", file.display())),
    }
}

fn read_secret(file: &Path) -> anyhow::Result<[u8; 32]> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("{} could not be read", file.display()))?;
    let mut secret = [0; 32];
    if hex::decode_to_slice(text.trim(), &mut secret).is_err() {
        bail!(
            "{} is not an installation's secret: 64 hexadecimal digits",
            file.display()
        );
    }
    Ok(secret)
}

/// The codebook that is set, with its labels, or the one inside the program.
fn codebook(settings: &Settings) -> anyhow::Result<CodebookSource> {
    let Some(path) = &settings.codebook else {
        return Ok(CodebookSource::uk());
    };
    let source = read_codebook(path)?;
    if let Err(problems) = InForce::new(&source) {
        let listed: Vec<String> = problems.iter().map(ToString::to_string).collect();
        bail!(
            "the codebook {} can't be used:\n{}",
            path.display(),
            listed.join("\n")
        );
    }
    Ok(source)
}

/// A codebook file with the label files in the folder of the same name beside it.
pub(crate) fn read_codebook(path: &Path) -> anyhow::Result<CodebookSource> {
    let source = fs::read_to_string(path)
        .with_context(|| format!("{} could not be read", path.display()))?;
    let mut labels = Vec::new();
    let folder = path.with_extension("");
    if folder.is_dir() {
        for entry in fs::read_dir(&folder)? {
            let file = entry?.path();
            let language = file
                .file_stem()
                .and_then(|stem| stem.to_str())
                .map(str::to_owned);
            if let Some(language) =
                language.filter(|_| file.extension().is_some_and(|kind| kind == "ftl"))
            {
                let text = fs::read_to_string(&file)
                    .with_context(|| format!("{} could not be read", file.display()))?;
                labels.push((language, text));
            }
        }
    }
    labels.sort();
    Ok(CodebookSource { source, labels })
}
