//! Lists the users of each provider, fetches each of them and keeps what the table shows.

use crate::servers::Servers;
use user_directory::{finbourne, obp, saasus, sendauth, velo};

/// One row of the table.
pub(crate) struct Person {
    provider: &'static str,
    id: String,
    name: String,
    email: String,
    status: String,
}

impl Person {
    /// Returns the cells in the order of the columns.
    pub(crate) fn cells(&self) -> [String; 5] {
        [
            self.provider.to_owned(),
            self.id.clone(),
            self.name.clone(),
            self.email.clone(),
            self.status.clone(),
        ]
    }
}

type Found = Result<Vec<Person>, Box<dyn std::error::Error>>;

/// Joins given and family name, either of which may be missing.
fn full_name(given: Option<&String>, family: Option<&String>) -> String {
    [given, family]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

pub(crate) async fn velo(servers: &Servers) -> Found {
    let client = velo::Client::builder()
        .base_url(servers.velo())
        .credentials(velo::Credentials::bearer("quickstart"))
        .build()?;
    let mut people = Vec::new();
    for listed in client
        .list_users()
        .page_size(25)
        .send()
        .await?
        .into_inner()
        .content
        .unwrap_or_default()
    {
        let Some(id) = listed.id else { continue };
        let user = client.get_user_by_id_v2(id).send().await?.into_inner();
        people.push(Person {
            provider: "Velo Payments",
            id: id.to_string(),
            name: full_name(user.first_name.as_ref(), user.last_name.as_ref()),
            email: user.email.unwrap_or_default(),
            status: match (user.status, user.locked_out) {
                (Some(status), Some(true)) => format!("{status}, locked"),
                (Some(status), _) => status.to_string(),
                (None, _) => String::new(),
            },
        });
    }
    Ok(people)
}

pub(crate) async fn sendauth(servers: &Servers) -> Found {
    let client = sendauth::Client::builder()
        .base_url(servers.sendauth())
        .credentials(sendauth::Credentials::basic("quickstart", "quickstart"))
        .build()?;
    let mut people = Vec::new();
    for listed in client
        .list_users()
        .send()
        .await?
        .into_inner()
        .rows
        .unwrap_or_default()
    {
        let Some(id) = listed.id else { continue };
        let user = client.get_user(id).send().await?.into_inner();
        people.push(Person {
            provider: "SendAuth",
            id: id.to_string(),
            name: format!("{} {}", user.first_name, user.last_name),
            email: user.email.unwrap_or_default(),
            status: user.role.map(|role| role.to_string()).unwrap_or_default(),
        });
    }
    Ok(people)
}

pub(crate) async fn finbourne(servers: &Servers) -> Found {
    let client = finbourne::Client::builder()
        .base_url(servers.finbourne())
        .credentials(finbourne::Credentials::bearer("quickstart"))
        .build()?;
    let mut people = Vec::new();
    for listed in client.list_users().send().await?.into_inner() {
        let user = client
            .get_user(listed.id)
            .include_roles(true)
            .send()
            .await?
            .into_inner();
        people.push(Person {
            provider: "FINBOURNE",
            name: format!("{} {}", user.first_name, user.last_name),
            id: user.id,
            email: user.email_address,
            status: user.status,
        });
    }
    Ok(people)
}

pub(crate) async fn obp(servers: &Servers) -> Found {
    let client = obp::Client::builder()
        .base_url(servers.obp())
        .credentials(obp::Credentials::direct_login_token("quickstart"))
        .build()?;
    let mut people = Vec::new();
    for listed in client
        .get_users()
        .limit(50)
        .send()
        .await?
        .into_inner()
        .users
    {
        let user = client
            .get_user_by_user_id(listed.user_id)
            .send()
            .await?
            .into_inner();
        people.push(Person {
            provider: "Open Bank Project",
            id: user.user_id,
            name: user.username.unwrap_or_default(),
            email: user.email.unwrap_or_default(),
            status: if user.is_locked { "locked" } else { "open" }.to_owned(),
        });
    }
    Ok(people)
}

pub(crate) async fn saasus(servers: &Servers) -> Found {
    let client = saasus::Client::builder()
        .base_url(servers.saasus())
        .credentials(saasus::Credentials::authorization("quickstart"))
        .build()?;
    let mut people = Vec::new();
    for listed in client.get_saas_users().send().await?.into_inner().users {
        let user = client.get_saas_user(listed.id).send().await?.into_inner();
        people.push(Person {
            provider: "SaaSus",
            id: user.id,
            name: String::new(),
            email: user.email,
            status: String::new(),
        });
    }
    Ok(people)
}
