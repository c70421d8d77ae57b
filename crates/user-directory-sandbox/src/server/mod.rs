//! The HTTP side: connections, what happens to a request, and the control API.

mod body;
mod connection;
mod control;
mod exchange;
mod guard;
mod mount;
mod response;
mod shared;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

pub(crate) use control::announcement;
pub(crate) use guard::Access;
pub(crate) use shared::{Recipe, Shared};

use connection::Connection;

/// How long requests in progress may take when the sandbox stops.
const LAST_ANSWERS: Duration = Duration::from_millis(800);

/// Bytes that the head of a request may have.
const LONGEST_HEAD: usize = 128 * 1024;

/// Serves until `stop` is sent or dropped, and then at most [`LAST_ANSWERS`].
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>, mut stop: oneshot::Receiver<()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(shared.recipe.header_timeout).max_buf_size(LONGEST_HEAD);
    let graceful = GracefulShutdown::new();
    // Dropping the set ends the connections that are left.
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            _ = &mut stop => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(_) => {
                    // Out of file descriptors, most likely: some will be closed.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        // Without it small answers can wait for an acknowledgement; if it fails they do.
        let _ = stream.set_nodelay(true);
        let connection = Connection::new(stream);
        let (shared, reset) = (Arc::clone(&shared), connection.reset());
        let service = service_fn(move |request| {
            let (shared, reset) = (Arc::clone(&shared), reset.clone());
            async move { Ok::<_, Infallible>(exchange::answer(&shared, reset, request).await) }
        });
        let served = graceful.watch(http.serve_connection(TokioIo::new(connection), service));
        connections.spawn(served);
    }
    drop(listener);
    let _ = tokio::time::timeout(LAST_ANSWERS, graceful.shutdown()).await;
}
