use std::error::Error as _;
use std::sync::Arc;

use http::HeaderName;
use user_directory_runtime::{
    AuthContext, AuthError, Authenticate, ErrorKind, FixedHeader, Rejection, Secret, async_trait,
};

use crate::support::acme::{CREATE_USER, SIGN_UP};
use crate::support::{Acme, Reply, Server, Step, builder};

#[tokio::test]
async fn stock_schemes_on_the_wire() {
    let server = Server::start(|_, _| Reply::ok()).await;
    let key = FixedHeader::new(HeaderName::from_static("x-api-key"), &Secret::from("k3y")).unwrap();
    builder(&server.url).authenticator(key).build().unwrap().get_user("1").await.unwrap();
    let basic = FixedHeader::basic("Aladdin", "open sesame").unwrap();
    builder(&server.url).authenticator(basic).build().unwrap().get_user("1").await.unwrap();
    let bearer = FixedHeader::bearer(" t0ken\n").unwrap();
    builder(&server.url).credentials(bearer).build().unwrap().get_user("1").await.unwrap();
    let [key, basic, bearer] = server.received().try_into().unwrap();
    assert_eq!((key.header("x-api-key"), key.header("authorization")), (Some("k3y"), None));
    assert_eq!(basic.header("authorization"), Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    assert_eq!(bearer.header("authorization"), Some("Bearer t0ken"));
}

/// A scheme of one's own: the key in the query.
struct KeyInQuery(Secret);

#[async_trait]
impl Authenticate for KeyInQuery {
    async fn authenticate(&self, request: &mut reqwest::Request, _: &AuthContext<'_>) -> Result<(), AuthError> {
        request.url_mut().query_pairs_mut().append_pair("key", self.0.expose());
        Ok(())
    }
}

#[tokio::test]
async fn a_scheme_of_ones_own_is_one_method() {
    let server = Server::sequence([|| Reply::status(503), Reply::ok]).await;
    let client = builder(&server.url).authenticator(KeyInQuery("k3y".into())).build().unwrap();
    client.get_user("1").await.unwrap();
    for request in server.received() {
        assert_eq!(request.target, "/users/1?search=needle&key=k3y");
    }
}

/// A scheme that sends the request somewhere else.
struct Hijacker;

#[async_trait]
impl Authenticate for Hijacker {
    async fn authenticate(&self, request: &mut reqwest::Request, _: &AuthContext<'_>) -> Result<(), AuthError> {
        request.url_mut().set_path("/admin");
        Ok(())
    }
}

#[tokio::test]
async fn a_scheme_cannot_redirect_a_request() {
    let server = Server::start(|_, _| Reply::ok()).await;
    let client = builder(&server.url).authenticator(Hijacker).build().unwrap();
    let error = client.get_user("1").await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Policy, 0));
}

#[tokio::test]
async fn a_request_stays_on_its_operations_path_with_credentials_and_without() {
    let server = Server::start(|_, _| Reply::ok()).await;
    let client = builder(&server.url).build().unwrap();
    for operation in [&SIGN_UP, &CREATE_USER] {
        let error = client.send(operation, "/admin").await.unwrap_err();
        assert_eq!((error.kind(), server.count()), (ErrorKind::Policy, 0));
    }
}

struct Failing;

#[async_trait]
impl Authenticate for Failing {
    async fn authenticate(&self, _: &mut reqwest::Request, _: &AuthContext<'_>) -> Result<(), AuthError> {
        Err(AuthError::new("the key file is gone"))
    }
}

#[tokio::test]
async fn a_failing_scheme_fails_the_call_before_it_is_sent() {
    let server = Server::start(|_, _| Reply::ok()).await;
    let client = builder(&server.url).authenticator(Failing).build().unwrap();
    let error = client.get_user("1").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), server.count()), (ErrorKind::Auth, 0, 0));
    assert_eq!(error.to_string(), "getUser: authentication failed: the key file is gone");
}

/// A scheme that takes every answer for a rejection, and cannot renew its credentials.
struct Ended;

#[async_trait]
impl Authenticate for Ended {
    async fn authenticate(&self, _: &mut reqwest::Request, _: &AuthContext<'_>) -> Result<(), AuthError> {
        Ok(())
    }

    fn expired(&self, _: &Rejection<'_>) -> bool {
        true
    }

    async fn renew(&self, _: &Rejection<'_>, _: &AuthContext<'_>) -> Result<(), AuthError> {
        Err(AuthError::new("the session is over"))
    }
}

#[tokio::test]
async fn a_failed_renewal_says_how_often_the_call_was_sent() {
    for (reply, kind) in [
        ((|| Reply::status(401)) as fn() -> Reply, ErrorKind::Auth),
        // A success that breaks off rejects nothing.
        (|| Reply::cut_body(200, Step::Close), ErrorKind::Transport),
    ] {
        let server = Server::start(move |_, _| reply()).await;
        let client = builder(&server.url).authenticator(Ended).build().unwrap();
        let error = client.create_user("Ada").await.unwrap_err();
        assert_eq!((error.kind(), error.attempts(), server.count()), (kind, 1, 1), "{error}");
        assert_eq!(error.outcome_unknown(), kind == ErrorKind::Transport, "{error}");
    }
}

#[tokio::test]
async fn credentials_that_cannot_be_renewed_are_sent_once() {
    let with: [fn(&str) -> Acme; 3] = [
        |url| builder(url).build().unwrap(),
        |url| builder(url).authenticator(KeyInQuery("k3y".into())).build().unwrap(),
        |url| builder(url).authenticator(Arc::new(KeyInQuery("k3y".into()))).build().unwrap(),
    ];
    for client in with {
        let server = Server::start(|_, _| Reply::status(401)).await;
        let error = client(&server.url).get_user("1").await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16(), server.count()), (ErrorKind::Api, 401, 1));
    }
}

#[test]
fn an_error_has_its_cause_as_source() {
    let error = AuthError::with_source("the key file is gone", std::io::Error::other("no such file"));
    assert_eq!(error.source().unwrap().to_string(), "no such file");
    assert!(AuthError::new("the key file is gone").source().is_none());
}
