//! Makes one call with a provider crate; what is measured is the size and the build of this program.

use std::error::Error;

use sendauth_users::{Client, Credentials};

fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("usage: one-provider <server URL>")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Client::builder().base_url(url).credentials(Credentials::basic("bench", "not-a-secret")).build()?;
    let user = runtime.block_on(client.get_user(uuid::Uuid::from_u128(1)).send())?;
    println!("{} {}", user.first_name, user.last_name);
    Ok(())
}
