//! The fields that are one string each, in users, new users and patches.

/// Hands the names of these fields to another macro: in [`Field`](crate::Field), in the types, and of the setter that
/// clears it; and what the field is.
macro_rules! with_strings {
    ($then:ident) => {
        $then! {
            ExternalId, external_id, clear_external_id, "the id that another system has for the person";
            UserName, user_name, clear_user_name, "the name under which the person logs in";
            GivenName, given_name, clear_given_name, "the given name";
            FamilyName, family_name, clear_family_name, "the family name";
            DisplayName, display_name, clear_display_name, "the name by which the person is shown";
            Title, title, clear_title, "the job title";
            Department, department, clear_department, "the department";
            Locale, locale, clear_locale, "the language and region, such as `en-GB`";
        }
    };
}
