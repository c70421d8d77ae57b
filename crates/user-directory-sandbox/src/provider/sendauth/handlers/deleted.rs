//! Deleted users: restored, or permanently deleted.

use std::collections::BTreeMap;

use crate::provider::interface::{Call, Outcome, Reply};
use crate::provider::sendauth::account::find;
use crate::provider::sendauth::{Context, audit};

pub(super) fn restore_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = find(context, call.path("userID"), true)?.0.id;
    context.edit(person, |account| account.deleted = false);
    audit::record(context, person, "restore", BTreeMap::new());
    Reply::done()
}

pub(super) fn destroy_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = find(context, call.path("userID"), true)?.0.id;
    if let Some(account) = context.remove(person) {
        for transaction in context.state.of_account.remove(&account.id).unwrap_or_default() {
            context.state.transactions.remove(&transaction);
        }
    }
    Reply::done()
}
