//! What a file seems to be, by its first bytes: a guess that a person looks over.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read};
use std::sync::Arc;

use encoding_rs::Encoding;
use serde_json::Value;

use super::bytes::{Listening, Received, unpacked};
use super::{REJECTS_COLUMNS, unreadable};
use crate::import::ImportError;
use crate::import::mapping::FileForm;

/// So much is looked at, unpacked.
const LOOKED_AT: u64 = 1 << 20;
/// Rows by which the mark between values is guessed.
const ROWS_FOR_MARK: usize = 50;
/// The marks that may stand between values.
const MARKS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How deep names within names are followed in JSON.
const DEEPEST: usize = 4;
/// Names that are gathered from JSON, at most.
const MOST_NAMES: usize = 1_000;

/// How a file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Values with a mark between them.
    Table,
    /// A workbook of Excel.
    Workbook,
    /// JSON, one object a line.
    Lines,
}

/// What a file seems to be.
pub(in crate::import) struct Detected {
    pub(in crate::import) kind: Kind,
    pub(in crate::import) form: FileForm,
    /// The names in a file whose rows name their values each.
    pub(in crate::import) names: Vec<String>,
}

/// Guesses how a file is written.
pub(in crate::import) fn detect(
    source: impl Read + Send + 'static,
) -> Result<Detected, ImportError> {
    let listening = Listening::new(source, Arc::new(Received::default()));
    let mut source = BufReader::with_capacity(1 << 16, listening);
    let start = source.fill_buf().map_err(|error| unreadable(1, &error))?;
    if start.starts_with(b"PK\x03\x04") {
        return Ok(Detected {
            kind: Kind::Workbook,
            form: FileForm::default(),
            names: Vec::new(),
        });
    }
    let mut sample = Vec::new();
    unpacked(source)?
        .take(LOOKED_AT)
        .read_to_end(&mut sample)
        .map_err(|error| unreadable(1, &error))?;
    let mut form = FileForm {
        encoding: encoding(&sample),
        ..FileForm::default()
    };
    let plain = sample.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&sample);
    if plain.trim_ascii_start().first() == Some(&b'{') {
        return Ok(Detected {
            kind: Kind::Lines,
            names: names(plain),
            form,
        });
    }
    let read_as = Encoding::for_bom(&sample)
        .map(|(encoding, _)| encoding)
        .or_else(|| Encoding::for_label(form.encoding.as_deref()?.as_bytes()))
        .unwrap_or(encoding_rs::UTF_8);
    form.delimiter = mark(&read_as.decode(&sample).0);
    Ok(Detected {
        kind: Kind::Table,
        form,
        names: Vec::new(),
    })
}

/// What the text seems to be written in; none for UTF-8 and for text that says so itself.
fn encoding(sample: &[u8]) -> Option<String> {
    if Encoding::for_bom(sample).is_some() {
        return None;
    }
    let noughts = |from: usize| {
        sample
            .iter()
            .skip(from)
            .step_by(2)
            .take(512)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (noughts(0), noughts(1));
    if even + odd > 0 {
        // Letters of most scripts in UTF-16 have a nought beside them; a picture or a program has them anywhere.
        let whole = sample.len().min(1_024) / 2;
        return match (even, odd) {
            (0, odd) if odd * 2 > whole => Some("utf-16le".to_owned()),
            (even, 0) if even * 2 > whole => Some("utf-16be".to_owned()),
            _ => None,
        };
    }
    match std::str::from_utf8(sample) {
        Ok(_) => None,
        // The last letter may have been cut.
        Err(error) if error.error_len().is_none() => None,
        // Five bytes that Windows has no letter for, and an old Macintosh has.
        Err(_)
            if sample
                .iter()
                .any(|byte| b"\x81\x8D\x8F\x90\x9D".contains(byte)) =>
        {
            Some("macintosh".to_owned())
        }
        Err(_) => Some("windows-1252".to_owned()),
    }
}

/// The mark that makes the most even table of a text.
fn mark(text: &str) -> u8 {
    if text
        .trim_start_matches('\u{feff}')
        .starts_with(&format!("{},", REJECTS_COLUMNS[0]))
    {
        return b',';
    }
    let evenness = |mark: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(mark)
            .from_reader(text.as_bytes());
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        for record in reader.byte_records().take(ROWS_FOR_MARK).flatten() {
            *widths.entry(record.len()).or_default() += 1;
        }
        let rows: usize = widths.values().sum();
        let usual = widths
            .into_iter()
            .filter(|(width, _)| *width > 1)
            .max_by_key(|(width, count)| (*count, *width));
        // In tenths, so that one odd row doesn't outweigh more columns.
        usual.map_or((0, 0), |(width, count)| (count * 10 / rows, width))
    };
    MARKS
        .into_iter()
        .rev()
        .max_by_key(|mark| evenness(*mark))
        .filter(|mark| evenness(*mark) > (0, 0))
        .unwrap_or(b',')
}

