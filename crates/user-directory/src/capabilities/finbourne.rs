//! FINBOURNE Identity: 15 operations.

use super::{Capabilities, Field, Requests, Scopes, Verb};

pub(super) const FINBOURNE: Capabilities = Capabilities {
    read: &[
        Field::UserName,
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Roles,
        Field::Status,
    ],
    create: &[
        Field::UserName,
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Roles,
    ],
    create_needs: &[Field::Email, Field::GivenName, Field::FamilyName],
    update: &[
        Field::UserName,
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
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
        .emulated(
            Verb::FindByEmail,
            Requests::Exactly(1),
            false,
            "reads the whole list and keeps exact matches",
        )
        .emulated(
            Verb::Update,
            Requests::Exactly(2),
            true,
            "reads the user, then replaces it with the changes",
        )
        .emulated(
            Verb::Enable,
            Requests::Exactly(1),
            false,
            "ends a suspension; nothing documented starts one",
        )
        .emulated(
            Verb::Grants,
            Requests::Exactly(1),
            false,
            "reads the user with the roles",
        )
};
