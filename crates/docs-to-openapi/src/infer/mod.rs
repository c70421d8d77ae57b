//! Inference: what a page does not state, concluded by named rules.

pub(crate) mod body;
pub(crate) mod location;
pub(crate) mod style;
pub(crate) mod wire_name;
