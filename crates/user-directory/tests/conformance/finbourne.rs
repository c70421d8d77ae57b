//! FINBOURNE Identity.

use std::sync::Arc;

use user_directory::conformance::Standard;
use user_directory::finbourne::{Client, Credentials};
use user_directory::{Directory, Grant};

use crate::on_sandbox::{conforms, crowded};

/// Returns a role that somebody has: those that exist are named by no operation on users.
async fn role(directory: &Directory) -> Grant {
    let mut users = directory.list();
    while let Some(user) = users.next().await {
        let grants = directory.grants(&user.unwrap().id).await.unwrap();
        if let Some(grant) = grants.into_iter().next() {
            return grant;
        }
    }
    panic!("nobody has a role")
}

#[tokio::test]
async fn finbourne_conforms() {
    let sandbox = crowded().await;
    let login = sandbox.finbourne().credentials();
    let client =
        Client::builder().base_url(sandbox.finbourne().base_url()).credentials(Credentials::bearer(login.token));
    let directory = Directory::from(client.build().unwrap());
    let role = role(&directory).await;
    let provider = Arc::clone(&sandbox);
    let fixture = Standard::new()
        .roles(role.role, "another")
        .scope(role.scope.unwrap())
        // Factors and passwords are reset for those who have been activated.
        .then(move |id| provider.finbourne().choose_password(id.as_str(), "correct horse battery staple").unwrap());
    let skipped = [
        // Names and address cannot be empty.
        "update_clears_a_field",
        // The whole record is replaced.
        "updates_that_race_both_count",
        // No operation on users changes roles.
        "changes_of_grants_of_the_missing_fail",
        // A list that comes whole has no second page.
        "list_goes_on_from_a_token",
    ];
    conforms(&directory, &sandbox, &fixture, &skipped).await;
}
