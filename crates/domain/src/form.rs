//! The report form as the codebook describes it: sections, questions, conditions.
//!
//! [`Form::read`] turns what a browser posts into [`Answers`], which are sealed; nothing typed is ever lost on the way,
//! whether it is accepted or comes back with [`FormErrors`].

pub mod answers;
mod boxes;
pub(crate) mod definition;
pub mod place;
mod posted;
#[cfg(test)]
mod tests;
pub mod when;

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use answers::{Answer, Answers, Chosen, DisplayAnswer, DisplayLine, Suggestion, Value};
pub use boxes::{DAY_PARTS, join_days};
pub use place::PlaceAnswer;
pub use posted::{FieldError, FieldErrorKind, FormErrors, RawAnswers};
pub use when::{WhenAnswer, WhenKind};

/// Longest story, in characters, where the codebook sets no other limit.
pub const STORY_LIMIT: u32 = 100_000;
/// Longest one-line answer, in characters, where the codebook sets no other limit.
pub const LINE_LIMIT: u32 = 1_000;
/// Largest number taken as an answer to "how many".
pub const COUNT_LIMIT: u64 = 100_000;

/// The report form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Name of the codebook it belongs to.
    pub codebook: String,
    /// Edition of that codebook.
    pub version: u32,
    /// Sections in order.
    pub sections: Vec<Section>,
}

/// A step of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Stable name.
    pub id: String,
    /// Label key of its heading.
    pub label: String,
    /// Label key of a sentence under the heading.
    pub hint: Option<String>,
    /// Questions in order.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Stable name, and the name of its field in the page.
    pub id: String,
    /// The section it stands in.
    pub section: String,
    /// How it is asked.
    pub kind: QuestionKind,
    /// Label key of the question.
    pub label: String,
    /// Label key of a sentence that helps to answer.
    pub hint: Option<String>,
    /// The form is not accepted without an answer.
    pub required: bool,
    /// The sealed object that holds the answer.
    pub seals: SealGroup,
    /// The facet whose codes are the possible answers.
    pub facet: Option<String>,
    /// The possible answers, whether a facet's codes or the question's own.
    pub choices: Vec<Choice>,
    /// Shown only when another question has been answered so.
    pub show_when: Option<ShowWhen>,
    /// Longest answer in characters.
    pub max_length: u32,
    /// The facet to which the answer is offered when an incident is made of the report.
    pub suggests: Option<String>,
    /// For a contact: the way of reaching somebody that it holds.
    pub way: Option<ContactWay>,
}

/// How a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// Several lines of text.
    LongText,
    /// One line of text.
    ShortText,
    /// A time, as exact as the person can say. Fields: `<id>-kind`, `-date`, `-from`, `-to`, `-time`, `-words`.
    When,
    /// A place, as exact as the person likes. Fields: `<id>-kind`, `-words`, `-postcode`, `-link`.
    Place,
    /// One of a few answers, all in sight.
    OneOf,
    /// Any of a few answers.
    ManyOf,
    /// One of many answers, in a list that opens.
    Choice,
    /// How many.
    Count,
    /// A way to reach somebody.
    Contact,
}

impl QuestionKind {
    /// Every value with its spelling in the file.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("long-text", Self::LongText),
        ("short-text", Self::ShortText),
        ("when", Self::When),
        ("place", Self::Place),
        ("one-of", Self::OneOf),
        ("many-of", Self::ManyOf),
        ("choice", Self::Choice),
        ("count", Self::Count),
        ("contact", Self::Contact),
    ];

    /// Whether the question has a list of possible answers.
    pub fn has_choices(self) -> bool {
        matches!(
            self,
            Self::OneOf | Self::ManyOf | Self::Choice | Self::Place
        )
    }
}

/// The sealed object that holds an answer, so that what one may open the other may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SealGroup {
    /// What happened.
    Narrative,
    /// Who was affected and who did it.
    Identity,
    /// How to reach the reporter, and with whom we may share.
    Contact,
    /// The exact place.
    Place,
}

impl SealGroup {
    /// Every value with its spelling in the file.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("narrative", Self::Narrative),
        ("identity", Self::Identity),
        ("contact", Self::Contact),
        ("place", Self::Place),
    ];
}

impl fmt::Display for SealGroup {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::ALL
            .iter()
            .find(|(_, group)| group == self)
            .map_or("", |(name, _)| name);
        out.write_str(name)
    }
}

/// What a contact question holds, for the keyboard and the check it gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactWay {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A postal address.
    Post,
    /// Anything else.
    Other,
}

impl ContactWay {
    /// Every value with its spelling in the file.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("phone", Self::Phone),
        ("email", Self::Email),
        ("post", Self::Post),
        ("other", Self::Other),
    ];
}

/// A possible answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Stable code.
    pub code: String,
    /// Label key.
    pub label: String,
    /// First day on which it is offered.
    #[serde(with = "crate::day")]
    pub from: Option<Date>,
    /// Last day on which it is offered.
    #[serde(with = "crate::day")]
    pub to: Option<Date>,
}

/// A condition under which a question is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowWhen {
    /// The question looked at.
    pub question: String,
    /// Any of these answers will do.
    pub is: Vec<String>,
}

impl Form {
    /// All questions in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The question of this name.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }

    /// Whether a question is shown, given what has been posted so far. A question whose condition hangs on a hidden one
    /// is hidden too.
    pub fn is_shown(&self, question: &Question, posted: &RawAnswers) -> bool {
        let mut current = question;
        // The codebook has no circles, so that this ends after as many steps as there are questions.
        for _ in 0..=self.questions().count() {
            let Some(condition) = &current.show_when else {
                return true;
            };
            let Some(asked) = self.question(&condition.question) else {
                return true;
            };
            let field = asked.choosing_field();
            if !condition.is.iter().any(|code| posted.has(&field, code)) {
                return false;
            }
            current = asked;
        }
        true
    }

    /// Reads what a browser posted.
    ///
    /// Names that are no field of this form (tokens, traps for robots) are passed over. Every character is kept as it
    /// was typed; only the line ends that browsers make (CR LF) become LF. Nothing is required but what the codebook
    /// says; a question that is not shown is never an error, and what was typed into it is kept.
    ///
    /// # Errors
    /// Everything that must be mended before the form can be taken, field by field.
    pub fn read(&self, posted: &[(String, String)], today: Date) -> Result<Answers, FormErrors> {
        posted::read(self, &RawAnswers::new(posted.to_vec()), today)
    }
}

impl Question {
    /// The possible answers on a date.
    pub fn choices_on(&self, date: Date) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(move |choice| {
            choice.from.is_none_or(|from| from <= date) && choice.to.is_none_or(|to| date <= to)
        })
    }

    /// The names of the fields by which the question is answered.
    pub fn fields(&self) -> Vec<String> {
        let parts: &[&str] = match self.kind {
            QuestionKind::When => &["kind", "date", "from", "to", "time", "words"],
            QuestionKind::Place => &["kind", "words", "postcode", "link"],
            _ => return vec![self.id.clone()],
        };
        parts.iter().map(|part| self.field(part)).collect()
    }

    /// The name of one part of a question that has several fields.
    pub fn field(&self, part: &str) -> String {
        format!("{}-{part}", self.id)
    }

    /// The field that says which of the possible answers was chosen.
    pub fn choosing_field(&self) -> String {
        match self.kind {
            QuestionKind::When | QuestionKind::Place => self.field("kind"),
            _ => self.id.clone(),
        }
    }
}
