//! Customers, and which users they are.

use http::StatusCode;
use http::header::RANGE;
use serde_json::{Value, json};

use super::{bounds, range};
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::obp::account::{List, find};
use crate::provider::obp::customer::{Customer, Link};
use crate::provider::obp::{Context, bank, problem, roles};
use crate::store::{Person, PersonId};

/// Links a user to a customer; returns nothing if they are linked already.
pub(super) fn link_to(context: &mut Context<'_>, person: PersonId, customer: PersonId) -> Option<Link> {
    if context.account(person)?.links.iter().any(|link| link.customer == customer) {
        return None;
    }
    let link = Link { id: context.new_id(), customer, created: context.now() };
    context.edit(person, |user| user.links.push(link.clone()));
    Some(link)
}

pub(super) fn link(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let at = call.path("BANK_ID");
    ensure(bank::is_id(at), || {
        problem::bad("OBP-30111", "a bank's id has letters, digits, -, . and _, and at most 255 of them")
    })?;
    roles::authorize(context, call)?;
    let missing = |code, message| problem::problem(StatusCode::NOT_FOUND, code, message);
    let [user_id, customer_id] = ["user_id", "customer_id"].map(|name| call.required(name));
    let user = context.user_by_id(user_id).map(|(person, _)| person.id);
    let user = user.ok_or_else(|| missing("OBP-20057", "there is no user with this user_id"))?;
    let found = context.with_key(&List::CustomerId, customer_id).first().copied();
    let customer = found.and_then(|person| context.account(person)?.customer.as_ref());
    let (Some(person), Some(customer)) = (found, customer) else {
        return Err(missing("OBP-30046", "there is no customer with this customer_id"));
    };
    // The server names no code here.
    ensure(customer.bank == at, || {
        problem::without_code(&format!("the customer is one of the bank {}, not of {at}", customer.bank))
    })?;
    let linked = || problem::bad("OBP-30007", "the user is linked to this customer already");
    let link = link_to(context, user, person).ok_or_else(linked)?;
    Reply::created(&link.show(user_id, customer_id))
}

type Show = fn(&Person, &Customer) -> Value;

/// Answers with these people as customers.
fn show_all(context: &Context<'_>, people: &[PersonId], show: Show) -> Value {
    let shown = context.show(people, |person, user| user.customer.as_ref().map(|customer| show(person, customer)));
    json!({ "customers": shown })
}

/// Answers with the customers that the caller is.
pub(super) fn linked(context: &Context<'_>, call: &Call<'_>, show: Show) -> Outcome {
    let (_, user) = find(context, &roles::authorize(context, call)?.id)?;
    let customers: Vec<_> = user.links.iter().map(|link| link.customer).collect();
    Reply::ok(&show_all(context, &customers, show))
}

/// Answers with a page of the customers of the bank in the path, or of all.
pub(super) fn page(context: &mut Context<'_>, call: &Call<'_>, show: Show) -> Outcome {
    roles::authorize(context, call)?;
    let bank = Some(call.path("BANK_ID")).filter(|bank| !bank.is_empty()).map(str::to_owned);
    let (offset, limit) = bounds(call);
    let descending = call.text("sort_direction") == Some("DESC");
    let page = context.page(&List::Customers(bank), descending, offset, limit);
    let reply = Reply::json(StatusCode::OK, &show_all(context, &page.people, show));
    Ok(reply.with(RANGE, &range((offset, limit))))
}

pub(super) fn show_minimal(_: &Person, customer: &Customer) -> Value {
    json!({ "bank_id": customer.bank, "customer_id": customer.id })
}
