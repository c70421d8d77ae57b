//! The authentication schemes of the Open Bank Project.

mod direct_login;
mod gateway_login;
mod logins;
mod value;

pub(crate) use direct_login::token_value;
pub use direct_login::{DirectLogin, DirectLoginHeader};
pub(crate) use gateway_login::gateway_login;
pub(crate) use logins::Logins;
