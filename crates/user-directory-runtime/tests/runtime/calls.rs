use http::Method;
use user_directory_runtime::{BuildError, CallOptions, ErrorKind, FixedHeader};

use crate::support::acme::{DELETE_USER, GET_USER, LIST_USERS, SIGN_UP};
use crate::support::{Reply, Server, builder};

fn assert_send<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn clients_and_futures_go_anywhere() {
    fn shareable<T: Clone + Send + Sync + 'static>(_: &T) {}
    let server = Server::start(|_, _| Reply::ok()).await;
    let client = builder(&server.url).build().unwrap();
    shareable(&client);
    assert_send(client.get_user("1")).await.unwrap();
    assert_send(client.request(Method::GET, "/x").send()).await.unwrap();
}

#[tokio::test]
async fn the_url_sent_is_the_operations_own() {
    let server = Server::start(|_, _| Reply::ok()).await;
    for base in [server.url.clone(), format!("{}/", server.url), format!("{}/base/path//", server.url)] {
        let client = builder(&base).build().unwrap();
        client.get_user("a/b c").await.unwrap();
        let prefix = if base.contains("base") { "/base/path" } else { "" };
        let sent = server.received().pop().unwrap();
        assert_eq!(sent.target, format!("{prefix}/users/a%2Fb%20c?search=needle"));
    }
    let before = server.count();
    let client = builder(&server.url).build().unwrap();
    for id in ["", ".", "..", "%2e%2e", "..\\..\\admin", "a\0"] {
        let error = client.get_user(id).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
    }
    for path in ["/users/../admin", "/users/", "/users/1/lock", "/admin", "/users/1\\..\\..\\admin", "/users/%2e%2e"] {
        let error = client.send(&DELETE_USER, path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Policy, "{path}");
        assert_eq!(error.attempts(), 0);
    }
    assert_eq!(server.count(), before, "nothing was sent");
}

#[tokio::test]
async fn undocumented_paths_have_the_same_credentials_retries_and_errors() {
    let server = Server::start(|request, index| match (request.path(), index) {
        ("/v2/things", 0) => Reply::status(503),
        ("/v2/things", _) => Reply::with(202, &["X-Request-Id: r-1"], request.body.clone()),
        _ => Reply::json(404, r#"{"code":"NO","message":"no"}"#),
    })
    .await;
    let client = builder(&server.url).build().unwrap();
    let put = client.request(Method::PUT, "/v2/things").query("tag", ["a", "b"]).query("no", None::<u8>);
    let response = put.json(&serde_json::json!({ "x": 1 })).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.attempts(), response.request_id()), (202, 2, Some("r-1")));
    assert_eq!(response.bytes(), r#"{"x":1}"#);
    let sent = server.received().pop().unwrap();
    assert_eq!((sent.method.as_str(), sent.target.as_str()), ("PUT", "/v2/things?tag=a&tag=b"));
    assert_eq!(sent.header("authorization"), Some("Bearer t0ken"));
    assert_eq!(sent.header("content-type"), Some("application/json"));

    let error = client.request(Method::GET, "/v2/none").send().await.unwrap_err();
    assert_eq!((error.operation(), error.code().unwrap()), ("undocumented", "NO"));

    let before = server.count();
    for path in ["//evil.example/x", "https://evil.example", "/../x", "/a?b", ""] {
        let error = client.request(Method::GET, path).query("a", 1).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{path}");
    }
    assert_eq!(server.count(), before);
}

