//! Users, deleted users, audit trails, transactions: one page at a time.

use serde_json::{Value, json};

use crate::context::{Call, page_bounds};
use crate::message::{Outcome, Reply};
use crate::provider::sendauth::Context;
use crate::provider::sendauth::account::{List, Order, find, show};
use crate::store::Person;

/// Entries of a page that is asked for without a size.
const DEFAULT: usize = 25;
const MOST: usize = 100;

fn bounds(call: &Call<'_>) -> (usize, usize) {
    page_bounds(call.number("page"), call.number("perPage"), DEFAULT, MOST)
}

/// Returns what is searched for; an empty text searches for nothing.
fn wanted(call: &Call<'_>) -> Option<String> {
    call.text("q").filter(|text| !text.is_empty()).map(str::to_lowercase)
}

/// Returns whether one of the texts contains what is searched for.
fn contains<'a>(texts: impl IntoIterator<Item = Option<&'a str>>, wanted: Option<&String>) -> bool {
    let Some(wanted) = wanted else { return true };
    texts.into_iter().flatten().any(|text| text.to_lowercase().contains(wanted))
}

pub(super) fn list(context: &mut Context<'_>, call: &Call<'_>, deleted: bool) -> Outcome {
    let (offset, limit) = bounds(call);
    let list = List {
        deleted,
        permission: call.text("permission").filter(|text| !text.is_empty()).map(str::to_owned),
        // An unknown property leaves the order of creation.
        order: call.parsed("sortBy").unwrap_or(Order::Creation),
    };
    let descending = call.text("sortDir") == Some("desc");
    let mut page = match wanted(call) {
        None => context.page(&list, descending, offset, limit),
        Some(wanted) => {
            let mut all = context.page(&list, descending, 0, usize::MAX);
            all.people.retain(|id| context.person(*id).is_some_and(|person| matches(person, &wanted)));
            all.total = all.people.len();
            all.people = all.people.into_iter().skip(offset).take(limit).collect();
            all
        }
    };
    let rows = context.show(&std::mem::take(&mut page.people), |person, account| show(context.state, person, account));
    Reply::ok(&json!({ "rows": rows, "total": page.total }))
}

fn matches(person: &Person, wanted: &String) -> bool {
    let facts = &person.facts;
    contains([Some(facts.full_name().as_str()), facts.email.as_deref(), facts.phone.as_deref()], Some(wanted))
}

/// Answers with one page of entries.
fn rows(call: &Call<'_>, entries: Vec<Value>) -> Outcome {
    let (offset, limit) = bounds(call);
    let total = entries.len();
    let rows: Vec<_> = entries.into_iter().skip(offset).take(limit).collect();
    Reply::ok(&json!({ "rows": rows, "total": total }))
}

pub(super) fn get_user_audits(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, account) = find(context, call.path("userID"), false)?;
    let wanted = wanted(call);
    let entries = account.trail.iter().rev();
    let entries = entries.filter(|entry| {
        contains([&entry.name, &entry.actor, &entry.action].map(|text| Some(&**text)), wanted.as_ref())
    });
    rows(call, entries.map(|entry| entry.show(&account.id)).collect())
}

pub(super) fn get_user_transactions(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, account) = find(context, call.path("userID"), false)?;
    let (now, wanted, state) = (context.now(), wanted(call), &*context.state);
    let own = state.transactions.iter().rev().filter(|one| one.subject == account.id);
    let entries = own.filter(|one| contains([Some(one.requestor.as_str()), one.message.as_deref()], wanted.as_ref()));
    rows(call, entries.map(|one| one.show(now)).collect())
}
