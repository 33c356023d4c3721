//! Where secrets lie while they are in use: in pages of their own that the system may not write to its swap, wiped
//! when a secret is dropped.
//!
//! Memory is locked page by page and unlocking a page unlocks it for everybody, so secrets are not put wherever
//! there is room: they are cut from pages that are asked for once, locked once, and given back to this store only.
//! If the system allows no more locked memory (`RLIMIT_MEMLOCK`), secrets are kept all the same and
//! [`locking`] says so, for the program to warn of it.

use zeroize::Zeroize;

/// How many bytes a secret has.
const LENGTH: usize = 32;

/// Whether the system lets us lock memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locking {
    /// Every secret so far lies in locked memory.
    Locked,
    /// At least one page could not be locked: it may be written to swap.
    Refused,
    /// Not done on this kind of system (a browser has no such thing).
    Unknown,
}

/// 32 secret bytes at one place in memory, wiped when dropped.
pub(crate) struct Locked(Place);

impl Locked {
    /// Takes the bytes in; the caller's copy is wiped.
    pub(crate) fn new(mut bytes: [u8; LENGTH]) -> Self {
        let mut place = take();
        place.copy_from_slice(&bytes);
        bytes.zeroize();
        Self(place)
    }

    pub(crate) fn expose(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

impl Clone for Locked {
    fn clone(&self) -> Self {
        let mut place = take();
        place.copy_from_slice(self.expose());
        Self(place)
    }
}

#[cfg(not(feature = "staff"))]
use heap::{Place, take};
#[cfg(feature = "staff")]
use pages::{Place, take};

/// Whether the secrets of this process lie in locked memory.
pub fn locking() -> Locking {
    #[cfg(feature = "staff")]
    {
        // Asks for a place, so that the answer is known before the first secret comes.
        drop(take());
        pages::locking()
    }
    #[cfg(not(feature = "staff"))]
    {
        Locking::Unknown
    }
}

#[cfg(feature = "staff")]
mod pages {
    use std::ops::{Deref, DerefMut};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Mutex, PoisonError};

    use zeroize::Zeroize;

    use super::{LENGTH, Locking};

    /// How many pages are asked for at once: room for 512 secrets where a page has 4 KiB.
    const PAGES: usize = 4;

    static FREE: Mutex<Vec<&'static mut [u8; LENGTH]>> = Mutex::new(Vec::new());
    static REFUSED: AtomicBool = AtomicBool::new(false);

    /// A place in a locked page; wiped and free again when dropped.
    pub(super) struct Place(Option<&'static mut [u8; LENGTH]>);

    const NOWHERE: [u8; LENGTH] = [0; LENGTH];

    impl Deref for Place {
        type Target = [u8; LENGTH];

        fn deref(&self) -> &[u8; LENGTH] {
            self.0.as_deref().unwrap_or(&NOWHERE)
        }
    }

    impl DerefMut for Place {
        fn deref_mut(&mut self) -> &mut [u8; LENGTH] {
            self.0.get_or_insert_with(more)
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            if let Some(place) = self.0.take() {
                place.zeroize();
                FREE.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(place);
            }
        }
    }

    pub(super) fn take() -> Place {
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Place(Some(free.unwrap_or_else(more)))
    }

    pub(super) fn locking() -> Locking {
        if REFUSED.load(Ordering::Relaxed) {
            Locking::Refused
        } else {
            Locking::Locked
        }
    }

    /// Asks for new pages, locks them, keeps one place and frees the others.
    fn more() -> &'static mut [u8; LENGTH] {
        let page = region::page::size();
        // Pages begin where they like within what we are given; the ends that others may share are left unused.
        let room = vec![0_u8; (PAGES + 1) * page].leak();
        let offset = room.as_ptr().align_offset(page);
        let pages = room
            .get_mut(offset..offset + PAGES * page)
            .unwrap_or_default();
        match region::lock(pages.as_ptr(), pages.len()) {
            // For as long as the process lives.
            Ok(guard) => std::mem::forget(guard),
            Err(_) => REFUSED.store(true, Ordering::Relaxed),
        }
        let mut places = pages.as_chunks_mut::<LENGTH>().0.iter_mut();
        let first = places.next();
        FREE.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(places);
        first.unwrap_or_else(|| Box::leak(Box::new([0; LENGTH])))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn places_are_wiped_reused_and_never_shared() {
            let mut held: Vec<Place> = (0..600).map(|_| take()).collect();
            for (number, place) in held.iter_mut().enumerate() {
                place.copy_from_slice(&[(number % 251) as u8 + 1; LENGTH]);
            }
            for (number, place) in held.iter().enumerate() {
                assert_eq!(**place, [(number % 251) as u8 + 1; LENGTH]);
            }
            let mut addresses: Vec<*const u8> = held.iter().map(|place| place.as_ptr()).collect();
            addresses.sort_unstable();
            addresses.dedup();
            assert_eq!(addresses.len(), 600);
            drop(held);
            assert!(
                FREE.lock()
                    .unwrap()
                    .iter()
                    .all(|place| **place == [0; LENGTH])
            );
        }

        #[test]
        #[cfg(target_os = "linux")]
        #[expect(
            clippy::disallowed_methods,
            reason = "only the system knows what it has locked"
        )]
        fn the_system_counts_the_pages_as_locked() {
            let place = take();
            if locking() == Locking::Refused {
                return; // the limit here is too small to see anything
            }
            let status = std::fs::read_to_string("/proc/self/status").unwrap();
            let locked = status
                .lines()
                .find_map(|line| line.strip_prefix("VmLck:"))
                .and_then(|rest| rest.trim().strip_suffix(" kB"))
                .and_then(|number| number.parse::<usize>().ok());
            assert!(locked >= Some(PAGES * region::page::size() / 1024));
            drop(place);
        }
    }
}

/// Wiped when dropped, and no more: for a browser.
#[cfg(not(feature = "staff"))]
mod heap {
    use zeroize::Zeroizing;

    use super::LENGTH;

    pub(super) type Place = Box<Zeroizing<[u8; LENGTH]>>;

    pub(super) fn take() -> Place {
        Box::new(Zeroizing::new([0; LENGTH]))
    }
}
