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

use crate::client::{Core, Provider, Sender};
use crate::{ByteStream, Error, Operation, Response};

use attempt::Call;
pub(crate) use attempt::broken;

impl<P: Provider> Core<P> {
    /// Sends a request of a documented operation, and returns the answer if it is a success.
    ///
    /// The request is checked against the operation's path, authenticated unless it carries an `Authorization`
    /// already, and repeated as the [`RetryPolicy`](crate::RetryPolicy) says. Dropping the future cancels the call.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`](crate::ErrorKind). Any status but a 2xx, and those that the operation lists as a success, is an error.
    // Not an `async fn`, whose future would hold the request a second time.
    pub fn execute(
        &self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<Response, Error<P::Problem>>> + Send {
        let mut request = Some(request);
        async move { run(&self.sender, &mut request, operation, None).await.map_err(Error::with_parsed_problem) }
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
            let unread = OnceLock::new();
            let head = run(&self.sender, &mut request, operation, Some(&unread)).await;
            let head = head.map_err(Error::with_parsed_problem)?;
            match unread.into_inner() {
                Some(answer) => Ok(ByteStream::new(head, answer, self.sender.options.attempt_limit())),
                None => Err(Error::unusable(head, "the body is not there").retyped()),
            }
        }
    }
}

/// What a timeout that the clock cannot count to ends after: thirty days, many times longer than a connection lasts.
const NEVER: Duration = Duration::from_secs(2_592_000);

/// Makes a call.
///
/// Not generic, and behind a pointer to what is compiled here: otherwise each provider crate would have all of it once
/// more. On the heap it is no part of the callers' futures either.
fn run<'a>(
    sender: &'a Sender,
    request: &'a mut Option<reqwest::Request>,
    operation: &'static Operation,
    unread: Option<&'a OnceLock<reqwest::Response>>,
) -> Pin<Box<dyn Future<Output = Result<Response, Error>> + Send + 'a>> {
    let Some(http) = &sender.http else {
        let reason = "no HTTP client could be made with this connect timeout";
        return Box::pin(ready(Err(Error::invalid_request(operation, reason))));
    };
    let began = Instant::now();
    let deadline = began.checked_add(sender.options.total_limit()).unwrap_or_else(|| began + NEVER);
    let call = Call { shared: &sender.shared, options: &sender.options, http, operation, unread, began, deadline };
    let method = request.as_ref().map(reqwest::Request::method);
    let span = span::call(sender.shared.provider, operation, method);
    Box::pin(async move {
        // Pinned where it is: what wraps it would move it, and it is large.
        let attempts = pin!(call::run(&call, request));
        let result = attempts.instrument(span.clone()).await;
        span.in_scope(|| span::finish(&span, &result));
        result
    })
}
