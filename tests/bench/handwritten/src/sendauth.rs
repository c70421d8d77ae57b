//! SendAuth: one user, and users by the page.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use crate::{Error, http, json};

/// Calls SendAuth.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    username: String,
    password: String,
}

impl Client {
    /// Makes a client; `base_url` has no slash at its end.
    pub fn new(
        base_url: impl Into<String>,
        username: impl Into<String>,
        password: impl Into<String>,
    ) -> Result<Self, Error> {
        Ok(Self { http: http()?, base_url: base_url.into(), username: username.into(), password: password.into() })
    }

    /// Fetches one user.
    pub async fn get_user(&self, id: Uuid) -> Result<User, Error> {
        let request = self
            .http
            .get(format!("{}/api/v1/users/{id}", self.base_url))
            .basic_auth(&self.username, Some(&self.password));
        json(request).await
    }

    /// Lists a page of users.
    pub async fn list_users(&self, page: u32, per_page: u32) -> Result<Users, Error> {
        let request = self
            .http
            .get(format!("{}/api/v1/users", self.base_url))
            .query(&[("page", page), ("perPage", per_page)])
            .basic_auth(&self.username, Some(&self.password));
        json(request).await
    }
}

/// A page of users.
#[derive(Debug, Deserialize)]
pub struct Users {
    pub rows: Vec<User>,
    pub total: u64,
}

/// A user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    pub id: Option<Uuid>,
    pub role: Option<Role>,
    pub username: Option<String>,
    pub first_name: String,
    pub last_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub company: Option<Company>,
    pub permissions: Option<Vec<String>>,
    pub group_permissions: Option<Vec<String>>,
    pub permission_groups: Option<Vec<Uuid>>,
    pub messaging_preference: Option<MessagingPreference>,
    pub has_passkeys: Option<bool>,
    pub created_at: Option<DateTime<Utc>>,
    pub last_authenticated: Option<DateTime<Utc>>,
}

/// What a user may do.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Admin,
    User,
    SuperAdmin,
    #[serde(other)]
    Unknown,
}

/// How a user wants to get messages.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessagingPreference {
    Email,
    Sms,
    Both,
    #[serde(other)]
    Unknown,
}

/// The company of a user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Company {
    pub id: Option<Uuid>,
    #[serde(rename = "orgID")]
    pub org_id: Option<Uuid>,
    pub name: Option<String>,
    pub created_at: Option<DateTime<Utc>>,
}
