use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use url::form_urlencoded;
use user_directory_runtime::{AuthError, BuildError, ClientAuth, ErrorKind, OAuth2, ParametersIn, TokenAuth};

use crate::support::{Acme, Received, Reply, Server, builder, quick};

/// Builds a client for a server that is both the API and the issuer.
fn client(server: &Server, source: OAuth2) -> Acme {
    builder(&server.url).authenticator(TokenAuth::new(source)).build().unwrap()
}

fn form(request: &Received) -> Vec<(String, String)> {
    form_urlencoded::parse(request.body.as_bytes()).into_owned().collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

const AWKWARD: &str = "jo+tag@example.com &=%;é";

#[tokio::test]
async fn client_credentials_in_the_query() {
    let server = Server::start(|request, _| match request.path() {
        "/v1/authenticate" => Reply::json(200, r#"{"access_token":"t1","token_type":"bearer","expires_in":1799}"#),
        _ => Reply::ok(),
    })
    .await;
    let source = OAuth2::client_credentials("/v1/authenticate", "key", "s3cret").unwrap();
    let client = client(&server, source.parameters_in(ParametersIn::Query));
    client.get_user("1").await.unwrap();
    client.get_user("1").await.unwrap();
    let [login, first, second] = server.received().try_into().unwrap();
    assert_eq!(
        (login.method.as_str(), login.target.as_str(), login.body.as_str()),
        ("POST", "/v1/authenticate?grant_type=client_credentials", "")
    );
    assert_eq!(login.header("authorization"), Some("Basic a2V5OnMzY3JldA=="));
    assert_eq!(login.header("accept"), Some("application/json"));
    assert_eq!((login.header("content-length"), login.header("content-type")), (Some("0"), None));
    assert_eq!(login.header("user-agent"), Some("acme-users/1.2.3"));
    for request in [first, second] {
        assert_eq!(request.header("authorization"), Some("Bearer t1"));
    }
}

#[tokio::test]
async fn password_then_refresh_then_password_again() {
    let server = Server::start(|request, index| match (request.path(), index) {
        ("/token", 0) => Reply::json(200, r#"{"access_token":"t1","expires_in":0,"refresh_token":"r+1/="}"#),
        ("/token", _) if request.body.contains("r%2B1") => {
            Reply::json(200, r#"{"access_token":"t2","expires_in":"0","refresh_token":"r2"}"#)
        }
        ("/token", _) if request.body.contains("refresh_token=r2") => Reply::json(
            400,
            r#"{"error":"invalid_grant","error_description":"The refresh token is invalid or expired."}"#,
        ),
        ("/token", _) => Reply::json(200, r#"{"access_token":"t3"}"#),
        _ => Reply::ok(),
    })
    .await;
    let url = format!("{}/token", server.url);
    let source = OAuth2::password(&url, "client&id", "s=cret/1", AWKWARD, AWKWARD)
        .unwrap()
        .scope("openid offline_access")
        .client_auth(ClientAuth::Parameters)
        .refresh_client_auth(ClientAuth::Basic);
    let client = client(&server, source);
    for _ in 0..3 {
        client.get_user("1").await.unwrap();
    }
    let logins: Vec<_> = server.received().into_iter().filter(|r| r.path() == "/token").collect();
    let [password, refresh, refused, again] = logins.try_into().unwrap();
    let grant = pairs(&[
        ("grant_type", "password"),
        ("username", AWKWARD),
        ("password", AWKWARD),
        ("scope", "openid offline_access"),
        ("client_id", "client&id"),
        ("client_secret", "s=cret/1"),
    ]);
    assert_eq!((form(&password), password.header("authorization")), (grant.clone(), None));
    assert_eq!(password.header("content-type"), Some("application/x-www-form-urlencoded"));
    let scope = ("scope", "openid offline_access");
    assert_eq!(form(&refresh), pairs(&[("grant_type", "refresh_token"), ("refresh_token", "r+1/="), scope]));
    assert_eq!(refresh.header("authorization"), Some("Basic Y2xpZW50JmlkOnM9Y3JldC8x"));
    assert_eq!(form(&refused), pairs(&[("grant_type", "refresh_token"), ("refresh_token", "r2"), scope]));
    assert_eq!(form(&again), grant);
    let tokens: Vec<_> = server.received();
    let tokens: Vec<_> =
        tokens.iter().filter(|r| r.path() != "/token").map(|r| r.header("authorization").unwrap()).collect();
    assert_eq!(tokens, ["Bearer t1", "Bearer t2", "Bearer t3"]);
}

#[tokio::test]
async fn only_a_dead_refresh_token_leads_to_the_grant_again() {
    /// The answer to the refresh token, whether the provider has its own words for a refusal, the token requests, and
    /// whether they end well.
    type Case = (fn() -> Reply, bool, usize, bool);
    let answers: [Case; 6] = [
        (|| Reply::json(400, r#"{"error":"invalid_grant"}"#), false, 3, true),
        (|| Reply::json(401, r#"{"error":"invalid_grant"}"#), false, 3, true),
        (|| Reply::json(401, r#"{"error":"invalid_client"}"#), false, 2, false),
        (|| Reply::json(400, r#"{"error":"invalid_scope"}"#), false, 2, false),
        (|| Reply::json(400, r#"{"error":"own","why":"gone"}"#), true, 3, true),
        (|| Reply::json(200, r#"{"access_token":"t2","old":"gone"}"#), true, 2, true),
    ];
    for (answer, own, logins, succeeds) in answers {
        let server = Server::start(move |request, index| match (request.path(), index) {
            ("/token", 0) => Reply::json(200, r#"{"access_token":"t1","expires_in":0,"refresh_token":"r1"}"#),
            ("/token", _) if request.body.contains("refresh_token=r1") => answer(),
            ("/token", _) => Reply::json(200, r#"{"access_token":"t2"}"#),
            _ => Reply::ok(),
        })
        .await;
        let mut source = OAuth2::password("/token", "c", "s", "u", "p").unwrap();
        if own {
            source = source.dead_refresh_token_when(|answer| answer.body.ends_with(b"\"gone\"}"));
        }
        let client = client(&server, source);
        client.get_user("1").await.unwrap();
        let second = client.get_user("1").await;
        assert_eq!(server.count_path("/token"), logins);
        assert_eq!(
            second.map_err(|error| error.kind()).map(drop),
            if succeeds { Ok(()) } else { Err(ErrorKind::Auth) }
        );
    }
}

#[tokio::test]
async fn a_refresh_token_that_is_not_replaced_stays() {
    let server = Server::start(|request, _| match request.path() {
        "/token" if request.body.contains("refresh_token=r1") => {
            Reply::json(200, r#"{"access_token":"t2","expires_in":0}"#)
        }
        "/token" => Reply::json(200, r#"{"access_token":"t1","expires_in":0,"refresh_token":"r1"}"#),
        _ => Reply::ok(),
    })
    .await;
    let client = client(&server, OAuth2::password("/token", "c", "s", "u", "p").unwrap());
    for _ in 0..3 {
        client.get_user("1").await.unwrap();
    }
    let refreshes = |request: &Received| request.body.contains("refresh_token=r1");
    let logins: Vec<_> = server.received().iter().filter(|r| r.path() == "/token").map(refreshes).collect();
    assert_eq!(logins, [false, true, true]);
}

#[tokio::test]
async fn the_attempts_of_a_token_request_can_be_set() {
    // A call that is to be sent once makes one request for its token.
    for (of_call, attempts, made, succeeds) in [(3, 3, 3, false), (3, 4, 4, true), (2, 4, 4, true), (1, 4, 1, false)] {
        let server = Server::start(|request, index| match (request.path(), index) {
            ("/token", 0..3) => Reply::status(429),
            ("/token", _) => Reply::json(200, r#"{"access_token":"t1"}"#),
            _ => Reply::ok(),
        })
        .await;
        let source = OAuth2::client_credentials("/token", "key", "s3cret").unwrap();
        let source = source.retry(quick().max_attempts(attempts));
        let builder = builder(&server.url).retry(quick().max_attempts(of_call));
        let result = builder.authenticator(TokenAuth::new(source)).build().unwrap().get_user("1").await;
        assert_eq!((result.is_ok(), server.count_path("/token")), (succeeds, made));
    }
}

#[tokio::test]
async fn a_refresh_token_to_start_with() {
    let server = Server::start(|request, _| match request.path() {
        "/token" => Reply::json(200, r#"{"access_token":"t1"}"#),
        _ => Reply::ok(),
    })
    .await;
    let source = OAuth2::refresh_token("/token", "a b", "ü", "r0").unwrap().client_auth(ClientAuth::BasicEncoded);
    let source = source.header(HeaderName::from_static("x-tenant"), HeaderValue::from_static("acme"));
    client(&server, source.parameter("audience", "x y")).get_user("1").await.unwrap();
    let login = &server.received()[0];
    assert_eq!(login.header("x-tenant"), Some("acme"));
    assert_eq!(form(login), pairs(&[("grant_type", "refresh_token"), ("refresh_token", "r0"), ("audience", "x y")]));
    // base64 of `a+b:%C3%BC`
    assert_eq!(login.header("authorization"), Some("Basic YStiOiVDMyVCQw=="));
}

#[tokio::test]
async fn a_refusal_is_told_without_secrets() {
    for (status, body, text) in [
        (400, r#"{"error":"invalid_client","error_description":"s3cret"}"#, "status 400, code invalid_client"),
        (401, "<html>s3cret</html>", "no token was issued, status 401"),
        (200, r#"{"access_token":7,"x":"s3cret"}"#, "not what RFC 6749 describes"),
        (200, r#"{"access_token":""}"#, "empty token"),
        (200, "<html>", "not what RFC 6749 describes"),
        (302, "", "status 302"),
    ] {
        let server = Server::start(move |_, _| Reply::json(status, body)).await;
        let source = OAuth2::client_credentials("/token", "key", "s3cret").unwrap();
        assert!(!format!("{source:?}").contains("s3cret"));
        let error = client(&server, source).get_user("1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.to_string().contains(text), "{error}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
        let refusal = error.source().and_then(|source| source.downcast_ref::<AuthError>()).unwrap();
        // What is no token at all refuses nothing.
        let refused = refusal.status().map(|status| status.as_u16());
        assert_eq!(refused, (status != 200).then_some(status), "{refusal:?}");
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn clients_may_share_a_source() {
    let server = Server::start(|request, _| match request.path() {
        "/token" => Reply::json(200, r#"{"access_token":"t1"}"#),
        _ => Reply::ok(),
    })
    .await;
    let shared = Arc::new(TokenAuth::new(OAuth2::client_credentials("/token", "k", "s").unwrap()));
    for _ in 0..2 {
        let client = builder(&server.url).authenticator(Arc::clone(&shared)).build().unwrap();
        client.get_user("1").await.unwrap();
    }
    assert_eq!(server.count_path("/token"), 1);
}

#[tokio::test]
async fn the_whole_calls_timeout_covers_the_login() {
    let server = Server::start(|_, _| Reply::stall()).await;
    let source = TokenAuth::new(OAuth2::client_credentials("/token", "k", "s").unwrap());
    let client = builder(&server.url).authenticator(source).total_timeout(Duration::from_millis(100)).build().unwrap();
    let error = client.create_user("Ada").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.outcome_unknown()), (ErrorKind::Timeout, 0, false));
}

#[tokio::test]
async fn a_token_request_that_gets_no_answer_is_told_as_what_it_is() {
    let no = |reply: fn() -> Reply| Server::start(move |_, _| reply());
    let source = || OAuth2::client_credentials("/token", "k", "s").unwrap();
    for (reply, kind, text) in [
        (Reply::stall as fn() -> Reply, ErrorKind::Timeout, "the token request timed out"),
        (Reply::reset, ErrorKind::Transport, "the token request failed"),
        (|| Reply::json(200, " ".repeat(70_000)), ErrorKind::Auth, "longer than 64 KiB"),
    ] {
        let repeated = kind != ErrorKind::Auth;
        for (policy, attempts) in [(quick(), if repeated { 3 } else { 1 }), (quick().max_attempts(1), 1)] {
            let server = no(reply).await;
            // A call that is made once makes one request for its token, whatever the source says.
            let source = TokenAuth::new(source().retry(quick()));
            let builder = builder(&server.url).retry(policy).authenticator(source);
            // Only what is to time out is hurried: a busy machine is slow itself.
            let limit = if kind == ErrorKind::Timeout { 200 } else { 30_000 };
            let client = builder.attempt_timeout(Duration::from_millis(limit)).build().unwrap();
            let error = client.create_user("Ada").await.unwrap_err();
            assert_eq!((error.kind(), error.attempts(), error.outcome_unknown()), (kind, 0, false), "{error}");
            assert!(error.to_string().contains(text), "{error}");
            assert_eq!((server.count(), error.is_retryable()), (attempts, repeated), "{error}");
            // A call that may be repeated is not, as long as nothing of it was sent.
            client.get_user("1").await.unwrap_err();
            assert_eq!(server.count(), 2 * attempts);
        }
    }
    let server = no(Reply::ok).await;
    let (url, closed) = (server.url.clone(), "http://127.0.0.1:1/token");
    let source = TokenAuth::new(OAuth2::client_credentials(closed, "k", "s").unwrap());
    let error = builder(&url).authenticator(source).build().unwrap().create_user("Ada").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), server.count()), (ErrorKind::Connect, 0, 0));
}

#[tokio::test]
async fn a_server_gets_no_token_of_another() {
    let issuing = |token: &'static str| {
        Server::start(move |request, _| match request.path() {
            "/token" => Reply::json(200, format!(r#"{{"access_token":"{token}"}}"#)),
            _ => Reply::ok(),
        })
    };
    let (one, two) = (issuing("one").await, issuing("two").await);
    let shared = Arc::new(TokenAuth::new(OAuth2::client_credentials("/token", "k", "s").unwrap()));
    let client = |server: &Server| builder(&server.url).authenticator(Arc::clone(&shared)).build().unwrap();
    let (first, second) = (client(&one), client(&two));
    for _ in 0..2 {
        first.get_user("1").await.unwrap();
        second.get_user("1").await.unwrap();
    }
    for (server, value) in [(&one, "Bearer one"), (&two, "Bearer two")] {
        assert_eq!(server.count_path("/token"), 1);
        for request in server.received().iter().filter(|request| request.path() != "/token") {
            assert_eq!(request.header("authorization"), Some(value));
        }
    }
}

#[test]
fn a_token_url_must_be_safe() {
    for url in ["http://login.example/token", "ftp://x", "//login.example/token", "https://u:p@login.example/t", ""] {
        let result = OAuth2::client_credentials(url, "k", "s");
        assert!(matches!(result, Err(BuildError::InvalidSetting { .. })), "{url}");
    }
}
