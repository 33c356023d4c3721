//! The log: on standard error, for people or for machines. It names events, never what people wrote.

use std::panic;

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LogLevel, Settings};
use crate::print;

/// Starts the log, and sees to it that a panic goes there too.
pub(crate) fn start(settings: &Settings) {
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter(settings.log_level)))
        .with_writer(std::io::stderr);
    let started = match settings.log_format {
        LogFormat::Text => log.with_ansi(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    if started.is_err() {
        print::aside("the log was started twice");
    }
    panic::set_hook(Box::new(|panicked| {
        // Where, and not what: the message of a panic may hold any value.
        let place = panicked.location().map(ToString::to_string);
        tracing::error!(place, "program.panicked");
    }));
}

/// Our own lines at that level. Libraries say only what worries them: what they tell of their work in
/// detail may name addresses and headers.
fn filter(level: LogLevel) -> String {
    match level {
        LogLevel::Error | LogLevel::Warn | LogLevel::Info => level.to_string(),
        LogLevel::Debug | LogLevel::Trace => {
            let ours = ["heard", "heard_web", "heard_service", "heard_store"];
            let ours = ours.map(|name| format!(",{name}={level}"));
            format!("info{}", ours.concat())
        }
    }
}
