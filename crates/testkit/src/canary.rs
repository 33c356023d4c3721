//! Canaries: words that stand nowhere else, and looking for them in every form in which they could lie in a file.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The forms in which a word could lie in a file, each with its name.
#[must_use]
pub fn forms(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16 =
        |bytes: fn(u16) -> [u8; 2]| word.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let bytes = |form: fn(u8) -> String| word.bytes().map(form).collect::<String>().into_bytes();
    let units = |form: fn(u16) -> String| {
        let text: String = word.encode_utf16().map(form).collect();
        text.into_bytes()
    };
    let mut forms = vec![
        ("UTF-8", word.as_bytes().to_vec()),
        ("UTF-16LE", utf16(u16::to_le_bytes)),
        ("UTF-16BE", utf16(u16::to_be_bytes)),
        ("hex", bytes(|byte| format!("{byte:02x}"))),
        ("HEX", bytes(|byte| format!("{byte:02X}"))),
        ("octal", bytes(|byte| format!("\\{byte:03o}"))),
        ("%HEX", bytes(|byte| format!("%{byte:02X}"))),
        ("%hex", bytes(|byte| format!("%{byte:02x}"))),
        ("JSON", units(|unit| format!("\\u{unit:04x}"))),
        ("JSON, capitals", units(|unit| format!("\\u{unit:04X}"))),
        ("HTML", units(|unit| format!("&#{unit};"))),
        ("HTML, hex", units(|unit| format!("&#x{unit:x};"))),
    ];
    for offset in 0..3_usize {
        // Of a longer text around it, only the middle is certain: leave out the letters that share bytes with it.
        let mut shifted = vec![0; offset];
        shifted.extend_from_slice(word.as_bytes());
        for (name, engine) in [
            ("base64", &STANDARD_NO_PAD),
            ("base64url", &URL_SAFE_NO_PAD),
        ] {
            let text = engine.encode(&shifted).into_bytes();
            let from = (offset * 8).div_ceil(6);
            let to = shifted.len() * 8 / 6;
            forms.push((name, text[from..to].to_vec()));
        }
    }
    forms
}

/// A word that was found, by its place in the list, and as what.
pub type Hit = (usize, &'static str);

/// What came of looking.
#[derive(Debug, Default)]
pub struct Looked {
    /// How many files were read.
    pub files: u64,
    /// How many bytes they held.
    pub bytes: u64,
    /// What was found, in which file or in which file's name.
    pub hits: BTreeSet<(PathBuf, Hit)>,
}

/// Looks for many words in all their forms at once.
pub struct Search {
    machine: AhoCorasick,
    patterns: Vec<Hit>,
}

impl Search {
    /// For these words.
    ///
    /// # Panics
    /// When there are more words than fit in memory.
    #[must_use]
    pub fn new<W: AsRef<str>>(words: &[W]) -> Self {
        let mut patterns = Vec::new();
        let mut needles = Vec::new();
        for (place, word) in words.iter().enumerate() {
            for (form, needle) in forms(word.as_ref()) {
                patterns.push((place, form));
                needles.push(needle);
            }
        }
        Self {
            machine: AhoCorasick::new(needles).expect("words that fit in memory"),
            patterns,
        }
    }

    /// Reads to the end; how many bytes there were, and what stood in them.
    pub fn read(&self, from: impl Read) -> io::Result<(u64, BTreeSet<Hit>)> {
        let mut counted = Counted(from, 0);
        let mut hits = BTreeSet::new();
        for found in self.machine.stream_find_iter(&mut counted) {
            hits.insert(self.patterns[found?.pattern().as_usize()]);
        }
        Ok((counted.1, hits))
    }

    /// Reads every file in a folder and below, and their names.
    pub fn folder(&self, folder: &Path) -> io::Result<Looked> {
        let mut looked = Looked::default();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                let (_, mut hits) = self.read(path.as_os_str().as_encoded_bytes())?;
                if path.is_dir() {
                    folders.push(path.clone());
                } else if path.is_file() {
                    let (bytes, inside) = self.read(File::open(&path)?)?;
                    looked.files += 1;
                    looked.bytes += bytes;
                    hits.extend(inside);
                }
                let hits = hits.into_iter().map(|hit| (path.clone(), hit));
                looked.hits.extend(hits);
            }
        }
        Ok(looked)
    }
}

/// Counts what is read.
struct Counted<R>(R, u64);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(into)?;
        self.1 += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_found_and_nothing_else() {
        let words = ["quetzalfeuille", "قلمدان"];
        let search = Search::new(&words);
        for (place, word) in words.iter().enumerate() {
            for (form, needle) in forms(word) {
                let mut text = b"before it, ".to_vec();
                text.extend_from_slice(&needle);
                text.extend_from_slice(b" and after it");
                let (bytes, hits) = search.read(text.as_slice()).expect("bytes");
                assert_eq!(bytes, text.len() as u64);
                let found = hits.iter().any(|(found, _)| *found == place);
                assert!(found, "{form} of {word}");
            }
        }
        let (_, hits) = search.read(&b"quetzal feuille"[..]).expect("bytes");
        assert!(hits.is_empty(), "{hits:?}");
    }
}
