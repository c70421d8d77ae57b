//! A directory that does what a test tells it, and remembers what was done.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, Instant};

use user_directory::request::{ChangeGrants, Delete, Get, Grants, Lifecycle, Update};
use user_directory::{
    Capabilities, Directory, Error, ErrorKind, Grant, InMemory, Outcome, Result, User, UserDirectory, UserId, Verb,
    async_trait,
};

/// What goes wrong with a change.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mishap {
    /// It is carried out, and the answer is lost.
    After,
    /// It is not carried out, and nobody can tell.
    Before,
    /// There were too many calls.
    Limited(Option<Duration>),
    /// A part of it was one call too many, and nobody can tell what was carried out.
    PartlyLimited(Duration),
    /// It is refused.
    Refused(ErrorKind),
}

/// A directory in memory with mishaps. Everything takes a few polls.
#[derive(Clone, Debug)]
pub(crate) struct Moody(Arc<State>);

#[derive(Debug)]
struct State {
    memory: InMemory,
    capabilities: Capabilities,
    mishaps: Mutex<HashMap<UserId, VecDeque<Mishap>>>,
    log: Mutex<Log>,
}

/// What happened.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// When each call was sent that changes something.
    pub(crate) sent: Vec<(UserId, Instant)>,
    /// Which changes were carried out.
    pub(crate) done: Vec<(UserId, Verb)>,
    /// How many looks there were at a person.
    pub(crate) looks: usize,
    now: usize,
    /// How many changes were under way at the same time, at most.
    pub(crate) most: usize,
}

/// Lets others go on.
pub(crate) async fn step_back() {
    let mut ready = false;
    std::future::poll_fn(|cx| {
        if ready {
            return Poll::Ready(());
        }
        ready = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

impl Moody {
    pub(crate) fn new() -> Self {
        Self::with(|capabilities| capabilities)
    }

    /// Makes one that can do less.
    pub(crate) fn with(narrow: impl FnOnce(Capabilities) -> Capabilities) -> Self {
        let memory = InMemory::new();
        let capabilities = narrow(memory.capabilities().clone());
        Self(Arc::new(State { memory, capabilities, mishaps: Mutex::default(), log: Mutex::default() }))
    }

    pub(crate) fn directory(&self) -> Directory {
        Directory::new(self.clone())
    }

    /// Returns the people as they are, without mishaps and log.
    pub(crate) fn memory(&self) -> Directory {
        Directory::new(self.0.memory.clone())
    }

    /// Lets the next changes of a person go wrong.
    pub(crate) fn mishaps(&self, id: &UserId, mishaps: impl IntoIterator<Item = Mishap>) {
        self.0.mishaps.lock().unwrap().entry(id.clone()).or_default().extend(mishaps);
    }

    pub(crate) fn log<T>(&self, of: impl FnOnce(&Log) -> T) -> T {
        of(&self.0.log.lock().unwrap())
    }

    /// Returns how often something was done to a person.
    pub(crate) fn times(&self, id: &UserId) -> usize {
        self.log(|log| log.done.iter().filter(|(done, _)| done == id).count())
    }

    async fn change<T>(&self, id: &UserId, verb: Verb, change: impl Future<Output = Result<T>>) -> Result<T> {
        {
            let mut log = self.0.log.lock().unwrap();
            log.sent.push((id.clone(), Instant::now()));
            log.now += 1;
            log.most = log.most.max(log.now);
        }
        step_back().await;
        let mishap = self.0.mishaps.lock().unwrap().get_mut(id).and_then(VecDeque::pop_front);
        let result = match mishap {
            None | Some(Mishap::After) => {
                let result = change.await;
                if result.is_ok() {
                    self.0.log.lock().unwrap().done.push((id.clone(), verb));
                }
                step_back().await;
                if mishap.is_some() { Err(lost()) } else { result }
            }
            Some(Mishap::Before) => Err(lost()),
            Some(Mishap::Limited(wait)) => Err(Error::new(ErrorKind::RateLimited, "moody").with_retry_after(wait)),
            Some(Mishap::PartlyLimited(wait)) => {
                Err(Error::new(ErrorKind::RateLimited, "moody").with_retry_after(Some(wait)).with_outcome_unknown(true))
            }
            Some(Mishap::Refused(kind)) => Err(Error::new(kind, "moody")),
        };
        self.0.log.lock().unwrap().now -= 1;
        result
    }

    async fn look(&self) {
        self.0.log.lock().unwrap().looks += 1;
        step_back().await;
    }
}

fn lost() -> Error {
    Error::new(ErrorKind::Timeout, "moody").with_outcome_unknown(true)
}

#[async_trait]
impl UserDirectory for Moody {
    fn provider(&self) -> &'static str {
        "moody"
    }
    fn capabilities(&self) -> &Capabilities {
        &self.0.capabilities
    }
    async fn get(&self, request: Get) -> Result<User> {
        self.look().await;
        self.0.memory.get(request).await
    }
    async fn update(&self, request: Update) -> Result<()> {
        self.change(&request.id.clone(), Verb::Update, self.0.memory.update(request)).await
    }
    async fn delete(&self, request: Delete) -> Result<()> {
        self.change(&request.id.clone(), request.verb(), self.0.memory.delete(request)).await
    }
    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        self.change(&request.id.clone(), request.verb(), self.0.memory.lifecycle(request)).await
    }
    async fn grants(&self, request: Grants) -> Result<Vec<Grant>> {
        self.look().await;
        self.0.memory.grants(request).await
    }
    async fn change_grants(&self, request: ChangeGrants) -> Result<()> {
        self.change(&request.id.clone(), request.verb(), self.0.memory.change_grants(request)).await
    }
}
