use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::codebook::{Codebook, UK};

const TODAY: Date = date(2026, 11, 23);

fn form() -> &'static Form {
    static FORM: LazyLock<Form> = LazyLock::new(|| Codebook::parse(UK).unwrap().form);
    &FORM
}

fn pairs(posted: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = posted
        .iter()
        .map(|(name, typed)| ((*name).to_owned(), (*typed).to_owned()));
    owned.collect()
}

fn told(posted: &[(&str, &str)]) -> Answers {
    let mut all = pairs(&[("story", "They shouted.")]);
    all.extend(pairs(posted));
    form().read(&all, TODAY).unwrap()
}

fn refused(posted: &[(&str, &str)]) -> Vec<(String, FieldErrorKind)> {
    let mut all = pairs(&[("story", "They shouted.")]);
    all.extend(pairs(posted));
    let errors = form().read(&all, TODAY).unwrap_err().errors;
    errors
        .into_iter()
        .map(|error| (error.field, error.kind))
        .collect()
}

fn when(posted: &[(&str, &str)]) -> WhenAnswer {
    told(posted).when().unwrap().clone()
}

#[test]
fn only_the_story_is_needed() {
    assert_eq!(told(&[]).answers.len(), 1);
    for story in ["", "  \r\n "] {
        let errors = form()
            .read(&pairs(&[("story", story), ("gender", "male")]), TODAY)
            .unwrap_err()
            .errors;
        assert_eq!(errors.len(), 1);
        assert_eq!(
            (errors[0].field.as_str(), errors[0].kind),
            ("story", FieldErrorKind::Required)
        );
    }
    let required: Vec<String> = form()
        .questions()
        .filter(|asked| asked.required)
        .map(|asked| asked.id.clone())
        .collect();
    assert_eq!(required, ["story"]);
}

#[test]
fn every_character_arrives_as_typed() {
    let story = "  one\u{0}two \u{202e}olleh\u{202c} 🧕🏽 اُردو العربية\r\nnext\rstill\u{feff}  ";
    let answers = form().read(&pairs(&[("story", story)]), TODAY).unwrap();
    assert_eq!(
        answers.text("story"),
        Some(story.replace("\r\n", "\n").as_str())
    );
}

#[test]
fn a_story_of_the_limit_is_taken_and_one_more_is_not() {
    let story = "ﷺ".repeat(100_000);
    let answers = form().read(&pairs(&[("story", &story)]), TODAY).unwrap();
    assert_eq!(answers.text("story"), Some(story.as_str()));
    let long = format!("{story}x");
    let errors = form()
        .read(&pairs(&[("story", &long)]), TODAY)
        .unwrap_err()
        .errors;
    let kind = FieldErrorKind::TooLong {
        limit: 100_000,
        length: 100_001,
    };
    assert_eq!(
        errors,
        [FieldError {
            question: "story".into(),
            field: "story".into(),
            kind
        }]
    );
}

#[test]
fn choices_are_taken_in_order_and_others_refused() {
    let answers = told(&[
        ("strand", "religion"),
        ("strand", "race"),
        ("strand", ""),
        ("gender", "female"),
    ]);
    assert_eq!(answers.codes("strand"), ["race", "religion"]);
    assert_eq!(answers.codes("gender"), ["female"]);
    assert_eq!(
        refused(&[("gender", "robot")]),
        [("gender".into(), FieldErrorKind::UnknownChoice)]
    );
    assert_eq!(
        refused(&[("gender", "male"), ("gender", "female")]),
        [("gender".into(), FieldErrorKind::MoreThanOne)]
    );
    // A code of the facet that this question leaves out.
    let hidden_code = refused(&[("strand", "race"), ("race", "hispanic")]);
    assert_eq!(
        hidden_code,
        [("race".into(), FieldErrorKind::UnknownChoice)]
    );
}

