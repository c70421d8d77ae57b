//! Pages of dialect `schema`: they print names on the wire, locations, formats and the body of every answer.

pub(crate) mod block;
pub(crate) mod model;
mod notes;
mod tables;
mod types;

/// The chapter that every model page has.
pub(crate) const CHAPTER: &str = "Model Type Info";
