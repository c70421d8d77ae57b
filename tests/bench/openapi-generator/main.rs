//! The same as `all-provider`, over the client that openapi-generator makes of the same specification.

use std::collections::HashMap;
use std::error::Error;

use openapi_generator_client::apis::{configuration::Configuration, users_api as users};
use openapi_generator_client::models;

fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("usage: all-openapi-generator <server URL>")?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut client = Configuration::new();
    client.base_path = url;
    client.basic_auth = Some(("bench".to_owned(), Some("not-a-secret".to_owned())));
    runtime.block_on(all(&client))
}

async fn all(client: &Configuration) -> Result<(), Box<dyn Error>> {
    let id = "00000000-0000-0000-0000-000000000001";
    let user = models::User::new("Ada".to_owned(), "Lovelace".to_owned());
    println!("{}", users::create_user(client, user.clone()).await?.first_name);
    println!("{}", users::get_user(client, id).await?.last_name);
    println!("{}", users::update_user(client, id, user).await?.last_name);
    let listed = users::list_users(client, Some(1), Some(10), None, None, None, None).await?;
    println!("{:?}", listed.total);
    println!("{:?}", users::list_deleted_users(client, Some(1), None, None, None).await?.total);
    println!("{:?}", users::get_user_audits(client, id, Some(1), None, None).await?.total);
    println!("{:?}", users::get_user_transactions(client, id, Some(1), None, None).await?.total);
    let mut message = models::WebTx::new();
    message.message = Some("Hello".to_owned());
    println!("{:?}", users::authenticate_user(client, id, Some(message)).await?.tx);
    println!("{:?}", users::register_user(client, id).await?.tx);
    let mut tags = models::TagsRequest::new();
    tags.tags = Some(HashMap::from([("team".to_owned(), "a".to_owned())]));
    users::set_user_tags(client, id, Some(tags)).await?;
    users::remove_user_passkey(client, id).await?;
    users::delete_user(client, id).await?;
    users::restore_user(client, id).await?;
    users::destroy_user(client, id).await?;
    Ok(())
}
