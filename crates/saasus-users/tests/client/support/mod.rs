//! The scripted loopback server of the runtime's own tests, and what the tests here share.

#[allow(dead_code, reason = "shared with the runtime's tests, which use all of it")]
#[path = "../../../../user-directory-runtime/tests/runtime/support/reply.rs"]
pub(crate) mod reply;
#[allow(dead_code, reason = "shared with the runtime's tests, which use all of it")]
#[path = "../../../../user-directory-runtime/tests/runtime/support/server.rs"]
pub(crate) mod server;

pub(crate) use reply::Reply;
pub(crate) use server::{Received, Server};
