//! Why a SCIM user cannot be read.

use std::error::Error as StdError;

/// Says why a SCIM user cannot be read. It names the attribute, and shows no value.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// `schemas` does not name SCIM's user.
    #[error("`schemas` does not name {}", scim_v2::schema_urns::USER)]
    Schema,
    /// An attribute is missing without which there is no user.
    #[error("`{attribute}` is missing")]
    Missing {
        /// The attribute.
        attribute: &'static str,
    },
    /// The value of an attribute is not one that it can have.
    #[error("`{attribute}` has a value that it cannot have")]
    Invalid {
        /// The attribute.
        attribute: &'static str,
        /// What is wrong, if there is more to say. It shows no value either.
        #[source]
        source: Option<Box<dyn StdError + Send + Sync>>,
    },
    /// An attribute is `null` that cannot be cleared.
    #[error("`{attribute}` cannot be cleared")]
    CannotClear {
        /// The attribute.
        attribute: &'static str,
    },
    /// More than one value says that it is the primary one (RFC 7643, 2.4).
    #[error("`{attribute}` has more than one primary value")]
    TwoPrimaries {
        /// The attribute.
        attribute: &'static str,
    },
}

impl ReadError {
    pub(super) fn invalid(attribute: &'static str) -> Self {
        Self::Invalid { attribute, source: None }
    }
}
