//! Writes test support: typed calls from abstract arguments, and the list of models.

pub(crate) mod dispatch;
pub(crate) mod models;
