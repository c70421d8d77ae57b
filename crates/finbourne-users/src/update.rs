//! An update made from a user as fetched.

use std::fmt;

use user_directory_runtime::Patch;

use crate::types::{UpdateUserRequest, UserResponse};

/// Says that a user was fetched without roles. An update replaces the whole user, so one made from them would take the
/// roles away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RolesNotFetched;

impl fmt::Display for RolesNotFetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the user was fetched without roles, and the update would take them away: fetch with `include_roles(true)`",
        )
    }
}

impl std::error::Error for RolesNotFetched {}

/// Keeps everything as it is, so that a user can be fetched, changed and sent.
///
/// Fails for a user without `roles`, which the answers to [`get_user`](crate::Client::get_user) have only with
/// `include_roles(true)`.
impl TryFrom<UserResponse> for UpdateUserRequest {
    type Error = RolesNotFetched;

    fn try_from(user: UserResponse) -> Result<Self, RolesNotFetched> {
        let roles = user.roles.ok_or(RolesNotFetched)?;
        Ok(Self {
            first_name: user.first_name,
            last_name: user.last_name,
            email_address: user.email_address,
            second_email_address: Patch::keep_or(user.second_email_address),
            login: user.login,
            alternative_user_ids: Patch::keep_or(user.alternative_user_ids),
            roles: Patch::Value(roles.into_iter().map(|role| role.role_id).collect()),
        })
    }
}
