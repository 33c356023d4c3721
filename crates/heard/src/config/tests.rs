use std::io::Write as _;

use super::*;

fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let home = [("HOME".to_owned(), "/home/somebody".to_owned())];
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .chain(home)
        .collect()
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

/// The problems of a file, each as its line and what is said.
fn problems(text: &str) -> Vec<(usize, String)> {
    let file = file(text);
    Settings::load(
        Some(file.path()),
        &environment(&[]),
        &FlagOverrides::default(),
    )
    .expect_err("this file is wrong")
    .into_iter()
    .map(|problem| match problem.origin.clone() {
        Origin::File { line, .. } => (line.unwrap_or(0), problem.to_string()),
        _ => (0, problem.to_string()),
    })
    .collect()
}

#[test]
fn nothing_need_be_configured() {
    let settings = Settings::load(None, &environment(&[]), &FlagOverrides::default()).unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.door, Door::Both);
    assert_eq!(
        settings.store,
        StoreLocation::Folder("/home/somebody/.local/share/heard".into())
    );
    assert!(settings.public_url.is_none() && settings.codebook.is_none());
    assert_eq!(settings.status_tries_per_minute, 10);
    assert!(
        settings
            .effective()
            .iter()
            .all(|setting| setting.origin == Origin::Default)
    );
    let names: Vec<&str> = settings
        .effective()
        .iter()
        .map(|setting| setting.name.as_str())
        .collect();
    let table: Vec<String> = table::TABLE.iter().map(|setting| setting.name()).collect();
    assert_eq!(
        names, table,
        "what holds is shown in the order of the table, and all of it"
    );
}

#[test]
fn the_users_data_folder_follows_the_specification() {
    let mut variables = environment(&[("XDG_DATA_HOME", "/data/somebody")]);
    let folder = |variables: &BTreeMap<String, String>| {
        Settings::load(None, variables, &FlagOverrides::default()).map(|settings| settings.store)
    };
    assert_eq!(
        folder(&variables).unwrap(),
        StoreLocation::Folder("/data/somebody/heard".into())
    );
    variables.insert("XDG_DATA_HOME".to_owned(), "relative".to_owned());
    let home = StoreLocation::Folder("/home/somebody/.local/share/heard".into());
    assert_eq!(folder(&variables).unwrap(), home);
    variables.remove("HOME");
    let said = folder(&variables).unwrap_err();
    assert!(said[0].to_string().contains("--data"), "{said:?}");
}

#[test]
fn a_flag_stands_above_a_variable_and_a_variable_above_the_file() {
    let file =
        file("[server]\nlisten = \"127.0.0.1:1\"\ndoor = \"front\"\n[log]\nlevel = \"warn\"\n");
    let variables = environment(&[
        ("HEARD_SERVER_LISTEN", "127.0.0.1:2"),
        ("HEARD_SERVER_DOOR", "desk"),
    ]);
    let listen = Some("127.0.0.1:3".parse().unwrap());
    let flags = FlagOverrides {
        listen,
        ..FlagOverrides::default()
    };
    let settings = Settings::load(Some(file.path()), &variables, &flags).unwrap();
    assert_eq!(settings.listen.port(), 3);
    assert_eq!(settings.door, Door::Desk);
    assert_eq!(settings.log_level, LogLevel::Warn);
    let origins: Vec<String> = settings
        .effective()
        .iter()
        .map(|setting| setting.origin.to_string())
        .collect();
    assert!(origins.contains(&"flag --listen".to_owned()), "{origins:?}");
    assert!(
        origins.contains(&"environment variable HEARD_SERVER_DOOR".to_owned()),
        "{origins:?}"
    );
    assert!(
        origins.iter().any(|origin| origin.ends_with(":5")),
        "{origins:?}"
    );
}

