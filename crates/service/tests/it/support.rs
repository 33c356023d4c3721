//! What several tests need: people at work in a house, and codings that fit its codebook.

use std::io::Cursor;
use std::ops::Deref;

use csv::StringRecord;
use domain::coding::{Coding, Facets};
use domain::import::{Import, ImportCounts};
use domain::{Incident, IncidentId, Occurred, ReportId, Role};
use figures::{Answer, Cell};
use jiff::civil::Date;
use service::check::CheckDecision;
use service::counting::StatsQuestion;
use service::import::{ImportError, Listener, Mapping, Progress, Reject, RejectsWriter, SHIPPED};
use service::incidents::Edit;
use service::{House, SignedIn};
use testkit::TestHouse;

/// What came of an import, with every rejected cell.
#[derive(Debug, Default)]
pub(crate) struct Imported {
    counts: ImportCounts,
    pub(crate) rejects: Vec<Reject>,
    /// How many were added by the time progress was told.
    pub(crate) told: Vec<u64>,
    /// The rejected rows as a file.
    pub(crate) rejects_file: Vec<u8>,
    /// The import as it ended.
    pub(crate) import: Option<Import>,
}

impl Deref for Imported {
    type Target = ImportCounts;

    fn deref(&self) -> &ImportCounts {
        &self.counts
    }
}

/// Hears of an import and keeps all of it.
pub(crate) struct Hearing {
    pub(crate) imported: Imported,
    writer: RejectsWriter<Vec<u8>>,
}

impl Hearing {
    pub(crate) fn new() -> Self {
        Self {
            imported: Imported::default(),
            writer: RejectsWriter::new(Vec::new()).expect("a file in memory"),
        }
    }

    pub(crate) fn done(self, counts: ImportCounts, import: Option<Import>) -> Imported {
        Imported {
            counts,
            import,
            rejects_file: self.writer.finish().expect("a file in memory"),
            ..self.imported
        }
    }
}

impl Listener for Hearing {
    fn progress(&mut self, progress: Progress) {
        if self.imported.told.last() != Some(&progress.counts.added) {
            self.imported.told.push(progress.counts.added);
        }
    }

    fn rejected(
        &mut self,
        rejects: &[Reject],
        header: &StringRecord,
        record: &StringRecord,
    ) -> Result<(), ImportError> {
        self.imported.rejects.extend_from_slice(rejects);
        let fits = self
            .writer
            .write(rejects, header, record)
            .map_err(ImportError::Rejects)?;
        assert!(fits, "one header");
        Ok(())
    }
}

/// Imports one file.
pub(crate) async fn import_with(
    house: &House,
    mapping: &Mapping,
    source: impl Into<Vec<u8>>,
) -> Result<Imported, ImportError> {
    let mut hearing = Hearing::new();
    let mut run = house.begin_import(mapping, None)?;
    let counts = run.file(Cursor::new(source.into()), &mut hearing).await?;
    let import = run.finish().await?;
    Ok(hearing.done(counts, Some(import)))
}

/// A mapping of the program.
pub(crate) fn shipped(house: &House, name: &str) -> Mapping {
    let (_, source) = SHIPPED
        .iter()
        .find(|(known, _)| *known == name)
        .expect("it is shipped");
    Mapping::parse(source, &house.in_force().codebook).expect("it fits the codebook")
}

/// A house with somebody who codes and somebody else who checks.
pub(crate) struct Desk {
    pub(crate) kit: TestHouse,
    pub(crate) coder: SignedIn,
    pub(crate) checker: SignedIn,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        Self::over(TestHouse::founded().await).await
    }

    pub(crate) async fn over(kit: TestHouse) -> Self {
        let coder = kit.member("Casey Caseworker", Role::Caseworker).await;
        let checker = kit.member("Sol Senior", Role::Senior).await;
        Self {
            kit,
            coder,
            checker,
        }
    }

    pub(crate) fn house(&self) -> &House {
        &self.kit.house
    }

    /// Makes an incident of a report as it suggests.
    pub(crate) async fn made(&self, report: ReportId) -> IncidentId {
        let opened = self
            .house()
            .open_report(&self.coder, report)
            .await
            .expect("it opens");
        self.house()
            .make_incident(&self.coder, report, opened.suggested)
            .await
            .expect("it is made")
    }

    /// A new incident of a new report, coded and submitted.
    pub(crate) async fn submitted(&self, story: &str, coding: &Coding) -> Incident {
        let report = self.kit.report(story).await.report;
        let incident = self.made(report).await;
        self.submit(incident, coding).await
    }

    /// Codes an incident and submits it.
    pub(crate) async fn submit(&self, incident: IncidentId, coding: &Coding) -> Incident {
        let revision = self
            .house()
            .incident(&self.coder, incident)
            .await
            .expect("it is there")
            .revision;
        let coded = self
            .house()
            .code(&self.coder, edit(incident, revision, coding.clone(), ""))
            .await
            .expect("coded");
        self.house()
            .submit_for_check(&self.coder, edit(incident, coded.revision, (), ""))
            .await
            .expect("submitted")
    }

    /// A new incident of a new report, verified by the checker.
    pub(crate) async fn verified(&self, story: &str, coding: &Coding) -> Incident {
        let submitted = self.submitted(story, coding).await;
        let edit = edit(submitted.id, submitted.revision, decision("verified"), "");
        self.house()
            .check(&self.checker, edit)
            .await
            .expect("verified")
    }
}

pub(crate) fn edit<T>(incident: IncidentId, seen_revision: u32, change: T, words: &str) -> Edit<T> {
    Edit {
        incident,
        seen_revision,
        change,
        words: words.to_owned(),
    }
}

pub(crate) fn decision(code: &str) -> CheckDecision {
    CheckDecision {
        decision: code.to_owned(),
        coding: None,
    }
}

pub(crate) fn facets(pairs: &[(&str, &str)]) -> Facets {
    pairs
        .iter()
        .map(|(facet, code)| ((*facet).to_owned(), (*code).to_owned()))
        .collect()
}

/// A coding with the program's codebook that has all that a check asks for, without evidence.
pub(crate) fn coding(house: &House, day: Date) -> Coding {
    Coding {
        codebook: house.in_force().reference(),
        occurred: Occurred::on(day),
        persons: Some(2),
        facets: facets(&[
            ("category", "abusive-behaviour"),
            ("strand", "religion"),
            ("target", "muslim"),
            ("bias-indicator", "victim-perception"),
            ("place-type", "taxi"),
            ("area", "E05012996"),
        ]),
    }
}

/// The same with the two kinds of evidence on which an incident is verified.
pub(crate) fn evident_coding(house: &House, day: Date) -> Coding {
    let mut coding = coding(house, day);
    coding.facets.insert("bias-indicator", "words-used");
    coding.facets.insert("bias-indicator", "recording");
    coding
}

/// The one answer for our own series.
pub(crate) async fn own_figure(house: &House, question: StatsQuestion) -> Answer {
    let answers = house.stats(&question).await.expect("an answer");
    answers
        .into_iter()
        .find(|answer| {
            answer
                .series
                .as_deref()
                .is_none_or(|series| series == "own")
        })
        .expect("our series")
}

/// The number of incidents of our own that count.
pub(crate) async fn own_total(house: &House, exact: bool) -> Option<Cell> {
    own_figure(
        house,
        StatsQuestion {
            exact,
            ..StatsQuestion::default()
        },
    )
    .await
    .base
}

pub(crate) fn posted(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields
        .iter()
        .map(|(name, typed)| ((*name).to_owned(), (*typed).to_owned()))
        .collect()
}
