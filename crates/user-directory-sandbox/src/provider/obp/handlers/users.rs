//! Users: created by anybody, read and deleted by those who have the roles.

use http::StatusCode;
use http::header::RANGE;
use serde_json::json;

use super::{bounds, locks, range};
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::obp::access::{self, OWNER};
use crate::provider::obp::account::{Account, List, V200, V400, find, find_local, show, show_with_agreements};
use crate::provider::obp::grants::Access;
use crate::provider::obp::roles::user_of_path;
use crate::provider::obp::{Context, LOCAL, problem, roles};
use crate::store::{Facts, PersonId, email_key};

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
    let field = |name| call.required(name);
    let (username, password) = (field("username"), field("password"));
    ensure(!username.is_empty(), || problem::bad("OBP-10001", "field username: is empty"))?;
    ensure(is_strong(password), || {
        let message =
            "a password has 10 to 16 characters with a digit, a small and a capital letter and a sign, or 17 to 512";
        problem::bad("OBP-30207", message)
    })?;
    ensure(find_local(context, username).is_none(), || {
        problem::problem(StatusCode::CONFLICT, "OBP-20258", "there is a user with this username already")
    })?;
    let (id, now) = (context.new_id(), context.now());
    let mut user = Account::new(id, LOCAL, username.to_owned(), now);
    user.set_password(Some(password));
    let facts = Facts {
        given_name: field("first_name").to_owned(),
        family_name: field("last_name").to_owned(),
        email: Some(field("email").to_owned()).filter(|email| !email.is_empty()),
        ..Facts::default()
    };
    let person = context.create(facts, user);
    let (person, user) = context.user(person).ok_or_else(problem::no_such_user)?;
    Reply::created(&show(V200, person, user))
}

pub(super) fn list(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::authorize(context, call)?;
    let (offset, limit) = bounds(call);
    let list = List::Deleted(call.flag("is_deleted"));
    let mut page = context.page(&list, false, offset, limit);
    // The server filters a page after reading it, so that it gets shorter.
    if let Some(locked) = call.text("locked_status").map(|status| status == "locked") {
        page.people.retain(|id| context.account(*id).is_some_and(|user| user.locked() == locked));
    }
    let reply = Reply::json(
        StatusCode::OK,
        &json!({ "users": context.show(&page.people, |person, user| show(V400, person, user)) }),
    );
    Ok(reply.with(RANGE, &range((offset, limit))))
}

pub(super) fn by_id(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::authorize(context, call)?;
    // This operation alone answers 400, with its own code.
    let missing = || problem::bad("OBP-20057", "there is no user with this USER_ID");
    let (person, user) = context.user_by_id(call.path("USER_ID")).ok_or_else(missing)?;
    Reply::ok(&show_with_agreements(person, user))
}

pub(super) fn by_name(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, user) = locks::named(context, call)?;
    Reply::ok(&show(V400, person, user))
}

pub(super) fn by_email(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::authorize(context, call)?;
    let people = context.with_key(&List::Email, &email_key(call.path("EMAIL")));
    Reply::ok(&json!({ "users": context.show(&people, |person, user| show(V400, person, user)) }))
}

pub(super) fn with_attributes(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, user) = user_of_path(context, call)?;
    Reply::ok(&show("UserWithAttributesResponseJson", person, user))
}

pub(super) fn delete(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = user_of_path(context, call)?.0.id;
    erase(context, person);
    Reply::done()
}

/// Marks a user as deleted, and replaces name and address by random strings.
pub(in crate::provider::obp) fn erase(context: &mut Context<'_>, person: PersonId) {
    let text = context.rng().alphanumeric(20).to_lowercase();
    context.edit(person, |user| {
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
    let (person, user) = find(context, call.path("USER_ID"))?;
    // The role is that of the user who is refreshed, not of the caller.
    ensure(roles::may(context, person.id, &call.operation.roles, ""), || {
        problem::missing_roles(&call.operation.roles)
    })?;
    let (person, holds) = (person.id, user.holds.clone());
    for (bank, account) in holds {
        access::grant(context, person, Access { bank, account, view: OWNER.to_owned() });
    }
    let took = (context.now() - start).num_milliseconds();
    Reply::created(&json!({ "duration_time": format!(" {took} ms") }))
}

pub(super) fn reset_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::authorize(context, call)?;
    let (person, user) = find(context, call.required("user_id"))?;
    let email = person.facts.email.as_deref().unwrap_or("");
    let same = user.provider == LOCAL
        && !user.deleted()
        && user.username == call.required("username")
        && email.eq_ignore_ascii_case(call.required("email"));
    ensure(same, || problem::bad("OBP-20027", "username and email are not those of the user with this id"))?;
    let token = context.rng().alphanumeric(32);
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
