//! Users, deleted users, audit trails, transactions: one page at a time.

use serde::Serialize;

use crate::context::{Call, Context, page};
use crate::message::{Outcome, Reply};
use crate::provider::sendauth::account::{self, Account, List, Order, View};
use crate::provider::sendauth::{audit, transaction};
use crate::store::Person;

/// Entries of a page that is asked for without a size.
const DEFAULT: usize = 25;
const MOST: usize = 100;

/// A page as SendAuth shows it.
#[derive(Debug, Serialize)]
struct Rows<T> {
    rows: Vec<T>,
    total: usize,
}

pub(super) fn list_users(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    list(context, call, false)
}

pub(super) fn list_deleted_users(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    list(context, call, true)
}

fn bounds(call: &Call<'_>) -> (usize, usize) {
    page(call.number("page"), call.number("perPage"), DEFAULT, MOST)
}

/// Returns what is searched for; an empty text searches for nothing.
fn wanted(call: &Call<'_>) -> Option<String> {
    call.text("q").filter(|text| !text.is_empty()).map(str::to_lowercase)
}

fn list(context: &mut Context<'_>, call: &Call<'_>, deleted: bool) -> Outcome {
    let (offset, limit) = bounds(call);
    let list = List {
        deleted,
        permission: call.text("permission").filter(|text| !text.is_empty()).map(str::to_owned),
        order: Order::of(call.text("sortBy")),
    };
    let descending = call.text("sortDir") == Some("desc");
    let world = &mut *context.world;
    let page = match wanted(call) {
        None => world.store.page::<Account>(&list, descending, offset, limit),
        Some(wanted) => {
            world.store.search::<Account>(&list, descending, offset, limit, |person, _| matches(person, &wanted))
        }
    };
    let state = &world.sendauth;
    let rows = page.items.iter().map(|(person, account)| View::new(state, person, account)).collect();
    Reply::ok(&Rows { rows, total: page.total })
}

fn matches(person: &Person, wanted: &str) -> bool {
    let facts = &person.facts;
    let texts = [facts.email.as_deref(), facts.phone.as_deref()];
    facts.full_name().to_lowercase().contains(wanted)
        || texts.into_iter().flatten().any(|text| text.to_lowercase().contains(wanted))
}

pub(super) fn get_user_audits(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (offset, limit) = bounds(call);
    let world = &*context.world;
    let (_, account) = account::find(&world.store, call.path("userID"))?;
    let wanted = wanted(call);
    let entries = account.trail.iter().rev().filter(|audit| {
        let texts = [&audit.name, &audit.deed.actor, &audit.deed.action];
        wanted.as_ref().is_none_or(|wanted| texts.iter().any(|text| text.to_lowercase().contains(wanted)))
    });
    Reply::ok(&Rows {
        rows: entries.clone().skip(offset).take(limit).map(|entry| audit::View::new(&account.id, entry)).collect(),
        total: entries.count(),
    })
}

pub(super) fn get_user_transactions(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (offset, limit) = bounds(call);
    let now = context.now();
    let world = &*context.world;
    let (_, account) = account::find(&world.store, call.path("userID"))?;
    let state = &world.sendauth;
    let ids = state.of_account.get(&account.id).map_or(&[][..], Vec::as_slice);
    let wanted = wanted(call);
    let entries = ids.iter().rev().filter_map(|id| state.transactions.get(id)).filter(|one| {
        let texts = [Some(one.requestor.as_str()), one.message.as_deref()];
        wanted.as_ref().is_none_or(|wanted| texts.iter().flatten().any(|text| text.to_lowercase().contains(wanted)))
    });
    Reply::ok(&Rows {
        rows: entries.clone().skip(offset).take(limit).map(|one| transaction::View::new(one, now)).collect(),
        total: entries.count(),
    })
}
