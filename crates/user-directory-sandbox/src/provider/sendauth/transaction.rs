//! Transactions: what a user is asked to do on their phone, and does when the control API says so.

use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Account, SendAuth, State, auth, problem};
use crate::clock::rfc3339;
use crate::context::Context;
use crate::message::{Outcome, Reply, Request};
use crate::provider::Extra;
use crate::world::World;

/// How long a transaction can be answered.
const TIME_TO_ANSWER: TimeDelta = TimeDelta::minutes(5);

/// How a transaction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TransactionState {
    /// The user has not answered yet.
    Pending,
    /// The user proved who they are, or registered a passkey.
    Verified,
    /// The user refused.
    Denied,
    /// It was called off.
    Cancelled,
    /// The user did not answer in time; never set, but reached by the clock.
    Expired,
}

/// What the user is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Purpose {
    Authenticate,
    Register,
}

/// A transaction.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Transaction {
    pub(super) id: String,
    /// Identifier of the account.
    pub(super) subject: String,
    pub(super) subject_name: String,
    pub(super) purpose: Purpose,
    pub(super) requestor: String,
    pub(super) message: Option<String>,
    pub(super) connectwise: Option<String>,
    pub(super) state: TransactionState,
    pub(super) created: DateTime<Utc>,
    pub(super) completed: Option<DateTime<Utc>>,
}

impl Transaction {
    fn expires(&self) -> DateTime<Utc> {
        self.created + TIME_TO_ANSWER
    }

    /// Returns the state at an instant.
    pub(super) fn state(&self, now: DateTime<Utc>) -> TransactionState {
        match self.state {
            TransactionState::Pending if now >= self.expires() => TransactionState::Expired,
            state => state,
        }
    }
}

/// A transaction as SendAuth shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct View<'a> {
    id: &'a str,
    subject: &'a str,
    subject_name: &'a str,
    state: TransactionState,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<String>,
    requestor: &'a str,
    context: &'a str,
    created_at: String,
    expires_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

impl<'a> View<'a> {
    pub(super) fn new(transaction: &'a Transaction, now: DateTime<Utc>) -> Self {
        let purpose = match transaction.purpose {
            Purpose::Authenticate => "authenticate",
            Purpose::Register => "register",
        };
        Self {
            id: &transaction.id,
            subject: &transaction.subject,
            subject_name: &transaction.subject_name,
            state: transaction.state(now),
            completed_at: transaction.completed.map(rfc3339),
            requestor: &transaction.requestor,
            context: transaction.connectwise.as_deref().unwrap_or(purpose),
            created_at: rfc3339(transaction.created),
            expires_at: rfc3339(transaction.expires()),
            message: transaction.message.as_deref(),
        }
    }
}

/// Remembers a transaction that has been started.
pub(super) fn start(state: &mut State, transaction: Transaction) {
    let of_account = state.of_account.entry(transaction.subject.clone()).or_default();
    of_account.push(transaction.id.clone());
    state.transactions.insert(transaction.id.clone(), transaction);
}

/// Why a transaction cannot be answered.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettleError {
    /// There is no transaction with this identifier.
    #[error("there is no such transaction")]
    Unknown,
    /// It has come to its end already, by an answer or by the clock.
    #[error("the transaction is over already")]
    Over,
    /// An answer is `verified`, `denied` or `cancelled`.
    #[error("a transaction cannot be answered with this state")]
    NoAnswer,
}

/// Answers for the user.
pub(super) fn settle(world: &mut World, id: &str, answer: TransactionState) -> Result<(), SettleError> {
    let now = world.time.now();
    if matches!(answer, TransactionState::Pending | TransactionState::Expired) {
        return Err(SettleError::NoAnswer);
    }
    let transaction = world.sendauth.transactions.get_mut(id).ok_or(SettleError::Unknown)?;
    if transaction.state(now) != TransactionState::Pending {
        return Err(SettleError::Over);
    }
    transaction.state = answer;
    transaction.completed = Some(now);
    let purpose = transaction.purpose;
    let subject = transaction.subject.clone();
    let person = world.store.get::<Account>(&subject).map(|(person, _)| person.id);
    if let (Some(person), TransactionState::Verified) = (person, answer) {
        world.store.edit_account(person, |account: &mut Account| {
            account.last_authenticated = Some(now);
            if purpose == Purpose::Register {
                account.passkeys += 1;
            }
        });
    }
    Ok(())
}

impl SendAuth<'_> {
    /// Answers a transaction in the place of the user: `verified`, `denied` or `cancelled`.
    ///
    /// A verified registration gives the user a passkey.
    ///
    /// # Errors
    ///
    /// If there is no such transaction, it is over, or the state is no answer.
    pub fn settle(&self, transaction: &str, answer: TransactionState) -> Result<(), SettleError> {
        settle(&mut self.0.shared().world(), &transaction.to_ascii_lowercase(), answer)
    }
}

/// Where clients ask how a transaction stands; SendAuth's user pages do not describe it.
pub(super) const ROUTES: &[Extra] = &[Extra {
    name: "checkTransaction",
    method: "GET",
    path: "/api/v1/transactions/{txID}/check",
    handler: |context, request, values| {
        auth::check(request, context.world)?;
        check(context, values)
    },
}];

/// `POST /_sandbox/sendauth/transactions/{id}` with `{"state": "verified"}`.
pub(super) const CONTROLS: &[Extra] = &[Extra {
    name: "settleTransaction",
    method: "POST",
    path: "/transactions/{txID}",
    handler: |context, request, values| answer(context, request, values),
}];

fn check(context: &mut Context<'_>, values: &[String]) -> Outcome {
    let id = values.first().map(|id| id.to_ascii_lowercase()).unwrap_or_default();
    let found = context.world.sendauth.transactions.get(&id);
    let missing = || problem::refused(StatusCode::NOT_FOUND, "there is no such transaction");
    let state = found.ok_or_else(missing)?.state(context.now());
    Reply::ok(&json!({ "state": state }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    state: TransactionState,
}

fn answer(context: &mut Context<'_>, request: &Request, values: &[String]) -> Outcome {
    let refuse = |status, message: String| problem::refused(status, &message);
    let answer: Answer = serde_json::from_slice(request.body())
        .map_err(|error| refuse(StatusCode::BAD_REQUEST, format!("the body does not fit: {error}")))?;
    let id = values.first().map(|id| id.to_ascii_lowercase()).unwrap_or_default();
    settle(context.world, &id, answer.state).map_err(|error| {
        let status = match error {
            SettleError::Unknown => StatusCode::NOT_FOUND,
            SettleError::Over => StatusCode::CONFLICT,
            SettleError::NoAnswer => StatusCode::BAD_REQUEST,
        };
        refuse(status, error.to_string())
    })?;
    Reply::no_content()
}
