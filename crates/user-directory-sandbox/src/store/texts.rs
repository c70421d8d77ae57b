//! A growing set of texts.

use serde::{Deserialize, Serialize, Serializer};

use super::index::{Index, Place};

/// Texts in the order in which they came, told quickly from those that never did.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct Texts {
    all: Vec<String>,
    places: Index,
}

impl Texts {
    /// Adds a text that is not in the set.
    pub(crate) fn add(&mut self, text: String) {
        if let Ok(place) = Place::try_from(self.all.len()) {
            self.places.insert(&text, place);
        }
        self.all.push(text);
    }

    /// Returns whether the text is in the set.
    pub(crate) fn contains(&self, text: &str) -> bool {
        let all = || self.all.iter().map(|one| one.as_str().into()).zip(0..);
        self.places.get(text, all).is_some()
    }
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(to)
    }
}

impl From<Vec<String>> for Texts {
    fn from(all: Vec<String>) -> Self {
        Self {
            all,
            places: Index::default(),
        }
    }
}
