//! Dialect `nextgen`: `List[X]`, `Dict[str, X]`, `bytearray`, pydantic models.

use super::{Spelling, common};
use crate::types::Type;

pub(super) static SPELLING: Spelling = Spelling {
    name: "nextgen",
    tells: &["The response of ", ".models.", "**List[", "**Dict["],
    lists: &["List", "Set"],
    maps: &["Dict"],
    wrappers: &["Optional"],
    scalar,
    reserved_prefix: "var_",
};

fn scalar(name: &str) -> Option<Type> {
    match name {
        "bytearray" | "bytes" => Some(Type::String(Some("binary"))),
        "UUID" => Some(Type::String(Some("uuid"))),
        _ => common(name),
    }
}
