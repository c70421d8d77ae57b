//! Velo Payments.

use user_directory::Directory;
use user_directory::conformance::Standard;
use user_directory::velo::{Client, Credentials};
use user_directory_sandbox::Sandbox;

use crate::on_sandbox::{OnSandbox, conforms};

#[tokio::test]
async fn velo_conforms() {
    let sandbox = Sandbox::start().await.unwrap();
    let login = sandbox.velo().credentials();
    let client = Client::builder()
        .base_url(sandbox.velo().base_url())
        .credentials(Credentials::client_credentials(login.key, login.secret));
    let directory = Directory::from(client.build().unwrap());
    let fixture = OnSandbox {
        sandbox: &sandbox,
        standard: Standard::new().roles("payor.admin", "payor.support"),
        // Whoever is invited is no user yet who could be enabled.
        then: |sandbox, id| {
            let password = "correct horse battery staple";
            let accepted = sandbox.velo().accept_invitation(id.as_str(), password);
            accepted.unwrap();
        },
    };
    let _ = conforms(&directory, &fixture, &[]).await;
}
