//! `heard verify` names what was altered behind Heard's back: single bits, and missing, doubled and swapped rows.

use domain::fact::SetAside;
use domain::{IncidentId, Role};
use jiff::civil::date;
use service::House;
use service::areas::{AreaFile, AreaImport, Properties};
use service::import::Mapping;
use service::intake::{Arrival, ArrivalBy};
use service::verify::{Checked, Fault};
use testkit::{answers_of, report_form};

use crate::database::{Column, Database, Kept};
use crate::support::{
    Desk, Hearing, coding, decision, edit, evident_coding, facets, import_with, posted,
};

/// Columns (or whole tables, `table.*`) whose bits the ledger doesn't commit to, and why that is right.
/// A new column that is neither here nor checked by `verify` fails the test.
const NOT_COMMITTED: &[(&str, &str)] = &[
    (
        "checkpoint.at",
        "when it was signed is shown to the desk only; what counts is in the signed note",
    ),
    (
        "codebook.place",
        "the order of installation, which the entries give as well",
    ),
    (
        "codebook_label.*",
        "translations, which may be mended without a new edition; the source that they label is committed",
    ),
    (
        "duty.*",
        "which process does what until when; an altered row lets another process take over",
    ),
    (
        "import_change.*",
        "a note for undoing an import; what undoing does is a fact of each incident",
    ),
    (
        "imported.*",
        "notes for the next delivery and for undoing; what they do is a fact of each incident",
    ),
    (
        "incident.facet_words",
        "an index for lists, made from the facets; nothing is shown or counted from it",
    ),
    (
        "incident.own",
        "an index for lists: whether there is an external id",
    ),
    (
        "invitation.*",
        "gone when used; an altered link opens nothing, and an altered key fails its own check",
    ),
    ("member.language", "a wish of the member about their pages"),
    (
        "member.name",
        "a person's name is kept out of the ledger, so that it can be erased",
    ),
    ("member.name_key", "follows the name"),
    (
        "organisation.name",
        "may be changed; the organisation is known by its id and keys",
    ),
    ("organisation.one", "always 1"),
    (
        "public_figures.*",
        "figures as released for the front door; made anew from the record within a minute",
    ),
    (
        "record_check.*",
        "what came of looking over the record; an altered row holds until the next look",
    ),
    ("schema_step.*", "checked by the store whenever it opens"),
    (
        "session.*",
        "gone with the session; an altered row lets nobody in, since keys are in memory only",
    ),
    (
        "session_key.*",
        "the team's key of one session under that session's own token; an altered one doesn't open, and whoever \
         held it signs in again",
    ),
    (
        "shared_count.*",
        "what processes tell each other of what they let through; gone within seconds",
    ),
    ("shared_salt.*", "gone with its day"),
    (
        "slot.*",
        "a member's keys under their passphrase; an altered slot doesn't open, and may be made anew",
    ),
    (
        "team_wrap.*",
        "the team's key sealed for a member; an altered one doesn't open, and is handed over anew",
    ),
    ("tree_edge.one", "always 1"),
];

const MAPPING: &str = r#"
[mapping]
id = "trial"
series = "partner"
external_id = "id"
[date]
column = "day"
format = "%Y-%m-%d"
[persons]
column = "people"
[[facet]]
facet = "area"
column = "area"
prefix = "XX-"
"#;

const WARDS: &str = r#"{"type":"FeatureCollection","features":[
  {"type":"Feature","properties":{"WD13CD":"E1","WD13NM":"Old","LAD13CD":"E8"},
   "geometry":{"type":"Polygon","coordinates":[[[-1.4,53.4],[-1.2,53.4],[-1.2,53.6],[-1.4,53.4]]]}},
  {"type":"Feature","properties":{"WD13CD":"E2","WD13NM":"New","LAD13CD":"E9"},
   "geometry":{"type":"Polygon","coordinates":[[[-1.2,53.4],[-1.0,53.4],[-1.0,53.6],[-1.2,53.4]]]}}]}"#;
