//! Whole stories with marked names, words and addresses: none of the marks is in the log or in the metrics, at the
//! level that says most, also when things go wrong.

use std::net::TcpListener;

use testkit::outside::http::Client;
use testkit::outside::program::{PASSPHRASE, Program, between, first_report};

use super::{form_token, founded, with};

/// What nobody but a member of staff may ever read.
const MARKS: [&str; 8] = [
    "Zephyrine",
    "Quillfeather",
    "marigold-tram-41",
    "zq.contact@example.org",
    "07700900461",
    "SecretBrowser",
    "203.0.113.77",
    "velvet-anchor",
];

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Somebody at that address with that browser.
fn marked(program: &Program) -> Client {
    program.client().calling_itself("SecretBrowser/9.1")
}

fn tell(program: &Program) -> String {
    let mut client = marked(program);
    let token = form_token(&mut client);
    let fields = [
        ("form_token", token.as_str()),
        (
            "story",
            "Zephyrine Quillfeather was shouted at on the marigold-tram-41.",
        ),
        ("place-words", "Outside marigold-tram-41"),
        ("reach", "email"),
        ("email", "zq.contact@example.org"),
        ("phone", "07700900461"),
        ("velvet-anchor", "a field that no form has"),
    ];
    let form: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", value.replace(' ', "+").replace('@', "%40")))
        .collect();
    let answer = client
        .post_from("/en/report", Some("203.0.113.77"), &form.join("&"))
        .unwrap()
        .expect(200, "a report")
        .unwrap()
        .text();
    let list = between(&answer, "id=\"receipt-words\"", &['\u{0}']).unwrap();
    let (list, _) = list.split_once("</ol>").unwrap();
    let words: Vec<&str> = list
        .split("<li>")
        .skip(1)
        .filter_map(|item| item.split_once("</li>").map(|(word, _)| word))
        .collect();
    assert_eq!(words.len(), 7);
    words.join(" ")
}

/// Everything that people do, and much that goes wrong.
fn whole_stories(program: &Program) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for _ in 0..3 {
        words.push(tell(program));
    }
    let mut client = marked(program);
    for typed in [
        words[0].as_str(),
        "velvet-anchor velvet-anchor",
        "Zephyrine",
    ] {
        client.post("/en/status", &[("words", typed)]).unwrap();
    }
    client
        .post(
            "/en/report",
            &[
                ("form_token", "velvet-anchor"),
                ("story", "marigold-tram-41"),
            ],
        )
        .unwrap();
    for path in [
        "/en/velvet-anchor",
        "/en/desk/reports/velvet-anchor",
        "/en/first-run/velvet-anchor",
        "/en/invitation/velvet-anchor",
        "/ledger/tile/velvet-anchor",
        "/en/figures?from=velvet-anchor",
    ] {
        client.get(path).unwrap();
    }
    let name = [
        ("name", "Zephyrine Quillfeather"),
        ("passphrase", "velvet-anchor"),
    ];
    client.post("/en/desk/sign-in", &name).unwrap();
    // A name that is a member's.
    let mut senior = program.member("Zephyrine Quillfeather", "senior").unwrap();
    let inbox = senior.get("/en/desk/inbox").unwrap().text();
    let report = first_report(&inbox)
        .expect("a report in the inbox")
        .to_owned();
    let opened = senior
        .get(&format!("/en/desk/reports/{report}"))
        .unwrap()
        .text();
    assert!(opened.contains("marigold-tram-41"), "the marks do arrive");
    senior
        .get("/en/desk/search?words=marigold-tram-41")
        .unwrap();
    words.push(PASSPHRASE.to_owned());
    words
}

fn assert_unmarked(where_: &str, text: &str, words: &[String]) {
    for mark in MARKS
        .iter()
        .copied()
        .chain(words.iter().map(String::as_str))
    {
        assert!(!text.contains(mark), "{mark} is in {where_}");
    }
    // No three of the words stand together either.
    for words in words {
        let words: Vec<&str> = words.split(' ').collect();
        for three in words.windows(3) {
            assert!(
                !text.contains(&three.join(" ")),
                "words of a receipt are in {where_}"
            );
        }
    }
}

#[test]
fn no_log_and_no_metric_holds_anything_personal() {
    for format in ["text", "json"] {
        let metrics = format!("127.0.0.1:{}", free_port());
        let (folder, program) = founded(&[
            ("HEARD_LOG_LEVEL", "trace"),
            ("HEARD_LOG_FORMAT", format),
            ("HEARD_METRICS_LISTEN", &metrics),
        ]);
        let words = whole_stories(&program);
        let mut prometheus = Client::new(metrics.parse().unwrap());
        let told = prometheus
            .get("/metrics")
            .unwrap()
            .expect(200, "metrics")
            .unwrap()
            .text();
        for counted in [
            "heard_requests_total{route=\"/{language}/report\",method=\"POST\",status=\"200\"} 3",
            "heard_reports_total{outcome=\"kept\"} 3",
            "heard_writer_transactions_total{outcome=\"kept\"}",
            "heard_ledger_entries ",
            "process_resident_memory_bytes ",
        ] {
            assert!(told.contains(counted), "{counted} is not in\n{told}");
        }
        assert_unmarked("the metrics", &told, &words);
        let said = program.said().join("\n");
        program.stop().unwrap();
        assert_unmarked("the log", &said, &words);

        // The same while the store can't be written: its file is on no disk that takes more.
        let database = folder.path().join("heard.db");
        let broken = with(
            &folder,
            &[("HEARD_LOG_LEVEL", "trace"), ("HEARD_LOG_FORMAT", format)],
        );
        let program = Program::start_with(broken).unwrap();
        for file in ["heard.db", "heard.db-wal", "heard.db-shm"] {
            let file = database.with_file_name(file);
            if file.exists() {
                std::fs::write(file, b"velvet-anchor").unwrap();
            }
        }
        let mut client = marked(&program);
        let token = form_token(&mut client);
        let fields = [
            ("form_token", token.as_str()),
            (
                "story",
                "Zephyrine Quillfeather was shouted at on the marigold-tram-41.",
            ),
        ];
        let answer = client.post("/en/report", &fields).unwrap();
        assert_eq!(answer.status, 503);
        assert!(
            answer.text().contains("marigold-tram-41"),
            "it comes back to whoever wrote it"
        );
        let said = program.said().join("\n");
        assert!(said.contains("report.not-kept"), "{said}");
        assert_unmarked("the log", &said, &words);
    }
}
