//! The Open Bank Project.

use user_directory::conformance::Standard;
use user_directory::obp::{Client, Credentials, DirectLogin};
use user_directory::{Directory, Grant};
use user_directory_sandbox::Sandbox;

use crate::on_sandbox::{conforms, crowded};

fn directory(sandbox: &Sandbox) -> Directory {
    let demo = sandbox.obp().credentials();
    let login = DirectLogin::new(demo.username, demo.password, demo.consumer_key);
    let client = Client::builder().base_url(sandbox.obp().base_url()).credentials(Credentials::direct_login(login));
    Directory::from(client.build().unwrap())
}

/// Two roles for the whole system, which every instance has.
fn standard() -> Standard {
    Standard::new().roles("CanGetAnyUser", "CanLockUser")
}

#[tokio::test]
async fn obp_conforms() {
    let sandbox = crowded().await;
    // Grants may have a scope or none.
    let skipped = ["grants_keep_to_their_scopes"];
    conforms(&directory(&sandbox), &sandbox, &standard(), &skipped).await;
}

/// A role that the server does not know, and one that is held at a bank, are refused; what was held stays.
#[tokio::test]
async fn a_replacement_that_is_refused_takes_nothing_away() {
    use user_directory::conformance::Fixture as _;

    let sandbox = crowded().await;
    let directory = directory(&sandbox);
    let id = standard().person(&directory).await.unwrap().id;
    let held = Grant::new("CanLockUser");
    directory.grant(&id, held.clone()).await.unwrap();
    for role in ["CanFly", "CanCreateCustomer"] {
        let wanted = vec![Grant::new(role)];
        directory.replace_grants(&id, wanted).await.unwrap_err();
    }
    let grants = directory.grants(&id).await.unwrap();
    assert_eq!(grants.len(), 1);
    assert!(grants[0].same_as(&held));
}
