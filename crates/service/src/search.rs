//! Search over unsealed text: in memory, for those who may unseal, forgotten at sign-out.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

use domain::form::{Answers, DisplayLine};
use domain::report::ReportStage;
use domain::{Fact, IncidentId, Permission, Report, ReportId};
use unicode_normalization::UnicodeNormalization;

use crate::error::ServiceError;
use crate::house::House;
use crate::keyring::SignedIn;
use crate::members::note_on_member;
use crate::record::Recording;

/// A report that holds the words, with a piece of text around the first of them.
pub struct Hit {
    /// The report.
    pub report: Report,
    /// Text around the first word found.
    pub excerpt: String,
}

/// The most hits that are shown.
pub const HITS: usize = 50;
/// How many reports are unsealed at a time.
const BATCH: u32 = 200;

/// Text without case, accents' composition or width, for comparing.
fn folded(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

impl House {
    /// Reports that hold all of the words, newest first.
    pub async fn search(&self, by: &SignedIn, words: &str) -> Result<Vec<Hit>, ServiceError> {
        by.actor.needs(Permission::SearchText)?;
        let wanted: Vec<String> = folded(words)
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let (reports, unsealed_now) = self.unseal_for_search(by).await?;
        if unsealed_now > 0 {
            self.record_search(by, unsealed_now).await?;
        }
        let texts = by
            .keys
            .unsealed
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut hits = Vec::new();
        for report in reports.into_iter().rev() {
            let Some(text) = texts.get(&report.id) else {
                continue;
            };
            let folded = folded(text);
            if wanted.iter().all(|word| folded.contains(word.as_str())) {
                hits.push(Hit {
                    excerpt: excerpt(text, wanted.first().map_or("", String::as_str)),
                    report,
                });
                if hits.len() == HITS {
                    break;
                }
            }
        }
        Ok(hits)
    }

    /// Incidents that a report with all of these words tells of.
    pub(crate) async fn incidents_with_words(
        &self,
        by: &SignedIn,
        words: &str,
    ) -> Result<HashSet<IncidentId>, ServiceError> {
        Ok(self
            .search(by, words)
            .await?
            .into_iter()
            .filter_map(|hit| match hit.report.stage {
                ReportStage::Attached(incident) => Some(incident),
                _ => None,
            })
            .collect())
    }

    /// Unseals what this session hasn't unsealed yet; gives all reports and how many were new.
    async fn unseal_for_search(&self, by: &SignedIn) -> Result<(Vec<Report>, u32), ServiceError> {
        let mut all = Vec::new();
        let mut unsealed_now = 0;
        let mut after = None;
        loop {
            let batch = self
                .store
                .read("reports for a search", move |reading| {
                    Box::pin(async move { reading.reports_after(after, BATCH).await })
                })
                .await?;
            let Some(last) = batch.last() else { break };
            after = Some(last.id);
            let known: Vec<ReportId> = {
                let texts = by
                    .keys
                    .unsealed
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                batch
                    .iter()
                    .map(|report| report.id)
                    .filter(|id| !texts.contains_key(id))
                    .collect()
            };
            if !known.is_empty() {
                unsealed_now += known.len() as u32;
                let opened = self.unseal_reports(by, known).await?;
                let mut texts = by
                    .keys
                    .unsealed
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                for (report, answers) in opened {
                    let text = answers.as_ref().map(text_of).unwrap_or_default();
                    texts.insert(report.id, Arc::from(text));
                }
            }
            all.extend(batch);
        }
        all.sort_by_key(|report| report.received);
        Ok((all, unsealed_now))
    }

    async fn record_search(&self, by: &SignedIn, reports: u32) -> Result<(), ServiceError> {
        let member = by.actor.member;
        let recording = Recording::now(self, Some(member));
        let salt = self.random();
        self.store
            .write("search", move |writing| {
                Box::pin(async move {
                    let fact = Fact::TextSearched { reports };
                    note_on_member(writing, recording, member, &fact, salt).await
                })
            })
            .await
    }
}

/// Everything in a report that was typed, for searching.
fn text_of(answers: &Answers) -> String {
    let mut text = String::new();
    for line in answers
        .display()
        .into_iter()
        .flat_map(|answer| answer.lines)
    {
        match line {
            DisplayLine::Text(words) | DisplayLine::Postcode(words) | DisplayLine::Link(words) => {
                text.push_str(&words);
                text.push('\n');
            }
            DisplayLine::When(when) => text.extend(when.words.iter().map(String::as_str)),
            DisplayLine::Number(_) | DisplayLine::Label(_) => {}
        }
    }
    text
}

/// Up to 80 characters on each side of the first place where the word stands.
fn excerpt(text: &str, word: &str) -> String {
    let lower = text.to_lowercase();
    // Lower-casing may change lengths, so the place is counted in characters.
    let at = lower
        .find(word)
        .map_or(0, |byte| lower[..byte].chars().count());
    let start = at.saturating_sub(80);
    let piece: String = text
        .chars()
        .skip(start)
        .take(160 + word.chars().count())
        .collect();
    let piece = piece.split_whitespace().collect::<Vec<_>>().join(" ");
    if start > 0 {
        format!("… {piece} …")
    } else {
        format!("{piece} …")
    }
}
