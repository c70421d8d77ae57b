//! A property of a partial update: absent, null or a value.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A property of a partial update, for servers that tell `null` from absent.
///
/// In a struct the field takes `#[serde(default, skip_serializing_if = "Patch::is_absent")]`. Outside of a struct
/// field nothing can be left out, so `Absent` is then written as `null`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// The property is not sent: the server keeps what it has.
    #[default]
    Absent,
    /// The property is sent as `null`: the server clears it.
    Null,
    /// The property is sent with this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns whether the property is not sent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the property is sent as `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns the value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Borrows the value inside.
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// Applies `f` to the value inside.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(f(value)),
        }
    }

    /// Takes `None` for "leave it alone", where `From<Option<T>>` takes it for "clear it".
    pub fn keep_or(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` becomes [`Patch::Null`]: the caller names the property, so it is to be sent. [`Patch::keep_or`] is the
/// other reading.
impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => serializer.serialize_none(),
            Self::Value(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Patch<T> {
    fn inline_schema() -> bool {
        <Option<T>>::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        <Option<T>>::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        <Option<T>>::schema_id()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <Option<T>>::json_schema(generator)
    }

    // Makes the derive leave the property out of `required`.
    fn _schemars_private_is_option() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Update {
        #[serde(default, skip_serializing_if = "Patch::is_absent")]
        name: Patch<String>,
    }

    #[test]
    fn absent_null_and_value_differ_on_the_wire() {
        for (name, wire) in [
            (Patch::Absent, "{}"),
            (Patch::Null, r#"{"name":null}"#),
            (Patch::Value("Ada".to_owned()), r#"{"name":"Ada"}"#),
        ] {
            let update = Update { name };
            assert_eq!(serde_json::to_string(&update).unwrap(), wire);
            assert_eq!(serde_json::from_str::<Update>(wire).unwrap(), update);
        }
    }

    #[test]
    fn none_clears_unless_asked_to_keep() {
        assert_eq!(Patch::<u8>::from(None), Patch::Null);
        assert_eq!(Patch::<u8>::keep_or(None), Patch::Absent);
        assert_eq!(Patch::from(7), Patch::Value(7));
        assert_eq!(Patch::from(Some(7)), Patch::Value(7));
    }
}
