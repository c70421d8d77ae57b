//! The provider's own record of a user, kept in addition to the common fields.

use std::any::Any;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A provider's record of any type. Cheap to clone; empty for users that no provider described.
#[derive(Clone, Default)]
pub(super) struct Record(Option<Kept>);

type Typed = Arc<dyn Any + Send + Sync>;

#[derive(Clone)]
enum Kept {
    /// The record, and the body it was read from if that is known.
    Read {
        typed: Typed,
        /// Knows the type that `typed` has lost.
        to_json: fn(&(dyn Any + Send + Sync)) -> Option<Value>,
        body: Option<Bytes>,
    },
    /// The body alone: whoever fetches a user for the common fields does not pay for a record as well.
    Body {
        body: Bytes,
        /// Knows the type.
        read: fn(&[u8]) -> Option<Typed>,
        typed: OnceLock<Option<Typed>>,
    },
}

impl Record {
    pub(super) fn new<T: Serialize + Send + Sync + 'static>(record: T) -> Self {
        Self(Some(Kept::Read {
            typed: Arc::new(record),
            to_json: |record| serde_json::to_value(record.downcast_ref::<T>()?).ok(),
            body: None,
        }))
    }

    /// Takes a body for the record of a type that it has been read as before.
    #[cfg_attr(not(feature = "_provider"), allow(dead_code))]
    pub(super) fn of_body<T: DeserializeOwned + Send + Sync + 'static>(body: Bytes) -> Self {
        Self(Some(Kept::Body {
            body,
            read: |body| Some(Arc::new(serde_json::from_slice::<T>(body).ok()?)),
            typed: OnceLock::new(),
        }))
    }

    pub(super) fn with_body(mut self, whole: Bytes) -> Self {
        if let Some(Kept::Read { body, .. }) = &mut self.0 {
            *body = Some(whole);
        }
        self
    }

    pub(super) fn typed<T: Any>(&self) -> Option<&T> {
        match self.0.as_ref()? {
            Kept::Read { typed, .. } => typed.downcast_ref(),
            Kept::Body { body, read, typed } => {
                let typed = typed.get_or_init(|| read(body));
                typed.as_ref()?.downcast_ref()
            }
        }
    }

    pub(super) fn raw(&self) -> Option<Value> {
        match self.0.as_ref()? {
            Kept::Body { body, .. } => serde_json::from_slice(body).ok(),
            Kept::Read { typed, to_json, body } => {
                body.as_ref().and_then(|body| serde_json::from_slice(body).ok()).or_else(|| to_json(&**typed))
            }
        }
    }
}

/// Records do not count when users are compared: they say the same in the provider's words.
impl PartialEq for Record {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, serde::Deserialize, PartialEq, Debug)]
    struct Theirs {
        login: String,
    }

    #[test]
    fn is_typed_and_raw() {
        let record = Record::new(Theirs { login: "ada".into() });
        assert_eq!(record.typed::<Theirs>().unwrap().login, "ada");
        assert!(record.typed::<String>().is_none());
        assert_eq!(record.raw().unwrap(), serde_json::json!({"login": "ada"}));
        let body = Bytes::from_static(br#"{"login":"ada","new":1}"#);
        assert_eq!(record.with_body(body).raw().unwrap()["new"], 1);
        assert!(Record::default().raw().is_none());
    }

    #[test]
    fn is_read_from_a_body_when_asked_for() {
        let body = Bytes::from_static(br#"{"login":"ada","new":1}"#);
        let record = Record::of_body::<Theirs>(body);
        let copy = record.clone();
        assert_eq!(record.raw().unwrap()["new"], 1);
        assert!(record.typed::<String>().is_none());
        for record in [&record, &copy, &record.clone()] {
            assert_eq!(record.typed::<Theirs>().unwrap().login, "ada");
        }
        let other = Record::of_body::<Theirs>(Bytes::from_static(b"[]"));
        assert!(other.typed::<Theirs>().is_none());
    }
}
