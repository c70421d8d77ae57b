//! One store of people, seen through five providers.
//!
//! A [`Person`] has the [`Facts`] that all projections share; each provider may have one [`Account`] of them with what is
//! its own. E-mail addresses tell people apart: an address belongs to at most one person, so taking somebody else's is
//! refused, and creating an account for an address that is known attaches it to that person.
//!
//! The price of finding, changing, adding or removing an account, and of reading a page at any depth, does not grow with
//! the number of people beyond a logarithm. A list that nobody has asked for yet is built on first use.

mod accounts;
mod index;
mod keyed;
mod ordered;
mod person;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(crate) use accounts::{Account, Accounts};
pub(crate) use index::{Index, Place};
pub(crate) use keyed::{Key, Keyed};
pub(crate) use person::{Facts, Person, PersonId, email_key};

use crate::provider::{finbourne, obp, saasus, sendauth, velo};

/// All people by number.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct People(Vec<Option<Person>>);

impl People {
    /// Returns a person.
    pub(crate) fn get(&self, id: PersonId) -> Option<&Person> {
        self.0.get(id.0 as usize)?.as_ref()
    }

    fn slot(&mut self, id: PersonId) -> Option<&mut Option<Person>> {
        self.0.get_mut(id.0 as usize)
    }
}

/// What a page of a list has.
#[derive(Debug)]
pub(crate) struct Page<'a, T> {
    /// People on all pages together.
    pub(crate) total: usize,
    /// Those of this page.
    pub(crate) items: Vec<(&'a Person, &'a T)>,
}

/// People and their accounts.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub(crate) struct Store {
    people: People,
    pub(crate) velo: Accounts<velo::Account>,
    pub(crate) sendauth: Accounts<sendauth::Account>,
    pub(crate) finbourne: Accounts<finbourne::Account>,
    pub(crate) obp: Accounts<obp::Account>,
    pub(crate) saasus: Accounts<saasus::Account>,
    #[serde(skip)]
    by_email: Index,
}

/// Does the same to the accounts of all five providers.
macro_rules! everywhere {
    ($store:expr, $call:ident($($argument:expr),*)) => {{
        $store.velo.$call($($argument),*);
        $store.sendauth.$call($($argument),*);
        $store.finbourne.$call($($argument),*);
        $store.obp.$call($($argument),*);
        $store.saasus.$call($($argument),*);
    }};
}

impl Store {
    // ---- Reading ----

