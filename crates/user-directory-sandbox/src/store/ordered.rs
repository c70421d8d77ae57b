//! A sorted list that can be read from any position.

use indexset::BTreeSet;

/// Number of an account in the order of creation.
pub(crate) type Seq = u32;

/// Accounts sorted by a key, those with equal keys by their creation.
///
/// Reading from position `n` costs the logarithm of the length, not `n`, which a plain B-tree cannot do.
#[derive(Debug, Default)]
pub(crate) struct Ordered(BTreeSet<(String, Seq)>);

impl Ordered {
    pub(crate) fn from_unsorted(mut entries: Vec<(String, Seq)>) -> Self {
        entries.sort_unstable();
        Self(entries.into_iter().collect())
    }

    pub(crate) fn insert(&mut self, key: String, seq: Seq) {
        self.0.insert((key, seq));
    }

    pub(crate) fn remove(&mut self, key: String, seq: Seq) {
        self.0.remove(&(key, seq));
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the entry at a position; counted from the end if `descending`.
    pub(crate) fn at(&self, position: usize, descending: bool) -> Option<Seq> {
        let index = if descending { self.0.len().checked_sub(position)?.checked_sub(1)? } else { position };
        self.0.get_index(index).map(|(_, seq)| *seq)
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
            list.insert(key.clone(), seq);
            model.push((key, seq));
            if rng.chance(30) {
                let gone = model.swap_remove(rng.below(model.len()));
                list.remove(gone.0, gone.1);
            }
        }
        model.sort();
        assert_eq!(list.len(), model.len());
        for (position, (_, seq)) in model.iter().enumerate() {
            assert_eq!(list.at(position, false), Some(*seq));
            assert_eq!(list.at(model.len() - 1 - position, true), Some(*seq));
        }
        assert_eq!(list.at(model.len(), false), None);
        assert_eq!(list.at(model.len(), true), None);
        let bulk = Ordered::from_unsorted(model.iter().rev().cloned().collect());
        assert_eq!(bulk.at(7, false), list.at(7, false));
    }
}
