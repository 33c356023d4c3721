//! The report form on a page, made from the codebook: a new question appears without a new line here.
//!
//! Both halves show it: the public report page, and the desk's page for what came by phone or letter.

mod fields;

use askama::Template;
use domain::form::{
    DAY_PARTS, FieldError, FieldErrorKind, Form, Question, QuestionKind, RawAnswers, ShowWhen,
    WhenKind,
};
use jiff::civil::Date;

use crate::page::Page;
use fields::{ChoiceField, DateField, OptionShown, Size, TextField};

/// A list with more answers than this opens instead of standing in full.
const MOST_IN_SIGHT: usize = 8;

/// All sections of the form, with what was typed so far and what is wrong with it.
#[derive(Template)]
#[template(path = "questions.html")]
pub(crate) struct Questions {
    sections: Vec<SectionShown>,
}

struct SectionShown {
    id: String,
    /// None where a single question is its own heading.
    heading: Option<String>,
    hint: Option<String>,
    questions: Vec<QuestionShown>,
}

struct QuestionShown {
    show_when: Option<String>,
    controls: Vec<Control>,
}

/// One thing to fill in. `show_when` is the condition of `report.js`; without it everything is in sight.
struct Control {
    show_when: Option<String>,
    field: Field,
}

enum Field {
    Text(TextField),
    Choice(ChoiceField),
    Date(DateField),
}

/// A link of the error summary.
pub(crate) struct Mistake {
    /// The id of the field that it leads to.
    pub(crate) field: String,
    /// What is wrong and how to mend it.
    pub(crate) text: String,
}

impl Questions {
    /// The form as it is to be filled in on a day.
    pub(crate) fn new(
        page: &Page,
        posted: &RawAnswers,
        errors: &[FieldError],
        today: Date,
    ) -> Self {
        let form = &page.codebook().form;
        let sections = form.sections.iter().map(|section| {
            let single = section.questions.len() == 1;
            let asking = Asking {
                page,
                form,
                posted,
                errors,
                today,
                large: single,
            };
            SectionShown {
                id: section.id.clone(),
                heading: (!single).then(|| page.label(&section.label, &section.id)),
                hint: section.hint.as_ref().map(|hint| page.label(hint, "")),
                questions: section
                    .questions
                    .iter()
                    .map(|question| asking.question(question))
                    .collect(),
            }
        });
        Self {
            sections: sections.collect(),
        }
    }
}

/// Everything that can be wrong, in words, by the names under which the browser's module tells it; numbers are
/// places for `seal.js` to fill in.
pub(crate) fn every_mistake(page: &Page) -> Vec<(&'static str, String)> {
    let words = |error, kind| match error {
        FieldErrorKind::TooLong { .. } => text::without_isolation(&page.text_with(
            "report-too-long-text",
            &[("most", "{most}".into()), ("letters", "{letters}".into())],
        )),
        other => kind_in_words(page, other, kind),
    };
    browser::WRONGS
        .into_iter()
        .map(|(name, error, kind)| (name, words(error, kind)))
        .collect()
}

/// What has to be mended, in the order of the form.
pub(crate) fn mistakes(page: &Page, errors: &[FieldError]) -> Vec<Mistake> {
    let in_words = errors.iter().map(|error| Mistake {
        field: error.field.clone(),
        text: in_words(page, error),
    });
    in_words.collect()
}

fn in_words(page: &Page, error: &FieldError) -> String {
    let kind = page
        .codebook()
        .form
        .question(&error.question)
        .map(|question| question.kind);
    kind_in_words(page, error.kind, kind)
}

/// What is wrong with an answer to a question of that kind, in words.
fn kind_in_words(page: &Page, error: FieldErrorKind, kind: Option<QuestionKind>) -> String {
    match error {
        FieldErrorKind::Required => match kind {
            Some(QuestionKind::LongText) => page.text("report-error-empty"),
            Some(QuestionKind::OneOf | QuestionKind::ManyOf | QuestionKind::Choice) => {
                page.text("error-choice")
            }
            _ => page.text("error-empty"),
        },
        FieldErrorKind::TooLong { limit, length } => page.text_with(
            "report-too-long-text",
            &[
                ("most", u64::from(limit).into()),
                ("letters", u64::from(length).into()),
            ],
        ),
        FieldErrorKind::UnknownChoice => page.text("error-choice"),
        FieldErrorKind::MoreThanOne => page.text("error-only-one"),
        FieldErrorKind::NotADate => page.text("error-date"),
        FieldErrorKind::DateInFuture => page.text("error-date-future"),
        FieldErrorKind::DatesReversed => page.text("error-date-order"),
        FieldErrorKind::NotANumber => page.text("error-number"),
        FieldErrorKind::NumberTooLarge { limit } => {
            page.say_number("error-number-large", "most", limit)
        }
        FieldErrorKind::NotAnEmail => page.text("error-email"),
    }
}

