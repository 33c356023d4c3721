//! Coded facets are written in four formats, and another reader finds in each what the incidents hold.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use calamine::{Data, Reader as _, Xlsx};
use domain::{Permission, Role};
use jiff::civil::date;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use service::ServiceError;
use service::export::{ExportError, FacetsFormat};
use service::import::Mapping;

use crate::support::{Desk, edit, evident_coding, facets, import_with};

/// What was written, kept by two.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A disk with room for so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.checked_sub(bytes.len()) {
            Some(left) => self.0 = left,
            None => return Err(io::ErrorKind::StorageFull.into()),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn exported(desk: &Desk, format: FacetsFormat) -> (u64, Vec<u8>) {
    let to = Shared::default();
    let done = desk
        .house()
        .export_facets(None, format, to.clone())
        .await
        .unwrap();
    let bytes = to.0.lock().unwrap().clone();
    (done.incidents, bytes)
}

const MAPPING: &str = r#"
[mapping]
id = "trial"
series = "partner"
external_id = "id"
decision = "verified"
[date]
column = "day"
format = ["%Y-%m-%d", "%Y-%m"]
[persons]
column = "people"
[story]
text = ["words"]
[[facet]]
facet = "category"
column = "kind"
values = { threat = "threats", damage = "vandalism" }
[[facet]]
facet = "target"
column = "who"
separator = "+"
codes = true
parents = true
[[facet]]
facet = "area"
column = "where"
codes = true
"#;
const ROWS: &str = "id,day,kind,who,where,people,words\n\
    =1+1,2024-01-11,threat,muslim+jewish,E05012996,3,Canary words\n\
    \"a;\"\"b\"\", ü\",2024-02,damage,muslim,,,\n\
    \u{202e}x,,threat,,,,\n";

/// Reads what was exported.
const BACK: &str = r#"
[mapping]
id = "back"
series = "partner"
external_id = "incident"
[date]
column = "occurred-from"
to = "occurred-to"
format = "%Y-%m-%d"
[persons]
column = "persons"
[decision]
column = "decision"
values = { verified = "verified" }
[[facet]]
facet = "category"
column = "category"
separator = ";"
codes = true
[[facet]]
facet = "target"
column = "target"
separator = ";"
codes = true
parents = true
"#;

/// A house with incidents from a file and one of our own with all three judgements.
async fn busy() -> Desk {
    let desk = Desk::open().await;
    let mapping = Mapping::parse(MAPPING, &desk.house().in_force().codebook).unwrap();
    let imported = import_with(desk.house(), &mapping, ROWS).await.unwrap();
    assert_eq!(imported.added, 3, "{:?}", imported.rejects);
    let coding = evident_coding(desk.house(), date(2026, 11, 2));
    let own = desk.verified("Canary story", &coding).await;
    let perceived = facets(&[("strand", "religion"), ("target", "muslim")]);
    let told = desk
        .house()
        .record_perception(
            &desk.coder,
            edit(own.id, own.revision, perceived, "Canary why"),
        )
        .await
        .unwrap();
    let classified = ("crime".to_owned(), Some(date(2026, 11, 3)));
    desk.house()
        .record_police_classification(&desk.coder, edit(own.id, told.revision, classified, ""))
        .await
        .unwrap();
    desk
}

/// Rows by the source's own id; our own stands under nothing.
type Rows = BTreeMap<String, BTreeMap<String, String>>;

fn by_external(rows: impl IntoIterator<Item = BTreeMap<String, String>>) -> Rows {
    rows.into_iter()
        .map(|row| (row["external-id"].clone(), row))
        .collect()
}

fn csv_rows(bytes: &[u8]) -> Rows {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut reader = csv::Reader::from_reader(text.strip_prefix('\u{feff}').unwrap().as_bytes());
    let head = reader.headers().unwrap().clone();
    by_external(reader.records().map(|record| {
        let record = record.unwrap();
        let cells = record.iter().map(str::to_owned);
        head.iter().map(str::to_owned).zip(cells).collect()
    }))
}

fn sheet_rows(bytes: &[u8]) -> Rows {
    let mut workbook: Xlsx<_> = Xlsx::new(io::Cursor::new(bytes.to_vec())).unwrap();
    let sheet = workbook.worksheet_range("incidents").unwrap();
    let text = |cell: &Data| match cell {
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    };
    let mut rows = sheet.rows();
    let head: Vec<String> = rows.next().unwrap().iter().map(text).collect();
    by_external(rows.map(|row| head.iter().cloned().zip(row.iter().map(text)).collect()))
}

fn json_rows(bytes: &[u8]) -> Rows {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(codes) => {
            let codes: Vec<&str> = codes.iter().map(|code| code.as_str().unwrap()).collect();
            codes.join(";")
        }
        other => other.to_string(),
    };
    let lines = std::str::from_utf8(bytes).unwrap().lines();
    by_external(lines.map(|line| {
        let object: serde_json::Map<_, _> = serde_json::from_str(line).unwrap();
        object
            .iter()
            .map(|(name, value)| (name.clone(), text(value)))
            .collect()
    }))
}

fn parquet_rows(bytes: &[u8]) -> Rows {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let file = SerializedFileReader::new(file).unwrap();
    let text = |field: &Field| match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Long(number) => number.to_string(),
        Field::Date(days) => {
            let day = date(1970, 1, 1) + jiff::Span::new().days(i64::from(*days));
            day.to_string()
        }
        Field::ListInternal(codes) => {
            let codes: Vec<&str> = codes
                .elements()
                .iter()
                .map(|code| match code {
                    Field::Str(code) => code.as_str(),
                    other => panic!("{other:?}"),
                })
                .collect();
            codes.join(";")
        }
        other => panic!("{other:?}"),
    };
    by_external(file.get_row_iter(None).unwrap().map(|row| {
        let row = row.unwrap();
        row.get_column_iter()
            .map(|(name, field)| (name.clone(), text(field)))
            .collect()
    }))
}

