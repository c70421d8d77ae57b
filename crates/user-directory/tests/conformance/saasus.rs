//! The SaaSus Platform.

use user_directory::Directory;
use user_directory::conformance::Standard;
use user_directory::saasus::{Client, Credentials};

use crate::on_sandbox::{conforms, crowded};

#[tokio::test]
async fn saasus_conforms() {
    let sandbox = crowded().await;
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
    conforms(&directory, &sandbox, &Standard::new(), &skipped).await;
}
