use std::error::Error as _;
use std::time::Duration;

use user_directory_runtime::{CallOptions, DecodeError, DecodeProblem, ErrorKind, MAX_ERROR_BODY};

use crate::support::acme::{Error, GET_USER};
use crate::support::{Reply, Server, builder};

async fn failure(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Error {
    let server = Server::start(move |_, _| reply()).await;
    let client = builder(&server.url).build().unwrap();
    let error = client.create_user("Ada").await.unwrap_err();
    assert_eq!(server.count(), 1);
    error
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_told_by_place_and_not_quoted() {
    for (body, problem, path) in [
        (r#"{"id":"1","name":7}"#, DecodeProblem::Data, "name"),
        (r#"{"id":"1"}"#, DecodeProblem::Data, "."),
        (r#"{"id":"1","name":"Ada"#, DecodeProblem::Truncated, "name"),
        (r#"{"id":"1","name":"Ada""#, DecodeProblem::Truncated, "name"),
        (r#"{"id":"1","name":"Ada",}"#, DecodeProblem::Syntax, "."),
        ("Ada", DecodeProblem::Syntax, "."),
        ("", DecodeProblem::Empty, "."),
    ] {
        let error =
            failure(move || Reply::with(200, &["Content-Type: application/json", "X-Request-Id: r-1"], body)).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        let source = error.source().unwrap().downcast_ref::<DecodeError>().unwrap();
        assert_eq!((source.problem, source.path.as_str()), (problem, path), "{body}");
        assert_eq!((error.status().unwrap().as_u16(), &error.body()[..]), (200, body.as_bytes()));
        assert_eq!(error.request_id(), Some("r-1"));
        assert!(!format!("{error} {error:?} {source} {source:?}").contains("Ada"));
    }
}

#[tokio::test]
async fn a_page_in_place_of_json_is_named() {
    let error = failure(|| Reply::with(200, &["Content-Type: text/html; charset=utf-8"], "<html>Ada</html>")).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("content type text/html"), "{error}");

    let error = failure(|| Reply::with(500, &["Content-Type: text/html"], "<html>Ada</html>")).await;
    assert_eq!((error.kind(), error.code(), error.problem().is_none()), (ErrorKind::Api, None, true));
    assert_eq!(error.body(), "<html>Ada</html>");
    assert_eq!(error.to_string(), "createUser: the server refused, status 500");
}

#[tokio::test]
async fn json_under_another_content_type_is_read() {
    let server =
        Server::start(|_, _| Reply::with(200, &["Content-Type: text/plain"], r#"{"id":"1","name":"Ada"}"#)).await;
    let client = builder(&server.url).build().unwrap();
    assert_eq!(client.get_user("1").await.unwrap().name, "Ada");
}

#[tokio::test]
async fn a_huge_error_body_is_cut() {
    let error = failure(|| Reply::json(500, "x".repeat(10_000_000))).await;
    assert_eq!((error.kind(), error.body().len()), (ErrorKind::Api, MAX_ERROR_BODY));
    assert!(error.body_truncated());
}

#[tokio::test]
async fn a_huge_success_body_is_refused() {
    let server = Server::start(|_, _| Reply::json(200, "x".repeat(100_000))).await;
    let client = builder(&server.url).max_response_body(99_999).build().unwrap();
    let error = client.get_user("1").await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Policy, 1));
}

#[tokio::test]
async fn a_length_that_no_body_has_is_no_more_than_a_broken_answer() {
    for length in [1_u64 << 40, (1 << 63) + 1, u64::MAX - 2] {
        let error = failure(move || Reply::promising(length)).await;
        assert_eq!(error.kind(), ErrorKind::Transport, "{length}");
    }
}

#[tokio::test]
async fn an_empty_answer_is_fine_where_none_is_needed() {
    let server = Server::start(|_, _| Reply::status(200)).await;
    let client = builder(&server.url).build().unwrap();
    client.send(&GET_USER, "/users/1").await.unwrap();
    let response = client.request(http::Method::GET, "/x").send().await.unwrap();
    assert_eq!(*response.json::<Option<u8>, ()>().unwrap(), None);
}

#[tokio::test]
async fn the_providers_problem_is_typed() {
    let body = r#"{"code":"USER-7","message":"ada@example.com exists","correlation":"c-1"}"#;
    let error = failure(move || Reply::json(409, body)).await;
    assert_eq!(error.code().unwrap(), "USER-7");
    assert_eq!(error.message().unwrap(), "ada@example.com exists");
    assert_eq!(error.request_id(), Some("c-1"));
    assert_eq!(
        error.to_string(),
        "createUser: the server refused, status 409, code USER-7, see message() (request id c-1)"
    );
    let error = failure(move || Reply::with(409, &["X-Acme-Trace: t-1", "X-Request-Id: r-1"], body)).await;
    assert_eq!(error.request_id(), Some("t-1"));
    let problem = format!("{:?}", error.problem().unwrap());
    assert_eq!((problem.as_str(), error.status().unwrap().as_u16()), ("AcmeProblem { .. }", 409));
}

#[tokio::test]
async fn statuses_have_names() {
    for (status, name) in
        [(401, "unauthorized"), (404, "not found"), (410, "not found"), (409, "conflict"), (429, "limited"), (500, "")]
    {
        let error = failure(move || Reply::status(status)).await;
        let named = [
            (error.is_unauthorized(), "unauthorized"),
            (error.is_not_found(), "not found"),
            (error.is_conflict(), "conflict"),
            (error.is_rate_limited(), "limited"),
        ];
        for (is, other) in named {
            assert_eq!(is, name == other, "{status} {other}");
        }
    }
}

#[tokio::test]
async fn a_coding_that_was_not_asked_for_is_named() {
    let error = failure(|| Reply::with(200, &["Content-Encoding: GZip"], [0x1f, 0x8b])).await;
    assert!(error.to_string().ends_with("content coding gzip"), "{error}");
    let error = failure(|| Reply::with(200, &["Content-Encoding: ada@example.com"], "x")).await;
    assert!(error.to_string().ends_with("content coding unreadable"), "{error}");
}

#[tokio::test]
async fn what_looks_like_no_code_is_not_printed() {
    let error =
        failure(|| Reply::json(400, r#"{"code":"ada@example.com","message":"m","correlation":"Ada King"}"#)).await;
    assert_eq!((error.code(), error.request_id()), (Some("ada@example.com"), Some("Ada King")));
    assert_eq!(error.to_string(), "createUser: the server refused, status 400, see message()");
    assert!(!format!("{error:?}").contains("ada") && !format!("{error:?}").contains("King"), "{error:?}");
}

#[tokio::test]
async fn what_the_server_chooses_stays_on_one_line() {
    let error = failure(|| Reply::json(400, r#"{"code":"a\nb\u001b[31m","message":"","correlation":"c\r\nd"}"#)).await;
    let text = format!("{error} {error:?}");
    assert!(!text.contains(['\n', '\r', '\u{1b}']), "{text:?}");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Server::start(|_, _| Reply::ok()).await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("Location: {}/users/1", other.url);
        let server = Server::start(move |_, _| Reply::with(status, &[&location], "")).await;
        // Not even if the hook asks for it.
        let client = builder(&server.url)
            .http_client_builder(|http| http.redirect(reqwest::redirect::Policy::limited(5)))
            .build()
            .unwrap();
        let error = client.get_user("1").await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
    assert_eq!(other.count(), 0);
}

#[tokio::test]
async fn no_error_prints_a_secret_or_a_persons_data() {
    let planted = ["t0ken", "needle", "ada@example.com", "hunter2", "cook1e"];
    let body = r#"{"id":"hunter2","name":{"ada@example.com":"hunter2"},"code":"E1","message":"ada@example.com"}"#;
    for (status, reply) in [(200, true), (400, true), (503, true), (0, false)] {
        let server = Server::start(move |_, _| match reply {
            true => Reply::with(status, &["Content-Type: application/json", "Set-Cookie: cook1e"], body),
            false => Reply::reset(),
        })
        .await;
        let client = builder(&server.url).build().unwrap();
        let client = client.with_options(
            CallOptions::new()
                .header(http::HeaderName::from_static("x-code"), http::HeaderValue::from_static("hunter2")),
        );
        let error = client.get_user("ada@example.com").await.unwrap_err();
        let mut text =
            format!("{error} {error:?} {error:#?} {client:?}", client = client.request(http::Method::GET, "/hunter2"));
        let mut source = error.source();
        while let Some(cause) = source {
            text.push_str(&format!("{cause} {cause:?}"));
            source = cause.source();
        }
        for secret in planted {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[tokio::test]
async fn what_the_http_client_refuses_or_times_out_is_reported_as_that() {
    let limited = |http: reqwest::ClientBuilder| http.timeout(Duration::from_millis(100));
    for (configure, kind, unknown) in [
        ((|http| http.https_only(true)) as fn(reqwest::ClientBuilder) -> _, ErrorKind::Request, false),
        (limited, ErrorKind::Timeout, true),
    ] {
        let server = Server::start(|_, _| Reply::stall()).await;
        let client = builder(&server.url).http_client_builder(configure).build().unwrap();
        let error = client.create_user("Ada").await.unwrap_err();
        assert_eq!((error.kind(), error.outcome_unknown()), (kind, unknown), "{error}");
        assert!(!format!("{error:?}").contains(&server.url), "{error:?}");
    }
}
