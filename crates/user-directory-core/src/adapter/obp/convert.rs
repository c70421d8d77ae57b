//! Between the Open Bank Project's types and the common ones.

use super::{NAME, attributes, missing, refuse, undecodable};
use crate::adapter::Record;
use crate::obp::types;
use crate::{Email, ErrorKind, Field, Grant, NewUser, Result, Status, User, UserId, Verb};

/// Records of users differ in what they tell of deletion and locks alone.
macro_rules! users {
    ($($record:ident, |$user:pat_param| ($status:expr, $locked:expr);)*) => {$(
        impl Record for types::$record {
            fn user(&self, verb: Verb) -> Result<User> {
                let $user = self;
                let mut user = User::new(id(&self.user_id, verb)?, $status);
                user.external_id.clone_from(&self.provider_id);
                user.user_name.clone_from(&self.username);
                user.emails.extend(self.email.clone().map(Email::new));
                user.locked = $locked;
                user.roles = Some(grants(&self.entitlements));
                user.attributes = attributes([("provider", self.provider.clone().map(Into::into))]);
                Ok(user)
            }
        }
    )*};
}

users! {
    UserV400, |user| (status(user.is_deleted), Some(user.is_locked));
    UserWithAgreements, |user| (status(user.is_deleted), Some(user.is_locked));
    // One who has just been created, and the caller.
    UserV200, |_| (Status::Active, None);
    UserV300, |_| (Status::Active, None);
}

fn status(is_deleted: bool) -> Status {
    if is_deleted { Status::Deleted } else { Status::Active }
}

fn id(text: &str, verb: Verb) -> Result<UserId> {
    UserId::new(text).map_err(|_| undecodable(NAME, verb, "a user's id is none"))
}

/// Converts entitlements. Those of the whole system come with an empty bank.
pub(super) fn grants(entitlements: &types::Entitlements) -> Vec<Grant> {
    let list = entitlements.list.iter();
    list.map(|entitlement| {
        let grant = Grant::new(&entitlement.role_name).with_grant_id(&entitlement.entitlement_id);
        match entitlement.bank_id.as_str() {
            "" => grant,
            bank => grant.scoped(bank),
        }
    })
    .collect()
}

pub(super) fn entitlement(grant: Grant) -> types::CreateEntitlement {
    types::CreateEntitlement::new(types::CreateEntitlementRequired {
        bank_id: grant.scope.unwrap_or_default(),
        role_name: grant.role,
    })
}

pub(super) fn new_user(user: NewUser) -> Result<types::CreateUser> {
    let needed = |field, value| missing(NAME, Verb::Create, field, value);
    Ok(types::CreateUser::new(types::CreateUserRequired {
        email: needed(Field::Email, user.emails.into_iter().next().map(|email| email.address))?,
        first_name: needed(Field::GivenName, user.given_name)?,
        last_name: needed(Field::FamilyName, user.family_name)?,
        password: missing(NAME, Verb::Create, Field::Password, user.password)?,
        username: needed(Field::UserName, user.user_name)?,
    }))
}

pub(super) fn reset(user: types::UserWithAgreements) -> Result<types::PostResetPasswordUrl> {
    let (Some(username), Some(email)) = (user.username, user.email) else {
        let detail = "the user has no name or no e-mail address, and the server asks for both";
        return Err(refuse(NAME, Verb::ResetPassword, ErrorKind::Conflict, detail));
    };
    Ok(types::PostResetPasswordUrl::new(types::PostResetPasswordUrlRequired { username, email, user_id: user.user_id }))
}
