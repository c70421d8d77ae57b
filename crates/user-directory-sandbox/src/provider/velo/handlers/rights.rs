//! Authorization: who may do what.

use crate::context::{Call, User};
use crate::message::Reply;
use crate::provider::interface::ensure;
use crate::provider::velo::account::{Kind, List, MASTER, Status};
use crate::provider::velo::{Context, State, problem};
use crate::spec::Place;
use crate::store::PersonId;

/// Enabled master administrators that a payor may have.
const MOST_MASTERS: usize = 5;

/// The roles of the system, and the one custom role of the sandbox, which payees have.
const ROLES: [&str; 5] = ["backoffice.admin", MASTER, "payor.admin", "payor.support", "payee.admin"];

/// Returns the caller.
pub(super) fn caller<'a>(context: &'a Context<'_>) -> Result<User<'a, State>, Reply> {
    let caller = context.caller.and_then(|id| context.user(id));
    caller.ok_or_else(|| problem::forbidden("the token stands for no user"))
}

/// Refuses callers who may not change users.
pub(super) fn may_write(context: &Context<'_>) -> Result<(), Reply> {
    let (_, caller) = caller(context)?;
    let writes = match caller.kind {
        Kind::BackOffice => caller.has_role("backoffice.admin"),
        Kind::Payor => caller.has_role(MASTER) || caller.has_role("payor.admin"),
        Kind::Payee => false,
    };
    if writes { Ok(()) } else { Err(problem::forbidden("the caller may not change users")) }
}

/// Returns the user that the path names, if the caller may see them.
pub(super) fn visible<'a>(context: &'a Context<'_>, call: &Call<'_>) -> Result<User<'a, State>, Reply> {
    let (own, caller) = caller(context)?;
    let found = context.user_by_id(&call.path("userId").to_ascii_lowercase());
    let (person, account) = found.ok_or_else(|| problem::no_such_user(call.operation))?;
    let allowed = match caller.kind {
        Kind::BackOffice => true,
        Kind::Payor => account.kind != Kind::BackOffice,
        Kind::Payee => own.id == person.id,
    };
    if allowed { Ok((person, account)) } else { Err(problem::forbidden("the caller may not see this user")) }
}

/// Returns the user that the path names, if the caller may change them.
pub(super) fn managed(context: &Context<'_>, call: &Call<'_>) -> Result<PersonId, Reply> {
    let (person, _) = visible(context, call)?;
    may_write(context)?;
    Ok(person.id)
}

/// Refuses operations on the caller's own account.
pub(super) fn not_the_caller(context: &Context<'_>, person: PersonId) -> Result<(), Reply> {
    ensure(context.caller != Some(person), || problem::forbidden("callers cannot do this to themselves"))
}

/// Returns the roles of the body, if they exist and the caller may give them.
pub(super) fn roles(context: &Context<'_>, call: &Call<'_>) -> Result<Vec<String>, Reply> {
    let (_, caller) = caller(context)?;
    let mut roles: Vec<String> = Vec::new();
    for role in call.strings("roles") {
        ensure(ROLES.contains(&role), || {
            problem::wrong(Place::Body, "roles", &format!("there is no such role; the roles are {}", ROLES.join(", ")))
        })?;
        let allowed = caller.kind == Kind::BackOffice
            || if role == MASTER { caller.has_role(MASTER) } else { !role.starts_with("backoffice.") };
        ensure(allowed, || problem::forbidden(&format!("the caller may not give the role {role}")))?;
        if !roles.iter().any(|given| given == role) {
            roles.push(role.to_owned());
        }
    }
    ensure(!roles.is_empty(), || problem::wrong(Place::Body, "roles", "a user has at least one role"))?;
    Ok(roles)
}

/// Refuses if the payor has as many enabled master administrators as it may have.
pub(super) fn check_master_limit(context: &mut Context<'_>, entity: Option<String>) -> Result<(), Reply> {
    let list = List { entity, status: Some(Status::Enabled), masters: true, ..List::default() };
    ensure(context.page(&list, false, 0, 0).total < MOST_MASTERS, || {
        problem::invalid_state(&format!("a payor has at most {MOST_MASTERS} enabled master administrators"))
    })
}
