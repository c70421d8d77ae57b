//! The Open Bank Project.

mod convert;
mod error;
mod local;
mod roles;

use async_trait::async_trait;

use self::error::{is_code, refused};
use super::{offset, offset_at, table, unsupported};
use crate::obp::{Client, types};
use crate::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, Error, ErrorKind, Grant, GrantChange, ListQuery, NewUser,
    Outcome, Page, PageToken, Result, User, UserDirectory, UserId, UserPatch, Verb,
};

const NAME: &str = "obp";

/// The size of a page unless one is asked for. There is no documented maximum, and the default differs by version.
const PAGE: u32 = 100;

#[derive(Clone)]
pub(crate) struct Obp {
    client: Client,
}

impl Obp {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Reads somebody to whom something is to be done. The server keeps the deleted, with random texts in place of name
    /// and address, and would act on them.
    async fn read(&self, id: &UserId, verb: Verb) -> Result<types::UserV400> {
        let answer = self.client.get_user_by_user_id(id.as_str()).send().await;
        // Whatever is to be done, nothing has been done yet.
        let user = answer.map_err(|error| refused(verb, error).with_outcome_unknown(false))?.into_inner();
        if user.is_deleted {
            return Err(Error::new(ErrorKind::NotFound, NAME).with_verb(verb).with_detail("the user is deleted"));
        }
        Ok(user)
    }

    /// Makes a link with which the user sets a new password; the server wants name and address repeated.
    async fn reset_password(&self, id: &UserId) -> Result<Outcome> {
        let verb = Verb::ResetPassword;
        let body = convert::reset(self.read(id, verb).await?)?;
        let answer = self.client.reset_password_url(body).send().await;
        let answer = answer.map_err(|error| refused(verb, error))?.into_inner();
        Ok(Outcome::Link(answer.reset_password_url))
    }
}

impl std::fmt::Debug for Obp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Obp").finish_non_exhaustive()
    }
}

#[async_trait]
impl UserDirectory for Obp {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        table(NAME)
    }

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        let verb = if query.deleted { Verb::ListDeleted } else { Verb::List };
        let at = offset_at(NAME, at)?;
        let size = query.page_size.unwrap_or(PAGE).max(1);
        let list = self.client.get_users().is_deleted(query.deleted);
        let answer = list.limit(size.into()).offset(at).send().await;
        let rows = answer.map_err(|error| refused(verb, error))?.into_inner().users;
        let users = rows.into_iter().map(|row| convert::user(row, verb));
        Ok(offset(users.collect::<Result<_>>()?, at, size))
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        let answer = self.client.get_user_by_user_id(id.as_str()).send().await;
        let answer = answer.map_err(|error| refused(Verb::Get, error))?;
        let (record, answer) = answer.into_parts();
        convert::fetched(&record, answer.into_bytes(), Verb::Get)
    }

    /// The server keeps addresses in lower case and compares letter by letter.
    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        let verb = Verb::FindByEmail;
        let call = self.client.get_users_by_email(email.to_lowercase());
        let rows = match call.send().await {
            Ok(answer) => answer.into_inner().users,
            Err(error) if is_code(&error, error::NOBODY_BY_EMAIL) => Vec::new(),
            Err(error) => return Err(refused(verb, error)),
        };
        let living = rows.into_iter().filter(|row| !row.is_deleted);
        living.map(|row| convert::user(row, verb)).collect()
    }

    async fn enrol(&self, user: NewUser, how: Enrol) -> Result<Enrolment> {
        match how {
            Enrol::Create => {
                let answer = self.client.create_user(convert::new_user(user)?).send();
                let answer = answer.await.map_err(|error| refused(Verb::Create, error))?;
                let (record, answer) = answer.into_parts();
                let user = convert::created(&record, answer.into_bytes())?;
                Ok(Enrolment::Created(user))
            }
            Enrol::Invite => Err(unsupported(NAME, Verb::Invite)),
        }
    }

    async fn update(&self, _: &UserId, _: UserPatch) -> Result<()> {
        Err(unsupported(NAME, Verb::Update))
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        match mode {
            DeleteMode::Default => {
                let verb = Verb::Delete;
                self.read(id, verb).await?;
                let answer = self.client.delete_user(id.as_str()).send().await;
                answer.map(drop).map_err(|error| refused(verb, error))
            }
            DeleteMode::Purge => Err(unsupported(NAME, Verb::Purge)),
        }
    }

    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        let verb = action.verb();
        let answer = match action {
            Action::Lock => {
                let name = self.local_name(id, verb).await?;
                self.client.lock_user(name).send().await.map(drop)
            }
            Action::Unlock => {
                let name = self.local_name(id, verb).await?;
                self.client.unlock_user(name).send().await.map(drop)
            }
            Action::ResetPassword => return self.reset_password(id).await,
            Action::Restore | Action::Enable | Action::Disable | Action::ResetMfa | Action::ResendInvitation => {
                return Err(unsupported(NAME, verb));
            }
        };
        answer.map(|()| Outcome::Done).map_err(|error| refused(verb, error))
    }

    /// Not by the list of entitlements, which is empty for somebody who does not exist.
    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        let user = self.read(id, Verb::Grants).await?;
        Ok(convert::grants(&user.entitlements))
    }

    async fn change_grants(&self, id: &UserId, change: GrantChange) -> Result<()> {
        self.change_roles(id, change).await
    }
}
