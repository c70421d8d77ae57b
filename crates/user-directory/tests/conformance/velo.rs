//! Velo Payments.

use std::sync::Arc;

use user_directory::Directory;
use user_directory::conformance::Standard;
use user_directory::velo::{Client, Credentials};

use crate::on_sandbox::{conforms, crowded};

#[tokio::test]
async fn velo_conforms() {
    let sandbox = crowded().await;
    let login = sandbox.velo().credentials();
    let client = Client::builder()
        .base_url(sandbox.velo().base_url())
        .credentials(Credentials::client_credentials(login.key, login.secret));
    let directory = Directory::from(client.build().unwrap());
    let provider = Arc::clone(&sandbox);
    let fixture = Standard::new()
        .roles("payor.admin", "payor.support")
        // Whoever is invited is no user yet who could be enabled.
        .then(move |id| provider.velo().accept_invitation(id.as_str(), "correct horse battery staple").unwrap());
    conforms(&directory, &sandbox, &fixture, &[]).await;
}
