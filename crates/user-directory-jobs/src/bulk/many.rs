//! A job before it runs: the people, the settings and the verb.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, Stream, StreamExt};
use user_directory_core::{
    Action, DeleteMode, Directory, Error, ErrorKind, Grant, GrantChange, Outcome, User, UserId, UserPatch, Verb,
};

use super::change::Change;
use super::pace::{Pace, Refusal};
use super::run::{Ended, Ids, Item, Run};
use super::step::Job;
use crate::Journal;

const CONCURRENCY: usize = 4;
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// Starts to say what is to be done to these people.
pub fn many<T: Send + 'static>(
    directory: &Directory,
    people: impl IntoIterator<Item = T, IntoIter: Send + 'static>,
) -> Many<T> {
    let people = people.into_iter();
    let total = match people.size_hint() {
        (least, Some(most)) if least == most => u64::try_from(most).ok(),
        _ => None,
    };
    Many { total, ..many_of(directory, stream::iter(people)) }
}

/// Starts to say what is to be done to the people of a stream: see [`many`].
pub fn many_of<T: Send + 'static>(directory: &Directory, people: impl Stream<Item = T> + Send + 'static) -> Many<T> {
    Many {
        directory: directory.clone(),
        people: people.boxed(),
        total: None,
        concurrency: CONCURRENCY,
        stop_after: None,
        longest_pause: LONGEST_PAUSE,
        journal: None,
    }
}

/// People of a directory, and how a job goes about them. A verb makes it a [`Run`].
///
/// An id that comes twice fails the second time in a job that changes something: which of the two came first would be a
/// matter of chance.
#[must_use = "nothing is done before a verb is called and its run is polled"]
pub struct Many<T = UserId> {
    directory: Directory,
    people: BoxStream<'static, T>,
    total: Option<u64>,
    concurrency: usize,
    stop_after: Option<u64>,
    longest_pause: Duration,
    journal: Option<(Arc<str>, Arc<dyn Journal>)>,
}

impl<T: Send + 'static> Many<T> {
    /// Sets how many people are dealt with at the same time. The default is 4; 0 counts as 1.
    pub fn concurrency(mut self, people: usize) -> Self {
        self.concurrency = people.max(1);
        self
    }

    /// Stops after this many failures, unknown outcomes included; 1 stops at the first. By default failures stop nothing.
    /// 0 counts as 1.
    pub fn stop_after(mut self, failures: u64) -> Self {
        self.stop_after = Some(failures.max(1));
        self
    }

    /// Sets how long the job may pause when the provider asks it to; if it asks for more, the job stops. The default is
    /// 5 minutes.
    pub fn longest_pause(mut self, limit: Duration) -> Self {
        self.longest_pause = limit;
        self
    }

    /// Writes into a journal what is done, so that the job can resume under the same name.
    ///
    /// The name stands for what is wanted: a patch with other values needs another name. Directory, verb, role and
    /// fields need not be part of it. Reading verbs need no journal and write into none.
    pub fn journal(mut self, job: impl Into<Arc<str>>, journal: impl Journal) -> Self {
        self.journal = Some((job.into(), Arc::new(journal)));
        self
    }

    fn change(self, verb: Verb, of: impl Fn(T) -> (UserId, Change) + Send + 'static) -> Run<Outcome> {
        let pace = Arc::new(Pace::new(self.longest_pause));
        let supported = self.directory.supports(verb);
        let job = Job { directory: self.directory, pace: Arc::clone(&pace), journal: self.journal };
        let mut ids = Ids::default();
        let steps = self.people.map(move |person| {
            let (id, change) = of(person);
            let (job, is_new) = (job.clone(), ids.is_new(&id));
            async move {
                let ended = if is_new { job.change(id.clone(), change).await } else { twice(&job.directory, verb) };
                Item { id, ended }
            }
            .boxed()
        });
        Run::new(steps.boxed(), pace, supported, self.concurrency, self.stop_after, self.total)
    }
}

fn twice(directory: &Directory, verb: Verb) -> Ended<Outcome> {
    let error = Error::new(ErrorKind::InvalidInput, directory.provider());
    Ended::Failed(error.with_verb(verb).with_detail("the id comes twice in this job"))
}

