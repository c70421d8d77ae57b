//! What is done to an account, other than changing its fields.

use user_directory_values::Secret;

use crate::capabilities::Verb;

/// How a person is deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeleteMode {
    /// As the provider deletes: some can restore the person afterwards.
    #[default]
    Default,
    /// Permanently.
    Purge,
}

/// A step in the life of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Brings a deleted person back.
    Restore,
    /// Puts a disabled account into use.
    Enable,
    /// Takes an account out of use.
    Disable,
    /// Locks an account.
    Lock,
    /// Unlocks an account.
    Unlock,
    /// Removes the second factor, so that the person sets up a new one.
    ResetMfa,
    /// Starts the reset of the password.
    ResetPassword,
    /// Sends the invitation once more.
    ResendInvitation,
}

impl Action {
    /// All actions.
    pub const ALL: &'static [Self] = &[
        Self::Restore,
        Self::Enable,
        Self::Disable,
        Self::Lock,
        Self::Unlock,
        Self::ResetMfa,
        Self::ResetPassword,
        Self::ResendInvitation,
    ];

    /// Returns the verb under which capabilities list it.
    pub const fn verb(self) -> Verb {
        match self {
            Self::Restore => Verb::Restore,
            Self::Enable => Verb::Enable,
            Self::Disable => Verb::Disable,
            Self::Lock => Verb::Lock,
            Self::Unlock => Verb::Unlock,
            Self::ResetMfa => Verb::ResetMfa,
            Self::ResetPassword => Verb::ResetPassword,
            Self::ResendInvitation => Verb::ResendInvitation,
        }
    }
}

/// What an action hands back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is done; what the person needs was sent to them, if anything.
    Done,
    /// It is done, and this link has to be handed to the person. Whoever has it can take the account over.
    Link(Secret),
}

impl DeleteMode {
    /// Returns the verb under which capabilities list it.
    pub const fn verb(self) -> Verb {
        match self {
            Self::Default => Verb::Delete,
            Self::Purge => Verb::Purge,
        }
    }
}
