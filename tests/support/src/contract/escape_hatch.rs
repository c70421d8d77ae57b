//! Beyond the documented: requests to other paths.

use serde_json::json;
use user_directory_runtime::reqwest::Method;
use user_directory_runtime::{CallOptions, ErrorKind};

use super::client::{self, AUTHORIZATION, Raw, Subject};
use super::errors::problem;
use super::server::Server;

pub async fn an_undocumented_path_is_called_like_the_others<S: Subject>() {
    let server = Server::start().await;
    let client = S::new(client::builder::<S>(&server.url("/base")).build().unwrap());

    // Same credentials, query, body, any answer.
    server.answer_bytes(202, b"<any>thing</any>").await;
    let mut patch = Raw::new(Method::PATCH, "/new/things");
    patch.query = Some(("tag", &["a", "b"]));
    patch.json = Some(json!({"x": 1}));
    let response = client.request(patch).await.unwrap();
    assert_eq!(response.status().as_u16(), 202);
    assert_eq!(&response.bytes()[..], b"<any>thing</any>");
    let [sent] = server.take().try_into().unwrap();
    assert_eq!((sent.method.as_str(), sent.path.as_str()), ("PATCH", "/base/new/things"));
    assert_eq!(sent.query, [("tag".into(), "a".into()), ("tag".into(), "b".into())]);
    assert_eq!(sent.header("authorization"), Some(AUTHORIZATION));
    assert_eq!(&sent.body[..], br#"{"x":1}"#);

    // Same errors.
    let get = || Raw::new(Method::GET, "/new/things");
    let problem = problem(client::name::<S>());
    server.answer(400, Some(&problem.body)).await;
    let error = client.request(get()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.code(), problem.code.as_deref());
    assert!(error.problem().is_some());

    // Same retries: what is safe is repeated, anything else is not unless the caller says so.
    for (method, idempotent, attempts) in
        [(Method::GET, None, 3), (Method::POST, None, 1), (Method::POST, Some(true), 3), (Method::GET, Some(false), 1)]
    {
        server.answer(503, None).await;
        let client = match idempotent {
            Some(idempotent) => client.with_options(CallOptions::new().idempotent(idempotent)),
            None => client.clone(),
        };
        let error = client.request(Raw::new(method, "/new/things")).await.unwrap_err();
        assert_eq!(error.attempts(), attempts);
        assert_eq!(server.take().len(), attempts as usize);
    }

    // Same guard.
    for path in ["/../x", "//evil.example/x", "/a?b", "/a/%2e%2e/b", ""] {
        let error = client.request(Raw::new(Method::GET, path)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{path}");
    }
    assert!(server.take().is_empty());
}
