//! How a client of Velo logs in.

mod login;

pub(crate) use login::login;
