//! A SCIM user with the extension.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use scim_v2::models::user::User as ScimUser;
use scim_v2::{Asserted, schema_urns};
use serde::{Deserialize, Serialize, Serializer, de, ser};
use serde_json::{Map, Value};
use user_directory_core::{Email, MfaMethod, Phone, Status};

use super::SCHEMA;
use super::error::ReadError;
use super::sender::normalized;

/// A SCIM user, with the extension of this crate and whatever other properties came with it.
///
/// It is read as identity providers write it, not only as the RFC has it: in any letter case, with empty texts for what
/// has no value, with strings for `true` and `false`, with a manager who is a string, and without `schemas`, which
/// [`require_schema`](Self::require_schema) asks for.
///
/// `Debug` shows no personal data. Serialization writes everything, the password included if there is one.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value")]
#[non_exhaustive]
pub struct Resource {
    /// The attributes of RFC 7643, the enterprise extension included.
    #[serde(flatten, serialize_with = "core")]
    pub core: ScimUser<String>,
    /// What SCIM has no attribute for.
    #[serde(
        rename = "urn:ietf:params:scim:schemas:extension:user-directory:2.0:User",
        skip_serializing_if = "Asserted::is_absent"
    )]
    pub account: Asserted<Account>,
    /// Properties that are neither: other extensions.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Writes no empty `groups`: they would be an answer to what the directory was not asked.
fn core<S: Serializer>(core: &ScimUser<String>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut attributes = serde_json::to_value(core).map_err(ser::Error::custom)?;
    if let Value::Object(attributes) = &mut attributes
        && core.groups.is_empty()
    {
        attributes.remove("groups");
    }
    attributes.serialize(serializer)
}

/// A resource in the form of the RFC.
#[derive(Deserialize)]
struct Plain {
    #[serde(flatten)]
    core: ScimUser<String>,
    #[serde(rename = "urn:ietf:params:scim:schemas:extension:user-directory:2.0:User", default)]
    account: Asserted<Account>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl TryFrom<Value> for Resource {
    type Error = serde_json::Error;

    fn try_from(resource: Value) -> Result<Self, serde_json::Error> {
        let resource = normalized(resource).map_err(de::Error::custom)?;
        let Plain { core, account, other } = serde_json::from_value(resource)?;
        Ok(Self { core, account, other })
    }
}

/// What SCIM has no attribute for. `Debug` shows no personal data.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Account {
    /// Where the account is in its life cycle, of which `active` is only a part. Read-only.
    #[serde(default, skip_serializing_if = "Asserted::is_absent")]
    pub status: Asserted<Status>,
    /// Whether an administrator lets the account be used, of which `active` is only a part. Read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether the account is locked.
    #[serde(default, skip_serializing_if = "Asserted::is_absent")]
    pub locked: Asserted<bool>,
    /// When the person logged in last. Read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_login: Option<DateTime<Utc>>,
    /// The second factor.
    #[serde(default, skip_serializing_if = "Asserted::is_absent")]
    pub mfa: Asserted<AccountMfa>,
    /// The content of `userName`, which SCIM requires, if the person has no user name. Read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name_from: Option<UserNameFrom>,
    /// The ids under which the directory keeps the grants: one entry for each role, if any role has an id. Read-only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grant_ids: Vec<GrantId>,
    /// The e-mail addresses whose kind their type does not say. Read-only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<Email>,
    /// The phone numbers whose kind their type does not say. Read-only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// Whether the directory tells roles with the user, so that their absence means that there are none. Read-only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub roles_told: bool,
    /// What the provider alone has, by its own names: a name that is missing is kept, `null` clears it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Value>,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("status", &self.status)
            .field("enabled", &self.enabled)
            .field("locked", &self.locked)
            .finish_non_exhaustive()
    }
}

/// The second factor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccountMfa {
    /// Whether it is set up; `false` resets one that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolled: Option<bool>,
    /// The kind of factor; taken when a person is enrolled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<MfaMethod>,
}

/// What stands for a user name that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum UserNameFrom {
    /// The e-mail address.
    Email,
    /// The id.
    Id,
}

/// The id of a grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GrantId {
    /// The role, as in `roles.value`.
    pub role: String,
    /// The scope, as in `roles.type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The id, if this one has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

impl Resource {
    /// Returns the extension, if the resource has one.
    pub fn account(&self) -> Option<&Account> {
        self.account.as_option()
    }

    /// Fails unless `schemas` names SCIM's user, as the RFC requires and not every sender does.
    ///
    /// # Errors
    ///
    /// Fails with [`ReadError::Schema`].
    pub fn require_schema(&self) -> Result<(), ReadError> {
        let ours = |schema: &String| schema.eq_ignore_ascii_case(schema_urns::USER);
        if self.core.schemas.iter().any(ours) { Ok(()) } else { Err(ReadError::Schema) }
    }

    /// Returns what SCIM itself has attributes for, without any extension.
    #[must_use]
    pub fn into_core(self) -> ScimUser<String> {
        let mut core = self.core;
        core.schemas.retain(|schema| schema == schema_urns::USER);
        core.enterprise_user = Asserted::Absent;
        core
    }
}

/// Takes a user without the extension.
impl From<ScimUser<String>> for Resource {
    fn from(core: ScimUser<String>) -> Self {
        Self { core, account: Asserted::Absent, other: Map::new() }
    }
}

impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource")
            .field("id", &self.core.id)
            .field("active", &self.core.active)
            .field("account", &self.account().map(|_| SCHEMA))
            .finish_non_exhaustive()
    }
}
