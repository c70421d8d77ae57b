//! What holds for every provider crate, and that the credentials of this one are seen nowhere.

#![allow(clippy::unwrap_used, reason = "the helpers among the tests may fail like tests")]

use sendauth_users::{Client, Credentials};
use serde_json::json;
use test_support::contract::server::Server;
use test_support::contract::traces;
use test_support::contract::values::quiet;

test_support::contract!(sendauth_users::SendAuth);

#[tokio::test]
async fn no_trace_holds_credentials() {
    let login = traces::NO_LOGIN;
    traces::calls_with::<Subject>(
        |builder, _| builder.credentials(Credentials::basic("s3cret-user", "s3cret-password")),
        login,
    )
    .await;
}

#[test]
fn credentials_print_nothing() {
    for credentials in [Credentials::basic("planted", "planted"), Credentials::authorization("planted")] {
        quiet("credentials", &credentials);
        quiet("builder", &Client::builder().credentials(credentials));
    }
}

#[tokio::test]
async fn pages_and_streams_print_nothing() {
    let server = Server::start().await;
    let client =
        Client::builder().base_url(server.url("")).credentials(Credentials::authorization("planted")).build().unwrap();
    server.answer(200, Some(&json!({"rows": [{"firstName": "planted", "lastName": "planted"}]}))).await;
    let list = client.list_users().q("planted");
    quiet("list", &list);
    let mut pages = list.clone().pages();
    quiet("page", &pages.next().await.unwrap().unwrap());
    quiet("pages", &pages);
    let mut users = list.stream();
    quiet("user", &users.next().await.unwrap().unwrap());
    quiet("stream", &users);
}
