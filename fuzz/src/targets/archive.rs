//! Archives: a whole organisation's, altered at a few places, taken into an empty database.

use std::io::{self, Cursor, Write};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use service::archive::{Head, TarFrom, TarTo, take_in};
use store::DatabaseUrl;
use testkit::TestHouse;
use tokio::runtime::Runtime;

struct Room {
    runtime: Runtime,
    archive: Vec<u8>,
    ledger: Head,
}

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

static ROOM: LazyLock<Mutex<Room>> = LazyLock::new(|| {
    let runtime = Runtime::new().unwrap();
    let to = Shared::default();
    let archived = runtime.block_on(async {
        let house = TestHouse::founded().await;
        house.some_report().await;
        let to = TarTo::new(to.clone(), 0);
        house.house.export_archive(to, |_, _| {}).await.unwrap()
    });
    let archive = to.0.lock().unwrap().clone();
    Mutex::new(Room {
        runtime,
        archive,
        ledger: archived.ledger,
    })
});

/// The input says where: of every twelve bytes the first four are a place, and the others stand there then. An empty
/// one alters nothing.
pub(super) fn take_in_altered(input: &[u8]) {
    let room = ROOM.lock().unwrap_or_else(PoisonError::into_inner);
    let mut archive = room.archive.clone();
    for change in input.chunks(12) {
        let Some((place, bytes)) = change.split_first_chunk::<4>() else {
            continue;
        };
        let place = u32::from_be_bytes(*place) as usize % archive.len();
        for (slot, byte) in archive.iter_mut().skip(place).zip(bytes) {
            *slot = *byte;
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let into = DatabaseUrl::from_data_folder(folder.path());
    let taken = room.runtime.block_on(take_in(
        TarFrom::new(Cursor::new(archive)),
        &into,
        |_, _| {},
    ));
    match taken {
        // What the archive says of itself, as its owner in the bundle, may differ; what it holds may not.
        Ok(taken) => assert!(taken.ledger == room.ledger, "another ledger was taken in"),
        Err(_) => assert!(!input.is_empty(), "the archive as it was is not taken in"),
    }
}
