//! The authentication schemes of FINBOURNE.

mod okta;
mod password;
mod token_file;

pub use password::PasswordGrant;
pub use token_file::TokenFile;
