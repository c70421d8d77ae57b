#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
mod credentials;
mod problem;
#[cfg(doctest)]
pub mod required_bodies;

pub use credentials::Credentials;
pub use problem::Problem;

user_directory_runtime::provider! {
    /// Names the SaaSus Platform to the runtime.
    pub struct Saasus {
        name: "saasus",
        base_url: "https://api.saasus.io/v1/auth",
        request_id_headers: ["x-saasus-trace-id"],
        /// Needs `SAASUS_SAAS_ID`, `SAASUS_API_KEY` and `SAASUS_SECRET_KEY`; takes `SAASUS_BASE_URL`, the address of all
        /// modules up to `/v1`, to which `/auth` is added.
        environment: credentials::from_environment,
    }
}
