//! A SCIM user with the extension.

use std::fmt;

use scim_v2::models::user::User as ScimUser;
use scim_v2::{Asserted, schema_urns};
use serde::{Deserialize, Serialize};

use super::SCHEMA;
use user_directory_core::{MfaMethod, Status};

/// A SCIM user, with the extension of this crate and whatever other properties came with it.
///
/// Attributes are read in the letter case of the RFC; `scim_v2::CaseInsensitive<Resource>` reads the core ones in any.
/// `Debug` shows no personal data. Serialization writes everything, the password included if there is one.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Resource {
    /// The attributes of RFC 7643, the enterprise extension included.
    #[serde(flatten)]
    pub core: ScimUser<String>,
    /// What SCIM has no attribute for.
    #[serde(
        rename = "urn:ietf:params:scim:schemas:extension:user-directory:2.0:User",
        default,
        skip_serializing_if = "Asserted::is_absent"
    )]
    pub account: Asserted<Account>,
    /// Properties that are neither: other extensions.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

/// What SCIM has no attribute for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Account {
    /// Where the account stands in its life, of which `active` is only a part. Read-only.
    #[serde(default, skip_serializing_if = "Asserted::is_absent")]
    pub status: Asserted<Status>,
    /// Whether the account is locked.
    #[serde(default, skip_serializing_if = "Asserted::is_absent")]
    pub locked: Asserted<bool>,
    /// The second factor.
    #[serde(default, skip_serializing_if = "Asserted::is_absent")]
    pub mfa: Asserted<AccountMfa>,
    /// What stands in `userName`, which SCIM requires, if the person has no user name. Read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name_from: Option<UserNameFrom>,
    /// The ids under which the directory keeps the grants: one entry for each role, if any role has an id. Read-only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grant_ids: Vec<GrantId>,
    /// Whether the directory tells roles with the user, so that their absence means that there are none. Read-only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub roles_told: bool,
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
        Self { core, account: Asserted::Absent, other: serde_json::Map::new() }
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
