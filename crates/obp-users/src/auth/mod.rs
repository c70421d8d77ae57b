//! The authentication schemes of the Open Bank Project.

mod direct_login;
mod gateway_login;
mod value;

pub use direct_login::{DirectLogin, DirectLoginHeader};
pub(crate) use direct_login::{direct_login, token_value};
pub(crate) use gateway_login::gateway_login;
