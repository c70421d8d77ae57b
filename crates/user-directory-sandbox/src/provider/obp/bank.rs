//! Banks and their accounts.

use serde::{Deserialize, Serialize};

use super::{State, problem};
use crate::message::Reply;
use crate::store::{Key, Keyed};

/// A bank.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Bank {
    pub(super) accounts: Keyed<BankAccount>,
}

/// An account at a bank.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BankAccount {
    pub(super) id: String,
    /// Identifier of the user who holds it.
    pub(super) holder: String,
    /// Identifiers of the views that only this account has.
    pub(super) views: Vec<String>,
    /// Identifiers of the users who have access, in the order in which they got it.
    pub(super) users: Vec<String>,
}

impl Key for BankAccount {
    fn key(&self) -> &str {
        &self.id
    }
}

/// Finds a bank.
pub(super) fn find<'a>(state: &'a State, bank: &str) -> Result<&'a Bank, Reply> {
    let found = state.banks.get(bank);
    found.ok_or_else(|| problem::bad("OBP-30001", "there is no bank with this BANK_ID"))
}

/// Finds an account of a bank.
pub(super) fn account<'a>(state: &'a State, bank: &str, account: &str) -> Result<&'a BankAccount, Reply> {
    let found = find(state, bank)?.accounts.get(account);
    let message = "the bank has no account with this ACCOUNT_ID";
    found.ok_or_else(|| problem::bad("OBP-30003", message))
}

/// Returns whether a text can be the identifier of a bank.
pub(super) fn is_id(text: &str) -> bool {
    let allowed = |character: char| character.is_ascii_alphanumeric() || "-._".contains(character);
    !text.is_empty() && text.len() <= 255 && text.chars().all(allowed)
}
