//! What tests read in a page.

use std::fmt::Write as _;

/// Text as the templates escape it.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut html = String::new();
    for letter in text.chars() {
        match letter {
            '<' | '>' | '&' | '"' | '\'' => {
                let _ = write!(html, "&#{};", u32::from(letter));
            }
            _ => html.push(letter),
        }
    }
    html
}

/// The receipt's words, if this is the page that shows them.
#[must_use]
pub fn receipt_words(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("id=\"receipt-words\"")?;
    let (list, _) = rest.split_once("</ol>")?;
    let words: Vec<&str> = list
        .split("<li>")
        .skip(1)
        .filter_map(|item| item.split_once("</li>").map(|(word, _)| word))
        .collect();
    Some(words.join(" "))
}
