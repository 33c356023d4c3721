//! What people wrote is nowhere to be found in what is kept, and roles hold.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::codebook::Codebook;
use domain::fact::SetAside;
use domain::{ImportId, IncidentId, MemberId, Permission, ReportId, Role};
use jiff::civil::date;
use service::export::{ExportError, FacetsFormat};
use service::import::{DraftId, Mapping, SHIPPED, UploadError};
use service::incidents::IncidentNarrowing;
use service::intake::{Arrival, ArrivalBy};
use service::triage::{CandidateQuery, InboxNarrowing};
use service::{House, ServiceError, SignedIn};
use tempfile::TempDir;
use testkit::canary::{Search, forms};
use testkit::{PASSPHRASE, answers_of, report_form};

use crate::database::Database;
use crate::support::{Desk, coding, decision, edit, evident_coding, facets, posted};

/// Where in the files of a folder one of the words stands, in whatever form.
fn found(folder: &Path, words: &[String]) -> Vec<String> {
    let looked = Search::new(words).folder(folder).expect("a folder");
    let places = looked.hits.into_iter().map(|(file, (number, form))| {
        let name = file.file_name().expect("named");
        format!("word {number} as {form} in {}", name.display())
    });
    places.collect()
}

/// Distinctive words in three scripts, each with a number of its own so that every place is told apart.
fn planted(place: &str) -> Vec<String> {
    ["Quetzalfeuille", "قلمدانچۂآہن", "زقزقةالحوادث"]
        .iter()
        .map(|word| format!("{word}{place}{word}"))
        .collect()
}

/// What was planted so far.
#[derive(Default)]
struct Plant {
    words: Vec<String>,
}

impl Plant {
    /// A text for a place, with words that stand nowhere else.
    fn text(&mut self, place: &str) -> String {
        let words = planted(place);
        let text = words.join(" ");
        self.words.extend(words);
        text
    }
}

