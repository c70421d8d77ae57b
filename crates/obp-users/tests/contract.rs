//! What holds for every provider crate, and that the credentials of this one are seen nowhere.

#![allow(clippy::unwrap_used, reason = "the helpers among the tests may fail like tests")]

use obp_users::{Client, Credentials, DirectLogin};
use serde_json::json;
use test_support::contract::server::Server;
use test_support::contract::traces::{self, Login};
use test_support::contract::values::quiet;

test_support::contract!(obp_users::OpenBankProject);

#[tokio::test]
async fn no_trace_holds_credentials() {
    let login = Login {
        paths: &[("/my/logins/direct", 201, r#"{"token":"planted-token"}"#)],
        refusal: (400, r#"{"code":400,"message":"OBP-20003: planted"}"#),
    };
    traces::calls_with::<Subject>(
        |builder, _| {
            builder.credentials(Credentials::direct_login(DirectLogin::new(
                "s3cret-user",
                "s3cret-password",
                "s3cretkey",
            )))
        },
        login,
    )
    .await;
}

#[test]
fn credentials_print_nothing() {
    let login = || DirectLogin::new("planted", "planted", "planted");
    quiet("login", &login());
    for credentials in [
        Credentials::direct_login(login()),
        Credentials::direct_login_token("planted"),
        Credentials::gateway_login("planted"),
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
    server
        .answer(
            200,
            Some(&json!({"users": [{
                "user_id": "planted", "email": "planted", "provider_id": "planted", "provider": "planted",
                "username": "planted", "entitlements": {"list": []}, "is_deleted": false, "is_locked": false,
            }]})),
        )
        .await;
    let list = client.get_users().locked_status("planted");
    quiet("list", &list);
    let mut pages = list.clone().pages();
    quiet("page", &pages.next().await.unwrap().unwrap());
    quiet("pages", &pages);
    let mut users = list.stream();
    quiet("user", &users.next().await.unwrap().unwrap());
    quiet("stream", &users);
}
