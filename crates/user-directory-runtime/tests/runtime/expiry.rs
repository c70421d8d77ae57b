//! Tokens that expire, and are renewed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use http::Method;
use user_directory_runtime::{
    AuthContext, AuthError, CallOptions, ErrorKind, Token, TokenAuth, TokenSource, async_trait, exchange,
};

use crate::support::{Acme, Received, Reply, Server, builder};

/// Logs in at the client's own server.
struct Login;

#[async_trait]
impl TokenSource for Login {
    async fn token(&self, _: Option<&Token>, context: &AuthContext<'_>) -> Result<Token, AuthError> {
        let url = context.base_url.join("/login").map_err(|_| AuthError::new("no URL"))?;
        let answer = exchange(context, reqwest::Request::new(Method::POST, url)).await?;
        match std::str::from_utf8(&answer.body) {
            Ok(token) if answer.status.is_success() => Ok(Token::new(token)),
            _ => Err(answer.refused(Some("NO-LOGIN"))),
        }
    }
}

/// A server where only the latest token is valid, and tokens can be revoked.
#[derive(Clone, Default)]
struct Issuer(Arc<AtomicU32>);

impl Issuer {
    fn revoke(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn answer(&self, request: &Received, expired: fn() -> Reply) -> Reply {
        if request.path() == "/login" {
            let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
            return Reply::with(200, &[], format!("token-{number}")).after(Duration::from_millis(30));
        }
        let valid = format!("Bearer token-{}", self.0.load(Ordering::SeqCst));
        match request.header("authorization") {
            Some(sent) if sent == valid => match request.path() {
                "/users" if request.method == "GET" => {
                    Reply::json(200, format!(r#"[{{"id":{0:?},"name":"Ada"}}]"#, request.target))
                }
                _ => Reply::ok(),
            },
            _ => expired(),
        }
    }
}

fn unauthorized() -> Reply {
    Reply::json(401, r#"{"code":"EXPIRED","message":"token"}"#)
}

async fn start(expired: fn() -> Reply) -> (Server, Issuer) {
    let issuer = Issuer::default();
    let answering = issuer.clone();
    let server = Server::start(move |request, _| answering.answer(request, expired)).await;
    (server, issuer)
}

fn client(server: &Server) -> Acme {
    builder(&server.url).authenticator(TokenAuth::new(Login)).build().unwrap()
}

#[tokio::test]
async fn a_shared_scheme_renews_its_token() {
    let (server, issuer) = start(unauthorized).await;
    let client = builder(&server.url).authenticator(Arc::new(TokenAuth::new(Login))).build().unwrap();
    client.get_user("1").await.unwrap();
    issuer.revoke();
    client.get_user("1").await.unwrap();
}

async fn concurrently(client: &Acme, calls: usize) {
    let calls: Vec<_> = (0..calls)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.create_user("Ada").await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_hundred_calls_log_in_once_and_renew_once() {
    let (server, issuer) = start(unauthorized).await;
    let client = client(&server);
    concurrently(&client, 100).await;
    assert_eq!((server.count_path("/login"), server.count_path("/users")), (1, 100));
    issuer.revoke();
    concurrently(&client, 100).await;
    assert_eq!(server.count_path("/login"), 2);
}

#[tokio::test]
async fn an_expired_token_is_renewed_once_and_the_call_repeated_once() {
    let (server, issuer) = start(unauthorized).await;
    let client = client(&server);
    client.create_user("Ada").await.unwrap();
    issuer.revoke();
    let user = client.get_user("1").await.unwrap();
    assert_eq!(user.attempts(), 2);
    assert_eq!(server.count_path("/login"), 2);
}

#[tokio::test]
async fn a_token_that_is_never_accepted_ends_the_call() {
    let server = Server::start(|request, _| match request.path() {
        "/login" => Reply::with(200, &[], "useless"),
        _ => unauthorized(),
    })
    .await;
    let error = client(&server).get_user("1").await.unwrap_err();
    assert_eq!((error.kind(), error.code().unwrap()), (ErrorKind::Api, "EXPIRED"));
    assert_eq!((server.count_path("/users/1"), server.count_path("/login")), (2, 2));
}

#[tokio::test]
async fn a_provider_may_tell_expiry_in_its_own_way() {
    let expired = || Reply::json(400, r#"{"code":"ACME-20003","message":"token"}"#);
    let (server, issuer) = start(expired).await;
    let scheme = TokenAuth::new(Login)
        .expired_when(|answer| answer.status == 400 && answer.body.windows(10).any(|window| window == b"ACME-20003"));
    let client = builder(&server.url).authenticator(scheme).build().unwrap();
    client.get_user("1").await.unwrap();
    issuer.revoke();
    client.get_user("1").await.unwrap();
    assert_eq!(server.count_path("/login"), 2);
    // Another 400 is just an error.
    let server = Server::start(|request, _| match request.path() {
        "/login" => Reply::with(200, &[], "t"),
        _ => Reply::json(400, r#"{"code":"ACME-1","message":""}"#),
    })
    .await;
    let scheme = TokenAuth::new(Login).expired_when(|answer| answer.body.windows(10).any(|w| w == b"ACME-20003"));
    let client = builder(&server.url).authenticator(scheme).build().unwrap();
    client.get_user("1").await.unwrap_err();
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_refusal_of_the_credentials_carries_nothing_out_whatever_its_status() {
    let server = Server::start(|request, _| match request.path() {
        "/login" => Reply::with(200, &[], "t"),
        _ => Reply::json(500, r#"{"code":"ACME-20003","message":"token"}"#),
    })
    .await;
    for (expires, unknown, requests) in [(true, false, 2), (false, true, 1)] {
        let scheme = TokenAuth::new(Login);
        let scheme = if expires { scheme.expired_when(|answer| answer.status == 500) } else { scheme };
        let client = builder(&server.url).authenticator(scheme).build().unwrap();
        let before = server.count_path("/users");
        let error = client.create_user("Ada").await.unwrap_err();
        assert_eq!((error.outcome_unknown(), server.count_path("/users") - before), (unknown, requests));
    }
}

#[tokio::test]
async fn a_token_of_ones_own_is_not_renewed() {
    let (server, _) = start(unauthorized).await;
    let client = client(&server).with_options(CallOptions::new().authorization("Bearer mine"));
    client.get_user("1").await.unwrap_err();
    assert_eq!((server.count(), server.count_path("/login")), (1, 0));
}

#[tokio::test]
async fn a_token_may_expire_in_the_middle_of_paging() {
    let (server, issuer) = start(unauthorized).await;
    let client = client(&server);
    let mut stream = client.pages(Some(3));
    for page in 1..=3 {
        let users = stream.next().await.unwrap().unwrap();
        assert_eq!(users.items[0].id, format!("/users?page={page}"));
        issuer.revoke();
    }
    assert!(stream.next().await.is_none());
    assert_eq!((server.count_path("/login"), server.count_path("/users")), (3, 5));
}

#[tokio::test]
async fn a_refused_login_fails_the_call_and_tells_why() {
    let server = Server::start(|_, _| Reply::status(403)).await;
    let error = client(&server).get_user("1").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 0));
    assert_eq!(error.to_string(), "getUser: authentication failed: no token was issued, status 403, code NO-LOGIN");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_busy_issuer_is_asked_again() {
    let server = Server::start(|request, index| match (request.path(), index) {
        ("/login", 0) => Reply::with(429, &["Retry-After: 1"], ""),
        ("/login", 1) => Reply::reset(),
        ("/login", _) => Reply::with(200, &[], "t"),
        _ => Reply::ok(),
    })
    .await;
    let began = Instant::now();
    client(&server).get_user("1").await.unwrap();
    assert_eq!(server.count_path("/login"), 3);
    assert!(began.elapsed() >= Duration::from_secs(1), "the issuer asked to wait");

    let server = Server::start(|_, _| Reply::with(429, &["Retry-After: 600"], "")).await;
    let error = client(&server).get_user("1").await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Auth, Some(Duration::from_secs(600))));
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_call_cancelled_at_the_login_holds_nobody_up() {
    let server = Server::start(|request, index| match (request.path(), index) {
        ("/login", 0) => Reply::stall(),
        ("/login", _) => Reply::with(200, &[], "t"),
        _ => Reply::ok(),
    })
    .await;
    let client = client(&server);
    let cancelled = {
        let client = client.clone();
        tokio::spawn(async move { client.get_user("1").await.map(drop) })
    };
    while server.count() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let waiting = {
        let client = client.clone();
        tokio::spawn(async move { client.get_user("1").await.map(drop) })
    };
    tokio::time::sleep(Duration::from_millis(20)).await;
    cancelled.abort();
    waiting.await.unwrap().unwrap();
    client.get_user("1").await.unwrap();
    assert_eq!(server.count_path("/login"), 2);
}
