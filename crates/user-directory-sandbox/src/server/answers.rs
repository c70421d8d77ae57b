//! Answers that hold until something changes, so that reading the same again is as cheap as it can be.

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use http::StatusCode;

use super::mount::Mount;
use crate::context::Principal;
use crate::message::{Reply, Request};
use crate::spec::Operation;
use crate::store::PersonId;

/// Answers, and bytes of them, that are kept at a time.
const MOST: usize = 512;
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Requests that are remembered by a number to tell whether they are asked again.
const SEEN: usize = 256;

/// Answers of one state of the world.
#[derive(Debug)]
pub(super) struct Answers {
    /// Number of the state that they are of.
    version: u64,
    bytes: usize,
    known: HashMap<Key, Reply>,
    /// Hashes of what was asked once, each at its place: an answer that is asked for only once is not worth its room.
    seen: Box<[u64]>,
}

impl Default for Answers {
    fn default() -> Self {
        Self { version: 0, bytes: 0, known: HashMap::new(), seen: vec![0; SEEN].into() }
    }
}

/// What an answer depends on besides the world: who asks for what.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    provider: &'static str,
    operation: usize,
    person: Option<PersonId>,
    /// What else there is to know of who asks, and the target.
    text: Box<str>,
}

impl Key {
    pub(super) fn new(mount: &Mount, operation: &Operation, request: &Request, principal: &Principal) -> Self {
        let detail = principal.detail.as_str();
        Self {
            provider: mount.provider.name,
            operation: operation.index,
            person: principal.person,
            text: match detail {
                "" => request.target().into(),
                // No target has a line end.
                detail => [detail, "\n", request.target()].concat().into(),
            },
        }
    }
}

impl Answers {
    /// Returns the answer, if nothing has changed since it was given.
    pub(super) fn get(&self, version: u64, key: &Key) -> Option<Reply> {
        let known = self.known.get(key);
        known.filter(|_| self.version == version).cloned()
    }

    /// Keeps a good answer to what was asked before.
    pub(super) fn put(&mut self, version: u64, key: Key, reply: &Reply) {
        let length = reply.body.len();
        if reply.status != StatusCode::OK || length > MOST_BYTES {
            return;
        }
        if !self.is_seen(&key) {
            return;
        }
        let full = self.known.len() >= MOST || self.bytes + length > MOST_BYTES;
        if full || self.version != version {
            // The map's room is used again.
            self.known.clear();
            (self.version, self.bytes) = (version, 0);
        }
        if let Some(old) = self.known.insert(key, reply.clone()) {
            self.bytes -= old.body.len();
        }
        self.bytes += length;
    }

    /// Returns whether this was asked before, and remembers that it was asked. Of two with the same place the later one
    /// is remembered.
    fn is_seen(&mut self, key: &Key) -> bool {
        let hash = self.known.hasher().hash_one(key);
        let place = usize::try_from(hash % SEEN as u64).unwrap_or(0);
        let seen = self.seen.get_mut(place);
        seen.is_some_and(|seen| std::mem::replace(seen, hash) == hash)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn key(text: &str) -> Key {
        Key { provider: "velo", operation: 0, person: None, text: text.into() }
    }

    fn reply(length: usize) -> Reply {
        let mut reply = Reply::empty(StatusCode::OK);
        reply.body = Bytes::from(vec![b'x'; length]);
        reply
    }

    /// Asks twice.
    fn put(answers: &mut Answers, version: u64, text: &str, reply: &Reply) {
        answers.put(version, key(text), reply);
        answers.put(version, key(text), reply);
    }

    #[test]
    fn what_is_asked_once_is_not_kept() {
        let mut answers = Answers::default();
        answers.put(1, key("a"), &reply(1));
        assert!(answers.get(1, &key("a")).is_none());
        // In another state, too, it is asked again.
        answers.put(2, key("a"), &reply(1));
        assert!(answers.get(2, &key("a")).is_some());
    }

    #[test]
    fn answers_end_with_the_state_that_they_are_of() {
        let mut answers = Answers::default();
        put(&mut answers, 1, "a", &reply(1));
        assert!(answers.get(1, &key("a")).is_some());
        assert!(answers.get(2, &key("a")).is_none());
        put(&mut answers, 2, "b", &reply(1));
        assert!(answers.get(2, &key("a")).is_none() && answers.get(2, &key("b")).is_some());
        put(&mut answers, 2, "c", &Reply::empty(StatusCode::NOT_FOUND));
        assert!(answers.get(2, &key("c")).is_none());
    }

    #[test]
    fn there_is_a_bound_to_what_is_kept() {
        let mut answers = Answers::default();
        for number in 0..3 * MOST {
            put(&mut answers, 1, &number.to_string(), &reply(1));
            assert!(answers.known.len() <= MOST);
        }
        for number in 0..10 {
            put(&mut answers, 1, &number.to_string(), &reply(MOST_BYTES / 3));
            let held: usize = answers.known.values().map(|reply| reply.body.len()).sum();
            assert_eq!(answers.bytes, held);
            assert!(held <= MOST_BYTES);
        }
        put(&mut answers, 1, "big", &reply(MOST_BYTES + 1));
        assert!(answers.get(1, &key("big")).is_none());
    }
}
