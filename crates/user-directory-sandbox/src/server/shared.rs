//! What all requests share.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::mount::Mount;
use crate::clock::Clock;
use crate::fault::{Fault, FaultError, FaultKind, Faults};
use crate::journal::Journal;
use crate::message::Reply;
use crate::provider::PROVIDERS;
use crate::world::World;

/// How the world is made, now and after a reset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    pub(crate) seed: u64,
    pub(crate) users: u32,
    pub(crate) clock: Clock,
    pub(crate) validate_responses: bool,
    pub(crate) journal_bodies: bool,
}

impl Recipe {
    pub(crate) fn world(&self) -> World {
        World::new(self.seed, self.users, self.clock)
    }
}

/// The sandbox as its requests see it. No lock is held while something is awaited.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) recipe: Recipe,
    pub(super) mounts: Vec<Mount>,
    /// Host and port, as clients name them.
    pub(super) authority: String,
    world: Mutex<World>,
    journal: Mutex<Journal>,
    faults: Mutex<Faults>,
    /// The last good page of each paged operation, for the fault that repeats it.
    pages: Mutex<HashMap<(&'static str, usize), Reply>>,
}

/// Locks even after a panic: a sandbox that goes on is worth more than one that is surely consistent.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new(recipe: Recipe, world: World, origin: &str) -> Self {
        let mounts = PROVIDERS.into_iter().map(|provider| Mount::new(provider, origin));
        Self {
            recipe,
            mounts: mounts.collect(),
            authority: origin.trim_start_matches("http://").to_owned(),
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

    pub(crate) fn base_url(&self, provider: &str) -> String {
        let mut mounts = self.mounts.iter();
        let found = mounts.find(|mount| mount.provider.name == provider);
        found.map_or_else(String::new, |mount| mount.base_url.clone())
    }

    /// Begins anew: the world as at the start, no faults, no journal.
    pub(crate) fn reset(&self) {
        *self.world() = self.recipe.world();
        self.journal().clear();
        self.clear_faults();
        lock(&self.pages).clear();
    }

    // ---- Faults ----

    pub(crate) fn add_fault(&self, fault: Fault) -> Result<(), FaultError> {
        self.examine(&fault)?;
        lock(&self.faults).add(fault);
        Ok(())
    }

    pub(crate) fn clear_faults(&self) {
        lock(&self.faults).clear();
    }

    pub(crate) fn waiting_faults(&self) -> Vec<Fault> {
        lock(&self.faults).list().to_vec()
    }

    pub(super) fn take_fault(&self, provider: &str, operation: Option<&str>) -> Option<FaultKind> {
        lock(&self.faults).take(provider, operation)
    }

    /// Refuses a fault that can never happen, instead of letting its author wait for it.
    fn examine(&self, fault: &Fault) -> Result<(), FaultError> {
        if let FaultKind::Status { code, .. } = fault.kind
            && FaultKind::failure(code).is_none()
        {
            return Err(FaultError::Status(code));
        }
        let chosen: Vec<_> = PROVIDERS
            .into_iter()
            .filter(|provider| fault.provider.as_deref().is_none_or(|name| name == provider.name))
            .collect();
        if chosen.is_empty() {
            return Err(FaultError::Provider(fault.provider.clone().unwrap_or_default()));
        }
        let Some(wanted) = fault.operation.as_deref() else {
            return Ok(());
        };
        if chosen.iter().any(|provider| provider.routes.iter().any(|route| route.name == wanted)) {
            return Ok(());
        }
        let found = chosen.iter().find_map(|provider| {
            let operation = provider.specification.operation(wanted)?;
            Some((provider.specification.document(), operation))
        });
        let (document, operation) = found.ok_or_else(|| FaultError::Operation(wanted.to_owned()))?;
        let has_pages = operation.paged || fault.kind != FaultKind::DuplicatePage;
        if has_pages && fault.kind.applies(document, operation.success()) {
            Ok(())
        } else {
            Err(FaultError::Inapplicable(wanted.to_owned()))
        }
    }

    // ---- The page before ----

    pub(super) fn remember_page(&self, provider: &'static str, operation: usize, reply: &Reply) {
        lock(&self.pages).insert((provider, operation), reply.clone());
    }

    pub(super) fn page_before(&self, provider: &'static str, operation: usize) -> Option<Reply> {
        lock(&self.pages).get(&(provider, operation)).cloned()
    }
}
