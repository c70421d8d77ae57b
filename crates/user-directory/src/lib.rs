#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(inline)]
pub use user_directory_core::*;

#[cfg(feature = "conformance")]
#[doc(inline)]
pub use user_directory_conformance as conformance;
#[cfg(feature = "jobs")]
#[doc(inline)]
pub use user_directory_jobs as jobs;
#[cfg(feature = "scim")]
#[doc(inline)]
pub use user_directory_scim as scim;
