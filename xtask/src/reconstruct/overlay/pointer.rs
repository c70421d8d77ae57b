//! Nodes by their place: JSON Pointers, split into keys.

use std::cmp::Ordering;

use serde_json::Value;
use serde_json_path::JsonPath;

/// The keys from the root of a document to a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place(pub(super) Vec<String>);

impl Place {
    fn parse(pointer: &str) -> Self {
        let keys = pointer.split('/').skip(1);
        Self(keys.map(|key| key.replace("~1", "/").replace("~0", "~")).collect())
    }

    /// Returns the place as a JSON Pointer.
    pub(super) fn to_pointer(&self) -> String {
        self.0.iter().map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1"))).collect()
    }

    /// Returns the container and the last key, or nothing for the root.
    pub(super) fn split(&self) -> Option<(Self, &str)> {
        let (last, parent) = self.0.split_last()?;
        Some((Self(parent.to_vec()), last))
    }

    /// Returns the node at this place.
    pub(super) fn find<'a>(&self, document: &'a mut Value) -> Option<&'a mut Value> {
        let mut node = document;
        for key in &self.0 {
            node = match node {
                Value::Object(map) => map.get_mut(key)?,
                Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// Orders later array entries and deeper nodes first: the order in which removals are safe.
    fn removal_order(&self, other: &Self) -> Ordering {
        let keys = self.0.iter().zip(&other.0);
        let differing = keys
            .map(|(a, b)| match (a.parse::<usize>(), b.parse::<usize>()) {
                (Ok(a), Ok(b)) => b.cmp(&a),
                _ => b.cmp(a),
            })
            .find(|order| order.is_ne());
        differing.unwrap_or_else(|| other.0.len().cmp(&self.0.len()))
    }
}

/// Returns the places that a path selects, each once and in a safe order for removals.
pub(super) fn select(path: &JsonPath, document: &Value) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for node in path.query_located(document) {
        let place = Place::parse(&node.location().to_json_pointer());
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places.sort_by(Place::removal_order);
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_once_and_in_removal_order() {
        let document = serde_json::json!({"a": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "b/c~d": {"e": 1}});
        let keys = |path: &str| -> Vec<String> {
            let path = JsonPath::parse(path).unwrap();
            let places = select(&path, &document);
            places.into_iter().map(|p| p.0.join(" ")).collect()
        };
        assert_eq!(keys("$.a[2,10,9,2]"), ["a 10", "a 9", "a 2"]);
        assert_eq!(keys("$['b/c~d']..*"), ["b/c~d e"]);
        assert_eq!(keys("$.a[-1]"), ["a 10"]);
        assert_eq!(keys("$"), [""]);
        assert_eq!(keys("$['b/c~d','b/c~d']['e']"), ["b/c~d e"]);
        let nested = serde_json::json!({"a": {"a": {"a": 1}}});
        let all = select(&JsonPath::parse("$..a").unwrap(), &nested);
        assert_eq!(all.iter().map(|p| p.0.len()).collect::<Vec<_>>(), [3, 2, 1]);
    }
}
