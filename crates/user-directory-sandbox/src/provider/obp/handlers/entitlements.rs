//! Roles that users hold.

use http::StatusCode;

use super::required;
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::obp::account::{self, Account, List};
use crate::provider::obp::problem;
use crate::provider::obp::roles::{self, Entitlement, Entitlements, View};

pub(super) fn add(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = roles::caller(context)?;
    let (person, user) = account::find(&context.world.store, call.path("USER_ID"))?;
    let (bank, role) = (required(call, "bank_id"), required(call, "role_name"));
    roles::check(role, bank)?;
    if !roles::may(context, caller.person, &roles::GRANTING, bank) {
        let message = format!(
            "the caller is no super administrator. OBP-20006: the caller lacks a role: {}",
            roles::GRANTING.join(" or ")
        );
        return Err(problem::problem(StatusCode::FORBIDDEN, "OBP-20050", &message));
    }
    roles::known_bank(&context.world.obp, bank)?;
    if user.has(role, bank) {
        return Err(problem::bad("OBP-30216", "the user has this role already"));
    }
    let person = person.id;
    let entitlement = Entitlement { id: context.id(), role: role.to_owned(), bank: bank.to_owned() };
    let reply = Reply::created(&View::new(&entitlement));
    let store = &mut context.world.store;
    store.edit_account(person, |user: &mut Account| {
        user.entitlements.push(entitlement);
    });
    reply
}

pub(super) fn delete(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let id = call.path("ENTITLEMENT_ID");
    let missing = || problem::bad("OBP-30212", "the user has no entitlement with this id");
    let found = context.world.store.get::<Account>(call.path("USER_ID"));
    let (person, user) = found.ok_or_else(missing)?;
    if !user.entitlements.iter().any(|one| one.id == id) {
        return Err(missing());
    }
    let person = person.id;
    let store = &mut context.world.store;
    store.edit_account(person, |user: &mut Account| {
        user.entitlements.retain(|one| one.id != id);
    });
    Reply::no_content()
}

pub(super) fn of_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let (_, user) = account::find(&context.world.store, call.path("USER_ID"))?;
    Reply::ok(&Entitlements::of(&user.entitlements))
}

pub(super) fn of_user_at_bank(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let (_, user) = account::find(&context.world.store, call.path("USER_ID"))?;
    let bank = call.path("BANK_ID");
    let held = user.entitlements.iter();
    Reply::ok(&Entitlements::of(held.filter(|one| one.bank == bank)))
}

pub(super) fn at_bank(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let bank = call.path("BANK_ID");
    let list = List::Bank(bank.to_owned());
    let store = &mut context.world.store;
    let page = store.page::<Account>(&list, false, 0, usize::MAX);
    let held = page.items.iter().flat_map(|(_, user)| {
        let held = user.entitlements.iter().filter(|one| one.bank == bank);
        held.map(|one| View::of_user(one, &user.id))
    });
    Reply::ok(&Entitlements { list: held.collect() })
}

pub(super) fn of_caller(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = roles::enter(context, call)?;
    let (_, user) = account::find(&context.world.store, &caller.id)?;
    Reply::ok(&Entitlements::of(&user.entitlements))
}
