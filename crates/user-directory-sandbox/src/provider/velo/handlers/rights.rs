//! Who may do what to whom.

use crate::context::{Call, Context, Principal};
use crate::message::Reply;
use crate::provider::velo::account::{Account, Kind, List, MASTER, Status};
use crate::provider::velo::problem;
use crate::spec::Place;
use crate::store::{Person, PersonId};
use crate::world::World;

/// Enabled master administrators that a payor may have.
const MOST_MASTERS: usize = 5;

/// Returns the caller.
pub(super) fn caller<'a>(world: &'a World, principal: &Principal) -> Result<(&'a Person, &'a Account), Reply> {
    let store = &world.store;
    let person = principal.person.and_then(|id| store.person(id));
    person
        .and_then(|person| Some((person, store.of::<Account>(person.id)?)))
        .ok_or_else(|| problem::forbidden("the token stands for no user"))
}

/// Returns whether the caller writes users at all.
fn writes(caller: &Account) -> bool {
    match caller.kind {
        Kind::BackOffice => caller.has_role("backoffice.admin"),
        Kind::Payor => caller.has_role(MASTER) || caller.has_role("payor.admin"),
        Kind::Payee => false,
    }
}

/// Refuses callers who do not write users.
pub(super) fn may_write(context: &Context<'_>) -> Result<(), Reply> {
    if writes(caller(context.world, context.principal)?.1) {
        Ok(())
    } else {
        Err(problem::forbidden("the caller may not write users"))
    }
}

/// Returns the user whom the path names, if the caller may see them.
pub(super) fn seen<'a>(
    world: &'a World,
    principal: &Principal,
    call: &Call<'_>,
) -> Result<(&'a Person, &'a Account), Reply> {
    let (own, caller) = caller(world, principal)?;
    let id = call.path("userId").to_ascii_lowercase();
    let found = world.store.get::<Account>(&id);
    let (person, account) = found.ok_or_else(|| problem::no_such_user(call.operation))?;
    let allowed = match caller.kind {
        Kind::BackOffice => true,
        Kind::Payor => account.kind != Kind::BackOffice,
        Kind::Payee => own.id == person.id,
    };
    if allowed { Ok((person, account)) } else { Err(problem::forbidden("the caller may not see this user")) }
}

/// Returns the user whom the path names, if the caller may change them.
pub(super) fn managed(context: &Context<'_>, call: &Call<'_>) -> Result<PersonId, Reply> {
    let (person, _) = seen(context.world, context.principal, call)?;
    may_write(context)?;
    Ok(person.id)
}

/// Refuses what callers cannot do to themselves.
pub(super) fn not_oneself(context: &Context<'_>, person: PersonId) -> Result<(), Reply> {
    if context.principal.person == Some(person) {
        return Err(problem::forbidden("callers cannot do this to themselves"));
    }
    Ok(())
}

/// Returns the roles of the body, if there are any and the caller may give them.
pub(super) fn roles(context: &Context<'_>, call: &Call<'_>) -> Result<Vec<String>, Reply> {
    let (_, caller) = caller(context.world, context.principal)?;
    let sent = call.json().get("roles").and_then(|roles| roles.as_array());
    let mut roles: Vec<String> = Vec::new();
    for role in sent.into_iter().flatten().filter_map(|role| role.as_str()) {
        let allowed = match role {
            "" => {
                return Err(problem::wrong(Place::Body, "roles", "has a role without a name"));
            }
            MASTER => caller.kind == Kind::BackOffice || caller.has_role(MASTER),
            _ => caller.kind == Kind::BackOffice || !role.starts_with("backoffice."),
        };
        if !allowed {
            let message = format!("the caller may not give the role {role}");
            return Err(problem::forbidden(&message));
        }
        if !roles.iter().any(|known| known == role) {
            roles.push(role.to_owned());
        }
    }
    if roles.is_empty() {
        return Err(problem::wrong(Place::Body, "roles", "a user has one role at least"));
    }
    Ok(roles)
}

/// Refuses one more master administrator than the payor may have.
pub(super) fn room_for_master(world: &mut World, entity: Option<&str>) -> Result<(), Reply> {
    let list =
        List { entity: entity.map(str::to_owned), status: Some(Status::Enabled), masters: true, ..List::default() };
    if world.store.page::<Account>(&list, false, 0, 0).total < MOST_MASTERS {
        return Ok(());
    }
    let message = format!("a payor has at most {MOST_MASTERS} enabled master administrators");
    Err(problem::not_now(&message))
}
