//! Beyond the documented: raw answers of documented operations, and requests to other paths, for every provider.

use integration_tests::clients::AUTHORIZATION;
use integration_tests::server::Server;
use serde_json::json;

/// Calls an undocumented path and a documented operation of a provider.
macro_rules! beyond {
    ($krate:ident, $answer:expr, $problem:expr, $code:expr, |$client:ident| $call:expr) => {{
        use $krate::{CallOptions, Client, Credentials, ErrorKind, Method, RetryPolicy};
        let server = Server::start().await;
        let policy = RetryPolicy::default()
            .initial_delay(std::time::Duration::from_millis(1))
            .max_delay(std::time::Duration::from_millis(1));
        let $client = Client::builder()
            .base_url(server.url("/base"))
            .credentials(Credentials::authorization(AUTHORIZATION))
            .retry(policy)
            .build()
            .unwrap();

        // The raw answer of a documented operation.
        server.answer(200, Some(&$answer)).await;
        let answer = $call.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200);
        assert_eq!(answer.headers()["content-type"], "application/json");
        assert_eq!(&answer.bytes()[..], $answer.to_string().as_bytes());
        assert_eq!(answer.attempts(), 1);

        // A path that nobody documented: same credentials, query, body, any answer.
        server.answer_bytes(202, b"<any>thing</any>").await;
        let response = $client
            .request(Method::PATCH, "/new/things")
            .query("tag", ["a", "b"])
            .json(&json!({"x": 1}))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status().as_u16(), 202);
        assert_eq!(&response.bytes()[..], b"<any>thing</any>");
        let [sent] = server.take().try_into().unwrap();
        assert_eq!((sent.method.as_str(), sent.path.as_str()), ("PATCH", "/base/new/things"));
        assert_eq!(sent.query, [("tag".into(), "a".into()), ("tag".into(), "b".into())]);
        assert_eq!(sent.header("authorization"), Some(AUTHORIZATION));
        assert_eq!(&sent.body[..], br#"{"x":1}"#);

        // Same errors.
        server.answer(400, Some(&$problem)).await;
        let error = $client.request(Method::GET, "/new/things").send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.code(), $code);
        assert!(error.problem().is_some());

        // Same retries: what is safe is repeated, anything else is not unless the caller says so.
        for (method, idempotent, attempts) in [
            (Method::GET, None, 3),
            (Method::POST, None, 1),
            (Method::POST, Some(true), 3),
            (Method::GET, Some(false), 1),
        ] {
            server.answer(503, None).await;
            let client = match idempotent {
                Some(idempotent) => $client.with_options(CallOptions::new().idempotent(idempotent)),
                None => $client.clone(),
            };
            let error = client.request(method, "/new/things").send().await.unwrap_err();
            assert_eq!(error.attempts(), attempts);
            assert_eq!(server.take().len(), attempts as usize);
        }

        // Same guard.
        for path in ["/../x", "//evil.example/x", "/a?b", "/a/%2e%2e/b", ""] {
            let error = $client.request(Method::GET, path).send().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Request, "{path}");
        }
        assert!(server.take().is_empty());
    }};
}

#[tokio::test]
async fn velo() {
    beyond!(
        velo_users,
        json!({"content": []}),
        json!({"errors": [{"errorCode": "20110003"}]}),
        Some("20110003"),
        |client| client.list_users()
    );
}

#[tokio::test]
async fn sendauth() {
    beyond!(sendauth_users, json!({"rows": [], "total": 0}), json!({"error": "made up"}), None, |client| client
        .list_users());
}

#[tokio::test]
async fn finbourne() {
    beyond!(finbourne_users, json!([]), json!({"name": "MadeUp", "code": 657}), Some("657"), |client| client
        .list_users());
}

#[tokio::test]
async fn obp() {
    beyond!(
        obp_users,
        json!({"users": []}),
        json!({"code": 400, "message": "OBP-20006: made up"}),
        Some("OBP-20006"),
        |client| client.get_users()
    );
}

#[tokio::test]
async fn saasus() {
    beyond!(
        saasus_users,
        json!({"users": []}),
        json!({"type": "permission_denied", "message": "made up"}),
        Some("permission_denied"),
        |client| client.get_saas_users()
    );
}
