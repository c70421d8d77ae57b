//! Literals that a path parameter must not equal: with them the request would be another operation's.

use crate::generate::api::{Parameter, Place};

/// Returns the path parameters that fill a whole segment, with the literals that other paths have there.
pub(super) fn read(path: &str, parameters: &[Parameter], templates: &[&str]) -> Vec<(String, Vec<String>)> {
    let segments: Vec<&str> = path.split('/').collect();
    let mut found = Vec::new();
    for parameter in parameters.iter().filter(|parameter| matches!(parameter.place, Place::Path(_))) {
        let place = format!("{{{}}}", parameter.wire);
        let Some(at) = segments.iter().position(|segment| *segment == place) else {
            continue;
        };
        let mut literals: Vec<String> = Vec::new();
        for template in templates {
            let other: Vec<&str> = template.split('/').collect();
            let same_way = other.len() > at && other[..at].iter().zip(&segments).all(|(one, other)| fits(one, other));
            if let Some(literal) = other.get(at).filter(|segment| same_way && !segment.contains('{'))
                && !literal.is_empty()
                && !literals.iter().any(|earlier| earlier.eq_ignore_ascii_case(literal))
            {
                literals.push((*literal).to_owned());
            }
        }
        if !literals.is_empty() {
            literals.sort_unstable();
            found.push((parameter.wire.clone(), literals));
        }
    }
    found
}

/// Returns whether two segments of templates can be the same segment of a path.
fn fits(one: &str, other: &str) -> bool {
    one.contains('{') || other.contains('{') || one.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::api::Style;

    #[test]
    fn siblings_are_literals_in_the_same_place() {
        let parameter = |wire: &str| Parameter {
            name: wire.to_owned(),
            wire: wire.to_owned(),
            place: Place::Path(Style::Simple { explode: false }),
            required: true,
            shape: serde_json::json!({"type": "string"}),
            description: String::new(),
        };
        let templates =
            ["/users", "/users/{id}", "/users/schema", "/users/{id}/lock", "/users/deleted/{id}", "/teams/all"];
        let found = read("/users/{id}/lock", &[parameter("id")], &templates);
        assert_eq!(found, [("id".to_owned(), vec!["deleted".to_owned(), "schema".to_owned()])]);
        assert_eq!(
            read("/users/deleted/{id}", &[parameter("id")], &templates),
            [("id".to_owned(), vec!["lock".to_owned()])]
        );
    }
}
