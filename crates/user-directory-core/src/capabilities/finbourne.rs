//! FINBOURNE Identity: 15 operations.

use std::borrow::Cow;

use super::{Attribute, Capabilities, Consistency, Field, Requests, Scopes, Verb};

const WHOLE: &str = "reads the whole list and keeps exact matches";

const ATTRIBUTES: &[Attribute] =
    &[Attribute::writable("alternativeUserIds"), Attribute::read_only("external"), Attribute::read_only("type")];

/// The user name is read and not written: a person's has to be the e-mail address, and follows it.
pub(crate) static FINBOURNE: Capabilities = Capabilities {
    read: Cow::Borrowed(&[
        Field::UserName,
        Field::Email,
        Field::OtherEmails,
        Field::GivenName,
        Field::FamilyName,
        Field::Roles,
        Field::Status,
        Field::Enabled,
        Field::Locked,
        Field::Attributes,
    ]),
    create: Cow::Borrowed(&[Field::Email, Field::GivenName, Field::FamilyName, Field::Roles, Field::Attributes]),
    create_needs: Cow::Borrowed(&[Field::Email, Field::GivenName, Field::FamilyName]),
    update: Cow::Borrowed(&[Field::Email, Field::GivenName, Field::FamilyName, Field::Attributes]),
    attributes: Cow::Borrowed(ATTRIBUTES),
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
.emulated(Verb::FindByEmail, Requests::Exactly(1), false, WHOLE)
.emulated(Verb::FindByUserName, Requests::Exactly(1), false, WHOLE)
.emulated(Verb::Update, Requests::UpTo(2), true, "reads the user, then replaces it with the changes, if there are any")
.emulated(
    Verb::Enable,
    Requests::UpTo(2),
    false,
    "ends a suspension, which nothing documented starts; reads the user if there is none to end",
)
.emulated(Verb::Grants, Requests::Exactly(1), false, "reads the user with the roles");
