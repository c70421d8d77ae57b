//! Many calls at once that all need the same new token.

use finbourne_users::{Client, PasswordGrant};
use harness::Failure;
use sendauth_users::Method;

/// Returns how many tokens were issued for the first calls, and how many more after the revocation.
pub(crate) async fn renew(base_url: &str, callers: usize) -> Result<(u64, u64), Failure> {
    let client = Client::builder()
        .base_url(format!("{base_url}/guarded"))
        .credentials(PasswordGrant::new(
            format!("{base_url}/oauth2/token"),
            "client",
            "not-a-secret",
            "user",
            "not-a-secret",
        ))
        .build()?;
    // Of the other provider's crate, only to ask the server without a token.
    let control = sendauth_users::Client::builder()
        .base_url(format!("{base_url}/control"))
        .credentials(sendauth_users::Credentials::basic("bench", "not-a-secret"))
        .build()?;
    let before = issued(&control).await?;
    at_once(&client, callers).await?;
    let first = issued(&control).await?;
    control.request(Method::POST, "/revoke").send().await?;
    at_once(&client, callers).await?;
    let second = issued(&control).await?;
    Ok((first - before, second - first))
}

async fn at_once(client: &Client, callers: usize) -> Result<(), Failure> {
    let calls: Vec<_> = (0..callers)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.get_user("00u000000001").send().await })
        })
        .collect();
    for call in calls {
        call.await??;
    }
    Ok(())
}

async fn issued(control: &sendauth_users::Client) -> Result<u64, Failure> {
    let answer = control.request(Method::GET, "/tokens").send().await?;
    Ok(std::str::from_utf8(answer.bytes())?.parse()?)
}
