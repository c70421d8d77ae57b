//! Customers, and which users they are.

use http::StatusCode;
use http::header::RANGE;
use serde_json::json;

use super::{bounds, range, required};
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::obp::account::{self, Account};
use crate::provider::obp::customer::{Customer, Form, Link, LinkView, Minimal, View};
use crate::provider::obp::{bank, problem, roles};
use crate::store::PersonId;

/// Links a user to a customer; returns nothing if they are linked already.
pub(super) fn link_to(context: &mut Context<'_>, person: PersonId, customer: &str) -> Option<Link> {
    let user = context.world.store.of::<Account>(person)?;
    if user.links.iter().any(|link| link.customer == customer) {
        return None;
    }
    let link = Link { id: context.id(), customer: customer.to_owned(), created: context.now() };
    let store = &mut context.world.store;
    store.edit_account(person, |user: &mut Account| user.links.push(link.clone()));
    Some(link)
}

pub(super) fn link(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let at = call.path("BANK_ID");
    if !bank::is_id(at) {
        return Err(problem::bad("OBP-30111", "a bank's id has letters, digits, -, . and _, and at most 255 of them"));
    }
    roles::enter(context, call)?;
    let world = &*context.world;
    let (person, user) = account::find(&world.store, required(call, "user_id"))?;
    let found = world.obp.customers.get(required(call, "customer_id"));
    let customer = found
        .filter(|customer| customer.bank == at)
        .ok_or_else(|| problem::bad("OBP-30046", "the bank has no customer with this customer_id"))?;
    let (person, user, customer) = (person.id, user.id.clone(), customer.id.clone());
    let link = link_to(context, person, &customer)
        .ok_or_else(|| problem::bad("OBP-30007", "the user is linked to this customer already"))?;
    Reply::created(&LinkView::new(&link, &user))
}

fn linked(context: &Context<'_>, call: &Call<'_>, form: Form) -> Outcome {
    let caller = roles::enter(context, call)?;
    let world = &*context.world;
    let (_, user) = account::find(&world.store, &caller.id)?;
    let customers = user.links.iter().filter_map(|link| world.obp.customers.get(&link.customer));
    let customers: Vec<_> = customers.map(|customer| View::new(&world.store, customer, form)).collect();
    Reply::ok(&json!({ "customers": customers }))
}

pub(super) fn of_caller(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    linked(context, call, Form::WithAttributes)
}

pub(super) fn of_caller_as_before(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    linked(context, call, Form::V210)
}

/// Answers with a page of the customers of the bank in the path, or of all.
fn page<T: serde::Serialize>(context: &Context<'_>, call: &Call<'_>, show: impl Fn(&Customer) -> T) -> Outcome {
    roles::enter(context, call)?;
    let bank = Some(call.path("BANK_ID")).filter(|bank| !bank.is_empty());
    let (offset, limit) = bounds(call);
    let descending = call.text("sort_direction") == Some("DESC");
    let customers = &context.world.obp.customers;
    let items = customers.page(bank, descending, offset, limit);
    let items: Vec<_> = items.map(show).collect();
    let reply = Reply::json(StatusCode::OK, &json!({ "customers": items }));
    Ok(reply.with(RANGE, &range((offset, limit))))
}

pub(super) fn list(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let store = &context.world.store;
    page(context, call, |customer| json!(View::new(store, customer, Form::V300)))
}

pub(super) fn list_minimal(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    page(context, call, |customer| json!(Minimal::new(customer)))
}
