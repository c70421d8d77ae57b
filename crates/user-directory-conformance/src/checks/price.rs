//! What verbs cost.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use user_directory_core::{ListQuery, Requests, Support, Verb};

use super::checks;
use super::every_verb::exercise_all;
use crate::context::Context;
use crate::expect::{About, Checked, ensure, skipped};

checks! {
    verbs_cost_what_they_say[]: "A verb takes as many requests as the capabilities say, and one more at most if it is refused.";
    requests_do_not_grow_with_others[]: "No verb takes more requests because of other people, but one that reads the whole list.";
}

/// How many requests a verb took, and may have taken.
type Price = (u64, RangeInclusive<u64>);

fn is_per_page(context: &Context<'_>, verb: Verb) -> bool {
    matches!(context.capabilities().support(verb), Support::Emulated { requests: Requests::PerPage, .. })
}

/// Returns how many requests a call may take that succeeds, where the list of all users has so many pages and so many
/// items change.
fn allowed(support: &Support, pages: u64, items: u64) -> RangeInclusive<u64> {
    match *support {
        Support::Native { .. } => 1..=1,
        Support::Emulated { requests, .. } => match requests {
            Requests::Exactly(n) => u64::from(n)..=u64::from(n),
            Requests::UpTo(n) => 0..=u64::from(n),
            Requests::PerPage => 0..=pages + 1,
            Requests::PerItem => 0..=items + 1,
            // A price that this crate does not know yet is to be added here.
            _ => 0..=0,
        },
        _ => 0..=0,
    }
}

async fn prices(context: &Context<'_>) -> Checked<BTreeMap<Verb, Price>> {
    let per_page = Verb::ALL.iter().any(|verb| is_per_page(context, *verb));
    let pages = match per_page && context.may(Verb::List) {
        true => context.all(ListQuery::new()).await?.0,
        false => 0,
    };
    let pages = u64::try_from(pages).unwrap_or(u64::MAX);
    let prices = exercise_all(context).await?.into_iter().filter_map(|exercised| {
        let allowed = allowed(context.capabilities().support(exercised.verb), pages, exercised.items);
        // Somebody may have to look why a verb was refused.
        let allowed = if exercised.result.is_ok() { allowed } else { 0..=allowed.end() + 1 };
        Some((exercised.verb, (exercised.requests?, allowed)))
    });
    Ok(prices.collect())
}

fn requests(count: &RangeInclusive<u64>) -> String {
    if count.start() == count.end() { format!("{} requests", count.end()) } else { format!("{count:?} requests") }
}

async fn verbs_cost_what_they_say(context: &Context<'_>) -> Checked {
    if context.watch.requests().is_none() {
        return Err(skipped("nobody counts requests: see `Suite::requests`"));
    }
    for (verb, (seen, allowed)) in prices(context).await? {
        ensure(allowed.contains(&seen), &requests(&allowed), &requests(&(seen..=seen))).at(verb)?;
    }
    Ok(())
}

async fn requests_do_not_grow_with_others(context: &Context<'_>) -> Checked {
    if context.watch.requests().is_none() || context.suite.others == 0 {
        return Err(skipped(
            "nobody counts requests, or there are no others: see `Suite::requests` and `Suite::others`",
        ));
    }
    let before = prices(context).await?;
    for _ in 0..context.suite.others {
        context.person().await?;
    }
    for (verb, (seen, allowed)) in prices(context).await? {
        let most =
            if is_per_page(context, verb) { *allowed.end() } else { before.get(&verb).map_or(0, |(seen, _)| *seen) };
        ensure(
            seen <= most,
            &format!("{most} requests at most"),
            &format!("{seen} with {} others", context.suite.others),
        )
        .at(verb)?;
    }
    Ok(())
}
