//! Readers of pages: they find what is printed and where, and conclude nothing.

pub(crate) mod api;
pub(crate) mod block;
pub(crate) mod lines;
pub(crate) mod model;
pub(crate) mod notes;
pub(crate) mod readme;
pub(crate) mod rows;
pub(crate) mod scheme;
pub(crate) mod sections;
pub(crate) mod table;
pub(crate) mod text;

/// Something printed, with the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Printed<T> {
    pub(crate) line: usize,
    pub(crate) value: T,
}

impl<T> Printed<T> {
    pub(crate) fn new(line: usize, value: T) -> Self {
        Self { line, value }
    }
}
