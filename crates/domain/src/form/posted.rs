//! From the pairs a browser posts to answers, or to errors that name their field.

use std::fmt;

use jiff::civil::Date;

use super::answers::{Answer, Answers, Chosen, Value};
use super::when::{WhenAnswer, WhenKind, typed_date, western_digits};
use super::{COUNT_LIMIT, ContactWay, Form, LINE_LIMIT, PlaceAnswer, Question, QuestionKind};

/// The pairs as posted, from which a form can be shown again with all that was typed. `Debug` shows none of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawAnswers {
    pairs: Vec<(String, String)>,
}

impl RawAnswers {
    /// Keeps the pairs; the line ends that browsers make (CR LF) become LF, nothing else changes.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        let pairs = pairs.into_iter().map(|(name, typed)| {
            let typed = if typed.contains('\r') {
                typed.replace("\r\n", "\n")
            } else {
                typed
            };
            (name, typed)
        });
        Self {
            pairs: pairs.collect(),
        }
    }

    /// Everything posted under a name.
    pub fn values<'r>(&'r self, name: &'r str) -> impl Iterator<Item = &'r str> {
        self.pairs
            .iter()
            .filter(move |(posted, _)| posted == name)
            .map(|(_, typed)| typed.as_str())
    }

    /// The first thing posted under a name; empty if nothing was.
    pub fn value(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .find(|(posted, _)| posted == name)
            .map_or("", |(_, typed)| typed)
    }

    /// Whether this value was posted under the name (a ticked box, a chosen answer).
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values(name).any(|typed| typed == value)
    }

    /// Whether nothing but blanks was posted.
    pub fn is_blank(&self) -> bool {
        self.pairs.iter().all(|(_, typed)| typed.trim().is_empty())
    }

    /// All that was typed under a name, or nothing if it is blank. Should a name come twice, neither text is lost.
    fn typed(&self, name: &str) -> Option<String> {
        let texts: Vec<&str> = self
            .values(name)
            .filter(|typed| !typed.trim().is_empty())
            .collect();
        (!texts.is_empty()).then(|| texts.join("\n"))
    }
}

impl fmt::Debug for RawAnswers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RawAnswers({} pairs)", self.pairs.len())
    }
}

/// What must be mended before the form can be taken. Holds nothing that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormErrors {
    /// The errors in the order of the form.
    pub errors: Vec<FieldError>,
}

impl fmt::Display for FormErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} fields of the form need mending", self.errors.len())
    }
}

impl std::error::Error for FormErrors {}

/// One field that must be mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the question.
    pub question: String,
    /// Name of its field; the same as the question's unless it has several.
    pub field: String,
    /// What is wrong.
    pub kind: FieldErrorKind,
}

/// What can be wrong with a field. Pages put it in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldErrorKind {
    /// An answer is needed.
    Required,
    /// The text is longer than we can take.
    TooLong {
        /// Most characters taken.
        limit: u32,
        /// Characters typed.
        length: u32,
    },
    /// The answer is none of those offered.
    UnknownChoice,
    /// Several answers where one is asked for.
    MoreThanOne,
    /// Not a date that we can read.
    NotADate,
    /// The date lies ahead.
    DateInFuture,
    /// The second date is before the first.
    DatesReversed,
    /// Not a whole number that we can read.
    NotANumber,
    /// The number is larger than we can take.
    NumberTooLarge {
        /// Largest number taken.
        limit: u64,
    },
    /// Not an e-mail address that could be written to.
    NotAnEmail,
}

impl FieldErrorKind {
    /// A name for the message that tells of it, in kebab-case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too-long",
            Self::UnknownChoice => "unknown-choice",
            Self::MoreThanOne => "more-than-one",
            Self::NotADate => "not-a-date",
            Self::DateInFuture => "date-in-future",
            Self::DatesReversed => "dates-reversed",
            Self::NotANumber => "not-a-number",
            Self::NumberTooLarge { .. } => "number-too-large",
            Self::NotAnEmail => "not-an-email",
        }
    }
}

