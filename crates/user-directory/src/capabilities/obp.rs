//! Open Bank Project: 50 operations.

use super::{Capabilities, Field, Requests, Scopes, Verb};

pub(super) const OBP: Capabilities = Capabilities {
    read: &[
        Field::UserName,
        Field::Email,
        Field::Roles,
        Field::Status,
        Field::Locked,
    ],
    create: &[
        Field::UserName,
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Password,
    ],
    create_needs: &[
        Field::UserName,
        Field::Email,
        Field::GivenName,
        Field::FamilyName,
        Field::Password,
    ],
    scopes: Scopes::Optional,
    deleted_stay_readable: true,
    unique: &[Field::UserName],
    ..Capabilities::NONE
        .native(&[
            Verb::List,
            Verb::ListDeleted,
            Verb::Get,
            Verb::FindByEmail,
            Verb::Create,
            Verb::Delete,
            Verb::Grants,
            Verb::Grant,
        ])
        .emulated(
            Verb::Lock,
            Requests::Exactly(2),
            false,
            "reads the user name, by which the server locks",
        )
        .emulated(
            Verb::Unlock,
            Requests::Exactly(2),
            false,
            "reads the user name, by which the server unlocks",
        )
        .emulated(
            Verb::ResetPassword,
            Requests::Exactly(2),
            false,
            "reads user name and e-mail address, which the server asks for; hands back a link",
        )
        .emulated(
            Verb::Revoke,
            Requests::UpTo(2),
            false,
            "reads the entitlements for the id of the grant, unless it is given",
        )
        .emulated(
            Verb::ReplaceGrants,
            Requests::PerItem,
            true,
            "reads the entitlements, then adds and deletes one by one",
        )
};
