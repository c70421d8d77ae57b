//! A sorted list that can be read from any position.

use std::collections::HashMap;

use indexset::BTreeSet;

/// Number of an account in the order of creation.
pub(crate) type Seq = u32;

/// Accounts sorted by a key, those with equal keys by their creation.
///
/// Reading from position `n` costs the logarithm of the length, not `n` as in the B-tree of the standard library.
#[derive(Default)]
pub(crate) struct Ordered {
    sorted: BTreeSet<(String, Seq)>,
    keys: HashMap<Seq, String>,
}

impl Ordered {
    pub(crate) fn from_unsorted(mut entries: Vec<(String, Seq)>) -> Self {
        entries.sort_unstable();
        let keys = entries.iter().map(|(key, seq)| (*seq, key.clone())).collect();
        Self { sorted: entries.into_iter().collect(), keys }
    }

    /// Moves an account to the place of this key; without a key it leaves the list.
    pub(crate) fn set(&mut self, seq: Seq, key: Option<String>) {
        if self.keys.get(&seq) == key.as_ref() {
            return;
        }
        if let Some(old) = self.keys.remove(&seq) {
            self.sorted.remove(&(old, seq));
        }
        if let Some(key) = key {
            self.keys.insert(seq, key.clone());
            self.sorted.insert((key, seq));
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Returns the entry at a position; counted from the end if `descending`.
    pub(crate) fn at(&self, position: usize, descending: bool) -> Option<Seq> {
        let index = if descending { self.len().checked_sub(position)?.checked_sub(1)? } else { position };
        self.sorted.get_index(index).map(|(_, seq)| *seq)
    }

    /// Returns the entries with this key.
    pub(crate) fn with_key(&self, key: &str) -> impl Iterator<Item = Seq> {
        let range = (key.to_owned(), Seq::MIN)..=(key.to_owned(), Seq::MAX);
        self.sorted.range(range).map(|(_, seq)| *seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_agree_with_a_sorted_vector() {
        let mut rng = crate::rng::Rng::new(1, "ordered", 0);
        let mut list = Ordered::default();
        let mut model: Vec<(String, Seq)> = Vec::new();
        for seq in 0..3000 {
            let key = rng.alphanumeric(1);
            list.set(seq, Some(key.clone()));
            model.push((key, seq));
            if rng.chance(30) {
                let gone = model.swap_remove(rng.below(model.len()));
                list.set(gone.1, None);
            }
            if rng.chance(30) && !model.is_empty() {
                let place = rng.below(model.len());
                model[place].0 = rng.alphanumeric(1);
                list.set(model[place].1, Some(model[place].0.clone()));
            }
        }
        model.sort();
        assert_eq!(list.len(), model.len());
        for (position, (_, seq)) in model.iter().enumerate() {
            assert_eq!(list.at(position, false), Some(*seq));
            assert_eq!(list.at(model.len() - 1 - position, true), Some(*seq));
        }
        let first = &model[0].0;
        let same: Vec<_> = model.iter().filter(|(key, _)| key == first).map(|(_, seq)| *seq).collect();
        assert_eq!(list.with_key(first).collect::<Vec<_>>(), same);
        assert_eq!(list.with_key("none").count(), 0);
        assert_eq!(list.at(model.len(), false), None);
        assert_eq!(list.at(model.len(), true), None);
        let bulk = Ordered::from_unsorted(model.iter().rev().cloned().collect());
        assert_eq!(bulk.at(7, false), list.at(7, false));
    }
}