    /// Returns a person.
    pub(crate) fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(id)
    }

    /// Returns the person with this e-mail address, whatever accounts they have.
    pub(crate) fn holder(&self, email: &str) -> Option<PersonId> {
        let all = || {
            // Backwards, since the first who had an address is who is found by it.
            let people = self.people.0.iter().rev().flatten();
            people.filter_map(|person| Some((email_key(person.facts.email.as_deref()?).into(), person.id.0)))
        };
        self.by_email.get(&email_key(email), all).map(PersonId)
    }

    /// Returns the account with this identifier.
    pub(crate) fn get<T: Account>(&self, id: &str) -> Option<(&Person, &T)> {
        self.with_person(T::accounts(self).by_id(id))
    }

    /// Returns the account with this second name ([`Account::name`]).
    pub(crate) fn by_name<T: Account>(&self, name: &str) -> Option<(&Person, &T)> {
        self.with_person(T::accounts(self).by_name(name))
    }

    /// Returns the account of the person with this e-mail address.
    pub(crate) fn by_email<T: Account>(&self, email: &str) -> Option<(&Person, &T)> {
        let id = self.holder(email)?;
        Some((self.person(id)?, self.of(id)?))
    }

    /// Returns the account that a person has.
    pub(crate) fn of<T: Account>(&self, id: PersonId) -> Option<&T> {
        T::accounts(self).of(id)
    }

    /// Returns how many accounts there are, whatever their state.
    #[cfg(test)]
    pub(crate) fn count<T: Account>(&self) -> usize {
        T::accounts(self).len()
    }

    /// Goes over all accounts in the order of their creation.
    pub(crate) fn iter<T: Account>(&self) -> impl Iterator<Item = (&Person, &T)> {
        T::accounts(self).iter().filter_map(|(id, account)| Some((self.person(id)?, account)))
    }

    /// Returns the entries of a list from `offset` on, at most `limit`.
    pub(crate) fn page<T: Account>(
        &mut self,
        list: &T::List,
        descending: bool,
        offset: usize,
        limit: usize,
    ) -> Page<'_, T> {
        let total = self.prepare::<T>(list);
        let end = offset.saturating_add(limit).min(total);
        let accounts = T::accounts(self);
        let ordered = accounts.list(list);
        let items = (offset..end)
            .filter_map(|position| self.with_person(accounts.at(ordered?, position, descending)))
            .collect();
        Page { total, items }
    }

    /// Returns the entries that `keep` selects, from `offset` on, at most `limit`. Reads the whole list.
    pub(crate) fn search<T: Account>(
        &mut self,
        list: &T::List,
        descending: bool,
        offset: usize,
        limit: usize,
        keep: impl Fn(&Person, &T) -> bool,
    ) -> Page<'_, T> {
        let length = self.prepare::<T>(list);
        let accounts = T::accounts(self);
        let mut page = Page { total: 0, items: Vec::new() };
        let ordered = accounts.list(list);
        for position in 0..length {
            let found = ordered.and_then(|ordered| accounts.at(ordered, position, descending));
            if let Some((person, account)) = self.with_person(found)
                && keep(person, account)
            {
                if page.total >= offset && page.items.len() < limit {
                    page.items.push((person, account));
                }
                page.total += 1;
            }
        }
        page
    }

    // ---- Changing ----

    /// Adds a person. If the e-mail address is somebody's already, it stays theirs to be found by.
    pub(crate) fn add_person(&mut self, facts: Facts, now: DateTime<Utc>) -> PersonId {
        let id = PersonId(u32::try_from(self.people.0.len()).unwrap_or(u32::MAX));
        self.note_email(&facts, id);
        self.people.0.push(Some(Person { id, facts, created: now }));
        id
    }

    /// Gives a person an account; one that they have at this provider is replaced.
    pub(crate) fn attach<T: Account>(&mut self, id: PersonId, account: T) {
        let Some(person) = self.people.slot(id).and_then(Option::take) else {
            return;
        };
        T::accounts_mut(self).remove(&person);
        T::accounts_mut(self).insert(&person, account);
        self.put_back(person);
    }

    /// Creates an account for these facts.
    ///
    /// The account goes to the person with the same e-mail address, whose facts become those given where they say
    /// something, unless that person has an account at this provider or nobody has the address: then to a new person.
    /// Ask [`by_email`](Self::by_email) first if the provider refuses a second account.
    pub(crate) fn create<T: Account>(&mut self, facts: Facts, account: T, now: DateTime<Utc>) -> PersonId {
        let known = facts.email.as_deref().and_then(|email| self.holder(email));
        let id = match known.filter(|&id| self.of::<T>(id).is_none()) {
            Some(id) => {
                self.edit_person(id, |person| overlay(&mut person.facts, facts));
                id
            }
            None => self.add_person(facts, now),
        };
        self.attach(id, account);
        id
    }

    /// Changes a person and their account, and keeps all lists of all providers right.
    ///
    /// The e-mail address must not become somebody else's: ask [`holder`](Self::holder) first.
    pub(crate) fn edit<T: Account, R>(
        &mut self,
        id: PersonId,
        change: impl FnOnce(&mut Facts, &mut T) -> R,
    ) -> Option<R> {
        self.edit_parts(id, |store, person| {
            let account = T::accounts_mut(store).of_mut(id)?;
            Some(change(&mut person.facts, account))
        })
        .flatten()
    }

    /// Changes an account and nothing that other providers see.
    pub(crate) fn edit_account<T: Account, R>(&mut self, id: PersonId, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let person = self.people.slot(id)?.take()?;
        T::accounts_mut(self).delist(&person);
        let result = T::accounts_mut(self).of_mut(id).map(change);
        T::accounts_mut(self).enlist(&person);
        self.put_back(person);
        result
    }

    /// Changes a person, and keeps all lists of all providers right.
    pub(crate) fn edit_person<R>(&mut self, id: PersonId, change: impl FnOnce(&mut Person) -> R) -> Option<R> {
        self.edit_parts(id, |_, person| change(person))
    }

    /// Takes the account away; a person without any account left is forgotten.
    pub(crate) fn detach<T: Account>(&mut self, id: PersonId) -> Option<T> {
        let person = self.people.slot(id)?.take()?;
        let account = T::accounts_mut(self).remove(&person);
        let known = self.velo.of(id).is_some()
            || self.sendauth.of(id).is_some()
            || self.finbourne.of(id).is_some()
            || self.obp.of(id).is_some()
            || self.saasus.of(id).is_some();
        if known {
            self.put_back(person);
        } else {
            self.forget_email(&person);
        }
        account
    }

    fn edit_parts<R>(&mut self, id: PersonId, change: impl FnOnce(&mut Self, &mut Person) -> R) -> Option<R> {
        let mut person = self.people.slot(id)?.take()?;
        everywhere!(self, delist(&person));
        self.forget_email(&person);
        let result = change(self, &mut person);
        self.note_email(&person.facts, id);
        everywhere!(self, enlist(&person));
        self.put_back(person);
        Some(result)
    }

    fn put_back(&mut self, person: Person) {
        if let Some(slot) = self.people.slot(person.id) {
            *slot = Some(person);
        }
    }

    fn forget_email(&mut self, person: &Person) {
        if let Some(email) = &person.facts.email {
            self.by_email.remove_at(&email_key(email), person.id.0);
        }
    }

    fn note_email(&mut self, facts: &Facts, id: PersonId) {
        if let Some(email) = &facts.email {
            self.by_email.insert_new(&email_key(email), id.0);
        }
    }

    /// Builds the list if it is not there yet, and returns its length.
    fn prepare<T: Account>(&mut self, list: &T::List) -> usize {
        let people = std::mem::take(&mut self.people);
        T::accounts_mut(self).prepare(&people, list);
        self.people = people;
        T::accounts(self).list(list).map_or(0, ordered::Ordered::len)
    }

    fn with_person<'a, T>(&'a self, found: Option<(PersonId, &'a T)>) -> Option<(&'a Person, &'a T)> {
        let (id, account) = found?;
        Some((self.person(id)?, account))
    }
}

