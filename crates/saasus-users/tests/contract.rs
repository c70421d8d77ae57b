//! What holds for every provider crate, and that the credentials of this one are seen nowhere.

#![allow(clippy::unwrap_used, reason = "the helpers among the tests may fail like tests")]

use std::collections::BTreeSet;

use saasus_users::{Client, Credentials};
use test_support::contract::traces;
use test_support::contract::values::quiet;
use test_support::contract::wire::is_possible;

test_support::contract!(saasus_users::Saasus);

#[allow(dead_code, missing_docs, unreachable_pub, reason = "compiled as documentation tests of the crate")]
#[path = "../src/required_bodies.rs"]
mod required_bodies;

#[test]
fn each_required_body_is_held_to_compile_only_with_it() {
    let recorded = recording::read("basic", "saasus").unwrap();
    let spec = test_support::contract::client::spec::<Subject>();
    let without: BTreeSet<&str> = recorded
        .calls
        .iter()
        .filter(|call| !is_possible::<Subject>(call))
        .map(|call| spec.operation(call.plain_operation_id()).unwrap().1["x-python-name"].as_str().unwrap())
        .collect();
    assert_eq!(without, required_bodies::METHODS.iter().copied().collect());
    assert_eq!(without.len(), 15);
}

#[tokio::test]
async fn no_trace_holds_credentials() {
    let login = traces::NO_LOGIN;
    traces::calls_with::<Subject>(
        |builder, _| builder.credentials(Credentials::api_key("s3cret-id", "s3cret-key", "s3cret-secret")),
        login,
    )
    .await;
}

#[test]
fn credentials_print_nothing() {
    for credentials in [Credentials::api_key("planted", "planted", "planted"), Credentials::authorization("planted")] {
        quiet("credentials", &credentials);
        quiet("builder", &Client::builder().credentials(credentials));
    }
}
