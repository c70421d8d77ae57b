//! What all providers know of a person.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};

/// Internal number of a person; no provider shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct PersonId(pub(crate) u32);

/// The facts that all providers share. A change made through one provider is visible through the others.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    /// As it was written; compared without case.
    pub(crate) email: Option<String>,
    /// Main phone number.
    pub(crate) phone: Option<String>,
    /// Number that receives text messages.
    pub(crate) mobile: Option<String>,
    /// Name of the company the person works for.
    pub(crate) company: Option<String>,
}

impl Facts {
    /// Returns given and family name with a space between, without those that are empty.
    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }

    /// Overwrites facts that the new ones have, and keeps the rest.
    fn merge(&mut self, new: Self) {
        for (old, new) in [(&mut self.given_name, new.given_name), (&mut self.family_name, new.family_name)] {
            if !new.is_empty() {
                *old = new;
            }
        }
        for (old, new) in [
            (&mut self.email, new.email),
            (&mut self.phone, new.phone),
            (&mut self.mobile, new.mobile),
            (&mut self.company, new.company),
        ] {
            if new.is_some() {
                *old = new;
            }
        }
    }
}

/// One person.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) facts: Facts,
    /// When the first provider learned of the person.
    #[serde(deserialize_with = "crate::clock::stored")]
    pub(crate) created: DateTime<Utc>,
    /// How many providers have an account of the person.
    accounts: u8,
}

/// Returns the form of an e-mail address that is compared.
pub(crate) fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Changes that are remembered for the lists of the providers; a list that is further behind is built again.
const REMEMBERED_CHANGES: usize = 10_000;

/// All people by number.
#[derive(Default, Deserialize)]
#[serde(from = "Vec<Option<Person>>")]
pub(crate) struct People {
    all: Vec<Option<Person>>,
    by_email: HashMap<String, PersonId>,
    /// Who changed, oldest first.
    changed: Vec<PersonId>,
    /// How many changes came before those in `changed`.
    dropped: usize,
}

impl Serialize for People {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(to)
    }
}

impl From<Vec<Option<Person>>> for People {
    fn from(all: Vec<Option<Person>>) -> Self {
        let mut people = Self { all, ..Self::default() };
        // Backwards, since an address finds the first person who has it.
        for person in people.all.iter().rev().flatten() {
            if let Some(email) = &person.facts.email {
                people.by_email.insert(email_key(email), person.id);
            }
        }
        people
    }
}

impl People {
    /// Returns a person.
    pub(crate) fn get(&self, id: PersonId) -> Option<&Person> {
        self.all.get(id.0 as usize)?.as_ref()
    }

    /// Returns everybody, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Person> {
        self.all.iter().flatten()
    }

    /// Returns the person with this e-mail address, whatever accounts they have.
    pub(crate) fn holder(&self, email: &str) -> Option<PersonId> {
        self.by_email.get(&email_key(email)).copied()
    }

    /// Adds a person. If another person has the e-mail address, it keeps finding that one.
    pub(crate) fn add(&mut self, facts: Facts, created: DateTime<Utc>) -> PersonId {
        let id = PersonId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        if let Some(email) = &facts.email {
            self.by_email.entry(email_key(email)).or_insert(id);
        }
        self.all.push(Some(Person { id, facts, created, accounts: 0 }));
        id
    }

    /// Changes the facts of a person. The e-mail address must not be another person's: ask [`holder`](Self::holder).
    pub(crate) fn edit<R>(&mut self, id: PersonId, change: impl FnOnce(&mut Facts) -> R) -> Option<R> {
        let person = self.all.get_mut(id.0 as usize)?.as_mut()?;
        let before = person.facts.email.as_deref().map(email_key);
        let result = change(&mut person.facts);
        let after = person.facts.email.as_deref().map(email_key);
        if before != after {
            self.release_email(before, id);
            if let Some(after) = after {
                self.by_email.entry(after).or_insert(id);
            }
        }
        if self.changed.len() >= REMEMBERED_CHANGES {
            self.dropped += self.changed.len();
            self.changed.clear();
        }
        self.changed.push(id);
        Some(result)
    }

    /// Returns the person who gets a new account with these facts: the holder of the address, if `free` allows it, or a
    /// new person.
    pub(crate) fn find_or_add(
        &mut self,
        facts: Facts,
        free: impl Fn(PersonId) -> bool,
        now: DateTime<Utc>,
    ) -> PersonId {
        match facts.email.as_deref().and_then(|email| self.holder(email)).filter(|id| free(*id)) {
            Some(id) => {
                self.edit(id, |old| old.merge(facts));
                id
            }
            None => self.add(facts, now),
        }
    }

    /// Counts an account that a provider created.
    pub(crate) fn account_added(&mut self, id: PersonId) {
        if let Some(Some(person)) = self.all.get_mut(id.0 as usize) {
            person.accounts = person.accounts.saturating_add(1);
        }
    }

    /// Counts an account that a provider removed. A person without accounts is forgotten.
    pub(crate) fn account_removed(&mut self, id: PersonId) {
        let Some(place) = self.all.get_mut(id.0 as usize) else { return };
        if let Some(person) = place {
            person.accounts = person.accounts.saturating_sub(1);
        }
        if let Some(person) = place.take_if(|person| person.accounts == 0) {
            self.release_email(person.facts.email.as_deref().map(email_key), id);
        }
    }

    fn release_email(&mut self, key: Option<String>, id: PersonId) {
        if let Some(key) = key.filter(|key| self.by_email.get(key) == Some(&id)) {
            self.by_email.remove(&key);
        }
    }

    /// Returns how many changes there have been.
    pub(super) fn changes(&self) -> usize {
        self.dropped + self.changed.len()
    }

    /// Returns who changed after the first `seen` changes; nothing if that is no longer known.
    pub(super) fn changed_since(&self, seen: usize) -> Option<&[PersonId]> {
        self.changed.get(seen.checked_sub(self.dropped)?..)
    }
}
