//! Lists of users, without pages.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::provider::finbourne::account::{Account, List, links, show};
use crate::provider::finbourne::{Context, problem};
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::spec::extend;
use crate::store::Person;

/// Ids that can be asked for at a time.
const MOST: usize = 50;

pub(super) fn list_users(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let list = if call.flag("includeDeactivated") { List::All } else { List::Present };
    let page = context.page(&list, false, 0, usize::MAX);
    Reply::ok(&context.show(&page.people, |person, account| show(context.base_url, person, account)))
}

pub(super) fn list_runnable_users(context: &mut Context<'_>, _: &Call<'_>) -> Outcome {
    let mut people = context.page(&List::Services, false, 0, usize::MAX).people;
    if let Some(caller) = context.caller.filter(|caller| !people.contains(caller)) {
        people.insert(0, caller);
    }
    Reply::ok(&context.show(&people, |person, account| show(context.base_url, person, account)))
}

pub(super) fn find_users_by_id(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let ids = call.parameter("id").and_then(Value::as_array);
    let ids: Vec<_> = ids.into_iter().flatten().filter_map(Value::as_str).collect();
    ensure(ids.len() <= MOST, || problem::wrong("id", "at most 50 ids can be asked for at a time"))?;
    let (mut values, mut failed) = (BTreeMap::new(), BTreeMap::new());
    for id in ids {
        match context.user_by_id(id) {
            Some((person, account)) => {
                values.insert(id, summary(context, person, account));
            }
            None => {
                let why = json!({ "id": id, "type": "UserDoesNotExist", "detail": "there is no user with this id" });
                failed.insert(id, why);
            }
        }
    }
    Reply::ok(&json!({
        "href": format!("{}/api/directory?{}", context.base_url, call.request.query().unwrap_or("")),
        "values": values,
        "failed": failed,
        "links": [],
    }))
}

/// Returns a user as the directory shows them, under other names.
fn summary(context: &Context<'_>, person: &Person, account: &Account) -> Value {
    let mut shown = json!({
        "id": account.id,
        "login": account.login(person),
        "email": account.email(person),
        "secondEmail": account.second_email,
        "firstName": person.facts.given_name,
        "lastName": person.facts.family_name,
        "type": account.kind,
        "links": links(context.base_url, account),
    });
    // Callers see only their own.
    if context.caller == Some(person.id) {
        extend(&mut shown, json!({ "alternativeUserIds": account.alternative_ids }));
    }
    shown
}
