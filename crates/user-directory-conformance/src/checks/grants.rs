//! Roles.

use super::checks;
use crate::context::{ensure, ensure_error};
use crate::{Context, Failure};
use user_directory_core::request::ChangeGrants;
use user_directory_core::{ErrorKind, Grant, Scopes, UserId};

checks! {
    grants_of_the_missing_fail[Grants];
    grant_adds_a_role[Grants, Grant];
    grant_of_the_granted_makes_no_second[Grants, Grant];
    revoke_takes_a_role_away[Grants, Grant, Revoke];
    revoke_of_what_is_not_granted_succeeds[Grants, Revoke];
    replace_grants_leaves_exactly_these[Grants, ReplaceGrants];
    changes_of_grants_of_the_missing_fail[Grants];
    grants_keep_to_their_scopes[Grant];
}

async fn count(context: &Context<'_>, id: &UserId, grant: &Grant) -> Result<usize, Failure> {
    let grants = context.directory.grants(id).await?;
    Ok(grants.iter().filter(|own| own.same_as(grant)).count())
}

async fn grants_of_the_missing_fail(context: &Context<'_>) -> Result<(), Failure> {
    let grants = context.directory.grants(&context.missing()).await;
    ensure_error(grants, ErrorKind::NotFound, "grants of a missing person")
}

async fn grant_adds_a_role(context: &Context<'_>) -> Result<(), Failure> {
    let [_, grant] = context.grants()?;
    let id = context.person().await?.id;
    let before = context.directory.grants(&id).await?;
    context.directory.grant(&id, grant.clone()).await?;
    let after = context.directory.grants(&id).await?;
    ensure(after.iter().any(|own| own.same_as(&grant)), "a role was granted and is not there")?;
    ensure(
        before.iter().all(|own| after.iter().any(|kept| kept.same_as(own))),
        "a role was granted, and another one is gone",
    )
}

async fn grant_of_the_granted_makes_no_second(context: &Context<'_>) -> Result<(), Failure> {
    let [_, grant] = context.grants()?;
    let id = context.person().await?.id;
    context.directory.grant(&id, grant.clone()).await?;
    context.directory.grant(&id, grant.clone()).await?;
    ensure(count(context, &id, &grant).await? == 1, "a role that was granted twice is not there once")
}

async fn revoke_takes_a_role_away(context: &Context<'_>) -> Result<(), Failure> {
    let [one, other] = context.grants()?;
    let id = context.person().await?.id;
    context.directory.grant(&id, one.clone()).await?;
    context.directory.grant(&id, other.clone()).await?;
    context.directory.revoke(&id, other.clone()).await?;
    ensure(count(context, &id, &other).await? == 0, "a role was revoked and is still there")?;
    ensure(count(context, &id, &one).await? == 1, "a role was revoked, and another one is gone")
}

async fn revoke_of_what_is_not_granted_succeeds(context: &Context<'_>) -> Result<(), Failure> {
    let [_, grant] = context.grants()?;
    let id = context.person().await?.id;
    context.directory.revoke(&id, grant.clone()).await?;
    context.directory.revoke(&id, grant.clone()).await?;
    ensure(count(context, &id, &grant).await? == 0, "a role was revoked and is there")
}

async fn replace_grants_leaves_exactly_these(context: &Context<'_>) -> Result<(), Failure> {
    let [one, other] = context.grants()?;
    let id = context.person().await?.id;
    for wanted in [vec![one.clone()], vec![other.clone(), one], vec![other]] {
        context.directory.replace_grants(&id, wanted.clone()).await?;
        let grants = context.directory.grants(&id).await?;
        ensure(
            grants.len() == wanted.len() && wanted.iter().all(|grant| grants.iter().any(|own| own.same_as(grant))),
            "after a replacement the roles are not those that were given",
        )?;
    }
    Ok(())
}

async fn changes_of_grants_of_the_missing_fail(context: &Context<'_>) -> Result<(), Failure> {
    let [grant, _] = context.grants()?;
    let id = context.missing();
    let mut any = false;
    for (verb, change) in [
        user_directory_core::GrantChange::Add(grant.clone()),
        user_directory_core::GrantChange::Remove(grant.clone()),
        user_directory_core::GrantChange::Replace(vec![grant]),
    ]
    .map(|change| (change.verb(), change))
    {
        if context.directory.supports(verb) && context.fixture.allows(verb) {
            any = true;
            let result = context.directory.as_dyn().change_grants(ChangeGrants::new(&id, change)).await;
            ensure_error(result, ErrorKind::NotFound, &format!("{verb} of a missing person"))?;
        }
    }
    if any {
        return Ok(());
    }
    Err(Failure::Skip("the directory changes no grants".to_owned()))
}

async fn grants_keep_to_their_scopes(context: &Context<'_>) -> Result<(), Failure> {
    let grant = match context.capabilities().scopes {
        Scopes::Never => Grant::new("r").scoped("s"),
        Scopes::Always => Grant::new("r"),
        _ => {
            return Err(Failure::Skip("grants may have a scope or none".to_owned()));
        }
    };
    let before = context.fixture.requests();
    let result = context.directory.grant(&context.missing(), grant).await;
    ensure_error(result, ErrorKind::InvalidInput, "a grant against the rule of scopes")?;
    ensure(context.fixture.requests() == before, "a request was sent")
}
