//! Dialect `legacy`: `list[X]`, `dict(str, X)`, `file`, Python 2 imports.

use super::{Spelling, common};
use crate::types::Type;

pub(super) static SPELLING: Spelling = Spelling {
    name: "legacy",
    tells: &["from __future__ import", "**list[", "**dict("],
    lists: &["list"],
    maps: &["dict"],
    wrappers: &[],
    scalar,
    reserved_prefix: "_",
};

fn scalar(name: &str) -> Option<Type> {
    match name {
        "file" => Some(Type::String(Some("binary"))),
        _ => common(name),
    }
}
