//! Which fields of a user a directory knows.

use std::fmt;

names! {
    /// Names a field of [`User`](crate::User), [`NewUser`](crate::NewUser) or [`UserPatch`](crate::UserPatch).
    pub enum Field, "field" {
        /// The name under which the person logs in.
        UserName = "user_name",
        /// The e-mail address.
        Email = "email",
        /// The given name.
        GivenName = "given_name",
        /// The family name.
        FamilyName = "family_name",
        /// The telephone numbers.
        Phones = "phones",
        /// The password, which no directory tells.
        Password = "password",
        /// The second factor.
        Mfa = "mfa",
        /// The roles.
        Roles = "roles",
        /// Where the account stands in its life; on enrolment, that it is not enabled.
        Status = "status",
        /// Whether the account is locked.
        Locked = "locked",
        /// When the account was created.
        Created = "created",
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
