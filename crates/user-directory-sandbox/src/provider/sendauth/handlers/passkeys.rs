//! Requests to authenticate or to register a passkey.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::json;

use crate::provider::interface::{Call, Outcome, Reply, Request, ensure};
use crate::provider::sendauth::account::find;
use crate::provider::sendauth::transaction::{Purpose, Transaction, TransactionState};
use crate::provider::sendauth::{Context, audit, auth, problem};

pub(super) fn authenticate_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    ensure(find(context, call.path("userID"), false)?.1.passkeys != 0, || {
        problem::not_acceptable("the user has no passkeys")
    })?;
    begin(context, call, Purpose::Authenticate)
}

pub(super) fn register_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    ensure(find(context, call.path("userID"), false)?.1.passkeys == 0, || {
        problem::not_acceptable("the user has a passkey already")
    })?;
    begin(context, call, Purpose::Register)
}

fn begin(context: &mut Context<'_>, call: &Call<'_>, purpose: Purpose) -> Outcome {
    let id = context.new_id();
    let (person, account) = find(context, call.path("userID"), false)?;
    let requestor = context.caller.and_then(|id| context.person(id));
    let transaction = Transaction {
        id: id.clone(),
        subject: account.id.clone(),
        subject_name: person.facts.full_name(),
        purpose,
        requestor: requestor.map_or_else(String::new, |caller| caller.facts.full_name()),
        message: call.field("message").map(str::to_owned),
        connectwise: call.field("connectwise").map(str::to_owned),
        state: TransactionState::Pending,
        created: context.now(),
        completed: None,
    };
    let person = person.id;
    context.state.transactions.push(transaction);
    audit::record(context, person, purpose.as_str(), BTreeMap::from([("tx".to_owned(), id.clone())]));
    Reply::created(&json!({ "tx": id }))
}

pub(super) fn remove_user_passkey(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = find(context, call.path("userID"), false)?.0.id;
    context.edit(person, |account| account.passkeys = 0);
    audit::record(context, person, "remove_passkeys", BTreeMap::new());
    Reply::done()
}

pub(in crate::provider::sendauth) fn check_transaction(
    context: &mut Context<'_>,
    path: &[String],
    request: &Request,
) -> Outcome {
    auth::authenticate(context, request)?;
    let missing = || problem::refused(StatusCode::NOT_FOUND, "there is no such transaction");
    let transaction =
        context.state.transactions.iter().find(|one| one.id.eq_ignore_ascii_case(&path[0])).ok_or_else(missing)?;
    Reply::ok(&json!({ "state": transaction.state(context.now()) }))
}
