//! Everything goes into an archive and comes out in an empty Heard as it was; what is no sound archive leaves nothing.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use domain::Role;
use figures::output::{Words, to_csv};
use service::archive::{
    ArchiveError, ArchiveFrom, Archived, LEFT_OUT, TakenIn, TarFrom, TarTo, file_of, take_in,
};
use service::counting::StatsQuestion;
use service::export::ExportError;
use service::{House, ServiceError};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};
use store::{DatabaseUrl, Store, StoreError};
use testkit::PASSPHRASE;

use crate::support::Desk;
use crate::verify::busy;

/// Tables that go into an archive. A new one stands here or in `LEFT_OUT`.
const KEPT: [&str; 21] = [
    "area",
    "area_set",
    "checkpoint",
    "codebook",
    "codebook_label",
    "entry",
    "import",
    "import_change",
    "imported",
    "incident",
    "member",
    "object",
    "organisation",
    "postcode_block",
    "report",
    "slot",
    "team_key",
    "team_wrap",
    "tile",
    "tree_edge",
    "wrap",
];

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn archive_of(house: &House) -> (Archived, Vec<u8>) {
    let to = Shared::default();
    let tar = TarTo::new(to.clone(), 0);
    let done = house.export_archive(tar, |_, _| {}).await.unwrap();
    (done, to.bytes())
}

fn file_url(folder: &Path) -> DatabaseUrl {
    DatabaseUrl::from_data_folder(folder)
}

async fn taken_in(archive: &[u8], into: &DatabaseUrl) -> Result<TakenIn, ArchiveError> {
    let from = TarFrom::new(io::Cursor::new(archive.to_vec()));
    take_in(from, into, |_, _| {}).await
}

/// Every figure that is asked for often, exact and as the public sees it.
async fn figures_of(house: &House) -> String {
    let mut all = String::new();
    for exact in [true, false] {
        for (rows, columns) in [
            ("month", Some("category")),
            ("strand", None),
            ("target", Some("year")),
            ("area", None),
        ] {
            let question = StatsQuestion {
                rows: Some(rows.to_owned()),
                columns: columns.map(str::to_owned),
                exact,
                ..StatsQuestion::default()
            };
            let answers = house.stats(&question).await.unwrap();
            assert!(!answers.is_empty());
            let table = to_csv(&answers, &Words::codes()).unwrap();
            let _ = writeln!(all, "{rows} {exact}\n{table}");
        }
    }
    all
}

/// The same organisation in another place: figures, ledger, people and words.
async fn is_the_same(desk: &Desk, archived: &Archived, into: &DatabaseUrl) {
    let house = desk.house();
    let there = desk
        .kit
        .over(Store::open_existing(into).await.unwrap())
        .await;
    assert_eq!(figures_of(&there).await, figures_of(house).await);
    let checked = there.verify(|_| {}).await.unwrap().unwrap();
    assert_eq!(checked, house.verify(|_| {}).await.unwrap().unwrap());
    assert_eq!(checked.root, archived.ledger.root.0);
    // Archived again, it is the same, file by file.
    let (again, _) = archive_of(&there).await;
    assert_eq!(again.tables, archived.tables);
    // People sign in with what they had, read what they could, and go on.
    let token = there
        .sign_in("Sol Senior", PASSPHRASE, "both")
        .await
        .unwrap()
        .token;
    let senior = there.signed_in(&token, "both").await.unwrap().unwrap();
    let hits = there.search(&senior, "planted").await.unwrap();
    assert!(!hits.is_empty());
    assert!(there.publish_checkpoint().await.unwrap().is_some());
    assert!(there.verify(|_| {}).await.unwrap().is_ok());
    there.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_comes_back_as_it_was() {
    let desk = busy().await;
    let (archived, archive) = archive_of(desk.house()).await;
    let folder = tempfile::tempdir().unwrap();
    let into = file_url(folder.path());
    let done = taken_in(&archive, &into).await.unwrap();
    assert_eq!(done.ledger, archived.ledger);
    assert_eq!(done.tables, archived.tables);
    assert!(!done.figures.is_empty());
    is_the_same(&desk, &archived, &into).await;
    // Nobody's session and no open link came along.
    let mut database = crate::database::Database::open(folder.path()).await;
    for (table, _) in LEFT_OUT {
        let rows = database.rows(&format!("select 1 from {table}")).await.len();
        // One session was opened above.
        assert!(rows <= usize::from(*table == "session"), "{table}: {rows}");
    }

    // A Heard that has something in it is left alone.
    let refused = taken_in(&archive, &into).await;
    assert!(
        matches!(
            &refused,
            Err(ArchiveError::Service(ServiceError::Store(
                StoreError::NotEmpty { .. }
            )))
        ),
        "{refused:?}"
    );
}

static MADE: AtomicU32 = AtomicU32::new(0);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_comes_back_on_a_server() {
    let Ok(admin) = std::env::var("HEARD_TEST_POSTGRES") else {
        return;
    };
    sqlx::any::install_default_drivers();
    let name = format!(
        "heard_archive_{}_{}",
        std::process::id(),
        MADE.fetch_add(1, Ordering::Relaxed)
    );
    let mut server = AnyConnection::connect(&admin).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("create database {name}")))
        .execute(&mut server)
        .await
        .unwrap();
    let (address, _) = admin.rsplit_once('/').unwrap();
    let into = DatabaseUrl::parse(&format!("{address}/{name}")).unwrap();

    let desk = busy().await;
    let (archived, archive) = archive_of(desk.house()).await;
    // What is broken off leaves nothing on a server either.
    let refused = taken_in(&archive[..archive.len() - 4_000], &into).await;
    assert!(refused.is_err());
    taken_in(&archive, &into).await.unwrap();
    is_the_same(&desk, &archived, &into).await;
    sqlx::raw_sql(AssertSqlSafe(format!("drop database {name} with (force)")))
        .execute(&mut server)
        .await
        .unwrap();
}

