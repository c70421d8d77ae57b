//! SendAuth: 14 operations.

use super::{Capabilities, Field, Requests, Verb};

pub(super) const SENDAUTH: Capabilities = Capabilities {
    read: &[
        Field::UserName,
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Phones,
        Field::Mfa,
        Field::Roles,
        Field::Status,
        Field::Created,
    ],
    create: &[
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Phones,
        Field::Roles,
    ],
    create_needs: &[Field::GivenName, Field::FamilyName],
    update: &[
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Phones,
    ],
    max_page_size: Some(100),
    ..Capabilities::NONE
        .native(&[
            Verb::List,
            Verb::ListDeleted,
            Verb::Get,
            Verb::Create,
            Verb::Delete,
            Verb::Restore,
            Verb::ResetMfa,
        ])
        .emulated(
            Verb::FindByEmail,
            Requests::PerPage,
            false,
            "searches for the address and keeps exact matches",
        )
        .emulated(
            Verb::Update,
            Requests::Exactly(2),
            true,
            "reads the user, then stores it with the changes",
        )
        .emulated(
            Verb::Purge,
            Requests::UpTo(2),
            false,
            "deletes the user, then destroys the deleted one",
        )
        .emulated(
            Verb::Grants,
            Requests::Exactly(1),
            false,
            "reads the user's direct permissions",
        )
        .emulated(
            Verb::Grant,
            Requests::Exactly(2),
            true,
            "reads the user, then stores it with the changed permissions",
        )
        .emulated(
            Verb::Revoke,
            Requests::Exactly(2),
            true,
            "reads the user, then stores it with the changed permissions",
        )
        .emulated(
            Verb::ReplaceGrants,
            Requests::Exactly(2),
            true,
            "reads the user, then stores it with the changed permissions",
        )
};
