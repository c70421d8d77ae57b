//! Which fields of a user a directory knows.

use std::fmt;

names! {
    /// Names a field of [`User`](crate::User), [`NewUser`](crate::NewUser) or [`UserPatch`](crate::UserPatch).
    pub enum Field, "field" {
        /// The id that another system has for the person.
        ExternalId = "external_id",
        /// The name under which the person logs in.
        UserName = "user_name",
        /// The primary e-mail address.
        Email = "email",
        /// The e-mail addresses after the primary one.
        OtherEmails = "other_emails",
        /// The given name.
        GivenName = "given_name",
        /// The family name.
        FamilyName = "family_name",
        /// The name by which the person is shown.
        DisplayName = "display_name",
        /// The job title.
        Title = "title",
        /// The department.
        Department = "department",
        /// The person's manager.
        Manager = "manager",
        /// The language and region.
        Locale = "locale",
        /// The phone numbers.
        Phones = "phones",
        /// The password, which no directory returns.
        Password = "password",
        /// The second factor.
        Mfa = "mfa",
        /// The roles.
        Roles = "roles",
        /// The status of the account.
        Status = "status",
        /// Whether an administrator lets the account be used; on enrolment, that it is not to be.
        Enabled = "enabled",
        /// Whether the account is locked.
        Locked = "locked",
        /// When the account was created.
        Created = "created",
        /// When the account was changed last.
        Modified = "modified",
        /// When the person logged in last.
        LastLogin = "last_login",
        /// The version of the record.
        Version = "version",
        /// What one provider alone has.
        Attributes = "attributes",
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
