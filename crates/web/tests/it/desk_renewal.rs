//! Somebody leaves: the page that shuts them out, makes a new key for the team and shows how far the work is.

use axum::http::StatusCode;
use domain::Role;
use testkit::TestHouse;

use crate::desk_browser::Browser;

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_shuts_somebody_out_and_sees_the_work_done() {
    let house = TestHouse::founded().await;
    house.member("Casey Caseworker", Role::Caseworker).await;
    let gone = house.member("Gael Gone", Role::Caseworker).await;
    let gone = gone.actor.member.to_string();
    let report = house.some_report().await;
    let mut leaver = Browser::of(&house, "Gael Gone").await;
    let mut avery = Browser::of(&house, "Avery Administrator").await;
    let members = avery.get("/en/desk/members").await;
    let path = format!("/en/desk/members/renewal?member={gone}");
    assert!(members.html.contains(&path), "the list leads to it");
    avery
        .get(&path)
        .await
        .says("Gael Gone has left")
        .says("What somebody has read they still know");
    for nobody in ["x", &"0".repeat(32)] {
        avery
            .get(&format!("/en/desk/members/renewal?member={nobody}"))
            .await
            .is(StatusCode::NOT_FOUND);
    }
    avery.get(&path).await;
    let renewal = "/en/desk/members/renewal";
    avery
        .post_and_follow(renewal, &[("member", gone.as_str())])
        .await
        .says("The team has a new key.");
    assert_eq!(
        leaver.get("/en/desk/inbox").await.goes_to(),
        "/en/desk/sign-in"
    );
    let mut done = false;
    for _ in 0..200 {
        let page = avery.get("/en/desk/members/renewal?did=renewed").await;
        if page.html.contains("<progress") {
            page.says("0 of 1 done.");
            assert!(page.html.contains("http-equiv=\"refresh\""));
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        } else {
            page.says("Everything is locked with the new key.");
            done = true;
            break;
        }
    }
    assert!(done);
    let mut casey = Browser::of(&house, "Casey Caseworker").await;
    casey
        .get(&format!("/en/desk/reports/{report}"))
        .await
        .is(StatusCode::OK)
        .says("A neighbour shouted at me");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_yet_wrapped_anew_says_so_to_a_newcomer() {
    let house = TestHouse::founded().await;
    let report = house.some_report().await;
    let administrator = house.administrator().await;
    house
        .house
        .renew_team_key(&administrator, None)
        .await
        .expect("renewed");
    house.member("Nia New", Role::Caseworker).await;
    let mut newcomer = Browser::of(&house, "Nia New").await;
    newcomer
        .get(&format!("/en/desk/reports/{report}"))
        .await
        .is(StatusCode::SERVICE_UNAVAILABLE)
        .says("Still being locked with the new key");
}
