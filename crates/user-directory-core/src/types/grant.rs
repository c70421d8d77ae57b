//! Roles that a person holds.

use serde::{Deserialize, Serialize};

use crate::capabilities::Verb;

/// A role, permission or entitlement that a person holds, in a scope or everywhere.
///
/// It is part of one person's account. A group, which has an id and members, is something else: no provider has
/// operations for groups, so there are no verbs for them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Grant {
    /// The name of the role.
    pub role: String,
    /// Where the role applies, such as a bank or a tenant; `None` is everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The id under which the directory keeps this grant, if it has one. Left out when a role is to be granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
}

impl Grant {
    /// Makes a grant that applies everywhere.
    pub fn new(role: impl Into<String>) -> Self {
        Self { role: role.into(), scope: None, grant_id: None }
    }

    /// Restricts the grant to a scope.
    #[must_use]
    pub fn scoped(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Sets the id under which the directory keeps the grant.
    #[must_use]
    pub fn with_grant_id(mut self, id: impl Into<String>) -> Self {
        self.grant_id = Some(id.into());
        self
    }

    /// Returns whether both give the same role in the same scope, whatever their ids are.
    pub fn same_as(&self, other: &Self) -> bool {
        self.role == other.role && self.scope == other.scope
    }

    /// Returns whether one of these gives the same role in the same scope.
    pub fn is_among(&self, grants: &[Self]) -> bool {
        grants.iter().any(|grant| grant.same_as(self))
    }
}

/// A change of the grants of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GrantChange {
    /// Adds one; one that the person already has is kept.
    Add(Grant),
    /// Takes one away; one that the person does not have is no error.
    Remove(Grant),
    /// Leaves the person with exactly these.
    Replace(Vec<Grant>),
}

impl GrantChange {
    /// Returns the verb under which capabilities list it.
    pub const fn verb(&self) -> Verb {
        match self {
            Self::Add(_) => Verb::Grant,
            Self::Remove(_) => Verb::Revoke,
            Self::Replace(_) => Verb::ReplaceGrants,
        }
    }

    /// Returns the grants that are named.
    pub fn grants(&self) -> &[Grant] {
        match self {
            Self::Add(grant) | Self::Remove(grant) => std::slice::from_ref(grant),
            Self::Replace(grants) => grants,
        }
    }
}
