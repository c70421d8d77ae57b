//! The accounts of one provider, found by identifier, name, person, or position in a list.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};

use super::ordered::{Ordered, Seq};
use super::{People, Person, PersonId};

/// What a provider keeps of a person beyond the shared facts.
pub(crate) trait Account: Serialize + DeserializeOwned + Send + 'static {
    /// Names a list: which accounts are in it, and how they are sorted.
    type List: Clone + Eq + Hash + Send;

    /// Returns the provider's identifier of the account; never changes.
    fn id(&self) -> &str;

    /// Returns a second name that no two accounts share, such as a login.
    fn name(&self) -> Option<String> {
        None
    }

    /// Returns the key by which the account is sorted in the list, or nothing if it is not in it.
    ///
    /// Depends on its arguments alone. Equal keys leave the order of creation.
    fn place(&self, person: &Person, list: &Self::List) -> Option<String>;
}

/// The state of a provider, which owns its accounts.
pub(crate) trait Directory {
    type Account: Account;

    fn accounts(&self) -> &Accounts<Self::Account>;

    fn accounts_mut(&mut self) -> &mut Accounts<Self::Account>;
}

/// Lists that are kept at a time.
const LISTS: usize = 64;

/// One page of a list.
pub(crate) struct Page {
    /// People on all pages together.
    pub(crate) total: usize,
    /// People on this page.
    pub(crate) people: Vec<PersonId>,
}

#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
struct Slot<T: Account> {
    person: PersonId,
    account: T,
}

/// The accounts of one provider.
#[derive(Deserialize)]
#[serde(from = "Vec<Slot<T>>", bound = "")]
pub(crate) struct Accounts<T: Account> {
    /// In the order of creation.
    slots: BTreeMap<Seq, Slot<T>>,
    by_person: HashMap<PersonId, Seq>,
    by_id: HashMap<String, Seq>,
    by_name: HashMap<String, Seq>,
    lists: HashMap<T::List, Ordered>,
    /// Accounts that changed since the lists were last read.
    stale: Vec<Seq>,
    /// How many changes of people the lists know of.
    seen: usize,
}

impl<T: Account> Default for Accounts<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<T: Account> From<Vec<Slot<T>>> for Accounts<T> {
    fn from(slots: Vec<Slot<T>>) -> Self {
        let mut accounts = Self {
            slots: BTreeMap::new(),
            by_person: HashMap::new(),
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            lists: HashMap::new(),
            stale: Vec::new(),
            seen: 0,
        };
        for slot in slots {
            accounts.insert(slot.person, slot.account);
        }
        accounts
    }
}

impl<T: Account> Serialize for Accounts<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.slots.values())
    }
}

impl<T: Account> Accounts<T> {
    fn slot(&self, seq: Option<&Seq>) -> Option<(PersonId, &T)> {
        let slot = self.slots.get(seq?)?;
        Some((slot.person, &slot.account))
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<(PersonId, &T)> {
        self.slot(self.by_id.get(id))
    }

    pub(crate) fn by_name(&self, name: &str) -> Option<(PersonId, &T)> {
        self.slot(self.by_name.get(name))
    }

    pub(crate) fn by_person(&self, person: PersonId) -> Option<&T> {
        self.slot(self.by_person.get(&person)).map(|found| found.1)
    }

    pub(crate) fn insert(&mut self, person: PersonId, account: T) {
        let seq = self.slots.last_key_value().map_or(0, |(last, _)| last + 1);
        self.by_person.insert(person, seq);
        self.by_id.insert(account.id().to_owned(), seq);
        if let Some(name) = account.name() {
            self.by_name.insert(name, seq);
        }
        self.slots.insert(seq, Slot { person, account });
        self.mark_stale(seq);
    }

    pub(crate) fn remove(&mut self, person: PersonId) -> Option<T> {
        let seq = self.by_person.remove(&person)?;
        let account = self.slots.remove(&seq)?.account;
        self.by_id.remove(account.id());
        if let Some(name) = account.name() {
            self.by_name.remove(&name);
        }
        self.mark_stale(seq);
        Some(account)
    }

    pub(crate) fn edit<R>(&mut self, person: PersonId, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let seq = *self.by_person.get(&person)?;
        let account = &mut self.slots.get_mut(&seq)?.account;
        let before = account.name();
        let result = change(account);
        let after = account.name();
        if before != after {
            if let Some(before) = before {
                self.by_name.remove(&before);
            }
            if let Some(after) = after {
                self.by_name.insert(after, seq);
            }
        }
        self.mark_stale(seq);
        Some(result)
    }

    /// Returns the entries of a list from `offset` on, at most `limit`.
    pub(crate) fn page(
        &mut self,
        people: &People,
        list: &T::List,
        descending: bool,
        offset: usize,
        limit: usize,
    ) -> Page {
        let ordered = self.list(people, list);
        let total = ordered.len();
        let positions = offset..offset.saturating_add(limit).min(total);
        let seqs: Vec<_> = positions.filter_map(|position| ordered.at(position, descending)).collect();
        Page { total, people: self.people_of(seqs) }
    }

    /// Returns the entries of a list that are sorted by this key.
    pub(crate) fn with_key(&mut self, people: &People, list: &T::List, key: &str) -> Vec<PersonId> {
        let seqs = self.list(people, list).with_key(key).collect();
        self.people_of(seqs)
    }

    fn people_of(&self, seqs: Vec<Seq>) -> Vec<PersonId> {
        seqs.iter().filter_map(|seq| Some(self.slots.get(seq)?.person)).collect()
    }

    /// Returns a list as it is now; one that has not been read before is built.
    fn list(&mut self, people: &People, list: &T::List) -> &Ordered {
        self.refresh(people);
        if self.lists.len() >= LISTS && !self.lists.contains_key(list) {
            self.lists.clear();
        }
        self.lists.entry(list.clone()).or_insert_with(|| {
            let slots = self.slots.iter();
            Ordered::from_unsorted(slots.filter_map(|(seq, slot)| Some((place(slot, people, list)?, *seq))).collect())
        })
    }

    fn mark_stale(&mut self, seq: Seq) {
        if !self.lists.is_empty() {
            self.stale.push(seq);
        }
    }

    /// Moves what changed to its place in the lists.
    fn refresh(&mut self, people: &People) {
        match people.changed_since(self.seen) {
            Some(changed) => self.stale.extend(changed.iter().filter_map(|person| self.by_person.get(person))),
            None => self.lists.clear(),
        }
        self.seen = people.changes();
        for seq in self.stale.drain(..) {
            let slot = self.slots.get(&seq);
            for (list, ordered) in &mut self.lists {
                ordered.set(seq, slot.and_then(|slot| place(slot, people, list)));
            }
        }
    }
}

fn place<T: Account>(slot: &Slot<T>, people: &People, list: &T::List) -> Option<String> {
    slot.account.place(people.get(slot.person)?, list)
}
