//! Sending a request: all of a call's attempts, within its time.

mod attempt;
mod call;
mod failure;
pub(crate) mod guard;
mod span;

use std::future::ready;
use std::pin::{Pin, pin};
use std::sync::OnceLock;
use std::time::Duration;

use tokio::time::Instant;
use tracing::Instrument;

use crate::client::{Core, OwnHttp, Provider, Shared};
use crate::{ByteStream, CallOptions, Error, ErrorKind, Operation, Response};

use attempt::Call;
pub(crate) use attempt::broken;

impl<P: Provider> Core<P> {
    /// Sends a request of a documented operation, and returns the answer if it is a success.
    ///
    /// The request is checked against the operation's path, authenticated unless it carries an `Authorization`
    /// already, and repeated as the [`RetryPolicy`](crate::RetryPolicy) has it. Dropping the future cancels the call.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`]. Any status but a 2xx, and those that the operation lists as a success, is an error.
    // Not an `async fn`, whose future would hold the request a second time.
    pub fn execute(
        &self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<Response, Error<P::Problem>>> + Send {
        let mut request = Some(request);
        async move {
            let provider = Provided { name: P::NAME, request_ids: P::REQUEST_ID_HEADERS };
            let state = (&*self.shared, &*self.options, &self.own_http);
            run(provider, state, &mut request, operation, None).await.map_err(Error::with_parsed_problem)
        }
    }

    /// Sends a request as [`execute`](Self::execute) does, and returns a success before its body has come.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute).
    pub fn execute_stream(
        &self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<ByteStream<Error<P::Problem>>, Error<P::Problem>>> + Send {
        let mut request = Some(request);
        async move {
            let provider = Provided { name: P::NAME, request_ids: P::REQUEST_ID_HEADERS };
            let state = (&*self.shared, &*self.options, &self.own_http);
            let unread = OnceLock::new();
            let head = run(provider, state, &mut request, operation, Some(&unread)).await;
            let head = head.map_err(Error::with_parsed_problem)?;
            match unread.into_inner() {
                Some(answer) => Ok(ByteStream::new(head, answer, self.attempt_timeout())),
                None => Err(Error::unusable(head, "the body is not there")),
            }
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
    request: &'a mut Option<reqwest::Request>,
    operation: &'static Operation,
    unread: Option<&'a OnceLock<reqwest::Response>>,
) -> Pin<Box<dyn Future<Output = Result<Response, Error>> + Send + 'a>> {
    let http = match own_http {
        Some(Ok(own)) => own,
        Some(Err(())) => {
            let error = Error::new(ErrorKind::Request, operation)
                .with_detail("no HTTP client could be made with this connect timeout");
            return Box::pin(ready(Err(error)));
        }
        None => &shared.http,
    };
    let began = Instant::now();
    let call = Call {
        shared,
        options,
        request_ids: provider.request_ids,
        http,
        operation,
        unread,
        began,
        deadline: after(began, options.call_timeout(shared)),
    };
    let method = request.as_ref().map(reqwest::Request::method);
    let span = span::call(provider.name, operation, method);
    Box::pin(async move {
        // Pinned where it is: what wraps it would move it, and it is large.
        let attempts = pin!(call::run(&call, request));
        let result = attempts.instrument(span.clone()).await;
        span.in_scope(|| span::finish(&span, &result));
        result
    })
}

/// Returns when a timeout is over.
fn after(began: Instant, timeout: Duration) -> Instant {
    // What the clock cannot count to never comes: a month stands for it, many times longer than a connection lasts.
    const NEVER: Duration = Duration::from_secs(30 * 24 * 60 * 60);
    began.checked_add(timeout).unwrap_or_else(|| began + NEVER)
}
