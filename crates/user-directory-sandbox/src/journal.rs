//! What was asked of the sandbox.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use http::Method;
use serde::Serialize;

/// Requests that are remembered one by one; the counts go on.
const MOST: usize = 10_000;

/// One request, without its headers.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Request {
    /// When it arrived, by the sandbox's clock.
    pub at: DateTime<Utc>,
    /// Provider it was sent to.
    pub provider: &'static str,
    /// `operationId`; absent if it was no operation.
    pub operation: Option<String>,
    /// HTTP method.
    pub method: String,
    /// Path below the provider's base URL, as it was sent.
    pub path: String,
    /// Query, as it was sent.
    pub query: Option<String>,
    /// Body as text, if [`journal_bodies`](crate::Builder::journal_bodies) asks for it; it can hold passwords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Status of the answer; absent as long as there is none, and for good if the connection was cut before it.
    pub status: Option<u16>,
}

/// One request as it is kept, with as little made for it as can be.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) at: DateTime<Utc>,
    pub(crate) provider: &'static str,
    pub(crate) operation: Option<&'static str>,
    pub(crate) method: Method,
    /// Path, and query behind a `?`, as they were sent.
    pub(crate) target: Box<str>,
    pub(crate) body: Option<Box<str>>,
    pub(crate) status: Option<u16>,
}

impl Kept {
    fn told(&self) -> Request {
        let (path, query) = match self.target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (&*self.target, None),
        };
        Request {
            at: self.at,
            provider: self.provider,
            operation: self.operation.map(str::to_owned),
            method: self.method.to_string(),
            path: path.to_owned(),
            query,
            body: self.body.as_deref().map(str::to_owned),
            status: self.status,
        }
    }
}

/// Number of an entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry(u64);

impl Entry {
    /// Returns the number, counted from 0.
    pub(crate) fn number(self) -> u64 {
        self.0
    }
}

/// Everything that was asked.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    requests: VecDeque<Kept>,
    /// Entries that are no longer remembered one by one.
    dropped: u64,
    counts: BTreeMap<&'static str, BTreeMap<&'static str, u64>>,
}

impl Journal {
    /// Enters a request that has no answer yet.
    pub(crate) fn enter(&mut self, request: Kept) -> Entry {
        if let Some(operation) = request.operation {
            let counts = self.counts.entry(request.provider).or_default();
            *counts.entry(operation).or_default() += 1;
        }
        if self.requests.len() == MOST {
            self.requests.pop_front();
            self.dropped += 1;
        }
        self.requests.push_back(request);
        Entry(self.dropped + self.requests.len() as u64 - 1)
    }

    /// Notes the status of the answer.
    pub(crate) fn answered(&mut self, entry: Entry, status: u16) {
        let index = entry.0.checked_sub(self.dropped);
        let index = index.and_then(|index| usize::try_from(index).ok());
        if let Some(request) = index.and_then(|index| self.requests.get_mut(index)) {
            request.status = Some(status);
        }
    }

    pub(crate) fn requests(&self) -> impl Iterator<Item = Request> {
        self.requests.iter().map(Kept::told)
    }

    pub(crate) fn count(&self, provider: &str, operation: &str) -> u64 {
        let counts = self.counts.get(provider);
        counts.and_then(|counts| counts.get(operation)).copied().unwrap_or(0)
    }

    pub(crate) fn counts(&self) -> &BTreeMap<&'static str, BTreeMap<&'static str, u64>> {
        &self.counts
    }

    pub(crate) fn clear(&mut self) {
        self.dropped += self.requests.len() as u64;
        self.requests.clear();
        self.counts.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str) -> Kept {
        Kept {
            at: DateTime::UNIX_EPOCH,
            provider: "velo",
            operation: Some("listUsers"),
            method: Method::GET,
            target: path.into(),
            body: None,
            status: None,
        }
    }

    #[test]
    fn old_entries_go_and_counts_stay() {
        let mut journal = Journal::default();
        let first = journal.enter(request("/first"));
        for _ in 0..MOST {
            journal.enter(request("/more"));
        }
        journal.answered(first, 200);
        let last = journal.enter(request("/last"));
        journal.answered(last, 204);
        assert_eq!(journal.requests().count(), MOST);
        assert_eq!(journal.count("velo", "listUsers"), MOST as u64 + 2);
        let answered: Vec<_> = journal.requests().filter(|one| one.status.is_some()).collect();
        assert_eq!(answered.len(), 1);
        assert_eq!((answered[0].path.as_str(), answered[0].status), ("/last", Some(204)));
        journal.clear();
        journal.answered(last, 500);
        assert_eq!(journal.requests().count(), 0);
        assert_eq!(journal.count("velo", "listUsers"), 0);
    }
}
