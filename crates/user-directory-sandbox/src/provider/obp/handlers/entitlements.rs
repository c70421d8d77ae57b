//! Roles that users hold.

use http::StatusCode;
use serde_json::json;

use super::current::me;
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::obp::account::{List, find};
use crate::provider::obp::grants::{Entitlement, entitlements};
use crate::provider::obp::roles::user_of_path;
use crate::provider::obp::{Context, bank, problem, roles};

pub(super) fn add(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = roles::caller(context)?;
    let (person, user) = find(context, call.path("USER_ID"))?;
    let (bank, role) = (call.required("bank_id"), call.required("role_name"));
    roles::check(role, bank)?;
    ensure(roles::may(context, caller.person, &roles::GRANTING, bank), || {
        let message = format!(
            "the caller is no super administrator. OBP-20006: the caller lacks a role: {}",
            roles::GRANTING.join(" or ")
        );
        problem::problem(StatusCode::FORBIDDEN, "OBP-20050", &message)
    })?;
    bank::check_named(context.state, bank)?;
    ensure(!user.has(role, bank), || problem::bad("OBP-30216", "the user has this role already"))?;
    let person = person.id;
    let entitlement = Entitlement::new(context.new_id(), role, bank);
    let reply = Reply::created(&entitlement.show());
    context.edit(person, |user| user.entitlements.push(entitlement));
    reply
}

pub(super) fn delete(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::authorize(context, call)?;
    let id = call.path("ENTITLEMENT_ID");
    let found = context.user_by_id(call.path("USER_ID"));
    let found = found.filter(|(_, user)| user.entitlements.iter().any(|one| one.id == id));
    let message = "the user has no entitlement with this id";
    let missing = || problem::problem(StatusCode::NOT_FOUND, "OBP-30212", message);
    let person = found.ok_or_else(missing)?.0.id;
    context.edit(person, |user| user.entitlements.retain(|one| one.id != id));
    Reply::no_content()
}

pub(super) fn of_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, user) = user_of_path(context, call)?;
    Reply::ok(&entitlements(&user.entitlements))
}

pub(super) fn of_user_at_bank(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, user) = user_of_path(context, call)?;
    let bank = call.path("BANK_ID");
    Reply::ok(&entitlements(user.entitlements.iter().filter(|one| one.bank == bank)))
}

pub(super) fn at_bank(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::authorize(context, call)?;
    let bank = call.path("BANK_ID");
    let page = context.page(&List::Bank(bank.to_owned()), false, 0, usize::MAX);
    let held = context.show(&page.people, |_, user| {
        let held = user.entitlements.iter().filter(|one| one.bank == bank);
        held.map(|one| one.show_with_user(&user.id)).collect::<Vec<_>>()
    });
    Reply::ok(&json!({ "list": held.concat() }))
}

pub(super) fn of_caller(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, user) = me(context, call)?;
    Reply::ok(&entitlements(&user.entitlements))
}