const POSTCODES: &str = "pcds,long,lat,oslaua\nS60 1AA,-1.3,53.5,E8\n";

/// A set of outlines and one of postcodes.
async fn import_areas(house: &House) {
    for (text, valid_to) in [(WARDS, Some(date(2021, 5, 5))), (POSTCODES, None)] {
        let import = AreaImport {
            title: "A set".to_owned(),
            valid_from: date(2013, 12, 31),
            valid_to,
            source: seal::sha256(text.as_bytes()),
        };
        let file = AreaFile::open(Box::new(text.as_bytes()), Properties::default());
        house
            .import_areas(import, file.expect("a file of areas"))
            .await
            .expect("taken in");
    }
}

/// A house in which everything has happened that can happen, over more than one full tile of entries.
pub(crate) async fn busy() -> Desk {
    let desk = Desk::open().await;
    let house = desk.house();
    let administrator = desk.kit.administrator().await;
    let helper = desk.kit.member("Hana Helper", Role::Helper).await;
    let gone = desk
        .kit
        .member("Gael Gone", Role::Caseworker)
        .await
        .actor
        .member;
    house
        .set_suspended(&administrator, gone, true)
        .await
        .expect("suspended");
    house
        .invite(Some(&administrator), "Ina Invited", Role::Caseworker)
        .await
        .expect("invited");

    let day = date(2026, 11, 2);
    let fields = posted(&[
        ("story", "A planted story."),
        ("place-words", "By the station."),
        ("role", "witness"),
        ("reach", "phone"),
        ("phone", "01632 960 000"),
        ("strand", "religion"),
    ]);
    let first = desk.kit.report_of(&fields).await.report;
    let incident = desk.made(first).await;
    let revision = house
        .incident(&desk.coder, incident)
        .await
        .expect("there")
        .revision;
    let coded = house
        .code(
            &desk.coder,
            edit(incident, revision, coding(house, day), "A note."),
        )
        .await
        .expect("coded");
    let police = edit(
        incident,
        coded.revision,
        ("crime".to_owned(), Some(day)),
        "Another note.",
    );
    house
        .record_police_classification(&desk.coder, police)
        .await
        .expect("recorded");
    let submitted = desk.submit(incident, &evident_coding(house, day)).await;
    house
        .check(
            &desk.checker,
            edit(
                incident,
                submitted.revision,
                decision("verified"),
                "A reason.",
            ),
        )
        .await
        .expect("verified");
    desk.submitted("A second story.", &evident_coding(house, date(2026, 10, 1)))
        .await;
    house.publish_checkpoint().await.expect("a checkpoint");

    let rows: String = (0..300)
        .map(|row| {
            format!(
                "row-{row},2026-0{}-1{},{},{}\n",
                row % 9 + 1,
                row % 9,
                row % 5,
                row % 7
            )
        })
        .collect();
    let mapping = Mapping::parse(MAPPING, &house.in_force().codebook).expect("a mapping");
    let imported = import_with(house, &mapping, format!("id,day,people,area\n{rows}"))
        .await
        .expect("imported");
    let mut run = house
        .begin_import(&mapping, Some(&desk.checker))
        .expect("they may");
    let later = b"id,day,people,area\nrow-1,2026-01-01,3,4\nnew,2026-01-01,1,1\n".to_vec();
    run.file(std::io::Cursor::new(later), &mut Hearing::new())
        .await
        .expect("imported");
    let later = run.finish().await.expect("ended").id;
    house
        .undo_import(Some(&desk.checker), later)
        .await
        .expect("undone");
    assert_eq!(imported.added, 300);
    house.publish_checkpoint().await.expect("a checkpoint");

    import_areas(house).await;

    let answers = answers_of(house, &report_form("What a caller said."));
    let by = ArrivalBy::Colleague(&helper);
    let arrival = Arrival {
        seed: [3; 32],
        language: "ur",
        channel: "phone",
        answers: &answers,
        by,
    };
    let entered = house.receive(&arrival).await.expect("received").report;
    house
        .set_aside(&desk.coder, vec![entered], SetAside::NotForUs)
        .await
        .expect("set aside");
    let third = desk
        .submitted("A third story.", &coding(house, date(2026, 9, 1)))
        .await;
    house
        .return_to_coder(
            &desk.checker,
            edit(third.id, third.revision, (), "What was said?"),
        )
        .await
        .expect("returned");
    let seen = house
        .open_incident(&desk.coder, third.id)
        .await
        .expect("opens")
        .incident
        .revision;
    house
        .record_perception(
            &desk.coder,
            edit(
                third.id,
                seen,
                facets(&[("strand", "race")]),
                "They said so.",
            ),
        )
        .await
        .expect("recorded");
    house.search(&desk.coder, "story").await.expect("searched");
    desk
}

