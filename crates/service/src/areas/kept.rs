//! The digest of what is kept of a set of areas: it goes into the ledger when the set is finished, and is made again
//! by `heard verify`.

use std::collections::BTreeMap;

use store::{AreaRow, PostcodeBlockRow, Reading, StoreError};

/// So many rows are read at a time: a large outline, or a block of postcodes, has some hundred kilobytes.
const PAGE: u32 = 64;

/// A digest over the areas of a set in the order of level and code, then over its blocks of postcodes in theirs.
#[derive(Default)]
pub(crate) struct AreaDigest(seal::RunningHash);

impl AreaDigest {
    /// The length goes first, so that no two lists of values look the same.
    fn part(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => {
                self.0.update(b"v");
                self.0.update(&(bytes.len() as u64).to_be_bytes());
                self.0.update(bytes);
            }
            None => self.0.update(b"-"),
        }
    }

    fn area(&mut self, area: &AreaRow) {
        for text in [&area.level, &area.code, &area.name, &area.name_key] {
            self.part(Some(text.as_bytes()));
        }
        self.part(area.within.as_ref().map(String::as_bytes));
        let bounds = area
            .bounds
            .map(|sides| sides.map(i32::to_be_bytes).concat());
        self.part(bounds.as_deref());
        self.part(area.shape.as_deref());
    }

    fn block(&mut self, block: &PostcodeBlockRow) {
        self.part(Some(block.outward.as_bytes()));
        self.part(Some(&block.bytes));
    }

    /// The digest.
    pub(crate) fn finish(self) -> [u8; 32] {
        self.0.finish()
    }
}

/// The digests of all sets of which anything is kept, or of that one alone, made page by page.
pub(crate) async fn digests_of_areas(
    reading: &mut Reading,
    only: Option<u32>,
) -> Result<BTreeMap<u32, AreaDigest>, StoreError> {
    let mut digests: BTreeMap<u32, AreaDigest> = BTreeMap::new();
    let is_asked = |set: u32| only.is_none_or(|only| set == only);
    let mut after = only.map(|set| (set, String::new(), String::new()));
    loop {
        let key = after
            .as_ref()
            .map(|(set, level, code)| (*set, level.as_str(), code.as_str()));
        let page = reading.areas_after(key, PAGE).await?;
        for area in page.iter().filter(|area| is_asked(area.set)) {
            digests.entry(area.set).or_default().area(area);
        }
        match page.last() {
            Some(last) if is_asked(last.set) => {
                after = Some((last.set, last.level.clone(), last.code.clone()));
            }
            _ => break,
        }
    }
    let mut after = only.map(|set| (set, String::new()));
    loop {
        let key = after
            .as_ref()
            .map(|(set, outward)| (*set, outward.as_str()));
        let page = reading.postcode_blocks_after(key, PAGE).await?;
        for block in page.iter().filter(|block| is_asked(block.set)) {
            digests.entry(block.set).or_default().block(block);
        }
        match page.last() {
            Some(last) if is_asked(last.set) => after = Some((last.set, last.outward.clone())),
            _ => break,
        }
    }
    Ok(digests)
}