#[test]
fn every_wrong_setting_is_named_with_its_line() {
    let said = problems(
        "[server]\n\
         lisen = \"127.0.0.1:80\"\n\
         listen = 80\n\
         door = \"fornt\"\n\
         public_url = \"tell.example.org\"\n\
         trust_forwarded_for = \"yes\"\n\
         \n\
         [limits]\n\
         status_tries_per_minute = 0\n\
         reports_per_address_per_hour = \"20\"\n\
         under_attack = 2024-01-01\n\
         \n\
         [sever]\n\
         listen = \"x\"\n\
         [log]\n\
         level = \"info\"\n\
         colour = true\n",
    );
    let expected = [
        (
            2,
            "server.lisen: no setting has this name; did you mean `server.listen`?",
        ),
        (3, "server.listen: must be text in quotes, not a number"),
        (
            4,
            "server.door: must be one of both, front, desk; it is `fornt`; did you mean `front`?",
        ),
        (5, "server.public_url: must be https://"),
        (
            6,
            "server.trust_forwarded_for: must be true or false without quotes, not text",
        ),
        (
            9,
            "limits.status_tries_per_minute: must be between 1 and 1000; it is 0",
        ),
        (
            10,
            "limits.reports_per_address_per_hour: must be a whole number without quotes, not text",
        ),
        (
            11,
            "limits.under_attack: must be text in quotes, not a date",
        ),
        (
            13,
            "sever: no section has this name; did you mean `server`?",
        ),
        (17, "log.colour: no setting has this name"),
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for ((line, message), (expected_line, part)) in said.iter().zip(expected) {
        assert_eq!(*line, expected_line, "{message}");
        assert!(message.contains(part), "{message} should contain {part}");
        assert!(
            message.contains(&format!(":{line}: ")),
            "{message} should show its line"
        );
    }
}

#[test]
fn a_slip_in_the_syntax_does_not_hide_the_rest() {
    let said = problems("[server]\nlisten = \ndoor = \"fornt\"\n");
    assert!(
        said.iter()
            .any(|(line, message)| *line == 2 && message.contains("not TOML")),
        "{said:?}"
    );
    assert!(
        said.iter()
            .any(|(line, message)| *line == 3 && message.contains("fornt")),
        "{said:?}"
    );
}

#[test]
fn a_file_that_is_not_there_is_a_problem() {
    let missing = Path::new("/nowhere/heard.toml");
    let said =
        Settings::load(Some(missing), &environment(&[]), &FlagOverrides::default()).unwrap_err();
    assert!(
        said[0]
            .to_string()
            .starts_with("/nowhere/heard.toml: cannot be read"),
        "{said:?}"
    );
}

#[test]
fn variables_are_checked_by_name() {
    let variables = environment(&[
        ("HEARD_SERVER_DOOR", "back"),
        ("HEARD_SERVER_PORT", "80"),
        ("HEARD_LIMIT_UNDER_ATTACK", "auto"),
        ("HEARD_LIMITS_STATUS_TRIES_PER_MINUTE", "many"),
        ("HEARD_CONFIG", "heard.toml"),
        ("HEARD_DATA", "elsewhere"),
        ("OTHER", "x"),
    ]);
    let said = Settings::load(None, &variables, &FlagOverrides::default()).unwrap_err();
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 4, "{said:#?}");
    for part in [
        "variable HEARD_SERVER_DOOR: server.door: must be one of",
        "variable HEARD_SERVER_PORT: no environment variable has this name",
        "did you mean `HEARD_LIMITS_UNDER_ATTACK`?",
        "variable HEARD_LIMITS_STATUS_TRIES_PER_MINUTE: limits.status_tries_per_minute: must be a whole number",
    ] {
        assert!(
            said.iter().any(|message| message.contains(part)),
            "{said:#?} should contain {part}"
        );
    }
}

#[test]
fn a_folder_and_a_database_in_one_place_contradict_each_other() {
    let said =
        problems("[store]\ndata = \"here\"\ndatabase = \"postgres://heard:hunter2@db/heard\"\n");
    assert_eq!(said.len(), 1);
    assert!(
        said[0].0 == 3 && said[0].1.contains("contradicts store.data"),
        "{said:?}"
    );
    assert!(!said[0].1.contains("hunter2"));
    let wrong = problems("[store]\ndatabase = \"mysql://heard:hunter2@db/heard\"\n");
    assert!(
        wrong[0].1.contains("postgres://") && !wrong[0].1.contains("hunter2"),
        "{wrong:?}"
    );
}

#[test]
fn the_higher_place_decides_between_folder_and_database() {
    let file = file("[store]\ndata = \"here\"\n");
    let variables = environment(&[("HEARD_STORE_DATABASE", "postgres://heard:hunter2@db/heard")]);
    let settings =
        Settings::load(Some(file.path()), &variables, &FlagOverrides::default()).unwrap();
    assert!(
        matches!(&settings.store, StoreLocation::Database(url) if url.reveal().contains("hunter2"))
    );
    assert!(!format!("{settings:?}").contains("hunter2"));

    let flags = FlagOverrides {
        data: Some("there".into()),
        ..FlagOverrides::default()
    };
    let settings = Settings::load(Some(file.path()), &variables, &flags).unwrap();
    assert_eq!(settings.store, StoreLocation::Folder("there".into()));
}

#[test]
fn a_path_in_the_file_is_meant_from_its_folder() {
    let file = file("[organisation]\ncodebook = \"mine.toml\"\n");
    let settings = Settings::load(
        Some(file.path()),
        &environment(&[]),
        &FlagOverrides::default(),
    )
    .unwrap();
    assert_eq!(
        settings.codebook.unwrap(),
        file.path().parent().unwrap().join("mine.toml")
    );
    let variables = environment(&[("HEARD_ORGANISATION_CODEBOOK", "mine.toml")]);
    let settings = Settings::load(None, &variables, &FlagOverrides::default()).unwrap();
    assert_eq!(settings.codebook.unwrap(), Path::new("mine.toml"));
}

/// A setting that is in the table but not in the typed struct would be accepted and ignored.
#[test]
fn every_setting_of_the_table_has_an_effect() {
    for setting in table::TABLE {
        let variables = environment(&[(setting.environment().as_str(), "\u{1}")]);
        let loaded = Settings::load(None, &variables, &FlagOverrides::default());
        let noticed = match loaded {
            Err(problems) => problems
                .iter()
                .any(|problem| problem.name == Some(setting.name())),
            Ok(settings) => settings
                .effective()
                .iter()
                .any(|held| held.name == setting.name() && held.origin != Origin::Default),
        };
        assert!(noticed, "{}", setting.name());
    }
}
