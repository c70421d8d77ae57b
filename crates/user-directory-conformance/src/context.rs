//! What a check works with.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::Fixture;
use user_directory_core::{Capabilities, Directory, Enrolment, Error, ErrorKind, Field, Grant, NewUser, User, UserId};

/// Why a check did not pass.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// The directory does not behave as it should.
    Wrong(String),
    /// The check turned out not to apply, for this reason.
    Skip(String),
}

impl Failure {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self::Wrong(what.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong(what) | Self::Skip(what) => f.write_str(what),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Wrong(format!("unexpected error: {error}"))
    }
}

/// The directory under test, and the persons made for one check.
pub struct Context<'a> {
    pub(super) directory: &'a Directory,
    pub(super) fixture: &'a dyn Fixture,
    made: Mutex<Vec<UserId>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(directory: &'a Directory, fixture: &'a dyn Fixture) -> Self {
        Self { directory, fixture, made: Mutex::default() }
    }

    pub(super) fn capabilities(&self) -> &Capabilities {
        self.directory.capabilities()
    }

    /// Makes a person, who is removed after the check.
    pub(super) async fn person(&self) -> Result<User, Failure> {
        let user = self
            .fixture
            .person(self.directory)
            .await
            .map_err(|error| Failure::new(format!("a person for the check could not be made: {error}")))?;
        self.made(&user.id);
        Ok(user)
    }

    /// Has a person removed after the check.
    pub(super) fn made(&self, id: &UserId) {
        self.list().push(id.clone());
    }

    /// Has the person of an enrolment removed after the check, and returns their id.
    pub(super) async fn enrolled(&self, enrolment: Enrolment, email: &str) -> Result<UserId, Failure> {
        let id = match enrolment.id() {
            Some(id) => id.clone(),
            None => {
                let found = self.directory.find_by_email(email).await?;
                let first = found.into_iter().next();
                first.ok_or_else(|| Failure::new("the person who was invited is not found by e-mail"))?.id
            }
        };
        self.made(&id);
        Ok(id)
    }

    pub(super) fn new_user(&self, fields: &[Field]) -> NewUser {
        self.fixture.new_user(self.directory, fields)
    }

    pub(super) fn missing(&self) -> UserId {
        self.fixture.missing_id()
    }

    pub(super) fn grants(&self) -> Result<[Grant; 2], Failure> {
        self.fixture.grants(self.directory).ok_or_else(|| Failure::Skip("the fixture has no grants".to_owned()))
    }

    pub(super) async fn clean_up(&self) -> Result<(), Failure> {
        let made = std::mem::take(&mut *self.list());
        let mut result = Ok(());
        for id in made {
            let removed = self.fixture.remove(self.directory, &id).await;
            result =
                result.and(removed.map_err(|error| Failure::new(format!("a person could not be removed: {error}"))));
        }
        result
    }

    fn list(&self) -> std::sync::MutexGuard<'_, Vec<UserId>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").finish_non_exhaustive()
    }
}

/// Fails unless the condition holds.
pub(super) fn ensure(holds: bool, otherwise: &str) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(Failure::new(otherwise)) }
}

/// Fails unless the call failed with this kind.
pub(super) fn ensure_error<T>(result: Result<T, Error>, kind: ErrorKind, call: &str) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() == kind => Ok(()),
        Err(error) => Err(Failure::new(format!("{call} failed with {:?} instead of {kind:?}: {error}", error.kind()))),
        Ok(_) => Err(Failure::new(format!("{call} succeeded instead of failing with {kind:?}"))),
    }
}
