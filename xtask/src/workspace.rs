//! Where things are in this workspace.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The workspace, found by the place of this package rather than by the working directory.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

/// One provider: a directory under `specs/`.
#[derive(Debug, Clone)]
pub(crate) struct Provider {
    pub(crate) name: String,
    dir: PathBuf,
}

impl Workspace {
    /// Returns the workspace that this program was built in.
    pub(crate) fn locate() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest.parent().with_context(|| format!("{} has no parent directory", manifest.display()))?;
        Ok(Self::at(root))
    }

    /// Returns the workspace whose root is `root`.
    pub(crate) fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Returns a path below the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Returns the providers, sorted by name.
    pub(crate) fn providers(&self) -> Result<Vec<Provider>> {
        let specs = self.root.join("specs");
        let entries = std::fs::read_dir(&specs)
            .with_context(|| format!("cannot list {}; each provider is a directory in it", specs.display()))?;
        let mut providers = Vec::new();
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot list {}", specs.display()))?;
            let dir = entry.path();
            if !dir.is_dir() {
                continue;
            }
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                bail!("{} is not named in UTF-8", dir.display());
            };
            providers.push(Provider { name: name.to_owned(), dir });
        }
        providers.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(providers)
    }

    /// Returns the named providers in the order of their names, or all when none is named.
    pub(crate) fn select(&self, names: &[String]) -> Result<Vec<Provider>> {
        let all = self.providers()?;
        if all.is_empty() {
            bail!(
                "{} holds no provider; create a directory with source.toml and overlay.yaml",
                self.root.join("specs").display()
            );
        }
        if let Some(unknown) = names.iter().find(|n| !all.iter().any(|p| p.name == **n)) {
            let known: Vec<_> = all.iter().map(|p| p.name.as_str()).collect();
            bail!("no provider is named `{unknown}`; specs/ has: {}", known.join(", "));
        }
        Ok(all.into_iter().filter(|p| names.is_empty() || names.contains(&p.name)).collect())
    }
}

impl Provider {
    /// Returns the path of the record of where the pages come from.
    pub(crate) fn source(&self) -> PathBuf {
        self.dir.join("source.toml")
    }

    /// Returns the path of the corrections and additions to the pages.
    pub(crate) fn overlay(&self) -> PathBuf {
        self.dir.join("overlay.yaml")
    }

    /// Returns the path of the reconstructed specification.
    pub(crate) fn openapi(&self) -> PathBuf {
        self.dir.join("openapi.yaml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_directory_above_this_package() {
        let workspace = Workspace::locate().unwrap();
        assert!(workspace.root.join("xtask/Cargo.toml").is_file());
    }

    #[test]
    fn providers_are_sorted_directories() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["zeta", "alpha"] {
            std::fs::create_dir_all(dir.path().join("specs").join(name)).unwrap();
        }
        std::fs::write(dir.path().join("specs/README.md"), "text").unwrap();
        let workspace = Workspace::at(dir.path());
        let names = |named: &[String]| -> Vec<String> {
            let selected = workspace.select(named).unwrap();
            selected.into_iter().map(|p| p.name).collect()
        };
        assert_eq!(names(&[]), ["alpha", "zeta"]);
        assert_eq!(names(&["zeta".to_owned()]), ["zeta"]);
        let error = workspace.select(&["beta".to_owned()]).unwrap_err();
        assert_eq!(error.to_string(), "no provider is named `beta`; specs/ has: alpha, zeta");
    }
}
