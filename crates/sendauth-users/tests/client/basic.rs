//! HTTP Basic, and requests to undocumented paths.

use sendauth_users::{Client, Credentials, ErrorKind, Method};

use test_support::{Reply, Server};

/// base64 of `sa-user:sa-pass`
const AUTHORIZATION: &str = "Basic c2EtdXNlcjpzYS1wYXNz";

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).credentials(Credentials::basic("sa-user", "sa-pass")).build().unwrap()
}

#[tokio::test]
async fn every_call_has_the_recorded_header() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/wire/basic/sendauth.json");
    let recording: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for call in recording["calls"].as_array().unwrap() {
        assert_eq!(call["sent"]["headers"]["authorization"], AUTHORIZATION, "{}", call["operationId"]);
    }
    let server = Server::start(|_, _| Reply::json(200, "{}")).await;
    client(&server).list_users().send().await.unwrap();
    client(&server).request(Method::POST, "/api/v1/groups").json(&"x").send().await.unwrap();
    for request in server.received() {
        assert_eq!(request.header("authorization"), Some(AUTHORIZATION));
    }
    let raw = server.received().pop().unwrap();
    assert_eq!((raw.method.as_str(), raw.target.as_str(), raw.body.as_str()), ("POST", "/api/v1/groups", "\"x\""));
}

#[tokio::test]
async fn refused_credentials_are_not_sent_again() {
    let server = Server::start(|_, _| Reply::json(401, r#"{"error":"no"}"#)).await;
    let client = client(&server);
    let error = client.list_users().send().await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Api, Some("no")));
    assert_eq!(server.count(), 1);
    let text = format!("{error} {error:?} {client:?}");
    assert!(!text.contains("sa-pass") && !text.contains("c2EtdXNlcj"), "{text}");
}

#[test]
fn unusable_credentials_are_refused_without_an_echo() {
    for (username, password) in [("sa:user", "sa-pass"), ("sa-user", "sa-pass\n")] {
        let credentials = Credentials::basic(username, password);
        assert_eq!(format!("{credentials:?}"), "Credentials { .. }");
        let error = Client::builder().credentials(credentials).build().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("sa-pass"), "{error}");
    }
}
