//! The handle that users hold.

mod enrol;
mod gate;
mod list;
mod select;
mod verbs;

use std::any::Any;
use std::fmt;
use std::sync::Arc;

pub use list::{Pages, Users};

use crate::{Capabilities, InMemory, UserDirectory};

/// A directory of users, whichever provider keeps it. Cheap to clone; clones are the same directory.
///
/// Before anything is sent, each verb is compared with [`capabilities`](Self::capabilities): what the directory cannot
/// do fails at once with [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported). What the verbs mean is written at
/// [`UserDirectory`].
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use user_directory::{Directory, NewUser, Verb};
///
/// let directory = Directory::in_memory();
/// let ada = directory.create(NewUser::new("ada@example.com").given_name("Ada")).await?;
/// if directory.supports(Verb::Disable) {
///     directory.disable(&ada.id).await?;
/// }
/// assert!(!directory.get(&ada.id).await?.is_active());
/// # Ok::<(), user_directory::Error>(())
/// # }).unwrap();
/// ```
#[derive(Clone)]
pub struct Directory {
    implementation: Arc<dyn UserDirectory>,
    name: Option<Arc<str>>,
}

impl Directory {
    /// Wraps an implementation, such as your own.
    pub fn new(directory: impl UserDirectory) -> Self {
        let name = directory.name().map(Arc::from);
        Self { implementation: Arc::new(directory), name }
    }

    /// Names this directory, to tell it from others of the same provider: errors, audit entries and spans have the name.
    #[must_use]
    pub fn named(mut self, name: impl Into<Arc<str>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Returns the name of this directory, if it has one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(crate) fn shared_name(&self) -> Option<Arc<str>> {
        self.name.clone()
    }

    /// Makes an empty directory in memory, which can do everything: for tests and for trying things out.
    pub fn in_memory() -> Self {
        Self::new(InMemory::new())
    }

    /// Returns the name of the provider.
    pub fn provider(&self) -> &'static str {
        self.implementation.provider()
    }

    /// Returns what the directory can do.
    pub fn capabilities(&self) -> &Capabilities {
        self.implementation.capabilities()
    }

    /// Returns whether the directory can do this.
    pub fn supports(&self, verb: crate::Verb) -> bool {
        self.capabilities().supports(verb)
    }

    /// Returns the implementation, behind which no capability is checked. For decorators and for tests.
    pub fn as_dyn(&self) -> &dyn UserDirectory {
        &*self.implementation
    }

    /// Returns the implementation if it is of this type, looking through decorators.
    pub fn downcast_ref<T: UserDirectory>(&self) -> Option<&T> {
        let mut directory = self;
        loop {
            let any: &dyn Any = &*directory.implementation;
            if let Some(found) = any.downcast_ref() {
                return Some(found);
            }
            directory = directory.implementation.inner()?;
        }
    }
}

impl<T: UserDirectory> From<T> for Directory {
    fn from(directory: T) -> Self {
        Self::new(directory)
    }
}

impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tuple = f.debug_tuple("Directory");
        tuple.field(&self.provider());
        self.name.iter().for_each(|name| {
            tuple.field(name);
        });
        tuple.finish()
    }
}