/// Generates the verbs that take no argument.
macro_rules! changes {
    ($($(#[$meta:meta])* $verb:ident = $change:expr;)+) => {
        $(
            $(#[$meta])*
            pub fn $verb(self) -> Run<Outcome> {
                self.all($change)
            }
        )+
    };
}

/// The verbs: see [`Directory`] for what each of them does.
impl Many<UserId> {
    /// Fetches each of them.
    pub fn get(self) -> Run<User> {
        self.fetch(Verb::Get, |directory, id| async move { directory.get(&id).await }.boxed())
    }

    /// Fetches the grants of each of them.
    pub fn grants(self) -> Run<Vec<Grant>> {
        self.fetch(Verb::Grants, |directory, id| async move { directory.grants(&id).await }.boxed())
    }

    changes! {
        /// Deletes each of them as the provider does.
        delete = Change::Delete(DeleteMode::Default);
        /// Deletes each of them permanently.
        purge = Change::Delete(DeleteMode::Purge);
        /// Brings each of them back.
        restore = Change::Act(Action::Restore);
        /// Puts each account into use.
        enable = Change::Act(Action::Enable);
        /// Takes each account out of use.
        disable = Change::Act(Action::Disable);
        /// Locks each account.
        lock = Change::Act(Action::Lock);
        /// Unlocks each account.
        unlock = Change::Act(Action::Unlock);
        /// Removes the second factor of each of them. It is never repeated after an unknown outcome.
        reset_mfa = Change::Act(Action::ResetMfa);
        /// Starts the reset of each password. It is never repeated after an unknown outcome.
        reset_password = Change::Act(Action::ResetPassword);
        /// Sends each invitation once more. It is never repeated after an unknown outcome.
        resend_invitation = Change::Act(Action::ResendInvitation);
    }

    /// Changes the same fields of each of them.
    pub fn update(self, patch: UserPatch) -> Run<Outcome> {
        self.all(Change::Update(Box::new(patch)))
    }

    /// Adds a grant to each of them.
    pub fn grant(self, grant: Grant) -> Run<Outcome> {
        self.all(Change::Grants(GrantChange::Add(grant)))
    }

    /// Takes a grant away from each of them.
    pub fn revoke(self, grant: Grant) -> Run<Outcome> {
        self.all(Change::Grants(GrantChange::Remove(grant)))
    }

    /// Leaves each of them with exactly these grants.
    pub fn replace_grants(self, grants: Vec<Grant>) -> Run<Outcome> {
        self.all(Change::Grants(GrantChange::Replace(grants)))
    }

    fn all(self, change: Change) -> Run<Outcome> {
        self.change(change.verb(), move |id| (id, change.clone()))
    }

    fn fetch<R: Send + 'static>(
        self,
        verb: Verb,
        call: fn(Directory, UserId) -> futures_util::future::BoxFuture<'static, user_directory_core::Result<R>>,
    ) -> Run<R> {
        let pace = Arc::new(Pace::new(self.longest_pause));
        let (directory, shared) = (self.directory.clone(), Arc::clone(&pace));
        let steps = self.people.map(move |id| {
            let (directory, pace) = (directory.clone(), Arc::clone(&shared));
            async move {
                let ended = match pace.call(|| call(directory.clone(), id.clone())).await {
                    Ok(fetched) => Ended::Done(fetched),
                    Err(Refusal::Failed(error)) => Ended::Failed(error),
                    Err(Refusal::NotBegun) => Ended::NotBegun,
                };
                Item { id, ended }
            }
            .boxed()
        });
        let supported = self.directory.supports(verb);
        Run::new(steps.boxed(), pace, supported, self.concurrency, self.stop_after, self.total)
    }
}

impl Many<(UserId, UserPatch)> {
    /// Changes the fields of each of them that their own patch names.
    pub fn update_each(self) -> Run<Outcome> {
        self.change(Verb::Update, |(id, patch)| (id, Change::Update(Box::new(patch))))
    }
}

impl<T> fmt::Debug for Many<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Many").field("directory", &self.directory).field("total", &self.total).finish_non_exhaustive()
    }
}
