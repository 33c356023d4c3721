//! Two real servers, one following the other: the first is killed under load, and nothing that was acknowledged is lost.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use heard_store::{DatabaseUrl, Store};
use sqlx::{AnyConnection, Connection as _, Row as _};
use tempfile::TempDir;

use crate::build::{append, report_received, subject};
use crate::database::{read_with, write_with};

/// How long a server may take to do as it was told.
const PATIENCE: Duration = Duration::from_mins(1);
/// Each caller goes on until it has had so many acknowledgements after the first server died.
const AFTERWARDS: u32 = 10;
const CALLERS: u64 = 6;

/// A server of our own, ended with the test.
struct Server {
    child: Child,
    data: PathBuf,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where the server's programs are, and who may run them.
struct Programs {
    folder: PathBuf,
    /// PostgreSQL refuses to run as root.
    user: Option<(u32, u32)>,
    home: TempDir,
}

impl Programs {
    /// None when nobody said where they are.
    fn find() -> Option<Self> {
        let folder = PathBuf::from(std::env::var_os("HEARD_TEST_POSTGRES_PROGRAMS")?);
        let user = std::env::var("HEARD_TEST_POSTGRES_USER").ok().map(|ids| {
            let (user, group) = ids.split_once(':').unwrap();
            (user.parse().unwrap(), group.parse().unwrap())
        });
        let home = tempfile::tempdir().unwrap();
        if let Some((user, group)) = user {
            std::os::unix::fs::chown(home.path(), Some(user), Some(group)).unwrap();
        }
        Some(Self { folder, user, home })
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.folder.join(name));
        command
            .current_dir(self.home.path())
            .env_remove("TMPDIR")
            .env_remove("PGDATA")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }

    fn run(&self, name: &str, words: &[&str]) {
        let status = self.command(name).args(words).status().unwrap();
        assert!(status.success(), "{name} {words:?}");
    }

    fn start(&self, data: &Path) -> Server {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut command = self.command("postgres");
        command.arg("-D").arg(data).arg("-p").arg(port.to_string());
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
            "wal_receiver_status_interval=1",
        ] {
            command.arg("-c").arg(setting);
        }
        let server = Server {
            child: command.spawn().unwrap(),
            data: data.to_owned(),
            port,
        };
        let port = port.to_string();
        wait_until("a server answers", || {
            self.command("pg_isready")
                .args([
                    "--quiet",
                    "--host=127.0.0.1",
                    "--username=heard",
                    "--port",
                    &port,
                ])
                .status()
                .unwrap()
                .success()
        });
        server
    }
}

fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "not so: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

async fn connection(server: &Server) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(&format!(
        "postgres://heard@127.0.0.1:{}/postgres",
        server.port
    ))
    .await
    .unwrap()
}

/// A first server, and a second that has whatever the first acknowledges.
async fn pair(programs: &Programs) -> (Server, Server) {
    let path = |name: &str| programs.home.path().join(name);
    let (first, second) = (path("first"), path("second"));
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    programs.run(
        "initdb",
        &[
            "--pgdata",
            &text(&first),
            "--username=heard",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
    );
    let first = programs.start(&first);
    programs.run(
        "pg_basebackup",
        &[
            "--pgdata",
            &text(&second),
            "--write-recovery-conf",
            "--checkpoint=fast",
            "--no-sync",
            "--host=127.0.0.1",
            "--username=heard",
            "--port",
            &first.port.to_string(),
        ],
    );
    let second = programs.start(&second);
    let mut asking = connection(&first).await;
    for sql in [
        "alter system set synchronous_standby_names = '*'",
        "select pg_reload_conf()::text",
    ] {
        sqlx::query(sql).execute(&mut asking).await.unwrap();
    }
    let start = Instant::now();
    loop {
        let following =
            sqlx::query("select count(*) from pg_stat_replication where sync_state = 'sync'")
                .fetch_one(&mut asking)
                .await
                .unwrap();
        if following.get::<i64, _>(0) == 1 {
            break;
        }
        assert!(
            start.elapsed() < PATIENCE,
            "the second server does not follow"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    asking.close().await.unwrap();
    (first, second)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_first_server_is_killed_under_load_nothing_acknowledged_is_lost() {
    let Some(programs) = Programs::find() else {
        skipped();
        return;
    };
    let (mut first, second) = pair(&programs).await;
    let url = format!(
        "postgres://heard@127.0.0.1:{},127.0.0.1:{}/postgres?target_session_attrs=read-write",
        second.port, first.port
    );
    let store = Store::open(&DatabaseUrl::parse(&url).unwrap())
        .await
        .unwrap();
    let is_dead = Arc::new(AtomicBool::new(false));
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let (store, is_dead) = (store.clone(), Arc::clone(&is_dead));
            tokio::spawn(async move {
                let mut acknowledged = BTreeMap::new();
                let (mut refused, mut afterwards) = (0_u32, 0_u32);
                for number in 0.. {
                    let about = caller * 1_000_000 + number;
                    let was_dead = is_dead.load(Ordering::SeqCst);
                    let outcome = write_with!(store, |writing| append(
                        writing,
                        subject(about),
                        1,
                        &report_received()
                    )
                    .await?);
                    match outcome {
                        Ok(entry) => {
                            acknowledged.insert(entry.index, about);
                            afterwards += u32::from(was_dead);
                        }
                        // Whoever is refused is told, and tries again.
                        Err(_) => refused += 1,
                    }
                    if afterwards >= AFTERWARDS {
                        break;
                    }
                    assert!(refused < 10_000, "it never came back");
                }
                (acknowledged, refused)
            })
        })
        .collect();

    tokio::time::sleep(Duration::from_secs(2)).await;
    first.child.kill().unwrap();
    first.child.wait().unwrap();
    is_dead.store(true, Ordering::SeqCst);
    let data = second.data.to_str().unwrap().to_owned();
    programs.run("pg_ctl", &["promote", "--wait", "--pgdata", &data]);

    let mut acknowledged = BTreeMap::new();
    for caller in callers {
        let (of_caller, _) = caller.await.unwrap();
        for (index, about) in of_caller {
            assert_eq!(
                acknowledged.insert(index, about),
                None,
                "index {index} was given twice"
            );
        }
    }
    // Readers have followed too.
    let start = Instant::now();
    let kept = loop {
        let kept = read_with!(store, |reading| reading.entries(0, 1_000_000).await?);
        match kept {
            Ok(kept) => break kept,
            Err(error) => assert!(start.elapsed() < PATIENCE, "{error}"),
        }
    };
    assert!(
        kept.iter()
            .zip(0..)
            .all(|(entry, index)| entry.index == index)
    );
    for (index, about) in &acknowledged {
        let entry = &kept[usize::try_from(*index).unwrap()];
        assert_eq!(
            entry.subject,
            subject(*about),
            "entry {index} is not what was acknowledged"
        );
    }
    let enough = usize::try_from(CALLERS * u64::from(AFTERWARDS)).unwrap();
    assert!(
        acknowledged.len() > enough + 10,
        "there was no load: {}",
        acknowledged.len()
    );
    store.close().await;
}

#[expect(clippy::print_stderr, reason = "a test that is left out says so")]
fn skipped() {
    eprintln!("skipped: HEARD_TEST_POSTGRES_PROGRAMS names no folder of PostgreSQL's programs");
}
