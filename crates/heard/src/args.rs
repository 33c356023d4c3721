//! The command line: names, flags and help texts, and nothing that does any work.
//!
//! Others script these commands, so names and exit codes are fixed: 0 done, 1 failed, 2 wrong use.
//! Results go to standard output, all else to standard error.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::PathBuf;

use areas::Level;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::{ImportId, Role};
use jiff::civil::Date;
use service::export::FacetsFormat;
use store::RoleName;

use crate::config::{DatabaseUrl, Door, FlagOverrides, listen_address};

/// Lets people tell what happened, follows it to its outcome, and publishes figures that can be
/// trusted.
#[derive(Debug, Parser)]
#[command(
    name = "heard",
    version,
    after_help = "Without a command, Heard serves its pages on 127.0.0.1:8080 and keeps its data in the \
                  user's data folder."
)]
pub(crate) struct Cli {
    /// Read settings from this TOML file.
    #[arg(long, global = true, value_name = "FILE", env = "HEARD_CONFIG")]
    pub(crate) config: Option<PathBuf>,

    /// Keep everything in this folder.
    #[arg(
        long,
        global = true,
        value_name = "FOLDER",
        conflicts_with = "database"
    )]
    pub(crate) data: Option<PathBuf>,

    /// Keep everything in this PostgreSQL database, such as postgres://heard@localhost/heard.
    #[arg(long, global = true, value_name = "URL", value_parser = SERVER_ADDRESS)]
    pub(crate) database: Option<DatabaseUrl>,

    /// What to do; `serve` if left out.
    #[command(subcommand)]
    command: Option<Command>,
}

impl Cli {
    /// What to do and the settings given by flags.
    pub(crate) fn into_parts(self) -> (Option<PathBuf>, FlagOverrides, Command) {
        let command = self
            .command
            .unwrap_or_else(|| Command::Serve(ServeArguments::default()));
        let (listen, door) = match &command {
            Command::Serve(serve) => (serve.listen, serve.door),
            _ => (None, None),
        };
        let flags = FlagOverrides {
            listen,
            door,
            data: self.data,
            database: self.database,
        };
        (self.config, flags, command)
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the pages until stopped.
    Serve(ServeArguments),
    /// Look after codebooks.
    #[command(subcommand)]
    Codebook(CodebookCommand),
    /// Look after the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Look after the database on a PostgreSQL server.
    #[command(subcommand)]
    Database(DatabaseCommand),
    /// Look after the members of staff.
    #[command(subcommand)]
    Member(MemberCommand),
    /// Take incidents from files into a series; the same file twice changes nothing.
    Import(ImportArguments),
    /// Take out what the organisation owns, in open formats.
    #[command(subcommand)]
    Export(ExportCommand),
    /// Look after wards, districts and police forces, and look places up in them.
    #[command(subcommand)]
    Areas(AreasCommand),
    /// Count incidents, reports or persons.
    Stats(StatsArguments),
    /// Carry everything from one database to another, of either engine, and check that all of it is there.
    Move(MoveArguments),
    /// Split the recovery key among several people and join it again; works without a network and without data.
    #[command(subcommand)]
    Recovery(RecoveryCommand),
    /// Check the whole ledger and every record against it, and name the first entry that does not
    /// fit.
    Verify(VerifyArguments),
}

/// Flags of `heard serve`.
#[derive(Debug, Default, Args)]
pub(crate) struct ServeArguments {
    /// Wait for browsers at this address, such as 127.0.0.1:8080; port 0 takes any free one.
    #[arg(long, value_name = "ADDRESS", value_parser = listen_address)]
    pub(crate) listen: Option<SocketAddr>,

    /// Open only one of the two doors.
    #[arg(long, value_enum)]
    pub(crate) door: Option<Door>,

