//! Days that a page asks for in three boxes.

use super::{Form, QuestionKind};

/// The parts of a day that are typed into boxes of their own: `<field>-day`, `-month`, `-year`.
pub const DAY_PARTS: [&str; 3] = ["day", "month", "year"];

/// Puts days that were typed in three boxes together under the name that the form reads. The boxes'
/// own pairs stay, so that the page can show them again as they were.
pub fn join_days(form: &Form, mut posted: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut joined = Vec::new();
    for question in form
        .questions()
        .filter(|question| question.kind == QuestionKind::When)
    {
        for part in ["date", "from", "to"] {
            let name = question.field(part);
            let boxes = DAY_PARTS.map(|unit| {
                let unit = format!("{name}-{unit}");
                posted
                    .iter()
                    .find(|(known, _)| *known == unit)
                    .map_or("", |(_, typed)| typed.trim())
            });
            if boxes.iter().any(|typed| !typed.is_empty()) {
                joined.push((name, boxes.join("/")));
            }
        }
    }
    posted.extend(joined);
    posted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_typed_in_boxes_are_put_together_and_the_boxes_kept() {
        let form = crate::codebook::Codebook::parse(crate::codebook::UK)
            .expect("the codebook")
            .form;
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect()
        };
        let typed = pairs(&[
            ("when-kind", "exact"),
            ("when-date-day", " 5"),
            ("when-date-month", "3"),
            ("when-date-year", "2026"),
        ]);
        let joined = join_days(&form, typed.clone());
        assert_eq!(joined.get(..4), Some(typed.as_slice()));
        assert_eq!(
            joined.get(4..),
            Some(pairs(&[("when-date", "5/3/2026")]).as_slice())
        );
        // A part that was left out makes a date that can't be read, which is told, and nothing is lost.
        let partly = join_days(&form, pairs(&[("when-to-month", "3")]));
        assert_eq!(
            partly.get(1..),
            Some(pairs(&[("when-to", "/3/")]).as_slice())
        );
        let untouched = pairs(&[("when-date-day", " "), ("story", "x")]);
        assert_eq!(join_days(&form, untouched.clone()), untouched);
    }
}
