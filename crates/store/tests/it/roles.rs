//! The front door's role may do what the list says, and is refused everything else that a server can be asked. What
//! there is to ask for is read from the server's own catalogue, so that nothing new is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use heard_store::{
    DatabaseUrl, FRONT, Rights, RoleError, RoleName, Store, StoreError, grant_front,
};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _};

use crate::build::{append, receipt, report, report_received, subject};
use crate::database::{Database, write_with};

/// What PostgreSQL answers whoever may not.
const NOT_ALLOWED: &str = "42501";
/// What it answers before it asks who that is: to whoever writes to a view over several tables, and to whoever changes a
/// role that is the server's own.
const REFUSED_TO_ALL: [&str; 2] = ["55000", "42939"];

/// A database with the front door's role, and a connection of that role. Roles belong to the whole server, so each
/// test has its own.
struct Front {
    database: Database,
    role: RoleName,
    url: String,
}

impl Front {
    async fn new(name: &str) -> Option<Self> {
        let database = Database::postgres().await?;
        database.open().await.close().await;
        let role = RoleName::parse(&format!("{name}_{}", std::process::id())).unwrap();
        let front = Self {
            url: database.url.for_role(&role, "trusted").unwrap(),
            database,
            role,
        };
        front.drop_role().await;
        // The server of the tests asks for no password.
        let zeros = format!("{}=", "A".repeat(43));
        let verifier = format!("SCRAM-SHA-256$4096:{}==${zeros}:{zeros}", "A".repeat(22));
        let granted = grant_front(&front.database.url, &front.role, Some(&verifier))
            .await
            .unwrap();
        assert!(granted.made);
        Some(front)
    }

    async fn connect(&self) -> AnyConnection {
        AnyConnection::connect(&self.url).await.unwrap()
    }

    async fn drop_role(&self) {
        let mut owner = self.database.connect().await;
        let role = self.role.as_str();
        let there = sqlx::query("select 1::bigint from pg_roles where rolname = $1")
            .bind(role)
            .fetch_optional(&mut owner)
            .await
            .unwrap();
        if there.is_some() {
            run(
                &mut owner,
                &format!("drop owned by {role}; drop role {role}"),
            )
            .await
            .unwrap();
        }
        owner.close().await.unwrap();
    }

    async fn drop(self) {
        self.drop_role().await;
        self.database.drop().await;
    }
}

async fn run(connection: &mut AnyConnection, sql: &str) -> Result<(), Option<String>> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(connection)
        .await
        .map(drop)
        .map_err(|error| {
            error
                .as_database_error()
                .and_then(|error| error.code().map(std::borrow::Cow::into_owned))
        })
}

async fn texts(connection: &mut AnyConnection, sql: &'static str) -> Vec<(String, String)> {
    let rows = sqlx::query(sql).fetch_all(connection).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Every table and view with its columns, as the server knows them.
async fn catalogue(database: &Database) -> BTreeMap<String, BTreeSet<String>> {
    let mut owner = database.connect().await;
    let columns = texts(
        &mut owner,
        "select table_name::text, column_name::text from information_schema.columns where table_schema = 'public'",
    )
    .await;
    owner.close().await.unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (table, column) in columns {
        found.entry(table).or_default().insert(column);
    }
    found
}

fn decided() -> BTreeMap<String, BTreeSet<String>> {
    FRONT
        .iter()
        .map(|rights| {
            let all = [rights.reads, rights.adds, rights.neither];
            let columns = all.into_iter().flat_map(Rights::columns);
            (
                rights.table.to_owned(),
                columns.map(str::to_owned).collect(),
            )
        })
        .collect()
}

#[tokio::test]
async fn every_column_is_decided() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    database.open().await.close().await;
    assert_eq!(catalogue(&database).await, decided());
    // And the comparison sees what nobody decided.
    database
        .spoil("alter table report add column remark text")
        .await;
    assert_ne!(catalogue(&database).await, decided());
    database.drop().await;
}

