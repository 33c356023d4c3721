//! Deliveries: files of others, read by a mapping in a dry run.

use std::io::Cursor;
use std::sync::{LazyLock, Mutex};

use csv::StringRecord;
use service::import::{ImportError, Listener, Mapping, Progress, Reject};
use testkit::TestHouse;
use tokio::runtime::Runtime;

use super::CODEBOOK;

/// A mapping with columns of most kinds.
const MAPPING: &str = include_str!("../../../mappings/toronto-hate-crime.toml");

struct Room {
    runtime: Runtime,
    house: TestHouse,
    mapping: Mapping,
}

static ROOM: LazyLock<Mutex<Room>> = LazyLock::new(|| {
    let runtime = Runtime::new().unwrap();
    let house = runtime.block_on(TestHouse::founded());
    let mapping = Mapping::parse(MAPPING, &CODEBOOK).unwrap();
    Mutex::new(Room {
        runtime,
        house,
        mapping,
    })
});

struct Deaf;

impl Listener for Deaf {
    fn progress(&mut self, _: Progress) {}

    fn rejected(
        &mut self,
        _: &[Reject],
        _: &StringRecord,
        _: &StringRecord,
    ) -> Result<(), ImportError> {
        Ok(())
    }
}

pub(super) fn read(input: &[u8]) {
    let room = ROOM
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    room.runtime.block_on(async {
        let mut import = room.house.house.begin_import(&room.mapping, None).unwrap();
        let _ = import
            .rehearse(Cursor::new(input.to_vec()), &mut Deaf)
            .await;
    });
}
