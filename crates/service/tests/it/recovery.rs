//! Nobody is left who can unseal: the recovery key opens everything for somebody who has joined.

use domain::{Fact, Role};
use seal::{RecoveryKit, SecretSeed};
use service::ServiceError;
use testkit::{PASSPHRASE, TestHouse};

use crate::database::Database;

#[tokio::test(flavor = "multi_thread")]
async fn the_recovery_key_opens_everything_for_somebody_new_and_its_entry_comes_first() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    let casey = kit.member("Casey Caseworker", Role::Caseworker).await;
    let old = kit.some_report().await;
    let link = house
        .invite(None, "Rana Recovered", Role::Senior)
        .await
        .expect("a link");
    house
        .accept_invitation(&link.token, PASSPHRASE)
        .await
        .expect("joined");
    let before = kit.sign_in("Rana Recovered").await;
    assert!(!before.holds_team_key());

    let printed = RecoveryKit::parse(&kit.recovery_kit).expect("as printed");
    let done = house
        .open_with_recovery(&printed, " rana  RECOVERED ")
        .await
        .expect("opened");
    assert_eq!((done.opened, done.refused), (1, 0));
    let rana = kit.sign_in("Rana Recovered").await;
    house.open_report(&rana, old).await.expect("it opens");
    let new = kit.some_report().await;
    house.open_report(&rana, new).await.expect("it opens");
    // Whoever could read before still can.
    house.open_report(&casey, new).await.expect("it opens");
    house
        .verify(|_| {})
        .await
        .expect("checked")
        .expect("all fits");

    let mut database = Database::open(kit.folder.path()).await;
    let told = async |database: &mut Database, name: &str| {
        let sql = format!("select 1 from entry where fact like '%{name}%'");
        database.rows(&sql).await.len()
    };
    let used = Fact::RecoveryKeyUsed {
        member: rana.actor.member,
    };
    assert_eq!(Fact::from_text(&used.to_text()), Some(used.clone()));
    assert_eq!(told(&mut database, used.name()).await, 1);
    let order = database
        .rows(
            "select 1 from entry used, entry renewed
             where used.fact like '%recovery-key-used%' and renewed.fact like '%team-key-renewed%'
             and used.idx < renewed.idx",
        )
        .await;
    assert_eq!(order.len(), 1, "the entry comes first");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_or_somebody_who_may_not_hold_it_opens_nothing_and_leaves_no_entry() {
    let kit = TestHouse::founded().await;
    let house = &kit.house;
    kit.some_report().await;
    kit.member("Ana Analyst", Role::Analyst).await;
    house
        .invite(None, "Ines Invited", Role::Senior)
        .await
        .expect("a link");
    let mut database = Database::open(kit.folder.path()).await;
    let entries = database.rows("select 1 from entry").await.len();
    let other = RecoveryKit::new(SecretSeed::from_bytes([5; 32]));
    assert!(matches!(
        house
            .open_with_recovery(&other, "Avery Administrator")
            .await,
        Err(ServiceError::OtherRecoveryKey)
    ));
    let printed = RecoveryKit::parse(&kit.recovery_kit).expect("as printed");
    for name in ["", "Nobody Here", "Ana Analyst", "Ines Invited"] {
        assert!(
            matches!(
                house.open_with_recovery(&printed, name).await,
                Err(ServiceError::NotFound)
            ),
            "{name}"
        );
    }
    assert_eq!(database.rows("select 1 from entry").await.len(), entries);
    assert_eq!(house.keys().expect("keys").epoch, 1);
}
