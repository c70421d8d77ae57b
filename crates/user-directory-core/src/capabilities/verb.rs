//! What can be done with a directory.

use std::fmt;

/// Defines the verbs once: their names, and whether they change anything or may be repeated.
macro_rules! verbs {
    ($($(#[$meta:meta])* $verb:ident = $name:literal, $changes:literal, $idempotent:literal;)+) => {
        names! {
            /// Names what can be done with a directory. Each verb is a method of [`Directory`](crate::Directory), and
            /// [`find`](crate::Directory::find) is one for each key.
            pub enum Verb, "verb" {
                $($(#[$meta])* $verb = $name,)+
            }
        }

        impl Verb {
            /// Returns whether the verb changes the directory.
            pub const fn changes(self) -> bool {
                match self {
                    $(Self::$verb => $changes,)+
                }
            }

            /// Returns whether doing it twice has the effect of doing it once.
            pub const fn is_idempotent(self) -> bool {
                match self {
                    $(Self::$verb => $idempotent,)+
                }
            }
        }
    };
}

verbs! {
    /// Asks whether the directory answers.
    Check = "check", false, true;
    /// Lists the users.
    List = "list", false, true;
    /// Lists the deleted users.
    ListDeleted = "list_deleted", false, true;
    /// Fetches a user by id.
    Get = "get", false, true;
    /// Fetches the users with an e-mail address.
    FindByEmail = "find_by_email", false, true;
    /// Fetches the users with a user name.
    FindByUserName = "find_by_user_name", false, true;
    /// Fetches the users with an id in another system.
    FindByExternalId = "find_by_external_id", false, true;
    /// Creates a user at once.
    Create = "create", true, false;
    /// Invites a person.
    Invite = "invite", true, false;
    /// Changes fields of a user.
    Update = "update", true, true;
    /// Deletes a user as the provider does.
    Delete = "delete", true, true;
    /// Deletes a user permanently.
    Purge = "purge", true, true;
    /// Brings a deleted user back.
    Restore = "restore", true, true;
    /// Puts an account into use.
    Enable = "enable", true, true;
    /// Takes an account out of use.
    Disable = "disable", true, true;
    /// Locks an account.
    Lock = "lock", true, true;
    /// Unlocks an account.
    Unlock = "unlock", true, true;
    /// Removes the second factor.
    ResetMfa = "reset_mfa", true, true;
    /// Starts the reset of the password.
    ResetPassword = "reset_password", true, false;
    /// Sends the invitation once more.
    ResendInvitation = "resend_invitation", true, false;
    /// Fetches the grants of a user.
    Grants = "grants", false, true;
    /// Adds a grant.
    Grant = "grant", true, true;
    /// Takes a grant away.
    Revoke = "revoke", true, true;
    /// Replaces all grants.
    ReplaceGrants = "replace_grants", true, true;
}

impl Verb {
    /// How many verbs there are.
    pub const COUNT: usize = Self::ALL.len();
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
