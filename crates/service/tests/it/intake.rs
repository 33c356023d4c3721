//! Telling us: nothing that was typed is lost, and nothing comes twice.

use std::sync::Arc;

use domain::Role;
use domain::fact::SealedAt;
use domain::form::DisplayLine;
use seal::ReceiptError;
use service::intake::{Arrival, ArrivalBy, Received, Standing};
use service::triage::InboxNarrowing;
use service::{CodebookSource, House, ServiceError};
use testkit::{TestHouse, answers_of, report_form};

use crate::support::{Desk, posted};

async fn send(house: &House, seed: u8, story: &str) -> Result<Received, ServiceError> {
    let answers = answers_of(house, &report_form(story));
    let arrival = Arrival {
        seed: [seed; 32],
        language: "en",
        channel: "web-form",
        answers: &answers,
        by: ArrivalBy::Reporter,
    };
    house.receive(&arrival).await
}

/// Everything of a report that is text, as a colleague reads it.
async fn read(desk: &Desk, report: domain::ReportId) -> Vec<String> {
    let opened = desk
        .house()
        .open_report(&desk.coder, report)
        .await
        .expect("it opens");
    let lines = opened.answers.into_iter().flat_map(|answer| answer.lines);
    lines
        .filter_map(|line| match line {
            DisplayLine::Text(words) | DisplayLine::Postcode(words) | DisplayLine::Link(words) => {
                Some(words)
            }
            _ => None,
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_sent_twice_makes_one_report() {
    let desk = Desk::open().await;
    let house = desk.house();
    let first = send(house, 1, "They followed me home.")
        .await
        .expect("received");
    let again = send(house, 1, "They followed me home.")
        .await
        .expect("received");
    assert_eq!(
        (again.report, again.receipt.words(), again.again),
        (first.report, first.receipt.words(), true)
    );
    assert!(!first.again);

    // The same page with other words: nothing is lost, and these words sent twice are one report as well.
    let changed = send(house, 1, "They followed me home and knocked.")
        .await
        .expect("received");
    assert!(
        changed.report != first.report
            && changed.receipt.words() != first.receipt.words()
            && !changed.again
    );
    let changed_again = send(house, 1, "They followed me home and knocked.")
        .await
        .expect("received");
    assert_eq!(
        (changed_again.report, changed_again.again),
        (changed.report, true)
    );
    let third = send(house, 1, "They followed me home, knocked and left.")
        .await
        .expect("received");
    assert!(third.report != first.report && third.report != changed.report);

    assert_eq!(
        house
            .inbox(&desk.coder, InboxNarrowing::default())
            .await
            .expect("the inbox")
            .total,
        3
    );
    assert_eq!(read(&desk, first.report).await, ["They followed me home."]);
    assert_eq!(
        read(&desk, changed.report).await,
        ["They followed me home and knocked."]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_form_sent_32_times_at_once_makes_one_report() {
    let desk = Desk::open().await;
    for round in 0..3_u8 {
        let mut at_once = tokio::task::JoinSet::new();
        for number in 0..32 {
            let house = Arc::clone(&desk.kit.house);
            // In the last round, half of them have other words.
            let story = if round == 2 && number % 2 == 1 {
                "The other words."
            } else {
                "The same words."
            };
            at_once.spawn(async move {
                send(&house, round, story)
                    .await
                    .map(|received| (story, received))
            });
        }
        let mut received = Vec::new();
        while let Some(done) = at_once.join_next().await {
            received.push(done.expect("no panic").expect("received"));
        }
        for story in ["The same words.", "The other words."] {
            let of_story: Vec<&Received> = received
                .iter()
                .filter(|(told, _)| *told == story)
                .map(|(_, received)| received)
                .collect();
            let Some(one) = of_story.first() else {
                continue;
            };
            assert!(
                of_story.iter().all(|other| other.report == one.report
                    && other.receipt.words() == one.receipt.words())
            );
            assert_eq!(
                of_story.iter().filter(|other| !other.again).count(),
                1,
                "exactly one of them was kept"
            );
        }
    }
    let total = desk
        .house()
        .inbox(&desk.coder, InboxNarrowing::default())
        .await
        .expect("the inbox")
        .total;
    assert_eq!(total, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_arrives_as_it_was_typed_also_after_a_restart() {
    let stories = [
        "a NUL \0 in the middle and \0\0 two more".to_owned(),
        "👩‍👧‍👦 🕌 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u{301} é ﬁ ①".to_owned(),
        "left \u{202e}turned\u{202c} \u{2067}around\u{2069} \u{200f}marks\u{200e} \u{feff}"
            .to_owned(),
        "اس نے ٹیکسی میں مجھے گالیاں دیں۔\nپھر دروازہ توڑ دیا۔".to_owned(),
        "صرخ في وجهي أمام المسجد ثم هرب.\t\u{0007}".to_owned(),
        "  spaces kept  \n\n and lines\r and all ".to_owned(),
        "😀".repeat(100_000),
        format!("{}Ω", "x".repeat(99_999)),
        "<script>alert(1)</script> '; drop table report; --".to_owned(),
    ];
    let mut desk = Desk::open().await;
    let mut reports = Vec::new();
    for story in &stories {
        let received = desk.kit.report(story).await;
        assert!(
            read(&desk, received.report).await == [story.as_str()],
            "{:.20}",
            story.escape_debug().to_string()
        );
        reports.push(received);
    }
    let too_long = desk
        .house()
        .in_force()
        .codebook
        .form
        .read(&report_form(&"x".repeat(100_001)), desk.house().today());
    assert_eq!(
        too_long.expect_err("too long").errors[0].kind.name(),
        "too-long"
    );

    // Every field, not only the story.
    let fields = posted(&[
        ("story", "what\0happened"),
        ("when-kind", "about"),
        ("when-words", "the night after Eid \u{202e}"),
        ("place-kind", "online"),
        ("place-words", "بالقرب من المحطة\0"),
        ("place-postcode", "s60 1aa"),
        ("place-link", "https://example.org/ä?q=🕌"),
        ("reach", "phone"),
        ("phone", "+44 1632 960 000"),
        ("name", "بتول"),
        ("why", "because\r\nof my scarf"),
    ]);
    let whole = desk.kit.report_of(&fields).await;
    let lines = read(&desk, whole.report).await;
    let expected = [
        "what\0happened",
        "بالقرب من المحطة\0",
        "s60 1aa",
        "https://example.org/ä?q=🕌",
        "because\nof my scarf",
        "+44 1632 960 000",
        "بتول",
    ];
    assert_eq!(lines, expected);

    let entries = desk.house().ledger_head().await.expect("the ledger").0;
    desk.kit.restart().await;
    let house = desk.house();
    assert_eq!(house.ledger_head().await.expect("the ledger").0, entries);
    assert!(
        house.open_report(&desk.coder, whole.report).await.is_ok(),
        "a request under way may still end"
    );
    desk.coder = desk.kit.sign_in("Casey Caseworker").await;
    for (story, received) in stories.iter().zip(&reports) {
        assert!(read(&desk, received.report).await == [story.as_str()]);
        let status = desk
            .house()
            .status(&received.receipt.words())
            .await
            .expect("looked up")
            .expect("words");
        assert_eq!(status.expect("it is there").standing, Standing::Read);
    }
    assert_eq!(read(&desk, whole.report).await, expected);
    desk.house()
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_or_language_that_is_none_is_refused() {
    let kit = TestHouse::founded().await;
    let answers = answers_of(&kit.house, &report_form("A story."));
    let arrival = |channel, language| Arrival {
        seed: [3; 32],
        language,
        channel,
        answers: &answers,
        by: ArrivalBy::Reporter,
    };
    for (channel, language) in [
        ("carrier pigeon", "en"),
        ("", "en"),
        ("web-form", "my own words"),
        ("web-form", ""),
    ] {
        let refused = kit.house.receive(&arrival(channel, language)).await;
        assert!(
            matches!(refused, Err(ServiceError::NotInCodebook(_))),
            "{channel} {language}"
        );
    }
    for language in ["en", "ur", "ar"] {
        kit.house
            .receive(&Arrival {
                seed: [language.as_bytes()[0]; 32],
                ..arrival("web-form", language)
            })
            .await
            .expect("received");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_enters_what_a_caller_says() {
    let desk = Desk::open().await;
    let house = desk.house();
    let helper = desk.kit.member("Hana Helper", Role::Helper).await;
    let answers = answers_of(house, &report_form("She rang about the words on her car."));
    let arrival = |by| Arrival {
        seed: [4; 32],
        language: "ur",
        channel: "phone",
        answers: &answers,
        by: ArrivalBy::Colleague(by),
    };
    let received = house.receive(&arrival(&helper)).await.expect("received");
    let opened = house
        .open_report(&desk.coder, received.report)
        .await
        .expect("opens");
    assert_eq!(opened.report.entered_by, Some(helper.actor.member));
    assert_eq!(
        (
            opened.report.sealed_at,
            opened.report.channel.as_str(),
            opened.report.language.as_str()
        ),
        (SealedAt::Desk, "phone", "ur")
    );
    assert!(matches!(
        house.open_report(&helper, received.report).await,
        Err(ServiceError::NotPermitted(_))
    ));
    let status = house
        .status(&received.receipt.words())
        .await
        .expect("looked up")
        .expect("words")
        .expect("there");
    assert_eq!(status.standing, Standing::Read);
    let administrator = desk.kit.administrator().await;
    assert!(matches!(
        house.receive(&arrival(&administrator)).await,
        Err(ServiceError::NotPermitted(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_belong_to_no_report_tell_nothing() {
    let kit = TestHouse::founded().await;
    let nobody = seal::Receipt::from_seed(&[5; 32]);
    assert_eq!(
        kit.house.status(&nobody.words()).await.expect("looked up"),
        Ok(None)
    );
    assert!(matches!(
        kit.house
            .status("not the words of a receipt")
            .await
            .expect("looked up"),
        Err(ReceiptError::WordCount { .. } | ReceiptError::UnknownWord { .. })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_first_run_everything_is_refused_clearly() {
    let kit = TestHouse::unfounded_with(CodebookSource::uk()).await;
    let house = &kit.house;
    assert!(matches!(
        send(house, 1, "A story.").await,
        Err(ServiceError::NotFounded)
    ));
    assert!(matches!(
        house.invite(None, "Casey", Role::Caseworker).await,
        Err(ServiceError::NotFounded)
    ));
    assert!(matches!(
        house.sign_in("Casey", "whatever it may be", "both").await,
        Err(ServiceError::WrongCredentials)
    ));
    assert!(house.verify(|_| {}).await.expect("checked").is_err());
    assert_eq!(
        house.publish_checkpoint().await.expect("nothing to do"),
        None
    );
    let figures = house
        .stats(&service::counting::StatsQuestion::default())
        .await
        .expect("an answer");
    assert_eq!(
        figures.first().and_then(|answer| answer.base),
        Some(figures::Cell::Hidden)
    );
    house.public_figures().await.expect("an empty page");
    assert!(house.is_well().await);
}