#[tokio::test]
async fn nothing_but_what_is_listed_is_allowed() {
    let Some(front) = Front::new("heard_front_refused").await else {
        return;
    };
    let mut connection = front.connect().await;
    let (mut allowed, mut refused, mut wrong) = (0, 0, Vec::new());
    let mut ask = async |sql: String, is_allowed: bool| {
        // The settings of the whole server are changed outside of any transaction.
        let outcome = if sql.starts_with("alter system") {
            run(&mut connection, &sql).await
        } else {
            let outcome = run(&mut connection, &format!("begin; {sql}")).await;
            run(&mut connection, "rollback").await.unwrap();
            outcome
        };
        match (outcome, is_allowed) {
            // That an empty row breaks a rule of the table is found after the right to add it.
            (Ok(()), true) => allowed += 1,
            (Err(Some(code)), true) if code.starts_with("23") => allowed += 1,
            (Err(Some(code)), false)
                if code == NOT_ALLOWED || REFUSED_TO_ALL.contains(&code.as_str()) =>
            {
                refused += 1;
            }
            (outcome, _) => wrong.push(format!("{sql}: {outcome:?}")),
        }
    };
    for (table, columns) in catalogue(&front.database).await {
        let rights = FRONT.iter().find(|rights| rights.table == table).unwrap();
        let has = |list: &'static str, column: &str| Rights::columns(list).any(|one| one == column);
        for column in &columns {
            let (reads, adds) = (has(rights.reads, column), has(rights.adds, column));
            ask(format!("select {column} from {table} limit 1"), reads).await;
            ask(
                format!("insert into {table} ({column}) values (null)"),
                adds,
            )
            .await;
            ask(
                format!("update {table} set {column} = null where false"),
                false,
            )
            .await;
        }
        let all_read = columns.iter().all(|column| has(rights.reads, column));
        ask(format!("select * from {table} limit 1"), all_read).await;
        ask(
            format!("delete from {table} where false"),
            rights.takes_away,
        )
        .await;
        // Whoever may take rows away may lock the table: it can hold others up, as whoever may write can in any way.
        let lock = format!("lock table {table} in access exclusive mode");
        ask(lock, rights.takes_away).await;
        // What can be done with a table alone is refused of a view before any right is asked for.
        if table == "standing" || table == "organisation_entry" {
            continue;
        }
        if !all_read {
            ask(format!("copy {table} to stdout"), false).await;
        }
        let trigger = "execute function suppress_redundant_updates_trigger()";
        for sql in [
            format!("truncate {table} cascade"),
            format!("alter table {table} add column more text"),
            format!("drop table {table} cascade"),
            format!("create index on {table} ((1))"),
            format!("create trigger t before insert on {table} for each row {trigger}"),
            format!("comment on table {table} is 'x'"),
        ] {
            ask(sql, false).await;
        }
    }
    for sql in [
        "create table mine (a int)",
        "create temporary table mine (a int)",
        "create view mine as select 1",
        "create sequence mine",
        "create schema mine",
        "create function mine() returns int language sql as 'select 1'",
        "create type mine as (a int)",
        "create role mine",
        "create publication mine for all tables",
        "create foreign data wrapper mine",
        "create event trigger mine on ddl_command_start execute function suppress_redundant_updates_trigger()",
        "drop view standing",
        "alter view standing rename to other",
        "create or replace view standing as select 1",
        "alter schema public rename to other",
        "alter database postgres set work_mem = '1MB'",
        "copy (select 1) to program 'true'",
        "copy (select 1) to '/tmp/heard-front-was-here'",
        "create temporary table here (a text); copy here from '/etc/passwd'",
        "select pg_read_file('/etc/hostname')",
        "select pg_read_binary_file('/etc/hostname')",
        "select pg_ls_dir('.')",
        "select pg_stat_file('/etc/hostname')",
        "select lo_import('/etc/hostname')",
        "select lo_export(1, '/tmp/heard-front-was-here')",
        "select pg_reload_conf()",
        "select pg_rotate_logfile()",
        "select pg_switch_wal()",
        "select pg_create_restore_point('x')",
        "select pg_stat_reset()",
        "select pg_create_logical_replication_slot('x', 'pgoutput')",
        "select * from pg_authid",
        "select * from pg_shadow",
        "select * from pg_statistic",
        "select * from pg_user_mapping",
        "select * from pg_file_settings",
        "select * from pg_hba_file_rules",
        "select subconninfo from pg_subscription",
        "set role pg_read_all_data",
        "set role pg_monitor",
        "set session authorization pg_read_all_data",
        "set session_replication_role = 'replica'",
        "set log_statement = 'none'",
        "set row_security = off; set zero_damaged_pages = on",
        "alter system set log_statement = 'all'",
        "alter role current_user superuser",
        "alter role current_user createrole",
        "grant pg_read_all_data to current_user",
    ] {
        ask(sql.to_owned(), false).await;
    }
    // Every other role of the server, the owner among them.
    let mut owner = front.database.connect().await;
    let roles = texts(
        &mut owner,
        "select rolname::text, rolname::text from pg_roles",
    )
    .await;
    for (other, _) in roles.iter().filter(|(name, _)| name != front.role.as_str()) {
        ask(format!("set role \"{other}\""), false).await;
        ask(format!("alter role \"{other}\" password 'mine'"), false).await;
    }
    assert_eq!(wrong, [""; 0], "{allowed} allowed, {refused} refused");
    say(&format!(
        "the front door's role: {allowed} things allowed as listed, {refused} others refused"
    ));
    assert!(refused > 400 && allowed > 60, "{allowed} {refused}");

    // What others ask the server, and what it knows of the values in columns, stays hidden.
    let mut connection = front.connect().await;
    run(&mut owner, "analyze").await.unwrap();
    let seen = texts(
        &mut connection,
        "select usename::text, query from pg_stat_activity where usename <> current_user and query <> ''",
    )
    .await;
    assert!(
        seen.iter()
            .all(|(_, query)| query == "<insufficient privilege>"),
        "{seen:?}"
    );
    assert!(!seen.is_empty(), "the owner is connected");
    let known = texts(
        &mut connection,
        "select tablename::text, attname::text from pg_stats where schemaname = 'public'",
    )
    .await;
    for (table, column) in known {
        let rights = FRONT.iter().find(|rights| rights.table == table).unwrap();
        assert!(
            Rights::columns(rights.reads).any(|one| one == column),
            "{table}.{column}"
        );
    }
    owner.close().await.unwrap();
    connection.close().await.unwrap();
    front.drop().await;
}

