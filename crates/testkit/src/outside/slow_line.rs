//! A slow line between two programs: what goes over it arrives late, and now and then much later, as over a bad network.
//! It also counts how often somebody waited for an answer.
#![expect(
    clippy::disallowed_methods,
    reason = "a line delays by the machine's own clock"
)]

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// What a segment of TCP carries on most networks.
const SEGMENT: usize = 1_460;

/// How bad the line is.
#[derive(Debug, Clone, Copy)]
pub struct Badness {
    /// How long everything takes in each direction.
    pub delay: Duration,
    /// Of so many segments one is lost; none with 0.
    pub one_lost_of: u64,
    /// How much later a segment arrives that was lost: until the sender notices and sends it again. What comes after it
    /// waits for it.
    pub sent_again_after: Duration,
}

impl Badness {
    /// A line that only counts.
    pub const NONE: Self = Self {
        delay: Duration::ZERO,
        one_lost_of: 0,
        sent_again_after: Duration::ZERO,
    };
}

/// A line to some server.
pub struct SlowLine {
    /// Where to connect in place of the server.
    pub address: SocketAddr,
    trips: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
}

impl SlowLine {
    /// A line to that server, open until this is dropped. Which segments are lost is the same every time for a seed and
    /// an order of segments.
    pub fn to(server: SocketAddr, badness: Badness, seed: u64) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let line = Self {
            address,
            trips: Arc::default(),
            over: Arc::default(),
        };
        let (trips, over) = (Arc::clone(&line.trips), Arc::clone(&line.over));
        let dice = Arc::new(AtomicU64::new(seed));
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                let Ok(server) = TcpStream::connect(server) else {
                    continue;
                };
                let _ = carry(client, server, badness, &dice, &trips);
            }
        });
        Ok(line)
    }

    /// How often, over all connections so far, something was sent after something had come back: so often somebody waited
    /// for the line.
    #[must_use]
    pub fn trips(&self) -> u64 {
        self.trips.load(Ordering::SeqCst)
    }
}

impl Drop for SlowLine {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        // Whoever waits for a connection gets one, and sees that it is over.
        let _ = TcpStream::connect(self.address);
    }
}

fn carry(
    client: TcpStream,
    server: TcpStream,
    badness: Badness,
    dice: &Arc<AtomicU64>,
    trips: &Arc<AtomicU64>,
) -> io::Result<()> {
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    // Whether the last thing on this connection came from the server.
    let answered = Arc::new(AtomicBool::new(true));
    for (from, to, asks) in [
        (client.try_clone()?, server.try_clone()?, true),
        (server, client, false),
    ] {
        let (dice, trips, answered) = (Arc::clone(dice), Arc::clone(trips), Arc::clone(&answered));
        let note = move || {
            if !asks {
                answered.store(true, Ordering::SeqCst);
            } else if answered.swap(false, Ordering::SeqCst) {
                trips.fetch_add(1, Ordering::SeqCst);
            }
        };
        let (send, due) = mpsc::channel::<(Instant, Vec<u8>)>();
        thread::spawn(move || read(from, badness, &dice, &note, &send));
        thread::spawn(move || write(to, &due));
    }
    Ok(())
}

fn read(
    mut from: TcpStream,
    badness: Badness,
    dice: &AtomicU64,
    note: &impl Fn(),
    send: &mpsc::Sender<(Instant, Vec<u8>)>,
) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        note();
        let mut due = Instant::now() + badness.delay;
        for _ in 0..count.div_ceil(SEGMENT) {
            if is_lost(badness, dice) {
                due += badness.sent_again_after;
            }
        }
        if send.send((due, buffer[..count].to_vec())).is_err() {
            break;
        }
    }
}

/// Sends each piece when it is due, and none before one that was sent earlier.
fn write(mut to: TcpStream, due: &mpsc::Receiver<(Instant, Vec<u8>)>) {
    while let Ok((when, bytes)) = due.recv() {
        thread::sleep(when.saturating_duration_since(Instant::now()));
        if to.write_all(&bytes).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

/// SplitMix64 over a counter.
fn is_lost(badness: Badness, dice: &AtomicU64) -> bool {
    if badness.one_lost_of == 0 {
        return false;
    }
    let step = 0x9E37_79B9_7F4A_7C15;
    let mut number = dice.fetch_add(step, Ordering::Relaxed).wrapping_add(step);
    number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (number ^ (number >> 31)).is_multiple_of(badness.one_lost_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives back every byte that comes.
    fn echo() -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                thread::spawn(move || {
                    let mut from = stream.try_clone().unwrap();
                    let mut to = stream;
                    let _ = io::copy(&mut from, &mut to);
                });
            }
        });
        address
    }

    #[test]
    fn everything_arrives_in_order_and_trips_are_counted() {
        let bad = Badness {
            delay: Duration::from_millis(2),
            one_lost_of: 3,
            sent_again_after: Duration::from_millis(5),
        };
        for badness in [Badness::NONE, bad] {
            let line = SlowLine::to(echo(), badness, 1).unwrap();
            let began = Instant::now();
            let mut stream = TcpStream::connect(line.address).unwrap();
            for round in 1..=5_u8 {
                let sent: Vec<u8> = (0..20_000_u32).map(|byte| byte as u8 ^ round).collect();
                stream.write_all(&sent).unwrap();
                let mut back = vec![0; sent.len()];
                stream.read_exact(&mut back).unwrap();
                assert_eq!(back, sent);
            }
            // A large piece may be answered in part before all of it was sent.
            assert!(line.trips() >= 5, "{}", line.trips());
            assert!(began.elapsed() >= badness.delay * 10);
        }
    }

    #[test]
    fn so_many_are_lost_as_was_said() {
        let badness = Badness {
            one_lost_of: 100,
            ..Badness::NONE
        };
        let dice = AtomicU64::new(7);
        let lost = (0..100_000).filter(|_| is_lost(badness, &dice)).count();
        assert!((800..1200).contains(&lost), "{lost}");
        assert!((0..1000).all(|_| !is_lost(Badness::NONE, &dice)));
    }
}
