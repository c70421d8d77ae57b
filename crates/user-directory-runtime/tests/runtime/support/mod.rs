pub(crate) mod acme;

pub(crate) use acme::{Acme, builder, quick};
pub(crate) use test_support::{Received, Reply, Server, Step};
