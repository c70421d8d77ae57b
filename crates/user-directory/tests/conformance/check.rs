//! `check` on all five.

use user_directory::{Directory, ErrorKind, Narrowed};
use user_directory_sandbox::Sandbox;

use crate::directories::{configurations, sandbox};

#[tokio::test]
async fn good_credentials_are_accepted_and_told() {
    let (sandbox, set) = sandbox(Sandbox::builder(), "").await.unwrap();
    for (name, directory) in set.iter() {
        let directory = Directory::new(Narrowed::read_only(directory.clone()));
        // The first call also fetches a token.
        directory.check().await.unwrap();
        let before = sandbox.journal().len();
        let caller = directory.check().await.unwrap();
        assert_eq!(sandbox.journal().len() - before, 1, "{name}");
        assert_eq!(caller.is_some(), matches!(name, "velo" | "obp"), "{name}");
        if let Some(caller) = caller {
            let user = directory.get(&caller.id).await.unwrap();
            assert_eq!((user.emails, user.roles), (caller.emails, caller.roles), "{name}");
        }
    }
}

#[tokio::test]
async fn bad_credentials_are_unauthenticated() {
    let (sandbox, _) = sandbox(Sandbox::builder(), "").await.unwrap();
    for config in configurations(&sandbox) {
        let secret = match config.provider.as_str() {
            "velo" => "api_secret",
            "finbourne" => "access_token",
            "saasus" => "secret_key",
            _ => "password",
        };
        let directory = Directory::from_config(&config.named("emea").set(secret, "wrong")).unwrap();
        let error = directory.check().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error:?}");
        assert!(error.to_string().contains("(emea) check: "), "{error}");
    }
}
