//! `heard recovery split|check|join`: for the holders of the recovery key, on a machine without a network. It opens
//! no database and reads no setting. And `heard recovery open`, which uses the key when nobody is left.

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use seal::shares::{self, RecoveryShare};
use seal::{RecoveryKit, Zeroizing};
use service::ServiceError;
use service::ports::Generator;

use crate::config::Settings;
use crate::system::SystemRandomness;
use crate::{opening, print};

/// The longest key or sheet that is read: a page of text is a tenth of it.
const LONGEST: u64 = 64 * 1024;

/// Reads the printed key from standard input and writes one sheet a holder.
pub(crate) fn split(needed: u8, count: u8, folder: &Path) -> anyhow::Result<bool> {
    let typed = typed_key()?;
    for file in write_sheets(&typed, needed, count, folder)? {
        print::result(file.display());
    }
    print::aside(
        "Print each sheet for one holder outside the staff, have each check theirs with `heard recovery check`, and \
         then destroy these files and the single sheet with the whole key.",
    );
    Ok(true)
}

/// What is typed or piped in: never an argument, which other users of the machine could see.
fn typed_key() -> anyhow::Result<Zeroizing<String>> {
    print::aside("Type the recovery key as printed, then end the input (Ctrl+D).");
    standard_input().context("the key could not be read")
}

fn standard_input() -> std::io::Result<Zeroizing<String>> {
    let mut typed = Zeroizing::new(String::new());
    std::io::stdin()
        .lock()
        .take(LONGEST)
        .read_to_string(&mut typed)?;
    Ok(typed)
}

/// Gives the team a new key with the recovery key, and it to a member who has joined.
pub(crate) async fn open(settings: &Settings, member: &str) -> anyhow::Result<bool> {
    let kit = RecoveryKit::parse(&typed_key()?)?;
    let house = opening::existing_house(settings).await?;
    let done = house.open_with_recovery(&kit, member).await;
    house.close().await;
    let done = match done {
        Err(ServiceError::NotFound) => bail!(
            "nobody of that name has joined as an administrator, caseworker or senior; invite them first with `heard \
             member invite`"
        ),
        done => done?,
    };
    print::result(format_args!("{} keys opened", done.opened));
    if done.refused > 0 {
        print::aside(format_args!(
            "{} keys were not wrapped for this recovery key as they should have been, and stay closed.",
            done.refused
        ));
    }
    print::aside("They can sign in now. That the recovery key was used stands in the ledger.");
    Ok(done.refused == 0)
}

/// Writes the sheets of a key as typed; gives their files. A file that is there already is never overwritten.
fn write_sheets(typed: &str, needed: u8, count: u8, folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let kit = RecoveryKit::parse(typed)?;
    let made = shares::split(kit.seed(), needed, count, &mut Generator(&SystemRandomness))?;
    opening::make_private_folder(folder)?;
    let files: Vec<PathBuf> = made
        .iter()
        .map(|share| folder.join(format!("share-{}-of-{count}.txt", share.index())))
        .collect();
    if let Some(there) = files.iter().find(|file| file.exists()) {
        bail!("{} is there already; nothing was written", there.display());
    }
    for (share, file) in made.iter().zip(&files) {
        write_sheet(file, &sheet(share))?;
    }
    Ok(files)
}

fn write_sheet(file: &Path, sheet: &str) -> anyhow::Result<()> {
    let mut made = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .with_context(|| format!("{} could not be made", file.display()))?;
    made.write_all(sheet.as_bytes())?;
    made.sync_all()?;
    Ok(())
}

/// A sheet as it is printed.
fn sheet(share: &RecoveryShare) -> Zeroizing<String> {
    let (needed, count) = share.numbers();
    Zeroizing::new(format!(
        "Heard: share {} of {count} of the recovery key.\n\
         {needed} shares together give the key back; fewer tell nothing.\n\
         The key it belongs to: {}\n\
         Tell nobody the rows that begin with s. The rows that begin with p are the same on every sheet.\n\n{}",
        share.index(),
        hex::encode(share.fingerprint()),
        share.rows().as_str()
    ))
}

