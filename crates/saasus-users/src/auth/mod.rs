//! How requests to SaaSus are signed.

mod signature;
mod signer;

pub(crate) use signer::Signer;
