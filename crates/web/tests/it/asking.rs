//! Asks the application as a browser would, without a socket.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use testkit::TestHouse;
use testkit::outside::pages::{escaped, receipt_words};
use tower::ServiceExt as _;
use web::{Door, LimitSettings, Site, SiteSettings, application};

/// A founded house with its pages.
pub(crate) struct Pages {
    pub(crate) house: TestHouse,
    application: Router,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Pages {
    pub(crate) async fn new() -> Self {
        Self::with(LimitSettings {
            reports_per_hour: 10_000,
            status_tries_per_minute: 10_000,
            ..LimitSettings::default()
        })
        .await
    }

    pub(crate) async fn with(limits: LimitSettings) -> Self {
        Self::set(SiteSettings {
            limits,
            ..SiteSettings::default()
        })
        .await
    }

    pub(crate) async fn set(settings: SiteSettings) -> Self {
        Self::over(TestHouse::founded().await, settings)
    }

    pub(crate) fn over(house: TestHouse, settings: SiteSettings) -> Self {
        let application = application(Site::new(Arc::clone(&house.house), settings, Door::Both));
        Self { house, application }
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let answer = self
            .application
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (head, body) = answer.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        Answer {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).expect("a request"))
            .await
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(String, String)]) -> Answer {
        self.ask(form(path, fields)).await
    }

    pub(crate) async fn post_from(
        &self,
        address: &str,
        path: &str,
        fields: &[(String, String)],
    ) -> Answer {
        let mut request = form(path, fields);
        let address: IpAddr = address.parse().expect("an address");
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(address, 40_000)));
        self.ask(request).await
    }
}

fn form(path: &str, fields: &[(String, String)]) -> Request<Body> {
    let body = serde_urlencoded::to_string(fields).expect("a form");
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request")
}

/// Pairs of a form.
pub(crate) fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

impl Answer {
    /// The value of a hidden field of the page.
    pub(crate) fn hidden(&self, name: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\" value=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    }

    /// The receipt's words, if this is the page that shows them.
    pub(crate) fn words(&self) -> Option<String> {
        receipt_words(&self.body)
    }

    /// Whether the page holds this text as HTML writes it.
    pub(crate) fn holds(&self, text: &str) -> bool {
        self.body.contains(&escaped(text))
    }
}
