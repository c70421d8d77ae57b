//! SCIM 2.0: users as RFC 7643 writes them, and what of them a directory keeps.
//!
//! [`Resource`] is a user of [`scim_v2`] together with an extension of this crate, [`Account`], for what SCIM has no
//! attribute for: the lock, the second factor, and the exact status. It is made of a [`User`] by `From`, without loss:
//! [`Resource::to_user`] gives the same user back. A resource that somebody else sends becomes
//!
//! - a new user by [`Resource::to_new_user`], for `POST`;
//! - what has to be changed by [`Resource::changes`], for `PUT`: an attribute that is absent is kept, `null` and the
//!   empty list clear it (RFC 7644, 3.5.1).
//!
//! Both return a [`Read`], which also names the attributes that found no place.
//!
//! ```
//! use user_directory::scim::Resource;
//! use user_directory::{Status, User, UserId};
//!
//! let mut ada = User::new(UserId::new("17")?, Status::Active);
//! ada.email = Some("ada@example.com".into());
//! ada.locked = Some(true);
//!
//! let resource = Resource::from(&ada);
//! let json = serde_json::to_value(&resource)?;
//! assert_eq!(json["active"], false);
//! assert_eq!(json["emails"][0]["value"], "ada@example.com");
//! assert_eq!(json[user_directory::scim::SCHEMA]["locked"], true);
//! assert_eq!(resource.to_user()?.value, ada);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What survives in which directory is told by [`losses`], made from the capabilities; the table of all providers
//! stands on the [front page](crate#scim-20).

mod changes;
mod error;
mod export;
mod losses;
mod provider_config;
mod read;
mod resource;

#[doc(no_inline)]
pub use scim_v2;

pub use changes::Changes;
pub use error::ReadError;
pub use losses::{Fate, Loss, losses, losses_matrix};
pub use provider_config::{oauth_bearer, service_provider_config};
pub use read::Read;
pub use resource::{Account, AccountMfa, GrantId, Resource, UserNameFrom};

#[allow(unused_imports)]
use crate::User;

/// The URN of the extension. It is in the name space of SCIM's own extensions although no authority has registered it,
/// because there are clients that take no other form.
pub const SCHEMA: &str = "urn:ietf:params:scim:schemas:extension:user-directory:2.0:User";
