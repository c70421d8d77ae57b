//! The personal data of the suite's people, and whether a string shows it.

use std::collections::BTreeMap;

use user_directory_core::{Email, Field, NewUser, Secret, User, UserId, UserPatch};

/// Shorter values are not looked for: they would be found in words and numbers that have nothing to do with them.
const SHORTEST: usize = 5;

/// The fields of one string that tell who somebody is. Titles, departments and languages are words that others have, too.
/// The address comes first: a name that is also the address counts as that.
const NAMES: [Field; 6] =
    [Field::Email, Field::UserName, Field::ExternalId, Field::GivenName, Field::FamilyName, Field::DisplayName];

/// Personal data by value, in lower case, with what it is.
#[derive(Clone, Default)]
pub(crate) struct Planted(BTreeMap<String, &'static str>);

impl Planted {
    fn add(&mut self, what: &'static str, value: &str) {
        if value.chars().count() >= SHORTEST {
            self.0.entry(value.to_lowercase()).or_insert(what);
        }
    }

    fn names<'a>(&mut self, name: impl Fn(Field) -> Option<&'a str>) {
        for field in NAMES {
            name(field).into_iter().for_each(|value| self.add(field.as_str(), value));
        }
    }

    /// Remembers addresses that are not there as the primary one.
    fn emails(&mut self, emails: &[Email]) {
        emails.iter().for_each(|email| self.add(Field::OtherEmails.as_str(), &email.address));
    }

    fn phones<'a>(&mut self, numbers: impl IntoIterator<Item = &'a String>) {
        numbers.into_iter().for_each(|number| self.add(Field::Phones.as_str(), number));
    }

    fn password(&mut self, password: Option<&Secret>) {
        password.into_iter().for_each(|password| self.add(Field::Password.as_str(), password.expose()));
    }

    pub(crate) fn id(&mut self, id: &UserId) {
        self.add("id", id.as_str());
    }

    pub(crate) fn user(&mut self, user: &User) {
        self.names(|field| user.string(field));
        self.emails(&user.emails);
        self.phones(user.phones.iter().map(|phone| &phone.number));
        // The id last: one that is also a name or an address counts as that.
        self.id(&user.id);
    }

    pub(crate) fn new_user(&mut self, user: &NewUser) {
        self.names(|field| user.string(field));
        self.emails(&user.emails);
        self.phones(user.phones.iter().map(|phone| &phone.number));
        self.password(user.password.as_ref());
    }

    pub(crate) fn patch(&mut self, patch: &UserPatch) {
        self.names(|field| patch.string(field)?.as_ref().value().map(String::as_str));
        self.emails(patch.other_emails.as_ref().value().map_or(&[], Vec::as_slice));
        self.phones(patch.phones.values().flatten());
        self.password(patch.password.as_ref());
    }

    /// Leaves ids out, for what may show them.
    pub(crate) fn without_ids(&self) -> Self {
        Self(self.0.iter().filter(|(_, what)| **what != "id").map(|(value, what)| (value.clone(), *what)).collect())
    }

    /// Returns the first of it that a string shows: what it is, and the value.
    pub(crate) fn find(&self, text: &str) -> Option<(&'static str, &str)> {
        let text = text.to_lowercase();
        let shown = self.0.iter().find(|(value, _)| has_word(&text, value));
        shown.map(|(value, what)| (*what, value.as_str()))
    }
}

/// Returns whether a string has this value, and not as a part of a longer word or number.
fn has_word(text: &str, value: &str) -> bool {
    text.match_indices(value).any(|(at, _)| {
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (before, after) = (text[..at].chars().next_back(), text[at + value.len()..].chars().next());
        !joins(before) && !joins(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_whole_values_in_any_case() {
        let mut planted = Planted::default();
        planted.new_user(&NewUser::new("ada@example.com").given_name("Augusta").family_name("Ada").password("s3cret"));
        planted.id(&UserId::new("1001-7").unwrap());
        for (text, what) in [
            ("to Ada@Example.com.", Some("email")),
            ("augusta", Some("given_name")),
            ("{\"AUGUSTA\"}", Some("given_name")),
            ("augustan 11001-7 1001-77", None),
            ("/users/1001-7/lock", Some("id")),
            ("s3cret", Some("password")),
            // Too short to look for.
            ("Ada", None),
        ] {
            assert_eq!(planted.find(text).map(|(what, _)| what), what, "{text}");
        }
        assert_eq!(planted.without_ids().find("1001-7 ada@example.com").unwrap().0, "email");
    }
}
