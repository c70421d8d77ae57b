//! What all generated models have.

/// Implements `Debug` so that it prints the type's name and none of its values.
#[macro_export]
macro_rules! opaque_debug {
    ($($name:ident $(<$lifetime:lifetime>)?),* $(,)?) => {$(
        $crate::debug_only!($name [] [$($lifetime)?], _this =>);
    )*};
}

/// Defines an enum of strings. A string that is not listed is kept in the last variant, since servers add values.
///
/// ```
/// user_directory_runtime::text_enum! {
///     /// What a user may do.
///     pub enum Role {
///         Admin = "admin",
///         ReadOnly = "read-only",
///         ..Unknown
///     }
/// }
/// assert_eq!(Role::from("admin"), Role::Admin);
/// assert_eq!(Role::from("owner").as_str(), "owner");
/// ```
#[macro_export]
macro_rules! text_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($variant:ident = $text:literal,)* ..$other:ident }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("`", $text, "`")]
                $variant,
            )*
            /// A value that the specification does not list.
            $other(String),
        }

        impl $name {
            /// Returns the value as it is on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$other(value) => value,
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $($text => Self::$variant,)*
                    other => Self::$other(other.to_owned()),
                }
            }
        }

        impl ::std::convert::From<String> for $name {
            #[inline]
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            // Not `Self::Err`: a variant can have that name.
            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                Ok(Self::from(value))
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::from_text(deserializer)
            }
        }

        $crate::text_schema!($name);
    };
}

/// Implements `JsonSchema` for an enum of strings: a string, since values that are not listed are kept.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! text_schema {
    ($name:ident) => {
        impl $crate::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut $crate::schemars::SchemaGenerator) -> $crate::schemars::Schema {
                $crate::schemars::json_schema!({"type": "string"})
            }
        }
    };
}

#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! text_schema {
    ($name:ident) => {};
}

/// Decodes an enum whose variants are distinguished by a property. A value with none of the listed ones becomes `Other`.
#[macro_export]
macro_rules! tagged_union {
    ($name:ident by $property:literal { $($($text:literal)|+ => $variant:ident),* $(,)? }) => {
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                use $crate::serde::de::Error;
                let value = <$crate::serde_json::Value as $crate::serde::Deserialize>::deserialize(deserializer)?;
                match value.get($property).and_then($crate::serde_json::Value::as_str) {
                    $(Some($($text)|+) => match $crate::serde_json::from_value(value) {
                        Ok(value) => Ok(Self::$variant(value)),
                        // The cause is left out: serde's messages may quote the value.
                        Err(_) => Err(D::Error::custom(concat!("the value does not fit ", stringify!($variant)))),
                    },)*
                    _ => Ok(Self::Other(value)),
                }
            }
        }
    };
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "the macro makes what a crate exports")]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::{Value, json};

    crate::text_enum! {
        /// An order.
        pub enum Sort {
            Name = "name",
            MinusName = "-name",
            Quote = "\"\\",
            Err = "err",
            ..Unknown
        }
    }

    #[test]
    fn texts_that_are_not_listed_are_kept() {
        for text in ["name", "-name", "\"\\", "later"] {
            let value: Sort = serde_json::from_value(json!(text)).unwrap();
            assert_eq!(serde_json::to_value(&value).unwrap(), json!(text));
            assert_eq!(value, text.parse().unwrap());
            assert_eq!(value.to_string(), text);
        }
        assert_eq!(Sort::from("-name"), Sort::MinusName);
        assert!(serde_json::from_value::<Sort>(json!(1)).is_err());
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Cat {
        kind: String,
        lives: u8,
    }

    #[derive(Debug, PartialEq, Serialize)]
    #[serde(untagged)]
    enum Pet {
        Cat(Cat),
        Other(Value),
    }

    tagged_union!(Pet by "kind" { "cat" | "kitten" => Cat });

    #[test]
    fn the_tag_chooses_the_form() {
        let read = |value: Value| serde_json::from_value::<Pet>(value);
        for kind in ["cat", "kitten"] {
            let value = json!({"kind": kind, "lives": 9});
            let pet = read(value.clone()).unwrap();
            assert!(matches!(pet, Pet::Cat(_)));
            assert_eq!(serde_json::to_value(pet).unwrap(), value);
        }
        assert_eq!(read(json!({"kind": "dog"})).unwrap(), Pet::Other(json!({"kind": "dog"})));
        assert!(!read(json!({"kind": "cat", "lives": "Ada"})).unwrap_err().to_string().contains("Ada"));
    }

    struct Person<'a>(&'a str);

    opaque_debug!(Person<'_>);

    #[test]
    fn debug_prints_no_value() {
        let person = Person("Ada");
        assert_eq!(format!("{person:?}"), "Person { .. }");
        assert_eq!(person.0, "Ada");
    }
}
