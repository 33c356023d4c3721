//! Heard over two PostgreSQL servers under Patroni, set up as `docs/operate/standby.md` says: the first machine dies under
//! load, Patroni makes the second one take writes, and Heard goes on. Runs when `HEARD_TEST_PATRONI` is set.

use std::io::Read as _;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use testkit::outside::http::Client;
use testkit::outside::program::{Program, bare_command, folder};

use super::{form_token, send, within};

/// Two servers are made and follow each other, on a busy machine.
const MADE_WITHIN: Duration = Duration::from_mins(3);
/// Patroni takes a machine for dead after 20 seconds without a word, and asks every two.
const TAKEN_OVER_WITHIN: Duration = Duration::from_secs(90);
/// Connections are opened anew.
const GONE_ON_WITHIN: Duration = Duration::from_mins(1);
const SENDERS: usize = 4;

/// A program of ours, ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Patroni ends its server when it is told so.
        if let Some(process) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process(process, Signal::TERM);
            for _ in 0..100 {
                if !matches!(self.0.try_wait(), Ok(None)) {
                    return;
                }
                thread::sleep(Duration::from_millis(100));
            }
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

struct Machine {
    patroni: Running,
    data: PathBuf,
    database: u16,
    api: u16,
}

struct Cluster {
    machines: Vec<Machine>,
    _etcd: Running,
    home: TempDir,
}