#[test]
fn days_are_read_as_people_type_them() {
    for typed in [
        "2026-03-05",
        "5/3/2026",
        "05.03.26",
        "5 3 2026",
        "٥/٣/٢٠٢٦",
        "\u{200f}۲۰۲۶-۰۳-۰۵",
    ] {
        let answer = when(&[("when-kind", "exact"), ("when-date", typed)]);
        assert_eq!(answer.date, Some(date(2026, 3, 5)), "{typed}");
    }
    assert_eq!(when(&[("when-kind", "today")]).date, Some(TODAY));
    assert_eq!(
        when(&[("when-kind", "yesterday")]).latest(),
        Some(date(2026, 11, 22))
    );
    // A year in two digits that would lie ahead is one of the last century.
    assert_eq!(
        when(&[("when-date", "1/2/98")]).earliest(),
        Some(date(1998, 2, 1))
    );
    let between = when(&[
        ("when-kind", "between"),
        ("when-from", "2026-01-01"),
        ("when-to", "2026-02-01"),
    ]);
    assert_eq!(
        (between.earliest(), between.latest()),
        (Some(date(2026, 1, 1)), Some(date(2026, 2, 1)))
    );
    let unknown = when(&[("when-kind", "unknown")]);
    assert_eq!(
        (unknown.kind, unknown.earliest()),
        (WhenKind::Unknown, None)
    );
}

#[test]
fn a_kind_of_when_that_was_not_chosen_is_understood() {
    assert_eq!(when(&[("when-date", "2026-03-05")]).kind, WhenKind::Exact);
    assert_eq!(when(&[("when-to", "2026-03-05")]).kind, WhenKind::Between);
    assert_eq!(when(&[("when-words", "after Eid")]).kind, WhenKind::About);
    assert!(told(&[("when-date", "  ")]).when().is_none());
}

#[test]
fn rough_times_keep_their_words() {
    let about = when(&[
        ("when-kind", "about"),
        ("when-date", "last summer"),
        ("when-time", "after school"),
    ]);
    assert_eq!(
        (about.words.as_deref(), about.time.as_deref()),
        (Some("last summer"), Some("after school"))
    );
    assert_eq!(about.clock_time(), None);
    let exact = when(&[("when-kind", "exact"), ("when-time", "١٨:٠٥")]);
    assert_eq!(exact.clock_time(), Some(jiff::civil::time(18, 5, 0, 0)));
    // What was typed before the mind was changed is not lost and not in the way.
    let today = when(&[
        ("when-kind", "today"),
        ("when-date", "tomorrow"),
        ("when-from", "2031-01-01"),
    ]);
    assert_eq!(today.words.as_deref(), Some("tomorrow\n2031-01-01"));
    let keeps = when(&[("when-kind", "keeps-happening"), ("when-from", "since May")]);
    assert_eq!(
        (keeps.kind, keeps.words.as_deref()),
        (WhenKind::KeepsHappening, Some("since May"))
    );
}

#[test]
fn wrong_days_name_their_field() {
    use FieldErrorKind::{DateInFuture, DatesReversed, NotADate, UnknownChoice};
    type Case<'c> = (&'c [(&'c str, &'c str)], &'c str, FieldErrorKind);
    let cases: &[Case<'_>] = &[
        (
            &[("when-kind", "exact"), ("when-date", "31/2/2026")],
            "when-date",
            NotADate,
        ),
        (
            &[("when-kind", "exact"), ("when-date", "3/2026")],
            "when-date",
            NotADate,
        ),
        (
            &[("when-kind", "exact"), ("when-date", "2026-11-24")],
            "when-date",
            DateInFuture,
        ),
        (
            &[("when-kind", "about"), ("when-date", "2027-01-01")],
            "when-date",
            DateInFuture,
        ),
        (
            &[
                ("when-kind", "between"),
                ("when-from", "2026-02-01"),
                ("when-to", "2026-01-01"),
            ],
            "when-to",
            DatesReversed,
        ),
        (&[("when-kind", "someday")], "when-kind", UnknownChoice),
    ];
    for (posted, field, kind) in cases {
        assert_eq!(refused(posted), [((*field).to_owned(), *kind)]);
    }
}

