//! The scenes fit the codebook, the plan repeats itself, and the town stands.

use domain::coding::Coding;
use jiff::tz::TimeZone;
use service::counting::StatsQuestion;
use service::{CodebookSource, InForce};

use super::dice::Dice;
use super::plan::cases::coding_of;
use super::plan::{Plan, Step};
use super::scenes::Scene;
use super::{DAYS, SEED, Town};

/// Noon of 16 November 2026, UTC.
const NOW: i64 = 1_794_830_400;

fn plan(days: i32) -> Plan {
    Plan::new(
        &Scene::all().unwrap(),
        SEED,
        NOW,
        &TimeZone::get("Europe/London").unwrap(),
        days,
    )
    .unwrap()
}

#[test]
fn every_scene_fits_the_codebook_and_can_be_verified() {
    let in_force = InForce::new(&CodebookSource::uk()).unwrap();
    let codebook = &in_force.codebook;
    let mut dice = Dice::new(1);
    for scene in Scene::all()
        .unwrap()
        .iter()
        .filter(|scene| scene.aside.is_none())
    {
        let facets = coding_of(scene, &mut dice).facets;
        let coding = Coding {
            codebook: in_force.reference(),
            occurred: domain::Occurred::UNKNOWN,
            persons: None,
            facets: facets.clone(),
        };
        assert_eq!(coding.problems(codebook, false), [], "{}", scene.id);
        assert_eq!(coding.missing_for_check(codebook), [], "{}", scene.id);
        let verified = codebook.decision("verified").unwrap();
        assert_eq!(
            verified
                .evidence(&|facet, code| facets.has(facet, code))
                .is_met(),
            scene.ends.is_none(),
            "{}",
            scene.id
        );
        assert!(
            !scene.places.is_empty() || !scene.links.is_empty(),
            "{} is nowhere",
            scene.id
        );
    }
}

#[test]
fn every_report_is_taken_by_the_form_and_has_no_gap_left() {
    let in_force = InForce::new(&CodebookSource::uk()).unwrap();
    let zone = TimeZone::get("Europe/London").unwrap();
    for moment in plan(DAYS).moments {
        let Step::Receive {
            language,
            channel,
            posted,
        } = moment.step
        else {
            continue;
        };
        let today = zone
            .to_datetime(jiff::Timestamp::from_second(moment.at).unwrap())
            .date();
        let read = in_force.codebook.form.read(&posted, today);
        assert!(read.is_ok(), "{:?}: {posted:?}", read.err());
        assert!(
            posted.iter().all(|(_, value)| !value.contains('{')),
            "{posted:?}"
        );
        assert!(
            posted
                .iter()
                .any(|(name, value)| name == "story" && value.len() > 15),
            "{posted:?}"
        );
        assert!(["en", "ur", "ar"].contains(&language));
        assert!(in_force.codebook.facet("channel").unwrap().lists(channel));
    }
}

#[test]
fn a_plan_repeats_itself_and_looks_like_three_years_of_a_small_town() {
    let (one, other) = (plan(DAYS), plan(DAYS));
    let stories = |plan: &Plan| -> Vec<(i64, String)> {
        let story = |posted: &[(String, String)]| {
            posted
                .iter()
                .find(|(name, _)| name == "story")
                .unwrap()
                .1
                .clone()
        };
        plan.moments
            .iter()
            .filter_map(|moment| match &moment.step {
                Step::Receive { posted, .. } => Some((moment.at, story(posted))),
                _ => None,
            })
            .collect()
    };
    assert_eq!(stories(&one), stories(&other));
    assert!((350..500).contains(&one.cases), "{} cases", one.cases);
    assert!(
        one.moments
            .iter()
            .all(|moment| (one.founded..=NOW).contains(&moment.at))
    );
    let made = one
        .moments
        .iter()
        .filter(|moment| matches!(moment.step, Step::Make))
        .count();
    let aside = one
        .moments
        .iter()
        .filter(|moment| matches!(moment.step, Step::SetAside(_)))
        .count();
    assert_eq!(one.cases - made - aside, 20, "cases in the inbox");
    assert!(aside > 3);
}

#[tokio::test]
async fn a_town_stands_and_its_record_holds() {
    let town = Town::built(100).await.unwrap();
    let checked = town.house.verify(|_| {}).await.unwrap().unwrap();
    assert!(
        checked.incidents > 20 && checked.reports > checked.incidents,
        "{checked:?}"
    );
    let question = StatsQuestion {
        rows: Some("stage".to_owned()),
        exact: true,
        ..StatsQuestion::default()
    };
    assert!(!town.house.stats(&question).await.unwrap().is_empty());
    let status = town.house.status(&town.words).await.unwrap().unwrap();
    assert!(status.is_some(), "the words given open a report");
    assert!(!town.house.public_figures().await.unwrap().series.is_empty());
}
