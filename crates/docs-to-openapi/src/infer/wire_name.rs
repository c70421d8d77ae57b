//! Names on the wire; pages print Python's.

use super::style::WireStyle;
use crate::Rule;
use crate::dialect::Spelling;
use crate::names::{capitalised, folded};
use crate::page::rows::Field;
use crate::report::Notes;

/// Spells the name of a query parameter, a form field or a property.
pub(crate) fn styled(field: &Field, wire: &WireStyle, spelling: &Spelling, notes: &mut Notes<'_>) -> String {
    let bare = unreserved(field, spelling, notes);
    let name = wire.style.apply(bare);
    notes.add(Rule::WireNameStyle, field.line, format!("`{}` is `{name}` on the wire ({})", field.name, wire.style));
    // A placeholder in capitals is no evidence for the names beside it.
    let other =
        wire.spellings.get(&folded(bare)).filter(|other| **other != name && other.chars().any(char::is_lowercase));
    if let Some(other) = other {
        notes.add(
            Rule::WireNameAcronym,
            field.line,
            format!("`{name}` may be `{other}` on the wire: a placeholder spells it so"),
        );
    }
    name
}

/// Spells the name of a header: `x_request_id` is `X-Request-Id`.
///
/// A single word is kept, since letter case means nothing in a header's name.
pub(crate) fn header(field: &Field, spelling: &Spelling, notes: &mut Notes<'_>) -> String {
    let bare = unreserved(field, spelling, notes);
    if !bare.trim_matches('_').contains('_') {
        return bare.to_owned();
    }
    let words: Vec<String> = bare.split('_').map(capitalised).collect();
    let name = words.join("-");
    notes.add(Rule::WireNameHeader, field.line, format!("`{}` is the header `{name}`", field.name));
    name
}

fn unreserved<'a>(field: &'a Field, spelling: &Spelling, notes: &mut Notes<'_>) -> &'a str {
    let Some(bare) = spelling.unreserved(&field.name) else {
        return &field.name;
    };
    notes.add(
        Rule::WireNameReserved,
        field.line,
        format!("`{}` is `{bare}`, which Python cannot use as a name", field.name),
    );
    bare
}
