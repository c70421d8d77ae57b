//! Banks and their accounts.

use serde::{Deserialize, Serialize, Serializer};

use super::{State, problem};
use crate::message::Reply;
use crate::store::{Index, Place};

/// A bank.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Bank {
    pub(super) accounts: BankAccounts,
}

/// The accounts of a bank, found by identifier. None is ever closed.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<BankAccount>")]
pub(crate) struct BankAccounts {
    all: Vec<BankAccount>,
    by_id: Index,
}

impl BankAccounts {
    pub(super) fn add(&mut self, account: BankAccount) {
        if let Ok(place) = Place::try_from(self.all.len()) {
            self.by_id.insert(&account.id, place);
        }
        self.all.push(account);
    }

    fn place(&self, id: &str) -> Option<usize> {
        let all = || self.all.iter().map(|one| one.id.as_str().into()).zip(0..);
        self.by_id.get(id, all).map(|place| place as usize)
    }

    pub(super) fn get(&self, id: &str) -> Option<&BankAccount> {
        self.all.get(self.place(id)?)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut BankAccount> {
        let place = self.place(id)?;
        self.all.get_mut(place)
    }
}

impl Serialize for BankAccounts {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(to)
    }
}

impl From<Vec<BankAccount>> for BankAccounts {
    fn from(all: Vec<BankAccount>) -> Self {
        Self {
            all,
            by_id: Index::default(),
        }
    }
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

/// Finds a bank.
pub(super) fn find<'a>(state: &'a State, bank: &str) -> Result<&'a Bank, Reply> {
    let found = state.banks.get(bank);
    found.ok_or_else(|| problem::bad("OBP-30001", "there is no bank with this BANK_ID"))
}

/// Finds an account of a bank.
pub(super) fn account<'a>(
    state: &'a State,
    bank: &str,
    account: &str,
) -> Result<&'a BankAccount, Reply> {
    let found = find(state, bank)?.accounts.get(account);
    let message = "the bank has no account with this ACCOUNT_ID";
    found.ok_or_else(|| problem::bad("OBP-30003", message))
}

/// Returns whether a text can be the identifier of a bank.
pub(super) fn is_id(text: &str) -> bool {
    let allowed = |character: char| character.is_ascii_alphanumeric() || "-._".contains(character);
    !text.is_empty() && text.len() <= 255 && text.chars().all(allowed)
}
