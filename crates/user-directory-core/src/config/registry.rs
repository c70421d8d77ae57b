//! The kinds of directories that a configuration can name.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::{DirectoryConfig, printable, problem, providers};
use crate::{Directory, DirectorySet, Error, Result};

type Make = Arc<dyn Fn(&DirectoryConfig) -> Result<Directory> + Send + Sync>;

/// The kinds of directories that a configuration can name: the providers of this crate, and your own.
///
/// ```
/// use user_directory::{Directory, DirectoryConfig, Registry};
///
/// let registry = Registry::new().with("people", |config| {
///     config.check_settings("people", &["file"])?;
///     Ok(Directory::in_memory()) // yours, made of the settings
/// });
/// let config: DirectoryConfig = serde_json::from_str(r#"{"provider": "people", "file": "people.csv"}"#)?;
/// registry.directory(&config)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Registry(BTreeMap<String, Make>);

impl Registry {
    /// Knows the providers of this crate.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a kind. One that has the name already is replaced, also if it is of this crate.
    #[must_use]
    pub fn with(
        mut self,
        kind: impl Into<String>,
        make: impl Fn(&DirectoryConfig) -> Result<Directory> + Send + Sync + 'static,
    ) -> Self {
        self.0.insert(kind.into(), Arc::new(make));
        self
    }

    /// Makes the directory that a configuration describes.
    ///
    /// # Errors
    ///
    /// As [`Directory::from_config`], and whatever error your own function returns.
    pub fn directory(&self, config: &DirectoryConfig) -> Result<Directory> {
        let made = self.0.get(&config.provider).map(|make| make(config)).or_else(|| providers::from_config(config));
        let directory = made.unwrap_or_else(|| {
            let names = providers::names().map(|name| -> &str { name });
            Err(unknown(&config.provider, names.chain(self.0.keys().map(String::as_str))))
        })?;
        Ok(match &config.name {
            Some(name) => directory.named(name.as_str()),
            None => directory,
        })
    }

    /// Makes the directories that a configuration describes by name.
    ///
    /// # Errors
    ///
    /// As [`directory`](Self::directory); the first directory that cannot be made fails the set.
    pub fn set(&self, config: &BTreeMap<String, DirectoryConfig>) -> Result<DirectorySet> {
        let mut named = config.iter();
        named.try_fold(DirectorySet::new(), |set, (name, config)| Ok(set.with(name.as_str(), self.directory(config)?)))
    }
}

pub(super) fn unknown<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Error {
    let names: Vec<_> = names.collect();
    problem("user-directory", format!("there is no provider{}; there are {}", printable(name), names.join(", ")))
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Registry").field(&self.0.keys()).finish()
    }
}