#[tokio::test]
async fn every_format_holds_what_the_incidents_hold() {
    let desk = busy().await;
    let (count, csv) = exported(&desk, FacetsFormat::Csv).await;
    assert_eq!(count, 4);
    let (_, xlsx) = exported(&desk, FacetsFormat::Xlsx).await;
    let (_, parquet) = exported(&desk, FacetsFormat::Parquet).await;
    let (_, jsonl) = exported(&desk, FacetsFormat::JsonLines).await;
    let lines = json_rows(&jsonl);
    assert_eq!(lines.len(), 4);

    let first = &lines["=1+1"];
    for (column, value) in [
        ("series", "partner"),
        ("stage", "decided"),
        ("codebook", "uk"),
        ("occurred-precision", "exact"),
        ("occurred-from", "2024-01-11"),
        ("occurred-to", "2024-01-11"),
        ("persons", "3"),
        ("category", "threats"),
        ("target", "jewish;muslim"),
        ("area", "E05012996"),
        ("decision", "verified"),
        ("decided-by", "source"),
        ("reference", ""),
        ("perceived", ""),
    ] {
        assert_eq!(first[column], value, "{column}");
    }
    assert!(first["strand"].contains("religion"), "{first:?}");
    let edition = desk.house().in_force().codebook.version.to_string();
    assert_eq!(first["codebook-edition"], edition);
    let second = &lines["a;\"b\", ü"];
    assert_eq!(second["occurred-precision"], "between");
    assert_eq!(second["occurred-to"], "2024-02-29");
    assert_eq!(lines["\u{202e}x"]["occurred-from"], "");
    let own = &lines[""];
    assert!(own["reference"].starts_with("2026-"), "{own:?}");
    assert_eq!(own["decided-by"], "us");
    assert!(own["perceived"].contains("strand="), "{own:?}");
    assert_ne!(own["police-classification"], "");

    // The other formats say the same; only in CSV is a cell guarded that looks like a formula.
    assert_eq!(sheet_rows(&xlsx), lines);
    assert_eq!(parquet_rows(&parquet), lines);
    let mut guarded = csv_rows(&csv);
    let mut row = guarded.remove("'=1+1").expect("it is guarded");
    row.insert("external-id".to_owned(), "=1+1".to_owned());
    guarded.insert("=1+1".to_owned(), row);
    assert_eq!(guarded, lines);

    // Nothing that somebody wrote, and nobody's name or id.
    for file in [&csv, &jsonl] {
        let text = String::from_utf8_lossy(file);
        for canary in ["Canary", "Casey", "Sol Senior"] {
            assert!(!text.contains(canary), "{canary}");
        }
        for person in [&desk.coder, &desk.checker] {
            assert!(!text.contains(&person.actor.member.to_string()));
        }
    }
}

#[tokio::test]
async fn the_import_reads_what_was_exported() {
    let desk = busy().await;
    for format in [
        FacetsFormat::Csv,
        FacetsFormat::Xlsx,
        FacetsFormat::JsonLines,
    ] {
        let other = Desk::open().await;
        let (_, bytes) = exported(&desk, format).await;
        let mapping = Mapping::parse(BACK, &other.house().in_force().codebook).unwrap();
        let imported = import_with(other.house(), &mapping, bytes).await.unwrap();
        assert_eq!(imported.added, 4, "{format:?}: {:?}", imported.rejects);
        let (_, again) = exported(&other, FacetsFormat::JsonLines).await;
        let again = json_rows(&again);
        let (_, before) = exported(&desk, FacetsFormat::JsonLines).await;
        for row in json_rows(&before).values() {
            let back = &again[&row["incident"]];
            for column in [
                "category",
                "target",
                "strand",
                "occurred-from",
                "occurred-to",
                "persons",
            ] {
                assert_eq!(back[column], row[column], "{format:?}: {column}");
            }
        }
    }
}

#[tokio::test]
async fn an_empty_house_gives_a_table_with_a_head() {
    let desk = Desk::open().await;
    for format in FacetsFormat::ALL {
        let (count, bytes) = exported(&desk, format).await;
        assert_eq!(count, 0);
        let rows = match format {
            FacetsFormat::Csv => csv_rows(&bytes),
            FacetsFormat::Xlsx => sheet_rows(&bytes),
            FacetsFormat::Parquet => parquet_rows(&bytes),
            FacetsFormat::JsonLines => json_rows(&bytes),
        };
        assert!(rows.is_empty(), "{format:?}");
        assert_eq!(bytes.is_empty(), format == FacetsFormat::JsonLines);
    }
}

#[tokio::test]
async fn a_full_disk_is_said_and_nobody_is_let_through_who_may_not() {
    let desk = busy().await;
    for format in FacetsFormat::ALL {
        let error = desk.house().export_facets(None, format, Full(100)).await;
        match error {
            Err(ExportError::Write(error)) => assert_eq!(
                error.kind(),
                io::ErrorKind::StorageFull,
                "{format:?}: {error}"
            ),
            other => panic!("{format:?}: {other:?}"),
        }
        let refused = desk
            .house()
            .export_facets(Some(&desk.coder), format, Shared::default())
            .await;
        assert!(!Role::Caseworker.may(Permission::ExportFacets));
        assert!(matches!(
            refused,
            Err(ExportError::Service(ServiceError::NotPermitted(_)))
        ));
    }
}
