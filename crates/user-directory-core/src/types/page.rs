//! Lists that come in pages.

use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, which can be fewer than asked for on any page, even none.
    pub items: Vec<T>,
    /// Where the list goes on; `None` on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<PageToken>,
    /// The number of items in all pages, if the provider tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// Makes a page.
    pub fn new(items: Vec<T>, next: Option<PageToken>, total: Option<u64>) -> Self {
        Self { items, next, total }
    }

    /// Makes the only page of a list that the provider returns as a whole.
    pub fn whole(items: Vec<T>) -> Self {
        let total = u64::try_from(items.len()).ok();
        Self::new(items, None, total)
    }
}

/// Says where a list goes on. Opaque: it means something only to the directory that returned it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(transparent))]
pub struct PageToken(String);

impl PageToken {
    /// Makes a token; for implementors of [`UserDirectory`](crate::UserDirectory).
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text of the token.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
