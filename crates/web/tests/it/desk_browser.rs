//! A browser without JavaScript: keeps a cookie, reads forms, posts them.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use testkit::TestHouse;
use tower::ServiceExt as _;
use web::{Door, Site, SiteSettings, application};

/// A page as a browser gets it.
pub(crate) struct Seen {
    /// The path that was asked for.
    pub(crate) path: String,
    /// The status.
    pub(crate) status: StatusCode,
    /// Where it leads on to.
    pub(crate) location: Option<String>,
    /// The cookie that it sets.
    pub(crate) cookie: Option<String>,
    /// Its text.
    pub(crate) html: String,
}

impl Seen {
    /// The value of the first field of that name.
    pub(crate) fn field(&self, name: &str) -> String {
        let marked = format!("name=\"{name}\" value=\"");
        let start = self
            .html
            .find(&marked)
            .unwrap_or_else(|| panic!("no field {name} on {}:\n{}", self.path, self.html));
        let rest = &self.html[start + marked.len()..];
        unescaped(&rest[..rest.find('"').expect("the end of a value")])
    }

    /// Fails unless the page holds these words.
    #[track_caller]
    pub(crate) fn says(&self, words: &str) -> &Self {
        let plain = words_of(&self.html);
        assert!(
            plain.contains(words),
            "{} does not say {words:?}:\n{plain}",
            self.path
        );
        self
    }

    /// Fails if the page holds these words.
    #[track_caller]
    pub(crate) fn does_not_say(&self, words: &str) -> &Self {
        assert!(
            !words_of(&self.html).contains(words),
            "{} says {words:?}",
            self.path
        );
        self
    }

    /// Fails unless the status is this.
    #[track_caller]
    pub(crate) fn is(&self, status: StatusCode) -> &Self {
        assert_eq!(
            self.status,
            status,
            "{}: {}",
            self.path,
            words_of(&self.html)
        );
        self
    }

    /// Where it leads on to, after a form.
    #[track_caller]
    pub(crate) fn goes_to(&self) -> &str {
        self.is(StatusCode::SEE_OTHER);
        self.location.as_deref().expect("an address")
    }
}

/// The words of a page without its tags, entities and invisible marks.
pub(crate) fn words_of(html: &str) -> String {
    let mut words = String::new();
    let mut in_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                words.push(' ');
            }
            '\u{2068}' | '\u{2069}' => {}
            letter if !in_tag => words.push(letter),
            _ => {}
        }
    }
    unescaped(&words)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn unescaped(text: &str) -> String {
    [
        ("&#38;", "&"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, letter)| {
        text.replace(entity, letter)
    })
}

/// A browser of one person.
#[derive(Clone)]
pub(crate) struct Browser {
    app: Router,
    cookie: Option<String>,
    token: String,
}

impl Browser {
    /// A browser that has no cookie yet.
    pub(crate) fn new(house: &TestHouse) -> Self {
        Self::through(house, Door::Both)
    }

    /// A browser at one of the doors.
    pub(crate) fn through(house: &TestHouse, door: Door) -> Self {
        let site = Site::new(Arc::clone(&house.house), SiteSettings::default(), door);
        Self {
            app: application(site),
            cookie: None,
            token: String::new(),
        }
    }

    /// The browser of a member who is signed in.
    pub(crate) async fn of(house: &TestHouse, name: &str) -> Self {
        let mut browser = Self::with_session(house, &house.session(name).await);
        browser.get("/en/desk/permissions").await.is(StatusCode::OK);
        browser
    }

    /// A browser with a session's token, before it has read any page.
    pub(crate) fn with_session(house: &TestHouse, token: &str) -> Self {
        let mut browser = Self::new(house);
        browser.cookie = Some(format!("desk={token}"));
        browser
    }

    /// Reads a page; remembers its form token.
    pub(crate) async fn get(&mut self, path: &str) -> Seen {
        let seen = self.send("GET", path, None, &[]).await;
        if seen.html.contains("name=\"form-token\"") {
            self.token = seen.field("form-token");
        }
        seen
    }

    /// Sends a form with the token of the last page.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let mut all = vec![("form-token", self.token.as_str())];
        all.extend_from_slice(fields);
        let body = serde_urlencoded::to_string(&all).expect("a form");
        let seen = self.send("POST", path, Some(body), &[]).await;
        if let Some(cookie) = &seen.cookie {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        seen
    }

    /// Sends a file with fields, and the token of the last page first, as a browser does.
    pub(crate) async fn post_file(
        &self,
        path: &str,
        (name, content): (&str, &[u8]),
        fields: &[(&str, &str)],
    ) -> Seen {
        let mut body = Vec::new();
        let all = [("form-token", self.token.as_str())];
        for (field, value) in all.iter().chain(fields) {
            body.extend_from_slice(
                format!("--between\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
                    .as_bytes(),
            );
        }
        body.extend_from_slice(
            format!(
                "--between\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--between--\r\n");
        self.post_parts(path, body).await
    }

    /// Sends the parts of a form as they are.
    pub(crate) async fn post_parts(&self, path: &str, body: Vec<u8>) -> Seen {
        let kind = "multipart/form-data; boundary=between";
        self.send_bytes("POST", path, Some((kind, body)), &[]).await
    }

    /// Sends a form and reads the page that it leads to.
    pub(crate) async fn post_and_follow(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let next = self.post(path, fields).await.goes_to().to_owned();
        self.get(next.split('#').next().unwrap_or_default()).await
    }

    /// Sends a form as it is, without adding a token.
    pub(crate) async fn post_as_it_is(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Seen {
        self.send(
            "POST",
            path,
            Some(serde_urlencoded::to_string(fields).expect("a form")),
            headers,
        )
        .await
    }

    /// The headers of a page, for a browser that takes compressed answers.
    pub(crate) async fn headers_of(&self, path: &str) -> axum::http::HeaderMap {
        let mut request = Request::builder()
            .uri(path)
            .header(header::ACCEPT_ENCODING, "gzip, br");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let request = request.body(Body::empty()).expect("a request");
        let answer = self
            .app
            .clone()
            .oneshot(request)
            .await
            .expect("the application always answers");
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.headers().clone()
    }

    /// The token of this session's forms.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<String>,
        headers: &[(&str, &str)],
    ) -> Seen {
        let kind = "application/x-www-form-urlencoded";
        let body = body.map(|body| (kind, body.into_bytes()));
        self.send_bytes(method, path, body, headers).await
    }

    async fn send_bytes(
        &self,
        method: &str,
        path: &str,
        body: Option<(&str, Vec<u8>)>,
        headers: &[(&str, &str)],
    ) -> Seen {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "desk.example");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some((kind, _)) = &body {
            request = request.header(header::CONTENT_TYPE, *kind);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request
            .body(body.map_or_else(Body::empty, |(_, body)| Body::from(body)))
            .expect("a request");
        let answer = self
            .app
            .clone()
            .oneshot(request)
            .await
            .expect("the application always answers");
        let header_of = |name| {
            answer
                .headers()
                .get(name)
                .map(|value| value.to_str().expect("text").to_owned())
        };
        let (location, cookie, status) = (
            header_of(header::LOCATION),
            header_of(header::SET_COOKIE),
            answer.status(),
        );
        let bytes = answer
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        let html = String::from_utf8_lossy(&bytes).into_owned();
        Seen {
            path: path.to_owned(),
            status,
            location,
            cookie,
            html,
        }
    }
}
