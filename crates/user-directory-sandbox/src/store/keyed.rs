//! A list that only grows, whose items are found by a key.

use serde::{Deserialize, Serialize, Serializer};

use super::index::{Index, Place};

/// What items are told apart by.
pub(crate) trait Key {
    /// Returns the key; never changes.
    fn key(&self) -> &str;
}

impl Key for String {
    fn key(&self) -> &str {
        self
    }
}

/// Items in the order in which they came, found by their key. None is ever removed.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<T>", bound = "T: Deserialize<'de>")]
pub(crate) struct Keyed<T> {
    all: Vec<T>,
    by_key: Index,
}

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<T> From<Vec<T>> for Keyed<T> {
    fn from(all: Vec<T>) -> Self {
        Self { all, by_key: Index::default() }
    }
}

impl<T: Serialize> Serialize for Keyed<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(to)
    }
}

impl<T: Key> Keyed<T> {
    /// Adds an item whose key is new.
    pub(crate) fn add(&mut self, item: T) {
        if let Ok(place) = Place::try_from(self.all.len()) {
            self.by_key.insert(item.key(), place);
        }
        self.all.push(item);
    }

    /// Returns the items in their order.
    pub(crate) fn all(&self) -> &[T] {
        &self.all
    }

    fn place(&self, key: &str) -> Option<usize> {
        let all = || self.all.iter().map(|item| item.key().into()).zip(0..);
        self.by_key.get(key, all).map(|place| place as usize)
    }

    /// Returns the item with this key.
    pub(crate) fn get(&self, key: &str) -> Option<&T> {
        self.all.get(self.place(key)?)
    }

    /// Returns the item with this key for changing all but the key.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        let place = self.place(key)?;
        self.all.get_mut(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_found_before_and_after_more_come() {
        let mut items: Keyed<String> = serde_json::from_str(r#"["a","b"]"#).unwrap();
        assert_eq!(items.get("b").unwrap(), "b");
        items.add("c".to_owned());
        assert_eq!(items.get("c").unwrap(), "c");
        assert!(items.get("d").is_none() && items.get_mut("a").is_some());
        assert_eq!(serde_json::to_string(&items).unwrap(), r#"["a","b","c"]"#);
        assert_eq!(items.all().len(), 3);
    }
}
