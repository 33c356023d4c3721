//! The front door's role on a server: made, and given exactly the rights of [`FRONT`].

use std::fmt::Write as _;

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _};
use thiserror::Error;

use crate::address::DatabaseUrl;
use crate::engine::Connector;
use crate::error::StoreError;
use crate::migrations;
use crate::rights::{FRONT, Rights};

/// 1 when that role may do what no front door's may: rule the server, act for another role, own what is here.
const CAN_MORE: &str =
    "select case when r.rolsuper or r.rolcreatedb or r.rolcreaterole or r.rolreplication
        or r.rolbypassrls or r.rolname = current_user
        or exists (select 1 from pg_catalog.pg_auth_members m where m.member = r.oid)
        or exists (select 1 from pg_catalog.pg_class c where c.relowner = r.oid)
    then 1::bigint else 0::bigint end from pg_catalog.pg_roles r where r.rolname = $1";
const MAY_MAKE_ROLES: &str =
    "select case when rolsuper or rolcreaterole then 1::bigint else 0::bigint end
    from pg_catalog.pg_roles where rolname = current_user";
const PLACE: &str = "select current_schema()::text, current_database()::text";
/// Everything in our place that holds rows.
const RELATIONS: &str = "select c.relname::text from pg_catalog.pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'v', 'm', 'p', 'S', 'f')
    order by c.relname";

/// The name of a role that may stand in a statement as it is: small letters, digits and `_`, at most 63 of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleName(String);

impl RoleName {
    /// Reads a name; what is wrong with it, in words, if it is none.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let begins_well =
            text.starts_with(|first: char| first.is_ascii_lowercase() || first == '_');
        let goes_on = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !begins_well || text.len() > 63 || !text.chars().all(goes_on) {
            return Err(
                "must be small letters, digits and _, not begin with a digit, and have at most 63 of them",
            );
        }
        if text.starts_with("pg_") || text == "public" || text == "none" {
            return Err("is a name that PostgreSQL keeps for itself");
        }
        Ok(Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a role could not be made or given its rights. Nothing was changed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RoleError {
    /// Files have no roles.
    #[error("only a database on a PostgreSQL server has roles")]
    NoServer,
    /// The database is older than this program.
    #[error(
        "this database is of an older version of Heard: start `heard serve` or a desk of this version first"
    )]
    OlderSchema,
    /// There is no such role, and the account that is used may not make one.
    #[error(
        "there is no such role, and this account may not make one. As PostgreSQL's administrator: createuser {0} --pwprompt"
    )]
    MayNotMakeRoles(String),
    /// A password was given for a role that this account may not change.
    #[error(
        "this account may not set a password. As PostgreSQL's administrator, in psql: \\password {0}"
    )]
    MayNotSetPassword(String),
    /// A new role without a password would let nobody in.
    #[error("there is no such role yet: it needs a password, so say where to write its settings")]
    PasswordNeeded,
    /// The role is somebody else's: giving it rights would not take any away.
    #[error(
        "the role {0} can do more than a front door may: it rules the server, acts for another role, owns tables, or is the one in use now. Choose another name"
    )]
    CanMore(String),
    /// A table or view that nobody decided about.
    #[error("there is something else in this database: {0}. Heard needs a database of its own")]
    Undecided(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for RoleError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// Whether the role was made now.
    pub made: bool,
    /// Tables and views of which it may read something.
    pub read: usize,
    /// Tables to which it may add rows.
    pub added_to: usize,
    /// Tables and views of which it may do nothing.
    pub nothing: usize,
    /// The database.
    pub database: String,
}

/// Makes the front door's role if it isn't there, and gives it the rights of [`FRONT`] and no others, in one
/// transaction. `verifier` is what PostgreSQL keeps of its password (SCRAM-SHA-256), so that the password itself is in no
/// statement and in no log. To be called again after each upgrade.
pub async fn grant_front(
    url: &DatabaseUrl,
    role: &RoleName,
    verifier: Option<&str>,
) -> Result<Granted, RoleError> {
    if !url.is_server() {
        return Err(RoleError::NoServer);
    }
    let connector = Connector::new(url, false)?;
    let mut connection = connector.writer().await?;
    if !migrations::is_current(&mut connection, connector.engine).await? {
        return Err(RoleError::OlderSchema);
    }
    // All who write wait, as for a step of the schema; what is granted is seen whole or not at all.
    run(&mut connection, connector.engine.begin_writing().to_owned()).await?;
    match grant(&mut connection, role, verifier).await {
        Ok(granted) => {
            run(&mut connection, "commit".to_owned()).await?;
            connection.close().await?;
            Ok(granted)
        }
        Err(error) => {
            run(&mut connection, "rollback".to_owned()).await?;
            Err(error)
        }
    }
}

