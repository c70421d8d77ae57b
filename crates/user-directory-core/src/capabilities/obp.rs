//! Open Bank Project: 50 operations.

use std::borrow::Cow;

use super::{Attribute, Capabilities, Field, Requests, Scopes, TELLS_USER, Verb};

const NEW: &[Field] = &[Field::UserName, Field::Email, Field::GivenName, Field::FamilyName, Field::Password];

const BY_NAME: &str = "reads the user, then asks whose the name is, by which the server locks its own users";

const ATTRIBUTES: &[Attribute] = &[Attribute::read_only("provider")];

/// Names are taken and never returned.
pub(crate) static OBP: Capabilities = Capabilities {
    read: Cow::Borrowed(&[
        Field::ExternalId,
        Field::UserName,
        Field::Email,
        Field::Roles,
        Field::Status,
        Field::Locked,
        Field::Attributes,
    ]),
    create: Cow::Borrowed(NEW),
    create_needs: Cow::Borrowed(NEW),
    attributes: Cow::Borrowed(ATTRIBUTES),
    scopes: Scopes::Optional,
    deleted_stay_readable: true,
    unique: Cow::Borrowed(&[Field::UserName]),
    ..Capabilities::NONE
}
.native_but(Verb::Check, TELLS_USER)
.native(&[Verb::List, Verb::ListDeleted, Verb::Get, Verb::FindByEmail, Verb::Create, Verb::Grant])
.emulated(
    Verb::FindByUserName,
    Requests::PerPage,
    false,
    "reads the whole list, since the server finds by name only its own users",
)
.emulated(Verb::FindByExternalId, Requests::PerPage, false, "reads the whole list")
.emulated(
    Verb::Delete,
    Requests::Exactly(2),
    false,
    "reads the user first, since the server deletes the deleted once more",
)
.emulated(Verb::Lock, Requests::Exactly(3), false, BY_NAME)
.emulated(Verb::Unlock, Requests::Exactly(3), false, BY_NAME)
.emulated(
    Verb::ResetPassword,
    Requests::Exactly(2),
    false,
    "reads user name and e-mail address, which the server asks for; hands back a link",
)
.emulated(Verb::Grants, Requests::Exactly(1), false, "reads the user with the entitlements")
.emulated(Verb::Revoke, Requests::PerItem, false, "reads the user for the id of the entitlement, then deletes it")
.emulated(
    Verb::ReplaceGrants,
    Requests::PerItem,
    true,
    "reads the user with the entitlements, then adds and deletes one by one",
);
