//! The bar on the terminal: how far, how fast, how long still. Where there is no terminal there is none.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use service::import::Progress;

use crate::print;

/// How an import is getting on, on standard error.
pub(super) struct Bar(Option<ProgressBar>);

impl Bar {
    /// A bar for a file of that many bytes; none if nobody knows.
    pub(super) fn new(bytes: Option<u64>) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::stderr_with_hz(5));
        let template = if bytes.is_some() {
            "{bar:30} {percent:>3} %  {msg}  {elapsed} gone, {eta} left"
        } else {
            "{spinner}  {msg}  {elapsed} gone"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    /// So far is it.
    pub(super) fn at(&self, progress: Progress) {
        let Some(bar) = &self.0 else { return };
        let seconds = bar.elapsed().as_secs_f64().max(0.001);
        let rate = (progress.counts.read as f64 / seconds).round() as u64;
        bar.set_position(progress.bytes);
        bar.set_message(format!("{} rows, {rate} a second", progress.counts.read));
    }

    /// Says something without tearing the bar.
    pub(super) fn say(&self, line: &str) {
        match &self.0 {
            Some(bar) => bar.suspend(|| print::aside(line)),
            None => print::aside(line),
        }
    }

    /// It is over.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
