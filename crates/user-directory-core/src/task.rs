//! Work that goes on while nobody waits for it.
//!
//! A request that goes on only while it is polled keeps what it holds, such as its place under a limit, from the calls that
//! the caller makes in between. So pages are fetched ahead on the Tokio runtime, which each provider's client needs anyway.

use std::future::Future;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tracing::Instrument;
use tracing::instrument::WithSubscriber;

/// Lets a future run on the Tokio runtime, if there is one; `ended` is its result if the runtime ends first.
pub(crate) fn run<T: Send + 'static>(
    future: BoxFuture<'static, T>,
    ended: impl FnOnce() -> T + Send + 'static,
) -> BoxFuture<'static, T> {
    match Handle::try_current() {
        Ok(runtime) => {
            let task = Task(runtime.spawn(future.in_current_span().with_current_subscriber()));
            task.map(|result| result.unwrap_or_else(ended)).boxed()
        }
        Err(_) => future,
    }
}

/// Returns whether there is a runtime.
pub(crate) fn is_possible() -> bool {
    Handle::try_current().is_ok()
}

/// A task that is ended when nobody waits for its result any more. It has no result if its runtime ended.
struct Task<T>(JoinHandle<T>);

impl<T> Future for Task<T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        match ready!(self.0.poll_unpin(cx)) {
            Ok(result) => Poll::Ready(Some(result)),
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(_) => Poll::Ready(None),
            },
        }
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
