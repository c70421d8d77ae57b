//! Makes one call with the hand-written client; what is measured is the size and the build of this program.

use std::error::Error;

use handwritten::sendauth::Client;

fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("usage: one-handwritten <server URL>")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Client::new(url, "bench", "not-a-secret")?;
    let user = runtime.block_on(client.get_user(uuid::Uuid::from_u128(1)))?;
    println!("{} {}", user.first_name, user.last_name);
    Ok(())
}
