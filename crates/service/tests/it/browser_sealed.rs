//! What a reporter's browser seals: it arrives marked, opens at the desk as any other, and what is no report of ours
//! hides nothing of others.

use browser::{Outcome, Request};
use domain::fact::{SealedAt, SetAside};
use domain::form::DisplayLine;
use domain::{Permission, ReportId};
use seal::parcel::Recipients;
use seal::{KeyPair, ObjectKind, Parcel, Receipt, SecretSeed, Zeroizing};
use service::House;
use service::intake::{Arrival, ArrivalBy, BrowserSealed, SealedKept, Standing};
use service::triage::InboxNarrowing;
use testkit::{answers_of, report_form};

use crate::support::Desk;

fn sealed_with(
    guide: &[u8],
    seed: u8,
    random: u8,
    again: bool,
    pairs: Vec<(String, String)>,
) -> (Parcel, Receipt) {
    let request = Request {
        guide,
        seed: &[seed; 32],
        random: &[random; 32],
        again,
        pairs,
    };
    match browser::seal(&request) {
        Some(Outcome::Sealed { parcel, receipt }) => (*parcel, receipt),
        Some(Outcome::Wrong(wrong)) => panic!("{wrong:?}"),
        None => panic!("this is no guide"),
    }
}

fn sealed(house: &House, seed: u8, random: u8, story: &str) -> (Parcel, Receipt) {
    let guide = house.guide().expect("founded");
    sealed_with(&guide, seed, random, false, report_form(story))
}

async fn receive(house: &House, parcel: &Parcel) -> SealedKept {
    // As it comes: read from its bytes.
    let parcel = Parcel::read(&parcel.to_bytes()).expect("our own parcel");
    let arrival = BrowserSealed {
        language: "en",
        parcel: &parcel,
    };
    house.receive_sealed(&arrival).await.expect("received")
}

