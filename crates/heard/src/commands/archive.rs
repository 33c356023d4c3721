//! `heard export archive` and `heard import archive`

use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _, Read, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use console::Term;
use serde_json::json;
use service::House;
use service::archive::{
    ArchiveError, ArchiveFrom, ArchiveStage, ArchiveTo, Archived, Head, TableFile, TaggedCount,
    TarFrom, TarTo, take_in,
};

use super::areas;
use crate::args::{ExportArchiveArguments, Format};
use crate::config::Settings;
use crate::new_file::{Lent, NewFile, Packing, packing};
use crate::{opening, print};

/// What stands for standard input and output.
const STANDARD: &str = "-";
/// What a folder is called until it is whole.
const PARTIAL: &str = ".partial";

/// Writes everything into an archive, and, if asked, all that is sealed into a file of its own.
pub(crate) async fn export(
    settings: &Settings,
    arguments: &ExportArchiveArguments,
) -> anyhow::Result<bool> {
    let house = opening::existing_house(settings).await?;
    let opened = match (&arguments.unsealed, &arguments.name) {
        (Some(file), Some(name)) => Some(unsealed(&house, file, name).await?),
        _ => None,
    };
    let to = &arguments.to;
    let failed = || format!("{} was not written", to.display());
    let done = if to.as_os_str() == STANDARD {
        write_tar(&house, to, Box::new(io::stdout())).await?
    } else if is_tar(to) {
        let (new, file) = NewFile::begin(to)?;
        let done = write_tar(&house, to, Box::new(file))
            .await
            .with_context(failed)?;
        new.finish()?;
        done
    } else {
        write_folder(&house, to).await.with_context(failed)?
    };
    house.close().await;
    show(
        &[],
        done.ledger,
        &done.tables,
        "written",
        arguments.format,
        to.as_os_str() == STANDARD,
    )?;
    if let Some(pieces) = opened {
        print::aside(format_args!(
            "{pieces} sealed pieces were opened and written in clear words. Whoever reads that file reads everything"
        ));
    }
    Ok(true)
}

/// Takes an archive into an empty Heard, and checks it there.
pub(crate) async fn import(
    settings: &Settings,
    file: &Path,
    format: Format,
) -> anyhow::Result<bool> {
    let (into, _) = opening::location(settings)?;
    let failed = || format!("nothing of {} was taken in", file.display());
    let from: Box<dyn ArchiveFrom> = if file.is_dir() {
        Box::new(FolderFrom(file.to_owned()))
    } else if file.as_os_str() == STANDARD {
        Box::new(TarFrom::new(io::stdin()))
    } else {
        Box::new(TarFrom::new(areas::open(file).with_context(failed)?))
    };
    let done = take_in(Boxed(from), &into, say)
        .await
        .with_context(failed)?;
    show(
        &done.figures,
        done.ledger,
        &done.tables,
        "everything fits",
        format,
        false,
    )?;
    print::aside(format_args!(
        "Everything of {} is in {into}: every row is the archive's, the ledger has the same root, and every record fits.\n\
         What to do now:\n\
         1. The file installation.key is not in an archive: have it where Heard looks for it, in the data folder.\n   \
            Without it no checkpoint can be signed.\n\
         2. Start Heard. Everybody signs in as before; whoever was only invited is invited anew.",
        done.organisation
    ));
    Ok(true)
}

fn say(stage: ArchiveStage, table: &str) {
    print::aside(match stage {
        ArchiveStage::Measuring => format!("measuring {table}"),
        ArchiveStage::Copying => format!("copying {table}"),
        ArchiveStage::Comparing => format!("comparing {table}"),
        ArchiveStage::Checking => "checking the ledger".to_owned(),
    });
}

fn is_tar(to: &Path) -> bool {
    let name = match packing(to) {
        Some(_) => Path::new(to.file_stem().unwrap_or_default()),
        None => to,
    };
    name.extension().is_some_and(|ending| ending == "tar")
}

async fn write_tar(
    house: &House,
    name: &Path,
    to: Box<dyn Write + Send>,
) -> anyhow::Result<Archived> {
    let packed = Lent::new(Packing::of(name, to)?);
    let modified = house.now().seconds().unsigned_abs();
    let tar = TarTo::new(packed.again(), modified);
    let done = house.export_archive(tar, say).await?;
    packed.finish()?;
    Ok(done)
}

/// Writes a folder that gets its name when it is whole.
async fn write_folder(house: &House, to: &Path) -> anyhow::Result<Archived> {
    if to.exists() {
        bail!("there is something already; name a folder that is not there yet");
    }
    let mut name = to.file_name().context("it names no folder")?.to_owned();
    name.push(PARTIAL);
    let partial = to.with_file_name(name);
    match fs::remove_dir_all(&partial) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    fs::DirBuilder::new().mode(0o700).create(&partial)?;
    let folder = FolderTo {
        folder: partial.clone(),
        file: None,
    };
    match house.export_archive(folder, say).await {
        Ok(done) => {
            fs::rename(&partial, to)?;
            Ok(done)
        }
        Err(error) => {
            // What could not be finished is worth nothing.
            let _ = fs::remove_dir_all(&partial);
            Err(error.into())
        }
    }
}

