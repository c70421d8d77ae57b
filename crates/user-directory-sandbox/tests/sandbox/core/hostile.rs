//! Requests that mean harm.

use reqwest::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use user_directory_sandbox::Sandbox;

use crate::sendauth::raw;

#[tokio::test]
async fn hostile_bodies_get_a_4xx_and_the_server_lives() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let deep = "[".repeat(100_000);
    let nested = format!("{}1{}", "{\"a\":".repeat(50_000), "}".repeat(50_000));
    let bodies: [(Vec<u8>, u16); 7] = [
        (b"{".to_vec(), 400),
        (b"{\"firstName\": \"\xff\xfe\"}".to_vec(), 400),
        (deep.into_bytes(), 400),
        (nested.into_bytes(), 400),
        (b"".to_vec(), 422),
        (b"\"\\ud800\"".to_vec(), 400),
        (vec![b' '; 100 * 1024 * 1024], 413),
    ];
    for (body, expected) in bodies {
        let start = String::from_utf8_lossy(&body[..body.len().min(20)]).into_owned();
        let request = raw
            .request(Method::POST, "/api/v1/users")
            .header("content-type", "application/json");
        let answer = raw.send(request.body(body)).await;
        assert_eq!(answer.status, expected, "{start}: {}", answer.body);
        assert!(answer.json()["error"].is_string());
    }
    let request = raw
        .request(Method::POST, "/api/v1/users")
        .header("content-type", "application/xml");
    assert_eq!(raw.send(request.body("<user/>")).await.status, 415);
    assert_eq!(raw.get("/api/v1/users").await.status, 200);
}

#[tokio::test]
async fn unknown_paths_and_methods_are_the_providers_own_errors() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    for path in [
        "",
        "/",
        "/api/v1",
        "/api/v1/users/",
        "/api/v1//users",
        "/api/v1/users/a/b/c",
    ] {
        let answer = raw.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.json()["error"].is_string());
    }
    let answer = raw.send(raw.request(Method::PATCH, "/api/v1/users")).await;
    assert_eq!(
        (answer.status, answer.headers["allow"].to_str().unwrap()),
        (405, "POST, GET")
    );
    let outside = crate::raw::Raw::new(format!("http://{}", sandbox.address()));
    for path in ["/", "/sendauthx/api/v1/users", "/_sandboxes"] {
        assert_eq!(outside.get(path).await.status, 404, "{path}");
    }
}

/// Sends bytes that no HTTP library would, and returns the first line of the answer.
async fn bytes(sandbox: &Sandbox, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    // The peer may have answered and closed before all is written.
    let _ = stream.write_all(bytes).await;
    let mut answer = [0; 64];
    let length = stream.read(&mut answer).await.unwrap_or(0);
    String::from_utf8_lossy(&answer[..length])
        .lines()
        .next()
        .unwrap_or("")
        .to_owned()
}

#[tokio::test]
async fn hostile_heads_get_a_4xx_and_the_server_lives() {
    let sandbox = Sandbox::start().await.unwrap();
    let many: String = (0..1000)
        .map(|number| format!("x-{number}: y\r\n"))
        .collect();
    let flood = format!("GET /sendauth/api/v1/users HTTP/1.1\r\nhost: x\r\n{many}\r\n");
    assert!(
        bytes(&sandbox, flood.as_bytes())
            .await
            .starts_with("HTTP/1.1 431")
    );
    assert!(
        bytes(&sandbox, b"GARBAGE\r\n\r\n")
            .await
            .starts_with("HTTP/1.1 400")
    );
    let raw_path = b"GET /sendauth/\xff HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    assert!(bytes(&sandbox, raw_path).await.starts_with("HTTP/1.1 4"));
    let path = b"GET /sendauth/api/v1/users/%FF HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    assert!(bytes(&sandbox, path).await.starts_with("HTTP/1.1 400"));
    let header = b"GET /sendauth/api/v1/users HTTP/1.1\r\nhost: x\r\nauthorization: Basic \xff\r\nconnection: close\r\n\r\n";
    assert!(bytes(&sandbox, header).await.starts_with("HTTP/1.1 401"));
    assert_eq!(raw(&sandbox).get("/api/v1/users").await.status, 200);
}
