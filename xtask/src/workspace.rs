//! Where things are in this workspace.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::source::Source;

/// The workspace around the working directory.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

/// One provider: a directory under `specs/` with a `source.toml`.
#[derive(Debug, Clone)]
pub(crate) struct Provider {
    pub(crate) name: String,
    /// The name of the provider's crate, which is also its directory under `crates/`.
    pub(crate) crate_name: String,
    dir: PathBuf,
}

impl Workspace {
    /// Returns the workspace that the working directory is in.
    ///
    /// Not the one this program was built in: several checkouts can share a target directory, and so this program.
    pub(crate) fn locate() -> Result<Self> {
        Self::around(&std::env::current_dir().context("there is no working directory")?)
    }

    /// Returns the workspace that `dir` is in: the nearest directory above with `Cargo.toml` and `specs/`.
    pub(crate) fn around(dir: &Path) -> Result<Self> {
        dir.ancestors()
            .find(|root| root.join("Cargo.toml").is_file() && root.join("specs").is_dir())
            .map(Self::at)
            .with_context(|| {
                format!(
                    "neither {} nor a directory above it has Cargo.toml and specs/; call `cargo xtask` in a checkout",
                    dir.display()
                )
            })
    }

    /// Returns the workspace whose root is `root`.
    pub(crate) fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Returns a path below the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Returns where `cargo xtask fetch` keeps documentation pages: in one directory a provider.
    pub(crate) fn pages(&self) -> PathBuf {
        self.root.join("pages")
    }

    /// Returns what is or will be the provider of this name and crate.
    pub(crate) fn provider(&self, name: &str, crate_name: &str) -> Result<Provider> {
        check_name("the provider", name)?;
        check_name("the crate", crate_name)?;
        Ok(Provider {
            name: name.to_owned(),
            crate_name: crate_name.to_owned(),
            dir: self.root.join("specs").join(name),
        })
    }

    /// Returns the providers, sorted by name.
    pub(crate) fn providers(&self) -> Result<Vec<Provider>> {
        let specs = self.root.join("specs");
        let entries = std::fs::read_dir(&specs)
            .with_context(|| format!("cannot list {}; each provider is a directory in it", specs.display()))?;
        let mut providers = Vec::new();
        for entry in entries {
            let dir = entry.with_context(|| format!("cannot list {}", specs.display()))?.path();
            let record = dir.join("source.toml");
            if !record.is_file() {
                continue;
            }
            let name = dir.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let provider = Source::crate_of(&record, name).and_then(|crate_name| self.provider(name, &crate_name));
            providers.push(provider.with_context(|| dir.display().to_string())?);
        }
        providers.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(providers)
    }

    /// Returns the named providers in the order of their names, or all when none is named.
    pub(crate) fn select(&self, names: &[String]) -> Result<Vec<Provider>> {
        let all = self.providers()?;
        if all.is_empty() {
            bail!("{} holds no provider; `cargo xtask add` writes one", self.root.join("specs").display());
        }
        if let Some(unknown) = names.iter().find(|n| !all.iter().any(|p| p.name == **n)) {
            let existing: Vec<_> = all.iter().map(|p| p.name.as_str()).collect();
            bail!("no provider is named `{unknown}`; specs/ has: {}", existing.join(", "));
        }
        Ok(all.into_iter().filter(|p| names.is_empty() || names.contains(&p.name)).collect())
    }
}

/// Checks a name that becomes part of paths, of Rust code and of commands that are printed.
fn check_name(whose: &str, name: &str) -> Result<()> {
    let plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if plain && name.starts_with(|first: char| first.is_ascii_lowercase()) && !name.ends_with('-') {
        return Ok(());
    }
    bail!(
        "{whose} cannot be called {name:?}: a name has lower-case letters, digits and hyphens, and begins with a letter"
    )
}

impl Provider {
    /// Returns the path of the record of where the provider's documentation comes from.
    pub(crate) fn source(&self) -> PathBuf {
        self.dir.join("source.toml")
    }

    /// Returns the path of the corrections and additions to the documentation.
    pub(crate) fn overlay(&self) -> PathBuf {
        self.dir.join("overlay.yaml")
    }

    /// Returns the path of the specification that the client is generated from.
    pub(crate) fn openapi(&self) -> PathBuf {
        self.dir.join("openapi.yaml")
    }

    /// Returns the path of another file of the provider.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Returns the name of the provider's crate in Rust code.
    pub(crate) fn crate_ident(&self) -> String {
        self.crate_name.replace('-', "_")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_found_from_below_and_is_not_the_one_of_the_build() {
        let dir = tempfile::tempdir().unwrap();
        let below = dir.path().join("crates/acme-users/src");
        std::fs::create_dir_all(&below).unwrap();
        assert!(Workspace::around(&below).unwrap_err().to_string().contains("call `cargo xtask` in a checkout"));
        std::fs::write(dir.path().join("crates/acme-users/Cargo.toml"), "").unwrap();
        std::fs::write(dir.path().join("Cargo.toml"), "").unwrap();
        std::fs::create_dir(dir.path().join("specs")).unwrap();
        assert_eq!(Workspace::around(&below).unwrap().root, dir.path());
    }

    #[test]
    fn providers_are_sorted_directories_with_a_source() {
        let dir = tempfile::tempdir().unwrap();
        for (name, record) in [("zeta", "crate = \"zeta-client\"\n"), ("alpha", "")] {
            let dir = dir.path().join("specs").join(name);
            std::fs::create_dir_all(&dir).unwrap();
            std::fs::write(dir.join("source.toml"), record).unwrap();
        }
        std::fs::create_dir(dir.path().join("specs/drafts")).unwrap();
        std::fs::write(dir.path().join("specs/README.md"), "text").unwrap();
        let workspace = Workspace::at(dir.path());
        let names = |named: &[String]| -> Vec<String> {
            let selected = workspace.select(named).unwrap();
            selected.into_iter().map(|p| p.crate_name).collect()
        };
        assert_eq!(names(&[]), ["alpha-users", "zeta-client"]);
        assert_eq!(names(&["zeta".to_owned()]), ["zeta-client"]);
        let error = workspace.select(&["beta".to_owned()]).unwrap_err();
        assert_eq!(error.to_string(), "no provider is named `beta`; specs/ has: alpha, zeta");
    }

    #[test]
    fn a_name_that_code_or_paths_cannot_hold_is_an_error_with_its_place() {
        for (name, record) in [("ac\"me", ""), ("acme", "crate = \"../acme\"\n"), ("Acme", ""), ("9me", ""), ("a-", "")]
        {
            let dir = tempfile::tempdir().unwrap();
            let specs = dir.path().join("specs").join(name);
            std::fs::create_dir_all(&specs).unwrap();
            std::fs::write(specs.join("source.toml"), record).unwrap();
            let error = format!("{:#}", Workspace::at(dir.path()).providers().unwrap_err());
            assert!(error.contains(&specs.display().to_string()) && error.contains("cannot be called"), "{error}");
        }
    }
}
