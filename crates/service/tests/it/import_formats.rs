//! Files as they come: packed, in other encodings and layouts, damaged, hostile, huge.

use std::io::{Cursor, Read, Write as _};

use service::House;
use service::import::{ImportError, Mapping};
use testkit::TestHouse;
use zip::write::SimpleFileOptions;

use crate::support::{Hearing, Imported, import_with};

const PLAIN: &str = r#"
[mapping]
id = "trial"
series = "partner"
external_id = "id"
[date]
column = "day"
format = "%Y-%m-%d"
[persons]
column = "people"
[story]
text = ["words"]
[[facet]]
facet = "category"
column = "kind"
values = { threat = "threats", Bedrohung = "threats", "Übergriff" = "assault" }
"#;

fn mapping(house: &House, more: &str) -> Mapping {
    let source = PLAIN.replacen("[date]", &format!("{more}\n[date]"), 1);
    Mapping::parse(&source, &house.in_force().codebook).expect("it fits the codebook")
}

async fn import(
    house: &House,
    form: &str,
    file: impl Into<Vec<u8>>,
) -> Result<Imported, ImportError> {
    import_with(house, &mapping(house, form), file).await
}

async fn said(house: &House, form: &str, file: impl Into<Vec<u8>>) -> String {
    import(house, form, file)
        .await
        .expect_err("it is refused")
        .to_string()
}

