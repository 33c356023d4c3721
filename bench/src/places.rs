//! Importing rows with a postcode, a point or a name of a ward each, beside the same rows without.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, ensure};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use testkit::data_file;

use crate::Order;
use crate::engine::{Engine, Place, engines};
use crate::importing::import;

/// How many rows are imported.
const ROWS: usize = 100_000;
/// The same, to try it out.
const FEW_ROWS: usize = 5_000;
/// What is taken in before, each with the first day for which it holds.
const AREAS: [(&str, &str); 6] = [
    ("geo/wards2013_south_yorkshire.geojson.gz", "2013-12-31"),
    ("geo/lad2020_south_yorkshire.geojson", "2013-12-31"),
    ("geo/pfa_south_yorkshire.geojson", "2013-12-31"),
    ("geo/codepoint_open_2014-08_s.csv.gz", "2013-12-31"),
    ("geo/codepoint_open_2025-11_s.csv.gz", "2021-05-06"),
    ("geo/codepoint_open_2025-11_dn.csv.gz", "2021-05-06"),
];
/// The postcodes of the rows.
const POSTCODES: &str = "geo/codepoint_open_2014-08_s.csv.gz";
const MAPPING: &str = r#"
[mapping]
id = "places"
series = "partner"
external_id = "id"
[date]
column = "day"
format = "%Y-%m-%d"
[[facet]]
facet = "category"
column = "kind"
values = { threat = "threats", damage = "vandalism" }
[[facet]]
facet = "area"
otherwise = "not-known"
"#;

pub(crate) fn measure(order: &Order) -> anyhow::Result<String> {
    let mut areas = Vec::new();
    for (name, from) in AREAS {
        let Some(file) = data_file(name) else {
            return Ok(format!(
                "### Places\n\nNot measured: there is no `{name}` in the folder that `HEARD_DATA` names."
            ));
        };
        areas.push((file, from));
    }
    let folder = testkit::outside::program::folder()?;
    let count = if order.quick { FEW_ROWS } else { ROWS };
    let rows = rows(folder.path(), count)?;
    let mut text = String::from(
        "### Importing rows with places\n\n\
         | engine | place | rows | in the dry run, processor time | look-ups a second | import, wall | rows a second | memory |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for engine in engines(order) {
        let mut without = None;
        for (what, keys) in [
            ("none", "constant = \"not-known\"\n"),
            ("postcode", "place = \"postcode\"\ncolumn = \"postcode\"\n"),
            (
                "point",
                "place = \"point\"\neasting = \"easting\"\nnorthing = \"northing\"\n",
            ),
        ] {
            let mapping = folder.path().join(format!("{what}.toml"));
            fs::write(&mapping, format!("{MAPPING}{keys}"))?;
            let place = engine.place()?;
            place.found(order)?;
            for (file, from) in &areas {
                take_in(order, &place, file, from)?;
            }
            let rehearsed = rehearse(order, engine, &place, &mapping, &rows)?;
            let done = import(order, engine, &place, &mapping, std::slice::from_ref(&rows))?;
            ensure!(
                done.added as usize == count,
                "{} of {count} rows were taken in",
                done.added
            );
            let base = *without.get_or_insert(rehearsed);
            let looked_up = match rehearsed - base {
                seconds if seconds > 0.0 => format!("{:.0}", count as f64 / seconds),
                _ => "-".to_owned(),
            };
            writeln!(
                text,
                "| {} | {what} | {} | {rehearsed:.2} s | {looked_up} | {:.1} s | {:.0} | {:.0} MB |",
                engine.name(),
                done.read,
                done.wall.as_secs_f64(),
                done.read as f64 / done.wall.as_secs_f64(),
                done.spent.memory as f64 * 1024.0 / 1e6,
            )?;
        }
    }
    text.push_str(
        "\nEach row has a place of its own, at random in a county of 34,000 postcodes, on a day of its own. A look-up is \
         what the dry run with places takes beyond the one without, in processor time of the program; all pieces are \
         read from the database at least once.",
    );
    Ok(text)
}

/// Rows with made-up days and kinds, and real postcodes in no order.
fn rows(folder: &Path, count: usize) -> anyhow::Result<PathBuf> {
    let file = data_file(POSTCODES).context("the postcodes")?;
    let unpacked = flate2::read::MultiGzDecoder::new(BufReader::new(File::open(file)?));
    let mut places = Vec::new();
    for record in csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(unpacked)
        .records()
    {
        let record = record?;
        // Quality 90 is no place.
        if record.get(1) != Some("90") {
            let [postcode, _, easting, northing] =
                [0, 1, 2, 3].map(|column| record.get(column).unwrap_or_default().to_owned());
            places.push([postcode, easting, northing]);
        }
    }
    let mut random = ChaCha20Rng::seed_from_u64(7);
    let mut below = |most: usize| random.next_u32() as usize % most;
    let to = folder.join("places.csv");
    let mut writer = csv::Writer::from_path(&to)?;
    writer.write_record(["id", "day", "kind", "postcode", "easting", "northing"])?;
    for number in 0..count {
        let place = places.get(below(places.len())).context("a postcode")?;
        let day = format!(
            "{}-{:02}-{:02}",
            2014 + below(11),
            1 + below(12),
            1 + below(28)
        );
        let kind = ["threat", "damage"][number % 2];
        let id = number.to_string();
        let cells = [id.as_str(), &day, kind].into_iter();
        writer.write_record(cells.chain(place.iter().map(String::as_str)))?;
    }
    writer.flush()?;
    Ok(to)
}

fn take_in(order: &Order, place: &Place, file: &Path, from: &str) -> anyhow::Result<()> {
    let taken = place
        .command(&order.program)
        .args(["areas", "import", "--valid-from", from])
        .arg(file)
        .stdout(Stdio::null())
        .output()?;
    ensure!(
        taken.status.success(),
        "{}",
        String::from_utf8_lossy(&taken.stderr)
    );
    Ok(())
}

/// The processor time of a dry run, in seconds.
fn rehearse(
    order: &Order,
    engine: Engine<'_>,
    place: &Place,
    mapping: &Path,
    rows: &Path,
) -> anyhow::Result<f64> {
    let mut child = place
        .command(&order.program)
        .args(["import", "--dry-run", "--format", "json", "--mapping"])
        .arg(mapping)
        .arg(rows)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut watch = crate::engine::Watch::begin(engine, child.id())?;
    while child.try_wait()?.is_none() {
        watch.look()?;
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    Ok(watch.end().process)
}
