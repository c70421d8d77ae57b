//! Users as they stand in answers, kept until something changes: an answer is then put together and not written anew.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::store::{Person, PersonId};

/// Bytes that are kept at a time, for each provider.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// The written users of one provider, in one state of the world.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    /// Number of the state that they are of.
    version: u64,
    bytes: usize,
    most: usize,
    /// Whether what is kept is compared with what would be written anew.
    compared: bool,
    /// By kind, and by person.
    known: Vec<BTreeMap<PersonId, Box<RawValue>>>,
}

/// A user in an answer.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Piece<'a> {
    Kept(&'a RawValue),
    New(Box<RawValue>),
}

impl Piece<'_> {
    /// Returns the length of the text.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Kept(text) => text.get().len(),
            Self::New(text) => text.get().len(),
        }
    }
}

/// Returns about how long an answer with these users is.
pub(crate) fn length(pieces: &[Piece<'_>]) -> usize {
    // Each with a comma, and something around them all.
    256 + pieces.iter().map(|piece| piece.len() + 1).sum::<usize>()
}

impl Pieces {
    /// Keeps users until the state changes. With `compared` everything is written anew all the same, and a kept user who
    /// turns out to be another becomes a text that breaks the specification.
    pub(crate) fn new(compared: bool) -> Self {
        Self { most: MOST_BYTES, compared, ..Self::default() }
    }

    /// Keeps nothing: for calls that may change the world.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// Forgets what is not of this state.
    pub(crate) fn of(&mut self, version: u64) -> &mut Self {
        if self.version != version {
            self.version = version;
            self.bytes = 0;
            self.known.clear();
        }
        self
    }

    /// Writes users. Providers that show them in more than one way number the kinds; what is shown depends on the world,
    /// the kind and the person alone.
    pub(crate) fn all<'a, T: 'a, V: Serialize>(
        &mut self,
        kind: usize,
        found: &[(&'a Person, &'a T)],
        view: impl Fn(&'a Person, &'a T) -> V,
    ) -> Vec<Piece<'_>> {
        for (person, account) in found {
            self.keep(kind, person.id, || written(&view(person, account)));
        }
        let known = self.known.get(kind);
        let pieces = found.iter().map(|(person, account)| match known.and_then(|known| known.get(&person.id)) {
            Some(kept) => Piece::Kept(kept),
            None => Piece::New(written(&view(person, account))),
        });
        pieces.collect()
    }

    /// Writes one user.
    pub(crate) fn one<V: Serialize>(&mut self, kind: usize, person: PersonId, view: impl Fn() -> V) -> Piece<'_> {
        self.keep(kind, person, || written(&view()));
        let known = self.known.get(kind);
        match known.and_then(|known| known.get(&person)) {
            Some(kept) => Piece::Kept(kept),
            None => Piece::New(written(&view())),
        }
    }

    fn keep(&mut self, kind: usize, person: PersonId, write: impl FnOnce() -> Box<RawValue>) {
        if self.bytes >= self.most {
            return;
        }
        if self.known.len() <= kind {
            self.known.resize_with(kind + 1, BTreeMap::new);
        }
        let Some(known) = self.known.get_mut(kind) else {
            return;
        };
        match known.entry(person) {
            Entry::Vacant(free) => {
                let text = write();
                self.bytes += text.get().len();
                free.insert(text);
            }
            Entry::Occupied(mut kept) if self.compared && write().get() != kept.get().get() => {
                kept.insert(written("the sandbox kept a user who has changed"));
            }
            Entry::Occupied(_) => {}
        }
    }
}

fn written<V: Serialize + ?Sized>(value: &V) -> Box<RawValue> {
    // What a provider shows has texts for names, and so can be written.
    to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::store::Facts;

    fn text(piece: &Piece<'_>) -> String {
        serde_json::to_string(piece).unwrap()
    }

    fn people(count: u32) -> Vec<Person> {
        let person = |number| Person { id: PersonId(number), facts: Facts::default(), created: DateTime::UNIX_EPOCH };
        (0..count).map(person).collect()
    }

    #[test]
    fn users_are_kept_until_the_state_changes() {
        let mut pieces = Pieces::new(false);
        let person = PersonId(2);
        assert_eq!(text(&pieces.of(1).one(0, person, || "old")), "\"old\"");
        assert_eq!(text(&pieces.of(1).one(0, person, || "new")), "\"old\"");
        assert_eq!(text(&pieces.of(1).one(1, person, || "new")), "\"new\"");
        assert_eq!(text(&pieces.of(2).one(0, person, || "new")), "\"new\"");
    }

    #[test]
    fn all_come_in_their_order() {
        let people = people(4);
        let found: Vec<_> = people.iter().rev().map(|person| (person, &7)).collect();
        for mut pieces in [Pieces::new(false), Pieces::new(true), Pieces::none()] {
            for _ in 0..2 {
                let all = pieces.all(0, &found, |person, account| (person.id.0, *account));
                assert_eq!(serde_json::to_string(&all).unwrap(), "[[3,7],[2,7],[1,7],[0,7]]");
                assert_eq!(length(&all), 256 + 4 * 6);
            }
        }
    }

    #[test]
    fn nothing_is_kept_beyond_a_bound() {
        let long = "x".repeat(MOST_BYTES / 3);
        let mut pieces = Pieces::new(false);
        for number in 0..10 {
            let piece = pieces.one(0, PersonId(number), || &long);
            assert_eq!(piece.len(), long.len() + 2);
        }
        let kept = pieces.known.iter().flatten();
        assert_eq!(kept.count(), 3);
        let mut none = Pieces::none();
        assert_eq!(text(&none.one(0, PersonId(0), || 1)), "1");
        assert_eq!(text(&none.one(0, PersonId(0), || 2)), "2");
    }

    #[test]
    fn a_kept_user_who_has_changed_is_noticed() {
        let mut pieces = Pieces::new(true);
        assert_eq!(text(&pieces.one(0, PersonId(0), || 1)), "1");
        assert!(text(&pieces.one(0, PersonId(0), || 2)).contains("has changed"));
    }
}
