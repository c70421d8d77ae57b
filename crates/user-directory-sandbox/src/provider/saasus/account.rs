//! What SaaSus keeps of a person, and how it shows a user.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Context, State, problem};
use crate::context::{Call, User};
use crate::message::Reply;
use crate::secrets::{digest, same};
use crate::store::{self, Person};

/// How long a mailed code or password is valid.
const VALID_FOR: TimeDelta = TimeDelta::hours(24);

/// Why something is mailed to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Mail {
    /// A code that confirms a new e-mail address, sent to that address.
    EmailUpdate,
    /// A code that confirms the link to an external account.
    ExternalUserLink,
    /// The temporary password of a sign-up.
    SignUp,
}

/// A code or password that was mailed and has not been used.
#[derive(Serialize, Deserialize)]
pub(crate) struct Mailed {
    /// Code or password.
    pub(super) text: String,
    /// The new address, or the name of the external provider.
    pub(super) about: String,
    #[serde(deserialize_with = "crate::clock::stored")]
    pub(super) sent: DateTime<Utc>,
}

impl Mailed {
    /// Returns whether this is what was mailed, and is valid at an instant.
    pub(super) fn matches(&self, text: &str, now: DateTime<Utc>) -> bool {
        same(&self.text, text) && self.is_valid(now)
    }

    pub(super) fn is_valid(&self, now: DateTime<Utc>) -> bool {
        now < self.sent + VALID_FOR
    }
}

/// An account.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(super) id: String,
    /// Digest of the password; without it the password is that of the demo credentials.
    password: Option<String>,
    /// Whether the password is the one of the sign-up.
    pub(super) temporary: bool,
    /// External identity providers that the user is linked to.
    pub(super) providers: BTreeSet<String>,
    /// Secret of an authenticator app that has not been confirmed by a code.
    pub(super) offered_secret: Option<String>,
    /// Secret of the authenticator app.
    pub(super) app_secret: Option<String>,
    /// Whether a code of the app is required.
    pub(super) second_factor: bool,
    pub(super) mailed: BTreeMap<Mail, Mailed>,
}

impl Account {
    /// Returns an account with the password of the demo credentials.
    pub(super) fn new(id: String) -> Self {
        Self { id, ..Self::default() }
    }

    /// Sets a password.
    pub(super) fn set_password(&mut self, password: &str) {
        self.password = Some(digest(&self.id, password));
        self.temporary = false;
        self.mailed.remove(&Mail::SignUp);
    }

    /// Sets a temporary password and mails it.
    pub(super) fn mail_password(&mut self, password: String, address: String, now: DateTime<Utc>) {
        self.set_password(&password);
        self.temporary = true;
        let mailed = Mailed { text: password, about: address, sent: now };
        self.mailed.insert(Mail::SignUp, mailed);
    }

    /// Returns whether the user can sign in with this password at an instant.
    pub(super) fn accepts_password(&self, state: &State, sent: &str, now: DateTime<Utc>) -> bool {
        let right = match &self.password {
            Some(expected) => same(expected, &digest(&self.id, sent)),
            None => same(&state.credentials.password, sent),
        };
        let mailed = self.mailed.get(&Mail::SignUp);
        right && (!self.temporary || mailed.is_some_and(|mailed| mailed.is_valid(now)))
    }
}

impl store::Account for Account {
    type List = ();

    fn id(&self) -> &str {
        &self.id
    }

    fn place(&self, _: &Person, (): &()) -> Option<String> {
        Some(String::new())
    }
}

/// Returns a user as SaaSus shows them.
pub(super) fn show(person: &Person, account: &Account) -> Value {
    json!({ "id": account.id, "email": person.facts.email.as_deref().unwrap_or(""), "attributes": {} })
}

/// Finds the user that the path names.
pub(super) fn find<'a>(context: &'a Context<'_>, call: &Call<'_>) -> Result<User<'a, State>, Reply> {
    context.user_by_id(call.path("user_id")).ok_or_else(|| problem::no_such_user(call.operation))
}
