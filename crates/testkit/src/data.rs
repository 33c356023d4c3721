//! Real public data to test against, which is not part of the project.

use std::path::PathBuf;

/// Where a data file lies: in the folder that `HEARD_DATA` names, or beside the checkout.
/// None when it isn't there; the test then says so with [`missing_data`] and ends.
#[must_use]
pub fn data_file(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("HEARD_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let file = folder.join(name);
    file.exists().then_some(file)
}

/// Says that a test was skipped for want of data; fails it where data is required.
///
/// # Panics
/// When `HEARD_DATA_REQUIRED` is `1`.
#[expect(clippy::print_stdout, reason = "the test runner collects this line")]
pub fn missing_data(test: &str, name: &str) {
    assert!(
        std::env::var_os("HEARD_DATA_REQUIRED").is_none_or(|required| required != "1"),
        "{test} needs {name}, which is not in the data folder"
    );
    println!("skipped: {test} needs {name}");
}
