//! Names on the wire in an operation's example.

use super::lines::Line;
use crate::facts::Field;
use crate::names::folded;

/// Copies the wire names that an example shows.
///
/// Where the specification has no example, some generators write `boat_id = "boatId_example"`: Python's
/// name and the one on the wire. Others write `boat_id = 'boat_id_example'`, Python's name twice, in single quotes.
pub(crate) fn wire_names(example: &[Line<'_>], fields: &mut [Field]) {
    if fields.is_empty() {
        return;
    }
    let mut shown: std::collections::HashMap<&str, &str> =
        example.iter().filter_map(|line| assigned(line.text)).collect();
    for field in fields {
        let wire =
            shown.remove(field.name.as_str()).filter(|wire| folded(wire) == folded(field.name.trim_matches('_')));
        field.wire = wire.map(str::to_owned);
    }
}

/// Reads `boat_id = "boatId_example" # str | words`.
fn assigned(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().split_once(" = \"")?;
    Some((name, value.split_once("_example\"")?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_in_double_quotes_are_those_of_the_wire() {
        assert_eq!(assigned("    boat_id = \"boatId_example\" # str | Which"), Some(("boat_id", "boatId")));
        assert_eq!(assigned("    boat_id = 'boat_id_example' # str | Which"), None);
        assert_eq!(assigned("    boat_id = \"b1\" # str | Which"), None);
    }
}
