//! SaaSus Platform: 20 operations.

use super::{Capabilities, Field, Requests, Verb};

pub(super) const SAASUS: Capabilities = Capabilities {
    read: &[Field::UserName, Field::Email],
    create: &[Field::Email, Field::Password],
    create_needs: &[Field::Email, Field::Password],
    invite: &[Field::Email],
    invite_needs: &[Field::Email],
    invitation_tells_id: true,
    update: &[Field::Email, Field::Password],
    unique: &[Field::Email],
    stable_pages: true,
    ..Capabilities::NONE
        .native(&[
            Verb::List,
            Verb::Get,
            Verb::Create,
            Verb::Invite,
            Verb::Delete,
        ])
        .emulated(
            Verb::FindByEmail,
            Requests::Exactly(1),
            false,
            "reads the whole list and keeps exact matches",
        )
        .emulated(
            Verb::Update,
            Requests::UpTo(2),
            false,
            "has one operation for the e-mail address and one for the password",
        )
        .emulated(
            Verb::ResetMfa,
            Requests::Exactly(1),
            false,
            "switches the second factor off",
        )
        .emulated(
            Verb::ResendInvitation,
            Requests::Exactly(2),
            false,
            "reads the e-mail address, to which the confirmation is sent again",
        )
};
