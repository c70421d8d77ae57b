//! The Open Bank Project.

mod convert;
mod error;
mod local;
mod roles;

use async_trait::async_trait;

pub(super) use self::error::refused;
use super::{Obp, attributes, failed, fetched, listed, missing, offset, offset_at, refuse, require, undecodable};
use crate::capabilities::OBP;
use crate::obp::types;
use crate::request::{ChangeGrants, Check, Delete, Enrol, Find, Get, Grants, Lifecycle, ListPage};
use crate::{
    Action, Capabilities, Enrolment, Error, ErrorKind, Grant, Key, Outcome, Page, Result, User, UserDirectory, UserId,
    Verb, scan,
};

const NAME: &str = "obp";

/// The size of a page unless one is asked for. There is no documented maximum, and the default differs by version.
const PAGE: u32 = 100;

impl Obp {
    /// Reads the user who is to be changed. The server keeps the deleted, with random texts in place of name
    /// and address, and would act on them.
    async fn read(&self, id: &UserId, verb: Verb) -> Result<types::UserWithAgreements> {
        let answer = self.call(verb, self.client.get_user_by_user_id(id.as_str()).send()).await;
        // Whatever is to be done, nothing has been done yet.
        let user = answer.map_err(|error| error.with_outcome_unknown(false))?.into_inner();
        if user.is_deleted {
            return Err(refuse(NAME, verb, ErrorKind::NotFound, "the user is deleted"));
        }
        Ok(user)
    }

    /// Makes a link with which the user sets a new password; the server wants name and address repeated.
    async fn reset_password(&self, id: &UserId) -> Result<Outcome> {
        let verb = Verb::ResetPassword;
        let body = convert::reset(self.read(id, verb).await?)?;
        let answer = self.call(verb, self.client.reset_password_url(body).send()).await?;
        Ok(Outcome::Link(answer.into_inner().reset_password_url))
    }
}

#[async_trait]
impl UserDirectory for Obp {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &OBP
    }

    async fn check(&self, request: Check) -> Result<Option<User>> {
        let verb = request.verb();
        fetched(verb, self.call(verb, self.client.get_current_user().send()).await?).map(Some)
    }

    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        let (verb, query) = (request.verb(), request.query);
        let (at, size) = (offset_at(NAME, request.at.as_ref())?, query.page_size.unwrap_or(PAGE).max(1));
        let list = self.client.get_users().is_deleted(query.deleted).limit(size.into()).offset(at);
        let answer = self.call(verb, list.send()).await?.into_inner();
        Ok(offset(listed(verb, answer.users)?, at, size))
    }

    async fn get(&self, request: Get) -> Result<User> {
        fetched(Verb::Get, self.call(Verb::Get, self.client.get_user_by_user_id(request.id.as_str()).send()).await?)
    }

    /// The server keeps addresses in lower case and compares letter by letter.
    async fn find(&self, request: Find) -> Result<Vec<User>> {
        let verb = request.verb();
        let email = match &request.key {
            Key::Email(email) => email.to_lowercase(),
            // The server finds its own user of a name, and not those of that name from other identity providers.
            key => return scan(self, key).await.map_err(|error| error.with_verb(verb)),
        };
        let found = self.call(verb, self.client.get_users_by_email(email).send()).await?.into_inner();
        listed(verb, found.users.into_iter().filter(|row| !row.is_deleted))
    }

    async fn enrol(&self, request: Enrol) -> Result<Enrolment> {
        let verb = request.verb();
        require(self, verb)?;
        let create = self.client.create_user(convert::new_user(request.user)?);
        Ok(Enrolment::Created(fetched(verb, self.call(verb, create.send()).await?)?))
    }

    async fn delete(&self, request: Delete) -> Result<()> {
        let (verb, id) = (request.verb(), &request.id);
        require(self, verb)?;
        self.read(id, verb).await?;
        self.call(verb, self.client.delete_user(id.as_str()).send()).await.map(drop)
    }

    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        let (verb, id) = (request.verb(), &request.id);
        match request.action {
            Action::Lock => {
                let name = self.local_name(id, verb).await?;
                self.call(verb, self.client.lock_user(name).send()).await.map(|_| Outcome::Done)
            }
            Action::Unlock => {
                let name = self.local_name(id, verb).await?;
                self.call(verb, self.client.unlock_user(name).send()).await.map(|_| Outcome::Done)
            }
            Action::ResetPassword => self.reset_password(id).await,
            _ => Err(Error::unsupported(NAME, verb)),
        }
    }

    /// Not by the list of entitlements, which is empty for somebody who does not exist.
    async fn grants(&self, request: Grants) -> Result<Vec<Grant>> {
        Ok(convert::grants(&self.read(&request.id, Verb::Grants).await?.entitlements))
    }

    async fn change_grants(&self, request: ChangeGrants) -> Result<()> {
        self.change_roles(&request.id, request.change).await
    }
}
