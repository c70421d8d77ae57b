//! The sandbox as a library.

pub mod finbourne;
mod handle;
pub mod obp;
pub mod saasus;
pub mod sendauth;
mod snapshot;
pub mod velo;

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::fault::{Fault, FaultError};
use crate::journal::Request;
use crate::server::{self, Access, Recipe, Shared, announcement};

pub use snapshot::{Snapshot, SnapshotError};

/// People that a sandbox has by default.
const USERS: u32 = 25;

/// The most people that a sandbox can start with.
pub const MOST_USERS: u32 = 100_000;

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The port cannot be listened on.
    #[error("cannot listen on {address}:{port}")]
    Listen {
        /// The address that was asked for.
        address: IpAddr,
        /// The port that was asked for; 0 stands for any.
        port: u16,
        /// What the system says.
        source: io::Error,
    },
    /// The snapshot does not fit.
    #[error("cannot start with the snapshot")]
    Snapshot(#[from] SnapshotError),
    /// There must be at least one person for the credentials.
    #[error("a sandbox has from 1 to {MOST_USERS} people, not {0}")]
    Users(u32),
}

/// Sets up a [`Sandbox`].
#[derive(Clone, Debug)]
pub struct Builder {
    address: IpAddr,
    port: u16,
    recipe: Recipe,
    snapshot: Option<Snapshot>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            address: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            recipe: Recipe {
                seed: 1,
                users: USERS,
                clock: Clock::Real,
                validate_responses: cfg!(debug_assertions),
                journal_bodies: false,
                header_timeout: Duration::from_secs(30),
                access: Access::default(),
            },
            snapshot: None,
        }
    }
}

impl Builder {
    /// Listens on this address; 127.0.0.1 by default.
    ///
    /// On any other address whoever reaches it gets the credentials and the control API, and can read, change and remove
    /// everything. The sandbox answers only to hosts that [`allow_host`](Self::allow_host) names.
    #[must_use]
    pub fn listen(mut self, address: IpAddr) -> Self {
        self.address = address;
        self
    }

    /// Answers to this host name or address as well, in addition to those of loopback. The first one is part of the base URLs.
    #[must_use]
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.recipe.access.hosts.push(host.into());
        self
    }

    /// Lets pages of this origin, such as `https://app.example`, read answers and change state.
    #[must_use]
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.recipe.access.origins.push(origin.into());
        self
    }

    /// Ends a connection on which the head of a request does not arrive within this time; 30 s by default.
    #[must_use]
    pub fn header_timeout(mut self, timeout: Duration) -> Self {
        self.recipe.header_timeout = timeout;
        self
    }

    /// Listens on this port; 0, the default, takes a free one.
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

    /// Starts with this many people, 1 to [`MOST_USERS`]; 25 by default.
    #[must_use]
    pub fn users(mut self, users: u32) -> Self {
        self.recipe.users = users;
        self
    }

    /// Sets the clock; the clock of the machine by default.
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

    /// Starts with the state of a snapshot instead of new people; a reset still creates new people.
    #[must_use]
    pub fn snapshot(mut self, snapshot: Snapshot) -> Self {
        self.snapshot = Some(snapshot);
        self
    }

    /// Starts the sandbox on the current Tokio runtime, of either kind.
    ///
    /// # Errors
    ///
    /// If the port is taken, the snapshot does not fit, or the number of people is out of bounds.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let (address, port, recipe) = (self.address, self.port, self.recipe);
        if !(1..=MOST_USERS).contains(&recipe.users) {
            return Err(StartError::Users(recipe.users));
        }
        let fail = |source| StartError::Listen { address, port, source };
        let listener = TcpListener::bind((address, port)).await.map_err(fail)?;
        let local = listener.local_addr().map_err(fail)?;
        let origin = match recipe.access.hosts.first() {
            Some(host) => format!("http://{host}:{}", local.port()),
            None => format!("http://{local}"),
        };
        let world = match &self.snapshot {
            Some(snapshot) => snapshot.world()?,
            None => recipe.world(),
        };
        let shared = Arc::new(Shared::new(recipe, world, origin));
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(server::serve(listener, Arc::clone(&shared), stopped));
        Ok(Sandbox { shared, address: local, stop: Some(stop), task: Some(task) })
    }
}

