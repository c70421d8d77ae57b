//! The five specifications as the sandbox uses them: which request is which operation, and what may be sent.

mod convert;
mod load;
mod operation;
mod parameter;
mod request;
mod response;
mod router;
mod violation;

use http::Method;
use serde_json::Value;

pub(crate) use load::resolve;
pub(crate) use operation::Operation;
pub(crate) use request::{Arguments, check as check_request};
pub(crate) use response::check as check_response;
pub(crate) use violation::{Place, Rule, Violation};

pub(crate) use router::Router;

/// What a provider is more lenient in than its specification says, or stricter.
///
/// Data of the provider's module; the rest of the sandbox knows no provider.
#[derive(Debug)]
pub(crate) struct Leniency {
    /// Keywords that are not enforced: a JSON pointer into `specs/<p>/openapi.yaml`, the keyword as its last segment.
    pub(crate) drop: &'static [&'static str],
    /// Query parameters that are taken, and ignored, by every operation though none declares them.
    pub(crate) ignored_query: &'static [&'static str],
    /// Whether a request body with fields that the specification does not know is refused.
    pub(crate) refuse_unknown_fields: bool,
}

impl Leniency {
    /// As the specification says; unknown fields are ignored unless it forbids them.
    pub(crate) const NONE: Self = Self { drop: &[], ignored_query: &[], refuse_unknown_fields: false };
}

/// One provider's specification.
#[derive(Debug)]
pub(crate) struct Specification {
    document: Value,
    operations: Vec<Operation>,
    router: Router,
    leniency: &'static Leniency,
    /// Leniencies that drop nothing, for a test to find.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by a test"))]
    idle: Vec<String>,
}

/// What a request is by its method and path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    /// An operation, with the values of the path's parameters in the order of the template.
    Operation(usize, Vec<String>),
    /// A path that exists, but not for this method.
    Method(&'a [Method]),
    /// No path of this provider.
    Unknown,
    /// A segment is not UTF-8 once decoded.
    Malformed,
}

impl Specification {
    /// Returns all operations in the order of the document.
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Returns the operation with this identifier.
    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// Returns the document itself, without its prose.
    pub(crate) fn document(&self) -> &Value {
        &self.document
    }

    /// Finds the operation of a request by the path as sent, below the provider's prefix.
    pub(crate) fn route(&self, method: &Method, path: &str) -> Route<'_> {
        self.router.find(method, path)
    }
}
