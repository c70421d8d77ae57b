//! Query parameters in OpenAPI's default form: `style: form`, `explode: true`.

use std::borrow::Cow;

use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// One query parameter, serialized as the pairs that it puts into the query.
///
/// `None` and `null` put nothing, an array puts one pair per element, `true` and `false` are written in lower case,
/// and the empty string is kept (`q=`). An object, or an array within an array, is an error.
#[derive(Clone, Copy)]
pub struct QueryParam<'a, T: ?Sized> {
    name: &'a str,
    value: &'a T,
}

impl<'a, T: Serialize + ?Sized> QueryParam<'a, T> {
    /// Pairs a parameter's wire name with its value.
    pub const fn new(name: &'a str, value: &'a T) -> Self {
        Self { name, value }
    }
}

impl<T: ?Sized> std::fmt::Debug for QueryParam<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QueryParam").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<T: Serialize + ?Sized> Serialize for QueryParam<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let refuse = |reason: &str| S::Error::custom(format_args!("query parameter `{}` {reason}", self.name));
        let value = serde_json::to_value(self.value).map_err(|_| refuse("is not serializable"))?;
        let mut pairs = serializer.serialize_seq(None)?;
        for text in texts(&value).map_err(refuse)? {
            pairs.serialize_element(&(self.name, text))?;
        }
        pairs.end()
    }
}

/// Returns the values of the pairs that a parameter puts into the query.
pub(crate) fn texts(value: &Value) -> Result<Vec<Cow<'_, str>>, &'static str> {
    let elements = match value {
        Value::Array(elements) => elements.as_slice(),
        single => std::slice::from_ref(single),
    };
    let mut texts = Vec::with_capacity(elements.len());
    for element in elements {
        texts.push(match element {
            Value::Null => continue,
            Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Value::Number(value) => Cow::Owned(value.to_string()),
            Value::String(value) => Cow::Borrowed(value.as_str()),
            Value::Array(_) | Value::Object(_) => return Err("is nested too deeply for a query"),
        });
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn query(value: impl Serialize) -> Result<String, reqwest::Error> {
        crate::install_cryptography();
        let request = reqwest::Client::new().get("http://localhost/").query(&QueryParam::new("q", &value)).build()?;
        Ok(request.url().query().unwrap_or_default().to_owned())
    }

    #[test]
    fn writes_pairs() {
        assert_eq!(query(None::<String>).unwrap(), "");
        assert_eq!(query(json!(null)).unwrap(), "");
        assert_eq!(query("").unwrap(), "q=");
        assert_eq!(query("a b&c").unwrap(), "q=a+b%26c");
        assert_eq!(query(Some(true)).unwrap(), "q=true");
        assert_eq!(query(18_446_744_073_709_551_615_u64).unwrap(), "q=18446744073709551615");
        assert_eq!(query(-7).unwrap(), "q=-7");
        assert_eq!(query(0.5).unwrap(), "q=0.5");
        assert_eq!(query(vec!["a", "b"]).unwrap(), "q=a&q=b");
        assert_eq!(query(Vec::<String>::new()).unwrap(), "");
        assert_eq!(query([Some(1), None, Some(3)]).unwrap(), "q=1&q=3");
    }

    #[test]
    fn refuses_nesting() {
        assert!(query(json!({"a": 1})).is_err());
        assert!(query(json!([[1]])).is_err());
    }
}
