//! The real program imports, is killed in the midst of it, and is run again.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use testkit::TestHouse;

const MAPPING: &str = r#"
[mapping]
id = "trial"
series = "partner"
external_id = "id"
complete = true
[date]
column = "day"
format = "%Y-%m-%d"
[story]
text = ["words"]
[[facet]]
facet = "category"
column = "kind"
values = { threat = "threats", damage = "vandalism" }
"#;
/// The secret that test houses are opened with.
const SECRET: [u8; 32] = [9; 32];
const ROWS: u64 = 12_000;

fn heard(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heard"));
    command
        .arg("--data")
        .arg(folder)
        .args(arguments)
        .current_dir(folder);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("HEARD_")) {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    heard(folder, arguments).output().unwrap()
}

fn said(output: &Output) -> serde_json::Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}

async fn founded() -> TestHouse {
    let kit = TestHouse::founded().await;
    kit.house.close().await;
    std::fs::write(
        kit.folder.path().join("installation.key"),
        hex::encode(SECRET),
    )
    .unwrap();
    std::fs::write(kit.folder.path().join("trial.toml"), MAPPING).unwrap();
    kit
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_import_is_run_again_and_nothing_is_lost_or_doubled() {
    let kit = founded().await;
    let folder = kit.folder.path();
    let rows: String = (0..ROWS)
        .map(|row| {
            let kind = if row % 3 == 0 { "damage" } else { "threat" };
            let words = if row % 500 == 0 { "What was said." } else { "" };
            format!("id-{row},2024-0{}-11,{kind},{words}\n", row % 9 + 1)
        })
        .collect();
    std::fs::write(
        folder.join("rows.csv"),
        format!("id,day,kind,words\n{rows}"),
    )
    .unwrap();
    let arguments = [
        "import",
        "--mapping",
        "trial.toml",
        "--format",
        "json",
        "rows.csv",
    ];
    let mut killed = 0;
    for milliseconds in [60, 200, 350, 500, 700, 900] {
        let mut child = heard(folder, &arguments)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        if child.try_wait().unwrap().is_none() {
            killed += 1;
            child.kill().unwrap();
        }
        child.wait().unwrap();
    }
    assert!(killed > 0, "it was never in the midst of it");
    let last = run(folder, &arguments);
    assert!(
        last.status.success(),
        "{}",
        String::from_utf8_lossy(&last.stderr)
    );
    let listed = said(&run(folder, &["import", "list", "--format", "json"]));
    let finished: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .filter(|import| import["state"] == "finished")
        .collect();
    let end = finished.last().unwrap();
    assert_eq!(end["rows"], ROWS.to_string());
    assert_eq!(end["rejected"], "0");
    assert_eq!(end["not delivered"], "0");
    let verified = said(&run(folder, &["verify", "--format", "json"]));
    assert_eq!(verified["incidents"], ROWS.to_string(), "{verified}");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_rehearsed_imported_from_standard_input_and_undone() {
    let kit = founded().await;
    let folder = kit.folder.path();
    std::fs::write(
        folder.join("rows.csv"),
        "id,day,kind,words\n1,2024-01-11,threat,\n2,2024-01-11,stare,=1+1\n",
    )
    .unwrap();
    let rehearsed = run(
        folder,
        &[
            "import",
            "--mapping",
            "trial.toml",
            "--dry-run",
            "--format",
            "json",
            "rows.csv",
        ],
    );
    assert_eq!(rehearsed.status.code(), Some(1), "a row would be rejected");
    assert_eq!(said(&rehearsed)[0]["unmapped"][0]["value"], "stare");
    assert_eq!(
        said(&run(folder, &["import", "list", "--format", "json"])),
        serde_json::json!([])
    );

    let imported = heard(
        folder,
        &[
            "import",
            "--mapping",
            "trial.toml",
            "--rejects",
            "wrong.csv",
            "-",
        ],
    )
    .stdin(std::fs::File::open(folder.join("rows.csv")).unwrap())
    .output()
    .unwrap();
    assert_eq!(imported.status.code(), Some(1));
    let aside = String::from_utf8_lossy(&imported.stderr).into_owned();
    assert!(
        aside.contains("-, line 3, kind: \"stare\" is not mapped"),
        "{aside}"
    );
    let wrong = std::fs::read_to_string(folder.join("wrong.csv")).unwrap();
    assert!(
        wrong.ends_with("3,kind,stare,\"\"\"stare\"\" is not mapped\",2,2024-01-11,stare,'=1+1\n"),
        "{wrong}"
    );
    std::fs::write(
        folder.join("wrong.csv"),
        wrong.replace(",stare,'", ",threat,'"),
    )
    .unwrap();
    let mended = run(folder, &["import", "--mapping", "trial.toml", "wrong.csv"]);
    assert!(
        mended.status.success(),
        "{}",
        String::from_utf8_lossy(&mended.stderr)
    );

    let listed = said(&run(folder, &["import", "list", "--format", "json"]));
    let ids: Vec<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|import| import["import"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 2);
    let early = run(folder, &["import", "undo", ids[0]]);
    assert_eq!(early.status.code(), Some(1), "the later one stands on it");
    for id in ids.iter().rev() {
        let undone = run(folder, &["import", "undo", id]);
        assert!(
            String::from_utf8_lossy(&undone.stdout).starts_with("taken back: 1\n"),
            "{undone:?}"
        );
    }
    assert_eq!(
        said(&run(folder, &["verify", "--format", "json"]))["incidents"],
        "2"
    );
}
