//! SendAuth.

mod passkeys;
mod refusals;
mod users;
mod wire;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sendauth_users::{Client, Credentials};
use user_directory_sandbox::Sandbox;

use crate::raw::Raw;

/// Returns a client with the demo credentials.
fn client(sandbox: &Sandbox) -> Client {
    let credentials = sandbox.sendauth().credentials();
    Client::builder()
        .base_url(sandbox.sendauth().base_url())
        .credentials(Credentials::basic(credentials.username, credentials.password))
        .build()
        .unwrap()
}

fn authorization(sandbox: &Sandbox) -> String {
    let credentials = sandbox.sendauth().credentials();
    let pair = format!("{}:{}", credentials.username, credentials.password);
    format!("Basic {}", STANDARD.encode(pair))
}

/// Returns raw requests with the demo credentials.
pub(crate) fn raw(sandbox: &Sandbox) -> Raw {
    Raw::new(sandbox.sendauth().base_url()).authorization(authorization(sandbox))
}

/// Returns the identifier of the user at a place of the list, by creation.
async fn nth(client: &Client, index: usize) -> uuid::Uuid {
    let page = client.list_users().send().await.unwrap().into_inner();
    page.rows.unwrap()[index].id.unwrap()
}
