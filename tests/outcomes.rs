//! What a failure says about the world: each row of the table in the runtime's README, at the client, the facade and the
//! audit log.

// The helpers among the tests may fail like tests.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::error::Error as _;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use test_support::{Reply, Server, Step};
use user_directory::sendauth::{CallOptions, Credentials, RetryPolicy};
use user_directory::{AuditEntry, AuditPhase, AuditSink, Audited, Directory, ErrorKind, NewUser, UserId, Verb};
use user_directory_runtime::{AuthContext, AuthError, Authenticate, async_trait, reqwest};

const README: &str = include_str!("../crates/user-directory-runtime/README.md");
const ID: &str = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

/// A row of the table.
#[derive(Debug)]
struct Row {
    reads: bool,
    /// Whether an attempt before the last may have been carried out.
    before: bool,
    last: &'static str,
    kind: &'static str,
    unknown: bool,
    retryable: bool,
}

fn rows() -> Vec<Row> {
    let table = README.split_once("| operation | attempts before |").unwrap().1;
    let lines = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let rows = lines.map(|line| {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [operation, before, last, kind, unknown, retryable] = cells.try_into().unwrap();
        let yes = |cell| match cell {
            "**yes**" => true,
            "no" => false,
            other => panic!("{other} in {line}"),
        };
        Row {
            reads: operation == "reads",
            before: before == "one may have been",
            last,
            kind: kind.trim_matches('`'),
            unknown: yes(unknown),
            retryable: yes(retryable),
        }
    });
    rows.collect()
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<AuditEntry>>>);

#[async_trait]
impl AuditSink for Log {
    async fn record(&self, entry: AuditEntry) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.0.lock().unwrap().push(entry);
        Ok(())
    }
}

/// A scheme that has credentials for so many attempts.
struct Tokens(AtomicU32);

#[async_trait]
impl Authenticate for Tokens {
    async fn authenticate(&self, _: &mut reqwest::Request, _: &AuthContext<'_>) -> Result<(), AuthError> {
        let left = self.0.load(Ordering::SeqCst);
        self.0.store(left.saturating_sub(1), Ordering::SeqCst);
        if left > 0 { Ok(()) } else { Err(AuthError::new("none left")) }
    }
}

fn answer(last: &str) -> Reply {
    match last {
        "no answer in time" => Reply::stall(),
        "connection broken" => Reply::reset(),
        "success cut off" => Reply::cut_body(200, Step::Close),
        "success not as specified" => Reply::json(201, "[7]"),
        "success too long" => Reply::json(200, " ".repeat(2000)),
        status => Reply::status(status.parse().unwrap_or_else(|_| panic!("no such row: {status}"))),
    }
}

/// A server that accepts one connection, of which it reads the start and no more, and after that none. The port is free
/// before the client learns of it.
fn one_connection() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        drop(listener);
        stream.read_exact(&mut [0; 16]).unwrap();
    });
    url
}

/// A server that answers a handshake with something else.
fn no_tls() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || listener.accept().unwrap().0.write_all(b"HTTP/1.1 400 No\r\n\r\n"));
    url
}

/// Makes the call of a row, and returns its result with what the audit log has.
async fn call(row: &Row) -> (user_directory::Result<()>, Vec<AuditEntry>) {
    let (before, last) = (row.before, row.last);
    let server = Server::start(move |_, index| if before && index == 0 { Reply::reset() } else { answer(last) }).await;
    let url = match last {
        "no connection" if before => one_connection(),
        "no connection" => "http://127.0.0.1:1".to_owned(),
        "TLS handshake failed" => no_tls(),
        _ => server.url.clone(),
    };
    let tokens = match (last, before) {
        ("no token to be had", false) => 0,
        ("no token to be had", true) => 1,
        _ => u32::MAX,
    };
    let attempts = if before { 2 } else { 1 };
    let policy = RetryPolicy::default().max_attempts(attempts).initial_delay(Duration::from_millis(1));
    let client = user_directory::sendauth::Client::builder()
        .base_url(url)
        .credentials(Credentials::custom(Tokens(AtomicU32::new(tokens))))
        .attempt_timeout(if last == "no answer in time" { Duration::from_secs(1) } else { Duration::from_secs(30) })
        .max_response_body(1500)
        .retry(policy)
        .build()
        .unwrap()
        .with_options(CallOptions::new().idempotent(true));
    let log = Log::default();
    let directory = Directory::new(Audited::new(client.into(), log.clone(), "tester").including_reads());
    let result = if row.reads {
        directory.get(&UserId::new(ID).unwrap()).await.map(drop)
    } else {
        let ada = NewUser::new("ada@example.com").given_name("Ada").family_name("Lovelace");
        directory.create(ada).await.map(drop)
    };
    let entries = log.0.lock().unwrap().clone();
    (result, entries)
}

#[tokio::test]
async fn each_row_holds_at_client_facade_and_audit() {
    let rows = rows();
    assert_eq!(rows.len(), 48);
    for row in &rows {
        // Whoever has sent a request to a server has shaken hands with it before.
        if row.before && row.last == "TLS handshake failed" {
            continue;
        }
        let (result, entries) = call(row).await;
        let error = result.expect_err(&format!("{row:?}"));
        let theirs =
            error.source().and_then(|source| source.downcast_ref::<user_directory::sendauth::Error>()).unwrap();
        assert_eq!(format!("{:?}", theirs.kind()), row.kind, "{row:?}: {theirs:?}");
        assert_eq!(
            (theirs.outcome_unknown(), theirs.is_retryable()),
            (row.unknown, row.retryable),
            "{row:?}: {theirs}"
        );
        assert_eq!((error.outcome_unknown(), error.is_retryable()), (row.unknown, row.retryable), "{row:?}: {error}");
        let [started, ended] = entries.try_into().unwrap();
        assert_eq!(started.phase, AuditPhase::Started);
        let phase = match row.unknown {
            true => AuditPhase::Unknown(error.kind()),
            false => AuditPhase::Failed(error.kind()),
        };
        assert_eq!(ended.phase, phase, "{row:?}");
    }
}

/// A deletion that is repeated after an answer was lost meets nobody: somebody has done it.
#[tokio::test]
async fn a_repeated_deletion_that_meets_nobody_is_a_success() {
    for (first, deleted) in [(Reply::reset as fn() -> Reply, true), (|| Reply::status(404), false)] {
        for audited in [false, true] {
            let server = Server::sequence([first, || Reply::status(404)]).await;
            let client = user_directory::sendauth::Client::builder()
                .base_url(&server.url)
                .credentials(Credentials::basic("tester", "secret"))
                .retry(RetryPolicy::default().initial_delay(Duration::from_millis(1)))
                .build()
                .unwrap();
            let (log, mut directory) = (Log::default(), Directory::from(client));
            if audited {
                directory = Directory::new(Audited::new(directory, log.clone(), "tester"));
            }
            let result = directory.delete(&UserId::new(ID).unwrap()).await;
            match result {
                Ok(()) => assert!(deleted),
                Err(error) => assert!(!deleted && error.is_not_found() && !error.outcome_unknown(), "{error:?}"),
            }
            let phase = if deleted { AuditPhase::Succeeded } else { AuditPhase::Failed(ErrorKind::NotFound) };
            let ended = log.0.lock().unwrap().last().map(|entry| (entry.verb, entry.phase));
            assert_eq!(ended, audited.then_some((Verb::Delete, phase)));
        }
    }
}
