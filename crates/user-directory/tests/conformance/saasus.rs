//! The SaaSus Platform.

use std::sync::Arc;

use user_directory::Directory;
use user_directory::conformance::Standard;
use user_directory::saasus::{Client, Credentials};
use user_directory_sandbox::Sandbox;

use crate::on_sandbox::conforms;

#[tokio::test]
async fn saasus_conforms() {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    let demo = sandbox.saasus().credentials();
    let client = Client::builder().base_url(sandbox.saasus().base_url()).credentials(Credentials::api_key(
        demo.saas_id,
        demo.api_key,
        demo.secret_key,
    ));
    let directory = Directory::from(client.build().unwrap());
    let skipped = [
        // The list comes whole.
        "list_goes_on_from_a_token",
        // Nothing can be cleared.
        "update_clears_a_field",
        // Of what can be set, only the e-mail address can be seen.
        "updates_that_race_both_count",
    ];
    let _ = conforms(&directory, &sandbox, &Standard::new(), &skipped).await;
}