#[tokio::test]
async fn undocumented_requests_take_headers_and_any_body() {
    let server = Server::start(|_, _| Reply::ok()).await;
    let client = builder(&server.url).build().unwrap();
    let post = client.request(Method::POST, "/v2/things").header("x-thing", 7);
    post.header("content-type", "text/csv").body("a,b").send().await.unwrap();
    let sent = server.received().pop().unwrap();
    assert_eq!((sent.header("x-thing"), sent.header("content-type")), (Some("7"), Some("text/csv")));
    assert_eq!(sent.body, "a,b");
    let unwritable = std::collections::BTreeMap::from([(vec!["Ada"], 1)]);
    for request in [
        client.request(Method::POST, "/v2/things").json(&unwritable),
        client.request(Method::GET, "/v2/things").query("q", [[1]]),
    ] {
        let error = request.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(!format!("{error} {error:?}").contains("Ada"));
    }
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn an_undocumented_post_is_sent_once() {
    let server = Server::start(|_, _| Reply::status(503)).await;
    let client = builder(&server.url).build().unwrap();
    client.request(Method::POST, "/v2/things").send().await.unwrap_err();
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn credentials_are_needed_where_they_are() {
    let server = Server::start(|_, _| Reply::ok()).await;
    let client = user_directory_runtime::ClientBuilder::<crate::support::acme::AcmeProvider>::new()
        .base_url(&server.url)
        .build()
        .unwrap();
    let error = client.send(&GET_USER, "/users/1").await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Auth, 0));
    client.send(&SIGN_UP, "/sign-up").await.unwrap();
    assert_eq!(server.received()[0].header("content-length"), Some("0"));
    client.send(&crate::support::acme::STATUS, "/status").await.unwrap();
    let own = client.with_options(CallOptions::new().authorization("Bearer own"));
    own.send(&GET_USER, "/users/1").await.unwrap();

    let client = builder(&server.url).build().unwrap();
    client.send(&SIGN_UP, "/sign-up").await.unwrap();
    client.send(&crate::support::acme::STATUS, "/status").await.unwrap();
    let sent: Vec<_> = server.received();
    let sent: Vec<_> = sent.iter().map(|request| request.header("authorization")).collect();
    assert_eq!(sent, [None, None, Some("Bearer own"), None, Some("Bearer t0ken")]);
}

#[tokio::test]
async fn an_authorization_with_a_line_break_is_refused() {
    let server = Server::start(|_, _| Reply::ok()).await;
    let client = builder(&server.url).build().unwrap();
    let client = client.with_options(CallOptions::new().authorization("Bearer x\r\nX-Evil: y"));
    let error = client.get_user("1").await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Request, 0));
}

#[tokio::test]
async fn headers_of_a_client_and_of_its_calls_are_texts_or_typed() {
    let server = Server::start(|_, _| Reply::ok()).await;
    let client = builder(&server.url).header("x-app", "payroll").header("x-run", "1").build().unwrap();
    let options =
        CallOptions::new().header(http::HeaderName::from_static("x-run"), http::HeaderValue::from_static("2"));
    client.with_options(options).get_user("1").await.unwrap();
    let sent = server.received().pop().unwrap();
    assert_eq!((sent.header("x-app"), sent.header("x-run")), (Some("payroll"), Some("2")));

    for (name, value) in [("x-app", "a\r\nX-Evil: y"), ("x app", "a"), ("", "a")] {
        let refused = builder(&server.url).header(name, value).build().map(drop);
        let names =
            |error: &BuildError| matches!(error, BuildError::InvalidSetting { setting, .. } if setting == "a header");
        assert!(refused.is_err_and(|error| names(&error)), "{name}");
        let client = client.with_options(CallOptions::new().header(name, value)).with_options(CallOptions::new());
        assert_eq!(client.get_user("1").await.unwrap_err().kind(), ErrorKind::Request, "{name}");
    }
    assert_eq!(server.count(), 1);
}

#[test]
fn a_base_url_must_be_safe() {
    for url in ["http://api.acme.example", "https://u:p@api.acme.example", "https://api.acme.example?x", "acme"] {
        assert!(matches!(builder(url).build().map(drop), Err(BuildError::BaseUrl { .. })), "{url}");
    }
    builder("http://api.acme.example").allow_http(true).build().unwrap();
    let client = user_directory_runtime::ClientBuilder::<crate::support::acme::AcmeProvider>::new()
        .credentials(FixedHeader::bearer("t0ken").unwrap())
        .build()
        .unwrap();
    assert_eq!(client.core().base_url().as_str(), "https://api.acme.example/");
    assert!(!format!("{:?}", client.core()).contains("t0ken"));
}

#[tokio::test]
async fn lists_are_streamed() {
    let server = Server::start(|request, _| match request.target.as_str() {
        "/users?page=1" => Reply::json(200, r#"[{"id":"1","name":"Ada"},{"id":"2","name":"Bob"}]"#),
        "/users?page=2" => Reply::json(200, r#"[{"id":"3","name":"Cyd"}]"#),
        _ => Reply::json(200, "[]"),
    })
    .await;
    let client = builder(&server.url).build().unwrap();
    let mut users = client.pages(None).items();
    let mut names = Vec::new();
    while let Some(user) = users.next().await {
        names.push(user.unwrap().name);
    }
    assert_eq!(names, ["Ada", "Bob", "Cyd"]);
    assert_eq!(server.count_path(LIST_USERS.path), 3);
}
