//! What a failed attempt is followed by: new credentials, a wait, or the end of the call.

use super::attempt::{Failure, Sent};
use super::call::Call;
use super::schedule::Schedule;
use crate::auth::Rejection;
use crate::{Error, ErrorKind};

/// What is kept from one failure of a call to the next.
pub(super) struct Recovery<'a> {
    call: &'a Call<'a>,
    schedule: Schedule<'a>,
    renewed: bool,
}

impl<'a> Recovery<'a> {
    pub(super) fn new(call: &'a Call<'a>) -> Self {
        let (shared, options) = (call.shared, call.options);
        let operation = call.operation;
        let policy = options.retry.as_ref().unwrap_or(&shared.retry);
        let repeatable = options.idempotent.unwrap_or(operation.safe || operation.idempotent);
        let time = (call.began, call.deadline);
        Self { call, schedule: Schedule::new(policy, &shared.budget, repeatable, time), renewed: false }
    }

    /// Returns whether the call, if it is a success now, came to it without a retry.
    pub(super) fn is_without_retry(&self) -> bool {
        self.schedule.is_without_retry()
    }

    /// Does what has to be done before the next attempt. Fails if there is to be none.
    pub(super) async fn recover_from(&mut self, failure: Failure<'_>) -> Result<(), Error> {
        let Failure { error, repeat, sent } = failure;
        if !self.renewed && self.renew(sent.as_ref(), &error).await? {
            self.renewed = true;
            return Ok(());
        }
        let Some(wait) = self.schedule.next(repeat, error.retry_after()) else {
            return Err(error);
        };
        tracing::debug!(kind = error.kind().as_str(), ?wait, "the request is sent again");
        self.call.in_time(tokio::time::sleep(wait)).await
    }

    /// Gets new credentials if the server says that those sent have expired. Returns whether it did.
    async fn renew(&self, sent: Option<&Sent<'_>>, error: &Error) -> Result<bool, Error> {
        let call = self.call;
        let (Some(Sent { scheme, headers }), Some(status)) = (sent, error.status()) else {
            return Ok(false);
        };
        let rejection = Rejection {
            sent: headers,
            status,
            headers: error.headers(),
            body: error.body(),
            received_at: call.shared.clock.now(),
        };
        if error.kind() != ErrorKind::Api || !scheme.expired(&rejection) {
            return Ok(false);
        }
        tracing::debug!("the credentials have expired");
        call.in_time(scheme.renew(&rejection, &call.auth_context()))
            .await?
            .map_err(|source| call.auth_error(source))?;
        Ok(true)
    }
}
