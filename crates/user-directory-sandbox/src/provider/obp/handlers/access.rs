//! Access to bank accounts through views.

use serde_json::{Value, json};

use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::obp::access::{self, OWNER};
use crate::provider::obp::account::{find, name_key};
use crate::provider::obp::grants::Access;
use crate::provider::obp::roles::{self, Caller};
use crate::provider::obp::views::{self, View};
use crate::provider::obp::{Context, bank, problem};

/// Returns bank and account that the path names.
fn place<'a>(call: &'a Call<'_>) -> (&'a str, &'a str) {
    (call.path("BANK_ID"), call.path("ACCOUNT_ID"))
}

/// Returns the caller, if they may manage the account that the path names.
pub(super) fn manager(context: &Context<'_>, call: &Call<'_>) -> Result<Caller, Reply> {
    let caller = roles::caller(context)?;
    let (bank, account) = place(call);
    access::may_manage(context, &caller, bank, account)?;
    Ok(caller)
}

/// Refuses callers who may not manage the account that the path names. Where permissions are read, it is looked up first;
/// where they are changed, an unknown one is an account that the caller may not manage.
fn may_read(context: &Context<'_>, call: &Call<'_>) -> Result<(), Reply> {
    let (bank, account) = place(call);
    bank::account(context.state, bank, account)?;
    manager(context, call).map(|_| ())
}

pub(super) fn permissions(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    may_read(context, call)?;
    let (bank, account) = place(call);
    let users: Vec<_> = bank::account(context.state, bank, account)?.users.iter().copied().collect();
    let permissions = context.show(&users, |_, user| {
        let views = user.views_of(bank, account).map(|id| View::granted(id).show("ViewJSONV121"));
        json!({
            "user": { "id": user.id, "provider": user.provider, "display_name": user.username },
            "views": views.collect::<Vec<_>>(),
        })
    });
    Reply::ok(&json!({ "permissions": permissions }))
}

pub(super) fn permission_of_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    may_read(context, call)?;
    let (bank, account) = place(call);
    let found = context.user_by_name(&name_key(call.path("PROVIDER"), call.path("PROVIDER_ID")));
    let (_, user) =
        found.ok_or_else(|| problem::bad("OBP-20019", "the identity provider has no user with this name"))?;
    let views = user.views_of(bank, account).map(|id| View::granted(id).show_v300());
    Reply::ok(&json!({ "views": views.collect::<Vec<_>>() }))
}

/// Returns identifier and kind of a view as a body names it.
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
    let (person, user) = find(context, call.required("user_id"))?;
    let (id, system) = named(call.json().get("view").unwrap_or(&Value::Null));
    let view = views::find(bank::account(context.state, bank, account)?, id, system)?;
    ensure(!user.deleted(), || problem::bad("OBP-30063", "the user is deleted"))?;
    let person = person.id;
    access::grant(context, person, through(call, id));
    Reply::created(&view.show_v300())
}

pub(super) fn revoke(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    manager(context, call)?;
    let (bank, account) = place(call);
    let (person, user) = find(context, call.required("user_id"))?;
    let (id, system) = named(call.json().get("view").unwrap_or(&Value::Null));
    let found = bank::account(context.state, bank, account)?;
    views::find(found, id, system)?;
    ensure(id != OWNER || found.holder != user.id, || {
        problem::bad("OBP-30064", "the holder of the account keeps the owner view")
    })?;
    let person = person.id;
    ensure(access::revoke(context, person, (bank, account), |view| view == id), || {
        problem::bad("OBP-30065", "the user does not have this view")
    })?;
    Reply::created(&json!({ "revoked": true }))
}

pub(super) fn replace(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = manager(context, call)?;
    let (bank, account) = place(call);
    let wanted = call.strings("views");
    let found = bank::account(context.state, bank, account)?;
    for id in &wanted {
        views::find(found, id, !views::is_custom(id))?;
    }
    access::revoke(context, caller.person, (bank, account), |_| true);
    for id in wanted {
        access::grant(context, caller.person, through(call, id));
    }
    Reply::created(&json!({ "revoked": true }))
}
