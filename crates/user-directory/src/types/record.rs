//! The provider's own record of a user, kept beside the common fields.

use std::any::Any;
use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

/// A provider's record of any type. Cheap to clone; empty for users that no provider described.
#[derive(Clone, Default)]
pub(super) struct Record(Option<Kept>);

#[derive(Clone)]
struct Kept {
    typed: Arc<dyn Any + Send + Sync>,
    /// Knows the type that `typed` has lost.
    to_json: fn(&(dyn Any + Send + Sync)) -> Option<Value>,
    body: Option<Bytes>,
}

impl Record {
    pub(super) fn new<T: Serialize + Send + Sync + 'static>(record: T) -> Self {
        Self(Some(Kept {
            typed: Arc::new(record),
            to_json: |record| serde_json::to_value(record.downcast_ref::<T>()?).ok(),
            body: None,
        }))
    }

    pub(super) fn with_body(mut self, body: Bytes) -> Self {
        if let Some(kept) = &mut self.0 {
            kept.body = Some(body);
        }
        self
    }

    pub(super) fn typed<T: Any>(&self) -> Option<&T> {
        self.0.as_ref()?.typed.downcast_ref()
    }

    pub(super) fn raw(&self) -> Option<Value> {
        let kept = self.0.as_ref()?;
        kept.body
            .as_ref()
            .and_then(|body| serde_json::from_slice(body).ok())
            .or_else(|| (kept.to_json)(&*kept.typed))
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

    #[derive(Serialize, PartialEq, Debug)]
    struct Theirs {
        login: String,
    }

    #[test]
    fn is_typed_and_raw() {
        let record = Record::new(Theirs {
            login: "ada".into(),
        });
        assert_eq!(record.typed::<Theirs>().unwrap().login, "ada");
        assert!(record.typed::<String>().is_none());
        assert_eq!(record.raw().unwrap(), serde_json::json!({"login": "ada"}));
        let body = Bytes::from_static(br#"{"login":"ada","new":1}"#);
        assert_eq!(record.with_body(body).raw().unwrap()["new"], 1);
        assert!(Record::default().raw().is_none());
    }
}
