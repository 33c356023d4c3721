//! A PostgreSQL of our own for the length of a run: empty, on a free port of this machine alone.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::guard::Guard;

/// How long the server may take until it answers.
const PATIENCE: Duration = Duration::from_mins(1);
/// Users under whom the server may run when we are root, which it refuses to do itself.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

/// Starts a server and returns the address of its database. It ends with the run.
pub(crate) fn start(guard: &Guard, programs: &Path) -> Result<String> {
    let folder = guard.folder.join("postgres");
    fs::create_dir(&folder)?;
    let user = unprivileged_user()?;
    if let Some((user, group)) = user {
        std::os::unix::fs::chown(&folder, Some(user), Some(group))?;
    }
    let program = |name: &str| {
        let mut command = guard.command(programs.join(name));
        // The server's own user may not enter the checkout or our temporary folder.
        command
            .current_dir(&folder)
            .env_remove("TMPDIR")
            .env_remove("PGDATA");
        if let Some((user, group)) = user {
            command.uid(user).gid(group);
        }
        command
    };

    let data = folder.join("data");
    let mut initdb = program("initdb");
    initdb.arg("--pgdata").arg(&data).stdout(Stdio::null());
    initdb.args([
        "--username=heard",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]);
    if !guard.succeeds(&mut initdb)? {
        bail!("initdb of {} failed", programs.display());
    }

    // Asks for a free port and lets go of it; somebody else can take it in between.
    for _ in 0..3 {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let log = fs::File::create(guard.folder.join("postgres.log"))?;
        let mut server = program("postgres");
        server.arg("-D").arg(&data).arg("-p").arg(port.to_string());
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=300",
            // Nothing here outlives the run, so nothing need reach the disk.
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ] {
            server.arg("-c").arg(setting);
        }
        let mut server = guard.spawn(server.stdout(Stdio::null()).stderr(log))?;
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if server.try_wait()?.is_some() {
                break;
            }
            if answers(&mut program("pg_isready"), port)? {
                return Ok(format!("postgres://heard@127.0.0.1:{port}/postgres"));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        server.kill()?;
        guard.wait(server)?;
    }
    let log = fs::read_to_string(guard.folder.join("postgres.log")).unwrap_or_default();
    bail!("PostgreSQL does not start:\n{log}")
}

fn answers(command: &mut Command, port: u16) -> Result<bool> {
    let port = port.to_string();
    let command = command.args([
        "--quiet",
        "--host=127.0.0.1",
        "--username=heard",
        "--port",
        &port,
    ]);
    Ok(command.status().context("cannot run pg_isready")?.success())
}

/// The ids of a user and group to run the server, or nothing where our own will do.
pub(crate) fn unprivileged_user() -> Result<Option<(u32, u32)>> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd").context("cannot read the list of users")?;
    UNPRIVILEGED
        .into_iter()
        .find_map(|name| ids(&users, name))
        .map(Some)
        .context("there is no unprivileged user to run PostgreSQL")
}

/// User and group of this name in a list of users (passwd(5)).
fn ids(users: &str, name: &str) -> Option<(u32, u32)> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let found = fields.next()? == name;
        let user = fields.nth(1)?.parse().ok()?;
        let group = fields.next()?.parse().ok()?;
        found.then_some((user, group))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_users_ids_are_read_from_the_list() {
        let users =
            "root:x:0:0:root:/root:/bin/bash\n+\nnobody:x:65534:65533:nobody:/:/bin/false\n";
        assert_eq!(ids(users, "nobody"), Some((65534, 65533)));
        assert_eq!(ids(users, "postgres"), None);
    }
}