#[tokio::test]
async fn every_table_is_exported_or_left_out_for_a_reason() {
    let tables = store::tables(store::newest_schema()).await.unwrap();
    let there: BTreeSet<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    let kept: BTreeSet<&str> = KEPT.into_iter().collect();
    let left_out: BTreeSet<&str> = LEFT_OUT.iter().map(|(name, _)| *name).collect();
    assert!(LEFT_OUT.iter().all(|(_, why)| why.len() > 20));
    assert_eq!(kept.intersection(&left_out).count(), 0);
    let decided: BTreeSet<&str> = kept.union(&left_out).copied().collect();
    assert_eq!(
        decided, there,
        "a new table goes into an archive or is left out: decide"
    );
    let desk = Desk::open().await;
    let (archived, _) = archive_of(desk.house()).await;
    let exported: BTreeSet<&str> = archived
        .tables
        .iter()
        .map(|file| file.table.as_str())
        .collect();
    assert_eq!(exported, kept);
}

/// The files of an archive.
type Files = Vec<(String, Vec<u8>)>;

fn files_of(archive: &[u8]) -> Files {
    let mut tar = tar::Archive::new(archive);
    tar.entries()
        .unwrap()
        .map(|entry| {
            let mut entry = entry.unwrap();
            let name = entry.path().unwrap().display().to_string();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (name, bytes)
        })
        .collect()
}

fn packed(files: &Files) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        // Past the library, which refuses some names.
        let field = &mut header.as_mut_bytes()[..100];
        field[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_entry_type(tar::EntryType::Regular);
        header.set_cksum();
        tar.append(&header, bytes.as_slice()).unwrap();
    }
    tar.into_inner().unwrap()
}

/// Makes the manifest say what the files hold, as somebody would who alters an archive on purpose.
fn agreeing(mut files: Files, change: impl FnOnce(&mut serde_json::Value)) -> Files {
    let mut manifest: serde_json::Value = serde_json::from_slice(&files[0].1).unwrap();
    for (name, bytes) in &files[2..] {
        let tables = manifest["tables"].as_array_mut().unwrap();
        if let Some(table) = tables.iter_mut().find(|table| table["file"] == *name) {
            table["rows"] = String::from_utf8_lossy(bytes).matches('\n').count().into();
            table["bytes"] = bytes.len().into();
            table["sha256"] = hex::encode(seal::sha256(bytes)).into();
        }
    }
    change(&mut manifest);
    let text = serde_json::to_vec(&manifest).unwrap();
    files[1].1 = format!("{}  manifest.json\n", hex::encode(seal::sha256(&text))).into_bytes();
    files[0].1 = text;
    files
}

