//! A public key that somebody exchanged in the database: nothing is sealed to it, on any path, and it is said in words.

use domain::Role;
use service::intake::{Arrival, ArrivalBy};
use service::{House, ServiceError};
use testkit::{PASSPHRASE, TestHouse};

use crate::database::Database;

/// Refused, in words that hold no byte of any key.
fn is_refused<T>(outcome: Result<T, ServiceError>) {
    let Err(error) = outcome else {
        panic!("a foreign key was taken")
    };
    assert!(matches!(error, ServiceError::ForeignKey(_)), "{error}");
    let words = error.to_string();
    assert!(
        words.contains("is not the one that the ledger names"),
        "{words}"
    );
    assert!(
        !words.chars().any(|letter| letter.is_ascii_digit()),
        "{words}"
    );
}

async fn report_to(house: &House, seed: u8) -> Result<(), ServiceError> {
    let answers = testkit::answers_of(house, &testkit::report_form("Somebody followed me home."));
    let arrival = Arrival {
        seed: [seed; 32],
        language: "en",
        channel: "web-form",
        answers: &answers,
        by: ArrivalBy::Reporter,
    };
    house.receive(&arrival).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sealed_to_a_key_of_the_organisation_that_the_ledger_does_not_name() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let administrator = kit.administrator().await;
    let early = house
        .invite(Some(&administrator), "Nia New", Role::Caseworker)
        .await
        .expect("a link");
    let waiting = house
        .invite(None, "Wim Waiting", Role::Caseworker)
        .await
        .expect("a link");
    house
        .accept_invitation(&waiting.token, PASSPHRASE)
        .await
        .expect("joined");
    let mut database = Database::open(kit.folder.path()).await;
    for (seed, (exchange, put_back)) in [
        (
            "create table kept as select public from team_key;
             update team_key set public = (select recovery_public from organisation)",
            "update team_key set public = (select public from kept)",
        ),
        (
            "create table own as select recovery_public as public from organisation;
             update organisation set recovery_public = (select public from team_key)",
            "update organisation set recovery_public = (select public from own)",
        ),
        (
            "insert into team_key (epoch, public) select 2, recovery_public from organisation",
            "delete from team_key where epoch = 2",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let seed = seed as u8;
        database.run(exchange).await;
        is_refused(house.follow().await);
        let size = database.rows("select 1 from entry").await.len();
        is_refused(report_to(house, 10 + seed).await);
        is_refused(house.guide());
        is_refused(
            house
                .invite(Some(&administrator), "Ada Another", Role::Senior)
                .await,
        );
        is_refused(house.accept_invitation(&early.token, PASSPHRASE).await);
        is_refused(house.hand_over_key(&administrator, waiting.member).await);
        is_refused(house.renew_team_key(&administrator, None).await);
        assert!(house.is_founded(), "and nobody is asked to found it anew");
        assert_eq!(database.rows("select 1 from entry").await.len(), size);
        let checked = house.verify(|_| {}).await.expect("checked");
        assert!(checked.is_err(), "and a check names it");
        // Once the right key is back, everything goes on.
        database.run(put_back).await;
        house.follow().await.expect("followed");
        report_to(house, 20 + seed).await.expect("received");
    }
    database.run("drop table kept; drop table own").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_does_not_start_over_a_foreign_key() {
    let mut kit = TestHouse::founded().await;
    let mut database = Database::open(kit.folder.path()).await;
    database
        .run("update team_key set public = (select recovery_public from organisation)")
        .await;
    let refused = tokio::spawn(async move { kit.restart().await })
        .await
        .expect_err("it doesn't start")
        .into_panic();
    let words = refused.downcast_ref::<String>().expect("words");
    assert!(words.contains("ForeignKey"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_team_key_is_not_handed_over_to_a_foreign_key() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let administrator = kit.administrator().await;
    let waiting = house
        .invite(None, "Wim Waiting", Role::Caseworker)
        .await
        .expect("a link");
    house
        .accept_invitation(&waiting.token, PASSPHRASE)
        .await
        .expect("joined");
    let mut database = Database::open(kit.folder.path()).await;
    database
        .run(
            "update member set public_keys = (select public_keys from member where name_key = 'avery administrator')
             where name_key = 'wim waiting'",
        )
        .await;
    is_refused(house.hand_over_key(&administrator, waiting.member).await);
}
