//! The SDK's own Python sources: read, never run. They name exactly what pages leave to inference.

mod limits;
mod model;
mod operation;
mod python;

use std::collections::HashMap;

pub(crate) use limits::Limits;
pub(crate) use model::Model;
pub(crate) use operation::Operation;

/// What the sources say of models and operations.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    models: HashMap<String, Model>,
    /// By class and method.
    operations: HashMap<(String, String), Operation>,
}

impl Sources {
    /// Reads source files; one that is no Python says nothing.
    pub(crate) fn read<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut sources = Self::default();
        let Some(mut parser) = python::parser() else { return sources };
        for (file, text) in files {
            let Some(tree) = parser.parse(text, None) else { continue };
            for class in python::classes(tree.root_node(), text) {
                for (method, operation) in operation::operations(&class, file) {
                    sources.operations.entry((class.name.to_owned(), method)).or_default().merge(operation);
                }
                if let Some(model) = model::model(&class) {
                    sources.models.insert(class.name.to_owned(), model);
                }
            }
        }
        sources
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.models.is_empty() && self.operations.is_empty()
    }

    pub(crate) fn model(&self, name: &str) -> Option<&Model> {
        self.models.get(name)
    }

    pub(crate) fn operation(&self, class: &str, method: &str) -> Option<&Operation> {
        self.operations.get(&(class.to_owned(), method.to_owned()))
    }
}
