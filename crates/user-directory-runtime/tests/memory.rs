//! What a server can make this side set aside. Memory is counted for the whole process, so this is one test.

// The helpers among the tests may fail like tests.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, unused_imports, reason = "shared with the other tests, which use all of it")]
#[path = "runtime/support/mod.rs"]
mod support;

use peak_alloc::PeakAlloc;
use serde::Deserialize;

use support::{Reply, Server, Step, builder};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MIB: usize = 1024 * 1024;
const LIMIT: usize = 4 * MIB;

/// A model with nothing that is needed, and of some size.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct User {
    texts: [Option<String>; 8],
}

fn body(start: &'static str, piece: &'static [u8], bytes: usize) -> Reply {
    let head = format!("HTTP/1.1 200 OK\r\n\r\n{start}").into_bytes();
    Reply(vec![Step::Send(head), Step::Repeat(piece, bytes / piece.len()), Step::Close])
}

#[tokio::test]
async fn no_answer_takes_more_than_a_few_times_its_limit() {
    type Line = (&'static str, fn() -> Reply, usize, usize);
    let lines: [Line; 8] = [
        ("a length of 2^62", || Reply::promising(1 << 62), usize::MAX, 2 * MIB),
        ("more than the limit", || body("", &[b' '; 10_000], 1000 * MIB), LIMIT, 4 * LIMIT),
        (
            "a refusal without end",
            || {
                Reply(vec![
                    Step::Send(b"HTTP/1.1 400 No\r\n\r\n".to_vec()),
                    Step::Repeat(&[b'x'; 10_000], 10_000),
                    Step::Close,
                ])
            },
            LIMIT,
            MIB,
        ),
        (
            "a head without end",
            || {
                Reply(vec![
                    Step::Send(b"HTTP/1.1 200 OK\r\nX: ".to_vec()),
                    Step::Repeat(&[b'x'; 10_000], 10_000),
                    Step::Close,
                ])
            },
            LIMIT,
            2 * MIB,
        ),
        ("levels", || body("", &[b'['; 1000], LIMIT - MIB), LIMIT, 4 * LIMIT),
        ("levels in a field of no use", || body("{\"x\":", &[b'['; 1000], LIMIT - MIB), LIMIT, 5 * LIMIT),
        ("objects in levels", || body("", b"{\"x\":", LIMIT - MIB), LIMIT, 4 * LIMIT),
        ("empty objects", || body("[{}", b",{}", LIMIT - MIB), LIMIT, 4 * LIMIT),
    ];
    for (name, reply, limit, most) in lines {
        let server = Server::start(move |_, _| reply()).await;
        let client = builder(&server.url).max_response_body(limit).build().unwrap();
        let base = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let answer = client.request(http::Method::POST, "/x").send().await;
        let error = match answer {
            Ok(response) => response.json::<Vec<User>, ()>().map(drop).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        let taken = MEMORY.peak_usage().saturating_sub(base);
        let error = error.expect_err(name);
        assert!(error.len() < 300, "{name}: {error}");
        assert!(taken < most, "{name}: {} KiB", taken / 1024);
    }
}
