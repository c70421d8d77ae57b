//! What the library offers for every provider.

use std::marker::PhantomData;

use crate::context::Context;
use crate::server::Shared;
use crate::world::Part;

/// The sandbox as one provider's handle sees it.
pub(super) struct Handle<'a, S> {
    shared: &'a Shared,
    provider: PhantomData<fn() -> S>,
}

impl<S> Clone for Handle<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Handle<'_, S> {}

impl<'a, S: Part> Handle<'a, S> {
    pub(super) fn new(shared: &'a Shared) -> Self {
        Self { shared, provider: PhantomData }
    }

    pub(super) fn base_url(self) -> String {
        self.shared.base_url(S::PROVIDER.about.name)
    }

    /// Does something with the state, while it is locked.
    pub(super) fn with<R>(self, act: impl FnOnce(&mut Context<'_, S>) -> R) -> R {
        act(&mut self.shared.world().context())
    }
}

/// Defines the handle of a provider.
macro_rules! handle {
    ($(#[$about:meta])* $name:ident, $credentials:ty) => {
        $(#[$about])*
        #[derive(Clone, Copy)]
        pub struct $name<'a>(pub(super) super::handle::Handle<'a, State>);

        impl $name<'_> {
            /// Returns the base URL to configure a client with.
            pub fn base_url(&self) -> String {
                self.0.base_url()
            }

            /// Returns demo credentials that work.
            pub fn credentials(&self) -> $credentials {
                self.0.with(|context| context.state.credentials.clone())
            }
        }

        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

pub(super) use handle;
