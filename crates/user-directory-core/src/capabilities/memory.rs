//! The directory in memory: every verb, every field.

use std::borrow::Cow;

use super::{Capabilities, Consistency, Field, Scopes, Verb};

const ENROL: &[Field] = &[
    Field::UserName,
    Field::Email,
    Field::GivenName,
    Field::FamilyName,
    Field::Phones,
    Field::Password,
    Field::Mfa,
    Field::Roles,
    Field::Status,
];

const UPDATE: &[Field] =
    &[Field::UserName, Field::Email, Field::GivenName, Field::FamilyName, Field::Phones, Field::Password];

pub(crate) static IN_MEMORY: Capabilities = Capabilities {
    read: Cow::Borrowed(&[
        Field::UserName,
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Phones,
        Field::Mfa,
        Field::Roles,
        Field::Status,
        Field::Locked,
        Field::Created,
    ]),
    create: Cow::Borrowed(ENROL),
    create_needs: Cow::Borrowed(&[Field::Email]),
    invite: Cow::Borrowed(ENROL),
    invite_needs: Cow::Borrowed(&[Field::Email]),
    update: Cow::Borrowed(UPDATE),
    clear: Cow::Borrowed(&[Field::UserName, Field::GivenName, Field::FamilyName, Field::Phones]),
    scopes: Scopes::Optional,
    invitation_tells_id: true,
    deleted_stay_readable: true,
    max_page_size: Some(1000),
    unique: Cow::Borrowed(&[Field::UserName, Field::Email]),
    stable_pages: true,
    consistency: Some(Consistency::Immediate),
    ..Capabilities::NONE
}
.native(Verb::ALL);
