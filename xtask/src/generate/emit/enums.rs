//! Sets of texts: an enum that keeps values which the specification does not list.

use super::Emit;
use super::docs::{lines, or};
use crate::generate::api::Enumeration;

/// Returns the source of an enum. It is a string, not tokens: rustfmt does not format a macro's arguments.
pub(super) fn text(emit: &Emit<'_>, enumeration: &Enumeration) -> String {
    let Enumeration { name, description, variants, catch_all } = enumeration;
    let described = lines(&emit.spoken.say(or(description, "Not described by the specification."), None));
    let doc: String = described.iter().map(|line| format!("    /// {line}").trim_end().to_owned() + "\n").collect();
    let variants: String =
        variants.iter().map(|(variant, value)| format!("        {variant} = {value:?},\n")).collect();
    format!(
        "user_directory_runtime::text_enum! {{\n{doc}    pub enum {name} {{\n{variants}        ..{catch_all}\n    }}\n}}\n"
    )
}