/// The example of the page for operators, with the addresses and folders of this test.
fn settings(page: &str, home: &Path, programs: &Path, name: &str, ports: [u16; 3]) -> String {
    let [database, api, etcd] = ports;
    let (_, rest) = page.split_once("```yaml\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    let mut text = String::new();
    for line in example.lines() {
        let line = line
            .replace("name: db1", &format!("name: {name}"))
            .replace(
                "10.0.0.1:2379,10.0.0.2:2379,10.0.0.3:2379",
                &format!("127.0.0.1:{etcd}"),
            )
            .replace("10.0.0.1:8008", &format!("127.0.0.1:{api}"))
            .replace("10.0.0.1:5432", &format!("127.0.0.1:{database}"))
            .replace("10.0.0.0/24 scram-sha-256", "127.0.0.1/32 trust")
            .replace(
                "/var/lib/postgresql/15/heard",
                home.join(name).to_str().unwrap(),
            )
            .replace("/usr/lib/postgresql/15/bin", programs.to_str().unwrap())
            // As quick as Patroni allows.
            .replace("ttl: 30", "ttl: 20")
            .replace("loop_wait: 10", "loop_wait: 2")
            .replace("retry_timeout: 10", "retry_timeout: 5");
        text.push_str(&line);
        text.push('\n');
        if line == "postgresql:" {
            let pass = home.join(format!("{name}.pass"));
            text.extend(["  pgpass: ", pass.to_str().unwrap(), "\n"]);
            text.push_str("  parameters: {unix_socket_directories: \"\", fsync: \"off\"}\n");
        }
    }
    assert!(!text.contains("10.0.0."), "{text}");
    text
}

impl Cluster {
    fn start() -> Option<Self> {
        let programs = std::env::var_os("HEARD_TEST_POSTGRES_PROGRAMS").map(PathBuf::from);
        let wanted = std::env::var_os("HEARD_TEST_PATRONI").is_some();
        let Some(programs) = programs.filter(|_| wanted) else {
            skipped();
            return None;
        };
        let user = std::env::var("HEARD_TEST_POSTGRES_USER").ok().map(|ids| {
            let (user, group) = ids.split_once(':').unwrap();
            (user.parse::<u32>().unwrap(), group.parse::<u32>().unwrap())
        });
        let home = folder().unwrap();
        if let Some((user, group)) = user {
            chown(home.path(), Some(user), Some(group)).unwrap();
        }
        let start = |name: &str, program: &str, words: &[&str]| {
            let log = std::fs::File::create(home.path().join(format!("{name}.log"))).unwrap();
            let mut command = Command::new(program);
            command
                .args(words)
                .current_dir(home.path())
                .env("HOME", home.path())
                .env_remove("TMPDIR")
                .stdin(Stdio::null())
                .stdout(log.try_clone().unwrap())
                .stderr(log);
            if let Some((user, group)) = user {
                command.uid(user).gid(group);
            }
            Running(command.spawn().unwrap())
        };
        let [etcd, peers] = [free_port(), free_port()];
        let [client_url, peer_url] = [etcd, peers].map(|port| format!("http://127.0.0.1:{port}"));
        let store = home.path().join("etcd");
        let running = start(
            "etcd",
            "etcd",
            &[
                "--name=test",
                "--unsafe-no-fsync",
                "--data-dir",
                store.to_str().unwrap(),
                "--listen-client-urls",
                &client_url,
                "--advertise-client-urls",
                &client_url,
                "--listen-peer-urls",
                &peer_url,
                "--initial-advertise-peer-urls",
                &peer_url,
                "--initial-cluster",
                &format!("test={peer_url}"),
            ],
        );
        let page = crate::floors::root().join("docs/operate/standby.md");
        let page = std::fs::read_to_string(page).unwrap();
        let mut machines = Vec::new();
        for name in ["db1", "db2"] {
            let [database, api] = [free_port(), free_port()];
            let text = settings(&page, home.path(), &programs, name, [database, api, etcd]);
            let file = home.path().join(format!("{name}.yml"));
            std::fs::write(&file, text).unwrap();
            let patroni = start(name, "patroni", &[file.to_str().unwrap()]);
            machines.push(Machine {
                patroni,
                data: home.path().join(name),
                database,
                api,
            });
        }
        Some(Self {
            machines,
            _etcd: running,
            home,
        })
    }

    /// Whether the machine answers so to that question of Patroni's.
    fn is(&self, place: usize, what: &str) -> bool {
        let api = SocketAddr::from(([127, 0, 0, 1], self.machines[place].api));
        let mut client = Client::new(api).waiting(Duration::from_secs(5));
        matches!(client.get(what), Ok(answer) if answer.status == 200) || Self::says_ok(api, what)
    }

    /// Patroni answers without a length and closes.
    fn says_ok(api: SocketAddr, what: &str) -> bool {
        use std::io::Write as _;
        let Ok(mut stream) = std::net::TcpStream::connect(api) else {
            return false;
        };
        let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
        let mut said = String::new();
        write!(stream, "GET {what} HTTP/1.0\r\n\r\n").is_ok()
            && stream.read_to_string(&mut said).is_ok()
            && said
                .lines()
                .next()
                .is_some_and(|line| line.contains(" 200"))
    }

    /// The places of the first server and of the one that has whatever it acknowledges.
    fn roles(&self) -> Option<(usize, usize)> {
        [(0, 1), (1, 0)]
            .into_iter()
            .find(|(first, second)| self.is(*first, "/primary") && self.is(*second, "/sync"))
    }

    fn logs(&self) -> String {
        ["db1.log", "db2.log", "etcd.log"]
            .map(|name| std::fs::read_to_string(self.home.path().join(name)).unwrap_or_default())
            .map(|text| {
                text.chars()
                    .rev()
                    .take(3000)
                    .collect::<String>()
                    .chars()
                    .rev()
                    .collect::<String>()
            })
            .join("\n----\n")
    }

    /// What the server of that machine is at.
    fn activity(&self, place: usize) -> String {
        let port = self.machines[place].database.to_string();
        let sql = "show synchronous_standby_names; \
            select state, wait_event_type, wait_event, left(query, 50), now() - query_start from pg_stat_activity \
            where backend_type = 'client backend'";
        let told = Command::new("psql")
            .args([
                "-h",
                "127.0.0.1",
                "-p",
                &port,
                "-U",
                "postgres",
                "-At",
                "-c",
                sql,
            ])
            .output()
            .unwrap();
        String::from_utf8_lossy(&told.stdout).into_owned()
    }

    /// The machine dies: its Patroni and its server at once.
    fn kill(&mut self, place: usize) {
        let machine = &mut self.machines[place];
        machine.patroni.0.kill().unwrap();
        machine.patroni.0.wait().unwrap();
        let pid = std::fs::read_to_string(machine.data.join("postmaster.pid")).unwrap();
        let pid = pid.lines().next().unwrap().trim().parse().unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL).unwrap();
    }
}

