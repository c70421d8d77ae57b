//! Changing entitlements, which the server adds and deletes one at a time.

use super::error::{self, is_code, refused};
use super::{NAME, Obp, convert};
use crate::{Error, ErrorKind, Grant, GrantChange, Result, UserId, Verb};

impl Obp {
    pub(super) async fn change_roles(&self, id: &UserId, change: GrantChange) -> Result<()> {
        let verb = change.verb();
        match change {
            GrantChange::Add(grant) => {
                check_scopes(verb, [&grant])?;
                self.add(id, grant, verb).await
            }
            GrantChange::Remove(grant) => {
                check_scopes(verb, [&grant])?;
                self.revoke(id, &grant).await
            }
            GrantChange::Replace(grants) => {
                check_scopes(verb, &grants)?;
                self.replace(id, grants).await
            }
        }
    }

    async fn add(&self, id: &UserId, grant: Grant, verb: Verb) -> Result<()> {
        let body = convert::entitlement(grant);
        match self.client.add_entitlement(id.as_str(), body).send().await {
            Err(error) if !is_code(&error, error::HAS_ENTITLEMENT) => Err(refused(verb, error)),
            _ => Ok(()),
        }
    }

    /// Deletes an entitlement, unless somebody else has done it meanwhile.
    async fn remove(&self, id: &UserId, held: Grant, verb: Verb) -> Result<()> {
        let Some(entitlement) = held.grant_id else {
            return Ok(());
        };
        let call = self.client.delete_entitlement(id.as_str(), entitlement);
        match call.send().await {
            Err(error) if !is_code(&error, error::NO_SUCH_ENTITLEMENT) => Err(refused(verb, error)),
            _ => Ok(()),
        }
    }

    /// Reads the user even if the id of the grant is given: what is deleted has to be this role, and this user's.
    async fn revoke(&self, id: &UserId, grant: &Grant) -> Result<()> {
        let verb = Verb::Revoke;
        let mut held = convert::grants(&self.read(id, verb).await?.entitlements);
        held.retain(|held| held.same_as(grant) && (grant.grant_id.is_none() || grant.grant_id == held.grant_id));
        // The server refuses to grant a role twice, but nothing else keeps it from being there twice.
        let mut changed = false;
        for held in held {
            self.remove(id, held, verb).await.map_err(|error| halfway(error, changed))?;
            changed = true;
        }
        Ok(())
    }

    /// Adds first: a role that the server refuses then costs nobody what they had.
    async fn replace(&self, id: &UserId, wanted: Vec<Grant>) -> Result<()> {
        let verb = Verb::ReplaceGrants;
        let held = convert::grants(&self.read(id, verb).await?.entitlements);
        let among = |grant: &Grant, list: &[Grant]| list.iter().any(|other| other.same_as(grant));
        let mut added = Vec::<Grant>::new();
        for grant in &wanted {
            if !among(grant, &held) && !among(grant, &added) {
                self.add(id, grant.clone(), verb).await.map_err(|error| halfway(error, !added.is_empty()))?;
                added.push(grant.clone());
            }
        }
        let mut changed = !added.is_empty();
        for grant in held {
            if !among(&grant, &wanted) {
                self.remove(id, grant, verb).await.map_err(|error| halfway(error, changed))?;
                changed = true;
            }
        }
        Ok(())
    }
}

/// Refuses an empty scope, which on the wire would be the whole system.
fn check_scopes<'a>(verb: Verb, grants: impl IntoIterator<Item = &'a Grant>) -> Result<()> {
    let mut grants = grants.into_iter();
    if grants.any(|grant| grant.scope.as_deref() == Some("")) {
        return Err(Error::new(ErrorKind::InvalidInput, NAME)
            .with_verb(verb)
            .with_detail("a scope is the id of a bank, or none for the whole system; it is not empty"));
    }
    Ok(())
}

fn halfway(error: Error, changed: bool) -> Error {
    if changed {
        return error
            .with_outcome_unknown(true)
            .with_detail("some of the roles were changed before; the call can be repeated");
    }
    error
}
