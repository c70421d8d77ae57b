pub(crate) mod acme;

pub(crate) use acme::{Acme, builder, quick};
pub(crate) use user_directory_test_server::{Received, Reply, Server, Step};
