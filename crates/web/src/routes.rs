//! The one table of routes. Each says who may call it; a test walks them all.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::guard::{self, Who};
use crate::kept;
use crate::lanes::{self, Lane};
use crate::site::Site;
use crate::{assets, counted, desk, front, headers, probes, problem};

/// Which of the two doors a process opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Door {
    /// Both, in one process.
    Both,
    /// What faces the world.
    Front,
    /// What faces the staff.
    Desk,
}

impl Door {
    /// The word kept with a session: it is taken again at the door where it was opened and at no other.
    #[must_use]
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Front => "front",
            Self::Desk => "desk",
        }
    }

    /// Whether this process opens the front door.
    #[must_use]
    pub fn has_front(self) -> bool {
        self != Self::Desk
    }

    /// Whether this process opens the desk.
    #[must_use]
    pub fn has_desk(self) -> bool {
        self != Self::Front
    }
}

/// One route: method, path, who may call it, and what answers.
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// Path with `{language}` and other parts in braces.
    pub path: &'static str,
    /// Who may call it.
    pub who: Who,
    /// With which others it shares its places.
    pub lane: Lane,
    /// Whether it is let through also for who was to make a second key and has not: to make it, or to leave.
    pub without_second_key: bool,
    /// Whether whoever opened their keys some while ago is asked for their passphrase again first.
    pub asks_again: bool,
    answers: MethodRouter<Arc<Site>>,
}

impl Route {
    /// A page that only reads.
    pub fn get<T: 'static>(
        path: &'static str,
        who: Who,
        handler: impl Handler<T, Arc<Site>>,
    ) -> Self {
        Self::new(Method::GET, path, who, on(MethodFilter::GET, handler))
    }

    /// A form that changes something.
    pub fn post<T: 'static>(
        path: &'static str,
        who: Who,
        handler: impl Handler<T, Arc<Site>>,
    ) -> Self {
        Self::new(Method::POST, path, who, on(MethodFilter::POST, handler))
    }

    fn new(method: Method, path: &'static str, who: Who, answers: MethodRouter<Arc<Site>>) -> Self {
        let lane = match who {
            Who::Anyone => Lane::Pages,
            Who::May(_) => Lane::Desk,
        };
        Self {
            method,
            path,
            who,
            lane,
            without_second_key: false,
            asks_again: false,
            answers,
        }
    }

    /// The same, let through also for who was to make a second key and has not.
    #[must_use]
    pub(crate) fn without_second_key(mut self) -> Self {
        self.without_second_key = true;
        self
    }

    /// The same for a far-reaching act: whoever opened their keys some while ago gives their passphrase again first.
    #[must_use]
    pub(crate) fn asking_again(mut self) -> Self {
        self.asks_again = true;
        self
    }

    /// The same for bodies of any size: the page itself reads them piece by piece and knows where to stop.
    #[must_use]
    pub(crate) fn without_body_limit(mut self) -> Self {
        self.answers = self.answers.layer(DefaultBodyLimit::disable());
        self
    }

    /// The same in another lane.
    #[must_use]
    pub(crate) fn in_lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
    }
}

/// Every route of the doors that are open.
#[must_use]
pub fn routes(door: Door) -> Vec<Route> {
    let mut routes = assets::routes();
    routes.extend(probes::routes());
    if door.has_front() {
        routes.extend(front::routes());
    }
    if door.has_desk() {
        routes.extend(desk::routes());
    }
    routes
}

/// The whole application.
pub fn application(site: Arc<Site>) -> Router {
    let mut router = Router::new();
    for route in routes(site.door) {
        let (path, lane) = (route.path, route.lane);
        let rules = guard::Rules {
            who: route.who,
            without_second_key: route.without_second_key,
            asks_again: route.asks_again,
        };
        // From the last to the first: a form is read, the guard lets through, a place is taken.
        let guarded = route
            .answers
            .layer(middleware::from_fn_with_state(
                Arc::clone(&site),
                move |state, request: Request, next| lanes::through(state, lane, request, next),
            ))
            .layer(middleware::from_fn_with_state(
                Arc::clone(&site),
                move |state, request: Request, next| guard::admit(state, rules, request, next),
            ))
            .layer(middleware::from_fn_with_state(
                Arc::clone(&site),
                move |state, request: Request, next| kept::around(state, lane, request, next),
            ))
            .layer(middleware::from_fn(move |request: Request, next| {
                counted::request(path, lane, request, next)
            }));
        router = router.route(route.path, guarded);
    }
    router
        .fallback(problem::not_found)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&site),
            guard::same_origin,
        ))
        .layer(middleware::from_fn(headers::on_every_answer))
        .layer(headers::compression())
        .with_state(site)
}
