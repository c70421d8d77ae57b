//! Who sees a bank account, and through which views.

use super::account::Account;
use super::held::Access;
use super::roles::Caller;
use super::{Context, bank, problem};
use crate::message::Reply;
use crate::store::PersonId;

/// The view that lets its user manage the access of others.
pub(super) const OWNER: &str = "owner";

impl Account {
    /// Returns the identifiers of the views of one bank account, in the order in which they were granted.
    pub(super) fn views_of<'a>(&'a self, bank: &'a str, account: &'a str) -> impl Iterator<Item = &'a str> {
        self.access.iter().filter(move |one| one.is_of(bank, account)).map(|one| one.view.as_str())
    }
}

/// Refuses callers who neither hold the account nor have its owner view, also where there is no such account.
pub(super) fn may_manage(context: &Context<'_>, caller: &Caller, bank: &str, account: &str) -> Result<(), Reply> {
    let holder = bank::account(context.state, bank, account).is_ok_and(|account| account.holder == caller.id);
    let owner = |user: &Account| user.views_of(bank, account).any(|view| view == OWNER);
    if holder || context.account(caller.person).is_some_and(owner) {
        return Ok(());
    }
    Err(problem::bad("OBP-20047", "the caller neither holds the account nor has its owner view"))
}

/// Gives a user access, in addition to what they have.
pub(super) fn grant(context: &mut Context<'_>, person: PersonId, access: Access) {
    let (bank, account) = (access.bank.clone(), access.account.clone());
    let id = context.edit(person, |user| {
        if !user.access.contains(&access) {
            user.access.push(access);
        }
        user.id.clone()
    });
    let account = context.state.banks.get_mut(&bank).and_then(|accounts| accounts.get_mut(&account));
    if let (Some(id), Some(account)) = (id, account)
        && !account.users.contains(&id)
    {
        account.users.push(id);
    }
}

/// Takes the views of an account away that `which` selects; returns whether there was any.
pub(super) fn revoke(
    context: &mut Context<'_>,
    person: PersonId,
    (bank, account): (&str, &str),
    which: impl Fn(&str) -> bool,
) -> bool {
    let changed = context.edit(person, |user| {
        let before = user.access.len();
        user.access.retain(|one| !(one.is_of(bank, account) && which(&one.view)));
        let left = user.views_of(bank, account).next().is_some();
        (user.access.len() < before, left, user.id.clone())
    });
    let Some((revoked, left, id)) = changed else { return false };
    let account = context.state.banks.get_mut(bank).and_then(|accounts| accounts.get_mut(account));
    if let (false, Some(account)) = (left, account) {
        account.users.retain(|user| *user != id);
    }
    revoked
}
