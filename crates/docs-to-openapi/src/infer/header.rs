//! Parameters that are request headers by their names.

use std::collections::HashMap;

use crate::names::folded;
use crate::page::scheme::{Scheme, SchemeKind};

/// Names of usual request headers, in Python's spelling.
const WHOLE: [&str; 24] = [
    "accept",
    "authorization",
    "cache_control",
    "content_disposition",
    "content_encoding",
    "content_language",
    "content_length",
    "content_location",
    "content_md5",
    "content_range",
    "content_type",
    "cookie",
    "idempotency_key",
    "if_range",
    "last_event_id",
    "prefer",
    "proxy_authorization",
    "range",
    "referer",
    "traceparent",
    "tracestate",
    "transfer_encoding",
    "user_agent",
    "www_authenticate",
];
const STARTS: [&str; 4] = ["accept_", "if_match", "if_none_match", "x_"];
const IFS: [&str; 2] = ["if_modified_since", "if_unmodified_since"];

/// Says whether a name is that of a request header.
pub(crate) fn is_header(name: &str) -> bool {
    WHOLE.contains(&name) || IFS.contains(&name) || STARTS.iter().any(|start| name.starts_with(start))
}

/// Says whether a name on the wire is spelled as only headers are: `X-Request-Id`.
pub(crate) fn is_spelled_as_header(wire: &str) -> bool {
    wire.contains('-') && wire.split('-').all(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// The parameters of the API keys, by folded name: the front page prints their names and locations.
#[derive(Debug, Default)]
pub(crate) struct KeyParameters(HashMap<String, (String, &'static str)>);

impl KeyParameters {
    pub(crate) fn of(schemes: &[Scheme]) -> Self {
        let keys = schemes.iter().filter_map(|scheme| match &scheme.kind {
            SchemeKind::ApiKey { parameter, location } => Some((folded(parameter), (parameter.clone(), *location))),
            _ => None,
        });
        Self(keys.collect())
    }

    /// Returns name and location of the key that a parameter is named after.
    pub(crate) fn get(&self, name: &str) -> Option<(&str, &'static str)> {
        self.0.get(&folded(name)).map(|(name, location)| (name.as_str(), *location))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_decide() {
        for header in WHOLE.iter().chain(&IFS).chain(&["x_request_id", "if_match", "accept_language", "if_none_match"])
        {
            assert!(is_header(header), "{header}");
        }
        for open in ["boat", "accepted", "x", "ranges", "if_empty", "content", "cookies"] {
            assert!(!is_header(open), "{open}");
        }
        assert!(
            is_spelled_as_header("X-Request-Id") && !is_spelled_as_header("page-size") && !is_spelled_as_header("Page")
        );
    }
}
