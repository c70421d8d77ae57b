//! Transactions: a user is asked to do something on their phone, and the control API does it for them.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::SPECIFICATION;
use crate::clock::rfc3339;

/// How long a transaction can be answered.
const TIME_TO_ANSWER: TimeDelta = TimeDelta::minutes(5);

/// State of a transaction.
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
    /// It was cancelled.
    Cancelled,
    /// The user did not answer in time; never set, but reached by the clock.
    Expired,
}

/// What the user is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Purpose {
    Authenticate,
    Register,
}

impl Purpose {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Authenticate => "authenticate",
            Self::Register => "register",
        }
    }
}

/// A transaction.
#[derive(Serialize, Deserialize)]
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
    #[serde(deserialize_with = "crate::clock::stored")]
    pub(super) created: DateTime<Utc>,
    #[serde(deserialize_with = "crate::clock::all_stored")]
    pub(super) completed: Option<DateTime<Utc>>,
}

impl Transaction {
    /// Returns the state at an instant.
    pub(super) fn state(&self, now: DateTime<Utc>) -> TransactionState {
        match self.state {
            TransactionState::Pending if now >= self.created + TIME_TO_ANSWER => TransactionState::Expired,
            state => state,
        }
    }

    /// Returns the transaction as SendAuth shows it.
    pub(super) fn show(&self, now: DateTime<Utc>) -> Value {
        SPECIFICATION.shape("Transaction").fit(json!({
            "id": self.id,
            "subject": self.subject,
            "subjectName": self.subject_name,
            "state": self.state(now),
            "requestor": self.requestor,
            "context": self.connectwise.as_deref().unwrap_or(self.purpose.as_str()),
            "createdAt": rfc3339(self.created),
            "expiresAt": rfc3339(self.created + TIME_TO_ANSWER),
            "completedAt": self.completed.map(rfc3339),
            "message": self.message,
        }))
    }
}