#[test]
fn when_the_first_machine_dies_patroni_makes_another_first_and_nothing_acknowledged_is_lost() {
    let Some(mut cluster) = Cluster::start() else {
        return;
    };
    let mut roles = None;
    let start = std::time::Instant::now();
    while roles.is_none() {
        assert!(start.elapsed() < MADE_WITHIN, "{}", cluster.logs());
        thread::sleep(Duration::from_millis(500));
        roles = cluster.roles();
    }
    let (first, second) = roles.unwrap();
    let hosts: Vec<String> = cluster
        .machines
        .iter()
        .map(|machine| format!("127.0.0.1:{}", machine.database))
        .collect();
    let url = format!(
        "postgres://postgres:CHANGE-ME@{}/postgres?target_session_attrs=read-write",
        hosts.join(",")
    );
    let own = folder().unwrap();
    let command = || {
        let mut command: Command = bare_command(crate::serving::heard());
        command
            .env("HEARD_STORE_DATABASE", &url)
            .env("HEARD_LEDGER_SIGN_EVERY_SECONDS", "1")
            .env("XDG_DATA_HOME", own.path());
        command
    };
    let programs: Vec<Program> = (0..2)
        .map(|_| {
            let program = Program::start_with(command()).unwrap();
            // The first finds nobody there yet, and founds.
            let _ = program.found();
            program
        })
        .collect();

    let is_over = Arc::new(AtomicBool::new(false));
    let kept = Arc::new(AtomicUsize::new(0));
    let senders: Vec<_> = (0..SENDERS)
        .map(|sender| {
            let (is_over, kept) = (Arc::clone(&is_over), Arc::clone(&kept));
            let address = programs[sender % programs.len()].address;
            thread::spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    let Ok(token) = form_token(address) else {
                        thread::sleep(Duration::from_millis(200));
                        continue;
                    };
                    // Refused while there is no server: the same form until it is acknowledged. Nobody presses the
                    // button every second, and a form may be sent a dozen times an hour.
                    let mut pause = Duration::from_secs(1);
                    while !send(address, &token, "Seen by many").unwrap_or(false) {
                        thread::sleep(pause);
                        pause = (pause * 2).min(Duration::from_secs(8));
                    }
                    kept.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    within(Duration::from_secs(30), "there is load", || {
        kept.load(Ordering::Relaxed) > 20
    });
    cluster.kill(first);
    let taken_over = within(TAKEN_OVER_WITHIN, "the second takes writes", || {
        cluster.is(second, "/primary")
    });
    let before = kept.load(Ordering::Relaxed);
    let start = std::time::Instant::now();
    while kept.load(Ordering::Relaxed) <= before + 20 {
        assert!(
            start.elapsed() < GONE_ON_WITHIN,
            "{} reports before, {} now\n{:?}\n{:?}\n{}\n{}",
            before,
            kept.load(Ordering::Relaxed),
            programs[0].said(),
            programs[1].said(),
            cluster.activity(second),
            cluster.logs()
        );
        thread::sleep(Duration::from_millis(100));
    }
    let gone_on = start.elapsed();
    is_over.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.join().unwrap();
    }
    println!("taken over after {taken_over:?}; reports again {gone_on:?} later");
    for program in programs {
        program.stop().unwrap();
    }
    let told = command()
        .args(["verify", "--format", "json"])
        .output()
        .unwrap();
    assert!(
        told.status.success(),
        "{}{}",
        String::from_utf8_lossy(&told.stdout),
        String::from_utf8_lossy(&told.stderr)
    );
    let verified: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let kept = kept.load(Ordering::Relaxed);
    assert_eq!(super::number(&verified["reports"]), kept);
}

#[expect(clippy::print_stderr, reason = "a test that is left out says so")]
fn skipped() {
    eprintln!("skipped: HEARD_TEST_PATRONI or HEARD_TEST_POSTGRES_PROGRAMS is not set");
}
