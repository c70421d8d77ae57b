#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
mod credentials;
mod problem;

pub use credentials::Credentials;
pub use problem::Problem;

user_directory_runtime::provider! {
    /// Names Velo Payments to the runtime.
    pub struct Velo {
        name: "velo",
        base_url: "https://api.sandbox.velopayments.com",
        /// Needs `VELO_API_KEY` and `VELO_API_SECRET`, or in their place an access token in `VELO_TOKEN`, which counts if all
        /// are set; takes `VELO_BASE_URL`.
        environment: credentials::from_environment,
    }
}
