//! The directory in memory: every verb, every field.

use super::{Capabilities, Field, Scopes, Verb};

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

pub(crate) const IN_MEMORY: Capabilities = Capabilities {
    read: &[
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
    ],
    create: ENROL,
    create_needs: &[Field::Email],
    invite: ENROL,
    invite_needs: &[Field::Email],
    update: UPDATE,
    clear: &[Field::UserName, Field::GivenName, Field::FamilyName, Field::Phones],
    scopes: Scopes::Optional,
    invitation_tells_id: true,
    deleted_stay_readable: true,
    max_page_size: Some(1000),
    unique: &[Field::UserName, Field::Email],
    stable_pages: true,
    ..Capabilities::NONE.native(Verb::ALL)
};
