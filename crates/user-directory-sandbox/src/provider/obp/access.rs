//! Who sees a bank account, and through which views.

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::roles::Caller;
use super::{State, bank, problem};
use crate::message::Reply;
use crate::store::{PersonId, Store};
use crate::world::World;

/// The view that lets its user manage the access of others.
pub(super) const OWNER: &str = "owner";

/// A view of a bank account that a user may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Access {
    #[serde(rename = "bank_id")]
    pub(super) bank: String,
    #[serde(rename = "account_id")]
    pub(super) account: String,
    #[serde(rename = "view_id")]
    pub(super) view: String,
}

impl Access {
    fn is_of(&self, bank: &str, account: &str) -> bool {
        self.bank == bank && self.account == account
    }
}

impl Account {
    /// Returns the identifiers of the views of one bank account, in the order in which they were granted.
    pub(super) fn views_of<'a>(&'a self, bank: &'a str, account: &'a str) -> impl Iterator<Item = &'a str> {
        let access = self.access.iter();
        access.filter(move |one| one.is_of(bank, account)).map(|one| one.view.as_str())
    }
}

/// Refuses callers who neither hold the account nor have its owner view.
pub(super) fn may_manage(
    state: &State,
    store: &Store,
    caller: &Caller,
    bank: &str,
    account: &str,
) -> Result<(), Reply> {
    let holder = bank::account(state, bank, account)?.holder == caller.id;
    let user = store.of::<Account>(caller.person);
    let owner = || user.is_some_and(|user| user.views_of(bank, account).any(|view| view == OWNER));
    if holder || owner() {
        return Ok(());
    }
    Err(problem::bad("OBP-20047", "the caller neither holds the account nor has its owner view"))
}

/// Gives a user access; what they have already they keep.
pub(super) fn grant(world: &mut World, person: PersonId, access: Access) {
    let (bank, account) = (access.bank.clone(), access.account.clone());
    let id = world.store.edit_account(person, |user: &mut Account| {
        if !user.access.contains(&access) {
            user.access.push(access);
        }
        user.id.clone()
    });
    let accounts = world.obp.banks.get_mut(&bank).map(|bank| &mut bank.accounts);
    let account = accounts.and_then(|accounts| accounts.get_mut(&account));
    if let (Some(id), Some(account)) = (id, account)
        && !account.users.contains(&id)
    {
        account.users.push(id);
    }
}

/// Takes the views of an account away that `which` selects; returns whether there was any.
pub(super) fn revoke(
    world: &mut World,
    person: PersonId,
    (bank, account): (&str, &str),
    which: impl Fn(&str) -> bool,
) -> bool {
    let changed = world.store.edit_account(person, |user: &mut Account| {
        let before = user.access.len();
        user.access.retain(|one| !(one.is_of(bank, account) && which(&one.view)));
        let left = user.views_of(bank, account).next().is_some();
        (user.access.len() < before, left, user.id.clone())
    });
    let Some((revoked, left, id)) = changed else {
        return false;
    };
    let accounts = world.obp.banks.get_mut(bank).map(|bank| &mut bank.accounts);
    if let (false, Some(account)) = (left, accounts.and_then(|accounts| accounts.get_mut(account))) {
        account.users.retain(|user| *user != id);
    }
    revoked
}
