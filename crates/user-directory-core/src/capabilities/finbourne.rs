//! FINBOURNE Identity: 15 operations.

use std::borrow::Cow;

use super::{Capabilities, Consistency, Field, Requests, Scopes, Verb};

const FIELDS: &[Field] = &[Field::Email, Field::GivenName, Field::FamilyName];

/// The user name is read and not written: a person's has to be the e-mail address, and follows it.
pub(crate) static FINBOURNE: Capabilities = Capabilities {
    read: Cow::Borrowed(&[
        Field::UserName,
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Roles,
        Field::Status,
        Field::Locked,
    ]),
    create: Cow::Borrowed(&[Field::Email, Field::GivenName, Field::FamilyName, Field::Roles]),
    create_needs: Cow::Borrowed(FIELDS),
    update: Cow::Borrowed(FIELDS),
    scopes: Scopes::Always,
    deleted_stay_readable: true,
    unique: Cow::Borrowed(&[Field::UserName]),
    stable_pages: true,
    consistency: Some(Consistency::Eventual { about: None }),
    ..Capabilities::NONE
}
.emulated(Verb::Check, Requests::Exactly(1), false, "reads the schema of users")
.native(&[
    Verb::List,
    Verb::Get,
    Verb::Create,
    Verb::Delete,
    Verb::Purge,
    Verb::Unlock,
    Verb::ResetMfa,
    Verb::ResetPassword,
    Verb::ResendInvitation,
])
.emulated(Verb::ListDeleted, Requests::Exactly(1), false, "reads the list with the deactivated users and keeps those")
.emulated(Verb::FindByEmail, Requests::Exactly(1), false, "reads the whole list and keeps exact matches")
.emulated(Verb::Update, Requests::UpTo(2), true, "reads the user, then replaces it with the changes, if there are any")
.emulated(
    Verb::Enable,
    Requests::UpTo(2),
    false,
    "ends a suspension, which nothing documented starts; reads the user if there is none to end",
)
.emulated(Verb::Grants, Requests::Exactly(1), false, "reads the user with the roles");
