#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
mod credentials;
mod env;
mod problem;

pub use auth::{DirectLogin, DirectLoginHeader};
pub use credentials::Credentials;
pub use problem::Problem;

user_directory_runtime::provider! {
    /// Names the Open Bank Project to the runtime.
    pub struct OpenBankProject {
        name: "obp",
        base_url: "https://test.openbankproject.com",
        request_id_headers: ["correlation-id"],
        /// Needs `OBP_BASE_URL` and one way to authenticate. If there are several, this order decides: `OBP_BEARER_TOKEN`;
        /// `OBP_TOKEN`, a DirectLogin token; `OBP_USERNAME`, `OBP_PASSWORD` and `OBP_CONSUMER_KEY`, by which the client logs
        /// in. A variable that is empty counts as missing.
        environment: env::builder,
    }
}
