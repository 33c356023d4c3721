//! A walk over every route with every role, and with nobody: what a route declares is what is enforced.

use axum::http::{Method, StatusCode};
use domain::{Permission, Role};
use testkit::TestHouse;
use web::{Door, Route, Who, routes};

use crate::desk_browser::{Browser, Seen};

const NOT_PERMITTED: &str = "This page is not for your role";

/// The path of a route with something in every place.
fn filled(route: &Route) -> String {
    let parts = route.path.split('/').map(|part| match part {
        "{language}" => "en".to_owned(),
        "{id}" => "0".repeat(32),
        part if part.starts_with('{') => "x".to_owned(),
        part => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn call(browser: &Browser, route: &Route) -> Seen {
    let path = filled(route);
    if route.method == Method::GET {
        browser.clone().get(&path).await
    } else {
        browser.post_as_it_is(&path, &[], &[]).await
    }
}

/// Every route that asks for a permission, with it.
fn guarded() -> Vec<(Route, Permission)> {
    let routes = routes(Door::Both).into_iter();
    routes
        .filter_map(|route| {
            if let Who::May(permission) = route.who {
                Some((route, permission))
            } else {
                None
            }
        })
        .collect()
}

#[tokio::test]
async fn every_route_lets_in_whom_it_declares_and_nobody_else() {
    let house = TestHouse::founded().await;
    let nobody = Browser::new(&house);
    for (route, _) in guarded() {
        let seen = call(&nobody, &route).await;
        if route.method == Method::GET {
            assert_eq!(seen.goes_to(), "/en/desk/sign-in", "{}", route.path);
        } else {
            seen.is(StatusCode::UNAUTHORIZED);
        }
    }
    for role in Role::ALL {
        let name = if role == Role::Administrator {
            "Avery Administrator"
        } else {
            role.code()
        };
        if role != Role::Administrator {
            house.member(name, role).await;
        }
        let browser = Browser::of(&house, name).await;
        for (route, permission) in guarded() {
            let seen = call(&browser, &route).await;
            let what = format!("{} {} as {}", route.method, route.path, role.code());
            if role.may(permission) {
                assert_ne!(seen.location.as_deref(), Some("/en/desk/sign-in"), "{what}");
                seen.does_not_say(NOT_PERMITTED);
                assert!(!seen.status.is_server_error(), "{what}: {}", seen.status);
                // The guard lets the role through; without the form's token nothing is done.
                if route.method == Method::POST {
                    seen.is(StatusCode::FORBIDDEN).says("This page is too old");
                }
            } else {
                seen.is(StatusCode::FORBIDDEN).says(NOT_PERMITTED);
            }
        }
    }
}

#[test]
fn what_reads_or_changes_reports_is_closed_to_those_who_may_not_read() {
    let reading = guarded().into_iter().filter(|(route, _)| {
        let path = route.path;
        let incidents = path.contains("/desk/incidents") || path.contains("/desk/checks");
        incidents
            || path.contains("/desk/inbox")
            || path.contains("/desk/search")
            || path.contains("/desk/reports/{id}")
    });
    let mut walked = 0;
    for (route, permission) in reading {
        for role in [Role::Administrator, Role::Helper, Role::Analyst] {
            assert!(
                !role.may(permission),
                "{} is open to {}",
                route.path,
                role.code()
            );
        }
        walked += 1;
    }
    assert!(walked >= 15, "only {walked} routes were found");
}

#[test]
fn what_changes_anything_at_the_desk_is_never_a_get_and_only_doors_are_open_to_anyone() {
    let open: Vec<&str> = routes(Door::Desk)
        .iter()
        .filter(|route| route.who == Who::Anyone && !route.path.starts_with("/assets/"))
        .map(|route| route.path)
        .collect();
    let doors = [
        "/alive",
        "/ready",
        "/{language}/first-run/{token}",
        "/{language}/first-run/{token}",
        "/{language}/invitation/{token}",
        "/{language}/invitation/{token}",
        "/{language}/desk/sign-in",
        "/{language}/desk/sign-in",
        "/{language}/desk/lost-passphrase",
        "/{language}/desk/lost-passphrase",
        "/{language}/desk/lost",
    ];
    assert_eq!(open, doors);
    assert!(
        routes(Door::Both)
            .iter()
            .all(|route| route.method == Method::GET || route.method == Method::POST)
    );
}

#[tokio::test]
async fn a_door_that_is_closed_has_no_pages() {
    let house = TestHouse::founded().await;
    Browser::through(&house, Door::Front)
        .get("/en/desk/sign-in")
        .await
        .is(StatusCode::NOT_FOUND);
    Browser::through(&house, Door::Desk)
        .get("/en/report")
        .await
        .is(StatusCode::NOT_FOUND);
}