fn id(parcel: &Parcel) -> ReportId {
    ReportId::from_bytes(parcel.report)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_browser_sealed_is_marked_and_opens_as_what_we_seal() {
    let desk = Desk::open().await;
    let house = desk.house();
    let fields: Vec<(String, String)> = [
        ("story", "ایک آدمی نے چیخ کر کہا: \"go home\""),
        ("when-kind", "exact"),
        ("when-date-day", "5"),
        ("when-date-month", "11"),
        ("when-date-year", "2026"),
        ("place-kind", "online"),
        ("place-postcode", "S60 1AB"),
        ("people", "3"),
        ("strand", "religion"),
        ("religion", "muslim"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    let guide = house.guide().expect("founded");
    let (parcel, receipt) = sealed_with(&guide, 1, 2, false, fields.clone());
    let SealedKept::New(_) = receive(house, &parcel).await else {
        panic!("it is new");
    };
    let joined = domain::form::join_days(&house.in_force().codebook.form, fields);
    let ours = house
        .receive(&Arrival {
            seed: [9; 32],
            language: "en",
            channel: "web-form",
            answers: &answers_of(house, &joined),
            by: ArrivalBy::Reporter,
        })
        .await
        .expect("received");
    let theirs = house
        .open_report(&desk.coder, id(&parcel))
        .await
        .expect("it opens");
    let ours = house
        .open_report(&desk.coder, ours.report)
        .await
        .expect("it opens");
    assert_eq!(theirs.report.sealed_at, SealedAt::Browser);
    assert_eq!(ours.report.sealed_at, SealedAt::FrontDoor);
    assert!(!theirs.unreadable && theirs.answers.len() > 4);
    assert!(theirs.answers == ours.answers);
    assert_eq!(theirs.suggested.facets, ours.suggested.facets);
    // The words that were made in the browser open its status.
    let status = house.status(&receipt.words()).await.expect("asked");
    let status = status.expect("a receipt").expect("found");
    assert!(matches!(status.standing, Standing::Read));
    assert!(house.verify(|_| {}).await.expect("verified").is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn sent_again_it_is_one_report_and_other_words_make_another() {
    let desk = Desk::open().await;
    let house = desk.house();
    let (first, receipt) = sealed(house, 1, 2, "They followed me home.");
    let (again, same) = sealed(house, 1, 3, "They followed me home.");
    assert_ne!(first, again);
    assert_eq!(receipt.words(), same.words());
    assert!(matches!(receive(house, &first).await, SealedKept::New(_)));
    assert_eq!(receive(house, &first).await, SealedKept::Before);
    assert_eq!(receive(house, &again).await, SealedKept::Before);
    let (changed, _) = sealed(house, 1, 4, "They followed me home and knocked.");
    assert_eq!(receive(house, &changed).await, SealedKept::OtherWords);
    let guide = house.guide().expect("founded");
    let other = |random| {
        let words = report_form("They followed me home and knocked.");
        sealed_with(&guide, 1, random, true, words)
    };
    let (second, words) = other(5);
    assert_ne!(words.words(), receipt.words());
    assert!(matches!(receive(house, &second).await, SealedKept::New(_)));
    assert_eq!(receive(house, &other(6).0).await, SealedKept::Before);
    let inbox = house
        .inbox(&desk.coder, InboxNarrowing::default())
        .await
        .expect("the inbox");
    assert_eq!(inbox.total, 2);
}

fn recipients(house: &House) -> Recipients {
    let keys = house.keys().expect("founded");
    let codebook = house.in_force().reference();
    let schema = format!("{}/{}", codebook.id, codebook.version);
    Recipients {
        organisation: *keys.organisation.as_bytes(),
        team: keys.team.clone(),
        epoch: keys.epoch,
        recovery: keys.recovery.clone(),
        version: 1,
        schema_hash: seal::sha256(schema.as_bytes()),
    }
}

fn made(seed: u8, content: &[u8], to: &Recipients) -> Parcel {
    let contents = [(ObjectKind::Narrative, Zeroizing::new(content.to_vec()))];
    let source = testkit::SeededRandomness::new(u64::from(seed));
    Parcel::pack(
        &[seed; 32],
        &contents,
        content,
        to,
        &mut service::ports::Generator(&source),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sealed_to_others_or_by_an_older_form_is_to_be_sealed_anew() {
    let desk = Desk::open().await;
    let house = desk.house();
    let current = recipients(house);
    let changes: [fn(&mut Recipients); 4] = [
        |to| to.organisation = [7; 16],
        |to| to.epoch += 1,
        |to| to.version += 1,
        |to| to.schema_hash = [7; 32],
    ];
    for (seed, change) in (1..).zip(changes) {
        let mut to = current.clone();
        change(&mut to);
        assert_eq!(
            receive(house, &made(seed, b"{}", &to)).await,
            SealedKept::Renew
        );
    }
    assert_eq!(house.ledger_head().await.expect("the ledger").0, {
        let entries = house.verify(|_| {}).await.expect("verified");
        entries.expect("all fits").entries
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_hides_nothing_of_others() {
    let desk = Desk::open().await;
    let house = desk.house();
    let to = recipients(house);
    let stranger = KeyPair::from_seed(SecretSeed::from_bytes([3; 32]));
    let elsewhere = Recipients {
        team: stranger.public().clone(),
        ..to.clone()
    };
    let hostile = [
        made(11, b"not JSON", &to),
        made(12, b"{\"layout\": 99}", &to),
        made(13, b"{\"layout\": 1, \"answers\": 7}", &to),
        made(14, b"", &to),
        // Sealed to a key that nobody here has.
        made(15, b"{}", &elsewhere),
    ];
    let (good, _) = sealed(house, 1, 2, "Somebody broke the lantern by the gate.");
    assert!(matches!(receive(house, &good).await, SealedKept::New(_)));
    for parcel in &hostile {
        assert!(matches!(receive(house, parcel).await, SealedKept::New(_)));
    }
    let hits = house
        .search(&desk.coder, "lantern")
        .await
        .expect("the search goes on");
    assert_eq!(hits.len(), 1);
    for parcel in &hostile {
        let opened = house
            .open_report(&desk.coder, id(parcel))
            .await
            .expect("told as what it is");
        assert!(opened.unreadable && opened.answers.is_empty());
    }
    // One that somebody attached keeps nobody from the incident.
    let incident = house
        .same_incident(&desk.coder, vec![id(&good), id(&hostile[0])])
        .await
        .expect("an incident");
    let opened = house
        .open_incident(&desk.coder, incident)
        .await
        .expect("it opens");
    let readable = opened.reports.iter().filter(|report| !report.unreadable);
    let lines: Vec<_> = readable
        .flat_map(|report| report.answers.iter().flat_map(|answer| &answer.lines))
        .collect();
    assert!(lines.iter().any(
        |line| matches!(line, DisplayLine::Text(words) if words.contains("lantern by the gate"))
    ));
    let others = hostile[1..].iter().map(id).collect();
    house
        .set_aside(&desk.coder, others, SetAside::Spam)
        .await
        .expect("set aside");
    assert!(desk.coder.actor.role.may(Permission::TriageReport));
}

#[tokio::test(flavor = "multi_thread")]
async fn when_a_report_came_is_kept_to_the_hour() {
    let desk = Desk::open().await;
    let house = desk.house();
    desk.kit.clock.pass_seconds(47 * 60 + 11);
    let (parcel, _) = sealed(house, 1, 2, "Late at night.");
    receive(house, &parcel).await;
    let opened = house
        .open_report(&desk.coder, id(&parcel))
        .await
        .expect("it opens");
    let received = opened.report.received;
    assert_eq!(received.seconds() % 3600, 0);
    assert!(received < house.now() && house.now().seconds() - received.seconds() < 3600);
}
