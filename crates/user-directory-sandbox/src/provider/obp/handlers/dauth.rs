//! Users that stand for smart contracts: made when they are first given something.

use http::StatusCode;
use serde_json::Value;

use super::access::{manager, named, through};
use super::required;
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::obp::account::{Account, name_key};
use crate::provider::obp::roles::{self, Entitlement, Entitlements, View};
use crate::provider::obp::views::{self, Form};
use crate::provider::obp::{access, bank, problem};
use crate::store::{Facts, PersonId};

/// Refuses providers of other users.
fn is_dauth(call: &Call<'_>) -> Result<(), Reply> {
    if required(call, "provider").starts_with("dauth.") {
        return Ok(());
    }
    Err(problem::bad("OBP-20103", "the provider must start with dauth."))
}

/// Returns whom the body names, if they are there already.
fn known(context: &Context<'_>, call: &Call<'_>) -> Option<PersonId> {
    let key = name_key(required(call, "provider"), required(call, "username"));
    let found = context.world.store.by_name::<Account>(&key);
    found.map(|(person, _)| person.id)
}

/// Returns whom the body names; they are made if they are new.
fn user(context: &mut Context<'_>, call: &Call<'_>) -> PersonId {
    if let Some(person) = known(context, call) {
        return person;
    }
    let (id, now) = (context.id(), context.now());
    let username = required(call, "username").to_owned();
    let user = Account::new(id, required(call, "provider"), username, now);
    context.world.store.create(Facts::default(), user, now)
}

/// Returns a list of the body.
fn items<'a>(call: &'a Call<'_>, name: &str) -> &'a [Value] {
    let list = call.json().get(name).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

pub(super) fn with_access(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    manager(context, call)?;
    is_dauth(call)?;
    let (bank, account) = (call.path("BANK_ID"), call.path("ACCOUNT_ID"));
    let account = bank::account(&context.world.obp, bank, account)?;
    let mut found = Vec::new();
    for view in items(call, "views") {
        let (id, system) = named(view);
        found.push((id, views::find(account, id, system)?.show(Form::V300)));
    }
    let person = user(context, call);
    for (id, _) in &found {
        access::grant(context.world, person, through(call, id));
    }
    let shown: Vec<_> = found.into_iter().map(|(_, view)| view).collect();
    Ok(Reply::json(StatusCode::CREATED, &shown))
}

pub(super) fn with_roles(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = roles::enter(context, call)?;
    is_dauth(call)?;
    let target = known(context, call);
    let mut wanted: Vec<(&str, &str)> = Vec::new();
    for role in items(call, "roles") {
        let text = |name| role.get(name).and_then(Value::as_str).unwrap_or("");
        let (role, bank) = (text("role_name"), text("bank_id"));
        roles::check(role, bank)?;
        if !roles::may(context, caller.person, &roles::GRANTING, bank) {
            return Err(problem::missing_roles(&roles::GRANTING));
        }
        roles::known_bank(&context.world.obp, bank)?;
        let has = target.is_some_and(|person| roles::may(context, person, &[role], bank));
        if has || wanted.contains(&(role, bank)) {
            return Err(problem::bad("OBP-30216", "the user has a role already"));
        }
        wanted.push((role, bank));
    }
    let person = user(context, call);
    let mut granted = Vec::new();
    for (role, bank) in wanted {
        granted.push(Entitlement { id: context.id(), role: role.to_owned(), bank: bank.to_owned() });
    }
    let new = granted.clone();
    let store = &mut context.world.store;
    let id = store.edit_account(person, |user: &mut Account| {
        user.entitlements.extend(new);
        user.id.clone()
    });
    let id = id.ok_or_else(problem::no_such_user)?;
    let list = granted.iter().map(|one| View::of_user(one, &id)).collect();
    Reply::created(&Entitlements { list })
}
