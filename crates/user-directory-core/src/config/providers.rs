//! The providers that a configuration can name, and their settings.

use super::registry::unknown;
use super::{DirectoryConfig, problem};
use crate::{Directory, Result};

/// One provider of the configuration.
struct Choice {
    name: &'static str,
    /// What the names of its environment variables begin with.
    #[cfg_attr(not(feature = "_provider"), allow(dead_code))]
    prefix: &'static str,
    /// The settings; empty for the directory in memory.
    settings: &'static [&'static str],
    /// Makes the directory, if the feature is on.
    make: Option<fn(Source<'_>) -> Result<Directory>>,
}

/// Where the settings come from.
#[derive(Clone, Copy)]
enum Source<'a> {
    /// The process's environment.
    Environment,
    /// A configuration, and the provider that it names.
    #[cfg_attr(not(feature = "_provider"), allow(dead_code))]
    Config(&'a DirectoryConfig, &'static Choice),
}

const CHOICES: &[Choice] = &[
    Choice {
        name: "velo",
        prefix: "VELO_",
        settings: &["api_key", "api_secret", "token", "base_url"],
        #[cfg(feature = "velo")]
        make: Some(|source| built("velo", source, crate::velo::Client::builder_from)),
        #[cfg(not(feature = "velo"))]
        make: None,
    },
    Choice {
        name: "sendauth",
        prefix: "SENDAUTH_",
        settings: &["username", "password", "base_url"],
        #[cfg(feature = "sendauth")]
        make: Some(|source| built("sendauth", source, crate::sendauth::Client::builder_from)),
        #[cfg(not(feature = "sendauth"))]
        make: None,
    },
    Choice {
        name: "finbourne",
        prefix: "FBN_",
        settings: &[
            "identity_url",
            "token_url",
            "username",
            "password",
            "client_id",
            "client_secret",
            "access_token",
            "access_token_file",
            "app_name",
            "correlation_id",
            "client_certificate",
            "proxy_address",
            "proxy_username",
            "proxy_password",
            "total_timeout_ms",
            "connect_timeout_ms",
            "read_timeout_ms",
            "rate_limit_retries",
        ],
        // From a configuration nothing else is read; from the environment `secrets.json` counts too, as its own
        // `from_env` has it.
        #[cfg(feature = "finbourne")]
        make: Some(|source| match source {
            Source::Environment => crate::finbourne::Client::from_env()
                .map(Directory::from)
                .map_err(|error| refused("finbourne", source, error)),
            Source::Config(..) => built("finbourne", source, crate::finbourne::Client::builder_from),
        }),
        #[cfg(not(feature = "finbourne"))]
        make: None,
    },
    Choice {
        name: "obp",
        prefix: "OBP_",
        settings: &["base_url", "bearer_token", "token", "username", "password", "consumer_key"],
        #[cfg(feature = "obp")]
        make: Some(|source| built("obp", source, crate::obp::Client::builder_from)),
        #[cfg(not(feature = "obp"))]
        make: None,
    },
    Choice {
        name: "saasus",
        prefix: "SAASUS_",
        settings: &["saas_id", "api_key", "secret_key", "base_url"],
        #[cfg(feature = "saasus")]
        make: Some(|source| built("saasus", source, crate::saasus::Client::builder_from)),
        #[cfg(not(feature = "saasus"))]
        make: None,
    },
    Choice { name: "in-memory", prefix: "", settings: &[], make: Some(|_| Ok(Directory::in_memory())) },
];

pub(super) fn from_environment(name: &str) -> Result<Directory> {
    choice(name).ok_or_else(|| unknown(name, names()))?.make(Source::Environment)
}

/// Makes a directory of this crate; `None` if there is none of this kind.
pub(super) fn from_config(config: &DirectoryConfig) -> Option<Result<Directory>> {
    let choice = choice(&config.provider)?;
    let checked = config.check_settings(choice.name, choice.settings);
    Some(checked.and_then(|()| choice.make(Source::Config(config, choice))))
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    CHOICES.iter().map(|choice| choice.name)
}

fn choice(name: &str) -> Option<&'static Choice> {
    CHOICES.iter().find(|choice| choice.name == name)
}

impl Choice {
    fn make(&self, source: Source<'_>) -> Result<Directory> {
        let Some(make) = self.make else {
            return Err(problem(
                self.name,
                format!("support for it is not compiled in: turn on the feature `{}` of user-directory", self.name),
            ));
        };
        make(source)
    }
}

/// Builds a client by a function of its crate that reads variables.
#[cfg(feature = "_provider")]
fn built<P>(
    name: &'static str,
    source: Source<'_>,
    builder: impl FnOnce(
        &user_directory_runtime::Environment,
    ) -> std::result::Result<
        user_directory_runtime::ClientBuilder<P>,
        user_directory_runtime::BuildError,
    >,
) -> Result<Directory>
where
    P: user_directory_runtime::Provider,
    Directory: From<P::Client>,
{
    use user_directory_runtime::Environment;

    let environment = match source {
        Source::Environment => Environment::process(),
        Source::Config(config, choice) => {
            let variables = config.settings.iter().map(|(setting, value)| {
                let variable = format!("{}{}", choice.prefix, setting.to_ascii_uppercase());
                (variable, value.expose())
            });
            Environment::from_pairs(variables)
        }
    };
    builder(&environment)
        .and_then(user_directory_runtime::ClientBuilder::build)
        .map(Directory::from)
        .map_err(|error| refused(name, source, error))
}

/// Reports what is wrong, under the names that the settings have where they come from.
#[cfg(feature = "_provider")]
fn refused(name: &'static str, source: Source<'_>, error: user_directory_runtime::BuildError) -> crate::Error {
    use user_directory_runtime::BuildError::{InvalidSetting, MissingVariable};

    let Source::Config(_, choice) = source else {
        return problem(name, error.to_string()).with_source(error);
    };
    let key = |variables: &str| variables.replace(choice.prefix, "").to_ascii_lowercase();
    match &error {
        MissingVariable { name: missing } => {
            problem(name, format!("the setting `{}` is missing; it has {}", key(missing), choice.settings.join(", ")))
        }
        InvalidSetting { setting, reason } if setting.starts_with(choice.prefix) => {
            problem(name, format!("the setting {} cannot be used: {reason}", key(setting)))
        }
        _ => problem(name, error.to_string()).with_source(error),
    }
}
