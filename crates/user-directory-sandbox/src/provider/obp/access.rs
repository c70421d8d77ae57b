//! Which users have which views of a bank account.

use super::account::Account;
use super::grants::Access;
use super::roles::Caller;
use super::{Context, bank, problem};
use crate::message::{Reply, ensure};
use crate::store::PersonId;

/// The view that allows its users to manage the access of others.
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
    ensure(holder || context.account(caller.person).is_some_and(owner), || {
        problem::bad("OBP-20047", "the caller neither holds the account nor has its owner view")
    })
}

/// Gives a user access, in addition to what they have.
pub(super) fn grant(context: &mut Context<'_>, person: PersonId, access: Access) {
    if let Some(users) = bank::users(context.state, &access.bank, &access.account) {
        users.insert(person);
    }
    context.edit(person, |user| {
        if !user.access.contains(&access) {
            user.access.push(access);
        }
    });
}

/// Revokes the views of an account that `which` selects; returns whether there was any.
pub(super) fn revoke(
    context: &mut Context<'_>,
    person: PersonId,
    (bank, account): (&str, &str),
    which: impl Fn(&str) -> bool,
) -> bool {
    let revoked = context.edit(person, |user| {
        let before = user.access.len();
        user.access.retain(|one| !(one.is_of(bank, account) && which(&one.view)));
        (user.access.len() < before, user.views_of(bank, account).next().is_some())
    });
    if let (Some((_, false)), Some(users)) = (revoked, bank::users(context.state, bank, account)) {
        users.remove(&person);
    }
    revoked.is_some_and(|(any, _)| any)
}
