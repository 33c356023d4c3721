//! What the report page runs in browsers, as the ledger names it: a page that serves something else can be found out.

use domain::fact::{Digest, ServedFile};
use domain::{Fact, Subject};

use crate::error::ServiceError;
use crate::house::House;
use crate::record::Recording;

/// What a report page ran from some entry of the ledger on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageProgram {
    /// The entry.
    pub entry: u64,
    /// Scripts and modules, by name.
    pub files: Vec<ServedFile>,
}

impl House {
    /// Enters into the ledger what the report page runs, names and SHA-256, unless its newest entry says so already.
    /// Before the organisation is founded there is no ledger, and nothing is done.
    pub async fn note_page_program(
        &self,
        files: &[(String, [u8; 32])],
    ) -> Result<(), ServiceError> {
        let Ok(keys) = self.keys() else { return Ok(()) };
        let id = keys.organisation;
        let organisation = Subject::from(id);
        let files: Vec<ServedFile> = files
            .iter()
            .map(|(name, sha256)| ServedFile {
                name: name.clone(),
                sha256: Digest(*sha256),
            })
            .collect();
        let recording = Recording::now(self, None);
        let salt = self.random();
        self.store
            .write("note the page's program", move |writing| {
                Box::pin(async move {
                    let history = writing.organisation_history(id).await?;
                    let newest = history.iter().rev().find_map(|entry| match &entry.fact {
                        Fact::PageProgramServed { files } => Some(files),
                        _ => None,
                    });
                    if newest == Some(&files) {
                        return Ok(());
                    }
                    let number = history.last().map_or(0, |entry| entry.number) + 1;
                    let fact = Fact::PageProgramServed { files };
                    recording
                        .append(writing, organisation, number, &fact, salt)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// What the report page runs by the newest entry of the ledger; none if no front door was ever opened.
    pub async fn page_program(&self) -> Result<Option<PageProgram>, ServiceError> {
        let organisation = self.keys()?.organisation;
        self.store
            .read("the page's program", move |reading| {
                Box::pin(async move {
                    let history = reading.organisation_history(organisation).await?;
                    Ok(history
                        .into_iter()
                        .rev()
                        .find_map(|entry| match entry.fact {
                            Fact::PageProgramServed { files } => Some(PageProgram {
                                entry: entry.index,
                                files,
                            }),
                            _ => None,
                        }))
                })
            })
            .await
    }
}
