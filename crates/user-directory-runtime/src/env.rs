//! Settings from environment variables.

use std::collections::BTreeMap;
use std::fmt;

use crate::{BuildError, Secret};

/// Where settings are read from: the process's environment, or a map in its place, for tests.
#[derive(Clone, Default)]
pub struct Environment(Option<BTreeMap<String, String>>);

impl Environment {
    /// Reads the process's environment.
    pub fn process() -> Self {
        Self(None)
    }

    /// Reads these variables, and no others.
    pub fn from_pairs<K: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self(Some(pairs.collect()))
    }

    /// Returns a variable; one that is empty or blank counts as missing.
    ///
    /// # Errors
    ///
    /// Fails with [`BuildError::InvalidSetting`] if the value is not UTF-8.
    pub fn optional(&self, name: &'static str) -> Result<Option<Secret>, BuildError> {
        let value = match &self.0 {
            Some(pairs) => pairs.get(name).cloned(),
            None => match std::env::var(name) {
                Ok(value) => Some(value),
                Err(std::env::VarError::NotPresent) => None,
                Err(std::env::VarError::NotUnicode(_)) => {
                    return Err(BuildError::setting(name, "it is not UTF-8"));
                }
            },
        };
        Ok(value.filter(|value| !value.trim().is_empty()).map(Secret::from))
    }

    /// Returns a variable that must be there.
    ///
    /// # Errors
    ///
    /// Fails with [`BuildError::MissingVariable`], which names it, if it is not.
    pub fn required(&self, name: &'static str) -> Result<Secret, BuildError> {
        self.optional(name)?.ok_or(BuildError::MissingVariable { name })
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Environment(map)" } else { "Environment(process)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_is_missing() {
        let environment = Environment::from_pairs([("ACME_KEY", "k3y"), ("ACME_SECRET", " ")]);
        assert_eq!(environment.required("ACME_KEY").unwrap().expose(), "k3y");
        assert_eq!(environment.optional("ACME_URL").unwrap(), None);
        let error = environment.required("ACME_SECRET").unwrap_err();
        assert_eq!(error.to_string(), "the environment variable ACME_SECRET is not set");
        assert!(!format!("{environment:?}").contains("k3y"));
        assert!(Environment::process().required("USER_DIRECTORY_NO_SUCH_VARIABLE").is_err());
    }
}
