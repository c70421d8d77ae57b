//! Changes of the caller's auth contexts, which a one-time code confirms.

use super::{contexts, customers};
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::obp::account::List;
use crate::provider::obp::challenge::{Status, Update};
use crate::provider::obp::customer::number_key;
use crate::provider::obp::{Context, bank, problem, roles};
use crate::secrets::same;

/// Digits of a code.
const DIGITS: usize = 8;

/// Returns the caller; the bank must exist. The listed role is the application's, which has it.
fn caller(context: &Context<'_>, call: &Call<'_>) -> Result<roles::Caller, Reply> {
    let caller = roles::caller(context)?;
    bank::find(context.state, call.path("BANK_ID"))?;
    Ok(caller)
}

pub(super) fn start(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = caller(context, call)?;
    ensure(!call.required("key").is_empty(), || problem::bad("OBP-30053", "the key is empty"))?;
    let id = context.new_id();
    let update = Update {
        user: caller.id,
        key: call.required("key").to_owned(),
        value: call.required("value").to_owned(),
        status: Status::Initiated,
        consumer: context.state.consumer.clone(),
        method: call.path("SCA_METHOD").to_owned(),
        code: context.rng().digits(DIGITS),
    };
    let reply = Reply::created(&update.show(&id));
    context.state.updates.insert(id, update);
    reply
}

pub(super) fn answer(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = caller(context, call)?;
    let id = call.path("AUTH_CONTEXT_UPDATE_ID");
    let found = context.state.updates.get_mut(id).filter(|one| one.user == caller.id);
    let update = found.ok_or_else(|| problem::bad("OBP-30057", "the caller has started no change with this id"))?;
    // A second answer changes nothing.
    let open = update.status == Status::Initiated;
    if open {
        let right = same(call.required("answer"), &update.code);
        update.status = if right { Status::Accepted } else { Status::Rejected };
    }
    let update = update.clone();
    if open && update.status == Status::Accepted {
        contexts::add(context, (caller.person, caller.id), &update.key, &update.value);
        let number = number_key(call.path("BANK_ID"), &update.value);
        if update.key == "CUSTOMER_NUMBER"
            && let Some(customer) = context.with_key(&List::CustomerNumber, &number).first()
        {
            customers::link_to(context, caller.person, *customer);
        }
    }
    Reply::ok(&update.show(id))
}