#[expect(
    clippy::print_stderr,
    reason = "how much was asked belongs to what the test shows"
)]
fn say(text: &str) {
    eprintln!("{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_front_door_opens_the_store_and_adds_reports() {
    let Some(front) = Front::new("heard_front_adds").await else {
        return;
    };
    let url = DatabaseUrl::parse(&front.url).unwrap();
    // As a program that may bring the schema up it would be refused only where there is something to bring up.
    let store = Store::open_as_it_is(&url).await.unwrap();
    write_with!(store, |writing| {
        append(writing, subject(1), 1, &report_received()).await?;
        writing.add_reports(&[(report(1), receipt(1))]).await?;
    })
    .unwrap();
    let refused = write_with!(store, |writing| writing.update_report(&report(1)).await?);
    assert!(matches!(refused, Err(StoreError::Engine(_))), "{refused:?}");
    let refused = store
        .read("test", |reading| {
            Box::pin(async move { reading.history(subject(1)).await })
        })
        .await;
    assert!(matches!(refused, Err(StoreError::Engine(_))), "{refused:?}");
    let standing = store
        .read("test", |reading| {
            Box::pin(async move { reading.standing(receipt(1).locator).await })
        })
        .await;
    assert_eq!(standing.unwrap().unwrap().received, report(1).received);
    store.close().await;

    front
        .database
        .spoil("delete from schema_step where version = (select max(version) from schema_step)")
        .await;
    let refused = Store::open_as_it_is(&url).await.map(drop);
    assert!(
        matches!(refused, Err(StoreError::OlderSchema)),
        "{refused:?}"
    );
    let refused = grant_front(&front.database.url, &front.role, None).await;
    assert!(
        matches!(refused, Err(RoleError::OlderSchema)),
        "{refused:?}"
    );
    front.drop().await;
}

#[tokio::test]
async fn rights_are_given_anew_and_others_taken_away() {
    let Some(front) = Front::new("heard_front_again").await else {
        return;
    };
    let mut owner = front.database.connect().await;
    let role = front.role.as_str();
    let too_much = format!(
        "grant select on slot to {role}; grant update (fact) on entry to {role}; grant create on schema public to {role};
         grant insert on member to public"
    );
    run(&mut owner, &too_much).await.unwrap();
    for _ in 0..2 {
        let granted = grant_front(&front.database.url, &front.role, None)
            .await
            .unwrap();
        assert!(!granted.made);
    }
    let mut connection = front.connect().await;
    for sql in [
        "select bytes from slot",
        "update entry set fact = ''",
        "create table mine (a int)",
        "insert into member (name) values ('x')",
    ] {
        assert_eq!(
            run(&mut connection, sql).await,
            Err(Some(NOT_ALLOWED.to_owned())),
            "{sql}"
        );
    }
    connection.close().await.unwrap();

    // Something that nobody decided about, and roles that can do more than a front door may.
    run(&mut owner, "create table diary (page text)")
        .await
        .unwrap();
    let refused = grant_front(&front.database.url, &front.role, None).await;
    assert!(matches!(refused, Err(RoleError::Undecided(table)) if table == "diary"));
    run(&mut owner, "drop table diary").await.unwrap();
    run(&mut owner, &format!("grant pg_monitor to {role}"))
        .await
        .unwrap();
    let refused = grant_front(&front.database.url, &front.role, None).await;
    assert!(matches!(refused, Err(RoleError::CanMore(_))), "{refused:?}");
    run(&mut owner, &format!("revoke pg_monitor from {role}"))
        .await
        .unwrap();
    let user: String = sqlx::query("select current_user::text")
        .fetch_one(&mut owner)
        .await
        .unwrap()
        .get(0);
    if let Ok(owner_role) = RoleName::parse(&user) {
        let refused = grant_front(&front.database.url, &owner_role, None).await;
        assert!(matches!(refused, Err(RoleError::CanMore(_))), "{refused:?}");
    }
    let other = RoleName::parse("heard_front_of_nobody").unwrap();
    let refused = grant_front(&front.database.url, &other, None).await;
    assert!(
        matches!(refused, Err(RoleError::PasswordNeeded)),
        "{refused:?}"
    );
    owner.close().await.unwrap();
    front.drop().await;
}

#[tokio::test]
async fn a_file_has_no_roles() {
    let database = Database::sqlite();
    database.open().await.close().await;
    let role = RoleName::parse("heard_front").unwrap();
    let refused = grant_front(&database.url, &role, None).await;
    assert!(matches!(refused, Err(RoleError::NoServer)));
    assert_eq!(database.url.for_role(&role, "x"), None);
    // A file that nobody has made yet is none for a front door.
    let nowhere = DatabaseUrl::parse("sqlite:/nowhere/at-all.db").unwrap();
    let refused = Store::open_as_it_is(&nowhere).await.map(drop);
    assert!(matches!(refused, Err(StoreError::NothingThere)));
}

#[test]
fn the_address_for_a_role_is_the_same_database() {
    let role = RoleName::parse("heard_front").unwrap();
    for (owner, front) in [
        (
            "postgres://heard:open@db:5433/heard",
            "postgres://heard_front:pw@db:5433/heard",
        ),
        ("postgres://db/heard", "postgres://heard_front:pw@db/heard"),
        (
            "postgresql://heard:o%40n@db1,db2:5/heard?user=x&target_session_attrs=read-write&password=y",
            "postgresql://heard_front:pw@db1,db2:5/heard?target_session_attrs=read-write",
        ),
    ] {
        let url = DatabaseUrl::parse(owner).unwrap();
        assert_eq!(url.for_role(&role, "pw").as_deref(), Some(front));
    }
}