pub(super) fn read(form: &Form, posted: &RawAnswers, today: Date) -> Result<Answers, FormErrors> {
    let mut answers = Vec::new();
    let mut errors = Vec::new();
    for (order, question) in form.questions().enumerate() {
        let mut field = FieldReader {
            question,
            posted,
            today,
            errors: Vec::new(),
        };
        let mut value = field.value();
        if value.is_none() && question.required {
            let name = question.choosing_field();
            field.wrong(&name, FieldErrorKind::Required);
        }
        if !field.errors.is_empty() {
            if form.is_shown(question, posted) {
                errors.append(&mut field.errors);
            } else {
                value = Some(field.unread());
            }
        }
        if let Some(value) = value {
            answers.push(Answer {
                question: question.id.clone(),
                section: question.section.clone(),
                order: u32::try_from(order).unwrap_or(u32::MAX),
                label: question.label.clone(),
                seals: question.seals,
                suggests: question.suggests.clone(),
                value,
            });
        }
    }
    if errors.is_empty() {
        Ok(Answers {
            codebook: form.codebook.clone(),
            version: form.version,
            answers,
        })
    } else {
        Err(FormErrors { errors })
    }
}

struct FieldReader<'r> {
    question: &'r Question,
    posted: &'r RawAnswers,
    today: Date,
    errors: Vec<FieldError>,
}

