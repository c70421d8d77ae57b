#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod changes;
mod emails;
mod error;
mod export;
mod losses;
mod patch;
mod phones;
mod provider_config;
mod read;
mod resource;
mod sender;

#[doc(no_inline)]
pub use scim_v2;

pub use changes::Changes;
pub use error::ReadError;
pub use losses::{Fate, Loss, losses, losses_matrix};
pub use patch::patch_operations;
pub use provider_config::{oauth_bearer, service_provider_config};
pub use read::Read;
pub use resource::{Account, AccountMfa, GrantId, Resource, UserNameFrom};

/// The URN of the extension. It is in the name space of SCIM's own extensions although no authority has registered it,
/// because there are clients that take no other form.
pub const SCHEMA: &str = "urn:ietf:params:scim:schemas:extension:user-directory:2.0:User";
