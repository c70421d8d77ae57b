//! Lists that come in pages.

use std::hash::{Hash, Hasher};

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
    /// The number of items in all pages, if the provider returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// A hash of the items that the provider sent, if some of them were left out since.
    #[serde(skip)]
    #[cfg_attr(feature = "schemars", schemars(skip))]
    pub(crate) sent: Option<u64>,
}

impl<T> Page<T> {
    /// Makes a page.
    pub fn new(items: Vec<T>, next: Option<PageToken>, total: Option<u64>) -> Self {
        Self { items, next, total, sent: None }
    }

    /// Makes the only page of a list that the provider returns as a whole.
    pub fn whole(items: Vec<T>) -> Self {
        let total = u64::try_from(items.len()).ok();
        Self::new(items, None, total)
    }
}

/// Says where a list goes on. Opaque: it means something only to the directory that returned it.
///
/// Tokens are equal if their texts are, and serialization writes the text alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(with = "String"))]
pub struct PageToken {
    text: String,
    /// By how much the number at the end of the text grows from page to page; 0 if it has none.
    step: u64,
}

impl PageToken {
    /// Makes a token; for implementors of [`UserDirectory`](crate::UserDirectory).
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), step: 0 }
    }

    /// Makes a token of a list whose pages are found by counting: a prefix that does not end with a digit, a number, and by
    /// how much the number grows from page to page. Such pages can be fetched several at once, for the directory need not
    /// tell one to know the next.
    pub fn counted(prefix: &str, number: u64, step: u64) -> Self {
        Self { text: format!("{prefix}{number}"), step }
    }

    /// Returns the token of the page after the one that this token stands for, if it is known without that page.
    pub fn successor(&self) -> Option<Self> {
        let prefix = self.text.trim_end_matches(|c: char| c.is_ascii_digit());
        let number: u64 = self.text.strip_prefix(prefix)?.parse().ok()?;
        let next = number.checked_add(self.step).filter(|next| *next > number)?;
        Some(Self::counted(prefix, next, self.step))
    }

    /// Returns the text of the token.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for PageToken {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PageToken {}

impl Hash for PageToken {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl From<String> for PageToken {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<PageToken> for String {
    fn from(token: PageToken) -> Self {
        token.text
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_counted_tokens_have_a_successor() {
        let token = PageToken::counted("offset-", 100, 50);
        let next = token.successor().unwrap();
        assert_eq!((next.as_str(), next.successor().unwrap().as_str()), ("offset-150", "offset-200"));
        let json = serde_json::to_string(&token).unwrap();
        assert_eq!(json, "\"offset-100\"");
        let read: PageToken = serde_json::from_str(&json).unwrap();
        assert_eq!(read, token);
        for token in [read, PageToken::new("7"), PageToken::counted("page-", u64::MAX, 1), PageToken::counted("", 1, 0)]
        {
            assert_eq!(token.successor(), None);
        }
    }
}
