use std::collections::BTreeSet;

use super::*;
use jiff::civil::date;

mod broken;
mod damaged;

const EXAMPLE: &str = include_str!("../../../../codebooks/example-disability.toml");
const EXAMPLE_LABELS: &[(&str, &str)] = &[(
    "en",
    include_str!("../../../../codebooks/example-disability/en.ftl"),
)];

/// The smallest sound codebook that has one of everything; broken by one replacement at a time.
const SMALL: &str = r#"id = "small"
version = 3
jurisdiction = "gb-eng"
languages = ["en", "cy"]

[[facet]]
id = "kind"
definition = "What was done."
on = "incident"
cardinality = "one"
codes = [
  { code = "loud", definition = "Noise." },
  { code = "old", to = 2020-12-31 },
  { code = "old", label = "code-kind-new", from = 2021-01-01 },
]

[[facet]]
id = "sort"
definition = "More exactly."
on = "incident"
cardinality = "many"
parent = "kind"
codes = [
  { code = "shout", parents = ["loud"], group = "heard" },
]

[[series]]
code = "own"
own = true
definition = "Ours."
units = ["reports", "incidents"]
from = 2020-01-01
to = 2030-01-01

[[decision]]
code = "verified"
definition = "Checked."
counts = true
at_least = 1
needs = [
  { facet = "sort", is = ["shout"] },
]

[[counting]]
id = "public"
unit = "incidents"
decisions = ["verified"]
series = ["own"]

[disclosure]
hide_below = 5
minimum_width = 5
smallest_period = "quarter"

[[coverage]]
id = "late"
series = "own"

[[form.section]]
id = "all"

[[form.section.question]]
id = "story"
kind = "long-text"
required = true
seals = "narrative"

[[form.section.question]]
id = "kind"
kind = "one-of"
facet = "kind"
seals = "narrative"
suggests = "kind"

[[form.section.question]]
id = "louder"
kind = "one-of"
choices = [{ code = "yes" }, { code = "no" }]
seals = "narrative"
show_when = { question = "kind", is = ["loud"] }
"#;

fn problems(source: &str) -> Vec<Problem> {
    Codebook::parse(source).err().unwrap_or_default()
}

/// Every message of a label file, by a plain look at its lines.
fn messages(source: &str) -> BTreeSet<&str> {
    let lines = source.lines().filter(|line| !line.starts_with([' ', '#']));
    lines
        .filter_map(|line| line.split_once(" = ").map(|(key, _)| key))
        .collect()
}

fn labels_match(codebook: &Codebook, files: &[(&str, &str)]) {
    let has = |language: &str, key: &str| {
        let file = files.iter().find(|(tag, _)| *tag == language);
        file.is_some_and(|(_, source)| messages(source).contains(key))
    };
    assert_eq!(codebook.check_labels(&has), []);
    let asked: BTreeSet<String> = codebook
        .label_keys()
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    for (language, source) in files {
        let unused: Vec<&str> = messages(source)
            .into_iter()
            .filter(|key| !asked.contains(*key))
            .collect();
        assert_eq!(
            unused,
            Vec::<&str>::new(),
            "labels of {language} that nothing asks for"
        );
    }
}

#[test]
fn shipped_codebooks_are_sound_and_labelled() {
    for (source, files) in [(UK, UK_LABELS), (EXAMPLE, EXAMPLE_LABELS)] {
        let found = problems(source);
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(told, Vec::<String>::new());
        let codebook = Codebook::parse(source).unwrap();
        labels_match(&codebook, files);
        assert_eq!(
            codebook.languages,
            files
                .iter()
                .map(|(language, _)| *language)
                .collect::<Vec<_>>()
        );
    }
    assert_eq!(problems(SMALL), []);
}

#[test]
fn all_problems_are_told_at_once_in_order() {
    let source = SMALL
        .replace("version = 3", "version = -1")
        .replace("parent = \"kind\"", "parent = \"kins\"")
        .replace("is = [\"loud\"]", "is = [\"lout\"]");
    let lines: Vec<usize> = problems(&source)
        .iter()
        .map(|problem| problem.line)
        .collect();
    assert_eq!(lines.len(), 3, "{:#?}", problems(&source));
    assert!(lines.is_sorted());
}

#[test]
fn a_problem_reads_as_a_sentence() {
    let source = SMALL.replace("code = \"no\"", "code = \"yes\"");
    assert_eq!(
        problems(&source)[0].to_string(),
        "line 78, form.section.all.question.louder.choices.yes.code: duplicate code \"yes\"; rename one of them"
    );
}

