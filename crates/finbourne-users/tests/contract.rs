//! What holds for every provider crate, and that the credentials of this one are seen nowhere.

#![allow(clippy::unwrap_used, reason = "the helpers among the tests may fail like tests")]

use finbourne_users::{Client, Credentials, Environment, PasswordGrant, TokenFile};
use test_support::contract::traces::{self, Login};
use test_support::contract::values::{quiet, quiet_error};

test_support::contract!(finbourne_users::Finbourne);

const TOKEN: &str =
    r#"{"access_token":"planted-token","token_type":"bearer","expires_in":1799,"refresh_token":"planted-refresh"}"#;
const REFUSED: &str = r#"{"error":"planted","message":"planted"}"#;

#[tokio::test]
async fn no_trace_holds_credentials() {
    let login = Login { paths: &[("/token", 200, TOKEN)], refusal: (401, REFUSED) };
    traces::calls_with::<Subject>(
        |builder, url| {
            builder.credentials(Credentials::password(PasswordGrant::new(
                format!("{url}/token"),
                "s3cret-id",
                "s3cret-secret",
                "s3cret-user",
                "s3cret-password",
            )))
        },
        login,
    )
    .await;
}

#[tokio::test]
async fn credentials_print_nothing() {
    let grant = || PasswordGrant::new("https://planted.example/token", "planted", "planted", "planted", "planted");
    let file = || TokenFile::new("/no/such/planted");
    quiet("grant", &grant());
    quiet("file", &file());
    for credentials in [
        Credentials::bearer("planted"),
        Credentials::password(grant()),
        Credentials::token_file(file()),
        Credentials::authorization("planted"),
    ] {
        quiet("credentials", &credentials);
        quiet("builder", &Client::builder().credentials(credentials));
    }
    let client = Client::builder().base_url("http://127.0.0.1:9").credentials(file()).build().unwrap();
    quiet_error("finbourne", &client.list_users().send().await.unwrap_err());
    let environment = Environment::from_pairs([
        ("FBN_IDENTITY_URL", "https://a.example"),
        ("FBN_ACCESS_TOKEN", "planted"),
        ("FBN_PROXY_ADDRESS", "planted:planted@planted"),
    ]);
    quiet_error("finbourne", &Client::builder_from(&environment).map(drop).unwrap_err());
}
