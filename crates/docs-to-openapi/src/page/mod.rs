//! Readers of pages: they find what is printed and where, and conclude nothing.

pub(crate) mod api;
pub(crate) mod block;
pub(crate) mod example;
pub(crate) mod lines;
pub(crate) mod model;
pub(crate) mod notes;
pub(crate) mod readme;
pub(crate) mod rows;
pub(crate) mod schema;
pub(crate) mod scheme;
pub(crate) mod sections;
pub(crate) mod table;
pub(crate) mod text;