#[test]
fn the_search_finds_what_is_there() {
    let words = planted("17");
    for word in &words {
        for (form, needle) in forms(word) {
            let folder = TempDir::new().expect("a folder");
            fs::create_dir(folder.path().join("deep")).expect("a folder");
            let mut bytes = vec![0xa5; 4097];
            bytes.extend_from_slice(&needle);
            bytes.extend_from_slice(&[0x5a; 33]);
            fs::write(folder.path().join("deep/file-wal"), bytes).expect("written");
            assert!(
                !found(folder.path(), std::slice::from_ref(word)).is_empty(),
                "{form}"
            );
        }
        // A whole text around it, as base64 of each offset.
        for before in 0..3 {
            let folder = TempDir::new().expect("a folder");
            let text = format!("{}{word} and more", "y".repeat(before));
            fs::write(folder.path().join("file"), STANDARD_NO_PAD.encode(&text)).expect("written");
            assert!(
                !found(folder.path(), std::slice::from_ref(word)).is_empty(),
                "base64 {before}"
            );
        }
    }
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("file"), planted("18").concat()).expect("written");
    assert_eq!(found(folder.path(), &words), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_holds_a_word_that_somebody_wrote() {
    let desk = Desk::open().await;
    let house = desk.house();
    let mut plant = Plant::default();
    let typed = [
        "story",
        "when-words",
        "when-time",
        "place-words",
        "place-postcode",
        "place-link",
        "why",
        "others",
        "police-reference",
        "phone",
        "email",
        "safe-times",
        "name",
        "language",
    ];
    let mut fields = posted(&[
        ("when-kind", "about"),
        ("place-kind", "online"),
        ("role", "affected"),
        ("strand", "religion"),
        ("told-police", "yes"),
        ("reach", "phone"),
    ]);
    for name in typed {
        let words = plant.text(name);
        fields.push((
            name.to_owned(),
            if name == "email" {
                format!("{words}@example.org")
            } else {
                words
            },
        ));
    }
    let received = desk.kit.report_of(&fields).await;

    let helper = desk.kit.member("Hana Helper", Role::Helper).await;
    let answers = answers_of(house, &report_form(&plant.text("call")));
    let by = ArrivalBy::Colleague(&helper);
    house
        .receive(&Arrival {
            seed: [8; 32],
            language: "ur",
            channel: "phone",
            answers: &answers,
            by,
        })
        .await
        .expect("received");

    // Everything that colleagues write.
    let day = date(2026, 11, 2);
    let id = desk.made(received.report).await;
    let mut seen = house
        .incident(&desk.coder, id)
        .await
        .expect("there")
        .revision;
    seen = house
        .code(
            &desk.coder,
            edit(id, seen, coding(house, day), &plant.text("note")),
        )
        .await
        .expect("coded")
        .revision;
    seen = house
        .record_perception(
            &desk.coder,
            edit(
                id,
                seen,
                facets(&[("strand", "race")]),
                &plant.text("perceived"),
            ),
        )
        .await
        .expect("recorded")
        .revision;
    let police = ("crime".to_owned(), Some(day));
    seen = house
        .record_police_classification(&desk.coder, edit(id, seen, police, &plant.text("police")))
        .await
        .expect("recorded")
        .revision;
    seen = house
        .submit_for_check(&desk.coder, edit(id, seen, (), &plant.text("submit")))
        .await
        .expect("submitted")
        .revision;
    seen = house
        .return_to_coder(&desk.checker, edit(id, seen, (), &plant.text("return")))
        .await
        .expect("returned")
        .revision;
    seen = house
        .code(&desk.coder, edit(id, seen, evident_coding(house, day), ""))
        .await
        .expect("coded")
        .revision;
    seen = house
        .submit_for_check(&desk.coder, edit(id, seen, (), ""))
        .await
        .expect("submitted")
        .revision;
    seen = house
        .check(
            &desk.checker,
            edit(id, seen, decision("verified"), &plant.text("check")),
        )
        .await
        .expect("verified")
        .revision;
    house
        .reopen(&desk.checker, edit(id, seen, (), &plant.text("reopen")))
        .await
        .expect("open");
    // What was refused is kept nowhere either.
    assert!(
        house
            .code(
                &desk.coder,
                edit(id, 1, coding(house, day), &plant.text("refused"))
            )
            .await
            .is_err()
    );
    // Searching for the words finds them and leaves no trace of them.
    let sought = plant.words[1].clone();
    assert_eq!(
        house
            .search(&desk.coder, &sought)
            .await
            .expect("searched")
            .len(),
        1
    );
    house
        .candidates(
            &desk.coder,
            CandidateQuery {
                words: sought,
                ..CandidateQuery::default()
            },
        )
        .await
        .expect("searched");
    house.open_incident(&desk.checker, id).await.expect("opens");
    house.publish_checkpoint().await.expect("a checkpoint");

    let mut secrets = plant.words;
    assert_eq!(secrets.len(), 3 * (typed.len() + 9));
    // What opens things: receipt words, passphrase, recovery key, tokens.
    secrets.push(received.receipt.words());
    secrets.extend(
        received
            .receipt
            .words()
            .split_whitespace()
            .collect::<Vec<_>>()
            .windows(2)
            .map(|pair| pair.join(" ")),
    );
    secrets.push(received.receipt.digits());
    secrets.push(PASSPHRASE.to_owned());
    secrets.extend(
        desk.kit
            .recovery_kit
            .lines()
            .filter(|line| line.len() > 16)
            .map(str::to_owned),
    );
    let token = desk.kit.session("Casey Caseworker").await;
    let link = house
        .invite(
            Some(&desk.kit.administrator().await),
            "Ina Invited",
            Role::Senior,
        )
        .await
        .expect("a link");
    secrets.extend([token, link.token]);

    let folder = desk.kit.folder.path();
    let files = || {
        fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a name")
            })
            .collect::<Vec<_>>()
    };
    assert!(
        files().iter().any(|name| name == "heard.db-wal"),
        "the write-ahead file is looked at too: {:?}",
        files()
    );
    assert_eq!(found(folder, &secrets), [""; 0], "while it is open");
    house.close().await;
    assert_eq!(found(folder, &secrets), [""; 0], "after it was closed");
    fs::write(folder.join("forgotten.log"), &secrets[0]).expect("written");
    assert_eq!(
        found(folder, &secrets).len(),
        1,
        "and one word on purpose is found"
    );
}

/// Whether a text of a fact could be anything but a code, an id, a digest, a date or a known word.
fn is_word(text: &str, codebook: &Codebook) -> bool {
    let hexadecimal =
        |length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_code = codebook
        .facets
        .iter()
        .flat_map(|facet| &facet.codes)
        .any(|code| code.code == text)
        || codebook.series.iter().any(|series| series.code == text)
        || codebook
            .decisions
            .iter()
            .any(|decision| decision.code == text)
        || codebook.id == text;
    let kebab = text.len() <= 24
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    is_code
        || kebab
        || hexadecimal(64)
        || hexadecimal(32)
        || text.parse::<jiff::civil::Date>().is_ok()
}

