//! Filling an empty database from somewhere else, whole or not at all.

use sqlx::Connection as _;

use crate::address::DatabaseUrl;
use crate::engine::Connector;
use crate::error::StoreError;
use crate::migrations;
use crate::presence::Presence;
use crate::reading::Writing;
use crate::rows;
use crate::schema::{self, Table};

/// An empty database that is being filled: one transaction, and nobody else has the database open. Until
/// [`Filling::keep`] there is nothing in it.
pub struct Filling {
    writing: Writing,
    tables: Vec<Table>,
    schema: u32,
    _present: Option<Presence>,
}

impl Filling {
    /// Begins to fill a database, which is made if there is none, with the tables of that schema.
    /// [`StoreError::NotEmpty`] if something is kept there already, [`StoreError::InUse`] if somebody has it open, and
    /// [`StoreError::NewerSchema`] if this version doesn't know the schema. For an earlier schema there must be nothing
    /// at all yet, not even tables.
    pub async fn begin(at: &DatabaseUrl, schema: u32) -> Result<Self, StoreError> {
        let known = migrations::newest();
        if schema > known {
            return Err(StoreError::NewerSchema {
                found: schema,
                known,
            });
        }
        let connector = Connector::new(at, true)?;
        let (mut connection, present) = connector.alone().await?;
        let engine = connector.engine;
        if schema == known || migrations::is_ours(&mut connection, engine).await? {
            migrations::migrate(&mut connection, engine).await?;
            let tables = schema::tables().await?;
            if let Some(table) = rows::first_with_rows(&mut connection, &tables).await? {
                return Err(StoreError::NotEmpty { table });
            }
            if schema < known {
                return Err(StoreError::TablesAreNewer);
            }
        }
        let tables = schema::tables_of(schema).await?;
        let mut writing = Writing::new(connection, engine);
        writing.steer(engine.begin_writing()).await?;
        if schema < known {
            migrations::bring_up(writing.connection(), engine, schema).await?;
        }
        Ok(Self {
            writing,
            tables,
            schema,
            _present: present,
        })
    }

    /// The tables to fill, each after those that its rows point to.
    #[must_use]
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The transaction.
    pub const fn writing(&mut self) -> &mut Writing {
        &mut self.writing
    }

    /// Brings what was filled in up to this version's schema, if it is an earlier one.
    pub async fn bring_up(&mut self) -> Result<(), StoreError> {
        let known = migrations::newest();
        if self.schema < known {
            let engine = self.writing.engine;
            migrations::bring_up(self.writing.connection(), engine, known).await?;
            self.schema = known;
        }
        Ok(())
    }

    /// Keeps all of it for good.
    pub async fn keep(mut self) -> Result<(), StoreError> {
        self.bring_up().await?;
        self.writing
            .steer("commit")
            .await
            .map_err(|_| StoreError::NotCommitted)?;
        self.end().await;
        Ok(())
    }

    /// Keeps nothing of it.
    pub async fn leave(mut self) {
        // A connection that fails now has nothing to keep.
        let _ = self.writing.steer("rollback").await;
        self.end().await;
    }

    async fn end(self) {
        if let Some(connection) = self.writing.into_connection() {
            let _ = connection.close().await;
        }
    }
}
