//! The pipeline as axum serves it: without a router of axum's, since the specifications are the router.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::response::Response;
use axum::serve::IncomingStream;
use tower_service::Service;

use super::Shared;
use super::line::{Line, Tap};
use super::pipeline;

/// Makes a service for each connection.
#[derive(Clone, Debug)]
pub(super) struct Connections(pub(super) Arc<Shared>);

/// Serves the requests of one connection.
#[derive(Clone, Debug)]
pub(super) struct Requests {
    shared: Arc<Shared>,
    line: Line,
}

impl Service<IncomingStream<'_, Tap>> for Connections {
    type Response = Requests;
    type Error = Infallible;
    type Future = Ready<Result<Requests, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, stream: IncomingStream<'_, Tap>) -> Self::Future {
        ready(Ok(Requests { shared: Arc::clone(&self.0), line: stream.io().line() }))
    }
}

impl Service<Request> for Requests {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let Self { shared, line } = self.clone();
        Box::pin(async move { Ok(pipeline::handle(&shared, line, request).await) })
    }
}
