//! A string that is never printed.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use serde::de::{self, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A password, token, one-time code or other string that must not be printed.
///
/// The memory is cleared on drop, `Debug` prints a placeholder, and there is no `Display`. Serialization writes the
/// value, since that is how it reaches the server: do not serialize a model that holds one into a log.
#[derive(Clone, Default)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes a string into keeping.
    pub fn new(value: impl Into<String>) -> Self {
        Self(SecretString::from(value.into()))
    }

    /// Returns the string itself. Name it in a review: from here on nothing protects it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Returns whether the string is empty.
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<&String> for Secret {
    fn from(value: &String) -> Self {
        Self::new(value.as_str())
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        Ok(Self::new(value))
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Asked for a string, formats such as JSON refuse other values themselves, and quote them.
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(Text)
        } else {
            deserializer.deserialize_string(Text)
        }
    }
}

/// Takes a string, and refuses everything else without saying what it was: serde's own message quotes the value.
struct Text;

impl Text {
    fn refuse<E: de::Error>(self, what: &'static str) -> Result<Secret, E> {
        Err(E::invalid_type(Unexpected::Other(what), &self))
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Secret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Secret, E> {
        Ok(Secret::from(value))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Secret, E> {
        Ok(Secret::from(value))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Secret, E> {
        self.refuse("a boolean")
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Secret, E> {
        self.refuse("a number")
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Secret, E> {
        self.refuse("a number")
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Secret, E> {
        self.refuse("a number")
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Secret, E> {
        self.refuse("a number")
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Secret, E> {
        self.refuse("a number")
    }

    fn visit_bytes<E: de::Error>(self, value: &[u8]) -> Result<Secret, E> {
        match std::str::from_utf8(value) {
            Ok(value) => Ok(Secret::from(value)),
            Err(_) => self.refuse("bytes that are not UTF-8"),
        }
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Secret {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Secret".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "password" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_value() {
        let secret = Secret::from("hunter2");
        assert_eq!(format!("{secret:?} {:#?}", Some(&secret)).matches("hunter2").count(), 0);
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn travels_through_serde() {
        let secret: Secret = serde_json::from_str("\"a\\nb\"").unwrap();
        assert_eq!(secret, Secret::new("a\nb"));
        assert_eq!(serde_json::to_string(&secret).unwrap(), "\"a\\nb\"");
    }

    #[test]
    fn what_is_no_string_is_not_quoted() {
        for json in ["7271", "-7271", "7271.5", "true", "null", "[7271]", "{\"k\":7271}"] {
            // Both straight and out of a value that was buffered, as by `flatten`.
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            for error in [
                serde_json::from_str::<Secret>(json).unwrap_err(),
                serde_json::from_value::<Secret>(value).unwrap_err(),
            ] {
                let text = error.to_string();
                assert!(text.contains("expected a string"), "{text}");
                assert!(!text.contains("7271") && !text.contains("true"), "{text}");
            }
        }
    }
}
