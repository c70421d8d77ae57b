//! Reaches all 14 operations of SendAuth; what is measured is the build and the size of this program.

use std::error::Error;

use sendauth_users::{Client, Credentials, types};

fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("usage: all-provider <server URL>")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Client::builder().base_url(url).credentials(Credentials::basic("bench", "not-a-secret")).build()?;
    runtime.block_on(all(&client))
}

async fn all(client: &Client) -> Result<(), Box<dyn Error>> {
    let id = uuid::Uuid::from_u128(1);
    let user = types::UserRequest::new(types::UserRequestRequired {
        first_name: "Ada".to_owned(),
        last_name: "Lovelace".to_owned(),
    });
    let created = client.create_user(user.clone()).send().await?;
    println!("{}", created.first_name);
    println!("{}", client.get_user(id).send().await?.last_name);
    println!("{}", client.update_user(id, user).send().await?.last_name);
    println!("{:?}", client.list_users().page(1).per_page(10).send().await?.total);
    println!("{:?}", client.list_deleted_users().page(1).send().await?.total);
    println!("{:?}", client.get_user_audits(id).page(1).send().await?.total);
    println!("{:?}", client.get_user_transactions(id).page(1).send().await?.total);
    let message = types::WebTx::new().message("Hello");
    println!("{:?}", client.authenticate_user(id).body(message).send().await?.tx);
    println!("{:?}", client.register_user(id).send().await?.tx);
    let tags = types::TagsRequest::new().tags([("team", "a")]);
    client.set_user_tags(id).body(tags).send().await?;
    client.remove_user_passkey(id).send().await?;
    client.delete_user(id).send().await?;
    client.restore_user(id).send().await?;
    client.destroy_user(id).send().await?;
    Ok(())
}