#[test]
fn places_may_be_as_vague_as_one_likes() {
    assert!(
        told(&[("place-words", ""), ("place-kind", "")])
            .place()
            .is_none()
    );
    let answers = told(&[
        ("place-words", "the number 12 bus"),
        ("place-postcode", "s60"),
        ("place-kind", "public-transport"),
    ]);
    let place = answers.place().unwrap();
    assert_eq!(
        (place.words.as_deref(), place.postcode.as_deref()),
        (Some("the number 12 bus"), Some("s60"))
    );
    assert_eq!(
        place.kind.as_ref().unwrap().label,
        "code-place-type-public-transport"
    );
    assert_eq!(
        refused(&[("place-kind", "moon")]),
        [("place-kind".into(), FieldErrorKind::UnknownChoice)]
    );
}

#[test]
fn numbers_are_read_in_any_digits() {
    for typed in ["3", " 3 ", "٣", "۳"] {
        assert_eq!(
            told(&[("people", typed)]).value("people"),
            Some(&Value::Number(3)),
            "{typed}"
        );
    }
    assert_eq!(
        refused(&[("people", "three")]),
        [("people".into(), FieldErrorKind::NotANumber)]
    );
    assert_eq!(
        refused(&[("people", "-1")]),
        [("people".into(), FieldErrorKind::NotANumber)]
    );
    let huge = "9".repeat(40);
    let limit = FieldErrorKind::NumberTooLarge { limit: COUNT_LIMIT };
    assert_eq!(refused(&[("people", &huge)]), [("people".into(), limit)]);
}

#[test]
fn hidden_questions_keep_what_was_typed_and_never_err() {
    // The way to reach somebody was changed from e-mail to none after the address was begun.
    let answers = told(&[
        ("reach", "not-at-all"),
        ("email", "begun"),
        ("phone", "01709"),
    ]);
    assert_eq!(
        answers.value("email"),
        Some(&Value::Unread(pairs(&[("email", "begun")])))
    );
    assert_eq!(answers.text("phone"), Some("01709"));
    assert_eq!(
        refused(&[("reach", "email"), ("email", "begun")]),
        [("email".into(), FieldErrorKind::NotAnEmail)]
    );
    assert_eq!(
        told(&[("reach", "email"), ("email", "a@b")]).text("email"),
        Some("a@b")
    );
}

#[test]
fn a_question_behind_a_hidden_one_is_hidden() {
    let source = UK.replace(
        "show_when = { question = \"told-police\", is = [\"yes\"] }",
        "show_when = { question = \"voicemail\", is = [\"yes\"] }",
    );
    let form = Codebook::parse(&source).unwrap().form;
    let question = form.question("police-reference").unwrap();
    let shown = |posted: &[(&str, &str)]| form.is_shown(question, &RawAnswers::new(pairs(posted)));
    assert!(shown(&[("reach", "phone"), ("voicemail", "yes")]));
    assert!(!shown(&[("reach", "text"), ("voicemail", "yes")]));
    assert!(!shown(&[("reach", "phone")]));
    let platform = form.question("platform").unwrap();
    assert!(form.is_shown(
        platform,
        &RawAnswers::new(pairs(&[("place-kind", "online")]))
    ));
}

#[test]
fn answers_are_grouped_for_sealing_and_read_back() {
    let answers = told(&[
        ("when-kind", "about"),
        ("when-words", "in spring"),
        ("place-words", "Doncaster Gate"),
        ("gender", "female"),
        ("phone", "01709 000000"),
        ("reach", "phone"),
        ("people", "2"),
    ]);
    let groups = answers.sealed_groups();
    let names: Vec<String> = groups.iter().map(|(group, _)| group.to_string()).collect();
    assert_eq!(names, ["narrative", "identity", "contact", "place"]);
    assert!(!groups[0].1.to_string().contains("01709"));
    let mut values: Vec<serde_json::Value> = groups.into_iter().map(|(_, value)| value).collect();
    values.reverse();
    assert_eq!(Answers::from_sealed_groups(&values).unwrap(), answers);
    // Somebody who may not open the contact group sees the rest.
    let some = Answers::from_sealed_groups(&values[2..]).unwrap();
    assert!(some.text("phone").is_none() && some.text("story").is_some());

    assert!(Answers::from_sealed_groups(&[]).is_err());
    assert!(Answers::from_sealed_groups(&[serde_json::json!({"layout": 1})]).is_err());
    assert!(Answers::from_sealed_groups(&[serde_json::json!({"layout": 99})]).is_err());
    values[0]["version"] = 99.into();
    assert!(Answers::from_sealed_groups(&values).is_err());
}

