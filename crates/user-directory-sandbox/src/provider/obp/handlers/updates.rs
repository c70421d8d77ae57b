//! Changes of the caller's own auth contexts, which a one-time code confirms.

use super::{contexts, customers, required};
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::obp::challenge::{Status, Update, View};
use crate::provider::obp::{bank, problem, roles};
use crate::secrets::same;

/// Digits of a code.
const DIGITS: usize = 8;

/// Returns who calls; the bank must exist. The role that is listed is one of the application, which has it.
fn caller(context: &Context<'_>, call: &Call<'_>) -> Result<roles::Caller, Reply> {
    let caller = roles::caller(context)?;
    bank::find(&context.world.obp, call.path("BANK_ID"))?;
    Ok(caller)
}

pub(super) fn start(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = caller(context, call)?;
    if required(call, "key").is_empty() {
        return Err(problem::bad("OBP-30053", "the key is empty"));
    }
    let id = context.id();
    let update = Update {
        user: caller.id,
        key: required(call, "key").to_owned(),
        value: required(call, "value").to_owned(),
        status: Status::Initiated,
        consumer: context.principal.detail.clone(),
        method: call.path("SCA_METHOD").to_owned(),
        code: context.world.rng.digits(DIGITS),
    };
    let reply = Reply::created(&View::new(&id, &update));
    context.world.obp.updates.insert(id, update);
    reply
}

pub(super) fn answer(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = caller(context, call)?;
    let id = call.path("AUTH_CONTEXT_UPDATE_ID");
    let updates = &mut context.world.obp.updates;
    let found = updates.get_mut(id).filter(|one| one.user == caller.id);
    let missing = || problem::bad("OBP-30057", "the caller has started no change with this id");
    let update = found.ok_or_else(missing)?;
    // What has been answered once stays as it is.
    let open = update.status == Status::Initiated;
    if open {
        update.status = if same(required(call, "answer"), &update.code) { Status::Accepted } else { Status::Rejected };
    }
    let update = update.clone();
    if open && update.status == Status::Accepted {
        let user = (caller.person, caller.id);
        contexts::add(context, user, &update.key, &update.value);
        if update.key == "CUSTOMER_NUMBER" {
            let customers = &context.world.obp.customers;
            let found = customers.with_number(call.path("BANK_ID"), &update.value);
            if let Some(id) = found.map(|customer| customer.id.clone()) {
                customers::link_to(context, caller.person, &id);
            }
        }
    }
    Reply::ok(&View::new(id, &update))
}
