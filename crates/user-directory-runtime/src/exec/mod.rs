//! Sending a request: all of a call's attempts, within its time.

mod attempt;
mod call;
pub(crate) mod guard;
mod progress;
mod schedule;
mod span;
mod spare;

use std::pin::{Pin, pin};
use std::time::Duration;

use tokio::time::Instant;
use tracing::Instrument;

use crate::client::{Core, OwnHttp, Provider, Shared};
use crate::{CallOptions, Error, ErrorKind, Operation, Response};

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
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> Result<Response, Error<P::Problem>> {
        let provider = Provided {
            name: P::NAME,
            request_ids: P::REQUEST_ID_HEADERS,
        };
        let state = (&*self.shared, &*self.options, &self.own_http);
        match run(provider, state, http, request, operation).await {
            Ok(response) => Ok(response),
            Err(error) => Err(Error::with_parsed_problem(error)),
        }
    }
}

/// What the provider has to say to a call.
struct Provided {
    name: &'static str,
    request_ids: &'static [&'static str],
}

/// Makes a call.
///
/// Not generic, and behind a pointer to what is compiled here: otherwise each provider crate would have all of it once
/// more. On the heap it is no part of the callers' futures either.
fn run<'a>(
    provider: Provided,
    (shared, options, own_http): (&'a Shared, &'a CallOptions, &'a OwnHttp),
    http: &'a reqwest::Client,
    request: reqwest::Request,
    operation: &'static Operation,
) -> Pin<Box<dyn Future<Output = Result<Response, Error>> + Send + 'a>> {
    Box::pin(async move {
        let http = match own_http {
            Some(Ok(own)) => own,
            Some(Err(())) => {
                return Err(Error::new(ErrorKind::Request, operation)
                    .with_detail("no HTTP client could be made with this connect timeout"));
            }
            None => http,
        };
        let call = Call {
            shared,
            options,
            request_ids: provider.request_ids,
            http,
            operation,
            progress: Progress::default(),
            deadline: after(options.call_timeout(shared)),
        };
        let span = span::call(provider.name, operation, request.method());
        // Pinned where it is: what wraps it would move it, and it is large. By reference goes what it would hold twice.
        let mut request = Some(request);
        let attempts = pin!(call.run(&mut request));
        let result = attempts.instrument(span.clone()).await;
        span::finish(&span, &result, call.progress.attempts());
        result
    })
}

/// Returns when a timeout is over that starts now.
fn after(timeout: Duration) -> Instant {
    // What the clock cannot count to never comes: a month stands for it, many times longer than a connection lasts.
    const NEVER: Duration = Duration::from_secs(30 * 24 * 60 * 60);
    let now = Instant::now();
    now.checked_add(timeout).unwrap_or_else(|| now + NEVER)
}
