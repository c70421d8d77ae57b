//! Logging in, and what happens when the token expires.

use obp_users::{Client, Credentials, DirectLogin, DirectLoginHeader, Error, ErrorKind, Method};

use test_support::{Received, Reply, Server};

const LOGIN: &str = "/my/logins/direct";
const CALL: &str = "/obp/v5.0.0/users/current";

fn login() -> DirectLogin {
    DirectLogin::new("jo.tag@example.com", "p&ss=w/rd+%", "key1")
}

fn client(server: &Server, credentials: impl Into<Credentials>) -> Client {
    Client::builder().base_url(&server.url).credentials(credentials).build().unwrap()
}

async fn call(client: &Client, method: Method) -> Result<u32, Error> {
    client.request(method, CALL).send().await.map(|answer| answer.attempts())
}

/// Issues `token-1`, `token-2` and so on, of which only the one that `valid` names is accepted elsewhere.
fn issuer(request: &Received, before: usize, valid: &str, refusal: fn() -> Reply) -> Reply {
    if request.path() == LOGIN {
        return Reply::json(201, format!(r#"{{"token":"token-{}"}}"#, before + 1))
            .after(std::time::Duration::from_millis(30));
    }
    if request.authorization() == format!("DirectLogin token={valid}") { Reply::json(200, "{}") } else { refusal() }
}

fn expired() -> Reply {
    Reply::json(400, r#"{"code":400,"message":"OBP-20003: Jo, that token is no longer valid"}"#)
}

fn unauthorized() -> Reply {
    Reply::json(401, r#"{"code":401,"message":"OBP-20001: no user"}"#)
}

#[tokio::test]
async fn logs_in_once_in_either_header() {
    let pair = "username=jo.tag@example.com, password=p&ss=w/rd+%, consumer_key=key1";
    for (header, name, other, scheme) in [
        (DirectLoginHeader::Authorization, "authorization", "directlogin", "DirectLogin "),
        (DirectLoginHeader::DirectLogin, "directlogin", "authorization", ""),
    ] {
        let server = Server::by_path(|request, _| match request.path() {
            LOGIN => Reply::json(201, r#"{"token":"a.b.c","user_id":"x"}"#),
            _ => Reply::json(200, "{}"),
        })
        .await;
        let client = client(&server, login().header(header));
        call(&client, Method::GET).await.unwrap();
        call(&client, Method::POST).await.unwrap();
        let [login, first, second] = server.received().try_into().unwrap();
        assert_eq!((login.method.as_str(), login.target.as_str()), ("POST", LOGIN));
        assert_eq!(login.header(name), Some(format!("{scheme}{pair}").as_str()));
        assert_eq!(login.header(other), None);
        assert_eq!(login.header("content-type"), Some("application/json"));
        assert_eq!(login.header("accept"), Some("application/json"));
        assert_eq!((login.header("content-length"), login.body.as_str()), (Some("0"), ""));
        for request in [first, second] {
            assert_eq!(request.header(name), Some(format!("{scheme}token=a.b.c").as_str()));
            assert_eq!(request.header(other), None);
        }
    }
}

#[tokio::test]
async fn logs_in_below_a_base_path() {
    let server = Server::by_path(|_, _| Reply::json(201, r#"{"token":"a.b.c"}"#)).await;
    let base = format!("{}/bank/", server.url);
    let client = Client::builder().base_url(base).credentials(login()).build().unwrap();
    call(&client, Method::GET).await.unwrap();
    let paths: Vec<_> = server.received().iter().map(|one| one.target.clone()).collect();
    assert_eq!(paths, ["/bank/my/logins/direct", "/bank/obp/v5.0.0/users/current"]);
}

#[tokio::test]
async fn concurrent_calls_share_one_login() {
    let server = Server::by_path(|request, before| issuer(request, before, "token-1", unauthorized)).await;
    let client = client(&server, login());
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { call(&client, Method::POST).await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((server.at(LOGIN).len(), server.at(CALL).len()), (1, 100));
}

#[tokio::test]
async fn an_expired_token_is_renewed_once_and_the_call_repeated_once() {
    for refusal in [expired, unauthorized] {
        for method in [Method::GET, Method::POST] {
            let server = Server::by_path(move |request, before| issuer(request, before, "token-2", refusal)).await;
            let client = client(&server, login());
            assert_eq!(call(&client, method).await.unwrap(), 2);
            assert_eq!((server.at(LOGIN).len(), server.at(CALL).len()), (2, 2));
        }
    }
}

#[tokio::test]
async fn a_token_that_is_never_accepted_ends_the_call() {
    let server = Server::by_path(|request, before| issuer(request, before, "none", expired)).await;
    let error = call(&client(&server, login()), Method::GET).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.code(), Some("OBP-20003"));
    assert_eq!((server.at(LOGIN).len(), server.at(CALL).len()), (2, 2));
}

#[tokio::test]
async fn other_bad_requests_and_given_tokens_are_not_renewed() {
    let other = || Reply::json(400, r#"{"code":400,"message":"OBP-20057: no user OBP-20003:"}"#);
    let server = Server::by_path(move |request, before| issuer(request, before, "none", other)).await;
    let error = call(&client(&server, login()), Method::GET).await.unwrap_err();
    assert_eq!(error.code(), Some("OBP-20057"));
    assert_eq!((server.at(LOGIN).len(), server.at(CALL).len()), (1, 1));

    let server = Server::by_path(|request, before| issuer(request, before, "none", expired)).await;
    let given = client(&server, Credentials::direct_login_token("t"));
    assert!(call(&given, Method::GET).await.is_err());
    assert_eq!((server.at(LOGIN).len(), server.at(CALL).len()), (0, 1));
}

#[tokio::test]
async fn clones_of_credentials_share_a_token_per_server() {
    let start = || Server::by_path(|request, before| issuer(request, before, "token-1", expired));
    let (one, two) = (start().await, start().await);
    let credentials = Credentials::direct_login(login());
    for server in [&one, &one, &two] {
        call(&client(server, credentials.clone()), Method::GET).await.unwrap();
    }
    assert_eq!((one.at(LOGIN).len(), one.at(CALL).len()), (1, 2));
    assert_eq!((two.at(LOGIN).len(), two.at(CALL).len()), (1, 1), "another server, another token");
}

#[tokio::test]
async fn a_refused_login_is_told_without_secrets() {
    for (status, body, text) in [
        (401, r#"{"code":401,"message":"OBP-20004: p&ss=w/rd+%"}"#, "status 401, code OBP-20004"),
        (400, r#"{"code":400,"message":"OBP-20002: key1"}"#, "status 400, code OBP-20002"),
        (400, "<html>p&ss=w/rd+%</html>", "status 400"),
        (201, r#"{"token":"p&ss=w/rd+%, x"}"#, "no usable token"),
        (201, r#"{"jeton":"p&ss=w/rd+%"}"#, "no usable token"),
        (200, "", "no usable token"),
    ] {
        let server = Server::by_path(move |_, _| Reply::json(status, body)).await;
        let error = call(&client(&server, login()), Method::GET).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.to_string().contains(text), "{error}");
        let printed = format!("{error} {error:?}");
        for secret in ["p&ss", "key1", "jo.tag"] {
            assert!(!printed.contains(secret), "{printed}");
        }
        assert_eq!(server.received().len(), 1, "nothing but one login");
    }
}

#[test]
fn what_the_server_cannot_read_is_refused_by_field() {
    for (login, text) in [
        (DirectLogin::new("jo,zzyx", "pa55", "key1"), "the user name has a comma"),
        (DirectLogin::new("jo/zzyx", "pa55", "key1"), "the user name has characters"),
        (DirectLogin::new("jo", "pa55,", "key1"), "the password has a comma"),
        (DirectLogin::new("jo", "pa\"55", "key1"), "the password has a double quote"),
        (DirectLogin::new("jo", "pä55", "key1"), "the password has characters"),
        (DirectLogin::new("jo", "pa55\r\nX: y", "key1"), "the password has characters"),
        (DirectLogin::new("jo", "", "key1"), "the password is empty"),
        (DirectLogin::new("jo", "pa55", "key-1"), "the consumer key has characters"),
        (DirectLogin::new("jo", "pa55", "k".repeat(513)), "the consumer key is longer"),
    ] {
        let error = Client::builder().credentials(login).build().err().unwrap();
        assert!(error.to_string().contains(text), "{error}");
        let printed = format!("{error} {error:?}");
        assert!(!printed.contains("55") && !printed.contains("zzyx"), "{printed}");
    }
}