/// Takes over what the new facts say.
fn overlay(old: &mut Facts, new: Facts) {
    if !new.given_name.is_empty() {
        old.given_name = new.given_name;
    }
    if !new.family_name.is_empty() {
        old.family_name = new.family_name;
    }
    for (old, new) in [
        (&mut old.email, new.email),
        (&mut old.phone, new.phone),
        (&mut old.mobile, new.mobile),
        (&mut old.company, new.company),
    ] {
        if new.is_some() {
            *old = new;
        }
    }
}

/// The store as it is written down: without what can be found again.
#[derive(Deserialize)]
struct Stored {
    people: People,
    velo: Accounts<velo::Account>,
    sendauth: Accounts<sendauth::Account>,
    finbourne: Accounts<finbourne::Account>,
    obp: Accounts<obp::Account>,
    saasus: Accounts<saasus::Account>,
}

impl From<Stored> for Store {
    fn from(stored: Stored) -> Self {
        let mut store = Self {
            people: stored.people,
            velo: stored.velo,
            sendauth: stored.sendauth,
            finbourne: stored.finbourne,
            obp: stored.obp,
            saasus: stored.saasus,
            by_email: Index::default(),
        };
        let people = store.people.0.len();
        everywhere!(store, own_all(people));
        store
    }
}

#[cfg(test)]
mod tests;
