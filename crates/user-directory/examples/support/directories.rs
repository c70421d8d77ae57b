//! The directories that an example works on: those of a configuration file, or those of a sandbox.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use user_directory::{Directory, DirectoryConfig, DirectorySet};
use user_directory_sandbox::{Builder, Sandbox};

/// Reads a file that describes directories by name, as `DirectorySet::from_config` takes it.
#[allow(dead_code)] // Not every example takes a file.
pub(crate) fn configured(path: &Path) -> anyhow::Result<DirectorySet> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    let config: BTreeMap<String, DirectoryConfig> =
        serde_json::from_str(&text).with_context(|| format!("{shown} is no JSON object of directories by name"))?;
    DirectorySet::from_config(&config).with_context(|| format!("a directory of {shown} cannot be made"))
}

/// Starts a sandbox and connects to its five providers, under their names with a prefix.
pub(crate) async fn sandbox(builder: Builder, prefix: &str) -> anyhow::Result<(Sandbox, DirectorySet)> {
    let sandbox = builder.start().await.context("the sandbox does not start")?;
    let mut set = DirectorySet::new();
    for config in configurations(&sandbox) {
        let directory = Directory::from_config(&config)?;
        set = set.with(format!("{prefix}{}", config.provider), directory);
    }
    Ok((sandbox, set))
}

/// Returns what a configuration file would have to say to use a sandbox.
pub(crate) fn configurations(sandbox: &Sandbox) -> [DirectoryConfig; 5] {
    let velo = sandbox.velo().credentials();
    let sendauth = sandbox.sendauth().credentials();
    let finbourne = sandbox.finbourne().credentials();
    let obp = sandbox.obp().credentials();
    let saasus = sandbox.saasus().credentials();
    // SaaSus's setting is the address of all modules of its API, one of which is `auth`.
    let saasus_url = sandbox.saasus().base_url();
    let saasus_url = saasus_url.strip_suffix("/auth").unwrap_or(&saasus_url);
    [
        DirectoryConfig::new("velo")
            .set("base_url", sandbox.velo().base_url())
            .set("api_key", velo.key)
            .set("api_secret", velo.secret),
        DirectoryConfig::new("sendauth")
            .set("base_url", sandbox.sendauth().base_url())
            .set("username", sendauth.username)
            .set("password", sendauth.password),
        DirectoryConfig::new("finbourne")
            .set("identity_url", sandbox.finbourne().base_url())
            .set("access_token", finbourne.token),
        DirectoryConfig::new("obp")
            .set("base_url", sandbox.obp().base_url())
            .set("username", obp.username)
            .set("password", obp.password)
            .set("consumer_key", obp.consumer_key),
        DirectoryConfig::new("saasus")
            .set("base_url", saasus_url)
            .set("saas_id", saasus.saas_id)
            .set("api_key", saasus.api_key)
            .set("secret_key", saasus.secret_key),
    ]
}
