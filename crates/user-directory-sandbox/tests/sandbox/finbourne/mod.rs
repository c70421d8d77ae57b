//! FINBOURNE Identity.

mod lifecycle;
mod refusals;
mod tokens;
mod users;
mod wire;

use finbourne_users::types::UserResponse;
use finbourne_users::{Client, Credentials};
use user_directory_sandbox::Sandbox;

use crate::raw::Raw;

fn with(sandbox: &Sandbox, credentials: Credentials) -> Client {
    Client::builder().base_url(sandbox.finbourne().base_url()).credentials(credentials).build().unwrap()
}

/// Returns a client with the personal access token.
fn client(sandbox: &Sandbox) -> Client {
    with(sandbox, Credentials::bearer(sandbox.finbourne().credentials().token))
}

/// Returns raw requests with the personal access token.
pub(crate) fn raw(sandbox: &Sandbox) -> Raw {
    let token = sandbox.finbourne().credentials().token;
    Raw::new(sandbox.finbourne().base_url()).authorization(format!("Bearer {token}"))
}

/// Returns the first user with a status.
async fn with_status(client: &Client, status: &str) -> UserResponse {
    let users = client.list_users().send().await.unwrap().into_inner();
    let mut users = users.into_iter().skip(1);
    users.find(|user| user.status == status).unwrap()
}

/// Returns business code and status of a refusal.
fn refusal<T: std::fmt::Debug>(result: Result<T, finbourne_users::Error>) -> (u16, i64) {
    let error = result.unwrap_err();
    let status = error.status().map_or(0, |status| status.as_u16());
    (status, error.problem().map_or(0, |problem| problem.code))
}
