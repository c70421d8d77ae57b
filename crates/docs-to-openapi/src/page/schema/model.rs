//! A model page of this dialect.

use super::tables::Sections;
use super::types;
use crate::facts::{Shape, Type};
use crate::page::lines::Line;

/// Reads what a model is; its nested types are sections of the same page.
pub(crate) fn shape(lines: &[Line<'_>]) -> Shape {
    let title = lines.iter().position(|line| line.text.starts_with("# ")).map_or(0, |at| at + 1);
    let (own, mut others) = Sections::split(lines.get(title..).unwrap_or_default());
    let read = types::section(own, &mut others);
    match (read.ty, read.keys) {
        (Type::Object(_) | Type::Map(_), Some((fields, rest))) => Shape::Properties(fields, rest),
        (Type::Object(fields), None) => Shape::Properties(fields, None),
        (ty, _) => Shape::Alias(ty),
    }
}
