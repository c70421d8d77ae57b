//! The directory in memory: every verb, every field.

use std::borrow::Cow;

use super::{Capabilities, Consistency, Field, Filter, Scopes, Verb};

const ENROL: &[Field] = &[
    Field::ExternalId,
    Field::UserName,
    Field::Email,
    Field::OtherEmails,
    Field::GivenName,
    Field::FamilyName,
    Field::DisplayName,
    Field::Title,
    Field::Department,
    Field::Manager,
    Field::Locale,
    Field::Phones,
    Field::Password,
    Field::Mfa,
    Field::Roles,
    Field::Enabled,
    Field::Attributes,
];

const UPDATE: &[Field] = &[
    Field::ExternalId,
    Field::UserName,
    Field::Email,
    Field::OtherEmails,
    Field::GivenName,
    Field::FamilyName,
    Field::DisplayName,
    Field::Title,
    Field::Department,
    Field::Manager,
    Field::Locale,
    Field::Phones,
    Field::Password,
    Field::Attributes,
];

const CLEAR: &[Field] = &[
    Field::ExternalId,
    Field::UserName,
    Field::OtherEmails,
    Field::GivenName,
    Field::FamilyName,
    Field::DisplayName,
    Field::Title,
    Field::Department,
    Field::Manager,
    Field::Locale,
    Field::Phones,
    Field::Attributes,
];

pub(crate) static IN_MEMORY: Capabilities = Capabilities {
    read: Cow::Borrowed(&[
        Field::ExternalId,
        Field::UserName,
        Field::Email,
        Field::OtherEmails,
        Field::GivenName,
        Field::FamilyName,
        Field::DisplayName,
        Field::Title,
        Field::Department,
        Field::Manager,
        Field::Locale,
        Field::Phones,
        Field::Mfa,
        Field::Roles,
        Field::Status,
        Field::Enabled,
        Field::Locked,
        Field::Created,
        Field::Modified,
        Field::LastLogin,
        Field::Version,
        Field::Attributes,
    ]),
    create: Cow::Borrowed(ENROL),
    create_needs: Cow::Borrowed(&[Field::Email]),
    invite: Cow::Borrowed(ENROL),
    invite_needs: Cow::Borrowed(&[Field::Email]),
    update: Cow::Borrowed(UPDATE),
    clear: Cow::Borrowed(CLEAR),
    filters: Cow::Borrowed(Filter::ALL),
    scopes: Scopes::Optional,
    if_match: true,
    invitation_tells_id: true,
    deleted_stay_readable: true,
    max_page_size: Some(1000),
    unique: Cow::Borrowed(&[Field::UserName, Field::Email]),
    stable_pages: true,
    consistency: Some(Consistency::Immediate),
    ..Capabilities::NONE
}
.native(Verb::ALL);
