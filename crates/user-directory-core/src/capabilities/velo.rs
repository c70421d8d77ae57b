//! Velo Payments: 17 operations.

use std::borrow::Cow;

use super::{Attribute, Capabilities, Extra, Field, Needed, Requests, SortKey, TELLS_USER, Verb};
use crate::PhoneKind;

/// The code that Velo sends to a user by text message.
pub(crate) const VERIFICATION_CODE: &str = "verificationCode";

const STORES: &str = "reads the roles, then replaces them all, if there is a change";

const ATTRIBUTES: &[Attribute] = &[Attribute::writable("entityId"), Attribute::read_only("lockedOutTimestamp")];

/// There is no user name: no operation returns one.
pub(crate) static VELO: Capabilities = Capabilities {
    read: Cow::Borrowed(&[
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
    ]),
    invite: Cow::Borrowed(&[
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Phones,
        Field::Mfa,
        Field::Roles,
        Field::Attributes,
    ]),
    invite_needs: Cow::Borrowed(&[Field::Email, Field::Phones, Field::Mfa, Field::Roles]),
    update: Cow::Borrowed(&[Field::Email, Field::GivenName, Field::FamilyName, Field::Phones]),
    clear: Cow::Borrowed(&[Field::GivenName, Field::FamilyName, Field::Phones]),
    attributes: Cow::Borrowed(ATTRIBUTES),
    phones: Cow::Borrowed(&[PhoneKind::Mobile, PhoneKind::Primary, PhoneKind::Secondary]),
    phones_needed: Cow::Borrowed(&[PhoneKind::Mobile, PhoneKind::Primary]),
    extras: Cow::Borrowed(&[
        Extra {
            name: Cow::Borrowed(VERIFICATION_CODE),
            verbs: Cow::Borrowed(&[Verb::Update]),
            needed: Needed::For(Cow::Borrowed("a user with the role payor.master_admin")),
        },
        Extra {
            name: Cow::Borrowed(VERIFICATION_CODE),
            verbs: Cow::Borrowed(&[
                Verb::Invite,
                Verb::ResetMfa,
                Verb::ResendInvitation,
                Verb::Grant,
                Verb::Revoke,
                Verb::ReplaceGrants,
            ]),
            needed: Needed::For(Cow::Borrowed("a person verified by hand")),
        },
    ]),
    sorts: Cow::Borrowed(&[SortKey::Email, SortKey::FamilyName]),
    max_page_size: Some(100),
    unique: Cow::Borrowed(&[Field::Email]),
    ..Capabilities::NONE
}
.native_but(Verb::Check, TELLS_USER)
.native(&[
    Verb::List,
    Verb::Get,
    Verb::Invite,
    Verb::Update,
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
    "reads the list sorted by e-mail address until the address is passed, up to 8 pages at a time",
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
.emulated(Verb::Revoke, Requests::UpTo(2), true, STORES);
