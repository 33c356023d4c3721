//! Sets of areas against the entries of their imports.

use std::collections::BTreeMap;

use domain::fact::Digest;
use domain::{Entry, Fact};
use store::{AreaSetRow, Reading};

use super::{Read as _, Trouble, at, row};
use crate::areas::digests_of_areas;

/// Every finished set is the one that was taken in, with all that is kept of it; what belongs to no set is named.
pub(super) async fn check(
    reading: &mut Reading,
    mut imported: BTreeMap<u32, Entry>,
) -> Result<(), Trouble> {
    let sets = reading.area_sets().await.of("area_set")?;
    let mut kept = digests_of_areas(reading, None).await.of("area")?;
    for set in sets {
        let digest = kept.remove(&set.id).unwrap_or_default().finish();
        // What an interrupted import left is looked in by nobody, and swept away by the next of the same file.
        if !set.ready && !imported.contains_key(&set.id) {
            continue;
        }
        let Some(entry) = imported.remove(&set.id) else {
            return Err(row(
                "area_set",
                format!("set {} belongs to no entry", set.id),
            ));
        };
        if let Some(difference) = difference(&entry, &set, digest) {
            return Err(at(
                entry.index,
                format!("set {} of areas: {difference}", set.id),
            ));
        }
    }
    if let Some((set, entry)) = imported.pop_first() {
        return Err(at(entry.index, format!("set {set} of areas is missing")));
    }
    match kept.pop_first() {
        Some((set, _)) => Err(row(
            "area",
            format!("something is kept of set {set}, which is none"),
        )),
        None => Ok(()),
    }
}

/// What of a set is not as its entry says.
fn difference(entry: &Entry, set: &AreaSetRow, digest: [u8; 32]) -> Option<&'static str> {
    let Fact::AreasImported {
        title,
        kind,
        valid_from,
        valid_to,
        file,
        pieces,
        kept,
        ..
    } = &entry.fact
    else {
        return Some("its entry is another");
    };
    let described = (&set.title, &set.kind, set.pieces) == (title, kind, *pieces)
        && Digest(set.source) == *file
        && set.imported == entry.at;
    if !set.ready || !described {
        Some("what is said of it was altered")
    } else if (set.valid_from, set.valid_to) != (*valid_from, *valid_to) {
        Some("the days for which it holds were altered")
    } else if Digest(digest) != *kept {
        Some("an area or a postcode of it was altered")
    } else {
        None
    }
}
