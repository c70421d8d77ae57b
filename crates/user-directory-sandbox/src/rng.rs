//! Reproducible randomness.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::{Builder, Uuid};

/// The seeded source of all that looks random in the sandbox.
#[derive(Clone, Debug)]
pub(crate) struct Rng(fastrand::Rng);

impl Rng {
    /// Returns the source for one purpose.
    ///
    /// `stream` and `index` separate the sources from each other: person 7 of provider `velo` is the same whatever else
    /// is seeded.
    pub(crate) fn new(seed: u64, stream: &str, index: u64) -> Self {
        // FNV-1a over the name, then one round of SplitMix64's finaliser over all three.
        let name = stream
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        let mut mixed = seed
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .wrapping_add(name)
            .wrapping_add(index.wrapping_mul(0xd1b5_4a32_d192_ed03));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self(fastrand::Rng::with_seed(mixed ^ (mixed >> 31)))
    }

    /// Returns a UUID of version 4.
    pub(crate) fn uuid(&mut self) -> Uuid {
        Builder::from_random_bytes(self.0.u128(..).to_be_bytes()).into_uuid()
    }

    /// Returns a UUID as a string.
    pub(crate) fn id(&mut self) -> String {
        self.uuid().to_string()
    }

    /// Returns letters and digits, as many as asked for.
    pub(crate) fn alphanumeric(&mut self, length: usize) -> String {
        (0..length).map(|_| self.0.alphanumeric()).collect()
    }

    /// Returns decimal digits, as many as asked for.
    pub(crate) fn digits(&mut self, length: usize) -> String {
        (0..length).map(|_| self.0.digit(10)).collect()
    }

    /// Returns a number below `bound`; 0 if there is none.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { self.0.usize(..bound) }
    }

    /// Returns one of the items.
    pub(crate) fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items.get(self.below(items.len())).copied().unwrap_or("")
    }

    /// Returns true in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: u8) -> bool {
        self.0.u8(..100) < percent
    }
}

impl Serialize for Rng {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(self.0.get_seed())
    }
}

impl<'de> Deserialize<'de> for Rng {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        u64::deserialize(from).map(|seed| Self(fastrand::Rng::with_seed(seed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ() {
        let first = Rng::new(1, "velo", 0).uuid();
        assert_eq!(first, Rng::new(1, "velo", 0).uuid());
        assert_eq!(first.get_version_num(), 4);
        for other in [Rng::new(2, "velo", 0), Rng::new(1, "obp", 0), Rng::new(1, "velo", 1)] {
            assert_ne!(first, { other }.uuid());
        }
    }

    #[test]
    fn a_stored_source_goes_on_where_it_was() {
        let mut source = Rng::new(1, "x", 0);
        source.uuid();
        let text = serde_json::to_string(&source).unwrap();
        let mut again: Rng = serde_json::from_str(&text).unwrap();
        assert_eq!(again.uuid(), source.uuid());
    }
}
