//! Users, all at once: nothing here has pages.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::finbourne::account::{Account, Link, List, View, shown};
use crate::provider::finbourne::problem;
use crate::store::Person;

/// Ids that can be asked for at a time.
const MOST: usize = 50;

pub(super) fn list_users(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let list = match call.flag("includeDeactivated") {
        Some(true) => List::All,
        _ => List::Present,
    };
    let base_url = context.base_url;
    let page = context.world.store.page::<Account>(&list, false, 0, usize::MAX);
    let users: Vec<_> = page.items.iter().map(|(person, account)| View::new(base_url, person, account)).collect();
    Reply::ok(&users)
}

pub(super) fn list_runnable_users(context: &mut Context<'_>, _: &Call<'_>) -> Outcome {
    let (base_url, caller) = (context.base_url, context.principal.person);
    let services = context.world.store.page::<Account>(&List::Services, false, 0, usize::MAX);
    let mut ids: Vec<_> = services.items.iter().map(|(person, _)| person.id).collect();
    if let Some(caller) = caller.filter(|caller| !ids.contains(caller)) {
        ids.insert(0, caller);
    }
    let store = &context.world.store;
    let views: Vec<_> = ids
        .iter()
        .filter_map(|id| Some((store.person(*id)?, store.of::<Account>(*id)?)))
        .map(|(person, account)| View::new(base_url, person, account))
        .collect();
    Reply::ok(&views)
}

/// A user as the directory shows them, with names of its own.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary<'a> {
    id: &'a str,
    login: &'a str,
    email: &'a str,
    second_email: Option<&'a str>,
    first_name: &'a str,
    last_name: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    /// Only callers see their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    alternative_user_ids: Option<&'a BTreeMap<String, Option<String>>>,
    links: [Link; 1],
}

/// What was found, and what was not.
#[derive(Debug, Serialize)]
struct Found<'a> {
    href: String,
    values: BTreeMap<&'a str, Summary<'a>>,
    failed: BTreeMap<&'a str, Failed<'a>>,
    links: [Link; 0],
}

#[derive(Debug, Serialize)]
struct Failed<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    detail: &'static str,
}

pub(super) fn find_users_by_id(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let asked = call.parameter("id").and_then(Value::as_array);
    let ids: Vec<_> = asked.into_iter().flatten().filter_map(Value::as_str).collect();
    if ids.len() > MOST {
        return Err(problem::wrong("id", "at most 50 ids can be asked for at a time"));
    }
    let world = &*context.world;
    let mut found = Found {
        href: format!("{}/api/directory?{}", context.base_url, call.request.query().unwrap_or("")),
        values: BTreeMap::new(),
        failed: BTreeMap::new(),
        links: [],
    };
    for id in ids {
        match world.store.get::<Account>(id) {
            Some((person, account)) => {
                found.values.insert(id, summary(context, person, account));
            }
            None => {
                let failed = Failed { id, kind: "UserDoesNotExist", detail: "there is no user with this id" };
                found.failed.insert(id, failed);
            }
        }
    }
    Reply::ok(&found)
}

fn summary<'a>(context: &Context<'_>, person: &'a Person, account: &'a Account) -> Summary<'a> {
    Summary {
        id: &account.id,
        login: account.login_of(person),
        email: account.email_of(person),
        second_email: account.second_email.as_deref(),
        first_name: shown(&person.facts.given_name),
        last_name: shown(&person.facts.family_name),
        kind: &account.kind,
        alternative_user_ids: (context.principal.person == Some(person.id)).then_some(&account.alternative_ids),
        links: [Link::user(context.base_url, &account.id)],
    }
}