struct Asking<'a> {
    page: &'a Page,
    form: &'a Form,
    posted: &'a RawAnswers,
    errors: &'a [FieldError],
    today: Date,
    /// Whether the question stands alone in its section and is its heading.
    large: bool,
}

impl Asking<'_> {
    fn question(&self, question: &Question) -> QuestionShown {
        QuestionShown {
            show_when: question
                .show_when
                .as_ref()
                .and_then(|condition| self.condition(condition)),
            controls: self.controls(question),
        }
    }

    /// The condition as `report.js` reads it.
    fn condition(&self, condition: &ShowWhen) -> Option<String> {
        let asked = self.form.question(&condition.question)?;
        Some(format!(
            "{}={}",
            asked.choosing_field(),
            condition.is.join("|")
        ))
    }

    fn controls(&self, question: &Question) -> Vec<Control> {
        let label = self.page.label(&question.label, &question.id);
        let hint = question.hint.as_ref().map(|hint| self.page.label(hint, ""));
        let text = || TextField {
            limit: question.max_length,
            required: question.required,
            ..self.text(&question.id, label.clone(), hint.clone())
        };
        match question.kind {
            QuestionKind::LongText => vec![always(Field::Text(TextField {
                size: if question.required {
                    Size::Tall
                } else {
                    Size::Lines
                },
                ..text()
            }))],
            QuestionKind::ShortText => vec![always(Field::Text(text()))],
            QuestionKind::Contact => vec![always(Field::Text(TextField::contact(
                text(),
                question.way,
            )))],
            QuestionKind::Count => vec![always(Field::Text(TextField {
                digits: true,
                size: Size::Short,
                limit: 0,
                ..text()
            }))],
            QuestionKind::OneOf | QuestionKind::ManyOf | QuestionKind::Choice => {
                vec![always(Field::Choice(self.choices(
                    question,
                    &question.id,
                    label,
                    hint,
                )))]
            }
            QuestionKind::When => self.when(question, label, hint),
            QuestionKind::Place => self.place(question, label, hint),
        }
    }

    fn error(&self, field: &str) -> Option<String> {
        let error = self.errors.iter().find(|error| error.field == field)?;
        Some(format!(
            "{} {}",
            self.page.text("error-prefix"),
            in_words(self.page, error)
        ))
    }

    fn text(&self, name: &str, label: String, hint: Option<String>) -> TextField {
        TextField {
            name: name.to_owned(),
            value: self.posted.value(name).to_owned(),
            label,
            hint,
            error: self.error(name),
            large: self.large,
            say_left: plain_place(&self.page.say("report-letters-left", "left", "{left}")),
            say_over: plain_place(&self.page.say("report-letters-over", "over", "{over}")),
            ..TextField::default()
        }
    }

    fn choices(
        &self,
        question: &Question,
        name: &str,
        label: String,
        hint: Option<String>,
    ) -> ChoiceField {
        let many = question.kind == QuestionKind::ManyOf;
        let hint = hint.or_else(|| many.then(|| self.page.text("report-choose-many")));
        let options = question.choices_on(self.today).map(|choice| {
            (
                choice.code.clone(),
                self.page.label(&choice.label, &choice.code),
            )
        });
        let options: Vec<_> = options.collect();
        let list = !many
            && (question.kind == QuestionKind::Choice
                || question.kind == QuestionKind::Place
                || options.len() > MOST_IN_SIGHT);
        self.choice_field(name, label, hint, many, list, options)
    }

    fn choice_field(
        &self,
        name: &str,
        label: String,
        hint: Option<String>,
        many: bool,
        list: bool,
        mut options: Vec<(String, String)>,
    ) -> ChoiceField {
        if !many {
            // A way to take an answer back, also without JavaScript. It counts as no answer.
            let nothing = (String::new(), self.page.text("report-rather-not"));
            options.insert(if list { 0 } else { options.len() }, nothing);
        }
        let options = options
            .into_iter()
            .enumerate()
            .map(|(place, (code, label))| OptionShown {
                // The error summary leads to the first answer.
                id: if place == 0 {
                    name.to_owned()
                } else {
                    format!("{name}--{code}")
                },
                chosen: self.posted.has(name, &code) && !(code.is_empty() && list),
                value: code,
                label,
            });
        ChoiceField {
            name: name.to_owned(),
            label,
            hint,
            error: self.error(name),
            many,
            list,
            large: self.large,
            options: options.collect(),
        }
    }

    fn when(&self, question: &Question, label: String, hint: Option<String>) -> Vec<Control> {
        let kind = question.field("kind");
        let kinds = [
            (WhenKind::Today, self.page.text("report-date-today")),
            (WhenKind::Yesterday, self.page.text("report-date-yesterday")),
            (WhenKind::Exact, self.page.text("report-date-exact")),
            (WhenKind::About, self.page.text("report-date-about")),
            (WhenKind::Between, self.page.text("report-date-between")),
            (
                WhenKind::KeepsHappening,
                self.page.text("report-date-keeps-happening"),
            ),
            (WhenKind::Unknown, self.page.text("report-date-unknown")),
        ];
        let options = kinds
            .map(|(kind, label)| (kind.name().to_owned(), label))
            .to_vec();
        let asked = |field, kinds: &[WhenKind]| {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            Control {
                show_when: Some(format!("{kind}={}", kinds.join("|"))),
                field,
            }
        };
        let part = Asking {
            large: false,
            ..*self
        };
        let day = |name, legend| Field::Date(part.day(&question.field(name), legend));
        let time = TextField {
            size: Size::Medium,
            ..part.text(
                &question.field("time"),
                self.page.text("report-date-time"),
                Some(self.page.text("report-date-time-hint")),
            )
        };
        let words = TextField {
            limit: question.max_length,
            ..part.text(
                &question.field("words"),
                self.page.text("report-date-words"),
                Some(self.page.text("report-date-words-hint")),
            )
        };
        vec![
            always(Field::Choice(
                self.choice_field(&kind, label, hint, false, false, options),
            )),
            asked(
                day("date", self.page.text("report-date-which")),
                &[WhenKind::Exact, WhenKind::About],
            ),
            asked(
                day("from", self.page.text("report-date-first")),
                &[WhenKind::Between],
            ),
            asked(
                day("to", self.page.text("report-date-last")),
                &[WhenKind::Between],
            ),
            asked(
                Field::Text(time),
                &[
                    WhenKind::Today,
                    WhenKind::Yesterday,
                    WhenKind::Exact,
                    WhenKind::About,
                ],
            ),
            asked(
                Field::Text(words),
                &[
                    WhenKind::About,
                    WhenKind::Between,
                    WhenKind::KeepsHappening,
                    WhenKind::Unknown,
                ],
            ),
        ]
    }

    fn day(&self, name: &str, legend: String) -> DateField {
        let [day, month, year] =
            DAY_PARTS.map(|unit| self.posted.value(&format!("{name}-{unit}")).to_owned());
        DateField {
            name: name.to_owned(),
            legend,
            hint: self.page.text("report-date-hint"),
            error: self.error(name),
            say_day: self.page.text("report-date-day"),
            say_month: self.page.text("report-date-month"),
            say_year: self.page.text("report-date-year"),
            day,
            month,
            year,
        }
    }

    fn place(&self, question: &Question, label: String, hint: Option<String>) -> Vec<Control> {
        let part = Asking {
            large: false,
            ..*self
        };
        let words = TextField {
            limit: question.max_length,
            ..self.text(&question.field("words"), label, hint)
        };
        let postcode = TextField {
            size: Size::Short,
            ..part.text(
                &question.field("postcode"),
                self.page.text("report-place-postcode"),
                None,
            )
        };
        let link = part.text(
            &question.field("link"),
            self.page.text("report-place-link"),
            None,
        );
        let mut controls = vec![always(Field::Text(words))];
        if question.choices_on(self.today).next().is_some() {
            let kind = part.choices(
                question,
                &question.field("kind"),
                self.page.text("report-place-kind"),
                None,
            );
            controls.push(always(Field::Choice(kind)));
        }
        controls.extend([always(Field::Text(postcode)), always(Field::Text(link))]);
        controls
    }
}

/// Words with a place that `report.js` fills in, without the marks that would stand around a value.
fn plain_place(words: &str) -> String {
    text::without_isolation(words)
}

fn always(field: Field) -> Control {
    Control {
        show_when: None,
        field,
    }
}
