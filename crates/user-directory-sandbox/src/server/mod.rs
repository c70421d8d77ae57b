//! The HTTP side: one listener, the pipeline of a request, and the control API.

mod body;
mod control;
mod host;
mod line;
mod mount;
mod pipeline;
mod service;
mod shared;

use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub(crate) use control::announcement;
pub(crate) use shared::{Recipe, Shared};

use line::Tap;
use service::Connections;

/// Serves until `stop` is sent or dropped.
pub(crate) async fn serve(
    listener: TcpListener,
    shared: Arc<Shared>,
    stop: oneshot::Receiver<()>,
) -> std::io::Result<()> {
    axum::serve(Tap(listener), Connections(shared))
        .with_graceful_shutdown(async move {
            // Dropping the sender stops as well.
            let _ = stop.await;
        })
        .await
}