fn rows(prefix: &str) -> String {
    format!(
        "id,day,people,kind,words\n{prefix}1,2024-03-05,2,threat,\"Two lines,\nquoted \"\"twice\"\"\"\n{prefix}2,2024-03-06,1,\u{dc}bergriff,Stra\u{df}e\n"
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    flate2::read::GzEncoder::new(bytes, flate2::Compression::fast())
        .read_to_end(&mut packed)
        .expect("packed");
    packed
}

#[tokio::test(flavor = "multi_thread")]
async fn packed_files_and_other_encodings_come_out_the_same() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let utf16 = |little: bool, text: &str| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect()
    };
    let one_byte = |text: &str, sharp_s: u8, umlaut: u8| -> Vec<u8> {
        text.chars()
            .map(|character| match character {
                '\u{df}' => sharp_s,
                '\u{dc}' => umlaut,
                other => other as u8,
            })
            .collect()
    };
    let marked = |text: &str| format!("\u{feff}{text}");
    for (form, file) in [
        ("", rows("a").into_bytes()),
        ("", marked(&rows("b")).into_bytes()),
        ("", gzip(rows("c").as_bytes())),
        (
            "",
            zstd::encode_all(rows("d").as_bytes(), 3).expect("packed"),
        ),
        ("", utf16(true, &marked(&rows("e")))),
        ("", utf16(false, &marked(&rows("f")))),
        ("[file]\nencoding = \"utf-16le\"", utf16(true, &rows("g"))),
        (
            "[file]\nencoding = \"windows-1252\"",
            one_byte(&rows("h"), 0xDF, 0xDC),
        ),
        (
            "[file]\nencoding = \"macintosh\"",
            one_byte(&rows("i"), 0xA7, 0x86),
        ),
        (
            "[file]\nencoding = \"macintosh\"",
            marked(&rows("j")).into_bytes(),
        ),
        (
            "[file]\ndelimiter = \";\"",
            rows("k").replace(',', ";").into_bytes(),
        ),
        (
            "[file]\ndelimiter = \"tab\"",
            rows("l").replace(',', "\t").into_bytes(),
        ),
        (
            "[file]\nheader = 3",
            format!("A title\n\"and, more\"\n{}", rows("m")).into_bytes(),
        ),
        ("", rows("n").replace('\n', "\r\n").into_bytes()),
    ] {
        let done = import(house, form, file)
            .await
            .unwrap_or_else(|error| panic!("{form}: {error}"));
        assert_eq!(
            (done.read, done.added, done.rejected),
            (2, 2, 0),
            "{form}: {:?}",
            done.rejects
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_lines_are_rows() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let source = PLAIN.replace(
        "column = \"kind\"",
        "column = \"what.kind\"\nseparator = \"|\"",
    );
    let mapping = Mapping::parse(&source, &house.in_force().codebook).expect("a mapping");
    let lines = "\u{feff}{\"id\": 1, \"day\": \"2024-03-05\", \"people\": 2, \"what\": {\"kind\": [\"threat\", \"Bedrohung\"]}, \"words\": \"a\\nb\"}\n\n{\"id\": \"2\", \"day\": null, \"what\": {\"kind\": \"threat\"}}\n{\"id\": 3, \"people\": 1.5}";
    let done = import_with(house, &mapping, gzip(lines.as_bytes()))
        .await
        .expect("imported");
    assert_eq!(
        (done.read, done.added, done.rejected),
        (3, 2, 1),
        "{:?}",
        done.rejects
    );
    assert_eq!(done.rejects[0].reason, "\"1.5\" is not a number of people");
    let wrong = import_with(house, &mapping, "{\"id\": 4}\n{\"id\": \n")
        .await
        .expect_err("no object");
    assert_eq!(
        wrong.to_string(),
        "line 2: this is not a JSON object on one line"
    );
    let wrong = import_with(house, &mapping, "[{\"id\": 4}]")
        .await
        .expect_err("a list");
    assert!(wrong.to_string().contains("one object a line"), "{wrong}");
    let deep = format!(
        "{{\"id\": {}1{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let wrong = import_with(house, &mapping, deep)
        .await
        .expect_err("a bomb");
    assert!(
        wrong.to_string().starts_with("line 1: this is not"),
        "{wrong}"
    );
}

fn workbook(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

pub(crate) fn sheet_of(cells: &str) -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Incidents" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    let links = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
    let styles = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"#;
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#
    );
    workbook(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", root),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

pub(crate) fn text(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

pub(crate) fn header() -> String {
    let names = ["id", "day", "people", "kind", "words"];
    let cells: String = names
        .iter()
        .zip('A'..)
        .map(|(name, column)| text(&format!("{column}1"), name))
        .collect();
    format!(r#"<row r="1">{cells}</row>"#)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_is_read_and_its_formulas_are_not_run() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let rows = format!(
        r#"{}<row r="2">{}<c r="B2" s="1"><v>45356</v></c><c r="C2"><v>2</v></c>{}<c r="E2" t="str"><f>HYPERLINK("http://evil.example")</f><v>what it came to</v></c></row><row r="4">{}<c r="C4"><f>1+1</f><v>3</v></c>{}</row>"#,
        header(),
        text("A2", "x1"),
        text("D2", "threat"),
        text("A4", "x2"),
        text("D4", "threat")
    );
    let done = import(house, "", sheet_of(&rows)).await.expect("imported");
    assert_eq!(
        (done.read, done.added, done.rejected),
        (2, 2, 0),
        "{:?}",
        done.rejects
    );
    let named = import(house, "[file]\nsheet = \"Incidents\"", sheet_of(&rows))
        .await
        .expect("imported");
    assert_eq!(named.unchanged, 2);
    let other = said(house, "[file]\nsheet = \"Sheet1\"", sheet_of(&rows)).await;
    assert_eq!(
        other,
        "the workbook has no sheet \"Sheet1\"; it has Incidents"
    );

    let wrong = said(house, "", workbook(&[("a.csv", "id,day\n")])).await;
    assert!(
        wrong.starts_with("this is a zip file, but no Excel workbook"),
        "{wrong}"
    );
    assert!(
        said(house, "", b"PK\x03\x04 and nonsense".to_vec())
            .await
            .contains("damaged zip file")
    );
    let mut cut = sheet_of(&rows);
    cut.truncate(cut.len() / 2);
    assert!(said(house, "", cut).await.contains("damaged"));
    let broken = sheet_of(&format!("{}<row r=\"2\"><c r=\"A2\"", header()));
    assert!(said(house, "", broken).await.contains("damaged"));
    let bomb = "0".repeat(600 << 20);
    let bomb = workbook(&[("xl/worksheets/sheet1.xml", &bomb)]);
    assert!(bomb.len() < 4 << 20, "it is small on the disk");
    assert!(
        said(house, "", bomb)
            .await
            .contains("larger than 512 MB when it is unpacked")
    );
}

/// Gives the same bytes again and again, as long as it is asked.
struct Endless {
    given: u64,
    start: &'static [u8],
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if !self.start.is_empty() {
            return self.start.read(buffer);
        }
        self.given += buffer.len() as u64;
        assert!(self.given < 100 << 20, "somebody reads a line without end");
        buffer.fill(b'x');
        Ok(buffer.len())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_without_end_is_refused_early() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    for start in [
        &b"id,day,people,kind,words\n1,2024-03-05,1,threat,"[..],
        b"id,day,people,kind,words\n1,2024-03-05,1,threat,\"never closed\n",
        b"id,day,people,kind,",
        b"{\"id\": \"",
    ] {
        let mapping = mapping(house, "");
        let mut run = house.begin_import(&mapping, None).expect("it begins");
        let refused = run
            .file(Endless { given: 0, start }, &mut Hearing::new())
            .await
            .expect_err("refused")
            .to_string();
        assert!(refused.contains("longer than 16 MB"), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_table_is_refused_in_words() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let wide: String = (0..30_000).map(|column| format!("c{column},")).collect();
    let cut = {
        let mut packed = gzip(rows("z").repeat(200).as_bytes());
        packed.truncate(packed.len() / 2);
        packed
    };
    for (file, expected) in [
        (b"%PDF-1.7 and so on".to_vec(), "PDF"),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
            "old Excel file",
        ),
        (wide.into_bytes(), "more than 20,000 columns"),
        (cut, "cut off"),
        (b"\x28\xB5\x2F\xFD nonsense".to_vec(), "could not be read"),
        (b"id\0\0,day".to_vec(), "utf-16le"),
        (b"id;day;people;kind;words\n".to_vec(), "delimiter = \";\""),
        (
            b"id,day,people,kind,words\n1,2024-01-01,1,threat,\xff\xfe\n".to_vec(),
            "line 2: this is not UTF-8",
        ),
    ] {
        let refused = said(house, "", file).await;
        assert!(refused.contains(expected), "{expected}: {refused}");
    }
    let thousand: String = (0..1_000).map(|column| format!("c{column},")).collect();
    let cells = "1,".repeat(1_000);
    let file = format!("{thousand}id,day,people,kind,words\n{cells}w1,2024-01-01,1,threat,\n");
    assert_eq!(import(house, "", file).await.expect("imported").added, 1);
}
