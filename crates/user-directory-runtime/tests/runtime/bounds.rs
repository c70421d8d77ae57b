//! What surrounds a call must not change where it goes or how it is coded.

use user_directory_runtime::{OAuth2, TokenAuth};

use crate::support::{Reply, Server, builder};

const URL: &str = "USER_DIRECTORY_TEST_URL";

/// Run by the test below, in a process of its own with proxies in its environment; elsewhere it has nothing to do.
#[tokio::test]
async fn a_call_with_proxies_in_the_environment() {
    let Ok(url) = std::env::var(URL) else {
        return;
    };
    let client = builder(&url).build().unwrap();
    client.get_user("1").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_the_environment_gets_nothing_of_loopback() {
    let (server, proxy) = (Server::start(|_, _| Reply::ok()).await, Server::start(|_, _| Reply::ok()).await);
    let mut program = std::process::Command::new(std::env::current_exe().unwrap());
    program.args(["bounds::a_call_with_proxies_in_the_environment", "--exact"]);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        program.env(name, &proxy.url);
    }
    let program = program.env(URL, &server.url).output();
    let output = program.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!((server.count(), proxy.count()), (1, 0));
    // One that is set by hand does.
    let url = proxy.url.clone();
    let client = builder(&server.url)
        .http_client_builder(move |http| http.proxy(reqwest::Proxy::all(&url).unwrap()))
        .build()
        .unwrap();
    client.get_user("1").await.unwrap();
    assert_eq!((server.count(), proxy.count()), (1, 1));
}

#[tokio::test]
async fn no_coding_is_asked_for() {
    let server = Server::start(|request, _| match request.path() {
        "/token" => Reply::json(200, "\u{feff}{\"access_token\":\"t\"}"),
        _ => Reply::ok(),
    })
    .await;
    let source = TokenAuth::new(OAuth2::client_credentials("/token", "k", "s").unwrap());
    let client = builder(&server.url).authenticator(source).build().unwrap();
    client.get_user("1").await.unwrap();
    let sent = server.received();
    assert_eq!(sent.len(), 2);
    for request in sent {
        assert_eq!(request.header("accept-encoding"), Some("identity"), "{}", request.target);
    }
}
