//! The library's handle of a provider.

/// Defines the handle of a provider.
macro_rules! handle {
    ($(#[$about:meta])* $name:ident, $credentials:ty) => {
        $(#[$about])*
        #[derive(Clone, Copy)]
        pub struct $name<'a>(pub(super) &'a crate::server::Shared);

        impl $name<'_> {
            /// Returns the base URL to configure a client with.
            pub fn base_url(&self) -> String {
                <State as crate::provider::interface::Provided>::PROVIDER.about.base_url(&self.0.origin)
            }

            /// Returns demo credentials that work.
            pub fn credentials(&self) -> $credentials {
                self.with(|context| crate::provider::interface::Provided::credentials(context.state).clone())
            }

            /// Locks the state and runs `act`.
            fn with<R>(&self, act: impl FnOnce(&mut crate::context::Context<'_, State>) -> R) -> R {
                act(&mut self.0.world().context())
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
