pub(crate) mod acme;
#[cfg(any(feature = "native-tls", feature = "rustls", feature = "rustls-aws-lc-rs"))]
pub(crate) mod tls;

pub(crate) use acme::{Acme, builder, quick};
pub(crate) use user_directory_test_server::{Received, Reply, Server, Step};
