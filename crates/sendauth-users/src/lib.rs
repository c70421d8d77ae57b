#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod credentials;
mod problem;

pub use credentials::Credentials;
pub use problem::Problem;

user_directory_runtime::provider! {
    /// Names SendAuth to the runtime.
    pub struct SendAuth {
        name: "sendauth",
        base_url: "https://app.sendauth.com",
        /// Needs `SENDAUTH_USERNAME` and `SENDAUTH_PASSWORD`; takes `SENDAUTH_BASE_URL`.
        environment: credentials::from_environment,
    }
}
