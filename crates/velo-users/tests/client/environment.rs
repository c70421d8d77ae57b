//! Settings from environment variables.

use velo_users::{BuildError, Client, Environment};

use crate::login::{Issuer, KEY, SECRET};
use test_support::{Reply, Server};

#[tokio::test]
async fn key_and_secret_log_in_at_the_base_url_given() {
    let issuer = Issuer::default();
    let server = Server::start(move |request, _| issuer.answer(request, |_| Reply::json(200, "{}"))).await;
    let environment =
        Environment::from_pairs([("VELO_API_KEY", KEY), ("VELO_API_SECRET", SECRET), ("VELO_BASE_URL", &server.url)]);
    let client = Client::builder_from(&environment).unwrap().build().unwrap();
    client.get_self().send().await.unwrap();
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_token_counts_before_a_key() {
    let server = Server::start(|_, _| Reply::json(200, "{}")).await;
    let environment =
        Environment::from_pairs([("VELO_TOKEN", "t0ken"), ("VELO_API_KEY", KEY), ("VELO_BASE_URL", &server.url)]);
    let client = Client::builder_from(&environment).unwrap().build().unwrap();
    client.get_self().send().await.unwrap();
    let [call] = server.received().try_into().unwrap();
    assert_eq!(call.header("authorization"), Some("Bearer t0ken"));
}

#[test]
fn an_error_names_the_missing_variable() {
    for (pairs, missing) in [
        (vec![], "VELO_API_KEY"),
        (vec![("VELO_API_SECRET", SECRET)], "VELO_API_KEY"),
        (vec![("VELO_API_KEY", KEY)], "VELO_API_SECRET"),
        (vec![("VELO_API_KEY", KEY), ("VELO_API_SECRET", " ")], "VELO_API_SECRET"),
    ] {
        let error = Client::builder_from(&Environment::from_pairs(pairs)).unwrap_err();
        assert!(matches!(error, BuildError::MissingVariable { name } if name == missing), "{error}");
        assert!(error.to_string().contains(missing));
        assert!(!format!("{error:?}").contains(SECRET));
    }
}

#[test]
fn a_base_url_that_is_not_safe_is_refused() {
    let pairs = [("VELO_TOKEN", "t0ken"), ("VELO_BASE_URL", "http://api.example.com")];
    let error = Client::builder_from(&Environment::from_pairs(pairs)).unwrap().build().unwrap_err();
    assert!(matches!(&error, BuildError::InvalidSetting { setting, .. } if setting == "VELO_BASE_URL"), "{error}");
}
