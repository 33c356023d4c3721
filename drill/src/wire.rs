//! What goes over a wire, both ways, as somebody who taps it would keep it.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::thread;

/// Passes on to a port of this machine and keeps what passes; ends with the process.
pub(crate) struct Wire {
    pub(crate) port: u16,
}

impl Wire {
    /// Listens on a free port. Each direction of each connection goes into a file of its own in that folder.
    pub(crate) fn to(port: u16, folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let own = listener.local_addr()?.port();
        let folder = folder.to_owned();
        thread::spawn(move || {
            for (number, here) in listener.incoming().flatten().enumerate() {
                let Ok(there) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)) else {
                    continue;
                };
                for (name, from, to) in [("to", &here, &there), ("from", &there, &here)] {
                    let kept = OpenOptions::new()
                        .create(true)
                        .append(true)
                        .open(folder.join(format!("{number}-{name}")));
                    let (Ok(from), Ok(to), Ok(kept)) = (from.try_clone(), to.try_clone(), kept)
                    else {
                        break;
                    };
                    thread::spawn(move || pass(from, &to, kept));
                }
            }
        });
        Ok(Self { port: own })
    }
}

fn pass(mut from: TcpStream, mut to: &TcpStream, mut kept: File) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(read) = from.read(&mut bytes) {
        let read = bytes.get(..read).unwrap_or_default();
        if read.is_empty() || kept.write_all(read).is_err() || to.write_all(read).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}
