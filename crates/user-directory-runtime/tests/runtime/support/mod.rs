pub(crate) mod acme;
pub(crate) mod reply;
pub(crate) mod server;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub(crate) mod tls;

pub(crate) use acme::{Acme, builder, quick};
pub(crate) use reply::Reply;
pub(crate) use server::{Received, Server};
