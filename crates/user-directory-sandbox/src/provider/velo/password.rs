//! Passwords: checking and rating them.

use serde::Serialize;
use zxcvbn::zxcvbn;

use super::State;
use super::account::Account;
use crate::secrets::{digest, same};
use crate::store::Person;

/// The least score that a new password needs.
const LEAST: u8 = 3;

/// Passwords that cannot be used again.
const REMEMBERED: usize = 5;

/// How good a password is.
#[derive(Serialize)]
pub(super) struct Rating {
    score: u8,
    pub(super) valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) warning: Option<String>,
    suggestions: Vec<String>,
}

/// Returns whether it is the user's current password.
pub(super) fn is_right(state: &State, account: &Account, password: &str) -> bool {
    match account.passwords.last() {
        Some(used) => same(used, &digest(&account.id, password)),
        None => account.enrolled && same(&state.credentials.password, password),
    }
}

fn was_used(state: &State, account: &Account, password: &str) -> bool {
    let hash = digest(&account.id, password);
    account.passwords.iter().any(|used| same(used, &hash)) || same(&state.credentials.password, password)
}

/// Rates a password for a user.
pub(super) fn rate(state: &State, person: &Person, account: &Account, password: &str) -> Rating {
    let facts = &person.facts;
    let own = [facts.given_name.as_str(), facts.family_name.as_str(), facts.email.as_deref().unwrap_or("")];
    let estimate = zxcvbn(password, &own);
    let score = u8::from(estimate.score());
    let feedback = estimate.feedback();
    let mut rating = Rating {
        score,
        valid: score >= LEAST,
        warning: feedback.and_then(|feedback| feedback.warning()).map(|warning| warning.to_string()),
        suggestions: feedback
            .into_iter()
            .flat_map(|feedback| feedback.suggestions())
            .map(ToString::to_string)
            .collect(),
    };
    if was_used(state, account, password) {
        rating.valid = false;
        rating.warning = Some("Historic Password".to_owned());
        rating.suggestions = vec!["Choose a password that you have not used before.".to_owned()];
    }
    rating
}

/// Sets the password.
pub(super) fn set(account: &mut Account, password: &str) {
    account.passwords.push(digest(&account.id, password));
    let surplus = account.passwords.len().saturating_sub(REMEMBERED);
    account.passwords.drain(..surplus);
    account.wrong_passwords = 0;
}
