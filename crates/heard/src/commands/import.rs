//! `heard import`, `heard import list`, `heard import undo`

mod dry_run;
mod progress;

use std::fs;
use std::io::{BufWriter, Read, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use csv::StringRecord;
use domain::ImportId;
use domain::import::{Import, ImportCounts};
use serde_json::json;
use service::House;
use service::import::{ImportError, Listener, Mapping, Progress, Reject, RejectsWriter, SHIPPED};

use crate::args::{Format, ImportArguments, ImportCommand, ImportFiles};
use crate::config::Settings;
use crate::{opening, print};
use progress::Bar;

/// Rejected rows are said one by one up to this many; the rest are only counted.
const REJECTS_SAID: u64 = 1_000;
/// What stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Runs the command; says whether no row was rejected.
pub(crate) async fn run(settings: &Settings, arguments: &ImportArguments) -> anyhow::Result<bool> {
    let house = opening::existing_house(settings).await?;
    let whole = match &arguments.command {
        None => import(&house, &arguments.files).await?,
        Some(ImportCommand::List { format }) => {
            list(&house, &house.imports(None).await?, *format)?;
            true
        }
        // That one needs a place where there is no house yet; `main` sends it elsewhere.
        Some(ImportCommand::Archive { .. }) => false,
        Some(ImportCommand::Undo { import }) => {
            undo(&house, *import).await?;
            true
        }
    };
    house.close().await;
    Ok(whole)
}

/// Imports files one after the other, as one delivery.
async fn import(house: &House, arguments: &ImportFiles) -> anyhow::Result<bool> {
    let given = arguments
        .mapping
        .as_deref()
        .context("--mapping says what each column means")?;
    let mapping = mapping(house, given)?;
    let mut run = house.begin_import(&mapping, None)?;
    let mut rejects = Rejects::open(arguments.rejects.as_deref())?;
    let mut rows = vec![HEAD.map(str::to_owned).to_vec()];
    let mut rehearsals = Vec::new();
    let mut rejected = 0;
    for file in &arguments.files {
        let (source, bytes) = open(file)?;
        let mut hearing = Hearing {
            file,
            bar: Bar::new(bytes),
            rejects: &mut rejects,
            said: 0,
            is_quiet: arguments.dry_run,
            taken: false,
        };
        if arguments.dry_run {
            let would = run.rehearse(source, &mut hearing).await;
            hearing.bar.finish();
            let would = would.with_context(|| format!("{} can't be imported", file.display()))?;
            rejected += would.rejected;
            rehearsals.push((file, would));
        } else {
            let done = run.file(source, &mut hearing).await;
            hearing.bar.finish();
            let taken = hearing.taken;
            let done = done.with_context(|| {
                let file = file.display();
                if taken {
                    format!(
                        "{file} was not imported to its end; what was taken in is kept, and running the import again doubles nothing"
                    )
                } else {
                    format!("nothing of {file} was imported")
                }
            })?;
            rejected += done.rejected;
            rows.push(row(file.display().to_string(), &done));
        }
    }
    rejects.finish()?;
    if arguments.dry_run {
        dry_run::show(&rehearsals, arguments.format)?;
        return Ok(rejected == 0);
    }
    let done = run.finish().await?;
    house.publish_checkpoint().await?;
    show(&rows, arguments.format)?;
    print::aside(format_args!("import {}", done.id));
    if let Some(absent) = done.counts.absent.filter(|absent| *absent > 0) {
        print::aside(format_args!(
            "{absent} incidents of the series are not in this delivery; they are kept"
        ));
        if let Some(file) = &arguments.absent {
            write_absent(house, &done, file).await?;
        }
    }
    Ok(rejected == 0)
}

const HEAD: [&str; 7] = [
    "file",
    "rows",
    "added",
    "changed",
    "as before",
    "worked on here",
    "rejected",
];

fn row(file: String, done: &ImportCounts) -> Vec<String> {
    let counts = [
        done.read,
        done.added,
        done.changed,
        done.unchanged,
        done.kept,
        done.rejected,
    ];
    std::iter::once(file)
        .chain(counts.map(|count| count.to_string()))
        .collect()
}

/// Hears of an import and passes it on to whoever started it.
struct Hearing<'a> {
    file: &'a Path,
    bar: Bar,
    rejects: &'a mut Rejects,
    said: u64,
    is_quiet: bool,
    /// Whether some of its rows were taken in.
    taken: bool,
}

impl Listener for Hearing<'_> {
    fn progress(&mut self, progress: Progress) {
        let counts = progress.counts;
        self.taken |= counts.added + counts.changed + counts.unchanged + counts.kept > 0;
        self.bar.at(progress);
    }

    fn rejected(
        &mut self,
        rejects: &[Reject],
        header: &StringRecord,
        record: &StringRecord,
    ) -> Result<(), ImportError> {
        self.rejects.write(rejects, header, record)?;
        // A dry run counts the values instead.
        if self.is_quiet {
            return Ok(());
        }
        for reject in rejects {
            self.said += 1;
            if self.said == REJECTS_SAID + 1 {
                self.bar
                    .say("more rows were rejected; --rejects FILE writes all of them down");
            }
            if self.said <= REJECTS_SAID {
                self.bar.say(&format!(
                    "{}, line {}, {}: {}",
                    self.file.display(),
                    reject.line,
                    reject.column,
                    reject.reason
                ));
            }
        }
        Ok(())
    }
}

/// Where rejected rows are written down, if anywhere.
struct Rejects(Option<RejectsWriter<BufWriter<fs::File>>>);

