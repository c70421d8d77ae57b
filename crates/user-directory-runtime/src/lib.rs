#![doc = include_str!("../README.md")]

mod auth;
mod base_url;
mod builder;
mod client;
mod error;
mod exec;
mod header;
mod operation;
mod patch;
mod path;
mod problem;
mod query;
mod response;
mod secret;
#[cfg(test)]
mod test_operations;

pub use auth::{
    AuthContext, AuthError, Authenticate, Basic, Bearer, Clock, Credentials, FixedHeader,
    Rejection, SystemClock,
};
pub use builder::{BuildError, ClientBuilder};
pub use client::{ClientHooks, ClientInfo, Core, Provider};
pub use error::{DecodeError, DecodeProblem, Error, ErrorKind, MAX_ERROR_BODY};
pub use header::{HeaderParam, header_value};
pub use operation::{Operation, Pagination};
pub use patch::Patch;
pub use path::path_segment;
pub use problem::{NoProblem, Problem};
pub use query::QueryParam;
pub use response::{Response, ResponseValue};
pub use secret::Secret;