async fn run(connection: &mut AnyConnection, sql: String) -> Result<(), RoleError> {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await?;
    Ok(())
}

async fn grant(
    connection: &mut AnyConnection,
    role: &RoleName,
    verifier: Option<&str>,
) -> Result<Granted, RoleError> {
    let name = role.as_str();
    let place = sqlx::query(PLACE).fetch_one(&mut *connection).await?;
    let (schema, database): (String, String) = (place.try_get(0)?, place.try_get(1)?);
    for row in sqlx::query(RELATIONS).fetch_all(&mut *connection).await? {
        let relation: String = row.try_get(0)?;
        if !FRONT.iter().any(|rights| rights.table == relation) {
            return Err(RoleError::Undecided(relation));
        }
    }
    let may_make = sqlx::query(MAY_MAKE_ROLES)
        .fetch_one(&mut *connection)
        .await?
        .try_get::<i64, _>(0)?
        == 1;
    let there = sqlx::query(CAN_MORE)
        .bind(name)
        .fetch_optional(&mut *connection)
        .await?;
    let made = there.is_none();
    match there {
        Some(row) if row.try_get::<i64, _>(0)? == 1 => {
            return Err(RoleError::CanMore(name.to_owned()));
        }
        Some(_) if verifier.is_some() && !may_make => {
            return Err(RoleError::MayNotSetPassword(name.to_owned()));
        }
        Some(_) => {}
        None if !may_make => return Err(RoleError::MayNotMakeRoles(name.to_owned())),
        None if verifier.is_none() => return Err(RoleError::PasswordNeeded),
        None => {
            let make = format!(
                "create role {name} login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls"
            );
            run(connection, make).await?;
        }
    }
    if let Some(verifier) = verifier {
        let set = format!("alter role {name} password {}", quoted(verifier));
        run(connection, set).await?;
    }
    run(connection, statements_for(name, &schema, &database)).await?;
    let count = |holds: fn(&Rights) -> bool| FRONT.iter().filter(|rights| holds(rights)).count();
    Ok(Granted {
        made,
        read: count(|rights| !rights.reads.is_empty()),
        added_to: count(|rights| !rights.adds.is_empty()),
        nothing: count(|rights| rights.reads.is_empty() && rights.adds.is_empty()),
        database,
    })
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Takes everything away, from everybody who isn't named too, and gives what the list says.
fn statements_for(role: &str, schema: &str, database: &str) -> String {
    let (schema, database) = (identifier(schema), identifier(database));
    let mut sql = format!(
        "revoke create on schema {schema} from public;
         revoke all on all tables in schema {schema} from public, {role};
         revoke all on all sequences in schema {schema} from public, {role};
         revoke all on schema {schema} from {role};
         revoke create, temporary on database {database} from public;
         revoke all on database {database} from {role};
         grant connect on database {database} to {role};
         grant usage on schema {schema} to {role};"
    );
    let list = |columns: &'static str| Rights::columns(columns).collect::<Vec<_>>().join(", ");
    for rights in FRONT {
        let table = format!("{schema}.{}", rights.table);
        for (right, columns) in [("select", rights.reads), ("insert", rights.adds)] {
            if !columns.is_empty() {
                let _ = write!(
                    sql,
                    "grant {right} ({}) on {table} to {role};",
                    list(columns)
                );
            }
        }
        if rights.takes_away {
            let _ = write!(sql, "grant delete on {table} to {role};");
        }
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_roles() {
        for good in ["heard_front", "_f", "f2"] {
            assert_eq!(RoleName::parse(good).unwrap().as_str(), good);
        }
        let long = "f".repeat(64);
        for bad in [
            "",
            "2f",
            "Front",
            "a b",
            "a;drop",
            "a\"b",
            "pg_monitor",
            "public",
            "frönt",
            &long,
        ] {
            assert!(RoleName::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn no_column_is_decided_twice() {
        for rights in FRONT {
            assert!(rights.why.len() > 15, "{}", rights.table);
            for column in Rights::columns(rights.neither) {
                let other = [rights.reads, rights.adds];
                let twice = other
                    .into_iter()
                    .flat_map(Rights::columns)
                    .any(|other| other == column);
                assert!(!twice, "{}.{column}", rights.table);
            }
        }
    }

    #[test]
    fn what_stands_in_quotes_stays_in_them() {
        assert_eq!(quoted("a'b"), "'a''b'");
        assert_eq!(identifier("a\"b"), "\"a\"\"b\"");
    }
}
