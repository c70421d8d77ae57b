#![doc = include_str!("../README.md")]

#[cfg(feature = "finbourne")]
#[doc(inline)]
pub use finbourne_users as finbourne;
#[cfg(feature = "obp")]
#[doc(inline)]
pub use obp_users as obp;
#[cfg(feature = "saasus")]
#[doc(inline)]
pub use saasus_users as saasus;
#[cfg(feature = "sendauth")]
#[doc(inline)]
pub use sendauth_users as sendauth;
#[cfg(feature = "velo")]
#[doc(inline)]
pub use velo_users as velo;
