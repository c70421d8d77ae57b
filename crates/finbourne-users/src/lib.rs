#![doc = include_str!("../README.md")]

mod auth;
mod config;
mod credentials;
mod env;
// Generated: held to the generator's own lints, not to those for hand-written code.
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used
)]
#[rustfmt::skip]
mod generated;
mod problem;
mod provider;
mod raw;

pub use auth::{PasswordGrant, TokenFile};
pub use credentials::Credentials;
pub use generated::{Client, builder, operations, types};
pub use problem::Problem;
pub use provider::{APPLICATION, CORRELATION_ID, Finbourne};
/// The HTTP method of a [`Client::request`].
pub use reqwest::Method;
/// The runtime, for what this crate does not name itself: sources of tokens, ready-made schemes.
pub use user_directory_runtime as runtime;
pub use user_directory_runtime::{
    AttemptOutcome, AuthContext, AuthError, Authenticate, BuildError, CallOptions, Clock, DecodeError, DecodeProblem,
    Environment, ErrorKind, Interceptor, Operation, Patch, RawRequest, Rejection, RequestHead, Response, ResponseValue,
    RetryBudget, RetryPolicy, Secret, async_trait,
};
#[cfg(feature = "blocking")]
pub use user_directory_runtime::{Blocking, BlockingError, BlockingIter};

/// Describes why a call failed; [`Error::problem`](user_directory_runtime::Error::problem) has what the provider says.
pub type Error = user_directory_runtime::Error<Problem>;

/// Builds a [`Client`].
pub type ClientBuilder = user_directory_runtime::ClientBuilder<Finbourne>;

/// What all clones of a client share.
pub(crate) type Inner = user_directory_runtime::Core<Finbourne>;
