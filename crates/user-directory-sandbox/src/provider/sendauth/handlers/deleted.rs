//! Deleted users: back, or gone for good.

use std::collections::BTreeMap;

use http::StatusCode;

use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::sendauth::account::{self, Account};
use crate::provider::sendauth::audit;

pub(super) fn restore_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, _) = account::find_deleted(&context.world.store, call.path("userID"))?;
    let person = person.id;
    context.world.store.edit_account(person, |account: &mut Account| account.deleted = false);
    audit::record(context, person, "restore", BTreeMap::new());
    Ok(Reply::empty(StatusCode::OK))
}

pub(super) fn destroy_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, _) = account::find_deleted(&context.world.store, call.path("userID"))?;
    let person = person.id;
    let world = &mut *context.world;
    if let Some(account) = world.store.detach::<Account>(person) {
        let state = &mut world.sendauth;
        for transaction in state.of_account.remove(&account.id).unwrap_or_default() {
            state.transactions.remove(&transaction);
        }
    }
    Ok(Reply::empty(StatusCode::OK))
}