    /// Show a small made-up town, kept nowhere.
    #[arg(long)]
    pub(crate) demo: bool,
}

/// Commands of `heard codebook`.
#[derive(Debug, Subcommand)]
pub(crate) enum CodebookCommand {
    /// Explain everything that is wrong with a codebook, by line and key.
    Check {
        /// The codebook.
        file: PathBuf,
        /// How to print what was found.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// Commands of `heard config`.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Name every setting there is: what it does, what it takes, and what holds when nobody sets it.
    List {
        /// How to print the settings.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Explain every wrong setting by name and line, or show what holds and why.
    Check {
        /// How to print the settings.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// Commands of `heard database`.
#[derive(Debug, Subcommand)]
pub(crate) enum DatabaseCommand {
    /// Make the role with which a front door of its own uses the database, or give it its rights anew after an upgrade:
    /// it can add reports, and read what is public.
    Roles(RolesArguments),
}

/// Flags of `heard database roles`.
#[derive(Debug, Args)]
pub(crate) struct RolesArguments {
    /// The role of the front door.
    #[arg(long, value_name = "ROLE", default_value = "heard_front", value_parser = role_name)]
    pub(crate) front: RoleName,

    /// Make a password for it, and write the settings of the front door with it into this file, which must not be there
    /// yet. A password that it had is good no more.
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,

    /// How to print what was done.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Commands of `heard member`.
#[derive(Debug, Subcommand)]
pub(crate) enum MemberCommand {
    /// Print a link with which one person can make an account, once.
    Invite {
        /// The name colleagues will see.
        #[arg(long, value_parser = name)]
        name: String,
        /// What the person may do.
        #[arg(long, value_parser = role_parser())]
        role: Role,
    },
}

/// Commands of `heard recovery`.
#[derive(Debug, Subcommand)]
pub(crate) enum RecoveryCommand {
    /// Read the printed key from standard input and write one sheet for each holder.
    Split {
        /// How many shares give the key back.
        #[arg(long, value_name = "NUMBER", default_value_t = 3, value_parser = clap::value_parser!(u8).range(2..=20))]
        needed: u8,
        /// How many shares to make.
        #[arg(long, value_name = "NUMBER", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=20))]
        shares: u8,
        /// Write the sheets into this folder.
        #[arg(long, value_name = "FOLDER")]
        into: PathBuf,
    },
    /// Check that a share is a real one, without the others.
    Check {
        /// The sheet, as printed or as typed.
        sheet: PathBuf,
    },
    /// Join shares and print the recovery key.
    Join {
        /// The sheets, as printed or as typed.
        #[arg(required = true, value_name = "SHEET")]
        sheets: Vec<PathBuf>,
    },
}

/// `heard import`: files, or what to do with what was imported.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct ImportArguments {
    /// What to do with what was imported.
    #[command(subcommand)]
    pub(crate) command: Option<ImportCommand>,

    /// What to import.
    #[command(flatten)]
    pub(crate) files: ImportFiles,
}

/// Commands of `heard import`.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// List every import: when, what, and what came of it.
    List {
        /// How to print the list.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Take everything that `heard export archive` wrote into a Heard in which there is nothing yet.
    Archive {
        /// The archive: a file, packed or not, or a folder; `-` is standard input.
        file: PathBuf,
        /// How to print what was taken in.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Take back what an import brought, and put back what it changed; the history is kept.
    Undo {
        /// The import, as `heard import list` names it.
        #[arg(value_name = "IMPORT")]
        import: ImportId,
    },
}

/// Flags of `heard import` with files.
#[derive(Debug, Args)]
pub(crate) struct ImportFiles {
    /// The file that says what each column means, or the name of a mapping inside the program.
    #[arg(long, value_name = "MAPPING", required = true)]
    pub(crate) mapping: Option<PathBuf>,

    /// The files to take in, as one delivery: CSV, JSON Lines or Excel (.xlsx), also packed with gzip or Zstandard;
    /// `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Say what would be coded how and which values nothing is said of, and keep nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Write rejected rows into this CSV file, each with the reason; mended, it can be imported in turn.
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,

    /// Write the source's ids of incidents that a delivery of the whole register lacks into this file.
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub(crate) absent: Option<PathBuf>,

    /// How to print what came of each file.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Commands of `heard export`.
#[derive(Debug, Subcommand)]
pub(crate) enum ExportCommand {
    /// Write one row for each incident: codes, dates, judgements. No words and nobody's name.
    Facets(ExportFacetsArguments),
    /// Write everything the organisation owns, as JSON Lines; what is sealed stays sealed.
    Archive(ExportArchiveArguments),
}

/// Flags of `heard export facets`.
#[derive(Debug, Args)]
pub(crate) struct ExportFacetsArguments {
    /// The file to write; `-` is standard output. Packed when its name ends with .gz or .zst.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,

    /// In which format; by the ending of the file's name if left out.
    #[arg(long, value_parser = facets_format_parser())]
    pub(crate) format: Option<FacetsFormat>,
}

/// Flags of `heard export archive`.
#[derive(Debug, Args)]
pub(crate) struct ExportArchiveArguments {
    /// Where to: a file whose name ends with .tar, .tar.gz or .tar.zst, or a folder that is not there yet; `-` writes a
    /// tar to standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,

    /// Also open everything that is sealed, and write it in clear words into this file. Asks for a passphrase; the
    /// ledger says who did it.
    #[arg(long, value_name = "FILE", requires = "name")]
    pub(crate) unsealed: Option<PathBuf>,

    /// Who opens it: the name with which they sign in.
    #[arg(long = "as", value_name = "NAME", requires = "unsealed")]
    pub(crate) name: Option<String>,

    /// How to print what was written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Commands of `heard areas`.
#[derive(Debug, Subcommand)]
pub(crate) enum AreasCommand {
    /// Take in boundaries, a table of postcodes or a list of names, with the days for which they hold.
    Import(AreasImportArguments),
    /// List every set of areas with its days.
    List {
        /// How to print the sets.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Say in which ward, district and police force a place lies, and by which set.
    Find(AreasFindArguments),
}

/// Flags of `heard areas import`.
#[derive(Debug, Args)]
pub(crate) struct AreasImportArguments {
    /// The first day for which these areas hold, such as 2013-12-31.
    #[arg(long, value_name = "DAY")]
    pub(crate) valid_from: Date,

    /// The last day for which they hold, if that is known.
    #[arg(long, value_name = "DAY")]
    pub(crate) valid_to: Option<Date>,

    /// What to call the set; the name of the file if left out.
    #[arg(long, value_parser = name)]
    pub(crate) title: Option<String>,

    /// What kind of areas the boundaries are, where the file does not say so.
    #[arg(long, value_parser = level_parser())]
    pub(crate) level: Option<Level>,

    /// The property of each boundary that holds its code; found by usual names such as WD13CD if left out.
    #[arg(long, value_name = "PROPERTY")]
    pub(crate) code_property: Option<String>,

    /// The property that holds its name.
    #[arg(long, value_name = "PROPERTY")]
    pub(crate) name_property: Option<String>,

    /// The files: GeoJSON, TopoJSON, Code-Point Open, ONSPD or a list of names; plain, gzip or Zstandard.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// How to print what came of each file.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Flags of `heard areas find`.
#[derive(Debug, Args)]
pub(crate) struct AreasFindArguments {
    /// A postcode, the name of an area, or a point as LATITUDE,LONGITUDE.
    #[arg(value_name = "PLACE", allow_hyphen_values = true)]
    pub(crate) place: String,

    /// As the areas were on this day; today if left out.
    #[arg(long, value_name = "DAY")]
    pub(crate) on: Option<Date>,

    /// How to print what was found.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Flags of `heard stats`.
#[derive(Debug, Args)]
pub(crate) struct StatsArguments {
    /// One row for each code of this facet, or for each year, month or area.
    #[arg(long, value_name = "FACET")]
    pub(crate) rows: Option<String>,

    /// One column for each code of this facet, or for each year, month or area.
    #[arg(long, value_name = "FACET")]
    pub(crate) columns: Option<String>,

    /// Count only what has this code; may be given several times, and then all must hold.
    #[arg(long = "where", value_name = "FACET=CODE", value_parser = condition)]
    pub(crate) conditions: Vec<Condition>,

    /// Count from this day on, such as 2026-01-31.
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<Date>,

    /// Count up to this day, that day included.
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<Date>,

    /// What to count.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) unit: Unit,

    /// Count in this series; our own if left out. Series are never added up.
    #[arg(long)]
    pub(crate) series: Option<String>,

    /// Show exact figures, without disclosure control; never publish them.
    #[arg(long)]
    pub(crate) internal: bool,

    /// Count what was known at the end of this day.
    #[arg(long, value_name = "DAY")]
    pub(crate) as_known_on: Option<Date>,

    /// How to print the figures.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Flags of `heard move`.
#[derive(Debug, Args)]
pub(crate) struct MoveArguments {
    /// The database that everything is in: sqlite:PATH or postgres://USER@HOST/NAME.
    #[arg(
        long,
        value_name = "URL",
        env = "HEARD_MOVE_FROM",
        hide_env_values = true,
        value_parser = database_address()
    )]
    pub(crate) from: store::DatabaseUrl,

    /// The database that everything goes to; nothing may be in it yet.
    #[arg(
        long,
        value_name = "URL",
        env = "HEARD_MOVE_TO",
        hide_env_values = true,
        value_parser = database_address()
    )]
    pub(crate) to: store::DatabaseUrl,

    /// How to print what was carried.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Flags of `heard verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// Also fetch the report page at this address, such as https://report.example.org, and compare what it runs in
    /// browsers with the ledger. Nothing is fetched without this flag.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) site: Option<String>,

    /// How to print what was found.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// Also compare every index of an SQLite database with its table, which takes longer. A running Heard does so
    /// once a day.
    #[arg(long)]
    pub(crate) indexes: bool,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// Columns for people.
    #[default]
    Table,
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Unit {
    /// What people told.
    Reports,
    /// What happened.
    #[default]
    Incidents,
    /// Whom it happened to.
    Persons,
}

/// A facet and the code it must have, as in `strand=anti-muslim`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Condition {
    /// The facet's name.
    pub(crate) facet: String,
    /// The code.
    pub(crate) code: String,
}

/// Reads the address of a database. Unlike the parser's own, its complaint does not repeat what was
/// written: that may hold a password.
#[derive(Clone)]
struct AddressParser<T>(fn(&str) -> Result<T, String>);

/// The address of a server's database.
const SERVER_ADDRESS: AddressParser<DatabaseUrl> = AddressParser(str::parse);

/// The address of a database of either engine.
fn database_address() -> AddressParser<store::DatabaseUrl> {
    AddressParser(|text| store::DatabaseUrl::parse(text).map_err(|error| error.to_string()))
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for AddressParser<T> {
    type Value = T;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<T, clap::Error> {
        (self.0)(value.to_str().unwrap_or_default()).map_err(|complaint| {
            let flag = argument.and_then(clap::Arg::get_long).unwrap_or_default();
            let message = format!("the address given with --{flag} {complaint}\n");
            clap::Error::raw(ErrorKind::ValueValidation, message).with_cmd(command)
        })
    }
}

fn condition(text: &str) -> Result<Condition, String> {
    match text.split_once('=') {
        Some((facet, code)) if !facet.is_empty() && !code.is_empty() => Ok(Condition {
            facet: facet.to_owned(),
            code: code.to_owned(),
        }),
        _ => Err("write FACET=CODE, for example place-type=street".to_owned()),
    }
}

fn role_name(text: &str) -> Result<RoleName, String> {
    RoleName::parse(text).map_err(str::to_owned)
}

fn name(text: &str) -> Result<String, String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        Err("a name is needed".to_owned())
    } else {
        Ok(trimmed.to_owned())
    }
}

fn level_parser() -> impl TypedValueParser<Value = Level> {
    PossibleValuesParser::new(Level::ALL.map(Level::code))
        .try_map(|word| Level::parse(&word).ok_or_else(|| format!("no level is called {word}")))
}

fn facets_format_parser() -> impl TypedValueParser<Value = FacetsFormat> {
    PossibleValuesParser::new(FacetsFormat::ALL.map(FacetsFormat::ending)).try_map(|ending| {
        FacetsFormat::parse(&ending).ok_or_else(|| format!("no format is called {ending}"))
    })
}

fn role_parser() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::code))
        .try_map(|word| Role::parse(&word).ok_or_else(|| format!("no role is called {word}")))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn read(arguments: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("heard").chain(arguments.split_whitespace()))
    }

    #[test]
    fn the_definitions_are_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn alone_it_serves() {
        let (_, flags, command) = read("").unwrap().into_parts();
        assert!(matches!(
            command,
            Command::Serve(ServeArguments { demo: false, .. })
        ));
        assert!(flags.listen.is_none() && flags.data.is_none());
        let (_, flags, _) = read("serve --listen 127.0.0.1:0 --door front --demo")
            .unwrap()
            .into_parts();
        assert_eq!(flags.door, Some(Door::Front));
        assert_eq!(flags.listen.unwrap().port(), 0);
    }

    #[test]
    fn every_promised_command_is_understood() {
        for line in [
            "--config heard.toml --data here serve",
            "--database postgres://heard@db/heard verify --format json",
            "codebook check uk.toml --format csv",
            "config check",
            "member invite --name Amina --role caseworker",
            "recovery split --needed 3 --shares 5 --into sheets",
            "recovery check share-1-of-5.txt",
            "recovery join one.txt two.txt three.txt",
            "import --mapping fbi.toml one.csv two.csv.zst --format json",
            "areas import --valid-from 2013-12-31 wards.geojson.gz districts.topojson",
            "areas import --valid-from 2013-12-31 --valid-to 2021-05-05 --level ward --code-property code \
             --name-property name --title Wards wards.geojson --format json",
            "areas list --format csv",
            "areas find S60 --on 2015-01-01",
            "areas find 53.43,-1.36",
            "areas find -33.9,18.4",
            "import --mapping fbi.toml - --dry-run --rejects wrong.csv",
            "import --mapping fbi.toml one.xlsx --absent gone.txt",
            "import list --format csv",
            "export facets --to facets.csv",
            "export facets --to facets --format parquet",
            "export facets --to - --format jsonl",
            "export archive --to everything.tar.zst",
            "export archive --to everything --unsealed stories.jsonl --as Amina --format json",
            "import archive everything.tar.zst --format json",
            "import undo 0123456789abcdef0123456789abcdef",
            "stats",
            "stats --rows year --columns strand --where target=muslim --where place-type=street --from 1991-01-01 \
             --to 2020-12-31 --unit persons --series fbi --internal --as-known-on 2026-01-31 --format csv",
            "verify --data here",
            "move --from sqlite:here/heard.db --to postgres://heard@db/heard --format json",
        ] {
            assert!(read(line).is_ok(), "{line}: {:?}", read(line).err());
        }
    }

    #[test]
    fn wrong_use_ends_with_2() {
        for line in [
            "sing",
            "--data here --database postgres://db/heard",
            "serve --listen nowhere",
            "serve --door back",
            "member invite --name Amina --role king",
            "member invite --role helper",
            "recovery split",
            "recovery split --needed 1 --into sheets",
            "recovery split --shares 21 --into sheets",
            "recovery join",
            "import one.csv",
            "import --mapping fbi.toml",
            "areas import wards.geojson",
            "areas import --valid-from 2013-12-31",
            "areas import --valid-from soon wards.geojson",
            "areas import --valid-from 2013-12-31 --level planet wards.geojson",
            "areas find",
            "export",
            "export facets",
            "export facets --to facets.pdf --format pdf",
            "export archive",
            "export archive --to everything.tar --unsealed stories.jsonl",
            "export archive --to everything.tar --as Amina",
            "import archive",
            "import undo",
            "import undo the-last",
            "import --mapping fbi.toml one.csv --dry-run --absent gone.txt",
            "stats --where target",
            "stats --from 2020-02-30",
            "stats --unit tears",
            "stats --format pdf",
            "--database mysql://db/heard",
            "move --from sqlite:here",
            "move --from here --to sqlite:there",
        ] {
            let error = read(line).expect_err(line);
            assert_eq!(error.exit_code(), 2, "{line}");
        }
        assert_eq!(read("--help").unwrap_err().kind(), ErrorKind::DisplayHelp);
        assert_eq!(read("--help").unwrap_err().exit_code(), 0);
    }

    #[test]
    fn a_wrong_database_url_is_not_repeated_with_its_password() {
        let said = read("--database mysql://heard:hunter2@db/heard")
            .unwrap_err()
            .to_string();
        assert!(!said.contains("hunter2"), "{said}");
        let said = read("move --from mysql://heard:hunter2@db/heard --to sqlite:x")
            .unwrap_err()
            .to_string();
        assert!(
            said.contains("--from") && !said.contains("hunter2"),
            "{said}"
        );
    }
}