impl Rejects {
    /// Only its owner can read the file: it holds what the rows hold.
    fn open(file: Option<&Path>) -> anyhow::Result<Self> {
        let Some(file) = file else {
            return Ok(Self(None));
        };
        let made = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(file)
            .and_then(|made| RejectsWriter::new(BufWriter::new(made)))
            .with_context(|| format!("{} could not be made", file.display()))?;
        Ok(Self(Some(made)))
    }

    fn write(
        &mut self,
        rejects: &[Reject],
        header: &StringRecord,
        record: &StringRecord,
    ) -> Result<(), ImportError> {
        let Some(writer) = &mut self.0 else {
            return Ok(());
        };
        if writer
            .write(rejects, header, record)
            .map_err(ImportError::Rejects)?
        {
            return Ok(());
        }
        Err(ImportError::Refused(
            "its columns are not those of the file before, so its rejected rows can't stand in the same file: import it by itself"
                .to_owned(),
        ))
    }

    fn finish(self) -> anyhow::Result<()> {
        if let Some(writer) = self.0 {
            writer.finish()?.flush()?;
        }
        Ok(())
    }
}

async fn write_absent(house: &House, import: &Import, file: &Path) -> anyhow::Result<()> {
    let made = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(file)
        .with_context(|| format!("{} could not be made", file.display()))?;
    let mut made = BufWriter::new(made);
    let mut after = String::new();
    loop {
        let ids = house.absent_from(import, &after).await?;
        let Some(last) = ids.last() else { break };
        for id in &ids {
            writeln!(made, "{id}")?;
        }
        after.clone_from(last);
    }
    Ok(made.flush()?)
}

fn list(house: &House, imports: &[Import], format: Format) -> anyhow::Result<()> {
    let head = [
        "import",
        "started",
        "series",
        "mapping",
        "by",
        "state",
        "rows",
        "added",
        "changed",
        "as before",
        "worked on here",
        "rejected",
        "not delivered",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for import in imports {
        let state = match (&import.undone, import.finished) {
            (Some((_, undone)), _) if undone.kept > 0 => format!("undone, {} kept", undone.kept),
            (Some(_), _) => "undone".to_owned(),
            (None, Some(_)) => "finished".to_owned(),
            (None, None) => "not finished".to_owned(),
        };
        let counts = &import.counts;
        let mut cells = vec![
            import.id.to_string(),
            house.day_of(import.started).to_string(),
            import.series.clone(),
            import.name.clone(),
            import
                .by
                .map_or_else(|| "command line".to_owned(), |by| by.to_string()),
            state,
        ];
        let numbers = [
            counts.read,
            counts.added,
            counts.changed,
            counts.unchanged,
            counts.kept,
            counts.rejected,
        ];
        // What one brought that was broken off is known when it is run again.
        let is_counted = import.finished.is_some();
        cells.extend(numbers.map(|number| {
            if is_counted {
                number.to_string()
            } else {
                String::new()
            }
        }));
        cells.push(
            counts
                .absent
                .map(|absent| absent.to_string())
                .unwrap_or_default(),
        );
        rows.push(cells);
    }
    show(&rows, format)
}

async fn undo(house: &House, import: ImportId) -> anyhow::Result<()> {
    let undone = house.undo_import(None, import).await?;
    house.publish_checkpoint().await?;
    let what = undone.undone.map(|(_, what)| what).unwrap_or_default();
    print::result(format_args!(
        "taken back: {}\nput back as before: {}\nkept, because a colleague had worked on them: {}",
        what.taken_back, what.put_back, what.kept
    ));
    Ok(())
}

/// Rows under a head, as they were asked for.
fn show(rows: &[Vec<String>], format: Format) -> anyhow::Result<()> {
    match format {
        Format::Table => print::result(print::columns(rows)),
        Format::Csv => print::result(print::comma_separated(rows)?),
        Format::Json => {
            let (names, rows) = rows
                .split_first()
                .map_or((&[][..], &[][..]), |(names, rows)| (names.as_slice(), rows));
            let listed: Vec<_> = rows
                .iter()
                .map(|row| {
                    let object: serde_json::Map<_, _> = names
                        .iter()
                        .cloned()
                        .zip(row.iter().map(|cell| json!(cell)))
                        .collect();
                    serde_json::Value::Object(object)
                })
                .collect();
            print::result(serde_json::Value::Array(listed));
        }
    }
    Ok(())
}

/// A mapping by the path of its file, or by name if it is part of the program.
fn mapping(house: &House, given: &Path) -> anyhow::Result<Mapping> {
    let shipped = given
        .to_str()
        .and_then(|name| SHIPPED.iter().find(|(known, _)| *known == name));
    let source = match shipped {
        Some((_, source)) if !given.exists() => (*source).to_owned(),
        _ => fs::read_to_string(given).with_context(|| {
            let names: Vec<_> = SHIPPED.iter().map(|(name, _)| *name).collect();
            format!(
                "{} is neither a file nor a mapping of the program ({})",
                given.display(),
                names.join(", ")
            )
        })?,
    };
    Mapping::parse(&source, &house.in_force().codebook)
        .with_context(|| format!("the mapping {} can't be used", given.display()))
}

/// What a file holds, and how many bytes; none if that is not known.
fn open(file: &Path) -> anyhow::Result<(Box<dyn Read + Send>, Option<u64>)> {
    if file.as_os_str() == STANDARD_INPUT {
        return Ok((Box::new(std::io::stdin()), None));
    }
    let opened =
        fs::File::open(file).with_context(|| format!("{} could not be read", file.display()))?;
    let about = opened.metadata()?;
    if about.is_dir() {
        bail!("{} is a folder; name the files in it", file.display());
    }
    Ok((Box::new(opened), about.is_file().then_some(about.len())))
}
