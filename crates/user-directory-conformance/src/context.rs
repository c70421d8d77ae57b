//! What a check works with.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_timer::Delay;
use user_directory_core::{
    Capabilities, Directory, Enrolment, ErrorKind, Field, Grant, ListQuery, NewUser, Result, User, UserId, Verb,
};

use crate::expect::{About, Checked, Problem, Seen, ensure, expect_error, skipped};
use crate::fixture::{invite, settling};
use crate::watch::{Observed, Watch};
use crate::{Fixture, Suite};

/// What every check stands on.
pub(crate) const FIXTURE: &str = "The fixture makes people for the checks and removes them.";

/// Pages of a list that a check reads.
const MOST_PAGES: usize = 20;

/// The directory under test, and the people made for one check.
pub(crate) struct Context<'a> {
    pub(crate) directory: Directory,
    pub(crate) watch: Arc<Watch>,
    pub(crate) suite: &'a Suite,
    fixture: &'a dyn Fixture,
    made: Mutex<Vec<UserId>>,
    /// Whether the fixture makes a person: what fails then is no fault of the verb that the check is about.
    setting_up: AtomicBool,
}

impl<'a> Context<'a> {
    pub(crate) fn new(directory: &Directory, watch: &Arc<Watch>, suite: &'a Suite, fixture: &'a dyn Fixture) -> Self {
        Self {
            directory: Observed::around(directory.clone(), Arc::clone(watch)),
            watch: Arc::clone(watch),
            suite,
            fixture,
            made: Mutex::default(),
            setting_up: AtomicBool::new(false),
        }
    }

    pub(crate) fn capabilities(&self) -> &Capabilities {
        self.directory.capabilities()
    }

    /// Returns whether the directory can do this, and the fixture allows it.
    pub(crate) fn may(&self, verb: Verb) -> bool {
        self.directory.supports(verb) && self.fixture.allows(verb)
    }

    pub(crate) fn is_setting_up(&self) -> bool {
        self.setting_up.load(Ordering::Relaxed)
    }

    /// Makes a person, who is removed after the check.
    pub(crate) async fn person(&self) -> Checked<User> {
        self.setting_up.store(true, Ordering::Relaxed);
        let made = self.fixture.person(&self.directory).await;
        let user =
            made.map_err(|error| Problem::Stopped(FIXTURE, Seen::failed("the fixture makes a person", &error)))?;
        self.made(&user.id);
        self.setting_up.store(false, Ordering::Relaxed);
        if self.settles() && self.directory.supports(Verb::Get) {
            self.settled(|| async { Ok(self.directory.get(&user.id).await.map(drop)?) }).await?;
        }
        Ok(user)
    }

    /// Has a person removed after the check.
    pub(crate) fn made(&self, id: &UserId) {
        self.list().push(id.clone());
    }

    /// Creates somebody, who is removed after the check.
    pub(crate) async fn create(&self, new: NewUser) -> Result<User> {
        let created = self.directory.create(new).await;
        created.inspect(|user| self.made(&user.id))
    }

    /// Invites somebody, who is removed after the check, and returns their id.
    pub(crate) async fn invite(&self, new: NewUser) -> Checked<(Enrolment, UserId)> {
        let (enrolment, id) = invite(&self.directory, new).await?;
        self.made(&id);
        Ok((enrolment, id))
    }

    pub(crate) fn new_user(&self, fields: &[Field]) -> NewUser {
        self.fixture.new_user(&self.directory, fields)
    }

    pub(crate) fn missing(&self) -> UserId {
        let id = self.fixture.missing_id();
        self.watch.plant(|planted| planted.id(&id));
        id
    }

    pub(crate) fn grants(&self) -> Checked<[Grant; 2]> {
        self.fixture.grants(&self.directory).ok_or_else(|| skipped("the fixture has no grants"))
    }

    /// Returns whether the directory may take time to show what was done.
    pub(crate) fn settles(&self) -> bool {
        !settling(&self.directory).is_zero()
    }

    /// Looks until what is expected is there or the directory had its time to settle.
    pub(crate) async fn settled<T, F>(&self, look: impl Fn() -> F) -> Checked<T>
    where
        F: Future<Output = Checked<T>>,
    {
        let settle = settling(&self.directory);
        let begun = Instant::now();
        let mut wait = Duration::from_millis(20);
        loop {
            match look().await {
                Err(Problem::Failed(_)) if begun.elapsed() < settle => {}
                Err(Problem::Failed(mut seen)) if !settle.is_zero() => {
                    seen.seen.push_str(&format!(", for {settle:?}"));
                    return Err(Problem::Failed(seen));
                }
                result => return result,
            }
            Delay::new(wait).await;
            wait = (wait * 2).min(Duration::from_secs(1));
        }
    }

    /// Asks for the largest pages, unless the query has a size.
    pub(crate) fn large_pages(&self, mut query: ListQuery) -> ListQuery {
        query.page_size = query.page_size.or(self.capabilities().max_page_size);
        query
    }

    /// Returns how many pages the list has, and everybody who is in it.
    pub(crate) async fn all(&self, query: ListQuery) -> Checked<(usize, Vec<User>)> {
        let query = self.large_pages(query);
        let (mut pages, mut count, mut users) = (self.directory.pages(query), 0, Vec::new());
        while let Some(page) = pages.next().await {
            users.extend(page?.items);
            count += 1;
            if count > MOST_PAGES {
                return Err(skipped(format!("the account has more people than the {MOST_PAGES} pages that are read")));
            }
        }
        Ok((count, users))
    }

    /// Fails unless the call is refused and nothing is sent.
    pub(crate) async fn refused<T>(
        &self,
        verb: Verb,
        kind: ErrorKind,
        call: impl Future<Output = Result<T>>,
    ) -> Checked {
        let before = self.watch.requests();
        expect_error(kind, call.await).at(verb)?;
        ensure(self.watch.requests() == before, "nothing is sent", "the server counted a request").at(verb)
    }

    /// Fails unless a person is as before. Says nothing where nobody can be read.
    pub(crate) async fn unchanged(&self, before: &User) -> Checked {
        if !self.may(Verb::Get) {
            return Ok(());
        }
        let look = || async {
            let after = self.directory.get(&before.id).await?;
            ensure(after == *before, "the person as before", "the person with changes")
        };
        self.settled(look).await
    }

    /// Removes the people made. Fails with the last who cannot be removed, after the others.
    pub(crate) async fn clean_up(&self) -> Result<(), Seen> {
        let made = std::mem::take(&mut *self.list());
        let mut result = Ok(());
        for id in made {
            if let Err(error) = self.fixture.remove(&self.directory, &id).await {
                result = Err(Seen::failed(format!("the fixture removes {id}"), &error));
            }
        }
        result
    }

    fn list(&self) -> MutexGuard<'_, Vec<UserId>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
