//! Names of areas: a list of them, and how two spellings are found to be one.

use std::io::Read;

use unicode_normalization::UnicodeNormalization as _;

use crate::WrongFile;
use crate::boundaries::{is_code, usable_name};
use crate::level::Level;

/// An area without an outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedArea {
    /// What kind of area.
    pub level: Level,
    /// Its official code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of the district it lies in.
    pub within: Option<String>,
}

/// The form of a name in which `Anston & Woodsetts` and `anston and woodsetts` are one.
#[must_use]
pub fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name
        .replace('&', " and ")
        .nfkd()
        .flat_map(char::to_lowercase)
    {
        if character.is_alphanumeric() {
            out.push(character);
        } else if matches!(character, '\'' | '’' | '.')
            || unicode_normalization::char::is_combining_mark(character)
        {
            // St. Mary's and St Marys are one.
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Reads a list of names: comma-separated, with a header that has `level`, `code`, `name` and perhaps
/// `district_code`.
pub fn names(
    source: impl Read,
) -> Result<impl Iterator<Item = Result<NamedArea, WrongFile>>, WrongFile> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(source);
    let header = reader
        .headers()
        .map_err(|error| WrongFile::at("line 1", error.to_string()))?
        .clone();
    let place = |name: &str| {
        header
            .iter()
            .position(|column| column.trim_start_matches('\u{feff}').trim() == name)
    };
    let (Some(level), Some(code), Some(name)) = (place("level"), place("code"), place("name"))
    else {
        return Err(WrongFile::at(
            "line 1",
            "a list of names has the columns level, code and name",
        ));
    };
    let district = place("district_code");
    Ok(reader.into_records().map(move |record| {
        let record = record.map_err(|error| WrongFile::at("list of names", error.to_string()))?;
        let line = format!("line {}", record.position().map_or(0, csv::Position::line));
        let cell = |place: usize| record.get(place).unwrap_or_default().trim();
        let code = cell(code);
        if !is_code(code) {
            return Err(WrongFile::at(line, "the code is empty or not one"));
        }
        let level = Level::of_word(cell(level))
            .ok_or_else(|| WrongFile::at(line, "the level is none that Heard knows"))?;
        Ok(NamedArea {
            level,
            code: code.to_owned(),
            name: usable_name(cell(name), code),
            within: district
                .map(cell)
                .filter(|code| is_code(code))
                .map(str::to_owned),
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_to_one() {
        for spelling in [
            "Anston & Woodsetts",
            "ANSTON AND WOODSETTS",
            " Anston  &  Woodsetts ",
            "Anston-and-Woodsetts",
        ] {
            assert_eq!(folded(spelling), "anston and woodsetts", "{spelling}");
        }
        assert_eq!(folded("St. Mary’s"), folded("St Marys"));
        assert_eq!(folded("Ynys Môn"), "ynys mon");
        assert_eq!(folded("--"), "");
    }

    #[test]
    fn a_list_is_read_and_wrong_lines_are_named() {
        let text =
            "level,code,name,district_code\nward,E1,Wath,E08000018\nlsoa2021,E01,,\nplanet,E2,X,\n";
        let mut read = names(text.as_bytes()).unwrap();
        let ward = read.next().unwrap().unwrap();
        assert_eq!(
            (ward.level, ward.within.as_deref()),
            (Level::Ward, Some("E08000018"))
        );
        assert_eq!(read.next().unwrap().unwrap().name, "E01");
        assert_eq!(read.next().unwrap().unwrap_err().place, "line 4");
        assert!(names("a,b\n1,2\n".as_bytes()).is_err());
    }
}
