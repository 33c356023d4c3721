//! The kinds of fields that questions are made of, each with its piece of HTML beside it.

use askama::Template;
use domain::form::ContactWay;

/// A box for text.
#[derive(Template, Default)]
#[template(path = "questions/text.html")]
pub(super) struct TextField {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    /// What is wrong, with the word "Error" before it.
    pub(super) error: Option<String>,
    pub(super) required: bool,
    /// Whether its label is a heading.
    pub(super) large: bool,
    pub(super) size: Size,
    /// Whether a telephone shows its digits.
    pub(super) digits: bool,
    pub(super) way: Option<ContactWay>,
    /// Most characters; 0 where no count is shown.
    pub(super) limit: u32,
    pub(super) say_left: String,
    pub(super) say_over: String,
}

/// How large a box is.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// One line as wide as the page.
    #[default]
    Line,
    /// A line of a few letters.
    Short,
    /// A line of some words.
    Medium,
    /// Several lines.
    Lines,
    /// Many lines.
    Tall,
}

impl Size {
    fn has_lines(self) -> bool {
        matches!(self, Self::Lines | Self::Tall)
    }

    /// Its class; none for the plain ones.
    fn class(self) -> &'static str {
        match self {
            Self::Line | Self::Lines => "",
            Self::Short => "short",
            Self::Medium => "medium",
            Self::Tall => "tall",
        }
    }
}

impl TextField {
    /// The same field for a way to reach somebody.
    pub(super) fn contact(field: Self, way: Option<ContactWay>) -> Self {
        Self {
            way,
            size: Size::Medium,
            ..field
        }
    }

    fn kind(&self) -> &'static str {
        match self.way {
            Some(ContactWay::Phone) => "tel",
            Some(ContactWay::Email) => "email",
            _ => "text",
        }
    }

    fn described(&self) -> String {
        described(&self.name, self.hint.is_some(), self.error.is_some())
    }
}

/// One or several of a list of answers.
#[derive(Template)]
#[template(path = "questions/choice.html")]
pub(super) struct ChoiceField {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    pub(super) error: Option<String>,
    pub(super) many: bool,
    /// Whether the list opens instead of standing in full.
    pub(super) list: bool,
    pub(super) large: bool,
    pub(super) options: Vec<OptionShown>,
}

pub(super) struct OptionShown {
    pub(super) id: String,
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

impl ChoiceField {
    fn described(&self) -> String {
        described(&self.name, self.hint.is_some(), self.error.is_some())
    }
}

/// A day, in three boxes.
#[derive(Template)]
#[template(path = "questions/date.html")]
pub(super) struct DateField {
    pub(super) name: String,
    pub(super) legend: String,
    pub(super) hint: String,
    pub(super) error: Option<String>,
    pub(super) say_day: String,
    pub(super) say_month: String,
    pub(super) say_year: String,
    pub(super) day: String,
    pub(super) month: String,
    pub(super) year: String,
}

impl DateField {
    fn described(&self) -> String {
        described(&self.name, true, self.error.is_some())
    }
}

/// The ids of what explains a field, for `aria-describedby`.
fn described(name: &str, hint: bool, error: bool) -> String {
    let mut ids = Vec::new();
    if hint {
        ids.push(format!("{name}--hint"));
    }
    if error {
        ids.push(format!("{name}--error"));
    }
    ids.join(" ")
}