fn file<'f>(files: &'f mut Files, table: &str) -> &'f mut Vec<u8> {
    let name = file_of(table);
    &mut files
        .iter_mut()
        .find(|(found, _)| *found == name)
        .unwrap()
        .1
}

/// Refuses it, in those words, and nothing is kept; then a sound one can be taken in.
async fn is_refused(archive: &[u8], words: &str) {
    let folder = tempfile::tempdir().unwrap();
    let into = file_url(folder.path());
    let error = taken_in(archive, &into).await.expect_err(words);
    assert!(error.to_string().contains(words), "{words}: {error}");
    is_empty(&into).await;
}

async fn is_empty(into: &DatabaseUrl) {
    match Store::open_existing(into).await {
        Ok(store) => {
            let entries = store
                .read("entries", |reading| {
                    Box::pin(async move {
                        let organisation = reading.organisation().await?;
                        assert_eq!(organisation, None);
                        reading.ledger_size().await
                    })
                })
                .await;
            assert_eq!(
                entries.map_err(|error: StoreError| error.to_string()),
                Ok(0)
            );
            store.close().await;
        }
        Err(error) => assert!(matches!(error, StoreError::NothingThere), "{error}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_archive_is_refused() {
    for (bytes, words) in [
        (Vec::new(), "cut off"),
        (b"id,day\n1,2024-01-01\n".repeat(100), "damaged"),
        (vec![0; 10_000], "cut off"),
        (vec![0xff; 10_000], "damaged"),
    ] {
        is_refused(&bytes, words).await;
    }
    let desk = Desk::open().await;
    let (_, archive) = archive_of(desk.house()).await;
    let sound = files_of(&archive);
    assert_eq!(packed(&sound).len() % 512, 0);

    // Another thing in a tar, a newer form, a newer schema.
    let other = agreeing(sound.clone(), |manifest| {
        manifest["format"] = "photos".into();
    });
    is_refused(&packed(&other), "no archive of Heard").await;
    let newer = agreeing(sound.clone(), |manifest| manifest["version"] = 2.into());
    is_refused(&packed(&newer), "newer version").await;
    let newer = agreeing(sound.clone(), |manifest| {
        manifest["schema"] = (store::newest_schema() + 1).into();
        manifest["something"] = "new".into();
    });
    is_refused(&packed(&newer), "newer version").await;

    // Names that lead elsewhere are only names that do not belong there.
    for name in [
        "../../evil.jsonl",
        "/etc/passwd",
        "a/../entry.jsonl",
        "entry.jsonl\u{202e}",
    ] {
        let mut files = sound.clone();
        files[2].0 = name.to_owned();
        is_refused(&packed(&files), "another file stands in its place").await;
        let named = agreeing(sound.clone(), |manifest| {
            manifest["tables"][0]["file"] = name.into();
        });
        is_refused(&packed(&named), "belongs").await;
    }
    let mut link = tar::Header::new_gnu();
    link.set_path("entry.jsonl").unwrap();
    link.set_entry_type(tar::EntryType::Symlink);
    link.set_link_name("/etc/passwd").unwrap();
    link.set_size(0);
    link.set_cksum();
    let head = packed(&sound[..2].to_vec());
    let linked = [&head[..head.len() - 1024], link.as_bytes(), &[0; 1024]].concat();
    is_refused(&linked, "neither a file nor a folder").await;
    // A head that claims more than there is in the world.
    let mut endless = tar::Header::new_gnu();
    endless.set_path("manifest.json").unwrap();
    endless.set_size(u64::MAX - 5);
    endless.set_cksum();
    is_refused(
        &[endless.as_bytes(), &[b'{'; 4_000][..]].concat(),
        "cut off",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_missing_or_too_much_is_noticed() {
    let desk = busy().await;
    let (_, archive) = archive_of(desk.house()).await;
    let sound = files_of(&archive);
    let without = |name: &str| -> Files {
        let kept = sound.iter().filter(|(found, _)| found != name);
        kept.cloned().collect()
    };
    is_refused(&packed(&without("manifest.json")), "damaged").await;
    is_refused(&packed(&without("entry.jsonl")), "another file stands").await;
    let (last, _) = sound.last().unwrap();
    is_refused(&packed(&without(last)), "cut off").await;
    let mut more = sound.clone();
    more.push(("more.jsonl".to_owned(), b"{}\n".to_vec()));
    is_refused(&packed(&more), "more files").await;
    // The manifest itself leaves a table out, or names one twice, or one that is none.
    for (change, words) in [
        (
            (|tables| drop(tables.remove(3))) as fn(&mut Vec<serde_json::Value>),
            "belongs",
        ),
        (|tables| drop(tables.pop()), "is missing"),
        (
            |tables| {
                let first = tables[0].clone();
                tables.push(first);
            },
            "not a table",
        ),
        (
            |tables| tables[1]["columns"] = serde_json::json!([["a", "text"]]),
            "columns",
        ),
        (|tables| tables.clear(), "is missing"),
    ] {
        let changed = agreeing(sound.clone(), |manifest| {
            change(manifest["tables"].as_array_mut().unwrap());
        });
        is_refused(&packed(&changed), words).await;
    }
    // Counts that are not those of the file.
    for (rows, words) in [(1, "more rows"), (100_000, "cut off")] {
        let changed = agreeing(sound.clone(), |manifest| {
            let tables = manifest["tables"].as_array_mut().unwrap();
            let entry = tables.iter_mut().find(|table| table["table"] == "entry");
            entry.unwrap()["rows"] = rows.into();
        });
        is_refused(&packed(&changed), words).await;
    }
    // Packed anew by another program, with a folder and its name before each file, it is still an archive.
    let mut anew = sound.clone();
    for (name, _) in &mut anew {
        *name = format!("./{name}");
    }
    let mut folder = tar::Header::new_gnu();
    folder.set_path("./").unwrap();
    folder.set_entry_type(tar::EntryType::Directory);
    folder.set_size(0);
    folder.set_cksum();
    let anew = [&folder.as_bytes()[..], &packed(&anew)].concat();
    let place = tempfile::tempdir().unwrap();
    taken_in(&anew, &file_url(place.path())).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archive_that_is_cut_off_leaves_nothing() {
    let desk = busy().await;
    let (_, archive) = archive_of(desk.house()).await;
    for part in 0..24 {
        let length = archive.len() * part / 24;
        let folder = tempfile::tempdir().unwrap();
        let into = file_url(folder.path());
        let error = taken_in(&archive[..length], &into)
            .await
            .expect_err("cut off");
        assert!(
            matches!(error, ArchiveError::CutOff(_)),
            "{length}: {error}"
        );
        is_empty(&into).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flipped_bit_is_noticed() {
    let desk = busy().await;
    let (archived, archive) = archive_of(desk.house()).await;
    let mut unnoticed = 0;
    for step in 0..80 {
        let place = (archive.len() / 80) * step + (step * 131) % 512;
        let mut altered = archive.clone();
        altered[place] ^= 1 << (step % 8);
        let folder = tempfile::tempdir().unwrap();
        let into = file_url(folder.path());
        match taken_in(&altered, &into).await {
            Err(_) => is_empty(&into).await,
            // What fills a file up to a whole block is not part of it.
            Ok(done) => {
                assert_eq!(archive[place], 0, "at {place}");
                assert_eq!(done.tables, archived.tables);
                unnoticed += 1;
            }
        }
    }
    assert!(unnoticed < 20, "{unnoticed}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archive_that_was_altered_on_purpose_does_not_fit() {
    let desk = busy().await;
    let (_, archive) = archive_of(desk.house()).await;
    let sound = files_of(&archive);
    let same = agreeing(sound.clone(), |_| {});
    let place = tempfile::tempdir().unwrap();
    taken_in(&packed(&same), &file_url(place.path()))
        .await
        .unwrap();

    let replaced = |table: &str, from: &str, to: &str| -> Vec<u8> {
        let mut files = sound.clone();
        let bytes = file(&mut files, table);
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains(from), "{table} has no {from}");
        *bytes = text.replacen(from, to, 1).into_bytes();
        packed(&agreeing(files, |_| {}))
    };
    // An incident counted as something else, an entry that says something else, an entry less, a row twice.
    is_refused(
        &replaced("incident", "victim-perception", "words-used-here-"),
        "does not fit together",
    )
    .await;
    is_refused(
        &replaced("entry", "report-set-aside", "report-put-aside"),
        "does not fit together",
    )
    .await;
    let mut fewer = sound.clone();
    let entries = file(&mut fewer, "entry");
    let end = entries.len() - 1;
    let cut = entries[..end]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .unwrap()
        + 1;
    entries.truncate(cut);
    is_refused(&packed(&agreeing(fewer, |_| {})), "root of the ledger").await;
    let mut twice = sound.clone();
    let entries = file(&mut twice, "entry");
    let first = entries.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let doubled = [&entries[..first], &entries[..]].concat();
    *entries = doubled;
    is_refused(&packed(&agreeing(twice, |_| {})), "refused a row").await;
    is_refused(&replaced("member", "\"role\":", "\"rule\":"), "line 1").await;
    is_refused(
        &replaced("member", "\"Hana Helper\"", "\"Hana \\u0000\""),
        "U+0000",
    )
    .await;
    // Figures that are not those of the incidents.
    let figures = agreeing(sound.clone(), |manifest| {
        manifest["figures"][0]["incidents"] = 7.into();
    });
    is_refused(&packed(&figures), "figures").await;
}

/// An archive whose first table has no line ends.
struct Endless {
    manifest: Files,
}

impl ArchiveFrom for Endless {
    fn open(&mut self, file: &str) -> Result<Box<dyn Read + Send + '_>, ArchiveError> {
        Ok(match self.manifest.iter().find(|(name, _)| name == file) {
            Some((_, bytes)) => Box::new(bytes.as_slice()),
            None => Box::new(io::repeat(b'x')),
        })
    }

    fn finish(&mut self) -> Result<(), ArchiveError> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_without_end_is_refused() {
    let desk = Desk::open().await;
    let (_, archive) = archive_of(desk.house()).await;
    let manifest = files_of(&archive)[..2].to_vec();
    let folder = tempfile::tempdir().unwrap();
    let into = file_url(folder.path());
    let error = take_in(Endless { manifest }, &into, |_, _| {})
        .await
        .expect_err("endless");
    assert!(error.to_string().contains("longer than 64 MB"), "{error}");
    is_empty(&into).await;
}

#[tokio::test]
async fn only_who_may_takes_everything_out_unsealed_and_it_is_recorded() {
    let desk = busy().await;
    let house = desk.house();
    let before = house.ledger_head().await.unwrap().0;
    let administrator = desk.kit.administrator().await;
    let analyst = desk.kit.member("Ana Analyst", Role::Analyst).await;
    let joined = house.ledger_head().await.unwrap().0;
    for nobody in [&administrator, &analyst, &desk.coder] {
        let to = Shared::default();
        let refused = house.export_unsealed(nobody, to.clone()).await;
        assert!(
            matches!(
                refused,
                Err(ExportError::Service(ServiceError::NotPermitted(_)))
            ),
            "{refused:?}"
        );
        assert_eq!(to.bytes(), b"");
    }
    assert_eq!(house.ledger_head().await.unwrap().0, joined);
    assert!(joined > before);

    let to = Shared::default();
    let done = house
        .export_unsealed(&desk.checker, to.clone())
        .await
        .unwrap();
    let text = String::from_utf8(to.bytes()).unwrap();
    assert_eq!(text.lines().count() as u64, done.pieces);
    assert_eq!(done.gone, 0);
    assert!(text.contains("A planted story."), "{text}");
    assert!(text.contains("By the station."));
    for line in text.lines() {
        let piece: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(
            piece["entry"].is_u64() && !piece["content"].is_null(),
            "{line}"
        );
    }
    let kept = house.ledger_head().await.unwrap().0;
    assert_eq!(kept, joined + 1, "it is recorded once");
    // Recorded before the first word goes out: also when nobody takes it.
    let failed = house.export_unsealed(&desk.checker, Full).await;
    assert!(matches!(failed, Err(ExportError::Write(_))), "{failed:?}");
    assert_eq!(house.ledger_head().await.unwrap().0, joined + 2);
    assert!(house.verify(|_| {}).await.unwrap().is_ok());
}

struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
