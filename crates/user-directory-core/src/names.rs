//! Enums whose values are names.

/// Says that a string is not one of the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such {what}")]
#[non_exhaustive]
pub struct UnknownName {
    /// What was to be named.
    pub(crate) what: &'static str,
}

/// Defines an enum of names, the same in Rust, in text and in JSON.
macro_rules! names {
    (
        $(#[$meta:meta])*
        pub enum $name:ident, $what:literal {
            $($(#[$value_meta:meta])* $value:ident = $text:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize,
        )]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$value_meta])* $value,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// Returns the name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $text,)+
                }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownName;

            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::UnknownName> {
                let named = Self::ALL.iter().copied().find(|value| value.as_str() == text);
                named.ok_or($crate::UnknownName { what: $what })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;
    use std::str::FromStr;

    use crate::{ErrorKind, Field, UnknownName, Verb};

    fn is_read<T: FromStr<Err = UnknownName> + PartialEq + Debug>(value: T, name: &str) {
        assert_eq!(name.parse::<T>().as_ref(), Ok(&value));
        assert!(name.to_uppercase().parse::<T>().is_err());
    }

    #[test]
    fn every_name_is_read() {
        Verb::ALL.iter().for_each(|verb| is_read(*verb, verb.as_str()));
        Field::ALL.iter().for_each(|field| is_read(*field, field.as_str()));
        ErrorKind::ALL.iter().for_each(|kind| is_read(*kind, kind.as_str()));
        let names = serde_json::to_value(ErrorKind::ALL).unwrap();
        assert_eq!(names, serde_json::json!(ErrorKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>()));
        assert_eq!("fly".parse::<Verb>().unwrap_err().to_string(), "there is no such verb");
    }
}