#[test]
fn labels_that_fall_together_are_told() {
    // Facet "a-b" with code "c" and facet "a" with code "b-c" would share one label.
    let facet = |id: &str, code: &str| {
        format!(
            "[[facet]]\nid = \"{id}\"\ndefinition = \"D.\"\non = \"report\"\ncardinality = \"one\"\ncodes = [{{ code = \"{code}\" }}]\n"
        )
    };
    let source = SMALL.replacen(
        "[[series]]",
        &format!("{}{}[[series]]", facet("a-b", "c"), facet("a", "b-c")),
        1,
    );
    let found = problems(&source);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (found[0].kind, found[0].key.as_str()),
        (ProblemKind::Duplicate, "facet.a.codes.b-c.label")
    );
}

#[test]
fn missing_labels_are_told_by_language() {
    let codebook = Codebook::parse(SMALL).unwrap();
    let missing =
        codebook.check_labels(&|language, key| language == "en" || key != "code-sort-shout");
    assert_eq!(missing.len(), 1);
    assert_eq!(
        (missing[0].kind, missing[0].line),
        (ProblemKind::MissingLabel, 24)
    );
    assert!(missing[0].to_string().contains("\"cy\""), "{}", missing[0]);
    assert_eq!(
        codebook.check_labels(&|_, _| false).len(),
        2 * codebook.label_keys().len()
    );
}

#[test]
fn codes_hold_between_their_dates() {
    let codebook = Codebook::parse(SMALL).unwrap();
    let facet = codebook.facet("kind").unwrap();
    let labels = |on| {
        facet
            .codes_on(on)
            .map(|code| code.label.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        labels(date(2020, 12, 31)),
        ["code-kind-loud", "code-kind-old"]
    );
    assert_eq!(
        labels(date(2021, 1, 1)),
        ["code-kind-loud", "code-kind-new"]
    );
    assert_eq!(
        facet.code("old", date(2019, 1, 1)).unwrap().label,
        "code-kind-old"
    );
    assert_eq!(facet.rank("old"), Some(1));
    assert!(facet.code("young", date(2019, 1, 1)).is_none());
    let late = |from, to| codebook.coverage_of("own", from, to).count();
    assert_eq!(late(Some(date(2020, 1, 1)), None), 1);
}

#[test]
fn evidence_counts_conditions_not_codes() {
    let codebook = Codebook::parse(UK).unwrap();
    let rule = codebook.decision("verified").unwrap();
    let carries = |codes: &'static [&'static str]| {
        rule.evidence(&move |facet, code| facet == "bias-indicator" && codes.contains(&code))
    };
    assert!(carries(&["words-used", "recording"]).is_met());
    // Words and gestures are one condition.
    assert!(!carries(&["words-used", "gestures"]).is_met());
    assert!(!carries(&["victim-perception", "difference", "no-other-motive"]).is_met());
    assert_eq!(carries(&["witness"]).found, 1);
    assert!(
        codebook
            .decision("unfounded")
            .unwrap()
            .evidence(&|_, _| false)
            .is_met()
    );
}

#[test]
fn uk_can_hold_what_the_fbi_file_brings() {
    let codebook = Codebook::parse(UK).unwrap();
    let mapped = |facet: &str| -> BTreeSet<&str> {
        let codes = &codebook.facet(facet).unwrap().codes;
        codes
            .iter()
            .flat_map(|code| code.nibrs.iter().map(String::as_str))
            .collect()
    };
    // Every bias code of the FBI's list but 88, "none".
    let biases = [
        "11", "12", "13", "14", "15", "16", "21", "22", "23", "24", "25", "26", "27", "28", "29",
        "31", "32", "33", "41", "42", "43", "44", "45", "51", "52", "61", "62", "71", "72", "81",
        "82", "83", "84", "85", "99",
    ];
    assert_eq!(biases.len(), 35);
    assert_eq!(mapped("target"), biases.into_iter().collect());
    let places = [
        "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15",
        "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "37", "38", "39", "40", "41",
        "42", "44", "45", "46", "47", "48", "49", "50", "51", "52", "53", "54", "55", "56", "57",
        "58",
    ];
    assert_eq!(mapped("place-type"), places.into_iter().collect());
    assert_eq!(
        codebook
            .facet("area")
            .unwrap()
            .codes
            .iter()
            .filter(|code| code.code.starts_with("E0501"))
            .count(),
        25
    );
    assert_eq!(codebook.facet("outcome").unwrap().codes.len(), 24);
    assert!(
        codebook
            .own_series()
            .is_some_and(|series| series.code == "own")
    );
}