#[test]
fn answers_are_shown_without_the_codebook_they_were_given_under() {
    let answers = told(&[
        ("gender", "female"),
        ("place-kind", "taxi"),
        ("place-link", "example.org"),
    ]);
    let shown = answers.display();
    let labels: Vec<&str> = shown.iter().map(|answer| answer.label.as_str()).collect();
    assert_eq!(
        labels,
        ["question-story", "question-place", "question-gender"]
    );
    assert!(shown[0].lines == [DisplayLine::Text("They shouted.".into())]);
    let taxi = Chosen {
        code: "taxi".into(),
        label: "code-place-type-taxi".into(),
    };
    assert!(
        shown[1].lines
            == [
                DisplayLine::Label(taxi),
                DisplayLine::Link("example.org".into())
            ]
    );
}

#[test]
fn suggestions_gather_by_facet() {
    let answers = told(&[
        ("strand", "race"),
        ("strand", "religion"),
        ("religion", "muslim"),
        ("race", "asian"),
        ("place-kind", "taxi"),
        ("work", "taxi-driver"),
    ]);
    let offered: Vec<(String, Vec<String>)> = answers
        .suggestions()
        .into_iter()
        .map(|suggestion| (suggestion.facet, suggestion.codes))
        .collect();
    let of = |facet: &str| {
        offered
            .iter()
            .find(|(name, _)| name == facet)
            .map(|(_, codes)| codes.clone())
    };
    assert_eq!(
        of("target"),
        Some(vec!["muslim".to_owned(), "asian".to_owned()])
    );
    assert_eq!(of("place-type"), Some(vec!["taxi".to_owned()]));
    assert_eq!(of("occupation"), Some(vec!["taxi-driver".to_owned()]));
    assert_eq!(of("strand").map(|codes| codes.len()), Some(2));
}

#[test]
fn nothing_typed_shows_in_debug_output() {
    let raw = RawAnswers::new(pairs(&[("story", "planted")]));
    let answers = told(&[
        ("when-words", "planted"),
        ("place-words", "planted"),
        ("phone", "planted"),
        ("gender", "male"),
    ]);
    let errors = form()
        .read(&pairs(&[("people", "planted")]), TODAY)
        .unwrap_err();
    let display = answers.display();
    let all = format!(
        "{raw:?} {answers:?} {errors:?} {errors} {display:?} {:?}",
        answers.suggestions()
    );
    assert!(
        !all.contains("planted") && !all.contains("\"male\""),
        "{all}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives_the_way_to_the_seal_and_back(story in "\\PC{0,30}[\u{0}\r\n\u{202e} -~ا-ي]{1,40}x", who in "(?s).{0,40}") {
        let posted = pairs(&[("story", &story), ("others", &who)]);
        let answers = form().read(&posted, TODAY).unwrap();
        let values: Vec<serde_json::Value> = answers
            .sealed_groups()
            .into_iter()
            .map(|(_, value)| serde_json::from_str(&value.to_string()).unwrap())
            .collect();
        let back = Answers::from_sealed_groups(&values).unwrap();
        let story = story.replace("\r\n", "\n");
        prop_assert_eq!(back.text("story"), Some(story.as_str()));
        let others = who.replace("\r\n", "\n");
        prop_assert_eq!(back.text("others"), (!others.trim().is_empty()).then_some(others.as_str()));
    }

    #[test]
    fn whatever_is_posted_is_read_or_refused(names in prop::collection::vec(0usize..60, 1..20), typed in prop::collection::vec("(?s).{0,12}|2026-0[1-9]-1[0-9]|online|exact|between|[0-9]{1,25}", 20)) {
        let form = form();
        let fields: Vec<String> = form.questions().flat_map(Question::fields).collect();
        let posted: Vec<(String, String)> =
            names.iter().zip(typed).map(|(name, typed)| (fields[name % fields.len()].clone(), typed)).collect();
        if let Err(errors) = form.read(&posted, TODAY) {
            prop_assert!(!errors.errors.is_empty());
            prop_assert!(errors.errors.iter().all(|error| fields.contains(&error.field)));
        }
    }
}
