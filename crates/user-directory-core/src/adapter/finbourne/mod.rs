//! FINBOURNE Identity.

mod convert;
mod error;
mod id;

use async_trait::async_trait;

pub(super) use self::error::refused;
use self::error::{ALREADY_FITS, NOT_LOCKED};
use self::id::Id;
use super::{
    Finbourne, Record, attributes, failed, fetched, listed, missing, parse_id, refuse, require, undecodable, whole_at,
    with_attributes,
};
use crate::capabilities::FINBOURNE;
use crate::finbourne::types;
use crate::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, Error, Grant, ListQuery, NewUser, Outcome, Page, PageToken,
    Result, Status, User, UserDirectory, UserId, UserPatch, Verb,
};

const NAME: &str = "finbourne";

impl Finbourne {
    async fn read(&self, id: Id, verb: Verb) -> Result<types::UserResponse> {
        Ok(self.call(verb, self.client.get_user(id.0).include_roles(true).send()).await?.into_inner())
    }

    async fn all(&self, deactivated: bool, verb: Verb) -> Result<Vec<User>> {
        let list = self.client.list_users().include_deactivated(deactivated);
        listed(verb, self.call(verb, list.send()).await?.into_inner())
    }

    /// Ends a suspension. The server refuses it for whoever is not suspended, active ones included.
    async fn enable(&self, id: Id) -> Result<()> {
        let verb = Verb::Enable;
        let Err(error) = self.call(verb, self.client.unsuspend_user(id.0.clone()).send()).await else {
            return Ok(());
        };
        let fits =
            error.code() == Some(ALREADY_FITS) && self.read(id, verb).await?.user(verb)?.status == Status::Active;
        if fits { Ok(()) } else { Err(error) }
    }

    async fn unlock(&self, id: Id) -> Result<()> {
        match self.call(Verb::Unlock, self.client.unlock_user(id.0).send()).await {
            Err(error) if error.code() != Some(NOT_LOCKED) => Err(error),
            _ => Ok(()),
        }
    }
}

#[async_trait]
impl UserDirectory for Finbourne {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &FINBOURNE
    }

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        whole_at(NAME, at)?;
        let mut users = self.all(query.deleted, query.verb()).await?;
        if query.deleted {
            users.retain(|user| user.status == Status::Deleted);
        }
        Ok(Page::whole(users))
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        let id = parse_id::<Id>(NAME, Verb::Get, id)?;
        fetched(Verb::Get, self.call(Verb::Get, self.client.get_user(id.0).include_roles(true).send()).await?)
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        let mut users = self.all(false, Verb::FindByEmail).await?;
        users.retain(|user| user.has_email(email));
        Ok(users)
    }

    async fn enrol(&self, user: NewUser, how: Enrol) -> Result<Enrolment> {
        let verb = how.verb();
        require(self, verb)?;
        // Or lists and searches would not have the person yet.
        let create = self.client.create_user(convert::new_user(user)?).wait_for_reindex(true);
        Ok(Enrolment::Created(fetched(verb, self.call(verb, create.send()).await?)?))
    }

    async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        let verb = Verb::Update;
        let id = parse_id::<Id>(NAME, verb, id)?;
        let before = convert::replacement(self.read(id.clone(), verb).await?)?;
        let after = convert::patched(before.clone(), patch)?;
        if after == before {
            return Ok(());
        }
        self.call(verb, self.client.update_user(id.0, after).send()).await.map(drop)
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        let id = parse_id::<Id>(NAME, mode.verb(), id)?;
        let delete = self.client.delete_user(id.0).purge(mode == DeleteMode::Purge);
        self.call(mode.verb(), delete.send()).await.map(drop)
    }

    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        let verb = action.verb();
        let id = parse_id::<Id>(NAME, verb, id)?;
        match action {
            Action::Enable => self.enable(id).await,
            Action::Unlock => self.unlock(id).await,
            Action::ResetMfa => self.call(verb, self.client.reset_factors(id.0).send()).await.map(drop),
            Action::ResetPassword => self.call(verb, self.client.reset_password(id.0).send()).await.map(drop),
            Action::ResendInvitation => self.call(verb, self.client.send_activation_email(id.0).send()).await.map(drop),
            _ => Err(Error::unsupported(NAME, verb)),
        }?;
        Ok(Outcome::Done)
    }

    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        let user = self.read(parse_id(NAME, Verb::Grants, id)?, Verb::Grants).await?;
        Ok(convert::grants(user.roles.as_deref().unwrap_or_default()))
    }
}
