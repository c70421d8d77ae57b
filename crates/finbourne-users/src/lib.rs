#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
mod config;
mod credentials;
mod env;
mod problem;
mod update;

pub use auth::{PasswordGrant, TokenFile};
pub use credentials::Credentials;
pub use problem::Problem;
pub use update::RolesNotFetched;

use reqwest::header::HeaderName;

/// The header with the name of the calling application, as in the provider's logs.
///
/// [`ClientBuilder::header`](runtime::ClientBuilder::header) sets it for a client, [`CallOptions::header`] for some calls.
pub const APPLICATION: HeaderName = HeaderName::from_static("x-lusid-application");

/// The header with an id of the caller's own, by which requests that belong together are found again.
pub const CORRELATION_ID: HeaderName = HeaderName::from_static("correlationid");

user_directory_runtime::provider! {
    /// Names FINBOURNE Identity to the runtime.
    pub struct Finbourne {
        name: "finbourne",
        base_url: "https://fbn-prd.lusid.com/identity",
    }
}
