//! Finding by any key, and lists that are narrowed and sorted.

use super::calls::NOBODY;
use super::checks;
use crate::context::{ensure, ensure_error};
use crate::{Context, Failure};
use user_directory_core::{Capabilities, ErrorKind, Filter, Key, ListQuery, Sort, SortKey, User, Verb};

checks! {
    find_by_user_name_finds_the_person[FindByUserName];
    find_by_external_id_finds_the_person[FindByExternalId];
    find_sees_every_address[FindByEmail];
    filters_leave_out_whoever_does_not_fit[List];
    filters_keep_whoever_fits[List];
    sorted_lists_are_in_order[List];
    filters_and_orders_of_what_is_not_told_fail[List];
}

/// Finds a person by a key, and nobody by another value of it.
async fn find(context: &Context<'_>, key: impl Fn(String) -> Key, value: Option<&str>) -> Result<Vec<User>, Failure> {
    let Some(value) = value else {
        return Err(Failure::Skip("the person has no such key".to_owned()));
    };
    let nobody = context.directory.find(key(NOBODY.to_owned())).await?;
    ensure(nobody.is_empty(), "somebody is found by a value that nobody has")?;
    Ok(context.directory.find(key(value.to_owned())).await?)
}

fn ensure_alone(found: &[User], person: &User) -> Result<(), Failure> {
    ensure(found.iter().any(|user| user.id == person.id), "the person is not found")?;
    ensure(found.len() == 1, "somebody else is found as well, or the person twice")
}

async fn find_by_user_name_finds_the_person(context: &Context<'_>) -> Result<(), Failure> {
    let (person, _) = (context.person().await?, context.person().await?);
    ensure_alone(&find(context, Key::UserName, person.user_name.as_deref()).await?, &person)
}

async fn find_by_external_id_finds_the_person(context: &Context<'_>) -> Result<(), Failure> {
    let (person, _) = (context.person().await?, context.person().await?);
    ensure_alone(&find(context, Key::ExternalId, person.external_id.as_deref()).await?, &person)
}

async fn find_sees_every_address(context: &Context<'_>) -> Result<(), Failure> {
    let person = context.person().await?;
    ensure(person.email().is_some(), "the directory searches by e-mail address, and the person has none")?;
    for email in &person.emails {
        ensure(person.has_email(&email.address), "an address is not one of the person's")?;
        ensure_alone(&find(context, Key::Email, Some(&email.address)).await?, &person)?;
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
async fn three(context: &Context<'_>) -> Result<[User; 3], Failure> {
    let made = [context.person().await?, context.person().await?, context.person().await?];
    for (verb, person) in [(Verb::Disable, &made[0]), (Verb::Lock, &made[1])] {
        if context.directory.supports(verb) && context.fixture.allows(verb) {
            match verb {
                Verb::Lock => context.directory.lock(&person.id).await?,
                _ => context.directory.disable(&person.id).await?,
            }
        }
    }
    Ok(made)
}

async fn filters_leave_out_whoever_does_not_fit(context: &Context<'_>) -> Result<(), Failure> {
    let made = three(context).await?;
    for (filter, query) in queries(context.capabilities(), &made[2]) {
        let listed = context.directory.list_with(query.clone()).collect().await?;
        ensure(listed.iter().all(|user| query.admits(filter, user)), &format!("a list with {query:?} has others"))?;
    }
    Ok(())
}

async fn filters_keep_whoever_fits(context: &Context<'_>) -> Result<(), Failure> {
    let made = three(context).await?;
    for (filter, query) in queries(context.capabilities(), &made[2]) {
        let listed = context.directory.list_with(query.clone()).collect().await?;
        for person in &made {
            let person = context.directory.get(&person.id).await?;
            let times = listed.iter().filter(|user| user.id == person.id).count();
            let wanted = usize::from(query.admits(filter, &person));
            ensure(times == wanted, &format!("a list with {query:?} has a person {times} times and not {wanted}"))?;
        }
    }
    Ok(())
}

async fn sorted_lists_are_in_order(context: &Context<'_>) -> Result<(), Failure> {
    let made = three(context).await?;
    let capabilities = context.capabilities();
    let keys: Vec<_> = SortKey::ALL.iter().filter(|key| capabilities.sort(**key).is_supported()).collect();
    for sort in keys.into_iter().flat_map(|key| [Sort::ascending(*key), Sort::descending(*key)]) {
        let mut listed = context.directory.list_with(ListQuery::new().sort(sort)).collect().await?;
        // How a provider orders the letters of others is its own affair.
        listed.retain(|user| made.iter().any(|person| person.id == user.id));
        ensure(listed.len() == made.len(), &format!("a list with {sort:?} lacks a person"))?;
        let in_order = listed.windows(2).all(|pair| sort.compare_values(&pair[0], &pair[1]).is_le());
        ensure(in_order, &format!("a list with {sort:?} is in another order"))?;
    }
    Ok(())
}

async fn filters_and_orders_of_what_is_not_told_fail(context: &Context<'_>) -> Result<(), Failure> {
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
        return Err(Failure::Skip("the directory has every filter and order".to_owned()));
    }
    for query in queries {
        let before = context.fixture.requests();
        let page = context.directory.list_page(&query, None).await;
        ensure_error(page, ErrorKind::Unsupported, &format!("a list with {query:?}"))?;
        ensure(context.fixture.requests() == before, "a request was sent")?;
    }
    Ok(())
}
