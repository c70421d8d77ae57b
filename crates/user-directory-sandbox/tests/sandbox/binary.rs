//! The binary: its one line, its credentials, its end, and the state that it leaves.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A process that is ended with the test.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    line: Value,
}

impl Running {
    fn start(state: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_user-directory-sandbox"))
            .args(["--seed", "5", "--users", "30", "--validate-responses", "--state"])
            .arg(state)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        Self { child, out, line: serde_json::from_str(&line).unwrap() }
    }

    fn text(&self, provider: &str, field: &str) -> String {
        let about = &self.line[provider];
        let value = about.get(field).or(about["env"].get(field)).unwrap_or(&about["credentials"][field]);
        value.as_str().unwrap_or_else(|| panic!("{provider} has no {field}")).to_owned()
    }

    /// Ends it by a signal, and returns the exit code and what else it printed.
    fn end(mut self, signal: &str) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Calls every provider with the credentials of the line; returns the users that SendAuth has.
async fn call_all(running: &Running) -> Vec<String> {
    let text = |provider, field| running.text(provider, field);
    let velo = velo_users::Client::builder()
        .base_url(text("velo", "base_url"))
        .credentials(velo_users::Credentials::client_credentials(text("velo", "key"), text("velo", "secret")))
        .build()
        .unwrap();
    velo.list_users().send().await.unwrap();
    for credentials in [
        finbourne_users::Credentials::bearer(text("finbourne", "token")),
        finbourne_users::Credentials::password(finbourne_users::PasswordGrant::new(
            text("finbourne", "FBN_TOKEN_URL"),
            text("finbourne", "client_id"),
            text("finbourne", "client_secret"),
            text("finbourne", "username"),
            text("finbourne", "password"),
        )),
    ] {
        let finbourne = finbourne_users::Client::builder()
            .base_url(text("finbourne", "base_url"))
            .credentials(credentials)
            .build()
            .unwrap();
        finbourne.list_users().send().await.unwrap();
    }
    let login =
        obp_users::DirectLogin::new(text("obp", "username"), text("obp", "password"), text("obp", "consumer_key"));
    let obp = obp_users::Client::builder()
        .base_url(text("obp", "base_url"))
        .credentials(obp_users::Credentials::direct_login(login))
        .build()
        .unwrap();
    obp.get_users().send().await.unwrap();
    let saasus = saasus_users::Client::builder()
        .base_url(text("saasus", "base_url"))
        .credentials(saasus_users::Credentials::api_key(
            text("saasus", "saas_id"),
            text("saasus", "api_key"),
            text("saasus", "secret_key"),
        ))
        .build()
        .unwrap();
    saasus.get_saas_users().send().await.unwrap();
    let sendauth = sendauth(running);
    let page = sendauth.list_users().per_page(100).send().await.unwrap();
    let users = page.rows.iter().flatten();
    users.map(|user| user.id.unwrap().to_string()).collect()
}

fn sendauth(running: &Running) -> sendauth_users::Client {
    sendauth_users::Client::builder()
        .base_url(running.text("sendauth", "base_url"))
        .credentials(sendauth_users::Credentials::basic(
            running.text("sendauth", "username"),
            running.text("sendauth", "password"),
        ))
        .build()
        .unwrap()
}

#[tokio::test]
async fn it_says_one_line_serves_and_keeps_its_state() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state.json");
    let first = Running::start(&state);
    assert!(!state.exists());
    let providers: Vec<_> = first.line.as_object().unwrap().keys().cloned().collect();
    assert_eq!(providers, ["velo", "sendauth", "finbourne", "obp", "saasus"]);
    let users = call_all(&first).await;
    assert_eq!(users.len(), 30);
    let gone = &users[7];
    let client = sendauth(&first);
    client.delete_user(gone.parse::<uuid::Uuid>().unwrap()).send().await.unwrap();
    let password = first.text("sendauth", "password");
    let (code, more) = first.end("-TERM");
    assert_eq!((code, more.as_str()), (Some(0), ""), "one line is all it prints");

    // It goes on where it was.
    let saved = std::fs::read(&state).unwrap();
    assert!(serde_json::from_slice::<Value>(&saved).unwrap().is_object());
    let second = Running::start(&state);
    assert_eq!(second.text("sendauth", "password"), password);
    let left = call_all(&second).await;
    assert_eq!(left.len(), 29);
    assert!(!left.contains(gone));
    assert_eq!(second.end("-INT").0, Some(0));
    let names: Vec<_> = folder.path().read_dir().unwrap().map(|one| one.unwrap().file_name()).collect();
    assert_eq!(names, ["state.json"], "nothing is left next to it");
}

#[tokio::test]
async fn the_variables_are_what_the_clients_read() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_user-directory-sandbox"))
        .arg("--env")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let mut pairs = Vec::new();
    for line in out.lines() {
        let line = line.unwrap();
        let (name, value) = line.strip_prefix("export ").unwrap().split_once('=').unwrap();
        pairs.push((name.to_owned(), value.trim_matches('\'').to_owned()));
        if name == "SAASUS_SECRET_KEY" {
            break;
        }
    }
    let environment = velo_users::runtime::Environment::from_pairs(pairs);
    let velo = velo_users::Client::builder_from(&environment).unwrap().build().unwrap();
    let sendauth = sendauth_users::Client::builder_from(&environment).unwrap().build().unwrap();
    let finbourne = finbourne_users::Client::builder_from(&environment).unwrap().build().unwrap();
    let obp = obp_users::Client::builder_from(&environment).unwrap().build().unwrap();
    let saasus = saasus_users::Client::builder_from(&environment).unwrap().build().unwrap();
    let called = [
        velo.list_users().send().await.is_ok(),
        sendauth.list_users().send().await.is_ok(),
        finbourne.list_users().send().await.is_ok(),
        obp.get_users().send().await.is_ok(),
        saasus.get_saas_users().send().await.is_ok(),
    ];
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(called, [true; 5]);
}

#[test]
fn what_is_no_state_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state.json");
    std::fs::write(&state, "{\"not\": \"a state\"}").unwrap();
    let output =
        Command::new(env!("CARGO_BIN_EXE_user-directory-sandbox")).arg("--state").arg(&state).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && output.stdout.is_empty());
    assert!(said.contains("snapshot"), "{said}");
    assert_eq!(std::fs::read(&state).unwrap(), b"{\"not\": \"a state\"}");
}

#[test]
fn it_explains_itself() {
    let run =
        |argument: &str| Command::new(env!("CARGO_BIN_EXE_user-directory-sandbox")).arg(argument).output().unwrap();
    let help = run("--help");
    let text = String::from_utf8(help.stdout).unwrap();
    for option in [
        "--port",
        "--seed",
        "--users",
        "--state",
        "--validate-responses",
        "--env",
        "--listen",
        "--allow-host",
        "--allow-origin",
    ] {
        assert!(text.contains(option), "{option}: {text}");
    }
    let wrong = run("--users=0");
    assert_eq!(wrong.status.code(), Some(2));
}
