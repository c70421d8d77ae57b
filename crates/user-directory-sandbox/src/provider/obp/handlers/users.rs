//! Users: created by anybody, read and deleted by those who have the roles.

use http::StatusCode;
use http::header::RANGE;
use serde_json::json;

use super::{bounds, range, required};
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::obp::access::{self, Access, OWNER};
use crate::provider::obp::account::{self, Account, List, View, WithAttributes, name_key};
use crate::provider::obp::{LOCAL, problem, roles};
use crate::store::{Facts, PersonId};
use crate::world::World;

/// Returns whether a password is long, or mixed enough for a shorter one.
fn is_strong(password: &str) -> bool {
    let has = |kind: fn(char) -> bool| password.chars().any(kind);
    match password.chars().count() {
        10..=16 => {
            has(|character| character.is_ascii_digit())
                && has(|character| character.is_ascii_lowercase())
                && has(|character| character.is_ascii_uppercase())
                && has(|character| !character.is_alphanumeric())
        }
        17..=512 => true,
        _ => false,
    }
}

pub(super) fn create(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let field = |name| required(call, name);
    let (username, password) = (field("username"), field("password"));
    if username.is_empty() {
        return Err(problem::bad("OBP-10001", "field username: is empty"));
    }
    if !is_strong(password) {
        return Err(problem::bad(
            "OBP-30207",
            "a password has 10 to 16 characters with a digit, a small and a capital letter and a sign, or 17 to 512",
        ));
    }
    let key = name_key(LOCAL, username);
    if context.world.store.by_name::<Account>(&key).is_some() {
        let message = "there is a user with this username already";
        return Err(problem::problem(StatusCode::CONFLICT, "OBP-20258", message));
    }
    let (id, now) = (context.id(), context.now());
    let mut user = Account::new(id, LOCAL, username.to_owned(), now);
    user.set_password(Some(password));
    let email = Some(field("email").to_owned()).filter(|email| !email.is_empty());
    let facts = Facts {
        given_name: field("first_name").to_owned(),
        family_name: field("last_name").to_owned(),
        email,
        ..Facts::default()
    };
    let store = &mut context.world.store;
    let person = store.create(facts, user, now);
    match (store.person(person), store.of::<Account>(person)) {
        (Some(person), Some(user)) => Reply::created(&View::v200(person, user)),
        _ => Err(problem::no_such_user()),
    }
}

pub(super) fn list(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let (offset, limit) = bounds(call);
    let list = List::Deleted(call.flag("is_deleted") == Some(true));
    let page = context.world.store.page::<Account>(&list, false, offset, limit);
    // The server filters what it has read, and not what it reads: a page gets shorter by this.
    let locked = call.text("locked_status").map(|status| status == "locked");
    let mut found = page.items;
    found.retain(|(_, user)| locked.is_none_or(|locked| user.locked() == locked));
    let users: Vec<_> = found.iter().map(|(person, user)| View::v400(person, user)).collect();
    let reply = Reply::ok(&json!({ "users": users }))?;
    Ok(reply.with(RANGE, &range((offset, limit))))
}

pub(super) fn by_id(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let found = context.world.store.get::<Account>(call.path("USER_ID"));
    // This operation alone answers 400, with a code of its own.
    let missing = || problem::bad("OBP-20057", "there is no user with this USER_ID");
    let (person, user) = found.ok_or_else(missing)?;
    Reply::ok(&View::v400(person, user))
}

pub(super) fn by_name(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let (person, user) = account::find_local(&context.world.store, call.path("USERNAME"))?;
    Reply::ok(&View::v400(person, user))
}

pub(super) fn by_email(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let store = &mut context.world.store;
    let people = account::with_email(store, call.path("EMAIL"));
    let users = people.iter().filter_map(|&id| Some(View::v400(store.person(id)?, store.of(id)?)));
    let users: Vec<_> = users.collect();
    if users.is_empty() {
        return Err(problem::bad("OBP-20007", "there is no user with this e-mail address"));
    }
    Reply::ok(&json!({ "users": users }))
}

pub(super) fn with_attributes(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let (person, user) = account::find(&context.world.store, call.path("USER_ID"))?;
    Reply::ok(&WithAttributes::new(person, user))
}

pub(super) fn delete(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let (person, _) = account::find(&context.world.store, call.path("USER_ID"))?;
    let person = person.id;
    erase(context.world, person);
    Ok(Reply::empty(StatusCode::OK))
}

/// Marks a user as deleted, with random texts in the place of what tells who they are.
pub(in crate::provider::obp) fn erase(world: &mut World, person: PersonId) {
    let text = world.rng.alphanumeric(20).to_lowercase();
    // The address takes part in a list, which `edit_account` keeps.
    world.store.edit_account(person, |user: &mut Account| {
        if !user.deleted() {
            user.erased = Some(format!("{text}@example.com"));
            user.username = text;
            user.set_password(None);
        }
    });
}

pub(super) fn refresh(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::caller(context)?;
    let start = context.now();
    let (person, user) = account::find(&context.world.store, call.path("USER_ID"))?;
    // The role is that of the user who is refreshed, not of the caller.
    let needed = roles::of_operation(call.operation);
    if !roles::may(context, person.id, &needed, "") {
        return Err(problem::missing_roles(&needed));
    }
    let (person, holds) = (person.id, user.holds.clone());
    for (bank, account) in holds {
        let view = OWNER.to_owned();
        let access = Access { bank, account, view };
        access::grant(context.world, person, access);
    }
    let took = (context.now() - start).num_milliseconds();
    Reply::created(&json!({ "duration_time": format!(" {took} ms") }))
}

pub(super) fn reset_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let (person, user) = account::find(&context.world.store, required(call, "user_id"))?;
    let email = person.facts.email.as_deref().unwrap_or("");
    let same = user.provider == LOCAL
        && !user.deleted()
        && user.username == required(call, "username")
        && email.eq_ignore_ascii_case(required(call, "email"));
    if !same {
        return Err(problem::bad("OBP-20027", "username and email are not those of the user with this id"));
    }
    let token = context.world.rng.alphanumeric(32);
    let url = format!("{}/user_mgt/reset_password/{token}", context.base_url);
    Reply::created(&json!({ "reset_password_url": url }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_mixed_or_long() {
        for (password, strong) in [
            ("Aa1-567890", true),
            ("Aa1-56789", false),
            ("aa1-567890", false),
            ("AA1-567890", false),
            ("Aaa-bcdefg", false),
            ("Aa15678901", false),
            ("seventeen letters", true),
            ("sixteen letters.", false),
        ] {
            assert_eq!(is_strong(password), strong, "{password}");
        }
        assert!(is_strong(&"x".repeat(512)));
        assert!(!is_strong(&"x".repeat(513)));
    }
}
