//! Tokens from elsewhere, headers of the caller's own, requests beyond the specification.

use std::time::Duration;

use finbourne_users::{APPLICATION, CORRELATION_ID, CallOptions, Client, Credentials, ErrorKind, Method, TokenFile};
use reqwest::header::HeaderValue;

use crate::password::{CALL, client};
use test_support::{Reply, Server};

async fn call(client: &Client) -> Result<u32, finbourne_users::Error> {
    client.request(Method::GET, "/api/users").send().await.map(|answer| answer.attempts())
}

#[tokio::test]
async fn a_personal_access_token_is_sent_as_it_is() {
    let server = Server::by_path(|_, _| Reply::json(401, "")).await;
    let client = client(&server, Credentials::bearer("t0ken\n"));
    let error = call(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Api, 1), "nothing to renew");
    assert_eq!(server.at(CALL)[0].authorization(), "Bearer t0ken");
    assert!(!format!("{error:?} {client:?} {:?}", Credentials::bearer("t0ken")).contains("t0ken"));
}

#[tokio::test]
async fn a_token_file_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    let server = Server::by_path(|request, _| match request.authorization() {
        "Bearer revoked" => Reply::json(401, ""),
        _ => Reply::json(200, "[]"),
    })
    .await;
    let file = TokenFile::new(&path).read_again_after(Duration::from_secs(120));
    let client = client(&server, file);

    let error = call(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.to_string().contains("the token file cannot be read"), "{error}");

    let later = |seconds| async move {
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(seconds)).await;
        tokio::time::resume();
    };
    std::fs::write(&path, "first\n").unwrap();
    call(&client).await.unwrap();
    std::fs::write(&path, " second \r\n").unwrap();
    later(110).await;
    call(&client).await.unwrap();
    later(15).await;
    call(&client).await.unwrap();
    // While the file is being replaced the token goes on being used.
    std::fs::remove_file(&path).unwrap();
    later(125).await;
    call(&client).await.unwrap();
    std::fs::write(&path, "revoked").unwrap();
    later(10).await;
    call(&client).await.unwrap_err();
    // After a refusal the file is read at once.
    std::fs::write(&path, "third").unwrap();
    assert_eq!(call(&client).await.unwrap(), 2);
    let sent: Vec<_> = server.at(CALL).iter().map(|one| one.authorization().to_owned()).collect();
    assert_eq!(
        sent,
        [
            "Bearer first",
            "Bearer first",
            "Bearer second",
            "Bearer second",
            "Bearer revoked",
            "Bearer revoked",
            "Bearer revoked",
            "Bearer third"
        ]
    );
    std::fs::write(&path, " \n").unwrap();
    later(125).await;
    call(&client).await.unwrap();
    later(125).await;
    let error = call(&client).await.unwrap_err();
    assert!(error.to_string().contains("the token file is empty"), "{error}");
}

#[tokio::test]
async fn application_and_correlation_id_are_sent() {
    let server = Server::by_path(|_, _| Reply::json(200, "[]")).await;
    let client = Client::builder()
        .base_url(format!("{}/identity", server.url))
        .credentials(Credentials::bearer("t"))
        .header(APPLICATION, HeaderValue::from_static("app"))
        .build()
        .unwrap();
    let options = CallOptions::new().header(CORRELATION_ID, HeaderValue::from_static("corr-1"));
    client.with_options(options).list_users().send().await.unwrap();
    client.list_users().send().await.unwrap();
    let [first, second] = server.at(CALL).try_into().unwrap();
    for request in [&first, &second] {
        assert_eq!(request.header("x-lusid-application"), Some("app"));
    }
    assert_eq!(first.header("correlationid"), Some("corr-1"));
    assert_eq!(second.header("correlationid"), None);
}

#[tokio::test]
async fn undocumented_paths_have_the_same_errors() {
    let body = r#"{"name":"AccessDenied","code":186,"detail":"Jo may not"}"#;
    let server = Server::by_path(move |_, _| Reply::json(403, body)).await;
    let client = client(&server, Credentials::bearer("t"));
    let error = client.request(Method::GET, "/api/roles").query("x", "y z").send().await;
    let error = error.unwrap_err();
    assert_eq!(error.code(), Some("186"));
    assert!(!format!("{error} {error:?}").contains("Jo"), "{error:?}");
    assert_eq!(server.received()[0].target, "/identity/api/roles?x=y+z");
    let error = client.request(Method::GET, "/%2e%2e/x").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(server.received().len(), 1);
}
