//! Importing from a page: a file lies sealed, is somebody's own, and goes; what it seems to be is only suggested.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::sync::Arc;

use domain::Role;
use service::import::{
    Becomes, Chosen, Draft, DraftId, ImportError, Kind, Mapping, Outcome, Plan, UploadError, Work,
    WorkKind,
};
use service::{House, ServiceError, SignedIn};
use testkit::TestHouse;

use crate::import_formats;

const FILE: &str = "Case number;Date of incident;What was it;Communities;How many people;What happened\r\n\
    P-1;03/02/2026;Assault;Muslims, Asian people;1;Shouted at.\r\n\
    P-2;14/02/2026;Assault;Muslims;2;Pushed.\r\n\
    P-3;30/02/2026;Threats;Jewish people;1;No such day.\r\n";

async fn send(
    house: &Arc<House>,
    by: &SignedIn,
    content: &[u8],
    mapping: Option<&str>,
) -> Result<DraftId, UploadError> {
    let mut upload = house.start_upload(by)?;
    for piece in content.chunks(7_000) {
        upload.write(piece)?;
    }
    house
        .finish_upload(upload, "C:\\lists\\partner.csv", mapping.map(str::to_owned))
        .await
}

async fn sent(kit: &TestHouse, by: &SignedIn, content: &[u8]) -> Arc<Draft> {
    let id = send(&kit.house, by, content, None)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    kit.house.import_draft(by, id).expect("one's own")
}

fn plan(draft: &Draft) -> Plan {
    match draft.chosen() {
        Chosen::Pages(plan) => plan,
        Chosen::File(_) => panic!("it came without a mapping"),
    }
}

fn becomes(draft: &Draft) -> Vec<String> {
    let columns = plan(draft).columns;
    columns.iter().map(|column| column.becomes.code()).collect()
}