async fn verified(house: &House) -> Result<Checked, Fault> {
    house
        .verify(|_| {})
        .await
        .expect("the check itself goes through")
}

fn is_not_committed(column: &Column) -> Option<&'static str> {
    let exact = format!("{}.{}", column.table, column.name);
    let whole = format!("{}.*", column.table);
    NOT_COMMITTED
        .iter()
        .find(|(known, _)| *known == exact || *known == whole)
        .map(|(known, _)| *known)
}

fn names_its_place(fault: &Fault) -> bool {
    match fault {
        Fault::Entry { reason, .. } => !reason.is_empty(),
        Fault::Row { table, reason } => !reason.is_empty() && !["", "store"].contains(table),
    }
}

/// Some of `many`, spread over all of it, always with the first and the last.
fn spread(many: usize, some: usize) -> Vec<usize> {
    let mut picked: Vec<usize> = (0..some.min(many))
        .map(|place| place * (many - 1) / (some.min(many).max(2) - 1))
        .collect();
    picked.dedup();
    picked
}

/// One test, in as many parts as run beside each other.
const PARTS: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn every_flipped_bit_of_a_committed_column_is_named() {
    flip_part(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_flipped_bit_of_a_committed_column_is_named_second_part() {
    flip_part(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_flipped_bit_of_a_committed_column_is_named_third_part() {
    flip_part(2).await;
}

/// Flips bits of every so-many-th column, and expects each flip to be named.
async fn flip_part(part: usize) {
    const ROWS: usize = 4;
    const BITS: usize = 6;
    let desk = busy().await;
    let house = desk.house();
    let sound = verified(house).await.expect("all fits");
    assert_eq!(
        (
            sound.checkpoints,
            sound.reports,
            sound.incidents,
            sound.members
        ),
        (2, 4, 304, 6)
    );
    let mut database = Database::open(desk.kit.folder.path()).await;
    let columns = database.columns().await;
    let mut wrong = Vec::new();
    let mut flips = 0;
    for column in columns.iter().skip(part).step_by(PARTS) {
        let rows = database.filled(column).await;
        let place = format!("{}.{}", column.table, column.name);
        let allowed = is_not_committed(column);
        if rows.is_empty() && allowed.is_none() {
            wrong.push(format!("{place}: the busy house puts nothing there"));
        }
        for row in spread(rows.len(), ROWS)
            .into_iter()
            .map(|place| rows[place])
        {
            let kept = database.kept(column, row).await;
            let mut changes: Vec<Kept> = spread(kept.bits(), BITS)
                .into_iter()
                .map(|bit| kept.flipped(bit))
                .collect();
            // A bit in the middle of each of the first bytes as well: where words and small numbers lie.
            changes.extend(
                (0..kept.bits().min(16))
                    .step_by(3)
                    .map(|bit| kept.flipped(bit)),
            );
            if column.may_be_null {
                changes.push(Kept::Null);
            }
            for change in changes {
                let Some(moved) = database.put(column, row, &change).await else {
                    continue;
                };
                flips += 1;
                match (verified(house).await, allowed) {
                    (Ok(_), None) => wrong.push(format!(
                        "{place}, row {row}: {kept:?} became {change:?} unseen"
                    )),
                    (Err(fault), None) if !names_its_place(&fault) => {
                        wrong.push(format!("{place}: {fault}"));
                    }
                    // Bytes that are no text at all are seen wherever they stand.
                    (Err(fault), Some(_)) if !fault.to_string().contains("can't be read") => {
                        wrong.push(format!("{place} is seen after all: {fault}"));
                    }
                    (Err(_), _) | (Ok(_), Some(_)) => {}
                }
                assert_eq!(
                    database.put(column, moved, &kept).await,
                    Some(row),
                    "{place} is put back"
                );
            }
        }
    }
    let all_allowed: Vec<_> = columns.iter().filter_map(is_not_committed).collect();
    let idle: Vec<_> = NOT_COMMITTED
        .iter()
        .filter(|(known, _)| !all_allowed.contains(known))
        .collect();
    assert!(idle.is_empty(), "no such column: {idle:?}");
    assert_eq!(wrong, [""; 0], "of {flips} flips");
    assert!(flips > 1000 / PARTS, "{flips}");
    assert_eq!(verified(house).await.expect("all is put back"), sound);
}

/// Tables and whether every row of them is missed when it is gone.
const MISSED: [&str; 13] = [
    "entry",
    "report",
    "incident",
    "member",
    "object",
    "wrap",
    "organisation",
    "team_key",
    "codebook",
    "tree_edge",
    "area_set",
    "area",
    "postcode_block",
];

#[tokio::test(flavor = "multi_thread")]
async fn missing_rows_are_named() {
    let desk = busy().await;
    let house = desk.house();
    let mut database = Database::open(desk.kit.folder.path()).await;
    database.run("attach ':memory:' as aside").await;
    let mut wrong = Vec::new();
    let full_tiles =
        "path not like '%.p/%' or rowid in (select rowid from tile order by rowid desc limit 2)";
    for (table, rows) in MISSED
        .iter()
        .map(|table| (*table, "1"))
        .chain([("tile", full_tiles)])
    {
        let sql = format!("select rowid from main.{table} where {rows} order by rowid");
        let rows: Vec<i64> = database
            .rows(&sql)
            .await
            .iter()
            .map(|row| sqlx::Row::get(row, 0))
            .collect();
        assert!(!rows.is_empty(), "{table}");
        for row in spread(rows.len(), 12).into_iter().map(|place| rows[place]) {
            database.run(&format!("create table aside.kept as select * from main.{table} where rowid = {row}; delete from main.{table} where rowid = {row}")).await;
            match verified(house).await {
                Ok(_) => wrong.push(format!("{table}, row {row}")),
                Err(fault) => assert!(names_its_place(&fault), "{fault}"),
            }
            database
                .run(&format!(
                    "insert into main.{table} select * from aside.kept; drop table aside.kept"
                ))
                .await;
        }
    }
    assert_eq!(wrong, [""; 0], "gone unseen");
    verified(house).await.expect("all is put back");
}

/// Rows put in besides: a copy of a row under another key.
const DOUBLED: &[(&str, &str)] = &[
    (
        "entry",
        "idx = (select max(idx) + 1 from entry), number = number + 1",
    ),
    ("entry", "idx = -1, number = 1000"),
    ("report", "id = randomblob(16), locator = randomblob(16)"),
    (
        "incident",
        "id = randomblob(16), reference_year = null, reference_number = null, external_id = null",
    ),
    ("member", "id = randomblob(16), name_key = 'another'"),
    ("object", "id = randomblob(16)"),
    ("wrap", "epoch = epoch + 1"),
    ("team_key", "epoch = epoch + 1"),
    ("checkpoint", "size = size + 1"),
    ("tile", "path = 'tile/entries/000.p/1'"),
    ("tile", "path = 'anything'"),
    ("area_set", "id = id + 1"),
    ("area", "code = 'E3'"),
    ("area", "area_set = -1"),
    ("postcode_block", "outward = 'S61'"),
    ("postcode_block", "area_set = 9"),
];

#[tokio::test(flavor = "multi_thread")]
async fn doubled_rows_are_named() {
    let desk = busy().await;
    let house = desk.house();
    let mut database = Database::open(desk.kit.folder.path()).await;
    for (table, changes) in DOUBLED {
        let sql = format!("select max(rowid) from {table}");
        let last: i64 = sqlx::Row::get(&database.rows(&sql).await[0], 0);
        database
            .run(&format!(
                "create temp table copy as select * from main.{table} where rowid = {last};
                update temp.copy set {changes};
                create temp table before as select rowid as place from main.{table};
                insert into main.{table} select * from temp.copy; drop table temp.copy"
            ))
            .await;
        match verified(house).await {
            Ok(_) => panic!("a second row of {table} with {changes} is not seen"),
            Err(fault) => assert!(names_its_place(&fault), "{fault}"),
        }
        database.run(&format!("delete from main.{table} where rowid not in (select place from temp.before); drop table temp.before")).await;
        verified(house)
            .await
            .unwrap_or_else(|fault| panic!("{table} is put back: {fault}"));
    }
}

/// Columns that are swapped between two rows of a table.
const SWAPPED: &[(&str, &str)] = &[
    ("entry", "fact"),
    ("entry", "salt"),
    ("entry", "leaf"),
    ("entry", "actor"),
    ("entry", "fact, salt, leaf"),
    ("entry", "actor, at, fact, salt, leaf"),
    (
        "report",
        "locator, auth_public, mailbox_public, content_mac",
    ),
    ("report", "stage, incident, set_aside"),
    ("report", "opened, number"),
    ("incident", "facets, facet_words"),
    ("incident", "external_id"),
    ("incident", "occurred_from, occurred_to"),
    ("member", "role"),
    ("member", "public_keys"),
    ("member", "keys, public_keys"),
    ("object", "bytes"),
    ("object", "kind, bytes"),
    ("object", "subject"),
    ("wrap", "bytes"),
    ("wrap", "recipient, epoch"),
    ("tile", "bytes"),
    ("checkpoint", "note"),
    ("area_set", "valid_from, valid_to"),
    ("area", "name, name_key, within"),
    ("area", "west, south, east, north, shape"),
];

#[tokio::test(flavor = "multi_thread")]
async fn swapped_rows_are_named() {
    let desk = busy().await;
    let house = desk.house();
    let mut database = Database::open(desk.kit.folder.path()).await;
    for (table, columns) in SWAPPED {
        let list: Vec<&str> = columns.split(", ").collect();
        let differ: Vec<String> = list
            .iter()
            .map(|column| format!("a.{column} is not b.{column}"))
            .collect();
        let sql = format!(
            "select a.rowid, b.rowid from {table} a, {table} b where a.rowid < b.rowid and ({}) order by b.rowid desc, a.rowid desc limit 1",
            differ.join(" or ")
        );
        let pairs = database.rows(&sql).await;
        let pair = pairs
            .first()
            .unwrap_or_else(|| panic!("{table} has two rows that differ in {columns}"));
        let (one, other): (i64, i64) = (sqlx::Row::get(pair, 0), sqlx::Row::get(pair, 1));
        let all = "create temp table kept as select rowid as place, * from main.TABLE where rowid in (ONE, OTHER);";
        let swap: Vec<String> = list.iter().map(|column| format!("{column} = (select k.{column} from temp.kept k where k.place <> main.TABLE.rowid)")).collect();
        let back: Vec<String> = list.iter().map(|column| format!("{column} = (select k.{column} from temp.kept k where k.place = main.TABLE.rowid)")).collect();
        // Two steps, over values that nothing else has: keys are unique.
        let filled = |sql: &str| {
            sql.replace("TABLE", table)
                .replace("ONE", &one.to_string())
                .replace("OTHER", &other.to_string())
        };
        database.run(&filled(all)).await;
        let unique = list
            .iter()
            .any(|column| ["locator", "external_id", "recipient"].contains(column));
        if unique {
            let away = list.iter().map(|column| match *column {
                "epoch" => "epoch = epoch + 1000".to_owned(),
                "external_id" => "external_id = 'away-' || rowid".to_owned(),
                column => format!("{column} = randomblob(length({column}))"),
            });
            let away: Vec<String> = away.collect();
            database
                .run(&filled(&format!(
                    "update main.TABLE set {} where rowid in (ONE, OTHER)",
                    away.join(", ")
                )))
                .await;
        }
        database
            .run(&filled(&format!(
                "update main.TABLE set {} where rowid in (ONE, OTHER)",
                swap.join(", ")
            )))
            .await;
        match verified(house).await {
            Ok(_) => panic!("{columns} of {table} swapped between {one} and {other} is not seen"),
            Err(fault) => assert!(names_its_place(&fault), "{fault}"),
        }
        if unique {
            let away: Vec<String> = list
                .iter()
                .map(|column| match *column {
                    "epoch" => "epoch = epoch + 1000".to_owned(),
                    "external_id" => "external_id = 'away-' || rowid".to_owned(),
                    column => format!("{column} = randomblob(length({column}))"),
                })
                .collect();
            database
                .run(&filled(&format!(
                    "update main.TABLE set {} where rowid in (ONE, OTHER)",
                    away.join(", ")
                )))
                .await;
        }
        database
            .run(&filled(&format!(
                "update main.TABLE set {} where rowid in (ONE, OTHER); drop table temp.kept",
                back.join(", ")
            )))
            .await;
        verified(house)
            .await
            .unwrap_or_else(|fault| panic!("{table} is put back: {fault}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_entry_that_is_named_is_the_one_that_was_altered() {
    let desk = busy().await;
    let house = desk.house();
    let mut database = Database::open(desk.kit.folder.path()).await;
    for index in [0_i64, 1, 7, 40, 333] {
        for (column, change) in [
            ("fact", "substr(fact, 1, length(fact) - 1) || ' }'"),
            ("at", "at + 1"),
            ("salt", "randomblob(32)"),
        ] {
            database.run(&format!("create temp table kept as select {column} as kept from entry where idx = {index}; update entry set {column} = {change} where idx = {index}")).await;
            match verified(house).await {
                Err(Fault::Entry { index: named, .. }) => {
                    assert_eq!(i64::try_from(named), Ok(index), "{column}");
                }
                other => panic!("{column} of {index}: {other:?}"),
            }
            database.run(&format!("update entry set {column} = (select kept from temp.kept) where idx = {index}; drop table temp.kept")).await;
        }
    }
    // A row that no entry made.
    database.run("insert into object (id, subject, kind, bytes) select randomblob(16), subject, kind, bytes from object limit 1").await;
    assert!(matches!(verified(house).await, Err(Fault::Entry { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_planted_for_an_incident_seals_nothing() {
    let desk = Desk::open().await;
    let house = desk.house();
    let report = desk.kit.some_report().await;
    let id: IncidentId = desk.made(report).await;
    let mut database = Database::open(desk.kit.folder.path()).await;
    // Whoever can write the database copies the report's key to the incident.
    let hex: String = id.to_string();
    database.run(&format!("insert into wrap (subject, recipient, epoch, bytes) select x'{hex}', recipient, epoch, bytes from wrap")).await;
    let revision = house
        .incident(&desk.coder, id)
        .await
        .expect("there")
        .revision;
    let refused = house
        .code(
            &desk.coder,
            edit(id, revision, coding(house, date(2026, 11, 2)), "A note."),
        )
        .await;
    assert!(matches!(refused, Err(service::ServiceError::Damaged(_))));
}
