//! The record is looked over while the program runs, and no figure is shown over one that does not fit.

use service::counting::{StatsError, StatsQuestion};
use service::{CodebookSource, House, ServiceError};
use testkit::TestHouse;

use crate::database::Database;

async fn shows_figures(house: &House) -> bool {
    match house.public_figures().await {
        Ok(_) => true,
        Err(StatsError::Service(ServiceError::Damaged(_))) => false,
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn before_anybody_moved_in_there_is_nothing_to_doubt() {
    let kit = TestHouse::unfounded_with(CodebookSource::uk()).await;
    let found = kit.house.look_over_record(None).await.expect("looked over");
    assert_eq!(found, None);
    assert!(shows_figures(&kit.house).await);
}

#[tokio::test]
async fn figures_are_refused_while_the_record_does_not_fit_and_no_longer() {
    let kit = TestHouse::founded().await;
    let report = kit.some_report().await;
    let look = || async { kit.house.look_over_record(None).await.expect("looked over") };
    assert_eq!(look().await, None);
    assert!(shows_figures(&kit.house).await);

    let mut database = Database::open(kit.folder.path()).await;
    database.run("update report set channel = 'phone'").await;
    let found = look().await.expect("something is found");
    assert!(found.starts_with("entry "), "it names the place: {found}");
    assert!(!shows_figures(&kit.house).await);
    let question = StatsQuestion::default();
    let asked = kit.house.stats(&question);
    assert!(matches!(
        asked.await,
        Err(StatsError::Service(ServiceError::Damaged(_)))
    ));

    database.run("update report set channel = 'web-form'").await;
    assert_eq!(look().await, None, "{report} is as it was");
    assert!(shows_figures(&kit.house).await);
}
