//! Requests that mean harm, to all five providers.

use reqwest::Method;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use user_directory_sandbox::Sandbox;

use crate::five::apis;
use crate::raw::Raw;

#[tokio::test]
async fn hostile_bodies_get_a_4xx_and_the_server_lives() {
    let sandbox = Sandbox::start().await.unwrap();
    let nested = format!("{}1{}", "{\"a\":".repeat(50_000), "}".repeat(50_000));
    let bodies: [(&str, Vec<u8>, u16); 8] = [
        ("cut off", b"{".to_vec(), 400),
        ("no UTF-8", b"{\"email\": \"\xff\xfe\"}".to_vec(), 400),
        ("deep list", "[".repeat(100_000).into_bytes(), 400),
        ("deep object", nested.into_bytes(), 400),
        ("half a character", b"\"\\ud800\"".to_vec(), 400),
        ("a huge number", b"{\"email\": 1e999999}".to_vec(), 400),
        ("nothing", Vec::new(), 400),
        ("100 MB", vec![b' '; 100 * 1024 * 1024], 413),
    ];
    for api in apis(&sandbox).await {
        for (about, body, expected) in &bodies {
            let answer = api.raw.send(api.creation(body.clone())).await;
            // SendAuth has a status of its own for fields.
            let alike = answer.status == 422 && *expected == 400 && api.name == "sendauth";
            assert!(answer.status == *expected || alike, "{} {about}: {} {}", api.name, answer.status, answer.body);
            assert!(api.is_error(&answer.json()), "{} {about}: {}", api.name, answer.body);
        }
        let xml = api.raw.request(Method::POST, api.create.1);
        let xml = xml.header("content-type", "application/xml").body("<user/>");
        let answer = api.send(xml).await;
        assert_eq!(answer.status, 415, "{}", api.name);
        assert!(api.is_error(&answer.json()), "{}", api.name);
        assert_eq!(api.list().await.status, 200, "{}", api.name);
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_are_the_providers_own_errors() {
    let sandbox = Sandbox::start().await.unwrap();
    for api in apis(&sandbox).await {
        let (list, _) = api.list.1.split_once('?').unwrap_or((api.list.1, ""));
        for path in ["", "/", "/nothing", "//", "/a/b/c/d/e/f/g/h/i/j", "/%00", "/a%2Fb"] {
            let answer = api.raw.get(path).await;
            assert_eq!(answer.status, 404, "{} {path}", api.name);
            assert!(api.is_error(&answer.json()), "{} {path}", api.name);
        }
        assert_eq!(api.raw.get(&format!("{list}/")).await.status, 404);
        let answer = api.raw.send(api.raw.request(Method::TRACE, list)).await;
        assert_eq!(answer.status, 405, "{}", api.name);
        let allow = answer.headers["allow"].to_str().unwrap();
        assert!(allow.contains("GET") && allow.contains("HEAD"), "{}: {allow}", api.name);
        assert!(api.is_error(&answer.json()), "{}", api.name);
    }
    let outside = Raw::new(format!("http://{}", sandbox.address()));
    for path in ["/nothing", "/okta/openapi.json", "/sendauthx/api/v1/users", "/_sandboxes", "/VELO/v2/users"] {
        assert_eq!(outside.get(path).await.status, 404, "{path}");
    }
}

/// Sends bytes that no HTTP library would, and returns head and body of the answer.
async fn bytes(sandbox: &Sandbox, bytes: &[u8]) -> (String, String) {
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    // The peer may have answered and closed before all is written.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    // A reset after the answer does not take back what was read.
    while let Ok(1..) = stream.read_buf(&mut answer).await {}
    let text = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    (head.to_owned(), body.to_owned())
}

fn prefixes(sandbox: &Sandbox) -> Vec<(String, String)> {
    let announced = sandbox.announcement();
    let origin = format!("http://{}", sandbox.address());
    let all = announced.as_object().unwrap().iter();
    all.map(|(name, about)| {
        let base = about["base_url"].as_str().unwrap();
        (name.clone(), base.strip_prefix(&origin).unwrap().to_owned())
    })
    .collect()
}

#[tokio::test]
async fn hostile_heads_get_a_4xx_and_the_server_lives() {
    let sandbox = Sandbox::start().await.unwrap();
    let many: String = (0..1000).map(|number| format!("x-{number}: y\r\n")).collect();
    let long = "a".repeat(60_000);
    let huge = "a".repeat(500_000);
    let pairs = "a=b&".repeat(10_000);
    for (name, prefix) in prefixes(&sandbox) {
        let close = "host: localhost\r\nconnection: close\r\n";
        let get = |target: &str, more: &str| format!("GET {prefix}{target} HTTP/1.1\r\n{close}{more}\r\n").into_bytes();
        let mut latin = get("/u", "");
        let at = latin.iter().position(|byte| *byte == b'u').unwrap();
        latin[at] = 0xff;
        let mut header = get("/u", "authorization: Basic Z\r\n");
        let at = header.iter().rposition(|byte| *byte == b'Z').unwrap();
        header[at] = 0xff;
        let requests: [(&str, Vec<u8>, &str); 12] = [
            ("flood of headers", get("/u", &many), "431"),
            ("long header", get("/u", &format!("x: {huge}\r\n")), "431"),
            ("long path", get(&format!("/{long}"), ""), "404"),
            ("endless path", get(&format!("/{huge}"), ""), "4"),
            ("long query", get(&format!("/u?{pairs}"), ""), "404"),
            ("deep path", get(&"/a".repeat(20_000), ""), "404"),
            ("dots", get("/../../etc/passwd", ""), "404"),
            ("no UTF-8 in the path", get("/%FF", ""), "400"),
            ("broken triplet", get("/%zz%", ""), "404"),
            ("raw byte", latin, "4"),
            ("raw byte in a header", header, "40"),
            ("two lengths", get("/u", "content-length: 1\r\ncontent-length: 2\r\n"), "400"),
        ];
        for (about, request, status) in requests {
            let (head, body) = bytes(&sandbox, &request).await;
            assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{name} {about}: {head:.80}");
            // What HTTP itself refuses comes before any provider, and without a body.
            if !body.is_empty() {
                assert!(serde_json::from_str::<Value>(&body).is_ok(), "{name} {about}: {body}");
            }
        }
    }
    assert!(bytes(&sandbox, b"GARBAGE\r\n\r\n").await.0.starts_with("HTTP/1.1 400"));
    for api in apis(&sandbox).await {
        assert_eq!(api.list().await.status, 200, "{}", api.name);
    }
}

#[tokio::test]
async fn only_who_means_this_machine_is_answered() {
    let sandbox = Sandbox::start().await.unwrap();
    let control = ("control".to_owned(), "/_sandbox".to_owned());
    for (name, prefix) in prefixes(&sandbox).into_iter().chain([control]) {
        for (host, status) in [("evil.example", "421"), ("127.0.0.1.evil.example:80", "421"), ("", "421")] {
            let request = format!("GET {prefix} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
            let (head, body) = bytes(&sandbox, request.as_bytes()).await;
            assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{name} {host}: {head}");
            assert!(!body.contains("credentials"), "{name}: {body}");
        }
        let request = format!("GET {prefix} HTTP/1.1\r\nconnection: close\r\n\r\n");
        assert!(bytes(&sandbox, request.as_bytes()).await.0.starts_with("HTTP/1.1 400"), "{name}");
    }
    // A page that a browser shows cannot reset it either, though it needs no name of its own for that.
    let raw = Raw::new(format!("http://{}/_sandbox", sandbox.address()));
    let from = |origin| raw.request(Method::POST, "/reset").header("origin", origin);
    assert_eq!(raw.send(from("https://evil.example")).await.status, 403);
    assert_eq!(raw.send(from("http://localhost:3000")).await.status, 204);
    assert!(sandbox.journal().is_empty(), "what was refused is not in the journal");
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let sandbox = Sandbox::start().await.unwrap();
    for api in apis(&sandbox).await {
        let whole = api.list().await;
        let head = api.send(api.raw.request(Method::HEAD, &api.page(false))).await;
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{}", api.name);
        assert_eq!(head.headers["content-length"], whole.headers["content-length"]);
        assert_eq!(head.headers["content-type"], whole.headers["content-type"]);
        // No operation is HEAD; where there is no GET there is none either.
        let head = api.send(api.raw.request(Method::HEAD, "/nothing")).await;
        assert_eq!(head.status, 404, "{}", api.name);
        assert_eq!(sandbox.count(api.name, api.list.0), 2, "{}", api.name);
    }
    let control = Raw::new(format!("http://{}/_sandbox", sandbox.address()));
    let head = control.send(control.request(Method::HEAD, "/clock")).await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}
