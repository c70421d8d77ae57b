//! One operation of a specification.

use http::StatusCode;
use serde_json::Value;

use super::parameter::Parameter;
use super::router::Path;
use super::schema::Schema;

/// One operation of a provider.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Named by the `operationId`.
    pub(crate) path: Path,
    /// Roles of which the caller needs one, if the specification lists them.
    pub(crate) roles: Vec<String>,
    /// Whether the answers are pages of a list.
    pub(crate) paged: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) answers: Vec<Answer>,
}

/// The body that an operation takes.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) required: bool,
    pub(super) schema: Schema,
}

/// One answer that an operation declares.
#[derive(Debug)]
pub(crate) struct Answer {
    /// `None` stands for `default`.
    pub(crate) status: Option<StatusCode>,
    /// Schema of the body; without one the body is empty.
    pub(crate) schema: Option<Schema>,
}

impl Operation {
    /// Returns the `operationId`.
    pub(crate) fn id(&self) -> &str {
        &self.path.name
    }

    /// Returns whether the operation has a body; elsewhere a body is ignored, as HTTP asks.
    pub(crate) fn takes_body(&self) -> bool {
        self.body.is_some()
    }

    /// Returns the declared answer for a status: its own, or `default`.
    pub(crate) fn answer(&self, status: StatusCode) -> Option<&Answer> {
        let own = self.answers.iter().find(|answer| answer.status == Some(status));
        own.or_else(|| self.answers.iter().find(|answer| answer.status.is_none()))
    }

    /// Returns whether the specification declares this status.
    pub(crate) fn declares(&self, status: StatusCode) -> bool {
        self.answers.iter().any(|answer| answer.status == Some(status))
    }

    /// Returns the schema of the successful answer that has one.
    pub(crate) fn success(&self) -> Option<&Value> {
        self.answers
            .iter()
            .filter(|answer| answer.status.is_some_and(|status| status.is_success()))
            .find_map(|answer| answer.schema.as_ref().map(Schema::node))
    }
}
