//! What verbs cost.

use std::collections::BTreeMap;

use user_directory_core::{ListQuery, Requests, Support, Verb};

use super::checks;
use super::every_verb::exercise_all;
use crate::context::Context;
use crate::expect::{About, Checked, ensure, skipped};
use crate::watch::allowed;

checks! {
    verbs_cost_what_they_say[]: "A verb takes as many requests as the capabilities say.";
    requests_do_not_grow_with_others[]: "No verb takes more requests because of other people, but one that reads the whole list.";
}

/// Returns how many requests each verb took, and may have taken, where the list has so many pages.
async fn prices(context: &Context<'_>) -> Checked<BTreeMap<Verb, (u64, std::ops::RangeInclusive<u64>)>> {
    let pages = match context.may(Verb::List) {
        true => context.all(ListQuery::new()).await?.0,
        false => 0,
    };
    let pages = u64::try_from(pages).unwrap_or(u64::MAX);
    let exercised = exercise_all(context).await?.into_iter().filter(|exercised| exercised.result.is_ok());
    let price = exercised.filter_map(|exercised| {
        let allowed = allowed(context.capabilities().support(exercised.verb), pages, exercised.items);
        Some((exercised.verb, (exercised.requests?, allowed)))
    });
    Ok(price.collect())
}

fn requests(count: &std::ops::RangeInclusive<u64>) -> String {
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
        let per_page =
            matches!(context.capabilities().support(verb), Support::Emulated { requests: Requests::PerPage, .. });
        let most = if per_page { *allowed.end() } else { before.get(&verb).map_or(0, |(seen, _)| *seen) };
        ensure(
            seen <= most,
            &format!("{most} requests at most"),
            &format!("{seen} with {} others", context.suite.others),
        )
        .at(verb)?;
    }
    Ok(())
}
