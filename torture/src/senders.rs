//! Reporters: each opens the form, tells something, and sends it until it is acknowledged or they give up.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use testkit::outside::http::{Answer, Client};
use testkit::outside::pages::{escaped, receipt_words};
use testkit::outside::program::between;

use crate::dice::Dice;
use crate::told::{Fate, Outside, Told};

/// Nobody waits longer for an answer: then it is not known what became of it.
const PATIENCE: Duration = Duration::from_secs(25);
/// So often somebody presses the button before they give up for now.
const TRIES: usize = 6;
const BETWEEN: Duration = Duration::from_millis(150);
/// Words that have to survive forms, sealing and pages.
const WORDS: [&str; 8] = [
    "shouted",
    "at the <stop>",
    "& then",
    "ہمارے سامنے",
    "قالوا لنا",
    "\"again\"",
    "it's",
    "crème",
];

/// What one sending came to.
pub(crate) enum Came {
    Kept(String),
    /// The form came back with its text; this token goes on with it.
    Back(String),
    /// Nobody knows.
    Unknown,
}

fn token_of(page: &str) -> Option<String> {
    between(page, "name=\"form_token\" value=\"", &['"']).map(str::to_owned)
}

/// Sends a report once and judges the answer.
pub(crate) fn send(
    client: &mut Client,
    outside: &Outside,
    token: &str,
    story: &str,
    from: &str,
) -> Came {
    let form = serde_urlencoded::to_string([("form_token", token), ("story", story)]);
    let answer = client.post_from("/en/report", Some(from), &form.unwrap_or_default());
    let Ok(answer) = answer else {
        outside.known().broken_off += 1;
        return Came::Unknown;
    };
    let page = answer.text();
    if answer.status == 200
        && let Some(words) = receipt_words(&page)
    {
        return Came::Kept(words);
    }
    back(&answer, &page, outside, token, story)
}

fn back(answer: &Answer, page: &str, outside: &Outside, token: &str, story: &str) -> Came {
    if !matches!(answer.status, 409 | 429 | 503) {
        outside.wrong(format!("a report was answered with {}", answer.status));
        return Came::Unknown;
    }
    if answer.text().trim() == "starting" {
        return Came::Unknown;
    }
    if !page.contains(&escaped(story)) {
        outside.wrong(format!("{} without the text that was sent", answer.status));
    }
    outside.known().refused += 1;
    Came::Back(token_of(page).unwrap_or_else(|| token.to_owned()))
}

/// Opens a form; its token.
pub(crate) fn open(client: &mut Client) -> io::Result<Option<String>> {
    let page = client.get("/en/report")?;
    Ok(token_of(&page.text()).filter(|_| page.status == 200))
}

/// Tells things until told to stop.
pub(crate) fn keep_telling(
    client: Client,
    outside: &Arc<Outside>,
    over: &Arc<AtomicBool>,
    name: &str,
    seed: u64,
) -> thread::JoinHandle<()> {
    let (outside, over, name) = (Arc::clone(outside), Arc::clone(over), name.to_owned());
    thread::spawn(move || {
        let mut client = client.waiting(PATIENCE);
        let mut dice = Dice::new(seed);
        let mut number = 0;
        while !over.load(Ordering::Relaxed) {
            let Ok(Some(token)) = open(&mut client) else {
                thread::sleep(BETWEEN);
                continue;
            };
            number += 1;
            let words: Vec<&str> = (0..dice.between(1, 40))
                .filter_map(|_| dice.one(&WORDS))
                .collect();
            let story = format!("{name}, report {number}: {}", words.join(" "));
            let from = format!("10.{}.{}.{}", seed % 256, number / 256 % 256, number % 256);
            tell(&mut client, &outside, &over, token, story, &from);
            thread::sleep(Duration::from_millis(dice.between(5, 60)));
        }
    })
}

fn tell(
    client: &mut Client,
    outside: &Outside,
    over: &AtomicBool,
    mut token: String,
    story: String,
    from: &str,
) {
    let mut fate = None;
    for _ in 0..TRIES {
        match send(client, outside, &token, &story, from) {
            Came::Kept(words) => {
                fate = Some(Fate::Kept(words));
                break;
            }
            Came::Back(next) => token = next,
            Came::Unknown => {}
        }
        if over.load(Ordering::Relaxed) {
            break;
        }
        thread::sleep(BETWEEN);
    }
    let fate = fate.unwrap_or(Fate::Unknown(token));
    outside.known().reports.push(Told {
        story,
        fate,
        opened: false,
    });
}

/// Sends what is unknown again, until it is acknowledged: by its form's token it is kept once. How many were open.
pub(crate) fn settle(client: &mut Client, outside: &Outside, within: Duration) -> u64 {
    let open: Vec<(usize, String, String)> = {
        let known = outside.known();
        let told = known.reports.iter().enumerate();
        told.filter_map(|(place, told)| match &told.fate {
            Fate::Unknown(token) => Some((place, token.clone(), told.story.clone())),
            Fate::Kept(_) => None,
        })
        .collect()
    };
    let count = open.len() as u64;
    let end = Instant::now() + within;
    for (place, mut token, story) in open {
        let from = format!("10.255.{}.{}", place / 256 % 256, place % 256);
        loop {
            match send(client, outside, &token, &story, &from) {
                Came::Kept(words) => {
                    if let Some(told) = outside.known().reports.get_mut(place) {
                        told.fate = Fate::Kept(words);
                    }
                    break;
                }
                Came::Back(next) => token = next,
                Came::Unknown => {}
            }
            if Instant::now() > end {
                outside.wrong(
                    "a report could not be sent although nothing is wrong any more".to_owned(),
                );
                return count;
            }
            thread::sleep(BETWEEN);
        }
    }
    count
}
