//! The examples run, and do what they say.

// Helpers of tests are tests, which clippy does not see.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]
// Each example is a program of its own, with its own copy of what they share.
#![allow(clippy::duplicate_mod)]

#[path = "../../examples/conformance.rs"]
#[allow(dead_code)]
mod conformance;
#[path = "../../examples/copy/main.rs"]
mod copy;
#[cfg(feature = "sqlite")]
#[path = "../../examples/disable_many/main.rs"]
mod disable_many;
#[path = "../../examples/leaver/main.rs"]
mod leaver;
#[path = "../../examples/quickstart/main.rs"]
mod quickstart;
#[path = "../../examples/reconcile_roles/main.rs"]
mod reconcile_roles;

mod real_account;

use clap::Parser;
use serde_json::json;
use user_directory::{Directory, DirectoryConfig, Grant, NewUser, Verb};
use user_directory_sandbox::{Fault, FaultKind, Sandbox};

const PROVIDERS: [&str; 5] = ["velo", "sendauth", "finbourne", "obp", "saasus"];

/// Runs an example with these arguments, and returns how it ended and what it printed.
macro_rules! run {
    ($example:ident $(, $argument:expr)*) => {{
        let arguments = [stringify!($example) $(, $argument)*];
        let arguments = $example::Arguments::try_parse_from(arguments).unwrap();
        let mut out = Vec::new();
        let ended = $example::run(&arguments, &mut out).await;
        let text = String::from_utf8(out).unwrap();
        println!("{text}");
        (ended, text)
    }};
}

/// Returns the rows of a table whose first cell is this.
fn rows<'a>(text: &'a str, first: &str) -> Vec<&'a str> {
    let start = format!("{first} ");
    text.lines().filter(|line| line.starts_with(&start)).collect()
}

/// Returns the tables of a text: the cells of each row, the head first.
fn tables(text: &str) -> Vec<Vec<Vec<&str>>> {
    fn cells(line: &str) -> Vec<&str> {
        line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
    }
    fn table(part: &str) -> Vec<Vec<&str>> {
        part.lines().filter(|line| !line.starts_with('-')).map(cells).collect()
    }
    text.split("\n\n").map(table).collect()
}

#[tokio::test]
async fn quickstart_shows_people_of_five_providers() {
    let (ended, text) = run!(quickstart);
    ended.unwrap();
    let tables = tables(&text);
    let (people, abilities) = (&tables[0], &tables[1]);
    assert_eq!(people[0][2..], PROVIDERS);
    // Three people that each provider has are three rows, with a name, an address and a status in each directory.
    let everywhere = people[1..].iter().filter(|row| row.len() == 2 + PROVIDERS.len());
    assert!(everywhere.filter(|row| row[1].contains('@')).count() >= 3);
    assert_eq!(abilities[0][1..], PROVIDERS);
    assert_eq!(abilities.len(), 1 + Verb::COUNT);
    let disable = abilities.iter().find(|row| row[0] == "disable").unwrap();
    assert_eq!(disable[1..], ["yes", "no", "no", "no", "no"]);
    assert!(text.contains("--example leaver -- demo"));
}

#[tokio::test]
async fn quickstart_works_offline() {
    let (ended, text) = run!(quickstart, "--offline");
    ended.unwrap();
    let people = &tables(&text)[0];
    assert_eq!(people.len(), 1 + 3);
    assert!(people.contains(&vec!["Grace Murray", "grace@example.com", "active, locked"]));
}

#[tokio::test]
async fn leaver_joins_and_leaves_everywhere() {
    let (ended, text) = run!(leaver, "demo");
    assert_eq!(ended.unwrap(), leaver::Ending::Done);
    for provider in PROVIDERS {
        let rows = rows(&text, provider);
        assert_eq!(rows.len(), 2, "{provider}");
        assert!(rows[0].contains(": done"), "{provider}");
        assert!(rows[1].contains("done, and shut out"), "{provider}");
    }
}

#[tokio::test]
async fn leaver_changes_nothing_unless_told() {
    let (ended, text) = run!(leaver, "join", "a@example.com", "--given-name", "A", "--family-name", "B");
    assert_eq!(ended.unwrap(), leaver::Ending::Done);
    assert_eq!(text.matches("would create").count(), 4);
    assert_eq!(text.matches("would invite").count(), 1);
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn disable_many_resumes_and_says_what_changed() {
    let (ended, text) = run!(disable_many);
    assert_eq!(ended.unwrap(), disable_many::Ending::Done);
    let progress: Vec<_> = text.lines().filter(|line| line.contains(" people")).collect();
    assert_eq!(progress[0], "3 of 6 people, 3 done, interrupted");
    assert!(progress[1].starts_with("6 of 6 people") && progress[1].contains("done before"), "{text}");
    assert!(!text.contains("FAILED") && !text.contains("UNKNOWN"));
    assert_eq!(text.matches(": changed status").count(), 6);
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn disable_many_takes_a_file_of_ids() {
    let folder = tempfile::tempdir().unwrap();
    let [config, ids, journal] = ["config", "ids", "journal"].map(|name| folder.path().join(name));
    std::fs::write(&config, r#"{"staff": {"provider": "in-memory"}}"#).unwrap();
    std::fs::write(&ids, "user-1\nuser-2\n").unwrap();
    let [config, ids, journal] = [&config, &ids, &journal].map(|path| path.to_str().unwrap());
    let (ended, text) = run!(disable_many, ids, "--config", config, "--directory", "staff", "--journal", journal);
    assert_eq!(ended.unwrap(), disable_many::Ending::Failed);
    assert_eq!(text.matches("FAILED: in-memory (staff) disable: not found").count(), 2, "{text}");
}

/// Lets somebody leave the directories that a configuration describes.
async fn leave(config: serde_json::Value) -> (anyhow::Result<leaver::Ending>, String) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), config.to_string()).unwrap();
    let path = file.path().to_str().unwrap();
    run!(leaver, "--config", path, "leave", "a@example.com", "--apply")
}

