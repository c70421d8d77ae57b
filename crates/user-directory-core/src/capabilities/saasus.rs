//! SaaSus Platform: 20 operations.

use std::borrow::Cow;

use super::{Capabilities, Field, Requests, Verb};

/// A user is an id, an e-mail address and the attributes that the SaaS defines under names of its choice, and there is
/// no status. That no two users share an address is not documented but a matter of signing in by it.
pub(crate) static SAASUS: Capabilities = Capabilities {
    read: Cow::Borrowed(&[Field::Email, Field::Attributes]),
    create: Cow::Borrowed(&[Field::Email, Field::Password]),
    create_needs: Cow::Borrowed(&[Field::Email, Field::Password]),
    invite: Cow::Borrowed(&[Field::Email]),
    invite_needs: Cow::Borrowed(&[Field::Email]),
    invitation_tells_id: true,
    update: Cow::Borrowed(&[Field::Email, Field::Password]),
    unique: Cow::Borrowed(&[Field::Email]),
    stable_pages: true,
    ..Capabilities::NONE
}
.emulated(Verb::Check, Requests::Exactly(1), false, "reads the whole list")
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
            Requests::UpTo(3),
            false,
            "sets the e-mail address, then the password; if that is refused or there is nothing to set, looks whether the user exists",
        )
        .emulated(
            Verb::ResetMfa,
            Requests::UpTo(2),
            false,
            "switches the second factor off; if that is refused, looks whether the user exists",
        )
        .emulated(
            Verb::ResendInvitation,
            Requests::Exactly(2),
            false,
            "reads the e-mail address, to which the temporary password is sent again",
        );
