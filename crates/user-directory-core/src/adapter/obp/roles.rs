//! Changing entitlements, which the server adds and deletes one at a time.

use super::error::{HAS_ENTITLEMENT, NO_SUCH_ENTITLEMENT};
use super::{NAME, Obp, convert, refuse};
use crate::{Error, ErrorKind, Grant, GrantChange, Result, UserId, Verb};

impl Obp {
    pub(super) async fn change_roles(&self, id: &UserId, change: GrantChange) -> Result<()> {
        let verb = change.verb();
        // On the wire it would be the whole system.
        if change.grants().iter().any(|grant| grant.scope.as_deref() == Some("")) {
            let detail = "a scope is the id of a bank, or none for the whole system; it is not empty";
            return Err(refuse(NAME, verb, ErrorKind::InvalidInput, detail));
        }
        match change {
            GrantChange::Add(grant) => self.add(id, grant, verb).await,
            GrantChange::Remove(grant) => self.revoke(id, &grant).await,
            GrantChange::Replace(grants) => self.replace(id, grants).await,
        }
    }

    async fn add(&self, id: &UserId, grant: Grant, verb: Verb) -> Result<()> {
        let add = self.client.add_entitlement(id.as_str(), convert::entitlement(grant));
        match self.call(verb, add.send()).await {
            Err(error) if error.code() != Some(HAS_ENTITLEMENT) => Err(error),
            _ => Ok(()),
        }
    }

    /// Deletes an entitlement, unless somebody else has done it meanwhile.
    async fn remove(&self, id: &UserId, held: Grant, verb: Verb) -> Result<()> {
        let delete = self.client.delete_entitlement(id.as_str(), held.grant_id.unwrap_or_default());
        match self.call(verb, delete.send()).await {
            Err(error) if error.code() != Some(NO_SUCH_ENTITLEMENT) => Err(error),
            _ => Ok(()),
        }
    }

    /// Reads the user even if the id of the grant is given: what is deleted has to be this role, and this user's.
    async fn revoke(&self, id: &UserId, grant: &Grant) -> Result<()> {
        let mut held = convert::grants(&self.read(id, Verb::Revoke).await?.entitlements);
        // The server refuses to grant a role twice, but nothing else keeps it from being there twice.
        held.retain(|held| held.same_as(grant) && (grant.grant_id.is_none() || grant.grant_id == held.grant_id));
        self.exchange(id, Vec::new(), held, Verb::Revoke).await
    }

    async fn replace(&self, id: &UserId, wanted: Vec<Grant>) -> Result<()> {
        let mut held = convert::grants(&self.read(id, Verb::ReplaceGrants).await?.entitlements);
        let mut added = Vec::new();
        for grant in &wanted {
            if !grant.is_among(&held) && !grant.is_among(&added) {
                added.push(grant.clone());
            }
        }
        held.retain(|grant| !grant.is_among(&wanted));
        self.exchange(id, added, held, Verb::ReplaceGrants).await
    }

    /// Adds first: a role that the server refuses then costs nobody what they had.
    async fn exchange(&self, id: &UserId, added: Vec<Grant>, removed: Vec<Grant>, verb: Verb) -> Result<()> {
        let mut changed = false;
        let halfway = |error: Error, changed| match changed {
            true => error
                .with_outcome_unknown(true)
                .with_detail("some of the roles were changed before; the call can be repeated"),
            false => error,
        };
        for grant in added {
            self.add(id, grant, verb).await.map_err(|error| halfway(error, changed))?;
            changed = true;
        }
        for grant in removed {
            self.remove(id, grant, verb).await.map_err(|error| halfway(error, changed))?;
            changed = true;
        }
        Ok(())
    }
}
