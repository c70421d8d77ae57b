//! Asking users to authenticate or to register a passkey.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::json;

use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::sendauth::account::{self, Account};
use crate::provider::sendauth::transaction::{Purpose, Transaction, TransactionState, start};
use crate::provider::sendauth::{audit, problem};

pub(super) fn authenticate_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, account) = account::find(&context.world.store, call.path("userID"))?;
    if account.passkeys == 0 {
        return Err(problem::not_acceptable("the user has no passkeys"));
    }
    begin(context, call, Purpose::Authenticate)
}

pub(super) fn register_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, account) = account::find(&context.world.store, call.path("userID"))?;
    if account.passkeys > 0 {
        return Err(problem::not_acceptable("the user has a passkey already"));
    }
    begin(context, call, Purpose::Register)
}

fn begin(context: &mut Context<'_>, call: &Call<'_>, purpose: Purpose) -> Outcome {
    let (id, created) = (context.id(), context.now());
    let (person, account) = account::find(&context.world.store, call.path("userID"))?;
    let caller = context.principal.person.and_then(|id| context.world.store.person(id));
    let transaction = Transaction {
        id: id.clone(),
        subject: account.id.clone(),
        subject_name: person.facts.full_name(),
        purpose,
        requestor: caller.map_or_else(String::new, |caller| caller.facts.full_name()),
        message: call.field("message").map(str::to_owned),
        connectwise: call.field("connectwise").map(str::to_owned),
        state: TransactionState::Pending,
        created,
        completed: None,
    };
    let person = person.id;
    start(&mut context.world.sendauth, transaction);
    let action = match purpose {
        Purpose::Authenticate => "authenticate",
        Purpose::Register => "register",
    };
    let extras = BTreeMap::from([("tx".to_owned(), id.clone())]);
    audit::record(context, person, action, extras);
    Reply::created(&json!({ "tx": id }))
}

pub(super) fn remove_user_passkey(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, _) = account::find(&context.world.store, call.path("userID"))?;
    let person = person.id;
    context.world.store.edit_account(person, |account: &mut Account| account.passkeys = 0);
    audit::record(context, person, "remove_passkeys", BTreeMap::new());
    Ok(Reply::empty(StatusCode::OK))
}