/// Five user directories on one port.
///
/// Stops when dropped: the port is free again, and requests that are being answered have less than a second left.
pub struct Sandbox {
    shared: Arc<Shared>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox on a free port, with 25 people.
    ///
    /// # Errors
    ///
    /// If there is no free port.
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
        velo::Velo(&self.shared)
    }

    /// Returns what is specific to SendAuth.
    pub fn sendauth(&self) -> sendauth::SendAuth<'_> {
        sendauth::SendAuth(&self.shared)
    }

    /// Returns what is specific to FINBOURNE Identity.
    pub fn finbourne(&self) -> finbourne::Finbourne<'_> {
        finbourne::Finbourne(&self.shared)
    }

    /// Returns what is specific to the Open Bank Project.
    pub fn obp(&self) -> obp::Obp<'_> {
        obp::Obp(&self.shared)
    }

    /// Returns what is specific to SaaSus.
    pub fn saasus(&self) -> saasus::SaaSus<'_> {
        saasus::SaaSus(&self.shared)
    }

    // ---- Faults, time, journal ----

    /// Adds a fault after those that are waiting.
    ///
    /// # Errors
    ///
    /// If the fault can never happen: no such provider or operation, a status that is not an error, an answer that has
    /// nothing to spoil in that way.
    pub fn fault(&self, fault: Fault) -> Result<(), FaultError> {
        self.shared.add_fault(fault)
    }

    /// Returns the faults that have not happened yet.
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.faults().list().to_vec()
    }

    /// Removes the faults that have not happened yet.
    pub fn clear_faults(&self) {
        self.shared.faults().clear();
    }

    /// Moves the clock forward, at most to the year 9000: tokens, codes and transactions expire by it.
    pub fn advance(&self, by: Duration) {
        self.shared.world().common.time.advance(by);
    }

    /// Returns the time of the sandbox's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.shared.world().common.time.now()
    }

    /// Returns the last requests to providers, oldest first, at most 10,000 and 16 MiB.
    pub fn journal(&self) -> Vec<Request> {
        self.shared.journal().requests().iter().cloned().collect()
    }

    /// Returns how often an operation was asked for, refused calls included.
    pub fn count(&self, provider: &str, operation: &str) -> u64 {
        self.shared.journal().count(provider, operation)
    }

    /// Returns how many operations were asked for, refused calls included.
    pub fn requests(&self) -> u64 {
        self.shared.journal().counts().values().flat_map(BTreeMap::values).sum()
    }

    /// Forgets all requests and counts.
    pub fn clear_journal(&self) {
        self.shared.journal().clear();
    }

    // ---- State as a whole ----

    /// Returns all state. Faults and journal are not part of it.
    ///
    /// # Errors
    ///
    /// If the state cannot be written as JSON, which never happens.
    pub fn snapshot(&self) -> Result<Snapshot, SnapshotError> {
        Snapshot::take(&self.shared.world())
    }

    /// Restores a snapshot.
    ///
    /// # Errors
    ///
    /// If it is not a snapshot of this version, or has an instant that is out of bounds.
    pub fn restore(&self, snapshot: &Snapshot) -> Result<(), SnapshotError> {
        let world = snapshot.world()?;
        *self.shared.world() = world;
        Ok(())
    }

    /// Restores the people of the start, and clears faults and journal.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// Stops within a second: requests that are being answered may end, all other connections are closed.
    pub async fn stop(mut self) {
        self.stop.take();
        if let Some(task) = self.task.take() {
            // Whatever it ended with, it has ended.
            let _ = task.await;
        }
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox").field("address", &self.address).finish_non_exhaustive()
    }
}
