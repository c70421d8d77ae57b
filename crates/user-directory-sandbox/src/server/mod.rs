//! The HTTP side: one listener, the pipeline of a request, and the control API.

mod body;
mod control;
mod host;
mod line;
mod mount;
mod pipeline;
mod shared;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub(crate) use control::announcement;
pub(crate) use shared::{Recipe, Shared};

use line::{Line, Tap};

/// Serves until `stop` is sent or dropped.
pub(crate) async fn serve(
    listener: TcpListener,
    shared: Arc<Shared>,
    stop: oneshot::Receiver<()>,
) -> std::io::Result<()> {
    let router = Router::new()
        .fallback(pipeline::handle)
        .layer(DefaultBodyLimit::disable())
        .with_state(shared);
    let service = router.into_make_service_with_connect_info::<Line>();
    axum::serve(Tap(listener), service)
        .with_graceful_shutdown(async move {
            // Dropping the sender stops as well.
            let _ = stop.await;
        })
        .await
}
