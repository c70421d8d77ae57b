//! What all provider crates have.

use crate::{BuildError, ClientBuilder, Environment, Provider};

impl<P: Provider> ClientBuilder<P> {
    /// Sets the base URL that this variable has, if it is set; errors about it name the variable.
    ///
    /// # Errors
    ///
    /// Fails if its value is not UTF-8.
    pub fn base_url_from(self, environment: &Environment, variable: &'static str) -> Result<Self, BuildError> {
        Ok(match environment.optional(variable)? {
            Some(base_url) => self.base_url(base_url.expose()).base_url_setting(variable),
            None => self,
        })
    }
}

/// Puts a provider crate together, in its `lib.rs`: the generated client, how it is built and sends requests, and what
/// users need of the runtime.
///
/// The crate itself has `Credentials` (see [`credentials!`](crate::credentials)), `Problem` (see
/// [`Problem`](trait@crate::Problem)) and a README, and `src/generated/`, which `cargo xtask generate` writes.
///
/// ```ignore
/// user_directory_runtime::provider! {
///     /// Names Acme to the runtime.
///     pub struct Acme {
///         name: "acme",
///         base_url: "https://api.acme.example",
///         // Headers with the provider's own request id, tried before the common ones; may be left out.
///         request_id_headers: ["acme-request"],
///         /// Needs `ACME_TOKEN`; takes `ACME_BASE_URL`.
///         environment: env::builder, // fn(&Environment) -> Result<ClientBuilder, BuildError>; may be left out
///     }
/// }
/// ```
#[macro_export]
macro_rules! provider {
    (
        $(#[$attribute:meta])*
        pub struct $provider:ident {
            name: $name:literal,
            base_url: $base_url:literal,
            $(request_id_headers: $request_id_headers:expr,)?
            $(
                $(#[doc = $variables:expr])*
                environment: $environment:path $(,)?
            )?
        }
    ) => {
        // Held to the generator's own lints, not to those for hand-written code.
        #[allow(missing_docs, unreachable_pub, clippy::all, clippy::expect_used, clippy::panic, clippy::unwrap_used)]
        mod generated;

        pub use generated::{Client, calls, operations, types};
        /// The runtime, for what this crate does not name itself: sources of tokens, ready-made schemes.
        pub use ::user_directory_runtime as runtime;
        pub use $crate::reqwest::Method;
        pub use $crate::{
            AttemptOutcome, AuthContext, AuthError, Authenticate, BuildError, CallOptions, Clock, DecodeError,
            DecodeProblem, Environment, ErrorKind, Interceptor, Items, Operation, Page, Pages, Pagination, Patch,
            Rejection, RequestBuilder, RequestHead, Response, ResponseValue, RetryBudget, RetryPolicy, Secret, async_trait,
        };
        #[cfg(feature = "blocking")]
        pub use $crate::{Blocking, BlockingError, BlockingIter};

        /// Describes why a call failed; [`Error::problem`](runtime::Error::problem) has what the provider says.
        pub type Error = $crate::Error<Problem>;

        /// Builds a [`Client`].
        pub type ClientBuilder = $crate::ClientBuilder<$provider>;

        /// What all clones of a client share.
        pub(crate) type Core = $crate::Core<$provider>;

        $(#[$attribute])*
        #[derive(Clone, Copy, Debug)]
        pub struct $provider;

        impl $crate::Provider for $provider {
            const NAME: &'static str = $name;
            const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
            const BASE_URL: &'static str = $base_url;
            $(const REQUEST_ID_HEADERS: &'static [&'static str] = &$request_id_headers;)?

            type Client = Client;
            type Problem = Problem;
            type Credentials = Credentials;
        }

        impl Client {
            /// Starts building a client.
            #[inline]
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new()
            }

            /// Returns a client that applies these options to its calls and shares everything else with this one.
            #[inline]
            pub fn with_options(&self, options: CallOptions) -> Self {
                self.core.with_options(options).into()
            }

            /// Starts a request to a path that the specification does not know, below the same base URL and with the
            /// same credentials, retries, limits and errors.
            ///
            /// `path` starts with a slash, is percent-encoded, and has no query; [`RequestBuilder::query`] adds one. GET,
            /// HEAD, OPTIONS, PUT and DELETE are sent again after a passing failure, other methods are not; see
            /// [`CallOptions::idempotent`].
            #[inline]
            pub fn request(&self, method: Method, path: &str) -> RequestBuilder<'_, $provider> {
                self.core.request(method, path)
            }
        }

        $(
            impl Client {
                /// Builds a client from environment variables.
                ///
                $(#[doc = $variables])*
                ///
                /// # Errors
                ///
                /// Fails if a variable is missing, naming it, or if a value cannot be used.
                #[inline]
                pub fn from_env() -> ::std::result::Result<Self, BuildError> {
                    Self::builder_from(&Environment::process())?.build()
                }

                /// Starts building a client from the variables that [`from_env`](Self::from_env) reads, so that more
                /// can be set.
                ///
                /// # Errors
                ///
                /// Fails if a variable is missing, naming it.
                #[inline]
                pub fn builder_from(environment: &Environment) -> ::std::result::Result<ClientBuilder, BuildError> {
                    $environment(environment)
                }
            }
        )?
    };
}
