//! Access to bank accounts through views.

use serde::Serialize;
use serde_json::{Value, json};

use super::required;
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::obp::access::{self, Access, OWNER};
use crate::provider::obp::account::{self, Account, name_key};
use crate::provider::obp::roles::{self, Caller};
use crate::provider::obp::views::{self, Form, View};
use crate::provider::obp::{bank, problem};
use http::StatusCode;

#[derive(Debug, Serialize)]
struct User<'a> {
    id: &'a str,
    provider: &'a str,
    display_name: &'a str,
}

#[derive(Debug, Serialize)]
struct Permission<'a> {
    user: User<'a>,
    views: Vec<Value>,
}

/// Returns bank and account that the path names.
fn place<'a>(call: &'a Call<'_>) -> (&'a str, &'a str) {
    (call.path("BANK_ID"), call.path("ACCOUNT_ID"))
}

/// Returns the caller, if they may manage the account that the path names.
pub(super) fn manager(context: &Context<'_>, call: &Call<'_>) -> Result<Caller, Reply> {
    let caller = roles::enter(context, call)?;
    let (bank, account) = place(call);
    let world = &*context.world;
    access::may_manage(&world.obp, &world.store, &caller, bank, account)?;
    Ok(caller)
}

pub(super) fn permissions(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    manager(context, call)?;
    let (bank, account) = place(call);
    let world = &*context.world;
    let users = bank::account(&world.obp, bank, account)?.users.iter();
    let permissions: Vec<_> = users
        .filter_map(|id| {
            let (_, user) = world.store.get::<Account>(id)?;
            let views = user.views_of(bank, account);
            Some(Permission {
                user: User { id: &user.id, provider: &user.provider, display_name: &user.username },
                views: views.map(|id| View::granted(id).show(Form::V121)).collect(),
            })
        })
        .collect();
    Reply::ok(&json!({ "permissions": permissions }))
}

pub(super) fn permission_of_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    manager(context, call)?;
    let (bank, account) = place(call);
    let key = name_key(call.path("PROVIDER"), call.path("PROVIDER_ID"));
    let found = context.world.store.by_name::<Account>(&key);
    let (_, user) = found.ok_or_else(problem::no_such_name)?;
    let views = user.views_of(bank, account);
    let views: Vec<_> = views.map(|id| View::granted(id).show(Form::V300)).collect();
    Reply::ok(&json!({ "views": views }))
}

/// A view as a body names it.
pub(super) fn named(view: &Value) -> (&str, bool) {
    let id = view.get("view_id").and_then(Value::as_str).unwrap_or("");
    let system = view.get("is_system").and_then(Value::as_bool) == Some(true);
    (id, system)
}

/// Returns the access to the account of the path through a view.
pub(super) fn through(call: &Call<'_>, view: &str) -> Access {
    let (bank, account) = place(call);
    Access { bank: bank.to_owned(), account: account.to_owned(), view: view.to_owned() }
}

pub(super) fn grant(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    manager(context, call)?;
    let (bank, account) = place(call);
    let world = &*context.world;
    let (person, user) = account::find(&world.store, required(call, "user_id"))?;
    let (id, system) = named(call.json().get("view").unwrap_or(&Value::Null));
    let account = bank::account(&world.obp, bank, account)?;
    let view = views::find(account, id, system)?;
    if user.deleted() {
        return Err(problem::bad("OBP-30063", "the user is deleted"));
    }
    let person = person.id;
    access::grant(context.world, person, through(call, id));
    Ok(Reply::json(StatusCode::CREATED, &view.show(Form::V300)))
}

pub(super) fn revoke(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    manager(context, call)?;
    let (bank, account) = place(call);
    let world = &*context.world;
    let (person, user) = account::find(&world.store, required(call, "user_id"))?;
    let (id, system) = named(call.json().get("view").unwrap_or(&Value::Null));
    let known = bank::account(&world.obp, bank, account)?;
    views::find(known, id, system)?;
    if id == OWNER && known.holder == user.id {
        return Err(problem::bad("OBP-30064", "the holder of the account keeps the owner view"));
    }
    let person = person.id;
    if !access::revoke(context.world, person, (bank, account), |view| view == id) {
        return Err(problem::bad("OBP-30065", "the user does not have this view"));
    }
    Reply::created(&json!({ "revoked": true }))
}

pub(super) fn replace(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = manager(context, call)?;
    let (bank, account) = place(call);
    let sent = call.json().get("views").and_then(Value::as_array);
    let wanted: Vec<_> = sent.into_iter().flatten().filter_map(Value::as_str).collect();
    let known = bank::account(&context.world.obp, bank, account)?;
    for id in &wanted {
        views::find(known, id, !views::is_custom(id))?;
    }
    access::revoke(context.world, caller.person, (bank, account), |_| true);
    for id in wanted {
        access::grant(context.world, caller.person, through(call, id));
    }
    Reply::created(&json!({ "revoked": true }))
}
