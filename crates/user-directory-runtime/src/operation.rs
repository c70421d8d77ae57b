//! The static description of an operation, one per documented operation.

/// Describes one operation of a provider: what the generated table has, and the runtime uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The operation's id in the specification.
    pub id: &'static str,
    /// The HTTP method, upper case.
    pub method: &'static str,
    /// The path template below the base URL, with `{name}` for each parameter.
    pub path: &'static str,
    /// Path parameters with the values that they cannot have: literals that other operations have in their place.
    pub reserved: &'static [(&'static str, &'static [&'static str])],
    /// The method name under which the provider's Python SDK documents the operation.
    pub python_name: &'static str,
    /// Whether the operation changes nothing on the server.
    pub safe: bool,
    /// Whether sending the operation twice has the effect of sending it once.
    pub idempotent: bool,
    /// The security requirement: alternatives, each of them a list of schemes that apply together.
    ///
    /// Empty means that the operation takes no credentials; an empty alternative, that they are optional.
    pub auth: &'static [&'static [&'static str]],
    /// The documented success statuses: `200`, `2XX` or `default`.
    pub success: &'static [&'static str],
    /// The documented error statuses: `404`, `4XX` or `default`.
    pub errors: &'static [&'static str],
    /// The media type asked for, if an answer has a body.
    pub accept: Option<&'static str>,
    /// The media type sent, if the operation has a request body.
    pub content_type: Option<&'static str>,
    /// How the operation pages its result, if it does.
    pub pagination: Option<Pagination>,
}

impl Operation {
    /// Returns whether a value of a path parameter would be another operation's path, in whatever letter case.
    pub fn is_reserved(&self, parameter: &str, value: &str) -> bool {
        let literals = self.reserved.iter().filter(|(name, _)| *name == parameter).flat_map(|(_, literals)| *literals);
        literals.into_iter().any(|literal| literal.eq_ignore_ascii_case(value))
    }

    /// Returns whether the operation takes credentials at all.
    pub const fn takes_credentials(&self) -> bool {
        !self.auth.is_empty()
    }

    /// Returns whether the operation must not be called without credentials.
    pub fn needs_credentials(&self) -> bool {
        !self.auth.is_empty() && self.auth.iter().all(|schemes| !schemes.is_empty())
    }
}

/// Says how a list operation is asked for its next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pagination {
    /// By page number and page size.
    Page {
        /// The query parameter with the page number.
        page: &'static str,
        /// The query parameter with the page size.
        size: &'static str,
        /// The number of the first page.
        first: u64,
        /// The largest page size that the server documents.
        max: Option<u64>,
        /// The response property with the items.
        items: &'static str,
        /// The dotted path of the response property with the number of all items.
        total: Option<&'static str>,
    },
    /// By number of items to skip and page size.
    Offset {
        /// The query parameter with the number of items to skip.
        offset: &'static str,
        /// The query parameter with the page size.
        limit: &'static str,
        /// The response property with the items.
        items: &'static str,
    },
}
