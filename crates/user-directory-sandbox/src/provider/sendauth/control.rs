//! Users answer transactions.

use serde::Deserialize;

use super::transaction::{Purpose, TransactionState};
use super::{Context, State};
use crate::provider::interface::{ControlError, Route, done, ensure};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    state: TransactionState,
}

pub(super) const CONTROLS: &[Route<State>] =
    &[Route::post("settleTransaction", "/transactions/{txID}", |context, path, request| {
        done(settle(context, &path[0], request.json::<Answer>()?.state))
    })];

/// Answers a transaction for the user.
pub(crate) fn settle(context: &mut Context<'_>, id: &str, answer: TransactionState) -> Result<(), ControlError> {
    let now = context.now();
    ensure(!matches!(answer, TransactionState::Pending | TransactionState::Expired), || {
        ControlError::Invalid("a transaction cannot be answered with this state".to_owned())
    })?;
    let transaction = context.state.transactions.iter_mut().find(|one| one.id.eq_ignore_ascii_case(id));
    let transaction = transaction.ok_or(ControlError::NotFound("transaction"))?;
    ensure(transaction.state(now) == TransactionState::Pending, || ControlError::Conflict("the transaction is over"))?;
    transaction.state = answer;
    transaction.completed = Some(now);
    let (purpose, subject) = (transaction.purpose, transaction.subject.clone());
    let person = context.user_by_id(&subject).map(|(person, _)| person.id);
    if let (Some(person), TransactionState::Verified) = (person, answer) {
        context.edit(person, |account| {
            account.last_authenticated = Some(now);
            account.passkeys = account.passkeys.saturating_add(u32::from(purpose == Purpose::Register));
        });
    }
    Ok(())
}
