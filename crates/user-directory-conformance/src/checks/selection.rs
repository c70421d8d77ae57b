//! Finding by any key, and lists that are narrowed and sorted.

use std::collections::BTreeSet;

use user_directory_core::{Capabilities, ErrorKind, Field, Filter, Key, ListQuery, Sort, SortKey, User, Verb};

use super::every_verb::NOBODY;
use super::{UNSUPPORTED, checks, times};
use crate::context::Context;
use crate::expect::{About, Checked, ensure, expect, failed, skipped};

const KEYS: &str = "`find` returns all who have a key, and an empty list if nobody has it.";
const FILTERS: &str = "A list with a filter has all who pass it, and nobody else.";

checks! {
    find_by_email_finds_the_person[FindByEmail]: KEYS;
    find_by_email_ignores_letter_case[FindByEmail]: "E-mail addresses are compared without ASCII letter case.";
    find_by_email_of_nobody_is_empty[FindByEmail]: KEYS;
    find_by_user_name_finds_the_person[FindByUserName]: KEYS;
    find_by_external_id_finds_the_person[FindByExternalId]: KEYS;
    find_sees_every_address[FindByEmail]: "Of several addresses all count, and not the primary one alone.";
    filters_leave_out_whoever_does_not_fit[List]: FILTERS;
    filters_keep_whoever_fits[List]: FILTERS;
    sorted_lists_are_in_order[List]: "A list with an order is in that order.";
    filters_and_orders_of_what_is_not_told_fail[List]: UNSUPPORTED;
}

/// Finds a person by a key, and nobody by another value of it.
async fn find(context: &Context<'_>, key: impl Fn(String) -> Key, value: Option<&str>) -> Checked<Vec<User>> {
    let value = value.ok_or_else(|| skipped("the person has no such key"))?;
    expect("people found by a value that nobody has", 0, context.directory.find(key(NOBODY.to_owned())).await?.len())?;
    Ok(context.directory.find(key(value.to_owned())).await?)
}

fn ensure_alone(found: &[User], person: &User) -> Checked {
    let times = times(found, &person.id);
    expect("times that the person is found", 1, times)?;
    expect("others who are found", 0, found.len() - times)
}

fn email(person: &User) -> Checked<&str> {
    let email = person.email().ok_or_else(|| failed("a person with an address, since it can be searched for", "none"));
    email.of(Field::Email)
}

async fn find_by_email_finds_the_person(context: &Context<'_>) -> Checked {
    let (person, _) = (context.person().await?, context.person().await?);
    let email = email(&person)?;
    context.settled(|| async { ensure_alone(&context.directory.find_by_email(email).await?, &person) }).await
}

async fn find_by_email_ignores_letter_case(context: &Context<'_>) -> Checked {
    let person = context.person().await?;
    let capitals = email(&person)?.to_ascii_uppercase();
    context.settled(|| async { ensure_alone(&context.directory.find_by_email(&capitals).await?, &person) }).await
}

async fn find_by_email_of_nobody_is_empty(context: &Context<'_>) -> Checked {
    let found = context.directory.find_by_email(NOBODY).await?;
    expect("people found by an address that nobody has", 0, found.len())
}

async fn find_by_user_name_finds_the_person(context: &Context<'_>) -> Checked {
    let (person, _) = (context.person().await?, context.person().await?);
    context
        .settled(|| async { ensure_alone(&find(context, Key::UserName, person.user_name.as_deref()).await?, &person) })
        .await
}

async fn find_by_external_id_finds_the_person(context: &Context<'_>) -> Checked {
    let (person, _) = (context.person().await?, context.person().await?);
    context
        .settled(|| async {
            ensure_alone(&find(context, Key::ExternalId, person.external_id.as_deref()).await?, &person)
        })
        .await
}

async fn find_sees_every_address(context: &Context<'_>) -> Checked {
    let person = context.person().await?;
    for email in &person.emails {
        let found = || find(context, Key::Email, Some(&email.address));
        context.settled(|| async { ensure_alone(&found().await?, &person) }).await?;
    }
    Ok(())
}

