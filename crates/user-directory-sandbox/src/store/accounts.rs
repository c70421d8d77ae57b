//! The accounts that one provider has, found by identifier, name, person, or position in a list.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ordered::{Ordered, Seq};
use super::{People, Person, PersonId, Store};

/// What a provider keeps of a person beyond the shared facts.
pub(crate) trait Account: Serialize + DeserializeOwned + 'static {
    /// Names a list: which accounts are in it, and by what they are sorted.
    type List: Clone + Eq + Hash + std::fmt::Debug;

    /// Returns the provider's identifier of the account; never changes.
    fn id(&self) -> &str;

    /// Returns a second name that no two accounts share, such as a login.
    fn name(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// Returns the key by which the account is sorted in the list, or nothing if it is not in it.
    ///
    /// Depends on nothing but its arguments. An empty key leaves the order of creation.
    fn place(&self, person: &Person, list: &Self::List) -> Option<String>;

    /// Returns the field of the store that has these accounts.
    fn accounts(store: &Store) -> &Accounts<Self>;

    /// Returns the same field for changing.
    fn accounts_mut(store: &mut Store) -> &mut Accounts<Self>;
}

/// Lists that are kept at a time; when one more is asked for, they are built anew as they are used.
const LISTS: usize = 64;

/// An account with whose it is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound = "")]
struct Slot<T: Account> {
    person: PersonId,
    account: T,
}

/// The accounts of one provider.
///
/// A list is built when it is first asked for, which takes linear time once; after that every change keeps it.
#[derive(Debug)]
pub(crate) struct Accounts<T: Account> {
    /// By order of creation; a hole where one was removed for good.
    slots: Vec<Option<Slot<T>>>,
    by_person: HashMap<PersonId, Seq>,
    by_id: HashMap<Box<str>, Seq>,
    by_name: HashMap<Box<str>, Seq>,
    lists: HashMap<T::List, Ordered>,
}

impl<T: Account> Default for Accounts<T> {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            by_person: HashMap::new(),
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            lists: HashMap::new(),
        }
    }
}

impl<T: Account> Accounts<T> {
    fn slot(&self, seq: Seq) -> Option<&Slot<T>> {
        self.slots.get(seq as usize)?.as_ref()
    }

    fn find(&self, seq: Option<&Seq>) -> Option<(PersonId, &T)> {
        let slot = self.slot(*seq?)?;
        Some((slot.person, &slot.account))
    }

    pub(super) fn by_id(&self, id: &str) -> Option<(PersonId, &T)> {
        self.find(self.by_id.get(id))
    }

    pub(super) fn by_name(&self, name: &str) -> Option<(PersonId, &T)> {
        self.find(self.by_name.get(name))
    }

    pub(super) fn of(&self, person: PersonId) -> Option<&T> {
        self.find(self.by_person.get(&person)).map(|found| found.1)
    }

    pub(super) fn of_mut(&mut self, person: PersonId) -> Option<&mut T> {
        let seq = *self.by_person.get(&person)?;
        let slot = self.slots.get_mut(seq as usize)?.as_mut()?;
        Some(&mut slot.account)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.by_person.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (PersonId, &T)> {
        let slots = self.slots.iter().flatten();
        slots.map(|slot| (slot.person, &slot.account))
    }

    pub(super) fn insert(&mut self, person: &Person, account: T) {
        let seq = Seq::try_from(self.slots.len()).unwrap_or(Seq::MAX);
        self.slots.push(Some(Slot {
            person: person.id,
            account,
        }));
        self.note(seq);
        self.enlist(person);
    }

    pub(super) fn remove(&mut self, person: &Person) -> Option<T> {
        self.delist(person);
        let seq = self.by_person.remove(&person.id)?;
        let slot = self.slots.get_mut(seq as usize)?.take()?;
        self.by_id.remove(slot.account.id());
        Some(slot.account)
    }

    /// Enters a slot into the maps.
    fn note(&mut self, seq: Seq) {
        if let Some(Some(slot)) = self.slots.get(seq as usize) {
            self.by_person.insert(slot.person, seq);
            self.by_id.insert(slot.account.id().into(), seq);
            if let Some(name) = slot.account.name() {
                self.by_name.insert(name.into(), seq);
            }
        }
    }

    /// Takes the person's account out of the lists, before something changes that they depend on.
    pub(super) fn delist(&mut self, person: &Person) {
        self.with_lists(person, Ordered::remove);
        if let Some(name) = self.of(person.id).and_then(T::name) {
            let name: Box<str> = name.into();
            self.by_name.remove(&name);
        }
    }

    /// Puts the person's account into the lists.
    pub(super) fn enlist(&mut self, person: &Person) {
        self.with_lists(person, Ordered::insert);
        if let Some(&seq) = self.by_person.get(&person.id) {
            self.note(seq);
        }
    }

    fn with_lists(&mut self, person: &Person, mut change: impl FnMut(&mut Ordered, String, Seq)) {
        let Some(&seq) = self.by_person.get(&person.id) else {
            return;
        };
        let Some(Some(slot)) = self.slots.get(seq as usize) else {
            return;
        };
        for (list, ordered) in &mut self.lists {
            if let Some(key) = slot.account.place(person, list) {
                change(ordered, key, seq);
            }
        }
    }

    /// Builds the list if it is not there yet.
    pub(super) fn prepare(&mut self, people: &People, list: &T::List) {
        if self.lists.contains_key(list) {
            return;
        }
        if self.lists.len() >= LISTS {
            self.lists.clear();
        }
        let mut entries = Vec::new();
        for (seq, slot) in self.slots.iter().enumerate() {
            let (Some(slot), Ok(seq)) = (slot, Seq::try_from(seq)) else {
                continue;
            };
            let person = people.get(slot.person);
            if let Some(key) = person.and_then(|person| slot.account.place(person, list)) {
                entries.push((key, seq));
            }
        }
        self.lists
            .insert(list.clone(), Ordered::from_unsorted(entries));
    }

    /// Returns a list that [`prepare`](Self::prepare) has built.
    pub(super) fn list(&self, list: &T::List) -> Option<&Ordered> {
        self.lists.get(list)
    }

    pub(super) fn at(
        &self,
        list: &Ordered,
        position: usize,
        descending: bool,
    ) -> Option<(PersonId, &T)> {
        self.find(list.at(position, descending).as_ref())
    }
}

impl<T: Account> Serialize for Accounts<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.slots.serialize(to)
    }
}

impl<'de, T: Account> Deserialize<'de> for Accounts<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut accounts = Self {
            slots: Vec::deserialize(from)?,
            ..Self::default()
        };
        for seq in 0..accounts.slots.len() {
            accounts.note(Seq::try_from(seq).unwrap_or(Seq::MAX));
        }
        Ok(accounts)
    }
}
