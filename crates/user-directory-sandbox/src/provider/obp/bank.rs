//! Banks and their accounts.

use std::collections::{BTreeMap, BTreeSet};

use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::{State, problem};
use crate::message::{Reply, ensure};
use crate::store::PersonId;

/// An account at a bank.
#[derive(Serialize, Deserialize)]
pub(crate) struct BankAccount {
    /// Identifier of the user who holds it.
    pub(super) holder: String,
    /// Identifiers of the views that only this account has.
    pub(super) views: Vec<String>,
    /// The users who have a view of it.
    pub(super) users: BTreeSet<PersonId>,
}

/// Finds the accounts of a bank that a path names.
pub(super) fn find<'a>(state: &'a State, bank: &str) -> Result<&'a BTreeMap<String, BankAccount>, Reply> {
    let missing = || problem::problem(StatusCode::NOT_FOUND, "OBP-30001", "there is no bank with this BANK_ID");
    state.banks.get(bank).ok_or_else(missing)
}

/// Refuses a bank that a body names and that does not exist.
pub(super) fn check_named(state: &State, bank: &str) -> Result<(), Reply> {
    let exists = bank.is_empty() || state.banks.contains_key(bank);
    ensure(exists, || problem::bad("OBP-30001", "there is no bank with this bank_id"))
}

/// Finds an account of a bank that a path names.
pub(super) fn account<'a>(state: &'a State, bank: &str, account: &str) -> Result<&'a BankAccount, Reply> {
    let message = "the bank has no account with this ACCOUNT_ID";
    let missing = || problem::problem(StatusCode::NOT_FOUND, "OBP-30018", message);
    find(state, bank)?.get(account).ok_or_else(missing)
}

/// Returns the users who have a view of an account, if there is such an account.
pub(super) fn users<'a>(state: &'a mut State, bank: &str, account: &str) -> Option<&'a mut BTreeSet<PersonId>> {
    Some(&mut state.banks.get_mut(bank)?.get_mut(account)?.users)
}

/// Returns whether a string can be the identifier of a bank.
pub(super) fn is_id(text: &str) -> bool {
    let allowed = |character: char| character.is_ascii_alphanumeric() || "-._".contains(character);
    !text.is_empty() && text.len() <= 255 && text.chars().all(allowed)
}
