//! One commit of a git repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// A commit that is on this machine.
pub(super) struct Repository {
    name: String,
    commit: String,
    dir: PathBuf,
    /// Holds what was fetched for as long as it is read.
    _fetched: Option<tempfile::TempDir>,
}

impl Repository {
    /// Takes a local clone as it is.
    pub(super) fn local(clone: &Path, commit: &str) -> Result<Self> {
        check_commit(commit)?;
        let repository = Self {
            name: clone.display().to_string(),
            commit: commit.to_owned(),
            dir: clone.to_owned(),
            _fetched: None,
        };
        repository
            .git(&["cat-file", "-e", &format!("{commit}^{{commit}}")])
            .with_context(|| format!("{} has no commit {commit}; run `git fetch` there", clone.display()))?;
        Ok(repository)
    }

    /// Fetches one commit without its history.
    pub(super) fn shallow(url: &str, commit: &str) -> Result<Self> {
        check_commit(commit)?;
        if !url.starts_with("https://") && !url.starts_with("file:///") {
            bail!("the repository {url:?} has no address that begins with https:// or file:///");
        }
        let fetched = tempfile::tempdir().context("cannot create a directory for the repository")?;
        let dir = fetched.path().to_owned();
        let repository = Self { name: url.to_owned(), commit: commit.to_owned(), dir, _fetched: Some(fetched) };
        repository.git(&["init", "--quiet", "--bare"])?;
        repository.git(&["fetch", "--quiet", "--depth=1", "--no-tags", "--", url, commit]).with_context(|| {
            format!("cannot get commit {commit} of {url}; with a clone of it elsewhere, name that by --from")
        })?;
        Ok(repository)
    }

    /// Returns how a message calls the repository.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn commit(&self) -> &str {
        &self.commit
    }

    /// Reads a file of the commit.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>> {
        self.git(&["cat-file", "blob", &format!("{}:{path}", self.commit)])
    }

    /// Lists the files of the commit below a directory.
    pub(super) fn list(&self, dir: &str) -> Result<Vec<String>> {
        let tree = if dir.is_empty() { self.commit.clone() } else { format!("{}:{dir}", self.commit) };
        let names = self.git(&["ls-tree", "-r", "-z", "--name-only", &tree])?;
        let at = |name: &str| if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") };
        Ok(String::from_utf8_lossy(&names).split('\0').filter(|name| !name.is_empty()).map(at).collect())
    }

    fn git(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        let output = Command::new("git")
            .arg("-C")
            .arg(&self.dir)
            .args(arguments)
            // Nobody is there to answer.
            .env("GIT_TERMINAL_PROMPT", "0")
            // Not those of a repository that this program was called in, as from a hook.
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .env_remove("GIT_INDEX_FILE")
            .output()
            .context("cannot run git; it has to be installed")?;
        if !output.status.success() {
            bail!("git: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(output.stdout)
    }
}

/// Branches and short names of commits move or end; and what begins with a hyphen would be an option of git.
fn check_commit(commit: &str) -> Result<()> {
    if matches!(commit.len(), 40 | 64) && commit.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(());
    }
    bail!("the commit {commit:?} is not written out: 40 or 64 hexadecimal digits")
}