fn texts<'v>(value: &'v serde_json::Value, into: &mut Vec<&'v str>) {
    match value {
        serde_json::Value::String(text) => into.push(text),
        serde_json::Value::Array(values) => values.iter().for_each(|value| texts(value, into)),
        serde_json::Value::Object(values) => values.iter().for_each(|(name, value)| {
            into.push(name);
            texts(value, into);
        }),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_hold_no_free_text() {
    let desk = Desk::open().await;
    let house = desk.house();
    let story = "She said it in front of everyone at the market";
    let fields = posted(&[
        ("story", story),
        ("place-kind", "market"),
        ("place-words", story),
        ("people", "4"),
    ]);
    let form = &house.in_force().codebook.form;
    let fields: Vec<_> = fields
        .into_iter()
        .filter(|(name, value)| {
            name != "place-kind"
                || form
                    .question("place")
                    .is_some_and(|asked| asked.choices.iter().any(|choice| choice.code == *value))
        })
        .collect();
    let report = desk.kit.report_of(&fields).await.report;
    let id = desk.made(report).await;
    let submitted = desk.submit(id, &coding(house, date(2026, 11, 2))).await;
    house
        .return_to_coder(&desk.checker, edit(id, submitted.revision, (), story))
        .await
        .expect("returned");
    let other = desk.kit.some_report().await;
    house
        .set_aside(&desk.coder, vec![other], SetAside::Test)
        .await
        .expect("set aside");
    house.search(&desk.coder, "market").await.expect("searched");

    let codebook = house.in_force();
    assert!(
        !is_word(story, &codebook.codebook)
            && !is_word("Market", &codebook.codebook)
            && !is_word("سوق", &codebook.codebook)
    );
    let mut database = Database::open(desk.kit.folder.path()).await;
    let facts = database.rows("select fact from entry order by idx").await;
    assert!(facts.len() > 20);
    for fact in facts {
        let fact: String = sqlx::Row::get(&fact, 0);
        let value: serde_json::Value = serde_json::from_str(&fact).expect("JSON");
        let mut words = Vec::new();
        texts(&value, &mut words);
        for word in words {
            let names = [
                "own_series",
                "sha256",
                "sealed_at",
                "decided_on",
                "external_id",
            ]
            .contains(&word)
                || word.contains('_');
            assert!(
                names || is_word(word, &codebook.codebook),
                "\"{word}\" in {}",
                value["fact"]
            );
        }
    }
}

/// Every use case that somebody signed in can ask for, with the permission that it needs; none for what
/// everybody may do with their own sessions.
const USE_CASES: &[(&str, Option<Permission>)] = &[
    ("attach", Some(Permission::TriageReport)),
    ("begin_import", Some(Permission::ImportIncidents)),
    ("candidates", Some(Permission::TriageReport)),
    ("change_passphrase", None),
    ("check", Some(Permission::CheckIncident)),
    ("close_own_session", None),
    ("close_own_sessions", None),
    ("close_sessions_of", Some(Permission::ManageMembers)),
    ("confirm", None),
    ("code", Some(Permission::CodeIncident)),
    ("export_facets", Some(Permission::ExportFacets)),
    ("export_unsealed", Some(Permission::ExportUnsealed)),
    ("forget_draft", Some(Permission::ImportIncidents)),
    ("hand_over_key", Some(Permission::HandOverKey)),
    ("incident", Some(Permission::OpenIncident)),
    ("incidents", Some(Permission::OpenIncident)),
    ("import_draft", Some(Permission::ImportIncidents)),
    ("import_drafts", Some(Permission::ImportIncidents)),
    ("imports", Some(Permission::ImportIncidents)),
    ("inbox", Some(Permission::SeeInbox)),
    ("invite", Some(Permission::ManageMembers)),
    ("make_incident", Some(Permission::TriageReport)),
    ("make_paper_key", None),
    ("members", Some(Permission::HandOverKey)),
    ("open_incident", Some(Permission::OpenIncident)),
    ("open_report", Some(Permission::OpenReport)),
    ("own_sessions", None),
    ("own_slots", None),
    ("receive", Some(Permission::EnterReport)),
    ("record_perception", Some(Permission::CodeIncident)),
    (
        "record_police_classification",
        Some(Permission::CodeIncident),
    ),
    ("renew_team_key", Some(Permission::ManageMembers)),
    ("renewal_progress", Some(Permission::HandOverKey)),
    ("reopen", Some(Permission::CheckIncident)),
    ("return_to_coder", Some(Permission::CheckIncident)),
    ("return_to_inbox", Some(Permission::TriageReport)),
    ("rewrap", None),
    ("same_incident", Some(Permission::TriageReport)),
    ("search", Some(Permission::SearchText)),
    ("set_aside", Some(Permission::TriageReport)),
    ("set_suspended", Some(Permission::ManageMembers)),
    ("sign_out", None),
    ("start_upload", Some(Permission::ImportIncidents)),
    ("submit_for_check", Some(Permission::CodeIncident)),
    ("undo_import", Some(Permission::ImportIncidents)),
    ("undo_import_behind", Some(Permission::ImportIncidents)),
    ("waiting", Some(Permission::SeeInbox)),
];

/// Asks for a use case about something that is there, or else isn't: only whether the role may is of interest.
async fn ask(
    house: &Arc<House>,
    by: &SignedIn,
    use_case: &str,
    report: ReportId,
    incident: IncidentId,
) -> Result<(), ServiceError> {
    let nobody = MemberId::from_bytes([2; 16]);
    let no_draft: DraftId = "02".repeat(16).parse().expect("an id");
    let any = edit::<()>;
    let day = date(2026, 11, 2);
    match use_case {
        "export_facets" => house
            .export_facets(Some(by), FacetsFormat::Csv, std::io::sink())
            .await
            .map(|_| ())
            .map_err(|error| match error {
                ExportError::Service(error) => error,
                other => panic!("{other}"),
            }),
        "export_unsealed" => house
            .export_unsealed(by, std::io::sink())
            .await
            .map(|_| ())
            .map_err(|error| match error {
                ExportError::Service(error) => error,
                other => panic!("{other}"),
            }),
        "attach" => house.attach(by, vec![report], incident).await,
        "begin_import" => {
            let (_, source) = SHIPPED[0];
            let mapping =
                Mapping::parse(source, &house.in_force().codebook).expect("it fits the codebook");
            house.begin_import(&mapping, Some(by)).map(drop)
        }
        "candidates" => house
            .candidates(
                by,
                CandidateQuery {
                    words: "faith".to_owned(),
                    ..CandidateQuery::default()
                },
            )
            .await
            .map(drop),
        "change_passphrase" => house.change_passphrase(by, "", "").await,
        "check" => house
            .check(by, edit(incident, 0, decision("verified"), ""))
            .await
            .map(drop),
        "close_own_session" => house.close_own_session(by, [0; 16]).await,
        "close_own_sessions" => house.close_own_sessions(by).await,
        "close_sessions_of" => house.close_sessions_of(by, nobody).await,
        "confirm" => house.confirm(by, "").await,
        "code" => house
            .code(by, edit(incident, 0, coding(house, day), ""))
            .await
            .map(drop),
        "forget_draft" => house.forget_draft(by, no_draft),
        "import_draft" => house.import_draft(by, no_draft).map(drop),
        "import_drafts" => house.import_drafts(by).map(drop),
        "start_upload" => match house.start_upload(by) {
            Err(UploadError::Service(error)) => Err(error),
            _ => Ok(()),
        },
        "undo_import_behind" => house
            .undo_import_behind(by, ImportId::from_bytes([2; 16]))
            .map(drop),
        "hand_over_key" => house.hand_over_key(by, nobody).await,
        "incident" => house.incident(by, incident).await.map(drop),
        "incidents" => house
            .incidents(by, IncidentNarrowing::default())
            .await
            .map(drop),
        "imports" => house.imports(Some(by)).await.map(drop),
        "inbox" => house.inbox(by, InboxNarrowing::default()).await.map(drop),
        "invite" => house.invite(Some(by), "", Role::Senior).await.map(drop),
        "make_incident" => {
            let suggested = service::triage::Suggested {
                occurred: domain::Occurred::UNKNOWN,
                persons: None,
                facets: facets(&[("nonsense", "nonsense")]),
                perceived: facets(&[]),
            };
            house.make_incident(by, report, suggested).await.map(drop)
        }
        "members" => house.members(by).await.map(drop),
        "open_incident" => house.open_incident(by, incident).await.map(drop),
        "open_report" => house.open_report(by, report).await.map(drop),
        "make_paper_key" => house.make_paper_key(by, "").await.map(drop),
        "own_slots" => house.own_slots(by).await.map(drop),
        "renew_team_key" => house.renew_team_key(by, Some(nobody)).await,
        "renewal_progress" => house.renewal_progress(by).await.map(drop),
        "rewrap" => house.rewrap(by).await.map(drop),
        "own_sessions" => house.own_sessions(by).await.map(drop),
        "receive" => {
            let answers = answers_of(house, &report_form("A call."));
            let by = ArrivalBy::Colleague(by);
            house
                .receive(&Arrival {
                    seed: [1; 32],
                    language: "en",
                    channel: "none",
                    answers: &answers,
                    by,
                })
                .await
                .map(drop)
        }
        "record_perception" => house
            .record_perception(by, edit(incident, 0, facets(&[]), ""))
            .await
            .map(drop),
        "record_police_classification" => house
            .record_police_classification(by, edit(incident, 0, ("crime".to_owned(), None), ""))
            .await
            .map(drop),
        "reopen" => house
            .reopen(by, any(incident, 0, (), "Why."))
            .await
            .map(drop),
        "return_to_coder" => house
            .return_to_coder(by, any(incident, 0, (), "Why."))
            .await
            .map(drop),
        "return_to_inbox" => house.return_to_inbox(by, report).await,
        "same_incident" => house.same_incident(by, Vec::new()).await.map(drop),
        "search" => house.search(by, "faith").await.map(drop),
        "set_aside" => house.set_aside(by, Vec::new(), SetAside::Spam).await,
        "set_suspended" => house.set_suspended(by, nobody, true).await,
        "sign_out" => house.sign_out(by).await,
        "submit_for_check" => house
            .submit_for_check(by, any(incident, 0, (), ""))
            .await
            .map(drop),
        "undo_import" => house
            .undo_import(Some(by), ImportId::from_bytes([2; 16]))
            .await
            .map(drop),
        "waiting" => house.waiting(by).await.map(drop),
        other => panic!("{other} is not asked for"),
    }
}

/// The names of the use cases that take somebody signed in, out of the source.
fn use_cases_of_the_source() -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the source") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(path).expect("a file of the source");
            let source = source.replace("pub async fn ", "pub fn ");
            for function in source.split("pub fn ").skip(1) {
                let (name, rest) = function.split_once('(').expect("a function");
                let parameters = rest
                    .split_once("->")
                    .map_or(rest, |(parameters, _)| parameters);
                if parameters.contains("SignedIn") || parameters.contains("Arrival<") {
                    names.push(name.split('<').next().unwrap_or(name).to_owned());
                }
            }
        }
    }
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn every_use_case_is_refused_to_every_role_that_may_not() {
    let listed: Vec<&str> = USE_CASES.iter().map(|(name, _)| *name).collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    assert_eq!(
        use_cases_of_the_source(),
        sorted,
        "the table lists every use case"
    );

    let desk = Desk::open().await;
    let house = desk.house();
    let report = desk.kit.some_report().await;
    let incident = desk.made(report).await;
    let mut people = vec![
        desk.kit.administrator().await,
        desk.coder.clone(),
        desk.checker.clone(),
    ];
    people.push(desk.kit.member("Hana Helper", Role::Helper).await);
    people.push(desk.kit.member("Ana Analyst", Role::Analyst).await);
    assert_eq!(
        people
            .iter()
            .map(|person| person.actor.role)
            .collect::<std::collections::BTreeSet<_>>()
            .len(),
        Role::ALL.len()
    );
    let entries = house.ledger_head().await.expect("the ledger").0;
    for person in &people {
        let role = person.actor.role;
        for (use_case, permission) in USE_CASES {
            let before = house.ledger_head().await.expect("the ledger").0;
            let outcome = ask(&desk.kit.house, person, use_case, report, incident).await;
            let refused = matches!(outcome, Err(ServiceError::NotPermitted(_)));
            let may = permission.is_none_or(|permission| role.may(permission));
            assert_eq!(refused, !may, "{use_case} by {}: {outcome:?}", role.code());
            if refused {
                assert_eq!(
                    house.ledger_head().await.expect("the ledger").0,
                    before,
                    "{use_case} did nothing"
                );
            }
        }
    }
    assert!(
        house.ledger_head().await.expect("the ledger").0 > entries,
        "some did something"
    );
    // The administrator holds the key in custody and still can't read.
    let administrator = desk.kit.administrator().await;
    assert!(administrator.holds_team_key());
    assert!(matches!(
        house.open_report(&administrator, report).await,
        Err(ServiceError::NotPermitted(_))
    ));
}
