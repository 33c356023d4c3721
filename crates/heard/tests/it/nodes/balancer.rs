//! A small load balancer, as an operator would put in front of several processes: it asks each whether it is ready,
//! and sends a request to one that is.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use testkit::outside::http::Client;

/// How often it asks.
const ASKING: Duration = Duration::from_millis(200);

#[derive(Default)]
struct Behind {
    /// Who is there, and whether it was ready when last asked.
    all: Mutex<Vec<(SocketAddr, bool)>>,
    turn: AtomicUsize,
    refused: AtomicUsize,
}

pub(super) struct Balancer {
    pub(super) address: SocketAddr,
    behind: Arc<Behind>,
}

impl Balancer {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let behind = Arc::<Behind>::default();
        thread::spawn({
            let behind = Arc::clone(&behind);
            move || {
                loop {
                    let known = behind.all.lock().unwrap().clone();
                    for (address, _) in known {
                        let ready = is_ready(address);
                        for one in behind.all.lock().unwrap().iter_mut() {
                            if one.0 == address {
                                one.1 = ready;
                            }
                        }
                    }
                    thread::sleep(ASKING);
                }
            }
        });
        thread::spawn({
            let behind = Arc::clone(&behind);
            move || {
                for stream in listener.incoming().map_while(Result::ok) {
                    let behind = Arc::clone(&behind);
                    thread::spawn(move || pass_on(stream, &behind));
                }
            }
        });
        Self { address, behind }
    }

    pub(super) fn add(&self, address: SocketAddr) {
        self.behind.all.lock().unwrap().push((address, false));
    }

    pub(super) fn remove(&self, address: SocketAddr) {
        self.behind
            .all
            .lock()
            .unwrap()
            .retain(|(known, _)| *known != address);
    }

    pub(super) fn is_ready(&self, address: SocketAddr) -> bool {
        let all = self.behind.all.lock().unwrap();
        all.contains(&(address, true))
    }

    /// How many connections were refused by a process that was taken to be ready.
    pub(super) fn refused(&self) -> usize {
        self.behind.refused.load(Ordering::Relaxed)
    }
}

fn is_ready(address: SocketAddr) -> bool {
    let mut client = Client::new(address).waiting(Duration::from_secs(3));
    client
        .get("/ready")
        .is_ok_and(|answer| answer.status == 200)
}

/// Passes one request on, over a connection of its own.
fn pass_on(mut from: TcpStream, behind: &Behind) -> io::Result<()> {
    let mut reader = BufReader::new(from.try_clone()?);
    let mut head = Vec::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        head.extend_from_slice(line.as_bytes());
    }
    head.extend_from_slice(b"connection: close\r\n\r\n");
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut to = connect(behind)?;
    to.write_all(&head)?;
    to.write_all(&body)?;
    io::copy(&mut to, &mut from)?;
    Ok(())
}

fn connect(behind: &Behind) -> io::Result<TcpStream> {
    loop {
        let ready: Vec<SocketAddr> = behind
            .all
            .lock()
            .unwrap()
            .iter()
            .filter(|(_, ready)| *ready)
            .map(|(address, _)| *address)
            .collect();
        if ready.is_empty() {
            return Err(io::ErrorKind::ConnectionRefused.into());
        }
        let turn = behind.turn.fetch_add(1, Ordering::Relaxed);
        if let Ok(stream) = TcpStream::connect(ready[turn % ready.len()]) {
            return Ok(stream);
        }
        behind.refused.fetch_add(1, Ordering::Relaxed);
        thread::sleep(ASKING);
    }
}
