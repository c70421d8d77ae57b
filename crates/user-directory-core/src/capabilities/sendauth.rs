//! SendAuth: 14 operations.

use std::borrow::Cow;

use super::{Attribute, Capabilities, Field, Requests, Verb};
use crate::PhoneKind;

const STORES: &str = "reads the user, then stores it with the changes, if there are any";

const ATTRIBUTES: &[Attribute] = &[
    Attribute::writable("company"),
    Attribute::read_only("groupPermissions"),
    Attribute::writable("messagingPreference"),
    Attribute::writable("permissionGroups"),
    Attribute::writable("role"),
];

/// Its `username` is the name by which a user is shown, so [`Field::DisplayName`] and no
/// [`Field::UserName`]. Nothing can be cleared: whether the server takes what an update leaves out for cleared or for kept
/// is not documented.
pub(crate) static SENDAUTH: Capabilities = Capabilities {
    read: Cow::Borrowed(&[
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::DisplayName,
        Field::Phones,
        Field::Mfa,
        Field::Roles,
        Field::Status,
        Field::Created,
        Field::LastLogin,
        Field::Attributes,
    ]),
    create: Cow::Borrowed(&[
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Phones,
        Field::Roles,
        Field::Attributes,
    ]),
    create_needs: Cow::Borrowed(&[Field::GivenName, Field::FamilyName]),
    update: Cow::Borrowed(&[Field::Email, Field::GivenName, Field::FamilyName, Field::Phones, Field::Attributes]),
    attributes: Cow::Borrowed(ATTRIBUTES),
    phones: Cow::Borrowed(&[PhoneKind::Mobile]),
    max_page_size: Some(100),
    ..Capabilities::NONE
}
.emulated(Verb::Check, Requests::Exactly(1), false, "reads one user of the list")
.native(&[Verb::List, Verb::ListDeleted, Verb::Get, Verb::Create, Verb::Delete, Verb::Restore, Verb::ResetMfa])
.emulated(
    Verb::FindByEmail,
    Requests::PerPage,
    false,
    "searches for the address and, unless that finds it, reads the whole list",
)
.emulated(Verb::Update, Requests::UpTo(2), true, STORES)
.emulated(Verb::Purge, Requests::Exactly(2), false, "deletes the user, then destroys the deleted one")
.emulated(Verb::Grants, Requests::Exactly(1), false, "reads the user's direct permissions")
.emulated(Verb::Grant, Requests::UpTo(2), true, STORES)
.emulated(Verb::Revoke, Requests::UpTo(2), true, STORES)
.emulated(Verb::ReplaceGrants, Requests::UpTo(2), true, STORES);
