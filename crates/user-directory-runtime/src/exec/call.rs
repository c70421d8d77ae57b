//! A call: its attempts, one after the other.

use super::attempt::Call;
use super::failure::{Failure, Used};
use crate::error::may_be_done;
use crate::retry::Schedule;
use crate::{Error, Response};

/// Makes attempts until one succeeds or none is left.
pub(super) async fn run(call: &Call<'_>, request: &mut Option<reqwest::Request>) -> Result<Response, Error> {
    let (operation, shared, options) = (call.operation, call.shared, call.options);
    let repeatable = options.idempotent.unwrap_or(operation.safe || operation.idempotent);
    let budget = &shared.settings.budget;
    let mut schedule = Schedule::new(options.policy(), Some(budget), repeatable, (call.began, call.deadline));
    let (mut attempts, mut unknown, mut renewed) = (0_u32, false, false);
    loop {
        // A body that is a stream has no copy: it is sent once.
        let copy = request.as_ref().and_then(reqwest::Request::try_clone);
        let last = copy.is_none();
        let Some(this) = copy.or_else(|| request.take()) else {
            return Err(Error::invalid_request(operation, "the request was sent before"));
        };
        let Failure { error, sent, used } = match call.attempt(this, attempts.saturating_add(1)).await {
            Ok(response) => {
                if schedule.retries() == 0 {
                    budget.deposit();
                }
                return Ok(response);
            }
            Err(failure) => failure,
        };
        let rejection = used.as_ref().and_then(|used| used.rejected(&error, shared.settings.clock.now()));
        if sent {
            attempts = attempts.saturating_add(1);
            // Of the attempts before, too: a later answer says nothing of them.
            unknown |= !operation.safe && rejection.is_none() && may_be_done(error.kind(), error.status());
        }
        let with_history = |error: Error| error.with_attempts(attempts).with_outcome_unknown(unknown);
        if !sent || last {
            return Err(with_history(error));
        }
        if let (Some(rejection), Some(Used { scheme, .. }), false) = (&rejection, &used, renewed) {
            tracing::debug!("the credentials have expired");
            renewed = true;
            let renewing = call.in_time(scheme.renew(rejection, &call.auth_context())).await.map_err(with_history)?;
            renewing.map_err(|source| with_history(call.auth_error(source)))?;
            continue;
        }
        let Some(wait) = schedule.next(error.kind(), error.status(), error.retry_after()) else {
            return Err(with_history(error));
        };
        tracing::debug!(kind = error.kind().as_str(), ?wait, "the request is sent again");
        tokio::time::sleep(wait).await;
    }
}