impl FieldReader<'_> {
    fn wrong(&mut self, field: &str, kind: FieldErrorKind) {
        self.errors.push(FieldError {
            question: self.question.id.clone(),
            field: field.to_owned(),
            kind,
        });
    }

    fn value(&mut self) -> Option<Value> {
        let name = self.question.id.clone();
        match self.question.kind {
            QuestionKind::LongText | QuestionKind::ShortText => {
                self.text(&name, self.question.max_length).map(Value::Text)
            }
            QuestionKind::Contact => self.contact(&name),
            QuestionKind::Count => self.count(&name),
            QuestionKind::OneOf | QuestionKind::Choice => {
                self.one_of(&name).map(|chosen| Value::Chosen(vec![chosen]))
            }
            QuestionKind::ManyOf => self.many_of(&name),
            QuestionKind::When => self.when().map(Value::When),
            QuestionKind::Place => self.place().map(Value::Place),
        }
    }

    /// All that was typed into the question's fields, for one that isn't shown and can't be read.
    fn unread(&self) -> Value {
        let fields = self.question.fields().into_iter();
        Value::Unread(
            fields
                .filter_map(|name| self.posted.typed(&name).map(|typed| (name, typed)))
                .collect(),
        )
    }

    fn text(&mut self, name: &str, limit: u32) -> Option<String> {
        let text = self.posted.typed(name)?;
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        if length > limit {
            self.wrong(name, FieldErrorKind::TooLong { limit, length });
        }
        Some(text)
    }

    fn contact(&mut self, name: &str) -> Option<Value> {
        let text = self.text(name, self.question.max_length)?;
        if self.question.way == Some(ContactWay::Email) {
            let parts = text.trim().split_once('@');
            if !parts.is_some_and(|(local, host)| !local.is_empty() && !host.is_empty()) {
                self.wrong(name, FieldErrorKind::NotAnEmail);
            }
        }
        Some(Value::Text(text))
    }

    fn count(&mut self, name: &str) -> Option<Value> {
        let typed = self.text(name, LINE_LIMIT)?;
        let digits = western_digits(&typed);
        let number = if digits.bytes().all(|byte| byte.is_ascii_digit()) {
            digits.parse::<u64>().ok()
        } else {
            None
        };
        match number {
            Some(number) if number <= COUNT_LIMIT => return Some(Value::Number(number)),
            // Digits that overflow are a number too large as well.
            _ if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.wrong(name, FieldErrorKind::NumberTooLarge { limit: COUNT_LIMIT });
            }
            _ => self.wrong(name, FieldErrorKind::NotANumber),
        }
        None
    }

    /// The choices that were posted under a name, in the order of the list; reports values that are none of them.
    fn chosen(&mut self, name: &str) -> Vec<Chosen> {
        let offered: Vec<_> = self.question.choices_on(self.today).collect();
        let known = |typed: &str| offered.iter().any(|choice| choice.code == typed);
        if self
            .posted
            .values(name)
            .any(|typed| !typed.is_empty() && !known(typed))
        {
            self.wrong(name, FieldErrorKind::UnknownChoice);
        }
        let picked = offered
            .iter()
            .filter(|choice| self.posted.has(name, &choice.code));
        picked
            .map(|choice| Chosen {
                code: choice.code.clone(),
                label: choice.label.clone(),
            })
            .collect()
    }

    fn one_of(&mut self, name: &str) -> Option<Chosen> {
        let mut chosen = self.chosen(name);
        if chosen.len() > 1 {
            self.wrong(name, FieldErrorKind::MoreThanOne);
        }
        chosen.pop()
    }

    fn many_of(&mut self, name: &str) -> Option<Value> {
        let chosen = self.chosen(name);
        (!chosen.is_empty()).then_some(Value::Chosen(chosen))
    }

    fn place(&mut self) -> Option<PlaceAnswer> {
        let kind = self.one_of(&self.question.field("kind"));
        let words = self.text(&self.question.field("words"), self.question.max_length);
        let postcode = self.text(&self.question.field("postcode"), LINE_LIMIT);
        let link = self.text(
            &self.question.field("link"),
            LINE_LIMIT.max(self.question.max_length),
        );
        let empty = kind.is_none() && words.is_none() && postcode.is_none() && link.is_none();
        (!empty).then_some(PlaceAnswer {
            kind,
            words,
            postcode,
            link,
        })
    }

    fn when(&mut self) -> Option<WhenAnswer> {
        let chosen = self.when_kind();
        let time = self.text(&self.question.field("time"), LINE_LIMIT);
        let mut words = self.text(&self.question.field("words"), self.question.max_length);
        let date = self.day("date", chosen, &mut words);
        let from = self.day("from", chosen, &mut words);
        let to = self.day("to", chosen, &mut words);
        if let (Some(first), Some(last)) = (from, to)
            && last < first
        {
            self.wrong(&self.question.field("to"), FieldErrorKind::DatesReversed);
        }
        let kind = chosen.or(
            match (date, from.or(to), words.as_ref().or(time.as_ref())) {
                (Some(_), _, _) => Some(WhenKind::Exact),
                (None, Some(_), _) => Some(WhenKind::Between),
                (None, None, Some(_)) => Some(WhenKind::About),
                (None, None, None) => None,
            },
        )?;
        let date = match kind {
            WhenKind::Today => Some(self.today),
            WhenKind::Yesterday => self.today.yesterday().ok(),
            _ => date,
        };
        Some(WhenAnswer {
            kind,
            date,
            from,
            to,
            time,
            words,
        })
    }

    fn when_kind(&mut self) -> Option<WhenKind> {
        let name = self.question.field("kind");
        let mut kinds = Vec::new();
        for typed in self.posted.values(&name).filter(|typed| !typed.is_empty()) {
            match WhenKind::named(typed) {
                Some(kind) if !kinds.contains(&kind) => kinds.push(kind),
                Some(_) => {}
                None => {
                    self.wrong(&name, FieldErrorKind::UnknownChoice);
                    return None;
                }
            }
        }
        if kinds.len() > 1 {
            self.wrong(&name, FieldErrorKind::MoreThanOne);
        }
        kinds.pop()
    }

    /// One of the days. Where the kind that was chosen asks for no day, or for none in particular, what was typed there
    /// all the same is kept among the words.
    fn day(
        &mut self,
        part: &str,
        chosen: Option<WhenKind>,
        words: &mut Option<String>,
    ) -> Option<Date> {
        let name = self.question.field(part);
        let typed = self.text(&name, LINE_LIMIT)?;
        let takes_day = !matches!(
            chosen,
            Some(WhenKind::Today | WhenKind::Yesterday | WhenKind::Unknown)
        );
        let takes_words = matches!(chosen, Some(WhenKind::About | WhenKind::KeepsHappening));
        match typed_date(&typed, self.today) {
            Some(date) if takes_day && date <= self.today => return Some(date),
            Some(_) if takes_day => self.wrong(&name, FieldErrorKind::DateInFuture),
            None if takes_day && !takes_words => self.wrong(&name, FieldErrorKind::NotADate),
            _ => {
                *words = Some(match words.take() {
                    Some(earlier) => format!("{earlier}\n{typed}"),
                    None => typed,
                });
            }
        }
        None
    }
}
