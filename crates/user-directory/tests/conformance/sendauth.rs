//! SendAuth.

use user_directory::Directory;
use user_directory::conformance::Standard;
use user_directory::sendauth::{Client, Credentials};

use crate::on_sandbox::{conforms, crowded};

#[tokio::test]
async fn sendauth_conforms() {
    let sandbox = crowded().await;
    let login = sandbox.sendauth().credentials();
    let client = Client::builder()
        .base_url(sandbox.sendauth().base_url())
        .credentials(Credentials::basic(login.username, login.password));
    let directory = Directory::from(client.build().unwrap());
    let skipped = [
        // No name and no address is documented to be unique.
        "create_of_the_taken_fails",
        // Nothing can be cleared.
        "update_clears_a_field",
        // The whole record is replaced.
        "updates_that_race_both_count",
    ];
    conforms(&directory, &sandbox, &Standard::new(), &skipped).await;
}
