//! FINBOURNE Identity: one user, and all of them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{Error, http, json};

/// Calls FINBOURNE Identity.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    token: String,
}

impl Client {
    /// Makes a client; `base_url` has no slash at its end.
    pub fn new(base_url: impl Into<String>, token: impl Into<String>) -> Result<Self, Error> {
        Ok(Self { http: http()?, base_url: base_url.into(), token: token.into() })
    }

    /// Fetches one user, with roles.
    pub async fn get_user(&self, id: &str) -> Result<User, Error> {
        let request = self
            .http
            .get(format!("{}/api/users/{id}", self.base_url))
            .query(&[("includeRoles", true)])
            .bearer_auth(&self.token);
        json(request).await
    }

    /// Lists all users.
    pub async fn list_users(&self) -> Result<Vec<User>, Error> {
        let request = self.http.get(format!("{}/api/users", self.base_url)).bearer_auth(&self.token);
        json(request).await
    }
}

/// A user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    pub id: String,
    pub alternative_user_ids: Option<BTreeMap<String, Option<String>>>,
    pub email_address: String,
    pub second_email_address: Option<String>,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub roles: Option<Vec<Role>>,
    #[serde(rename = "type")]
    pub kind: String,
    pub status: String,
    pub external: bool,
    pub links: Option<Vec<Link>>,
}

/// A role of a user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    pub id: String,
    pub role_id: RoleId,
    pub source: String,
    pub name: String,
    pub description: Option<String>,
    pub saml_name: String,
}

/// The identifier of a role.
#[derive(Debug, Deserialize)]
pub struct RoleId {
    pub scope: String,
    pub code: String,
}

/// A further address.
#[derive(Debug, Deserialize)]
pub struct Link {
    pub relation: String,
    pub href: String,
    pub description: Option<String>,
    pub method: String,
}
