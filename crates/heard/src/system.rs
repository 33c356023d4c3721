//! What only the program has: the clock, randomness, the environment, the limits of its process.

use std::collections::BTreeMap;

use domain::Timestamp;
use rustix::process::{DumpableBehavior, Resource, Rlimit};
use service::ports::{Clock, Randomness};

/// The machine's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microseconds(jiff::Timestamp::now().as_microsecond())
    }
}

/// The operating system's random source.
pub(crate) struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, buffer: &mut [u8]) {
        // Without randomness nothing can be sealed: it is right to stop.
        getrandom::fill(buffer).expect("the operating system gives random bytes");
    }
}

/// Forbids this process to leave its memory in a core dump or to show it to other processes of the user.
pub(crate) fn forbid_core_dumps() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // Where the system refuses either, the other still holds; a test looks at what came of it.
    let _ = rustix::process::setrlimit(Resource::Core, none);
    let _ = rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// Lets this process open as many files and connections as it may at most: what it is given at first is
/// often a thousand.
pub(crate) fn allow_many_files() {
    let mut files = rustix::process::getrlimit(Resource::Nofile);
    files.current = files.maximum;
    // Where it is refused, connections wait until others close.
    let _ = rustix::process::setrlimit(Resource::Nofile, files);
}

/// The environment variables that are text.
pub(crate) fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}
