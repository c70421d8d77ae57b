//! Users that stand for smart contracts: created when they are first given something.

use serde_json::{Value, json};

use super::access::{manager, named, through};
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::obp::account::{Account, name_key};
use crate::provider::obp::grants::Entitlement;
use crate::provider::obp::{Context, access, bank, problem, roles, views};
use crate::store::{Facts, PersonId};

/// Refuses providers that are not of DAuth.
fn is_dauth(call: &Call<'_>) -> Result<(), Reply> {
    let is_dauth = call.required("provider").starts_with("dauth.");
    ensure(is_dauth, || problem::bad("OBP-20103", "the provider must start with dauth."))
}

/// Returns the user that the body names, if they exist already.
fn existing(context: &Context<'_>, call: &Call<'_>) -> Option<PersonId> {
    let found = context.user_by_name(&name_key(call.required("provider"), call.required("username")));
    found.map(|(person, _)| person.id)
}

/// Returns the user that the body names, and creates them if they are new.
fn user(context: &mut Context<'_>, call: &Call<'_>) -> PersonId {
    if let Some(person) = existing(context, call) {
        return person;
    }
    let (id, now) = (context.new_id(), context.now());
    let user = Account::new(id, call.required("provider"), call.required("username").to_owned(), now);
    context.create(Facts::default(), user)
}

/// Returns a list of the body.
fn items<'a>(call: &'a Call<'_>, name: &str) -> &'a [Value] {
    call.json().get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(super) fn with_access(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    manager(context, call)?;
    is_dauth(call)?;
    let account = bank::account(context.state, call.path("BANK_ID"), call.path("ACCOUNT_ID"))?;
    let mut found = Vec::new();
    for view in items(call, "views") {
        let (id, system) = named(view);
        found.push((id, views::find(account, id, system)?.show_v300()));
    }
    let person = user(context, call);
    for (id, _) in &found {
        access::grant(context, person, through(call, id));
    }
    Reply::created(&found.into_iter().map(|(_, view)| view).collect::<Vec<_>>())
}

pub(super) fn with_roles(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = roles::authorize(context, call)?;
    is_dauth(call)?;
    let target = existing(context, call);
    let mut wanted: Vec<(&str, &str)> = Vec::new();
    for role in items(call, "roles") {
        let text = |name| role.get(name).and_then(Value::as_str).unwrap_or("");
        let (role, bank) = (text("role_name"), text("bank_id"));
        roles::check(role, bank)?;
        ensure(roles::may(context, caller.person, &roles::GRANTING, bank), || {
            problem::missing_roles(&roles::GRANTING)
        })?;
        bank::check_named(context.state, bank)?;
        let has = target.is_some_and(|person| roles::may(context, person, &[role], bank));
        ensure(!has && !wanted.contains(&(role, bank)), || problem::bad("OBP-30216", "the user has a role already"))?;
        wanted.push((role, bank));
    }
    let person = user(context, call);
    let id = context.id_of(person).unwrap_or_default().to_owned();
    let granted: Vec<_> =
        wanted.into_iter().map(|(role, bank)| Entitlement::new(context.new_id(), role, bank)).collect();
    let shown: Vec<_> = granted.iter().map(|one| one.show_with_user(&id)).collect();
    context.edit(person, |user| user.entitlements.extend(granted));
    Reply::created(&json!({ "list": shown }))
}
