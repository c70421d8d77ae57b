//! Requests for roles.

use serde_json::{Value, json};

use super::current::me;
use crate::clock::rfc3339;
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::obp::account::{self, V200};
use crate::provider::obp::roles::{self, Request, user_of_path};
use crate::provider::obp::{Context, bank, problem};
use crate::store::PersonId;

/// Returns nothing if the user no longer exists.
fn show(context: &Context<'_>, request: &Request) -> Option<Value> {
    let (person, user) = context.user(request.user)?;
    Some(json!({
        "entitlement_request_id": request.id,
        "user": account::show(V200, person, user),
        "role_name": request.role,
        "bank_id": request.bank,
        "created": rfc3339(request.created),
    }))
}

fn list(context: &Context<'_>, keep: impl Fn(PersonId) -> bool) -> Outcome {
    let requests = context.state.requests.iter().filter(|request| keep(request.user));
    let shown: Vec<_> = requests.filter_map(|request| show(context, request)).collect();
    Reply::ok(&json!({ "entitlement_requests": shown }))
}

pub(super) fn add(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (caller, user) = me(context, call)?;
    let (bank, role) = (call.required("bank_id"), call.required("role_name"));
    roles::check(role, bank)?;
    bank::check_named(context.state, bank)?;
    ensure(!user.has(role, bank), || {
        problem::bad("OBP-30217", "the caller has the role already, and cannot ask for it")
    })?;
    let caller = caller.id;
    let asked = |one: &Request| one.user == caller && one.role == role && one.bank == bank;
    ensure(!context.state.requests.iter().any(asked), || {
        problem::bad("OBP-30214", "the caller has asked for this role already")
    })?;
    let request = Request {
        id: context.new_id(),
        user: caller,
        role: role.to_owned(),
        bank: bank.to_owned(),
        created: context.now(),
    };
    let reply = Reply::created(&show(context, &request).ok_or_else(problem::no_such_user)?);
    context.state.requests.push(request);
    reply
}

pub(super) fn delete(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::authorize(context, call)?;
    let id = call.path("ENTITLEMENT_REQUEST_ID");
    let requests = &mut context.state.requests;
    let place = requests.iter().position(|request| request.id == id);
    let missing = || problem::bad("OBP-30215", "there is no request with this id");
    requests.remove(place.ok_or_else(missing)?);
    Reply::done()
}

pub(super) fn all(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::authorize(context, call)?;
    list(context, |_| true)
}

pub(super) fn of_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let wanted = user_of_path(context, call)?.0.id;
    list(context, |person| person == wanted)
}

pub(super) fn of_caller(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = roles::authorize(context, call)?;
    list(context, |person| person == caller.person)
}
