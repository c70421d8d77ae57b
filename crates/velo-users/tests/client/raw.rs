//! Requests to undocumented paths.

use velo_users::{ErrorKind, Method};

use crate::login::{Issuer, client};
use test_support::{Reply, Server};

#[tokio::test]
async fn an_undocumented_path_has_the_same_credentials_and_errors() {
    let issuer = Issuer::default();
    let server = Server::start(move |request, _| {
        issuer.answer(request, |request| match request.path() {
            "/v4/payors" => Reply::json(200, r#"{"content":[]}"#),
            _ => Reply::json(404, r#"{"errors":[{"errorCode":"40400000"}],"correlationId":"c-1"}"#),
        })
    })
    .await;
    let client = client(&server);
    let answer = client.request(Method::GET, "/v4/payors").query("pageSize", 1).send().await.unwrap();
    assert_eq!(answer.bytes().as_ref(), br#"{"content":[]}"#);
    let call = server.received().pop().unwrap();
    assert_eq!((call.target.as_str(), call.header("authorization")), ("/v4/payors?pageSize=1", Some("Bearer token-1")));

    let error = client.request(Method::POST, "/v4/nothing").send().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some("40400000")));
    let count = server.count();
    client.request(Method::GET, "/v4/../v1").send().await.unwrap_err();
    assert_eq!(server.count(), count, "nothing leaves the base path");
}
