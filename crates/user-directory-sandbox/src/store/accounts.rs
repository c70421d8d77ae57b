//! The accounts that one provider has, found by identifier, name, person, or position in a list.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::index::Index;
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
/// A list or an index is built when it is first asked for, which takes linear time once (and a sort, for a list); after
/// that every change keeps it.
#[derive(Debug)]
pub(crate) struct Accounts<T: Account> {
    /// By order of creation; a hole where one was removed for good.
    slots: Vec<Option<Slot<T>>>,
    /// By number of the person.
    by_person: Vec<Option<Seq>>,
    by_id: Index,
    by_name: Index,
    lists: HashMap<T::List, Ordered>,
}

impl<T: Account> Default for Accounts<T> {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            by_person: Vec::new(),
            by_id: Index::default(),
            by_name: Index::default(),
            lists: HashMap::new(),
        }
    }
}

impl<T: Account> Accounts<T> {
    fn slot(&self, seq: Seq) -> Option<&Slot<T>> {
        self.slots.get(seq as usize)?.as_ref()
    }

    fn find(&self, seq: Option<Seq>) -> Option<(PersonId, &T)> {
        let slot = self.slot(seq?)?;
        Some((slot.person, &slot.account))
    }

    fn numbered(&self) -> impl Iterator<Item = (Seq, &Slot<T>)> {
        (0..).zip(&self.slots).filter_map(|(seq, slot)| Some((seq, slot.as_ref()?)))
    }

    fn seq(&self, person: PersonId) -> Option<Seq> {
        *self.by_person.get(person.0 as usize)?
    }

    pub(super) fn by_id(&self, id: &str) -> Option<(PersonId, &T)> {
        let all = || self.numbered().map(|(seq, slot)| (slot.account.id().into(), seq));
        self.find(self.by_id.get(id, all))
    }

    pub(super) fn by_name(&self, name: &str) -> Option<(PersonId, &T)> {
        let all = || self.numbered().filter_map(|(seq, slot)| Some((slot.account.name()?.into(), seq)));
        self.find(self.by_name.get(name, all))
    }

    pub(super) fn of(&self, person: PersonId) -> Option<&T> {
        self.find(self.seq(person)).map(|found| found.1)
    }

    pub(super) fn of_mut(&mut self, person: PersonId) -> Option<&mut T> {
        let seq = self.seq(person)?;
        let slot = self.slots.get_mut(seq as usize)?.as_mut()?;
        Some(&mut slot.account)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.iter().count()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (PersonId, &T)> {
        let slots = self.slots.iter().flatten();
        slots.map(|slot| (slot.person, &slot.account))
    }

    pub(super) fn insert(&mut self, person: &Person, account: T) {
        let seq = Seq::try_from(self.slots.len()).unwrap_or(Seq::MAX);
        self.slots.push(Some(Slot { person: person.id, account }));
        self.own(person.id, seq);
        if let Some(Some(slot)) = self.slots.get(seq as usize) {
            self.by_id.insert(slot.account.id(), seq);
        }
        self.enlist(person);
    }

    pub(super) fn remove(&mut self, person: &Person) -> Option<T> {
        self.delist(person);
        let seq = self.by_person.get_mut(person.id.0 as usize)?.take()?;
        let slot = self.slots.get_mut(seq as usize)?.take()?;
        self.by_id.remove(slot.account.id());
        Some(slot.account)
    }

    /// Notes whose an account is.
    fn own(&mut self, person: PersonId, seq: Seq) {
        let person = person.0 as usize;
        if self.by_person.len() <= person {
            self.by_person.resize(person + 1, None);
        }
        if let Some(own) = self.by_person.get_mut(person) {
            *own = Some(seq);
        }
    }

    /// Notes whose all accounts are, after they were read; those of nobody are left unfound.
    pub(super) fn own_all(&mut self, people: usize) {
        let mut by_person = vec![None; people];
        for (seq, slot) in self.numbered() {
            if let Some(own) = by_person.get_mut(slot.person.0 as usize) {
                *own = Some(seq);
            }
        }
        self.by_person = by_person;
    }

    /// Takes the person's account out of the lists, before something changes that they depend on.
    pub(super) fn delist(&mut self, person: &Person) {
        self.with_lists(person, Ordered::remove);
        self.with_name(person, |names, name, _| names.remove(name));
    }

    /// Puts the person's account into the lists.
    pub(super) fn enlist(&mut self, person: &Person) {
        self.with_lists(person, Ordered::insert);
        self.with_name(person, Index::insert);
    }

    fn with_name(&mut self, person: &Person, change: impl FnOnce(&mut Index, &str, Seq)) {
        if let Some(seq) = self.seq(person.id)
            && let Some(Some(slot)) = self.slots.get(seq as usize)
            && let Some(name) = slot.account.name()
        {
            change(&mut self.by_name, &name, seq);
        }
    }

    fn with_lists(&mut self, person: &Person, mut change: impl FnMut(&mut Ordered, String, Seq)) {
        if self.lists.is_empty() {
            return;
        }
        let Some(seq) = self.seq(person.id) else {
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
        for (seq, slot) in self.numbered() {
            let person = people.get(slot.person);
            if let Some(key) = person.and_then(|person| slot.account.place(person, list)) {
                entries.push((key, seq));
            }
        }
        self.lists.insert(list.clone(), Ordered::from_unsorted(entries));
    }

    /// Returns a list that [`prepare`](Self::prepare) has built.
    pub(super) fn list(&self, list: &T::List) -> Option<&Ordered> {
        self.lists.get(list)
    }

    pub(super) fn at(&self, list: &Ordered, position: usize, descending: bool) -> Option<(PersonId, &T)> {
        self.find(list.at(position, descending))
    }
}

impl<T: Account> Serialize for Accounts<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.slots.serialize(to)
    }
}

impl<'de, T: Account> Deserialize<'de> for Accounts<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // Whose they are is noted by the store, which knows how many people there are.
        Ok(Self { slots: Vec::deserialize(from)?, ..Self::default() })
    }
}
