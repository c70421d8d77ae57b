//! Answers that hold until something changes, so that reading the same again is as cheap as it can be.

use std::collections::HashMap;
use std::fmt::Write as _;

use http::StatusCode;

use super::mount::Mount;
use crate::context::Principal;
use crate::message::{Reply, Request};
use crate::spec::Operation;

/// Answers, and bytes of them, that are kept at a time.
const MOST: usize = 512;
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Answers of one state of the world.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// Number of the state that they are of.
    version: u64,
    bytes: usize,
    known: HashMap<String, Reply>,
}

/// Returns what an answer depends on besides the world: who asks for what.
pub(super) fn key(
    mount: &Mount,
    operation: &Operation,
    request: &Request,
    principal: &Principal,
) -> String {
    let mut key = String::with_capacity(160);
    let person = principal.person.map_or(-1, |person| i64::from(person.0));
    // Writing into a text cannot fail.
    let _ = write!(key, "{} {} {person} ", mount.provider.name, operation.index);
    for part in [principal.detail.as_str(), "\n", request.target()] {
        key.push_str(part);
    }
    key
}

impl Answers {
    /// Returns the answer, if nothing has changed since it was given.
    pub(super) fn get(&self, version: u64, key: &str) -> Option<Reply> {
        let known = self.known.get(key);
        known.filter(|_| self.version == version).cloned()
    }

    /// Keeps a good answer.
    pub(super) fn put(&mut self, version: u64, key: String, reply: &Reply) {
        let length = reply.body.len();
        if reply.status != StatusCode::OK || length > MOST_BYTES {
            return;
        }
        let full = self.known.len() >= MOST || self.bytes + length > MOST_BYTES;
        if full || self.version != version {
            *self = Self {
                version,
                ..Self::default()
            };
        }
        if let Some(old) = self.known.insert(key, reply.clone()) {
            self.bytes -= old.body.len();
        }
        self.bytes += length;
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn reply(length: usize) -> Reply {
        let mut reply = Reply::empty(StatusCode::OK);
        reply.body = Bytes::from(vec![b'x'; length]);
        reply
    }

    #[test]
    fn answers_end_with_the_state_that_they_are_of() {
        let mut answers = Answers::default();
        answers.put(1, "a".to_owned(), &reply(1));
        assert!(answers.get(1, "a").is_some());
        assert!(answers.get(2, "a").is_none());
        answers.put(2, "b".to_owned(), &reply(1));
        assert!(answers.get(2, "a").is_none() && answers.get(2, "b").is_some());
        answers.put(2, "c".to_owned(), &Reply::empty(StatusCode::NOT_FOUND));
        assert!(answers.get(2, "c").is_none());
    }

    #[test]
    fn there_is_a_bound_to_what_is_kept() {
        let mut answers = Answers::default();
        for number in 0..3 * MOST {
            answers.put(1, number.to_string(), &reply(1));
            assert!(answers.known.len() <= MOST);
        }
        for number in 0..10 {
            answers.put(1, number.to_string(), &reply(MOST_BYTES / 3));
            let held: usize = answers.known.values().map(|reply| reply.body.len()).sum();
            assert_eq!(answers.bytes, held);
            assert!(held <= MOST_BYTES);
        }
        answers.put(1, "big".to_owned(), &reply(MOST_BYTES + 1));
        assert!(answers.get(1, "big").is_none());
    }
}
