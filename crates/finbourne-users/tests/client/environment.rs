//! Clients from environment variables and `secrets.json`.

use std::path::{Path, PathBuf};

use finbourne_users::{BuildError, Client, Environment, ErrorKind, Method};

use crate::password::{CALL, TOKEN};
#[cfg(feature = "rustls")]
use test_support::tls::{Authority, TlsServer};
use test_support::{Received, Reply, Server};

const URL: (&str, &str) = ("FBN_IDENTITY_URL", "https://acme.example/identity");
const GRANT: [(&str, &str); 5] = [
    ("FBN_TOKEN_URL", "https://login.example/oauth2/token"),
    ("FBN_CLIENT_ID", "c"),
    ("FBN_CLIENT_SECRET", "s"),
    ("FBN_USERNAME", "u"),
    ("FBN_PASSWORD", "p"),
];

fn build(variables: &[(&str, &str)], secrets: Option<&Path>) -> Result<Client, BuildError> {
    let environment = Environment::from_pairs(variables.iter().copied());
    match secrets {
        Some(file) => Client::builder_from_secrets(&environment, file)?.build(),
        None => Client::builder_from(&environment)?.build(),
    }
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

/// Calls through the client, and returns the last request to the API.
async fn called(client: Client, server: &Server) -> Received {
    client.request(Method::GET, "/api/users").send().await.unwrap();
    server.at(CALL).pop().unwrap()
}

async fn server() -> Server {
    Server::by_path(|_, _| Reply::json(200, r#"{"access_token":"granted"}"#)).await
}

#[test]
fn the_missing_variable_is_named() {
    let without = |missing: &str| -> Vec<_> {
        let given = std::iter::once(URL).chain(GRANT);
        given.filter(|(name, _)| *name != missing).collect()
    };
    for (name, _) in std::iter::once(URL).chain(GRANT) {
        let error = build(&without(name), None).err().unwrap();
        assert!(matches!(error, BuildError::MissingVariable { name: n } if n == name), "{error}");
        assert!(error.to_string().contains(name), "{error}");
    }
    let error = build(&[URL], Some(Path::new("no/such/secrets.json"))).err().unwrap();
    assert!(error.to_string().contains("FBN_ACCESS_TOKEN"), "{error}");
    build(&without(""), None).unwrap();
}

#[test]
fn a_wrong_value_is_reported_by_where_it_was_read() {
    let folder = Folder::new();
    let token = ("FBN_ACCESS_TOKEN", "t");
    for (variables, api, place) in [
        (vec![URL, token, ("FBN_TOTAL_TIMEOUT_MS", "soon")], "", "FBN_TOTAL_TIMEOUT_MS"),
        (vec![URL, token], r#""totalTimeoutMs":"soon""#, "`api.totalTimeoutMs` in secrets.json"),
        (vec![("FBN_IDENTITY_URL", "http://h.example"), token], "", "FBN_IDENTITY_URL"),
        (vec![URL, token], r#""identityUrl":"http://h.example""#, "`api.identityUrl` in secrets.json"),
        (vec![URL, ("FBN_ACCESS_TOKEN", "a\u{7f}b")], "", "FBN_ACCESS_TOKEN"),
        (vec![URL], r#""accessToken":"a\u007fb""#, "`api.accessToken` in secrets.json"),
    ] {
        let file = folder.file("secrets.json", &format!(r#"{{"api":{{{api}}}}}"#));
        let error = build(&variables, Some(&file)).err().unwrap();
        assert!(matches!(&error, BuildError::InvalidSetting { setting, .. } if setting == place), "{error}");
    }
}

#[tokio::test]
async fn what_is_read_last_counts() {
    let (server, folder) = (server().await, Folder::new());
    let url = format!("{}/identity", server.url);
    let token_url = format!("{}{TOKEN}", server.url);
    let api = |more: &str| format!(r#"{{"api":{{"identityUrl":"{url}"{more}}}}}"#);
    let file = folder.file("secrets.json", &api(r#","accessToken":"file","username":null"#));
    let urls = folder.file("urls.json", &api(r#","username":"jo""#));
    let old = folder.file("old.json", &format!(r#"{{"api":{{"finbourne_identityUrl":"{url}"}}}}"#));
    let token = folder.file("token", "from-file\n");
    let token = ("FBN_ACCESS_TOKEN_FILE", token.to_str().unwrap());
    let variable = ("FBN_ACCESS_TOKEN", "variable");
    let fallback = ("FBN_FINBOURNE_IDENTITY_API_URL", url.as_str());
    let mut grant = GRANT.to_vec();
    grant[0].1 = &token_url;
    let with = |more: &[(&'static str, &str)]| -> Vec<(String, String)> {
        let all = grant.iter().chain(more);
        all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    for (variables, secrets, expected) in [
        (with(&[URL]), Some(&urls), "granted"),
        (with(&[fallback]), None, "granted"),
        (with(&[fallback, variable]), None, "variable"),
        (with(&[URL, variable]), Some(&old), "variable"),
        (with(&[URL, variable]), Some(&file), "file"),
        (with(&[URL, variable, token]), Some(&file), "from-file"),
    ] {
        let variables: Vec<_> = variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let client = build(&variables, secrets.map(PathBuf::as_path)).unwrap();
        let request = called(client, &server).await;
        assert_eq!(request.authorization(), format!("Bearer {expected}"));
    }
    let logins = server.at(TOKEN);
    assert!(logins[0].body.contains("username=jo&"), "{:?}", logins[0].body);
    assert!(logins[1].body.contains("username=u&"), "{:?}", logins[1].body);
}

#[tokio::test]
async fn headers_come_from_the_environment() {
    let server = server().await;
    let url = format!("{}/identity", server.url);
    let variables = [
        ("FBN_IDENTITY_URL", url.as_str()),
        ("FBN_ACCESS_TOKEN", "t"),
        ("FBN_APP_NAME", "app"),
        ("FBN_CORRELATION_ID", "corr-1"),
        ("FBN_TOTAL_TIMEOUT_MS", "0"),
        ("FBN_CONNECT_TIMEOUT_MS", "0"),
        ("FBN_READ_TIMEOUT_MS", "0"),
    ];
    let request = called(build(&variables, None).unwrap(), &server).await;
    assert_eq!(request.header("x-lusid-application"), Some("app"));
    assert_eq!(request.header("correlationid"), Some("corr-1"));
}

#[tokio::test]
async fn retries_and_timeouts_come_from_the_file() {
    let folder = Folder::new();
    let server = Server::by_path(|_, _| Reply::json(429, "").header("Retry-After: 0")).await;
    let url = format!("{}/identity", server.url);
    let variables = [("FBN_IDENTITY_URL", url.as_str()), ("FBN_ACCESS_TOKEN", "t"), ("FBN_RATE_LIMIT_RETRIES", "9")];
    for (settings, requests) in [(r#""rateLimitRetries":4"#, 5), (r#""rateLimitRetries":"0""#, 1)] {
        let file = folder.file("secrets.json", &format!(r#"{{"api":{{{settings}}}}}"#));
        let client = build(&variables, Some(&file)).unwrap();
        let before = server.received().len();
        client.request(Method::GET, "/api/users").send().await.unwrap_err();
        assert_eq!(server.received().len() - before, requests);
    }
    let slow = Server::by_path(|_, _| Reply::json(200, "[]").after(std::time::Duration::from_millis(30))).await;
    for key in ["totalTimeoutMs", "readTimeoutMs"] {
        let text = format!(r#"{{"api":{{"{key}":1,"rateLimitRetries":0,"identityUrl":"{}/identity"}}}}"#, slow.url);
        let file = folder.file("secrets.json", &text);
        let client = build(&variables, Some(&file)).unwrap();
        let error = client.request(Method::GET, "/api/users").send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{key}");
    }
}

/// What the file can say the variables can, too.
#[cfg(feature = "rustls")]
#[tokio::test]
async fn retries_and_timeouts_come_from_the_environment() {
    let busy = Server::by_path(|_, _| Reply::json(429, "").header("Retry-After: 0")).await;
    let slow = Server::by_path(|_, _| Reply::json(200, "[]").after(std::time::Duration::from_millis(30))).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = format!("https://{}", listener.local_addr().unwrap());
    for (url, variable, value, kind, attempts) in [
        (&busy.url, "FBN_RATE_LIMIT_RETRIES", "4", ErrorKind::Api, 5),
        (&slow.url, "FBN_TOTAL_TIMEOUT_MS", "5", ErrorKind::Timeout, 1),
        (&slow.url, "FBN_READ_TIMEOUT_MS", "5", ErrorKind::Timeout, 3),
        (&silent, "FBN_CONNECT_TIMEOUT_MS", "50", ErrorKind::Connect, 3),
    ] {
        let url = format!("{url}/identity");
        let variables = [("FBN_IDENTITY_URL", url.as_str()), ("FBN_ACCESS_TOKEN", "t"), (variable, value)];
        let client = build(&variables, None).unwrap();
        let call = client.request(Method::GET, "/api/users");
        let error = call.send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, attempts), "{variable}");
    }
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn the_authorities_in_the_file_are_trusted_and_no_others() {
    let (folder, authority) = (Folder::new(), Authority::new());
    let server = TlsServer::start(&authority, "localhost", None).await;
    let url = format!("{}/identity", server.url);
    for (certificates, trusted) in [(authority.pem(), true), (Authority::new().pem(), false)] {
        let file = folder.file("ca.pem", &certificates);
        let variables = [
            ("FBN_IDENTITY_URL", url.as_str()),
            ("FBN_ACCESS_TOKEN", "t"),
            ("FBN_CLIENT_CERTIFICATE", file.to_str().unwrap()),
        ];
        let client = build(&variables, None).unwrap();
        let outcome = client.request(Method::GET, "/api/users").send().await;
        match outcome {
            Ok(_) => assert!(trusted),
            Err(error) => assert_eq!((error.kind(), trusted), (ErrorKind::Tls, false)),
        }
    }
    assert_eq!(server.counts().1, 1);
}

#[tokio::test]
async fn the_proxy_comes_from_the_environment() {
    let proxy = server().await;
    let variables = [
        ("FBN_IDENTITY_URL", "http://localhost:9/identity"),
        ("FBN_ACCESS_TOKEN", "t"),
        ("FBN_PROXY_ADDRESS", proxy.url.as_str()),
        ("FBN_PROXY_USERNAME", "a"),
        ("FBN_PROXY_PASSWORD", "b"),
    ];
    let client = build(&variables, None).unwrap();
    client.request(Method::GET, "/api/users").send().await.unwrap();
    let [request] = proxy.received().try_into().unwrap();
    assert_eq!(request.target, "http://localhost:9/identity/api/users");
    assert_eq!(request.header("proxy-authorization"), Some("Basic YTpi"));
}

#[tokio::test]
async fn calls_go_through_the_proxy() {
    let (proxy, folder) = (server().await, Folder::new());
    let text = format!(
        r#"{{"api":{{"identityUrl":"http://localhost:9/identity","accessToken":"t"}},
            "proxy":{{"address":"{}","username":"a","password":"b"}}}}"#,
        proxy.url
    );
    let file = folder.file("secrets.json", &text);
    let client = build(&[], Some(&file)).unwrap();
    client.request(Method::GET, "/api/users").send().await.unwrap();
    let [request] = proxy.received().try_into().unwrap();
    assert_eq!(request.target, "http://localhost:9/identity/api/users");
    assert_eq!(request.header("proxy-authorization"), Some("Basic YTpi"));
}

#[test]
fn values_that_cannot_be_used_are_named_and_not_printed() {
    let folder = Folder::new();
    let certificate = folder.file("ca.pem", "pa55");
    let token = ("FBN_ACCESS_TOKEN", "t");
    for (variable, text) in [
        (("FBN_TOTAL_TIMEOUT_MS", "pa55"), "FBN_TOTAL_TIMEOUT_MS"),
        (("FBN_READ_TIMEOUT_MS", "-1"), "FBN_READ_TIMEOUT_MS"),
        (("FBN_RATE_LIMIT_RETRIES", "1.5"), "FBN_RATE_LIMIT_RETRIES"),
        (("FBN_PROXY_ADDRESS", "jo:pa55@proxy"), "FBN_PROXY_ADDRESS"),
        (("FBN_PROXY_ADDRESS", "http://jo:pa55@:x"), "FBN_PROXY_ADDRESS"),
        (("FBN_APP_NAME", "pa55\r\nX: y"), "FBN_APP_NAME"),
        (("FBN_ACCESS_TOKEN", "pa55\r\nX: y"), "FBN_ACCESS_TOKEN"),
        (("FBN_CLIENT_CERTIFICATE", certificate.to_str().unwrap()), "FBN_CLIENT_CERTIFICATE"),
        (("FBN_CLIENT_CERTIFICATE", "/no/such/pa55"), "FBN_CLIENT_CERTIFICATE"),
    ] {
        let error = build(&[URL, token, variable], None).err().unwrap();
        assert!(error.to_string().contains(text), "{error}");
        assert!(!format!("{error} {error:?}").contains("pa55"), "{error:?}");
    }
    for text in [r#"{"api":{"accessToken":"pa55""#, r#""pa55""#, r#"{"api":{"password":["pa55"]}}"#] {
        let file = folder.file("secrets.json", text);
        let error = build(&[URL, token], Some(&file)).err().unwrap();
        assert!(error.to_string().contains("secrets.json"), "{error}");
        assert!(!format!("{error} {error:?}").contains("pa55"), "{error:?}");
    }
}
