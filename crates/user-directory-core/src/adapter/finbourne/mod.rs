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
use crate::request::{Check, Delete, Enrol, Find, Get, Grants, Lifecycle, ListPage, Update};
use crate::{
    Action, Capabilities, DeleteMode, Enrolment, Error, Grant, Outcome, Page, Result, Status, User, UserDirectory, Verb,
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

    /// No operation returns the caller, and the schema is small.
    async fn check(&self, request: Check) -> Result<Option<User>> {
        self.call(request.verb(), self.client.get_user_schema().send()).await.map(|_| None)
    }

    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        whole_at(NAME, request.at.as_ref())?;
        let deleted = request.query.deleted;
        let mut users = self.all(deleted, request.verb()).await?;
        if deleted {
            users.retain(|user| user.status == Status::Deleted);
        }
        Ok(Page::whole(users))
    }

    async fn get(&self, request: Get) -> Result<User> {
        let id = parse_id::<Id>(NAME, Verb::Get, &request.id)?;
        fetched(Verb::Get, self.call(Verb::Get, self.client.get_user(id.0).include_roles(true).send()).await?)
    }

    async fn find(&self, request: Find) -> Result<Vec<User>> {
        let (verb, key) = (request.verb(), request.key);
        require(self, verb)?;
        let mut users = self.all(false, verb).await?;
        users.retain(|user| key.is_of(user));
        Ok(users)
    }

    async fn enrol(&self, request: Enrol) -> Result<Enrolment> {
        let verb = request.verb();
        require(self, verb)?;
        // Or lists and searches would not have the person yet.
        let create = self.client.create_user(convert::new_user(request.user)?).wait_for_reindex(true);
        Ok(Enrolment::Created(fetched(verb, self.call(verb, create.send()).await?)?))
    }

    async fn update(&self, request: Update) -> Result<()> {
        let verb = request.verb();
        let id = parse_id::<Id>(NAME, verb, &request.id)?;
        let before = convert::replacement(self.read(id.clone(), verb).await?)?;
        let after = convert::patched(before.clone(), request.patch)?;
        if after == before {
            return Ok(());
        }
        self.call(verb, self.client.update_user(id.0, after).send()).await.map(drop)
    }

    async fn delete(&self, request: Delete) -> Result<()> {
        let verb = request.verb();
        let id = parse_id::<Id>(NAME, verb, &request.id)?;
        let delete = self.client.delete_user(id.0).purge(request.mode == DeleteMode::Purge);
        self.call(verb, delete.send()).await.map(drop)
    }

    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        let verb = request.verb();
        let id = parse_id::<Id>(NAME, verb, &request.id)?;
        match request.action {
            Action::Enable => self.enable(id).await,
            Action::Unlock => self.unlock(id).await,
            Action::ResetMfa => self.call(verb, self.client.reset_factors(id.0).send()).await.map(drop),
            Action::ResetPassword => self.call(verb, self.client.reset_password(id.0).send()).await.map(drop),
            Action::ResendInvitation => self.call(verb, self.client.send_activation_email(id.0).send()).await.map(drop),
            _ => Err(Error::unsupported(NAME, verb)),
        }?;
        Ok(Outcome::Done)
    }

    async fn grants(&self, request: Grants) -> Result<Vec<Grant>> {
        let user = self.read(parse_id(NAME, Verb::Grants, &request.id)?, Verb::Grants).await?;
        Ok(convert::grants(user.roles.as_deref().unwrap_or_default()))
    }
}
