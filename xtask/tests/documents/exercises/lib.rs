//! Calls of the generated clients: what they send, and what they make of answers.

#![cfg(test)]

mod bodies;
mod later;
mod names;
mod parameters;
mod schemas;
mod swagger;

use test_support::{Received, Reply, Server};

/// Returns a client of a generated crate, which calls a server.
macro_rules! client {
    ($krate:ident, $server:expr) => {
        $krate::Client::builder().base_url($server.url.as_str()).build().unwrap()
    };
}
use client;

/// Starts a server that answers everything with this JSON.
async fn answering(json: &'static str) -> Server {
    Server::start(move |_, _| Reply::json(200, json)).await
}

/// Returns the last request that a server received.
fn last(server: &Server) -> Received {
    server.received().pop().unwrap()
}

/// Returns the method and the target of the last request.
fn line(server: &Server) -> String {
    let last = last(server);
    format!("{} {}", last.method, last.target)
}
