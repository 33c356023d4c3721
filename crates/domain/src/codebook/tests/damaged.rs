//! Codebooks with lines lost, keys misspelt and noise put in.

use proptest::prelude::*;

use super::*;

/// The keys written on a line, as byte ranges: a bare word before `=`.
fn keys_on(line: &str) -> Vec<(usize, usize)> {
    let line = if line.trim_start().starts_with('#') {
        ""
    } else {
        line
    };
    let mut keys = Vec::new();
    let mut quoted = false;
    for (at, letter) in line.char_indices() {
        quoted ^= letter == '"';
        if letter == '=' && !quoted {
            let end = line[..at].trim_end().len();
            let start = line[..end]
                .rfind([' ', '{', ','])
                .map_or(0, |before| before + 1);
            keys.push((start, end));
        }
    }
    keys
}

fn lines_exist(source: &str, found: &[Problem]) {
    let last = source.lines().count().max(1);
    for problem in found {
        assert!((1..=last + 1).contains(&problem.line), "{problem}");
    }
}

#[test]
fn any_line_may_be_lost() {
    for source in [SMALL, EXAMPLE] {
        let lines: Vec<&str> = source.lines().collect();
        for lost in 0..lines.len() {
            let rest: Vec<&str> = lines[..lost]
                .iter()
                .chain(&lines[lost + 1..])
                .copied()
                .collect();
            let rest = rest.join("\n");
            lines_exist(&rest, &problems(&rest));
        }
    }
}

#[test]
fn any_misspelt_key_is_told_on_its_line() {
    for source in [SMALL, EXAMPLE, UK] {
        // One damaged file for each place of a line, so that a long codebook needs few readings.
        let lines: Vec<&str> = source.lines().collect();
        for phase in 0..11 {
            let mut damaged = Vec::new();
            let mut expected = Vec::new();
            for (at, line) in lines.iter().enumerate() {
                match keys_on(line).first() {
                    Some((start, end)) if at % 11 == phase && !line[*start..*end].contains('.') => {
                        damaged.push(format!(
                            "{}{}q{}",
                            &line[..*start],
                            &line[*start..*end],
                            &line[*end..]
                        ));
                        expected.push(at + 1);
                    }
                    _ => damaged.push((*line).to_owned()),
                }
            }
            let found = problems(&damaged.join("\n"));
            for line in expected {
                let told = found.iter().any(|problem| {
                    problem.line == line
                        && matches!(problem.kind, ProblemKind::UnknownKey | ProblemKind::Syntax)
                });
                // What stands inside a table whose own key is misspelt can't be looked at.
                let inside = found
                    .iter()
                    .any(|problem| problem.line < line && problem.key.ends_with('q'));
                assert!(
                    told || inside,
                    "line {line}: {}\n{found:#?}",
                    damaged[line - 1]
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn uk_with_a_line_lost_and_a_key_misspelt_is_read_or_told(lost in 0usize..800, key in 0usize..2000) {
        let mut lines: Vec<String> = UK.lines().map(str::to_owned).collect();
        let lost = lost % lines.len();
        lines.remove(lost);
        let without = lines.join("\n");
        lines_exist(&without, &problems(&without));

        let places: Vec<(usize, (usize, usize))> = UK
            .lines()
            .enumerate()
            .flat_map(|(at, line)| keys_on(line).into_iter().map(move |range| (at, range)))
            .collect();
        let (at, (_, end)) = places[key % places.len()];
        let mut lines: Vec<String> = UK.lines().map(str::to_owned).collect();
        lines[at].insert(end, 'q');
        let found = problems(&lines.join("\n"));
        // The names of other schemes in `maps` are free.
        let free = ["offences", "areas"]
            .iter()
            .any(|scheme| lines[at][..end].ends_with(scheme));
        prop_assert!(free || found.iter().any(|problem| problem.line == at + 1), "{}: {found:#?}", lines[at]);
    }

    #[test]
    fn reading_never_panics(source in "\\PC{0,200}", cut in 0usize..6000, put in "[\\[\\]{}=\"',.#a-z0-9\n -]{0,12}") {
        lines_exist(&source, &problems(&source));
        let mut damaged = SMALL.to_owned();
        let cut = cut % damaged.len();
        damaged.insert_str(cut, &put);
        lines_exist(&damaged, &problems(&damaged));
        damaged.truncate(cut);
        lines_exist(&damaged, &problems(&damaged));
    }
}
