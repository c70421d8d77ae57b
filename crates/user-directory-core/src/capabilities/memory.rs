//! The directory in memory: every verb, every field.

use std::borrow::Cow;

use super::{Capabilities, Consistency, Field, Filter, Scopes, Verb};

/// Lists fields: those that can be given, read, set and cleared alike, and more.
macro_rules! fields {
    ($($more:ident),*) => {
        &[
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
            $(Field::$more),*
        ]
    };
}

const ENROL: &[Field] = fields![Email, Password, Mfa, Roles, Enabled];

pub(crate) static IN_MEMORY: Capabilities = Capabilities {
    read: Cow::Borrowed(fields![Email, Mfa, Roles, Status, Enabled, Locked, Created, Modified, LastLogin, Version]),
    create: Cow::Borrowed(ENROL),
    create_needs: Cow::Borrowed(&[Field::Email]),
    invite: Cow::Borrowed(ENROL),
    invite_needs: Cow::Borrowed(&[Field::Email]),
    update: Cow::Borrowed(fields![Email, Password]),
    clear: Cow::Borrowed(fields![]),
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