/// The names of the values in objects, one a line; one within another as `place.city`.
fn names(sample: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    for line in sample.split(|byte| *byte == b'\n') {
        if let Ok(Value::Object(object)) = serde_json::from_slice(line.trim_ascii()) {
            gather(&object, "", DEEPEST, &mut names);
        }
    }
    names
}

fn gather(
    object: &serde_json::Map<String, Value>,
    before: &str,
    deep: usize,
    names: &mut Vec<String>,
) {
    for (name, value) in object {
        let name = format!("{before}{name}");
        match value {
            Value::Object(inner) if deep > 1 => {
                gather(inner, &format!("{name}."), deep - 1, names);
            }
            _ if name.trim().is_empty() || names.len() >= MOST_NAMES || names.contains(&name) => {}
            _ => names.push(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(file: &[u8]) -> Detected {
        detect(std::io::Cursor::new(file.to_vec())).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn marks_are_told_apart() {
        for (text, expected) in [
            ("a,b,c\n1,2,3\n4,5,6\n", b','),
            ("a;b;c\n1,5;2;3\n4,5;5;6\n", b';'),
            ("a\tb\nx, y\tz\n", b'\t'),
            ("a|b|c\nx, y|z, w|1\n", b'|'),
            ("id,what\n1,\"x; y; z\"\n2,\"a; b\"\n", b','),
            ("one column\nof, words\nand more\n", b','),
            ("", b','),
            ("\u{feff}rejected-line,a;b;c\n1,x;y;z\n", b','),
        ] {
            assert_eq!(mark(text), expected, "{text}");
        }
    }

    #[test]
    fn encodings_are_guessed() {
        assert_eq!(detected("Straße,x\n".as_bytes()).form.encoding, None);
        let windows = detected(b"Stra\xDFe,caf\xE9 \x93x\x94\n");
        assert_eq!(windows.form.encoding.as_deref(), Some("windows-1252"));
        let old = detected(b"caf\x8E,\x8Fx\n");
        assert_eq!(old.form.encoding.as_deref(), Some("macintosh"));
        let wide: Vec<u8> = "id;what\n1;x\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let wide = detected(&wide);
        assert_eq!(wide.form.encoding.as_deref(), Some("utf-16le"));
        assert_eq!(wide.form.delimiter, b';');
        assert_eq!(
            detected(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").form.encoding,
            None
        );
    }

    #[test]
    fn names_in_json_are_gathered() {
        let file = b"{\"id\":1,\"place\":{\"city\":\"x\"}}\n{\"id\":2,\"tags\":[1]}\nnot json\n";
        let found = detected(file);
        assert_eq!(found.kind, Kind::Lines);
        assert_eq!(found.names, ["id", "place.city", "tags"]);
        assert_eq!(detected(b"[1]").kind, Kind::Table);
        assert_eq!(detected(b"").kind, Kind::Table);
    }
}
