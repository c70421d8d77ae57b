//! Velo Payments: 17 operations.

use super::{Attribute, Capabilities, Field, Requests, Verb};
use crate::PhoneKind;

const STORES: &str = "reads the roles, then replaces them all, if there is a change";

/// There is no user name: no operation tells one.
pub(crate) const VELO: Capabilities = Capabilities {
    read: &[
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Phones,
        Field::Mfa,
        Field::Roles,
        Field::Status,
        Field::Enabled,
        Field::Locked,
        Field::Attributes,
    ],
    invite: &[
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Phones,
        Field::Mfa,
        Field::Roles,
        Field::Attributes,
    ],
    invite_needs: &[Field::Email, Field::Phones, Field::Mfa, Field::Roles],
    update: &[Field::Email, Field::GivenName, Field::FamilyName, Field::Phones],
    clear: &[Field::GivenName, Field::FamilyName, Field::Phones],
    attributes: &[Attribute::writable("entityId"), Attribute::read_only("lockedOutTimestamp")],
    phones: &[PhoneKind::Mobile, PhoneKind::Primary, PhoneKind::Secondary],
    max_page_size: Some(100),
    unique: &[Field::Email],
    ..Capabilities::NONE
        .native(&[
            Verb::List,
            Verb::Get,
            Verb::Invite,
            Verb::Delete,
            Verb::Enable,
            Verb::Disable,
            Verb::Unlock,
            Verb::ReplaceGrants,
        ])
        .emulated(
            Verb::FindByEmail,
            Requests::PerPage,
            false,
            "reads the list sorted by e-mail address until the address is passed",
        )
        .emulated(
            Verb::Update,
            Requests::Exactly(1),
            false,
            "updates the user, but not one with the role payor.master_admin: Velo wants a verification code for that",
        )
        .emulated(
            Verb::ResetMfa,
            Requests::UpTo(2),
            true,
            "reads which factor is set up, then unregisters it, if there is one; not for text messages",
        )
        .emulated(
            Verb::ResendInvitation,
            Requests::UpTo(2),
            false,
            "sends it again; if that is refused, looks whether there is such a user",
        )
        .emulated(Verb::Grants, Requests::Exactly(1), false, "reads the user")
        .emulated(Verb::Grant, Requests::UpTo(2), true, STORES)
        .emulated(Verb::Revoke, Requests::UpTo(2), true, STORES)
};
