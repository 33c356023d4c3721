//! `heard verify --site`: a site that runs in browsers what the ledger names, and copies of it that don't.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use testkit::outside::program::{between, command};

use super::{founded, heard};

type Files = BTreeMap<String, Vec<u8>>;

/// Answers with these files until the tests end.
fn served(files: &Arc<Mutex<Files>>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let files = Arc::clone(files);
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut lines = BufReader::new(connection.try_clone().unwrap()).lines();
            let first = lines.next().unwrap().unwrap();
            while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
            let path = first.split(' ').nth(1).unwrap();
            let (status, body) = match files.lock().unwrap().get(path) {
                Some(body) => ("200 OK", body.clone()),
                None => ("404 Not Found", Vec::new()),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            connection.write_all(head.as_bytes()).unwrap();
            connection.write_all(&body).unwrap();
        }
    });
    address
}

#[test]
fn a_site_is_compared_with_the_ledger_and_every_change_is_named() {
    let (folder, program) = founded(&[]);
    let compare = |address: SocketAddr| {
        let mut verify = command(heard(), folder.path());
        let site = format!("http://{address}");
        let told = verify
            .args(["verify", "--format", "json", "--site", &site])
            .output()
            .unwrap();
        let rows: Value = serde_json::from_slice(&told.stdout).unwrap_or(Value::Null);
        (told.status.success(), rows)
    };
    let mut client = program.client();
    let page = client.get("/en/report").unwrap();
    let text = page.text();
    let module = between(&text, "data-seal=\"", &['"']).unwrap().to_owned();
    let (assets, _) = module.rsplit_once('/').unwrap();
    let mut honest = Files::from([("/en/report".to_owned(), page.body)]);
    for name in [
        "leave.js",
        "receipt.js",
        "report.js",
        "seal.js",
        "seal.wasm",
        "work.js",
    ] {
        let path = format!("{assets}/{name}");
        let body = client.get(&path).unwrap().body;
        honest.insert(path, body);
    }
    let files = Arc::new(Mutex::new(honest.clone()));
    let copy = served(&files);

    let (fits, rows) = compare(copy);
    assert!(fits, "{rows}");
    assert_eq!(rows["files of the site as named"], "6");
    assert_eq!(rows["what differs at the site"], "nothing");

    let changed = |change: &dyn Fn(&mut Files)| {
        let mut altered = honest.clone();
        change(&mut altered);
        *files.lock().unwrap() = altered;
        let (fits, rows) = compare(copy);
        assert!(!fits, "a change was not noticed");
        rows["what differs at the site"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    for name in ["seal.wasm", "seal.js", "report.js"] {
        let path = format!("{assets}/{name}");
        let told = changed(&|files| files.get_mut(&path).unwrap()[100] ^= 1);
        assert_eq!(told, format!("{name} is not what the ledger names"));
    }
    let page_with = |text: String| {
        move |files: &mut Files| {
            files.insert("/en/report".to_owned(), text.clone().into_bytes());
        }
    };
    let more = text.replace(
        "</head>",
        "<script src=\"/assets/more.js\"></script></head>",
    );
    assert!(changed(&page_with(more)).contains("/assets/more.js"));
    let inline = text.replace("</head>", "<script>send()</script></head>");
    assert!(changed(&page_with(inline)).contains("a script in its text"));
    let unsealed = text.replace("data-seal=", "data-unseal=");
    assert!(changed(&page_with(unsealed)).contains("doesn't seal"));
    // Nothing there, or no Heard: an error, and not "it fits".
    changed(&|files| drop(files.remove(&module)));
    changed(&page_with("<p>Hello</p>".to_owned()));
    program.stop().unwrap();
}
