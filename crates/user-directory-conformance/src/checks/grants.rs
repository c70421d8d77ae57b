//! Roles.

use user_directory_core::request::ChangeGrants;
use user_directory_core::{ErrorKind, Field, Grant, GrantChange, Scopes, UserId, Verb};

use super::{MISSING, UNSUPPORTED, checks};
use crate::context::Context;
use crate::expect::{About, Checked, expect, expect_error, skipped};

const GRANTED: &str =
    "Granting what is granted succeeds and makes no second grant; revoking what is not granted succeeds.";
const THIS_ONE: &str = "Granting adds this grant, revoking takes it away, and others stay.";

checks! {
    grants_of_the_missing_fail[Grants]: MISSING;
    grant_adds_a_role[Grant, Grants]: THIS_ONE;
    grant_of_the_granted_makes_no_second[Grant, Grants]: GRANTED;
    revoke_takes_a_role_away[Revoke, Grant, Grants]: THIS_ONE;
    revoke_of_what_is_not_granted_succeeds[Revoke, Grants]: GRANTED;
    replace_grants_leaves_exactly_these[ReplaceGrants, Grants]: "Replacing grants leaves the person with exactly the grants given, whatever the order.";
    changes_of_grants_of_the_missing_fail[Grants]: MISSING;
    grants_keep_to_their_scopes[Grant]: UNSUPPORTED;
}

/// Fails unless the person has each of these grants so many times.
async fn has(context: &Context<'_>, id: &UserId, wanted: &[(&Grant, usize)]) -> Checked {
    context
        .settled(|| async {
            let grants = context.directory.grants(id).await?;
            for (grant, times) in wanted {
                let seen = grants.iter().filter(|own| own.same_as(grant)).count();
                expect(&format!("times that {} is granted", grant.role), *times, seen).of(Field::Roles)?;
            }
            Ok(())
        })
        .await
}

async fn grants_of_the_missing_fail(context: &Context<'_>) -> Checked {
    expect_error(ErrorKind::NotFound, context.directory.grants(&context.missing()).await)
}

async fn grant_adds_a_role(context: &Context<'_>) -> Checked {
    let [_, grant] = context.grants()?;
    let id = context.person().await?.id;
    let before = context.directory.grants(&id).await?;
    context.directory.grant(&id, grant.clone()).await?;
    let mut wanted = vec![(&grant, 1)];
    wanted.extend(before.iter().filter(|own| !own.same_as(&grant)).map(|own| (own, 1)));
    has(context, &id, &wanted).await
}

async fn grant_of_the_granted_makes_no_second(context: &Context<'_>) -> Checked {
    let [_, grant] = context.grants()?;
    let id = context.person().await?.id;
    context.directory.grant(&id, grant.clone()).await?;
    context.directory.grant(&id, grant.clone()).await?;
    has(context, &id, &[(&grant, 1)]).await
}

async fn revoke_takes_a_role_away(context: &Context<'_>) -> Checked {
    let [one, other] = context.grants()?;
    let id = context.person().await?.id;
    context.directory.grant(&id, one.clone()).await?;
    context.directory.grant(&id, other.clone()).await?;
    context.directory.revoke(&id, other.clone()).await?;
    has(context, &id, &[(&other, 0), (&one, 1)]).await
}

async fn revoke_of_what_is_not_granted_succeeds(context: &Context<'_>) -> Checked {
    let [_, grant] = context.grants()?;
    let id = context.person().await?.id;
    context.directory.revoke(&id, grant.clone()).await?;
    context.directory.revoke(&id, grant.clone()).await?;
    has(context, &id, &[(&grant, 0)]).await
}

async fn replace_grants_leaves_exactly_these(context: &Context<'_>) -> Checked {
    let [one, other] = context.grants()?;
    let id = context.person().await?.id;
    for wanted in [vec![one.clone()], vec![other.clone(), one], vec![other]] {
        context.directory.replace_grants(&id, wanted.clone()).await?;
        let each: Vec<_> = wanted.iter().map(|grant| (grant, 1)).collect();
        has(context, &id, &each).await?;
        let grants = context.directory.grants(&id).await?;
        expect("grants", wanted.len(), grants.len()).of(Field::Roles)?;
    }
    Ok(())
}

async fn changes_of_grants_of_the_missing_fail(context: &Context<'_>) -> Checked {
    let [grant, _] = context.grants()?;
    let id = context.missing();
    let changes =
        [GrantChange::Add(grant.clone()), GrantChange::Remove(grant.clone()), GrantChange::Replace(vec![grant])];
    let changes: Vec<_> = changes.into_iter().filter(|change| context.may(change.verb())).collect();
    if changes.is_empty() {
        return Err(skipped("the directory changes no grants"));
    }
    for change in changes {
        let verb = change.verb();
        expect_error(ErrorKind::NotFound, context.directory.change_grants_with(ChangeGrants::new(&id, change)).await)
            .at(verb)?;
    }
    Ok(())
}

async fn grants_keep_to_their_scopes(context: &Context<'_>) -> Checked {
    let grant = match context.capabilities().scopes {
        Scopes::Never => Grant::new("r").scoped("s"),
        Scopes::Always => Grant::new("r"),
        _ => return Err(skipped("grants may have a scope or none")),
    };
    let id = context.missing();
    context.refused(Verb::Grant, ErrorKind::InvalidInput, context.directory.grant(&id, grant)).await
}
