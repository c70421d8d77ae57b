//! Finding places by text.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Place of something in a list.
pub(crate) type Place = u32;

/// Places by text, built when something is first looked up.
///
/// Most runs never look up in most indices, and entering 100,000 texts one by one at the start would cost more than
/// making the people they belong to.
#[derive(Debug, Default)]
pub(crate) struct Index(OnceLock<HashMap<Box<str>, Place>>);

impl Index {
    /// Returns the place of a text; `all` gives every entry if the index is not built yet, and the last of a text counts.
    pub(crate) fn get<I>(&self, text: &str, all: impl FnOnce() -> I) -> Option<Place>
    where
        I: Iterator<Item = (Box<str>, Place)>,
    {
        self.0.get_or_init(|| all().collect()).get(text).copied()
    }

    /// Enters a text, which takes the place of an equal one.
    pub(crate) fn insert(&mut self, text: &str, place: Place) {
        if let Some(places) = self.0.get_mut() {
            places.insert(text.into(), place);
        }
    }

    /// Enters a text unless it is there already.
    pub(crate) fn insert_new(&mut self, text: &str, place: Place) {
        if let Some(places) = self.0.get_mut()
            && !places.contains_key(text)
        {
            places.insert(text.into(), place);
        }
    }

    /// Takes a text out.
    pub(crate) fn remove(&mut self, text: &str) {
        if let Some(places) = self.0.get_mut() {
            places.remove(text);
        }
    }

    /// Takes a text out if it is at this place.
    pub(crate) fn remove_at(&mut self, text: &str, place: Place) {
        if let Some(places) = self.0.get_mut()
            && places.get(text) == Some(&place)
        {
            places.remove(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_built_once_and_then_kept() {
        let mut index = Index::default();
        index.insert("nobody asked yet", 7);
        let all = || [("a".into(), 0), ("b".into(), 1), ("a".into(), 2)].into_iter();
        assert_eq!(index.get("a", all), Some(2));
        let built = || -> std::iter::Empty<_> { panic!("it is built") };
        index.insert_new("a", 3);
        index.insert_new("c", 3);
        assert_eq!(index.get("a", built), Some(2));
        assert_eq!(index.get("c", built), Some(3));
        index.remove_at("a", 9);
        index.remove_at("c", 3);
        index.remove("b");
        let left = ["a", "b", "c"].map(|text| index.get(text, built));
        assert_eq!(left, [Some(2), None, None]);
        index.insert("a", 5);
        assert_eq!(index.get("a", built), Some(5));
    }
}