/// Returns queries that have one filter each, which one of the persons passes at least.
fn queries(capabilities: &Capabilities, person: &User) -> Vec<(Filter, ListQuery)> {
    let prefix = person.user_name.as_deref().or(person.email()).unwrap_or_default();
    let all = [
        (Filter::Active, ListQuery::new().active(true)),
        (Filter::Active, ListQuery::new().active(false)),
        (Filter::Locked, ListQuery::new().locked(true)),
        (Filter::Locked, ListQuery::new().locked(false)),
        (Filter::Prefix, ListQuery::new().prefix(prefix.to_ascii_uppercase())),
    ];
    let since = person.modified.map(|time| (Filter::ModifiedSince, ListQuery::new().modified_since(time)));
    let all = all.into_iter().chain(since);
    all.filter(|(filter, _)| capabilities.filter(*filter).is_supported()).collect()
}

/// Makes three persons, one of them without access as far as there is a verb for it.
async fn three(context: &Context<'_>) -> Checked<[User; 3]> {
    let made = [context.person().await?, context.person().await?, context.person().await?];
    for (verb, person) in [(Verb::Disable, &made[0]), (Verb::Lock, &made[1])] {
        if context.may(verb) {
            match verb {
                Verb::Lock => context.directory.lock(&person.id).await?,
                _ => context.directory.disable(&person.id).await?,
            }
        }
    }
    Ok(made)
}

async fn filters_leave_out_whoever_does_not_fit(context: &Context<'_>) -> Checked {
    let made = three(context).await?;
    for (filter, query) in queries(context.capabilities(), &made[2]) {
        let query = context.large_pages(query);
        let others = context.all(query.clone()).await?.1.into_iter().filter(|user| !query.admits(filter, user)).count();
        expect(&format!("others in a list with {query:?}"), 0, others)?;
    }
    Ok(())
}

async fn filters_keep_whoever_fits(context: &Context<'_>) -> Checked {
    let made = three(context).await?;
    for (filter, query) in queries(context.capabilities(), &made[2]) {
        let query = context.large_pages(query);
        context
            .settled(|| async {
                let listed = context.all(query.clone()).await?.1;
                for person in &made {
                    let person = context.directory.get(&person.id).await?;
                    let wanted = usize::from(query.admits(filter, &person));
                    let seen = times(&listed, &person.id);
                    expect(&format!("times that a person is in a list with {query:?}"), wanted, seen)?;
                }
                Ok(())
            })
            .await?;
    }
    Ok(())
}

async fn sorted_lists_are_in_order(context: &Context<'_>) -> Checked {
    let made = three(context).await?;
    let capabilities = context.capabilities();
    let keys: Vec<_> = SortKey::ALL.iter().filter(|key| capabilities.sort(**key).is_supported()).collect();
    for sort in keys.into_iter().flat_map(|key| [Sort::ascending(*key), Sort::descending(*key)]) {
        let query = context.large_pages(ListQuery::new().sort(sort));
        context.settled(|| in_order(context, query.clone(), sort, &made)).await?;
    }
    Ok(())
}

async fn in_order(context: &Context<'_>, query: ListQuery, sort: Sort, made: &[User]) -> Checked {
    let mut listed = context.all(query).await?.1;
    // How a provider orders the letters of others is its own affair.
    listed.retain(|user| made.iter().any(|person| person.id == user.id));
    // A fixture may have fewer people than that.
    let people: BTreeSet<_> = made.iter().map(|person| &person.id).collect();
    expect(&format!("people in a list with {sort:?}"), people.len(), listed.len())?;
    let in_order = listed.windows(2).all(|pair| sort.compare_values(&pair[0], &pair[1]).is_le());
    ensure(in_order, &format!("the order {sort:?}"), "another order")
}

async fn filters_and_orders_of_what_is_not_told_fail(context: &Context<'_>) -> Checked {
    let capabilities = context.capabilities();
    let filters = [
        (Filter::Active, ListQuery::new().active(true)),
        (Filter::Locked, ListQuery::new().locked(true)),
        (Filter::ModifiedSince, ListQuery::new().modified_since(Default::default())),
        (Filter::Prefix, ListQuery::new().prefix("a")),
    ];
    let filters = filters.into_iter().filter(|(filter, _)| !capabilities.filter(*filter).is_supported());
    let sorts = SortKey::ALL.iter().filter(|key| !capabilities.sort(**key).is_supported());
    let sorts = sorts.map(|key| ListQuery::new().sort(Sort::ascending(*key)));
    let queries: Vec<_> = filters.map(|(_, query)| query).chain(sorts).collect();
    if queries.is_empty() {
        return Err(skipped("the directory has every filter and order"));
    }
    for query in queries {
        let call = context.directory.list_page(&query, None);
        context.refused(Verb::List, ErrorKind::Unsupported, call).await?;
    }
    Ok(())
}
