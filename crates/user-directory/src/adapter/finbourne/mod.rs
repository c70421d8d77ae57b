//! FINBOURNE Identity.

mod convert;
mod error;
mod id;

use async_trait::async_trait;

use self::error::{ALREADY_FITS, NOT_LOCKED, code, refused};
use self::id::Id;
use super::{parse_id, table, unsupported, whole_at};
use crate::finbourne::Client;
use crate::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, Grant, GrantChange, ListQuery, NewUser, Outcome, Page,
    PageToken, Result, Status, User, UserDirectory, UserId, UserPatch, Verb,
};

const NAME: &str = "finbourne";

#[derive(Clone)]
pub(crate) struct Finbourne {
    client: Client,
}

impl Finbourne {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    async fn read(&self, id: Id, verb: Verb) -> Result<crate::finbourne::types::UserResponse> {
        let answer = self.client.get_user(id.0).include_roles(true).send().await;
        Ok(answer.map_err(|error| refused(verb, error))?.into_inner())
    }

    async fn all(&self, deactivated: bool, verb: Verb) -> Result<Vec<User>> {
        let list = self.client.list_users().include_deactivated(deactivated);
        let answer = list.send().await;
        let rows = answer.map_err(|error| refused(verb, error))?.into_inner();
        let users = rows.into_iter().map(|row| convert::user(row, verb));
        users.collect()
    }

    /// Ends a suspension. The server refuses it for whoever is not suspended, active ones included.
    async fn enable(&self, id: Id) -> Result<()> {
        let verb = Verb::Enable;
        let Err(error) = self.client.unsuspend_user(id.0.clone()).send().await else {
            return Ok(());
        };
        if code(&error) == Some(ALREADY_FITS) {
            let user = convert::user(self.read(id, verb).await?, verb)?;
            if user.status == Status::Active {
                return Ok(());
            }
        }
        Err(refused(verb, error))
    }
}

impl std::fmt::Debug for Finbourne {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finbourne").finish_non_exhaustive()
    }
}

#[async_trait]
impl UserDirectory for Finbourne {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        table(NAME)
    }

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        whole_at(NAME, at)?;
        if !query.deleted {
            return Ok(Page::whole(self.all(false, Verb::List).await?));
        }
        let mut users = self.all(true, Verb::ListDeleted).await?;
        users.retain(|user| user.status == Status::Deleted);
        Ok(Page::whole(users))
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        let id = parse_id::<Id>(NAME, Verb::Get, id)?;
        let answer = self.client.get_user(id.0).include_roles(true).send().await;
        let answer = answer.map_err(|error| refused(Verb::Get, error))?;
        let (record, answer) = answer.into_parts();
        convert::fetched(record, answer.into_bytes(), Verb::Get)
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        let mut users = self.all(false, Verb::FindByEmail).await?;
        users.retain(|user| user.has_email(email));
        Ok(users)
    }

    async fn enrol(&self, user: NewUser, how: Enrol) -> Result<Enrolment> {
        match how {
            Enrol::Create => {
                // Or lists and searches would not have the person yet.
                let create = self.client.create_user(convert::new_user(user)?).wait_for_reindex(true);
                let answer = create.send().await;
                let answer = answer.map_err(|error| refused(Verb::Create, error))?;
                let (record, answer) = answer.into_parts();
                let user = convert::fetched(record, answer.into_bytes(), Verb::Create)?;
                Ok(Enrolment::Created(user))
            }
            Enrol::Invite => Err(unsupported(NAME, Verb::Invite)),
        }
    }

    async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        let verb = Verb::Update;
        let id = parse_id::<Id>(NAME, verb, id)?;
        let before = convert::replacement(self.read(id.clone(), verb).await?)?;
        let after = convert::patched(before.clone(), patch);
        if after == before {
            return Ok(());
        }
        let answer = self.client.update_user(id.0, after).send().await;
        answer.map(drop).map_err(|error| refused(verb, error))
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        let verb = mode.verb();
        let id = parse_id::<Id>(NAME, verb, id)?;
        let purge = mode == DeleteMode::Purge;
        let answer = self.client.delete_user(id.0).purge(purge).send().await;
        answer.map(drop).map_err(|error| refused(verb, error))
    }

    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        let verb = action.verb();
        if !self.capabilities().supports(verb) {
            return Err(unsupported(NAME, verb));
        }
        let id = parse_id::<Id>(NAME, verb, id)?;
        let answer = match action {
            Action::Enable => return self.enable(id).await.map(|()| Outcome::Done),
            Action::Unlock => match self.client.unlock_user(id.0).send().await {
                Err(error) if code(&error) == Some(NOT_LOCKED) => return Ok(Outcome::Done),
                answer => answer,
            },
            Action::ResetMfa => self.client.reset_factors(id.0).send().await,
            Action::ResetPassword => self.client.reset_password(id.0).send().await,
            Action::ResendInvitation => self.client.send_activation_email(id.0).send().await,
            Action::Restore | Action::Disable | Action::Lock => {
                return Err(unsupported(NAME, verb));
            }
        };
        answer.map(|_| Outcome::Done).map_err(|error| refused(verb, error))
    }

    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        let id = parse_id::<Id>(NAME, Verb::Grants, id)?;
        let user = self.read(id, Verb::Grants).await?;
        Ok(convert::grants(user.roles.as_deref().unwrap_or_default()))
    }

    async fn change_grants(&self, _: &UserId, change: GrantChange) -> Result<()> {
        Err(unsupported(NAME, change.verb()))
    }
}
