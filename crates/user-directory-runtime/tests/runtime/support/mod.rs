pub(crate) mod acme;
pub(crate) mod reply;
pub(crate) mod server;
#[cfg(any(feature = "native-tls", feature = "rustls", feature = "rustls-aws-lc-rs"))]
pub(crate) mod tls;

pub(crate) use acme::{Acme, builder, quick};
pub(crate) use reply::Reply;
pub(crate) use server::{Received, Server};
