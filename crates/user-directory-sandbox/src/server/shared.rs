//! What all requests share.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::guard::Access;
use super::mount::Mount;
use crate::clock::Clock;
use crate::fault::{Fault, FaultError, FaultKind, Faults};
use crate::journal::Journal;
use crate::message::Reply;
use crate::world::World;

/// How the world is made, at the start and after a reset, and how requests are treated.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    pub(crate) seed: u64,
    pub(crate) users: u32,
    pub(crate) clock: Clock,
    pub(crate) validate_responses: bool,
    pub(crate) journal_bodies: bool,
    pub(crate) header_timeout: Duration,
    pub(crate) access: Access,
}

impl Recipe {
    pub(crate) fn world(&self) -> World {
        World::new(self.seed, self.users, self.clock)
    }
}

/// The last page of each paged operation, by provider and `operationId`.
type Pages = HashMap<(&'static str, &'static str), Reply>;

/// The sandbox as its requests see it. No lock is held while something is awaited.
pub(crate) struct Shared {
    pub(crate) recipe: Recipe,
    /// Scheme, host and port of the base URLs.
    pub(crate) origin: String,
    pub(super) mounts: Vec<Mount>,
    world: Mutex<World>,
    journal: Mutex<Journal>,
    faults: Mutex<Faults>,
    pages: Mutex<Pages>,
}

/// Locks even after a panic: a sandbox that continues is worth more than a consistent one that does not.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new(recipe: Recipe, mut world: World, origin: String) -> Self {
        let (_, providers) = world.parts();
        let mounts =
            providers.iter().enumerate().map(|(index, provider)| Mount::new(index, *provider, &origin)).collect();
        Self {
            recipe,
            origin,
            mounts,
            world: Mutex::new(world),
            journal: Mutex::default(),
            faults: Mutex::default(),
            pages: Mutex::default(),
        }
    }

    /// Locks the world.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        lock(&self.journal)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    /// Restores the start: the people of the start, no faults, no journal.
    pub(crate) fn reset(&self) {
        *self.world() = self.recipe.world();
        self.journal().clear();
        self.faults().clear();
        self.pages().clear();
    }

    /// Adds a fault, unless it can never happen.
    pub(crate) fn add_fault(&self, fault: Fault) -> Result<(), FaultError> {
        self.examine(&fault)?;
        self.faults().add(fault);
        Ok(())
    }

    fn examine(&self, fault: &Fault) -> Result<(), FaultError> {
        if let FaultKind::Status { code, .. } = fault.kind
            && FaultKind::failure(code).is_none()
        {
            return Err(FaultError::Status(code));
        }
        let mut chosen = self
            .mounts
            .iter()
            .filter(|mount| fault.provider.as_deref().is_none_or(|name| name == mount.about.name))
            .peekable();
        if chosen.peek().is_none() {
            return Err(FaultError::Provider(fault.provider.clone().unwrap_or_default()));
        }
        let Some(wanted) = fault.operation.as_deref() else { return Ok(()) };
        for mount in chosen {
            if mount.routes.iter().any(|route| route.name == wanted) {
                return Ok(());
            }
            if let Some(operation) = mount.about.specification.operation(wanted) {
                let has_pages = operation.paged || fault.kind != FaultKind::DuplicatePage;
                let applies = fault.kind.applies(mount.about.specification.document(), operation.success());
                let refused = || FaultError::Inapplicable(wanted.to_owned());
                return (has_pages && applies).then_some(()).ok_or_else(refused);
            }
        }
        Err(FaultError::Operation(wanted.to_owned()))
    }

    pub(super) fn pages(&self) -> MutexGuard<'_, Pages> {
        lock(&self.pages)
    }
}
