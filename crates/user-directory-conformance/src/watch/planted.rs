//! The personal data of the suite's people, and whether a string shows it.

use std::collections::BTreeMap;

use user_directory_core::{NewUser, Secret, User, UserId, UserPatch};

/// Shorter values are not looked for: they would be found in words and numbers that have nothing to do with them.
const SHORTEST: usize = 5;

/// Personal data by value, in lower case, with what it is.
#[derive(Clone, Default)]
pub(crate) struct Planted(BTreeMap<String, &'static str>);

impl Planted {
    fn add(&mut self, what: &'static str, value: &str) {
        if value.chars().count() >= SHORTEST {
            self.0.entry(value.to_lowercase()).or_insert(what);
        }
    }

    fn texts<'a>(&mut self, texts: impl IntoIterator<Item = (&'static str, Option<&'a String>)>) {
        for (what, value) in texts {
            value.into_iter().for_each(|value| self.add(what, value));
        }
    }

    fn password(&mut self, password: Option<&Secret>) {
        password.into_iter().for_each(|password| self.add("password", password.expose()));
    }

    pub(crate) fn id(&mut self, id: &UserId) {
        self.add("id", id.as_str());
    }

    pub(crate) fn user(&mut self, user: &User) {
        // The id last: one that is also the name or the address counts as that.
        self.texts(user.emails.iter().map(|email| ("email", Some(&email.address))));
        self.texts([
            ("user_name", user.user_name.as_ref()),
            ("given_name", user.given_name.as_ref()),
            ("family_name", user.family_name.as_ref()),
        ]);
        self.texts(user.phones.iter().map(|phone| ("phones", Some(&phone.number))));
        self.id(&user.id);
    }

    pub(crate) fn new_user(&mut self, user: &NewUser) {
        self.texts(user.emails.iter().map(|email| ("email", Some(&email.address))));
        self.texts([
            ("user_name", user.user_name.as_ref()),
            ("given_name", user.given_name.as_ref()),
            ("family_name", user.family_name.as_ref()),
        ]);
        self.texts(user.phones.iter().map(|phone| ("phones", Some(&phone.number))));
        self.password(user.password.as_ref());
    }

    pub(crate) fn patch(&mut self, patch: &UserPatch) {
        self.texts([
            ("email", patch.email.as_ref().value()),
            ("user_name", patch.user_name.as_ref().value()),
            ("given_name", patch.given_name.as_ref().value()),
            ("family_name", patch.family_name.as_ref().value()),
        ]);
        self.texts(patch.phones.values().map(|number| ("phones", number.as_ref())));
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
