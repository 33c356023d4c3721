//! What somebody answered: kept with the labels it was answered under, grouped for sealing, and shown again.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{PlaceAnswer, SealGroup, WhenAnswer};

/// Number of the layout in which groups are sealed.
const LAYOUT: u32 = 1;

/// All answers of one report, in the order of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Name of the codebook whose form was answered.
    pub codebook: String,
    /// Edition of that codebook.
    pub version: u32,
    /// The questions that were answered.
    pub answers: Vec<Answer>,
}

/// One answered question. Carries what is needed to show it when the codebook has changed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Name of the question.
    pub question: String,
    /// Name of the section it stood in.
    pub section: String,
    /// Place among all questions of the form, from 0.
    pub order: u32,
    /// Label key of the question.
    pub label: String,
    /// The sealed object that holds it.
    pub seals: SealGroup,
    /// The facet to which the answer is offered when an incident is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggests: Option<String>,
    /// The answer.
    pub value: Value,
}

/// An answer. Its `Debug` form names the kind and shows nothing that was typed or chosen.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "kebab-case")]
pub enum Value {
    /// Text as typed.
    Text(String),
    /// A number.
    Number(u64),
    /// Chosen answers, in the order of the list.
    Chosen(Vec<Chosen>),
    /// A time.
    When(WhenAnswer),
    /// A place.
    Place(PlaceAnswer),
    /// What stood in a question that was not shown and can't be read as its kind: names of fields with their text.
    Unread(Vec<(String, String)>),
}

/// A chosen answer with the label it was chosen under.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Its code.
    pub code: String,
    /// Its label key.
    pub label: String,
}

/// Codes that an answer offers for a facet of the incident or report. A person decides.
#[derive(Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The facet.
    pub facet: String,
    /// The codes, each once.
    pub codes: Vec<String>,
}

/// An answered question, ready to be shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DisplayAnswer {
    /// Name of the question; shown where its label key is no longer known.
    pub question: String,
    /// Name of the section.
    pub section: String,
    /// Label key of the question.
    pub label: String,
    /// The sealed object it came from.
    pub seals: SealGroup,
    /// The answer, part by part.
    pub lines: Vec<DisplayLine>,
}

/// One part of an answer, ready to be shown.
#[derive(Clone, PartialEq, Eq)]
pub enum DisplayLine {
    /// Text as typed, line breaks included.
    Text(String),
    /// A number.
    Number(u64),
    /// A chosen answer: its label key, with the code to show where the key is no longer known.
    Label(Chosen),
    /// A time.
    When(WhenAnswer),
    /// A postcode as typed.
    Postcode(String),
    /// An address on the internet as typed. It may be harmful: don't make it a link without a warning.
    Link(String),
}

/// Why sealed groups can't be read back.
#[derive(Debug, Error)]
pub enum AnswersError {
    /// A group is not what [`Answers::sealed_groups`] makes.
    #[error("an answer group does not have the form of one")]
    Malformed,
    /// A group was written by a later Heard.
    #[error("an answer group has layout {0}, which this version of Heard does not know")]
    LaterLayout(u32),
    /// The groups belong to different forms.
    #[error("the answer groups belong to different codebooks")]
    Mixed,
    /// There are none.
    #[error("there are no answer groups")]
    None,
}

#[derive(Serialize, Deserialize)]
struct Group {
    layout: u32,
    #[serde(flatten)]
    answers: Answers,
}

impl Answers {
    /// The answer to a question.
    pub fn value(&self, question: &str) -> Option<&Value> {
        self.answers
            .iter()
            .find(|answer| answer.question == question)
            .map(|answer| &answer.value)
    }

