//! Inference: what a page does not state, concluded by named rules.

pub(crate) mod body;
pub(crate) mod evidence;
pub(crate) mod form;
pub(crate) mod header;
pub(crate) mod location;
pub(crate) mod order;
pub(crate) mod parents;
pub(crate) mod reserved;
pub(crate) mod security;
pub(crate) mod style;
pub(crate) mod template;
pub(crate) mod wire_name;
