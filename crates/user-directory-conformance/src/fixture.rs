//! What the suite may do, and how it gets people.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_timer::Delay;
use user_directory_core::{
    Consistency, Directory, Enrolment, Error, ErrorKind, Field, Grant, NewUser, Result, User, UserId, Verb,
};

use crate::watch::Observed;

/// How long a directory may take that lags and does not tell how long.
const UNTOLD: Duration = Duration::from_secs(30);

/// Says how the suite gets people, and what it may do. [`Standard`](crate::Standard) suits most directories.
#[async_trait]
pub trait Fixture: Send + Sync {
    /// Describes somebody who does not exist yet, with these fields and no others. No two may be alike.
    fn new_user(&self, directory: &Directory, fields: &[Field]) -> NewUser;

    /// Makes a person, as [`Directory::get`] then returns them.
    async fn person(&self, directory: &Directory) -> Result<User> {
        make(self.arranged_by(directory), self).await
    }

    /// Removes a person who was made. That they are gone already is no error.
    async fn remove(&self, directory: &Directory, id: &UserId) -> Result<()> {
        remove(self.arranged_by(directory), id).await
    }

    /// Returns the directory in which persons are made and removed: another one where the one under test cannot, as a
    /// read-only one.
    fn arranged_by<'a>(&'a self, directory: &'a Directory) -> &'a Directory {
        directory
    }

    /// Returns an id of the provider's form that belongs to nobody.
    fn missing_id(&self) -> UserId;

    /// Returns two different grants that exist in the directory; `None` skips the checks of grants.
    fn grants(&self, directory: &Directory) -> Option<[Grant; 2]>;

    /// Returns whether the suite may use this verb; what it may not is skipped.
    fn allows(&self, verb: Verb) -> bool {
        let _ = verb;
        true
    }
}

pub(crate) async fn make(directory: &Directory, fixture: &(impl Fixture + ?Sized)) -> Result<User> {
    let capabilities = directory.capabilities();
    if directory.supports(Verb::Create) {
        return directory.create(fixture.new_user(directory, &capabilities.create)).await;
    }
    match invite(directory, fixture.new_user(directory, &capabilities.invite)).await? {
        (Enrolment::Created(user), _) => Ok(user),
        (_, id) => directory.get(&id).await,
    }
}

/// Invites a person and returns their id, for which it searches where the invitation does not tell it.
pub(crate) async fn invite(directory: &Directory, new: NewUser) -> Result<(Enrolment, UserId)> {
    let email = new.string(Field::Email).unwrap_or_default().to_owned();
    let enrolment = directory.invite(new).await?;
    let begun = Instant::now();
    loop {
        let id = match enrolment.id() {
            Some(id) => Some(id.clone()),
            None => directory.find_by_email(&email).await?.into_iter().next().map(|user| user.id),
        };
        if let Some(id) = id {
            return Ok((enrolment, id));
        }
        if begun.elapsed() >= settling(directory) {
            return Err(Error::new(ErrorKind::NotFound, directory.provider())
                .with_verb(Verb::Invite)
                .with_detail("the invited person is not found by e-mail address"));
        }
        Delay::new(Duration::from_millis(100)).await;
    }
}

/// Returns how long a directory may take to show what was done: what the suite says, or several times what the
/// capabilities say.
pub(crate) fn settling(directory: &Directory) -> Duration {
    match (directory.downcast_ref::<Observed>(), directory.capabilities().consistency) {
        (Some(observed), _) => observed.settling(),
        (None, Some(Consistency::Eventual { about })) => about.map_or(UNTOLD, |about| about.saturating_mul(5)),
        (None, _) => Duration::ZERO,
    }
}

async fn remove(directory: &Directory, id: &UserId) -> Result<()> {
    let verb = [Verb::Purge, Verb::Delete].into_iter().find(|verb| directory.supports(*verb));
    let removed = match verb {
        Some(Verb::Purge) => directory.purge(id).await,
        Some(_) => directory.delete(id).await,
        None => return Ok(()),
    };
    match removed {
        Err(error) if error.is_not_found() => Ok(()),
        removed => removed,
    }
}
