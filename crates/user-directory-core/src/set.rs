//! Several directories under names.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};

use crate::time_limit::within;
use crate::{Directory, DirectoryConfig, Error, ErrorKind, Key, Registry, Result, User, Verb};

/// Directories under names, in which a person is looked up all at once.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use user_directory::{Directory, DirectorySet, NewUser};
///
/// let staff = Directory::in_memory();
/// staff.create(NewUser::new("ada@example.com")).await?;
/// let set = DirectorySet::new().with("staff", staff).with("partners", Directory::in_memory());
///
/// let lookup = set.find_by_email("ada@example.com").await;
/// assert!(lookup.is_complete());
/// assert_eq!(lookup.found().map(|(name, _)| name).collect::<Vec<_>>(), ["staff"]);
/// # Ok::<(), user_directory::Error>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct DirectorySet {
    directories: Vec<(Arc<str>, Directory)>,
    concurrency: usize,
    time_limit: Duration,
}

/// How many directories are asked at the same time, by default.
const CONCURRENCY: usize = 8;
/// How long a directory may take to answer, by default.
const TIME_LIMIT: Duration = Duration::from_secs(30);

impl Default for DirectorySet {
    fn default() -> Self {
        Self { directories: Vec::new(), concurrency: CONCURRENCY, time_limit: TIME_LIMIT }
    }
}

impl DirectorySet {
    /// Makes an empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a set of directories that a configuration describes by name.
    ///
    /// # Errors
    ///
    /// As [`Directory::from_config`]; the first directory that cannot be made fails the set.
    pub fn from_config(config: &BTreeMap<String, DirectoryConfig>) -> Result<Self> {
        Registry::new().set(config)
    }

    /// Adds a directory, which gets the name unless it has [one](Directory::named). Another one that the set has under this
    /// name is replaced.
    #[must_use]
    pub fn with(mut self, name: impl Into<Arc<str>>, directory: Directory) -> Self {
        let name = name.into();
        self.directories.retain(|(other, _)| *other != name);
        let directory = match directory.name() {
            Some(_) => directory,
            None => directory.named(Arc::clone(&name)),
        };
        self.directories.push((name, directory));
        self
    }

    /// Sets how many directories are asked at the same time. The default is 8; 0 counts as 1.
    #[must_use]
    pub fn concurrency(mut self, limit: usize) -> Self {
        self.concurrency = limit.max(1);
        self
    }

    /// Sets how long each directory may take to answer, from when it is asked. The default is 30 s.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// Returns a directory.
    pub fn get(&self, name: &str) -> Option<&Directory> {
        self.iter().find_map(|(other, directory)| (other == name).then_some(directory))
    }

    /// Returns all directories in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Directory)> {
        self.directories.iter().map(|(name, directory)| (&**name, directory))
    }

    /// Looks a person up in all directories at once. One that fails, cannot search or takes longer than its
    /// [`time_limit`](Self::time_limit) does not keep the others from answering, and is among the failed.
    pub async fn find(&self, key: &Key) -> Lookup {
        let searches: Vec<_> = self
            .directories
            .iter()
            .map(|(name, directory)| {
                let (name, directory) = (Arc::clone(name), directory.clone());
                let key = key.clone();
                let limit = self.time_limit;
                async move {
                    let verb = key.verb();
                    let answer = within(limit, directory.find(key)).await;
                    (name, answer.unwrap_or_else(|| Err(too_late(&directory, verb, limit))))
                }
            })
            .collect();
        let answers = stream::iter(searches).buffered(self.concurrency).collect().await;
        Lookup { answers }
    }

    /// Looks a person up by e-mail address: [`find`](Self::find) with [`Key::Email`].
    pub async fn find_by_email(&self, email: &str) -> Lookup {
        self.find(&Key::Email(email.to_owned())).await
    }
}

fn too_late(directory: &Directory, verb: Verb, limit: Duration) -> Error {
    Error::new(ErrorKind::Timeout, directory.provider())
        .with_verb(verb)
        .with_directory_name(directory.shared_name())
        .with_detail(format!("the look-up took longer than {limit:?}"))
}

/// What each directory of a set says of a person, in the order of the set.
#[derive(Debug)]
pub struct Lookup {
    answers: Vec<(Arc<str>, Result<Vec<User>>)>,
}

impl Lookup {
    /// Returns each directory's answer by its name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Result<Vec<User>>)> {
        self.answers.iter().map(|(name, answer)| (&**name, answer))
    }

    /// Returns the persons found, with the name of their directory.
    pub fn found(&self) -> impl Iterator<Item = (&str, &User)> {
        self.iter()
            .filter_map(|(name, answer)| Some((name, answer.as_ref().ok()?)))
            .flat_map(|(name, users)| users.iter().map(move |user| (name, user)))
    }

    /// Returns the directories that did not answer, and why.
    pub fn failed(&self) -> impl Iterator<Item = (&str, &Error)> {
        self.iter().filter_map(|(name, answer)| Some((name, answer.as_ref().err()?)))
    }

    /// Returns whether every directory answered. If not, a person who was not found may still be somewhere.
    pub fn is_complete(&self) -> bool {
        self.failed().next().is_none()
    }
}