    /// The text typed in answer to a question.
    pub fn text(&self, question: &str) -> Option<&str> {
        match self.value(question)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The codes chosen in answer to a question; none if it was not answered.
    pub fn codes(&self, question: &str) -> Vec<&str> {
        self.value(question).map(Value::codes).unwrap_or_default()
    }

    /// The first answer that is a time.
    pub fn when(&self) -> Option<&WhenAnswer> {
        self.answers.iter().find_map(|answer| match &answer.value {
            Value::When(when) => Some(when),
            _ => None,
        })
    }

    /// The first answer that is a place.
    pub fn place(&self) -> Option<&PlaceAnswer> {
        self.answers.iter().find_map(|answer| match &answer.value {
            Value::Place(place) => Some(place),
            _ => None,
        })
    }

    /// What the answers offer for facets, one entry a facet, in the order of the form.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for answer in &self.answers {
            let Some(facet) = &answer.suggests else {
                continue;
            };
            let codes = answer.value.codes();
            if codes.is_empty() {
                continue;
            }
            let place = suggestions
                .iter()
                .position(|suggestion| suggestion.facet == *facet)
                .unwrap_or_else(|| {
                    suggestions.push(Suggestion {
                        facet: facet.clone(),
                        codes: Vec::new(),
                    });
                    suggestions.len() - 1
                });
            for code in codes {
                if !suggestions[place].codes.iter().any(|known| known == code) {
                    suggestions[place].codes.push(code.to_owned());
                }
            }
        }
        suggestions
    }

    /// The answers as JSON, one value for each sealed object that has any.
    pub fn sealed_groups(&self) -> Vec<(SealGroup, serde_json::Value)> {
        let mut groups: BTreeMap<SealGroup, Vec<Answer>> = BTreeMap::new();
        for answer in &self.answers {
            groups.entry(answer.seals).or_default().push(answer.clone());
        }
        let as_json = |answers: Vec<Answer>| {
            let group = Group {
                layout: LAYOUT,
                answers: Self {
                    codebook: self.codebook.clone(),
                    version: self.version,
                    answers,
                },
            };
            serde_json::to_value(group).unwrap_or_default()
        };
        groups
            .into_iter()
            .map(|(seals, answers)| (seals, as_json(answers)))
            .collect()
    }

    /// Puts answers together again from those groups that could be opened, in any order.
    ///
    /// # Errors
    /// If a group is not one of [`Answers::sealed_groups`], or they don't belong together.
    pub fn from_sealed_groups(groups: &[serde_json::Value]) -> Result<Self, AnswersError> {
        let mut whole: Option<Self> = None;
        for value in groups {
            let layout = value
                .get("layout")
                .and_then(serde_json::Value::as_u64)
                .ok_or(AnswersError::Malformed)?;
            let layout = u32::try_from(layout).map_err(|_| AnswersError::Malformed)?;
            if layout > LAYOUT {
                return Err(AnswersError::LaterLayout(layout));
            }
            let group = Group::deserialize(value)
                .map_err(|_| AnswersError::Malformed)?
                .answers;
            match &mut whole {
                None => whole = Some(group),
                Some(whole)
                    if whole.codebook == group.codebook && whole.version == group.version =>
                {
                    whole.answers.extend(group.answers);
                }
                Some(_) => return Err(AnswersError::Mixed),
            }
        }
        let mut whole = whole.ok_or(AnswersError::None)?;
        whole.answers.sort_by_key(|answer| answer.order);
        Ok(whole)
    }

    /// The answers ready to be shown, in order, without need of the codebook they were given under.
    pub fn display(&self) -> Vec<DisplayAnswer> {
        let shown = self.answers.iter().map(|answer| DisplayAnswer {
            question: answer.question.clone(),
            section: answer.section.clone(),
            label: answer.label.clone(),
            seals: answer.seals,
            lines: answer.value.lines(),
        });
        shown.collect()
    }
}

impl Value {
    /// The codes chosen, if this is a choice or a place of a chosen kind.
    pub fn codes(&self) -> Vec<&str> {
        match self {
            Self::Chosen(chosen) => chosen.iter().map(|chosen| chosen.code.as_str()).collect(),
            Self::Place(place) => place.kind.iter().map(|kind| kind.code.as_str()).collect(),
            Self::Text(_) | Self::Number(_) | Self::When(_) | Self::Unread(_) => Vec::new(),
        }
    }

    fn lines(&self) -> Vec<DisplayLine> {
        match self {
            Self::Text(text) => vec![DisplayLine::Text(text.clone())],
            Self::Number(number) => vec![DisplayLine::Number(*number)],
            Self::Chosen(chosen) => chosen.iter().cloned().map(DisplayLine::Label).collect(),
            Self::When(when) => vec![DisplayLine::When(when.clone())],
            Self::Place(place) => {
                let parts = [
                    place.kind.clone().map(DisplayLine::Label),
                    place.words.clone().map(DisplayLine::Text),
                    place.postcode.clone().map(DisplayLine::Postcode),
                    place.link.clone().map(DisplayLine::Link),
                ];
                parts.into_iter().flatten().collect()
            }
            Self::Unread(fields) => fields
                .iter()
                .map(|(_, text)| DisplayLine::Text(text.clone()))
                .collect(),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Text(_) => "Text(…)",
            Self::Number(_) => "Number(…)",
            Self::Chosen(_) => "Chosen(…)",
            Self::When(_) => "When(…)",
            Self::Place(_) => "Place(…)",
            Self::Unread(_) => "Unread(…)",
        })
    }
}

impl fmt::Debug for Chosen {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Chosen(…)")
    }
}

impl fmt::Debug for Suggestion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Suggestion")
            .field("facet", &self.facet)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for DisplayAnswer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("DisplayAnswer")
            .field("question", &self.question)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for DisplayLine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DisplayLine(…)")
    }
}
