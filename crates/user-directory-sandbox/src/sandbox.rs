//! The sandbox as a library.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::fault::{Fault, FaultError};
use crate::journal::Request;
use crate::provider::{finbourne, obp, saasus, sendauth, velo};
use crate::server::{self, Recipe, Shared, announcement};
use crate::world::World;

/// People that a sandbox has unless told otherwise.
const USERS: u32 = 25;

/// The most people that a sandbox can begin with.
pub const MOST_USERS: u32 = 100_000;

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The port cannot be listened on.
    #[error("cannot listen on 127.0.0.1:{port}")]
    Listen {
        /// The port that was asked for; 0 stands for any.
        port: u16,
        /// What the system says.
        source: io::Error,
    },
    /// The snapshot does not fit.
    #[error("cannot begin with the snapshot")]
    Snapshot(#[from] SnapshotError),
    /// There must be somebody for the credentials to stand for, and there are bounds.
    #[error("a sandbox has from 1 to {MOST_USERS} people, not {0}")]
    Users(u32),
}

/// A snapshot that does not fit.
#[derive(Debug, thiserror::Error)]
#[error("this is no snapshot of this version of the sandbox")]
#[non_exhaustive]
pub struct SnapshotError {
    #[from]
    source: serde_json::Error,
}

/// All state of a sandbox at one moment, credentials and tokens included.
#[derive(Clone, PartialEq, Eq)]
pub struct Snapshot(Vec<u8>);

impl Snapshot {
    /// Takes a snapshot over that was written before.
    pub fn from_json(json: impl Into<Vec<u8>>) -> Self {
        Self(json.into())
    }

    fn world(&self) -> Result<World, SnapshotError> {
        Ok(serde_json::from_slice(&self.0)?)
    }

    /// Returns the snapshot as JSON.
    pub fn as_json(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("bytes", &self.0.len()).finish()
    }
}

/// Sets up a [`Sandbox`].
#[derive(Clone, Debug)]
pub struct Builder {
    port: u16,
    recipe: Recipe,
    snapshot: Option<Snapshot>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            port: 0,
            recipe: Recipe {
                seed: 1,
                users: USERS,
                clock: Clock::Real,
                validate_responses: cfg!(debug_assertions),
                journal_bodies: false,
            },
            snapshot: None,
        }
    }
}

impl Builder {
    /// Listens on this port of 127.0.0.1; 0, the default, takes a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Chooses identifiers, names and credentials; the same seed makes the same ones. 1 by default.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.recipe.seed = seed;
        self
    }

    /// Begins with this many people, 1 to [`MOST_USERS`]; 25 by default.
    #[must_use]
    pub fn users(mut self, users: u32) -> Self {
        self.recipe.users = users;
        self
    }

    /// Sets the clock; that of the machine by default.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.recipe.clock = clock;
        self
    }

    /// Checks every answer against the specification and turns one that breaks it into a 500 that says where.
    ///
    /// On by default in builds with debug assertions. It costs time for every answer.
    #[must_use]
    pub fn validate_responses(mut self, yes: bool) -> Self {
        self.recipe.validate_responses = yes;
        self
    }

    /// Keeps the bodies of requests in the journal, passwords included; off by default.
    #[must_use]
    pub fn journal_bodies(mut self, yes: bool) -> Self {
        self.recipe.journal_bodies = yes;
        self
    }

    /// Begins with the state of a snapshot instead of new people; a reset still makes new people.
    #[must_use]
    pub fn snapshot(mut self, snapshot: Snapshot) -> Self {
        self.snapshot = Some(snapshot);
        self
    }

    /// Starts the sandbox on the present Tokio runtime, of either kind.
    ///
    /// # Errors
    ///
    /// If the port is taken, the snapshot does not fit, or the number of people is out of bounds.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let (port, recipe) = (self.port, self.recipe);
        if !(1..=MOST_USERS).contains(&recipe.users) {
            return Err(StartError::Users(recipe.users));
        }
        let fail = |source| StartError::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(fail)?;
        let address = listener.local_addr().map_err(fail)?;
        let world = match &self.snapshot {
            Some(snapshot) => snapshot.world()?,
            None => recipe.world(),
        };
        let shared = Arc::new(Shared::new(recipe, world, &format!("http://{address}")));
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(server::serve(listener, Arc::clone(&shared), stopped));
        Ok(Sandbox { shared, address, stop: Some(stop), task: Some(task) })
    }
}