/// The sheets in a file, or in standard input for `-`: a sheet begins with its row s1.
fn read(file: &Path) -> anyhow::Result<Vec<RecoveryShare>> {
    let text = if file.as_os_str() == "-" {
        standard_input()
    } else {
        let mut text = Zeroizing::new(String::new());
        fs::File::open(file)
            .and_then(|file| file.take(LONGEST).read_to_string(&mut text))
            .map(|_| text)
    };
    let text = text.with_context(|| format!("{} could not be read", file.display()))?;
    let mut sheets = vec![Zeroizing::new(String::new())];
    let mut begun = false;
    for line in text.lines() {
        let name = line.trim_start().get(..2).unwrap_or_default();
        let ends = line.trim_start().chars().nth(2);
        if name.eq_ignore_ascii_case("s1") && !ends.is_some_and(char::is_alphanumeric) {
            if begun {
                sheets.push(Zeroizing::new(String::new()));
            }
            begun = true;
        }
        if let Some(sheet) = sheets.last_mut() {
            sheet.push_str(line);
            sheet.push('\n');
        }
    }
    sheets
        .iter()
        .map(|sheet| RecoveryShare::parse(sheet).with_context(|| file.display().to_string()))
        .collect()
}

/// Checks one holder's sheet without the others.
pub(crate) fn check(file: &Path) -> anyhow::Result<bool> {
    for share in read(file)? {
        share.check()?;
        let (needed, count) = share.numbers();
        print::result(format_args!(
            "share {} of {count} fits; {needed} are needed\nkey {}",
            share.index(),
            hex::encode(share.fingerprint())
        ));
    }
    Ok(true)
}

/// Joins sheets and prints the recovery key.
pub(crate) fn join(files: &[PathBuf]) -> anyhow::Result<bool> {
    print::result(joined(files)?.as_str());
    print::aside("This is the whole recovery key. Don't leave it on a screen or in a file.");
    Ok(true)
}

fn joined(files: &[PathBuf]) -> anyhow::Result<Zeroizing<String>> {
    let sheets = files
        .iter()
        .map(|file| read(file))
        .collect::<anyhow::Result<Vec<_>>>()?
        .concat();
    Ok(RecoveryKit::new(shares::join(&sheets)?).text())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use seal::SecretSeed;

    use super::*;

    #[test]
    fn a_key_is_split_checked_and_joined_and_two_shares_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let into = folder.path().join("sheets");
        let kit = RecoveryKit::new(SecretSeed::from_bytes([7; 32])).text();
        let files = write_sheets(&kit.to_lowercase(), 3, 5, &into).unwrap();
        assert_eq!(files.len(), 5);
        for file in &files {
            assert!(check(file).unwrap());
            assert_eq!(
                fs::metadata(file).unwrap().permissions().mode() & 0o777,
                0o600
            );
            let sheet = fs::read_to_string(file).unwrap();
            assert!(
                sheet.lines().all(|line| line.chars().count() <= 100),
                "{sheet}"
            );
        }
        let chosen = [files[4].clone(), files[0].clone(), files[2].clone()];
        assert_eq!(*joined(&chosen).unwrap(), *kit);
        let refused = joined(&chosen[..2]).unwrap_err().to_string();
        assert_eq!(refused, "3 shares are needed, and there are 2");

        let again = write_sheets(&kit, 3, 5, &into).unwrap_err().to_string();
        assert!(
            again.contains("is there already; nothing was written"),
            "{again}"
        );
        assert!(write_sheets("0000000", 3, 5, folder.path()).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_mistyped_sheet_is_named_with_its_row_and_never_repeated() {
        let folder = tempfile::tempdir().unwrap();
        let kit = RecoveryKit::new(SecretSeed::from_bytes([7; 32])).text();
        let files = write_sheets(&kit, 2, 2, folder.path()).unwrap();
        let sheet = fs::read_to_string(&files[0]).unwrap();
        let row = sheet.lines().find(|line| line.starts_with("s2 ")).unwrap();
        let (groups, _) = row.rsplit_once(' ').unwrap();
        fs::write(&files[0], sheet.replace(row, &format!("{groups} abacus"))).unwrap();
        let told = format!("{:#}", check(&files[0]).unwrap_err());
        assert!(told.contains("row s2 is mistyped"), "{told}");
        assert!(!told.contains(&groups[3..9]), "{told}");
        assert!(joined(&files).is_err());
        assert!(check(&folder.path().join("none.txt")).is_err());
        fs::write(folder.path().join("empty.txt"), "").unwrap();
        assert!(check(&folder.path().join("empty.txt")).is_err());
    }
}