/// Writes each file of an archive into a folder.
struct FolderTo {
    folder: PathBuf,
    file: Option<io::BufWriter<fs::File>>,
}

impl FolderTo {
    fn file(&mut self) -> io::Result<&mut io::BufWriter<fs::File>> {
        self.file
            .as_mut()
            .ok_or_else(|| io::Error::other("no file was begun"))
    }
}

impl ArchiveTo for FolderTo {
    fn begin(&mut self, file: &str, _: u64) -> io::Result<()> {
        let made = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(self.folder.join(file))?;
        self.file = Some(io::BufWriter::with_capacity(1 << 16, made));
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file()?.write_all(bytes)
    }

    fn end(&mut self) -> io::Result<()> {
        self.file()?.flush()?;
        self.file()?.get_ref().sync_all()
    }

    fn finish(&mut self) -> io::Result<()> {
        fs::File::open(&self.folder)?.sync_all()
    }
}

/// Reads each file of an archive from a folder. Other files in it are left alone.
struct FolderFrom(PathBuf);

impl ArchiveFrom for FolderFrom {
    fn open(&mut self, file: &str) -> Result<Box<dyn Read + Send + '_>, ArchiveError> {
        match fs::File::open(self.0.join(file)) {
            Ok(opened) => Ok(Box::new(opened)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(ArchiveError::CutOff(file.to_owned()))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn finish(&mut self) -> Result<(), ArchiveError> {
        Ok(())
    }
}

/// Whatever an archive is read from.
struct Boxed(Box<dyn ArchiveFrom>);

impl ArchiveFrom for Boxed {
    fn open(&mut self, file: &str) -> Result<Box<dyn Read + Send + '_>, ArchiveError> {
        self.0.open(file)
    }

    fn finish(&mut self) -> Result<(), ArchiveError> {
        self.0.finish()
    }
}

/// Opens everything that is sealed, for somebody who signs in and may; how many pieces.
async fn unsealed(house: &House, file: &Path, name: &str) -> anyhow::Result<u64> {
    let passphrase = passphrase(name)?;
    let session = house.sign_in(name, &passphrase, "command line").await?;
    let by = house
        .signed_in(&session.token, "command line")
        .await?
        .context("the session ended at once")?;
    let outcome = write_unsealed(house, &by, file).await;
    // The session is of no more use to anybody, however it went.
    house.sign_out(&by).await?;
    outcome
}

async fn write_unsealed(house: &House, by: &service::SignedIn, file: &Path) -> anyhow::Result<u64> {
    if by.second_key.is_some_and(|second| second.insisted) {
        bail!("make a second key at the desk first, under \"Your keys\"");
    }
    by.actor.needs(domain::Permission::ExportUnsealed)?;
    let failed = || format!("{} was not written", file.display());
    let (new, made) = NewFile::begin(file)?;
    let packed = Lent::new(Packing::of(file, made)?);
    let done = house
        .export_unsealed(by, packed.again())
        .await
        .with_context(failed)?;
    packed.finish().with_context(failed)?;
    new.finish()?;
    if done.gone > 0 {
        print::aside(format_args!(
            "{} pieces that the ledger names are not there any more",
            done.gone
        ));
    }
    Ok(done.pieces)
}

/// Asks for a passphrase on the terminal, without showing it; else takes the first line of standard input.
fn passphrase(name: &str) -> anyhow::Result<String> {
    if io::stdin().is_terminal() {
        let terminal = Term::stderr();
        terminal.write_str(&format!("Passphrase of {name}: "))?;
        return Ok(terminal.read_secure_line()?);
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Prints what was written or taken in. When the archive itself went to standard output, it stands aside.
fn show(
    figures: &[TaggedCount],
    ledger: Head,
    tables: &[TableFile],
    result: &str,
    format: Format,
    is_aside: bool,
) -> anyhow::Result<()> {
    let text = if format == Format::Json {
        json!({
            "tables": tables,
            "figures": figures,
            "entries": ledger.entries,
            "root": ledger.root,
            "result": result,
        })
        .to_string()
    } else {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let mut rows = vec![row(["table", "rows", "sha256"])];
        rows.extend(tables.iter().map(|file| {
            row([
                &file.table,
                &file.rows.to_string(),
                &String::from(file.sha256),
            ])
        }));
        rows.extend(figures.iter().map(|count| {
            let decision = count.decision.as_deref().unwrap_or("not decided");
            row([
                &format!("incidents of {}, {}, {decision}", count.series, count.stage),
                &count.incidents.to_string(),
                "",
            ])
        }));
        rows.push(row([
            "root of the ledger",
            &ledger.entries.to_string(),
            &String::from(ledger.root),
        ]));
        rows.push(row(["result", "", result]));
        match format {
            Format::Csv => print::comma_separated(&rows)?,
            Format::Table | Format::Json => print::columns(&rows),
        }
    };
    if is_aside {
        print::aside(text);
    } else {
        print::result(text);
    }
    Ok(())
}