#[tokio::test]
async fn leaver_refuses_if_a_directory_cannot_be_asked() {
    // Nothing listens on that port.
    let config = json!({
        "staff": {"provider": "in-memory"},
        "gone": {"provider": "sendauth", "username": "a", "password": "b", "base_url": "http://127.0.0.1:9"},
    });
    let (ended, text) = leave(config).await;
    assert_eq!(ended.unwrap(), leaver::Ending::Refused);
    assert!(text.is_empty());
}

#[tokio::test]
async fn leaver_is_locked_out_although_a_step_before_fails() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let obp = sandbox.obp();
    let credentials = obp.credentials();
    let config = DirectoryConfig::new("obp")
        .set("base_url", obp.base_url())
        .set("username", credentials.username)
        .set("password", credentials.password)
        .set("consumer_key", credentials.consumer_key);
    let directory = Directory::from_config(&config).unwrap();
    let leaver = NewUser::new("a@example.com")
        .user_name("a@example.com")
        .given_name("A")
        .family_name("B")
        .password("Difference-Engine-No-2!");
    let leaver = directory.create(leaver).await.unwrap();
    let role = Grant::new("CanGetAnyUser");
    directory.grant(&leaver.id, role).await.unwrap();

    let refused = FaultKind::Status { code: 403, retry_after: None };
    let fault = Fault::new(refused).provider("obp");
    sandbox.fault(fault.operation("deleteEntitlement")).unwrap();
    let (ended, text) = leave(json!({"obp": config})).await;
    assert_eq!(ended.unwrap(), leaver::Ending::Failed);
    assert!(rows(&text, "obp")[0].contains("FAILED"), "{text}");
    assert!(sandbox.faults().is_empty(), "the fault did not happen");
    assert_eq!(sandbox.count("obp", "lockUser"), 1);
}

#[tokio::test]
async fn copy_says_what_is_lost() {
    let (ended, text) = run!(copy, "--limit", "3");
    assert!(ended.unwrap());
    assert!(text.contains("3 of 3 users would be copied"));
    assert_eq!(text.matches("user_name").count(), 3);
}

#[tokio::test]
async fn copy_copies_and_tells_who_is_left_behind() {
    let (ended, text) = run!(copy, "--limit", "3", "--apply");
    assert!(ended.unwrap());
    assert!(text.contains("3 of 3 users copied"));
    // Open Bank Project needs names, which SaaSus does not know.
    let (ended, text) = run!(copy, "--from", "old.saasus", "--to", "new.obp", "--limit", "3", "--apply");
    assert!(!ended.unwrap());
    assert_eq!(text.matches("needs user_name, given_name, family_name").count(), 3);
}

#[tokio::test]
async fn copy_names_the_directories_there_are() {
    let (ended, _) = run!(copy, "--from", "nowhere");
    let error = ended.unwrap_err().to_string();
    assert!(error.contains("nowhere") && error.contains("old.velo"), "{error}");
}

#[tokio::test]
async fn reconcile_roles_makes_them_as_wanted() {
    let (ended, text) = run!(reconcile_roles, "--role", "CanGetCustomersAtAnyBank");
    assert_eq!(ended.unwrap(), reconcile_roles::Ending::Different);
    assert!(text.contains("+CanGetCustomersAtAnyBank") && text.contains("differs"));
    let (ended, text) = run!(reconcile_roles, "--role", "CanGetCustomersAtAnyBank", "--apply");
    assert_eq!(ended.unwrap(), reconcile_roles::Ending::AsWanted);
    assert!(text.contains("done"));
}

#[tokio::test]
async fn reconcile_roles_names_who_is_not_found() {
    let wanted = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(wanted.path(), r#"[{"email": "nobody@example.net", "grants": []}]"#).unwrap();
    let path = wanted.path().to_str().unwrap();
    let (ended, text) = run!(reconcile_roles, path, "--apply");
    assert_eq!(ended.unwrap(), reconcile_roles::Ending::Failed);
    assert!(text.contains("nobody has this address"));
}
