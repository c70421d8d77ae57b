//! Settings from environment variables.

use sendauth_users::{BuildError, Client, Environment};

use test_support::{Reply, Server};

#[tokio::test]
async fn name_password_and_base_url() {
    let server = Server::start(|_, _| Reply::json(200, "{}")).await;
    let environment = Environment::from_pairs([
        ("SENDAUTH_USERNAME", "sa-user"),
        ("SENDAUTH_PASSWORD", "sa-pass"),
        ("SENDAUTH_BASE_URL", &server.url),
    ]);
    let client = Client::builder_from(&environment).unwrap().build().unwrap();
    client.list_users().send().await.unwrap();
    let [call] = server.received().try_into().unwrap();
    assert_eq!(call.header("authorization"), Some("Basic c2EtdXNlcjpzYS1wYXNz"));
}

#[test]
fn an_error_names_the_missing_variable() {
    for (pairs, missing) in [
        (vec![], "SENDAUTH_USERNAME"),
        (vec![("SENDAUTH_PASSWORD", "sa-pass")], "SENDAUTH_USERNAME"),
        (vec![("SENDAUTH_USERNAME", "sa-user")], "SENDAUTH_PASSWORD"),
        (vec![("SENDAUTH_USERNAME", "sa-user"), ("SENDAUTH_PASSWORD", "")], "SENDAUTH_PASSWORD"),
    ] {
        let error = Client::builder_from(&Environment::from_pairs(pairs)).unwrap_err();
        assert!(matches!(error, BuildError::MissingVariable { name } if name == missing), "{error}");
        assert!(error.to_string().contains(missing));
    }
}
