//! The five specifications as the sandbox uses them: which request is which operation, and what may be sent.

mod convert;
mod load;
mod operation;
mod parameter;
mod request;
mod response;
mod router;
mod schema;
mod shape;
mod violation;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

pub(crate) use load::resolve;
pub(crate) use operation::Operation;
pub(crate) use request::{Arguments, check as check_request};
pub(crate) use response::check as check_response;
pub(crate) use violation::{Place, Rule, Violation, lines};

pub(crate) use router::{Path, Route, find};
pub(crate) use shape::{Shape, extend};

/// One provider's specification.
#[derive(Debug)]
pub(crate) struct Specification {
    document: Value,
    /// The schemas of the components, each read when it is first used.
    shapes: BTreeMap<String, OnceLock<Shape>>,
    operations: Vec<Operation>,
}

impl Specification {
    /// Returns all operations in the order of the document.
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Returns the operation with this identifier.
    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.path.name == id)
    }

    /// Returns the shape of a component; no other name is allowed.
    pub(crate) fn shape(&self, name: &str) -> &Shape {
        self.shapes[name].get_or_init(|| Shape::new(&self.document, name))
    }

    /// Returns the document itself, without its prose.
    pub(crate) fn document(&self) -> &Value {
        &self.document
    }
}
