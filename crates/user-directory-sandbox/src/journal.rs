//! The requests to the sandbox.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use serde::Serialize;

/// Most requests that are remembered; counts include older ones.
const MOST: usize = 10_000;

/// Bytes of paths, queries and bodies that are remembered.
const MOST_BYTES: usize = 16 * 1024 * 1024;

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
    /// Status of the answer; absent until there is one, and permanently if the connection was cut before it.
    pub status: Option<u16>,
}

impl Request {
    fn bytes(&self) -> usize {
        let texts = [Some(&self.path), self.query.as_ref(), self.body.as_ref()];
        texts.into_iter().flatten().map(String::len).sum()
    }
}

/// The requests that are remembered, and counts of all.
#[derive(Default)]
pub(crate) struct Journal {
    requests: VecDeque<Request>,
    bytes: usize,
    /// Entries that are no longer remembered.
    dropped: u64,
    counts: BTreeMap<&'static str, BTreeMap<String, u64>>,
}

impl Journal {
    /// Enters a request that has no answer yet; returns its number, counted from 0.
    pub(crate) fn enter(&mut self, request: Request) -> u64 {
        if let Some(operation) = &request.operation {
            *self.counts.entry(request.provider).or_default().entry(operation.clone()).or_default() += 1;
        }
        self.bytes += request.bytes();
        self.requests.push_back(request);
        while self.requests.len() > MOST || self.bytes > MOST_BYTES {
            let Some(oldest) = self.requests.pop_front() else { break };
            self.bytes -= oldest.bytes();
            self.dropped += 1;
        }
        (self.dropped + self.requests.len() as u64).saturating_sub(1)
    }

    /// Notes the status of the answer.
    pub(crate) fn answered(&mut self, number: u64, status: u16) {
        let index = number.checked_sub(self.dropped).and_then(|index| usize::try_from(index).ok());
        if let Some(request) = index.and_then(|index| self.requests.get_mut(index)) {
            request.status = Some(status);
        }
    }

    /// Returns the requests that are remembered, oldest first.
    pub(crate) fn requests(&self) -> &VecDeque<Request> {
        &self.requests
    }

    pub(crate) fn counts(&self) -> &BTreeMap<&'static str, BTreeMap<String, u64>> {
        &self.counts
    }

    pub(crate) fn count(&self, provider: &str, operation: &str) -> u64 {
        self.counts.get(provider).and_then(|counts| counts.get(operation)).copied().unwrap_or(0)
    }

    pub(crate) fn clear(&mut self) {
        self.dropped += self.requests.len() as u64;
        self.requests.clear();
        self.counts.clear();
        self.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str) -> Request {
        Request {
            at: DateTime::UNIX_EPOCH,
            provider: "velo",
            operation: Some("listUsers".to_owned()),
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: None,
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
        assert_eq!(journal.requests().len(), MOST);
        assert_eq!(journal.count("velo", "listUsers"), MOST as u64 + 2);
        let answered: Vec<_> = journal.requests().iter().filter(|one| one.status.is_some()).collect();
        assert_eq!(answered.len(), 1);
        assert_eq!((answered[0].path.as_str(), answered[0].status), ("/last", Some(204)));
        journal.clear();
        journal.answered(last, 500);
        assert_eq!(journal.requests().len(), 0);
        assert_eq!(journal.count("velo", "listUsers"), 0);
    }

    #[test]
    fn it_is_bounded_in_bytes() {
        let mut journal = Journal::default();
        let long = "x".repeat(MOST_BYTES / 3);
        for _ in 0..10 {
            journal.enter(Request { body: Some(long.clone()), ..request("/") });
            assert!(journal.bytes <= MOST_BYTES);
        }
        assert_eq!(journal.requests().len(), 2);
        journal.enter(Request { body: Some("x".repeat(MOST_BYTES + 1)), ..request("/") });
        assert_eq!((journal.requests().len(), journal.bytes), (0, 0));
        let last = journal.enter(request("/last"));
        journal.answered(last, 200);
        assert_eq!(journal.requests()[0].status, Some(200));
    }
}
