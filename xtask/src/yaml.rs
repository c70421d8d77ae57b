//! YAML as all tasks read it.

use anyhow::{Result, anyhow};
use serde::de::DeserializeOwned;

/// Reads YAML 1.2: only `true` and `false` are booleans, so that `no` in a list of words is a word.
pub(crate) fn from_str<T: DeserializeOwned>(text: &str) -> Result<T> {
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| anyhow!("{error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn words_stay_words_and_keys_stay_text() {
        let value: Value = from_str("enum: [y, no, on, true, null]\n200: 1\n").unwrap();
        assert_eq!(value, json!({"enum": ["y", "no", "on", true, null], "200": 1}));
        assert!(from_str::<Value>("a: 1\na: 2\n").is_err());
    }
}
