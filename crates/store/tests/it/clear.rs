//! What lies in the clear. Every column of the real database is listed here with what it holds; one that is not
//! listed fails, and so does one that could hold words where only a code, a number or something sealed may stand.
//! `docs/data-model.md` says for each why it may.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{Connection, Row};

use crate::database::{Database, story};

/// What a column holds, and so of which type it may be.
const HOLDS: &[(&str, &[&str])] = &[
    // Only a key that is not in the database opens it.
    ("sealed", &["bytes"]),
    // Shows nothing, and can be compared.
    ("hash", &["bytes"]),
    ("random", &["bytes"]),
    ("public-key", &["bytes"]),
    // A moment, in microseconds.
    ("moment", &["integer"]),
    ("count", &["integer"]),
    // One word, or a few, of a list that the program or the codebook knows; what is on it is never about one person.
    ("code", &["text", "integer"]),
    ("day", &["text"]),
    // Facts and what is folded from them: codes, ids, digests and days as JSON.
    ("codes", &["text"]),
    // Told to the world, or made from what is: the ledger, the codebook, the map.
    ("published", &["text", "bytes", "integer"]),
    // By which a colleague signs in.
    ("name-of-staff", &["text"]),
    // A source's own name for a row, or a hash; the page on importing says that it must not name anybody.
    ("name-of-source", &["text"]),
];

/// Every column of every table.
const COLUMNS: &[(&str, &str)] = &[
    (
        "entry",
        "idx=count subject=random number=count actor=random at=moment fact=codes salt=random leaf=published",
    ),
    ("checkpoint", "size=count note=published at=moment"),
    ("tile", "path=published bytes=published"),
    ("tree_edge", "one=count size=count bytes=published"),
    (
        "organisation",
        "one=count id=random name=published founded=moment recovery_public=public-key \
         checkpoint_public=public-key origin=published",
    ),
    ("team_key", "epoch=count public=public-key"),
    (
        "codebook",
        "id=published version=count place=count sha256=hash source=published",
    ),
    (
        "codebook_label",
        "id=published version=count language=code ftl=published",
    ),
    (
        "member",
        "id=random role=code state=code keys=hash team_epoch=count number=count name=name-of-staff \
         name_key=name-of-staff language=code public_keys=public-key",
    ),
    ("slot", "member=random kind=code bytes=sealed"),
    ("team_wrap", "member=random epoch=count bytes=sealed"),
    (
        "invitation",
        "token_hash=hash member=random expires=moment sealed_key=sealed",
    ),
    (
        "session",
        "token_hash=hash id=random member=random opened=moment seen=moment expires=moment door=code",
    ),
    ("session_key", "token_hash=hash epoch=count bytes=sealed"),
    (
        "report",
        "id=random channel=code language=code codebook_id=published codebook_version=count sealed_at=code \
         received=moment entered_by=random stage=code incident=random set_aside=code opened=count number=count \
         locator=hash auth_public=public-key mailbox_public=public-key content_mac=hash",
    ),
    ("object", "id=random subject=random kind=code bytes=sealed"),
    (
        "wrap",
        "subject=random recipient=random epoch=count bytes=sealed",
    ),
    (
        "incident",
        "id=random own=code series=code reference_year=count reference_number=count external_id=name-of-source \
         made_at=moment stage=code codebook_id=published codebook_version=count occurred_precision=code \
         occurred_from=day occurred_to=day persons=count facets=codes facet_words=codes coders=codes \
         perception_facets=codes perception_at=moment perception_by=random verification_decision=code \
         verification_at=moment verification_by=random police_classification=code police_decided_on=day \
         police_at=moment police_by=random number=count revision=count counted_as=count",
    ),
    (
        "import",
        "id=random begun=count series=code name=published mapping=hash started=moment started_by=random \
         finished=moment files=codes counts=codes undone=codes number=count",
    ),
    (
        "imported",
        "incident=random import=random delivered=random fingerprint=hash",
    ),
    (
        "import_change",
        "import=random incident=random fingerprint=hash undone=code",
    ),
    (
        "area_set",
        "id=count title=published kind=code valid_from=day valid_to=day source=hash imported=moment ready=code \
         pieces=count",
    ),
    (
        "area",
        "area_set=count level=code code=published name=published name_key=published within=published \
         west=published south=published east=published north=published shape=published",
    ),
    (
        "postcode_block",
        "area_set=count outward=published bytes=published",
    ),
    ("duty", "name=code holder=random term=count ends=moment"),
    // Keyed hashes of addresses, with how often; gone within seconds.
    (
        "shared_count",
        "process=random number=count at=moment counts=hash",
    ),
    ("shared_salt", "day=count salt=random"),
    ("record_check", "one=count at=moment sound=code"),
    // Figures that went through the rule for publication.
    ("public_figures", "one=count at=moment released=published"),
    (
        "schema_step",
        "version=count name=published sha256=published",
    ),
];

/// The columns of a database as it is, with their types.
async fn found(database: &Database) -> BTreeMap<String, String> {
    let sql = if database.is_postgres {
        "select c.table_name::text || '.' || c.column_name::text, c.data_type::text from information_schema.columns c
         join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
         where c.table_schema = 'public' and t.table_type = 'BASE TABLE'"
    } else {
        "select m.name || '.' || c.name, c.type from sqlite_master m, pragma_table_info(m.name) c
         where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\'"
    };
    let mut connection = database.connect().await;
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows.iter()
        .map(|row| {
            let kind: String = row.get(1);
            let kind = match kind.to_lowercase().as_str() {
                "integer" | "bigint" => "integer",
                "blob" | "bytea" => "bytes",
                "text" => "text",
                other => panic!("a column of the type {other}"),
            };
            (row.get(0), kind.to_owned())
        })
        .collect()
}

/// What is wrong: columns that are not listed, that are listed and not there, or that could hold more than they may.
fn complaints(found: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut complaints = BTreeSet::new();
    let mut listed = BTreeSet::new();
    for (table, columns) in COLUMNS {
        for column in columns.split_whitespace() {
            let (name, holds) = column.split_once('=').unwrap();
            let name = format!("{table}.{name}");
            let (_, types) = HOLDS.iter().find(|(known, _)| *known == holds).unwrap();
            match found.get(&name) {
                None => drop(complaints.insert(format!("{name} is listed and not there"))),
                Some(kind) if !types.contains(&kind.as_str()) => {
                    complaints.insert(format!("{name} is {kind}, and holds {holds}"));
                }
                Some(_) => {}
            }
            assert!(listed.insert(name.clone()), "{name} is listed twice");
        }
    }
    for (name, kind) in found.iter().filter(|(name, _)| !listed.contains(*name)) {
        complaints.insert(format!("{name} ({kind}) is not listed"));
    }
    complaints
}

story!(nothing_lies_in_the_clear_that_is_not_listed, |database| {
    database.open().await.close().await;
    assert_eq!(complaints(&found(database).await), BTreeSet::new());
});

story!(a_new_column_or_another_type_is_seen, |database| {
    database.open().await.close().await;
    database
        .spoil("alter table report add column remark text")
        .await;
    database
        .spoil("create table diary (page text primary key)")
        .await;
    database
        .spoil("alter table object rename column bytes to sealed")
        .await;
    database
        .spoil("alter table object add column bytes text")
        .await;
    let seen: Vec<String> = complaints(&found(database).await).into_iter().collect();
    assert_eq!(
        seen,
        [
            "diary.page (text) is not listed",
            "object.bytes is text, and holds sealed",
            "object.sealed (bytes) is not listed",
            "report.remark (text) is not listed",
        ]
    );
});
