#![doc = include_str!("../README.md")]

#[macro_use]
mod debug;

mod auth;
mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod builder;
mod client;
mod cryptography;
mod date_time;
mod env;
mod error;
mod exec;
mod header;
mod hook;
mod limit;
mod operation;
mod options;
mod paging;
mod path;
mod problem;
mod query;
mod raw;
mod request;
mod response;
mod retry;
mod settings;
mod sync;
#[cfg(test)]
mod test_operations;
mod text;
mod tls;

pub use auth::{
    AnyCredentials, AuthContext, AuthError, Authenticate, Basic, Bearer, ClientAuth, Clock, ClockSkew, Credentials,
    FixedHeader, OAuth2, ParametersIn, Rejection, SystemClock, Token, TokenAnswer, TokenAuth, TokenSource, exchange,
};
#[cfg(feature = "blocking")]
pub use blocking::{Blocking, BlockingError, BlockingIter};
pub use builder::{BuildError, ClientBuilder};
pub use client::{ClientHooks, ClientInfo, Core, Provider};
pub use cryptography::install_cryptography;
pub use date_time::{date_time, optional_date_time};
pub use env::Environment;
pub use error::{DecodeError, DecodeProblem, Error, ErrorKind, MAX_ERROR_BODY};
pub use header::header_value;
pub use hook::{AttemptOutcome, Interceptor, RequestHead};
pub use operation::{Operation, Pagination};
pub use options::CallOptions;
pub use paging::{Items, Page, PageRequest, Pages, Paging, list_pages};
pub use path::path_segment;
pub use problem::{NoProblem, Problem, json_problem};
pub use query::QueryParam;
pub use raw::RawRequest;
pub use request::{add_query, set_json};
pub use response::{Response, ResponseValue};
pub use retry::{RetryBudget, RetryPolicy};
pub use text::from_text;
pub use user_directory_values::{Patch, Secret};

pub use reqwest;
pub use url::Url;

/// Implements [`Authenticate`], [`TokenSource`] and the like: their futures are boxed.
pub use async_trait::async_trait;
