pub(crate) mod acme;
pub(crate) mod reply;
pub(crate) mod server;

pub(crate) use acme::{Acme, builder, quick};
pub(crate) use reply::Reply;
pub(crate) use server::{Received, Server};
