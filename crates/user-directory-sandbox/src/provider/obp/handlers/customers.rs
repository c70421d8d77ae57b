//! Customers, and which users they are.

use http::StatusCode;
use http::header::RANGE;
use serde_json::{Value, json};

use super::{bounds, range};
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::obp::account::find;
use crate::provider::obp::customer::{Customer, Link, show_v210, show_v300, show_with_attributes};
use crate::provider::obp::{Context, bank, problem, roles};
use crate::store::{People, PersonId};

/// Links a user to a customer; returns nothing if they are linked already.
pub(super) fn link_to(context: &mut Context<'_>, person: PersonId, customer: &str) -> Option<Link> {
    if context.account(person)?.links.iter().any(|link| link.customer == customer) {
        return None;
    }
    let link = Link { id: context.new_id(), customer: customer.to_owned(), created: context.now() };
    context.edit(person, |user| user.links.push(link.clone()));
    Some(link)
}

pub(super) fn link(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let at = call.path("BANK_ID");
    if !bank::is_id(at) {
        return Err(problem::bad("OBP-30111", "a bank's id has letters, digits, -, . and _, and at most 255 of them"));
    }
    roles::enter(context, call)?;
    let missing = |code, message| problem::problem(StatusCode::NOT_FOUND, code, message);
    let user = context.user_by_id(call.required("user_id"));
    let (person, user) = user.ok_or_else(|| missing("OBP-20057", "there is no user with this user_id"))?;
    let customer = context.state.customers.get(call.required("customer_id"));
    let customer = customer.ok_or_else(|| missing("OBP-30046", "there is no customer with this customer_id"))?;
    ensure(customer.bank == at, || problem::bad("OBP-10001", "the customer is one of another bank"))?;
    let (person, user, customer) = (person.id, user.id.clone(), customer.id.clone());
    let linked = || problem::bad("OBP-30007", "the user is linked to this customer already");
    let link = link_to(context, person, &customer).ok_or_else(linked)?;
    Reply::created(&link.show(&user))
}

type Show = fn(&People, &Customer) -> Value;

/// Answers with the customers that the caller is.
fn linked(context: &Context<'_>, call: &Call<'_>, show: Show) -> Outcome {
    let caller = roles::enter(context, call)?;
    let (_, user) = find(context, &caller.id)?;
    let customers = user.links.iter().filter_map(|link| context.state.customers.get(&link.customer));
    let customers: Vec<_> = customers.map(|customer| show(&context.common.people, customer)).collect();
    Reply::ok(&json!({ "customers": customers }))
}

pub(super) fn of_caller(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    linked(context, call, show_with_attributes)
}

pub(super) fn of_caller_v210(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    linked(context, call, show_v210)
}

/// Answers with a page of the customers of the bank in the path, or of all.
fn page(context: &Context<'_>, call: &Call<'_>, show: Show) -> Outcome {
    roles::enter(context, call)?;
    let bank = Some(call.path("BANK_ID")).filter(|bank| !bank.is_empty());
    let (offset, limit) = bounds(call);
    let descending = call.text("sort_direction") == Some("DESC");
    let customers = context.state.customers.page(bank, descending, offset, limit);
    let customers: Vec<_> = customers.into_iter().map(|customer| show(&context.common.people, customer)).collect();
    let reply = Reply::json(StatusCode::OK, &json!({ "customers": customers }));
    Ok(reply.with(RANGE, &range((offset, limit))))
}

pub(super) fn list(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    page(context, call, show_v300)
}

pub(super) fn list_minimal(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    page(context, call, |_, customer| json!({ "bank_id": customer.bank, "customer_id": customer.id }))
}
