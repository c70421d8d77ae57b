//! Sending a request: all of a call's attempts, within its time.

mod attempt;
mod call;
pub(crate) mod guard;
mod progress;
mod schedule;
mod span;

use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use http::header::ACCEPT;
use tokio::time::Instant;
use tracing::Instrument;

use crate::client::{Core, Provider};
use crate::{Error, ErrorKind, Operation, Response};

use call::Call;
pub(crate) use call::add_length;
use progress::Progress;

impl<P: Provider> Core<P> {
    /// Sends a request of a documented operation, and returns the answer if it is a success.
    ///
    /// The request is checked against the operation's path, authenticated unless it carries an `Authorization`
    /// already, and repeated as the [`RetryPolicy`](crate::RetryPolicy) has it. Dropping the future cancels the call.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`]. Any status but a 2xx, and those that the operation lists as a success, is an error.
    pub async fn execute(
        &self,
        http: &reqwest::Client,
        mut request: reqwest::Request,
        operation: &'static Operation,
    ) -> Result<Response, Error<P::Problem>> {
        // The generator asks for JSON only where a success has it; errors are JSON, too.
        if let Some(accept) = operation.accept
            && !request.headers().contains_key(ACCEPT)
            && let Ok(value) = HeaderValue::from_maybe_shared(Bytes::from_static(accept.as_bytes()))
        {
            request.headers_mut().insert(ACCEPT, value);
        }
        let span = span::call::<P>(operation, request.method());
        let http = match &self.own_http {
            Some(Ok(own)) => own,
            Some(Err(())) => {
                return Err(Error::new(ErrorKind::Request, operation)
                    .with_detail("no HTTP client could be made with this connect timeout"));
            }
            None => http,
        };
        let progress = Progress::default();
        let call = Call {
            core: self,
            http,
            operation,
            progress: &progress,
            deadline: after(self.total_timeout()),
        };
        // On the heap, since it would otherwise be part of every caller's future.
        let run = Box::pin(call.run(request)).instrument(span.clone());
        let result = run.await;
        span::finish(&span, &result, progress.attempts());
        result
    }

    pub(super) fn total_timeout(&self) -> Duration {
        self.options
            .total_timeout
            .unwrap_or(self.shared.total_timeout)
    }
}

/// Returns when a timeout is over that starts now.
fn after(timeout: Duration) -> Instant {
    // What the clock cannot count to never comes: a month stands for it, many times longer than a connection lasts.
    const NEVER: Duration = Duration::from_secs(30 * 24 * 60 * 60);
    let now = Instant::now();
    now.checked_add(timeout).unwrap_or_else(|| now + NEVER)
}
