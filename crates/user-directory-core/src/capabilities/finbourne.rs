//! FINBOURNE Identity: 15 operations.

use super::{Attribute, Capabilities, Field, Requests, Scopes, Verb};

/// The user name is read and not written: a person's has to be the e-mail address, and follows it.
pub(crate) const FINBOURNE: Capabilities = Capabilities {
    read: &[
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
    ],
    create: &[Field::Email, Field::GivenName, Field::FamilyName, Field::Roles, Field::Attributes],
    create_needs: &[Field::Email, Field::GivenName, Field::FamilyName],
    update: &[Field::Email, Field::GivenName, Field::FamilyName, Field::Attributes],
    attributes: &[
        Attribute::writable("alternativeUserIds"),
        Attribute::read_only("external"),
        Attribute::read_only("type"),
    ],
    scopes: Scopes::Always,
    deleted_stay_readable: true,
    unique: &[Field::UserName],
    stable_pages: true,
    ..Capabilities::NONE
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
        .emulated(
            Verb::ListDeleted,
            Requests::Exactly(1),
            false,
            "reads the list with the deactivated users and keeps those",
        )
        .emulated(Verb::FindByEmail, Requests::Exactly(1), false, "reads the whole list and keeps exact matches")
        .emulated(
            Verb::Update,
            Requests::UpTo(2),
            true,
            "reads the user, then replaces it with the changes, if there are any",
        )
        .emulated(
            Verb::Enable,
            Requests::UpTo(2),
            false,
            "ends a suspension, which nothing documented starts; reads the user if there is none to end",
        )
        .emulated(Verb::Grants, Requests::Exactly(1), false, "reads the user with the roles")
};