/// Five user directories on one port of the loopback interface.
///
/// Stops when dropped: the port is free again, open connections end after the answer they wait for.
#[derive(Debug)]
pub struct Sandbox {
    shared: Arc<Shared>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<io::Result<()>>>,
}

impl Sandbox {
    /// Starts a sandbox on a free port, with 25 people.
    ///
    /// # Errors
    ///
    /// If no port can be listened on.
    pub async fn start() -> Result<Self, StartError> {
        Builder::default().start().await
    }

    /// Sets up a sandbox.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Returns the address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns base URLs and credentials of all providers as JSON, as the binary prints it.
    pub fn announcement(&self) -> serde_json::Value {
        announcement(&self.shared)
    }

    // ---- Providers ----

    /// Returns what is specific to Velo Payments.
    pub fn velo(&self) -> velo::Velo<'_> {
        velo::Velo(self)
    }

    /// Returns what is specific to SendAuth.
    pub fn sendauth(&self) -> sendauth::SendAuth<'_> {
        sendauth::SendAuth(self)
    }

    /// Returns what is specific to FINBOURNE Identity.
    pub fn finbourne(&self) -> finbourne::Finbourne<'_> {
        finbourne::Finbourne(self)
    }

    /// Returns what is specific to the Open Bank Project.
    pub fn obp(&self) -> obp::Obp<'_> {
        obp::Obp(self)
    }

    /// Returns what is specific to SaaSus.
    pub fn saasus(&self) -> saasus::SaaSus<'_> {
        saasus::SaaSus(self)
    }

    // ---- Faults, time, journal ----

    /// Lets something go wrong, after the faults that are already waiting.
    ///
    /// # Errors
    ///
    /// If the fault can never happen: no such provider or operation, a status that is no failure, an answer that has
    /// nothing to spoil in that way.
    pub fn fault(&self, fault: Fault) -> Result<(), FaultError> {
        self.shared.add_fault(fault)
    }

    /// Returns the faults that are still to happen.
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.waiting_faults()
    }

    /// Forgets the faults that are still to happen.
    pub fn clear_faults(&self) {
        self.shared.clear_faults();
    }

    /// Moves the clock forward: tokens, codes and transactions expire by it.
    pub fn advance(&self, by: Duration) {
        self.shared.world().time.advance(by);
    }

    /// Returns the present by the sandbox's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.shared.world().time.now()
    }

    /// Returns the last requests to providers, oldest first, at most 10,000.
    pub fn journal(&self) -> Vec<Request> {
        self.shared.journal().requests().collect()
    }

    /// Returns how often an operation was asked for, refused calls included.
    pub fn count(&self, provider: &str, operation: &str) -> u64 {
        self.shared.journal().count(provider, operation)
    }

    /// Forgets all requests and counts.
    pub fn clear_journal(&self) {
        self.shared.journal().clear();
    }

    // ---- State as a whole ----

    /// Writes all state down. Faults and journal are no part of it.
    ///
    /// # Errors
    ///
    /// None that is known of; the type is there for what JSON cannot hold.
    pub fn snapshot(&self) -> Result<Snapshot, SnapshotError> {
        let world = self.shared.world();
        Ok(Snapshot(serde_json::to_vec(&*world)?))
    }

    /// Goes back to a snapshot.
    ///
    /// # Errors
    ///
    /// If it is none, or one of another version.
    pub fn restore(&self, snapshot: &Snapshot) -> Result<(), SnapshotError> {
        let world = snapshot.world()?;
        *self.shared.world() = world;
        Ok(())
    }

    /// Begins anew with the people of the start, without faults and journal.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// Stops, and waits until the last answer is sent.
    pub async fn stop(mut self) {
        self.stop.take();
        if let Some(task) = self.task.take() {
            // Whatever it ended with, it has ended.
            let _ = task.await;
        }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }
}