/// Does the work and waits for its end.
async fn done(kit: &TestHouse, draft: &Arc<Draft>, kind: WorkKind) -> Arc<Work> {
    draft.begin(&kit.house, kind).expect("it begins");
    loop {
        let work = draft.work().expect("it began");
        if work.outcome().is_some() {
            return work;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

/// Fills in what is missing, and the suggested codes.
async fn choose(kit: &TestHouse, draft: &Draft) {
    let mut plan = plan(draft);
    "partner".clone_into(&mut plan.series);
    "partner-list".clone_into(&mut plan.name);
    let values = draft.values(&kit.house).await.expect("values");
    for column in values.iter() {
        for (value, _, code) in &column.values {
            if let Some(code) = code {
                plan.columns[column.place]
                    .values
                    .insert(value.clone(), code.clone());
            }
        }
    }
    draft.choose(plan);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_looked_at_mapped_rehearsed_and_imported() {
    let kit = TestHouse::founded().await;
    let senior = kit.member("Sol Senior", Role::Senior).await;
    let draft = sent(&kit, &senior, FILE.as_bytes()).await;
    assert_eq!(draft.file_name, "partner.csv");
    assert_eq!(
        becomes(&draft),
        [
            "id",
            "day",
            "facet:category",
            "facet:target",
            "persons",
            "text"
        ]
    );
    assert!(plan(&draft).columns.iter().all(|column| column.suggested));
    // No codes are given, and no series chosen, before somebody looked.
    assert!(
        plan(&draft)
            .columns
            .iter()
            .all(|column| column.values.is_empty())
    );
    assert!(draft.mapping(&kit.house).is_err(), "no series is chosen");
    choose(&kit, &draft).await;
    let mapping = draft.mapping(&kit.house).expect("a mapping");
    Mapping::parse(&mapping, &kit.house.in_force().codebook).expect("it fits the codebook");

    let work = done(&kit, &draft, WorkKind::Rehearsal).await;
    let Some(outcome) = work.outcome() else {
        panic!("it ended")
    };
    let Outcome::Rehearsed(would) = &*outcome else {
        panic!("it went through: {mapping}")
    };
    assert_eq!((would.read, would.new, would.rejected), (3, 2, 1));
    assert_eq!(kit.house.imports(None).await.expect("imports").len(), 0);

    let work = done(&kit, &draft, WorkKind::Import).await;
    let Some(outcome) = work.outcome() else {
        panic!("it ended")
    };
    let Outcome::Imported(import) = &*outcome else {
        panic!("it went through")
    };
    assert_eq!((import.counts.added, import.counts.rejected), (2, 1));
    assert_eq!(import.by, Some(senior.actor.member));
    assert!(!draft.has_file(), "the file is gone when it was imported");
    let mut rejected = String::new();
    work.rejects()
        .expect("one row was rejected")
        .read_to_string(&mut rejected)
        .expect("it opens");
    assert!(rejected.contains("30/02/2026"), "{rejected}");
    assert!(!rejected.contains("Pushed."), "{rejected}");

    // Mended and sent again with the same mapping.
    let mended = rejected.replace("30/02/2026", "28/02/2026");
    let id = send(&kit.house, &senior, mended.as_bytes(), Some(&mapping))
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    let draft = kit.house.import_draft(&senior, id).expect("there");
    let work = done(&kit, &draft, WorkKind::Import).await;
    assert!(work.rejects().is_none());
    let imports = kit.house.imports(None).await.expect("imports");
    assert_eq!(imports[1].counts.added, 1);

    let undoing = kit
        .house
        .undo_import_behind(&senior, imports[1].id)
        .expect("begun");
    while undoing.outcome().is_none() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(undoing.outcome().expect("ended").is_ok());
    let imports = kit.house.imports(None).await.expect("imports");
    assert!(imports[1].undone.is_some() && imports[0].undone.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_its_senders_own_and_goes_when_nobody_looks() {
    let kit = TestHouse::founded().await;
    let senior = kit.member("Sol Senior", Role::Senior).await;
    let other = kit.member("Sam Senior", Role::Senior).await;
    let draft = sent(&kit, &senior, FILE.as_bytes()).await;
    let is_gone = |found: Result<Arc<Draft>, ServiceError>| {
        assert!(matches!(found, Err(ServiceError::NotFound)));
    };
    is_gone(kit.house.import_draft(&other, draft.id));
    assert!(kit.house.forget_draft(&other, draft.id).is_err());
    assert!(kit.house.import_drafts(&other).expect("none").is_empty());
    assert_eq!(kit.house.import_drafts(&senior).expect("one").len(), 1);

    kit.clock.pass_seconds(11 * 60 * 60);
    kit.house
        .import_draft(&senior, draft.id)
        .expect("looked at");
    kit.clock.pass_seconds(11 * 60 * 60);
    kit.house.let_go_of_old_drafts();
    kit.house.import_draft(&senior, draft.id).expect("there");
    kit.clock.pass_seconds(13 * 60 * 60);
    kit.house.let_go_of_old_drafts();
    is_gone(kit.house.import_draft(&senior, draft.id));

    let draft = sent(&kit, &senior, FILE.as_bytes()).await;
    kit.house.forget_draft(&senior, draft.id).expect("let go");
    is_gone(kit.house.import_draft(&senior, draft.id));
    for _ in 0..5 {
        sent(&kit, &senior, FILE.as_bytes()).await;
    }
    assert!(matches!(
        send(&kit.house, &senior, FILE.as_bytes(), None).await,
        Err(UploadError::TooMany)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_table_is_refused_and_what_may_be_one_stays() {
    let kit = TestHouse::founded().await;
    let senior = kit.member("Sol Senior", Role::Senior).await;
    for content in [
        b"%PDF-1.7 and so on".as_slice(),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        b"\xD0\xCF\x11\xE0 an old workbook",
        b"PK\x03\x04 no workbook",
        b"\x1F\x8B\x08 no gzip either",
        b"",
        b"\n\n\n",
        b"only,a,header\n",
        b"[{\"id\":1}]",
    ] {
        let refused = send(&kit.house, &senior, content, None).await;
        match refused {
            Err(UploadError::NoTable(_)) => {}
            // A file that seems cut off can be looked at again, and stays.
            Ok(id) => {
                let draft = kit.house.import_draft(&senior, id).expect("there");
                assert!(draft.look().is_none(), "{content:?}");
                kit.house.forget_draft(&senior, id).expect("let go");
            }
            Err(other) => panic!("{content:?}: {other}"),
        }
    }
    // Good for a megabyte, and then not UTF-8: how it is written can be said.
    let mut content = b"id,what\n".to_vec();
    for number in 0..100 {
        content.extend_from_slice(format!("{number},x\n").as_bytes());
    }
    content.extend_from_slice(&vec![b'\n'; 1 << 20]);
    content.extend_from_slice(b"101,caf\xE9\n");
    let draft = sent(&kit, &senior, &content).await;
    let mut form = draft.form();
    assert_eq!(form.encoding, None);
    if let Some(trouble) = draft.trouble() {
        assert!(matches!(*trouble, ImportError::Unreadable { .. }));
    }
    form.encoding = Some("windows-1252".to_owned());
    draft.look_again(&kit.house, form).await.expect("looked at");
    assert!(draft.trouble().is_none());
    assert_eq!(draft.look().expect("read").columns.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_lies_sealed_without_a_name_and_reads_as_it_was() {
    let kit = TestHouse::founded().await;
    let senior = kit.member("Sol Senior", Role::Senior).await;
    let names = || -> Vec<_> {
        let folder = kit.house.settings().scratch.read_dir().expect("a folder");
        folder
            .map(|entry| entry.expect("an entry"))
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .map(|entry| entry.file_name())
            .collect()
    };
    let before = names();
    // Over several pieces, with an odd end.
    let mut content = b"Reference,What happened\n".to_vec();
    for number in 0..20_000 {
        content.extend_from_slice(format!("R{number},quetzalfeuille {number}\n").as_bytes());
    }
    let draft = sent(&kit, &senior, &content).await;
    let added: Vec<_> = names()
        .into_iter()
        .filter(|name| !before.contains(name))
        .collect();
    assert!(
        added
            .iter()
            .all(|name| !name.to_string_lossy().starts_with(".tmp")),
        "{added:?}"
    );
    // Every open file of this process without a name, as Linux shows it.
    let mut seen = 0;
    for entry in std::fs::read_dir("/proc/self/fd").expect("Linux").flatten() {
        let Ok(target) = std::fs::read_link(entry.path()) else {
            continue;
        };
        if target.to_string_lossy().ends_with(" (deleted)")
            && let Ok(bytes) = std::fs::read(entry.path())
            && bytes.len() >= content.len()
        {
            seen += 1;
            assert!(!bytes.windows(14).any(|part| part == b"quetzalfeuille"));
        }
    }
    assert!(seen > 0, "the file is on the disk");
    let mut chosen = plan(&draft);
    assert_eq!(chosen.columns[0].becomes, Becomes::Id);
    "partner".clone_into(&mut chosen.series);
    draft.choose(chosen);
    let work = done(&kit, &draft, WorkKind::Rehearsal).await;
    let outcome = work.outcome().expect("ended");
    let Outcome::Rehearsed(would) = &*outcome else {
        panic!("it went through")
    };
    assert_eq!((would.new, would.stories), (20_000, 20_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_may_be_so_large_and_no_larger() {
    let kit = TestHouse::founded().await;
    let senior = kit.member("Sol Senior", Role::Senior).await;
    let mut upload = kit.house.start_upload(&senior).expect("begun");
    let piece = vec![b'x'; 1 << 20];
    let largest = kit.house.settings().largest_upload;
    for _ in 0..largest >> 20 {
        upload.write(&piece).expect("it fits");
    }
    assert!(matches!(upload.write(b"x"), Err(UploadError::TooLarge)));
    assert_eq!(upload.length(), largest);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_kinds_of_files_are_looked_at_too() {
    let kit = TestHouse::founded().await;
    let senior = kit.member("Sol Senior", Role::Senior).await;
    let lines = "{\"id\":\"a1\",\"date\":\"2026-02-03\",\"place\":{\"kind\":\"street\"},\"strand\":[\"religion\",\"race\"]}\n\
                 {\"id\":\"a2\",\"date\":\"2026-02-04\",\"place\":{\"kind\":\"taxi\"},\"strand\":[\"race\"]}\n";
    let draft = sent(&kit, &senior, lines.as_bytes()).await;
    let names: Vec<String> = draft
        .look()
        .expect("read")
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    assert_eq!(names, ["date", "id", "place.kind", "strand"]);
    choose(&kit, &draft).await;
    let work = done(&kit, &draft, WorkKind::Rehearsal).await;
    let outcome = work.outcome().expect("ended");
    let Outcome::Rehearsed(would) = &*outcome else {
        panic!("it went through")
    };
    assert_eq!((would.read, would.rejected), (2, 0), "{:?}", would.unmapped);
    let race = would.codes.get(&("strand".to_owned(), "race".to_owned()));
    assert_eq!(race, Some(&2));
}

#[tokio::test(flavor = "multi_thread")]
async fn packed_files_and_workbooks_are_looked_at_like_others() {
    let kit = TestHouse::founded().await;
    let senior = kit.member("Sol Senior", Role::Senior).await;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(FILE.as_bytes()).expect("packed");
    let gzip = gzip.finish().expect("packed");
    let zstandard = zstd::encode_all(FILE.as_bytes(), 0).expect("packed");
    for packed in [&gzip, &zstandard] {
        let draft = sent(&kit, &senior, packed).await;
        let look = draft.look().expect("read");
        assert_eq!((look.columns.len(), look.rows.len()), (6, 3));
        assert_eq!(becomes(&draft)[..2], ["id", "day"]);
        choose(&kit, &draft).await;
        let work = done(&kit, &draft, WorkKind::Rehearsal).await;
        let outcome = work.outcome().expect("ended");
        assert!(matches!(&*outcome, Outcome::Rehearsed(would) if would.new == 2));
        kit.house.forget_draft(&senior, draft.id).expect("let go");
    }
    let cut = sent(&kit, &senior, &gzip[..gzip.len() - 12]).await;
    let trouble = cut.trouble().expect("it is cut off");
    assert!(trouble.to_string().contains("cut off"), "{trouble}");

    let rows = format!(
        r#"{}<row r="2">{}<c r="B2" s="1"><v>45356</v></c><c r="C2"><v>2</v></c>{}</row>"#,
        import_formats::header(),
        import_formats::text("A2", "x1"),
        import_formats::text("D2", "threats")
    );
    let draft = sent(&kit, &senior, &import_formats::sheet_of(&rows)).await;
    let look = draft.look().expect("read");
    assert_eq!(look.kind, Kind::Workbook);
    assert_eq!(look.sheets, ["Incidents"]);
    assert_eq!(look.rows[0][1], "2024-03-05");
    assert_eq!(
        becomes(&draft)[..4],
        ["id", "day", "persons", "facet:category"]
    );
    choose(&kit, &draft).await;
    let work = done(&kit, &draft, WorkKind::Import).await;
    let outcome = work.outcome().expect("ended");
    assert!(matches!(&*outcome, Outcome::Imported(import) if import.counts.added == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_that_closes_in_the_middle_loses_and_doubles_nothing() {
    let mut kit = TestHouse::founded().await;
    let senior = kit.member("Sol Senior", Role::Senior).await;
    let mut content = "Reference,What happened\n".to_owned();
    for number in 0..6_000 {
        writeln!(content, "R{number},told {number}").expect("a string takes all");
    }
    let draft = sent(&kit, &senior, content.as_bytes()).await;
    let mut chosen = plan(&draft);
    "partner".clone_into(&mut chosen.series);
    draft.choose(chosen);
    let mapping = draft.mapping(&kit.house).expect("a mapping");
    draft.begin(&kit.house, WorkKind::Import).expect("begun");
    // Some of it is kept by then, and not all.
    while kit.house.imports(None).await.expect("imports").is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    kit.restart().await;
    let before = kit.house.imports(None).await.expect("imports");
    let senior = kit.sign_in("Sol Senior").await;
    assert!(kit.house.import_drafts(&senior).expect("none").is_empty());
    let id = send(&kit.house, &senior, content.as_bytes(), Some(&mapping))
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    let draft = kit.house.import_draft(&senior, id).expect("there");
    let work = done(&kit, &draft, WorkKind::Import).await;
    let outcome = work.outcome().expect("ended");
    let Outcome::Imported(import) = &*outcome else {
        panic!("it went through")
    };
    assert_eq!(import.counts.added + import.counts.unchanged, 6_000);
    assert!(import.counts.unchanged >= 1_000, "the first batch is known");
    assert!(before[0].finished.is_some() || import.counts.added > 0);
}
