//! The handle that users hold.

mod gate;
mod list;
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
pub struct Directory(Arc<dyn UserDirectory>);

impl Directory {
    /// Takes an implementation, one of your own for instance.
    pub fn new(directory: impl UserDirectory) -> Self {
        Self(Arc::new(directory))
    }

    /// Makes an empty directory in memory, which can do everything: for tests and for trying things out.
    pub fn in_memory() -> Self {
        Self::new(InMemory::new())
    }

    /// Returns the name of the provider.
    pub fn provider(&self) -> &'static str {
        self.0.provider()
    }

    /// Returns what the directory can do.
    pub fn capabilities(&self) -> &Capabilities {
        self.0.capabilities()
    }

    /// Returns whether the directory can do this.
    pub fn supports(&self, verb: crate::Verb) -> bool {
        self.capabilities().supports(verb)
    }

    /// Returns the implementation, behind which no capability is checked. For decorators and for tests.
    pub fn as_dyn(&self) -> &dyn UserDirectory {
        &*self.0
    }

    /// Returns the implementation if it is of this type, looking through decorators.
    pub fn downcast_ref<T: UserDirectory>(&self) -> Option<&T> {
        let mut directory = self;
        loop {
            let any: &dyn Any = &*directory.0;
            if let Some(found) = any.downcast_ref() {
                return Some(found);
            }
            directory = directory.0.inner()?;
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
        f.debug_tuple("Directory").field(&self.provider()).finish()
    }
}
