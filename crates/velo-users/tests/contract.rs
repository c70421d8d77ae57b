//! What holds for every provider crate, and that the credentials of this one are seen nowhere.

#![allow(clippy::unwrap_used, reason = "the helpers among the tests may fail like tests")]

use serde_json::json;
use test_support::contract::server::Server;
use test_support::contract::traces::{self, Login};
use test_support::contract::values::quiet;
use velo_users::{Client, Credentials};

test_support::contract!(velo_users::Velo);

const TOKEN: &str =
    r#"{"access_token":"planted-token","token_type":"bearer","expires_in":1799,"refresh_token":"planted-refresh"}"#;
const REFUSED: &str = r#"{"error":"planted","message":"planted"}"#;

#[tokio::test]
async fn no_trace_holds_credentials() {
    let login = Login { paths: &[("/v1/authenticate", 200, TOKEN)], refusal: (401, REFUSED) };
    traces::calls_with::<Subject>(
        |builder, _| builder.credentials(Credentials::client_credentials("s3cret-key", "s3cret-secret")),
        login,
    )
    .await;
}

#[test]
fn credentials_print_nothing() {
    for credentials in [
        Credentials::client_credentials("planted-key", "planted-secret"),
        Credentials::bearer("planted"),
        Credentials::authorization("planted"),
    ] {
        quiet("credentials", &credentials);
        quiet("builder", &Client::builder().credentials(credentials));
    }
}

#[tokio::test]
async fn pages_and_streams_print_nothing() {
    let server = Server::start().await;
    let client =
        Client::builder().base_url(server.url("")).credentials(Credentials::authorization("planted")).build().unwrap();
    server.answer(200, Some(&json!({"content": [{"email": "planted", "firstName": "planted"}]}))).await;
    let list = client.list_users().sort("planted");
    quiet("list", &list);
    let mut pages = list.clone().pages();
    quiet("page", &pages.next().await.unwrap().unwrap());
    quiet("pages", &pages);
    let mut users = list.stream();
    quiet("user", &users.next().await.unwrap().unwrap());
    quiet("stream", &users);
}
