//! Choosing a directory by configuration.

mod providers;
mod registry;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::registry::Registry;
use crate::{Directory, Error, ErrorKind, Result, Secret};

/// The variable that names the provider.
const PROVIDER: &str = "USER_DIRECTORY_PROVIDER";

/// A directory as a configuration file describes it: the provider's name and its settings.
///
/// The settings have the names of the provider's environment variables, without the prefix and in lower case, so that
/// `SENDAUTH_USERNAME` is `username`; the module of the provider says which there are. All of them are taken for
/// secrets: `Debug` shows their names alone. Serialization writes them.
///
/// ```
/// use user_directory::{Directory, DirectoryConfig};
///
/// let config: DirectoryConfig = serde_json::from_str(r#"{"provider": "in-memory"}"#)?;
/// let directory = Directory::from_config(&config)?;
/// assert_eq!(directory.provider(), "in-memory");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DirectoryConfig {
    /// The provider: `velo`, `sendauth`, `finbourne`, `obp`, `saasus` or `in-memory`, or one that a [`Registry`] knows.
    pub provider: String,
    /// The name of this directory among several of the provider: see [`Directory::named`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The provider's settings.
    #[serde(flatten)]
    pub settings: BTreeMap<String, Secret>,
}

impl DirectoryConfig {
    /// Names a provider; settings follow.
    pub fn new(provider: impl Into<String>) -> Self {
        Self { provider: provider.into(), name: None, settings: BTreeMap::new() }
    }

    /// Names the directory.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Adds a setting.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.settings.insert(name.into(), value.into());
        self
    }

    /// Fails unless every setting is one of these, for your own directories.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Configuration`]; the error names the setting, `provider` and the settings there are.
    pub fn check_settings(&self, provider: &'static str, allowed: &[&str]) -> Result<()> {
        let Some(unknown) = self.settings.keys().find(|name| !allowed.contains(&name.as_str())) else {
            return Ok(());
        };
        let unknown = printable(unknown);
        Err(problem(
            provider,
            match allowed {
                [] => format!("there is no setting{unknown}: it has none"),
                _ => format!("there is no setting{unknown}; it has {}", allowed.join(", ")),
            },
        ))
    }
}

impl fmt::Debug for DirectoryConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectoryConfig")
            .field("provider", &self.provider)
            .field("name", &self.name)
            .field("settings", &self.settings.keys().collect::<Vec<_>>())
            .finish()
    }
}

impl Directory {
    /// Makes the directory that `USER_DIRECTORY_PROVIDER` names, from that provider's own environment variables.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Configuration`] if the variable is missing or names no provider, if the provider's
    /// feature is off, or if one of the provider's variables is missing or not usable, which is then named.
    pub fn from_env() -> Result<Self> {
        let name = std::env::var(PROVIDER).map_err(|_| {
            let names = providers::names().collect::<Vec<_>>().join(", ");
            problem("user-directory", format!("the environment variable {PROVIDER} is not set; it is one of {names}"))
        })?;
        providers::from_environment(name.trim())
    }

    /// Makes the directory that a configuration describes. The environment is not read.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Configuration`] if there is no such provider, if its feature is off, if there is no such
    /// setting, or if a setting is missing or not usable, which is then named.
    pub fn from_config(config: &DirectoryConfig) -> Result<Self> {
        Registry::new().directory(config)
    }
}

/// Returns a name in quotes if it looks like one: a secret stands there if name and value were swapped.
fn printable(name: &str) -> String {
    let plain =
        (1..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_lowercase() || b"_-".contains(&byte));
    if plain { format!(" `{name}`") } else { String::new() }
}

fn problem(provider: &'static str, detail: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, provider).with_detail(detail.into())
}
