//! Work that goes on while nobody waits for it.
//!
//! A request that goes on only while it is polled keeps what it holds, such as its place under a limit, from the calls that
//! the caller makes in between. So pages are fetched ahead on the Tokio runtime, which each provider's client needs anyway.

use std::panic::resume_unwind;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tracing::Instrument;
use tracing::instrument::WithSubscriber;

/// Lets a future run on the Tokio runtime, if there is one; `ended` is its result if the runtime ends first.
pub(crate) fn run<T: Send + 'static>(
    future: BoxFuture<'static, T>,
    ended: impl FnOnce() -> T + Send + 'static,
) -> BoxFuture<'static, T> {
    match Handle::try_current() {
        Ok(runtime) => {
            // It aborts the task when it is dropped.
            let mut task = JoinSet::new();
            task.spawn_on(future.in_current_span().with_current_subscriber(), &runtime);
            async move {
                match task.join_next().await {
                    Some(Ok(result)) => result,
                    Some(Err(error)) if error.is_panic() => resume_unwind(error.into_panic()),
                    _ => ended(),
                }
            }
            .boxed()
        }
        Err(_) => future,
    }
}

/// Returns whether there is a runtime.
pub(crate) fn is_possible() -> bool {
    Handle::try_current().is_ok()
}
