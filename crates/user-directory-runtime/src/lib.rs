#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[macro_use]
mod debug;
#[macro_use]
mod setters;

mod any_problem;
mod auth;
mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod builder;
mod byte_stream;
mod client;
mod cryptography;
mod date_time;
mod env;
mod error;
mod exec;
mod header;
mod hook;
mod limit;
mod macros;
mod operation;
mod options;
mod paging;
mod path;
mod problem;
mod provider_macro;
mod raw;
mod request;
mod response;
mod retry;
mod settings;
mod style;
mod sync;
#[cfg(test)]
mod test_operations;
mod text;
mod tls;

pub use any_problem::AnyProblem;
pub use auth::{
    AuthContext, AuthError, Authenticate, ClientAuth, Clock, ClockSkew, Credentials, FixedHeader, OAuth2, ParametersIn,
    Rejection, SystemClock, Token, TokenAnswer, TokenAuth, TokenSource, exchange,
};
#[cfg(feature = "blocking")]
pub use blocking::{Blocking, BlockingError, BlockingIter};
pub use builder::{BuildError, ClientBuilder};
pub use byte_stream::ByteStream;
pub use client::{Core, Provider};
pub use cryptography::install_cryptography;
pub use date_time::{date_time, optional_date_time};
pub use env::Environment;
pub use error::{DecodeError, DecodeProblem, Error, ErrorKind, MAX_ERROR_BODY};
pub use hook::{AttemptOutcome, Interceptor, RequestHead};
pub use operation::{Operation, Pagination};
pub use options::CallOptions;
pub use paging::{Items, Page, PageRequest, Pages, list_pages};
pub use problem::{NoProblem, Problem, json_problem};
pub use request::RequestBuilder;
pub use response::{Response, ResponseValue};
pub use retry::{RetryBudget, RetryPolicy};
pub use style::Style;
pub use text::from_text;
pub use user_directory_values::{Patch, Secret};

pub use reqwest;
#[cfg(feature = "multipart")]
pub use reqwest::multipart::Part;
#[cfg(feature = "schemars")]
#[doc(hidden)]
pub use schemars;
#[doc(hidden)]
pub use {serde, serde_json};

pub use url::Url;

/// Implements [`Authenticate`], [`TokenSource`] and the like: their futures are boxed.
pub use async_trait::async_trait;
