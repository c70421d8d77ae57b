//! Velo Payments.

mod convert;
mod search;

use async_trait::async_trait;
use uuid::Uuid;

use super::{changed, failed, numbered, numbered_at, page_size, parse_id, table, unsupported};
use crate::velo::{Client, Error as Theirs, types};
use crate::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, Error, ErrorKind, Grant, GrantChange, ListQuery, NewUser,
    Outcome, Page, PageToken, Result, User, UserDirectory, UserId, UserPatch, Verb,
};

const NAME: &str = "velo";

/// The largest page that is documented.
const PAGE: u8 = 100;

#[derive(Clone)]
pub(crate) struct Velo {
    client: Client,
}

impl Velo {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    async fn read(&self, id: Uuid, verb: Verb) -> Result<types::UserResponse> {
        let answer = self.client.get_user_by_id(id).send().await;
        Ok(answer.map_err(|error| refused(verb, error))?.into_inner())
    }

    async fn store_roles(&self, id: Uuid, roles: Vec<String>, verb: Verb) -> Result<()> {
        let answer = self.client.role_update(id, types::RoleUpdateRequest::new(roles)).send().await;
        answer.map(drop).map_err(|error| refused(verb, error))
    }

    /// Sends the invitation once more. Nothing is documented for a user who does not exist, so that a refusal of the
    /// request leads to a look whether there is one.
    async fn resend_invitation(&self, id: Uuid) -> Result<()> {
        let verb = Verb::ResendInvitation;
        let body = types::ResendTokenRequest::new(types::ResendTokenRequestTokenType::InviteMfaUser);
        let Err(error) = self.client.resend_token(id, body).send().await else {
            return Ok(());
        };
        if error.status().is_some_and(|status| status == 400) {
            self.read(id, verb).await?;
        }
        Err(refused(verb, error))
    }

    /// Unregisters the factor that is set up, whose kind the operation asks for.
    async fn reset_mfa(&self, id: Uuid) -> Result<()> {
        let verb = Verb::ResetMfa;
        let user = self.read(id, verb).await?;
        if user.mfa_status == Some(types::UserResponseMfaStatus::Unregistered) {
            return Ok(());
        }
        let mfa_type = convert::unregistered(user.mfa_type).ok_or_else(|| {
            Error::new(ErrorKind::Conflict, NAME)
                .with_verb(verb)
                .with_detail("the second factor is not one that can be unregistered for others")
        })?;
        let body = types::UnregisterMfaRequest::new(mfa_type);
        let answer = self.client.unregister_mfa(id, body).send().await;
        answer.map(drop).map_err(|error| refused(verb, error))
    }
}

/// Statuses have their usual meaning; 409 is documented for a value that another user has.
fn refused(verb: Verb, error: Theirs) -> Error {
    failed(NAME, verb, error, |error| {
        let status = error.status()?.as_u16();
        (status == 409 && matches!(verb, Verb::Invite | Verb::Update)).then_some(ErrorKind::AlreadyExists)
    })
}

impl std::fmt::Debug for Velo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Velo").finish_non_exhaustive()
    }
}

#[async_trait]
impl UserDirectory for Velo {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        table(NAME)
    }

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        if query.deleted {
            return Err(unsupported(NAME, Verb::ListDeleted));
        }
        let page = numbered_at(NAME, at)?;
        let size = page_size(query, PAGE);
        let list = self.client.list_users().page(page).page_size(size.into());
        let answer = list.send().await;
        let answer = answer.map_err(|error| refused(Verb::List, error))?.into_inner();
        let total = answer.page.and_then(|page| page.total_elements);
        let rows = answer.content.unwrap_or_default();
        let users = rows.into_iter().map(|row| convert::user(row, Verb::List));
        let users = users.collect::<Result<_>>()?;
        Ok(numbered(users, page, size, total))
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        let id = parse_id::<Uuid>(NAME, Verb::Get, id)?;
        let answer = self.client.get_user_by_id(id).send().await;
        let answer = answer.map_err(|error| refused(Verb::Get, error))?;
        let (record, answer) = answer.into_parts();
        convert::fetched(&record, answer.into_bytes(), Verb::Get)
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        search::by_email(&self.client, email).await
    }

    async fn enrol(&self, user: NewUser, how: Enrol) -> Result<Enrolment> {
        match how {
            Enrol::Invite => {
                let body = convert::invitation(user)?;
                let answer = self.client.invite_user(body).send().await;
                // The answer is empty: the id is not told.
                answer.map(|_| Enrolment::Invited { id: None }).map_err(|error| refused(Verb::Invite, error))
            }
            Enrol::Create => Err(unsupported(NAME, Verb::Create)),
        }
    }

    async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        let id = parse_id::<Uuid>(NAME, Verb::Update, id)?;
        let body = convert::details(patch);
        let answer = self.client.user_details_update(id, body).send().await;
        answer.map(drop).map_err(|error| refused(Verb::Update, error))
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        match mode {
            DeleteMode::Default => {
                let id = parse_id::<Uuid>(NAME, Verb::Delete, id)?;
                let answer = self.client.delete_user_by_id(id).send().await;
                answer.map(drop).map_err(|error| refused(Verb::Delete, error))
            }
            DeleteMode::Purge => Err(unsupported(NAME, Verb::Purge)),
        }
    }

    /// Enabling the enabled and the like is documented to succeed, so nothing has to be read first.
    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        let verb = action.verb();
        if !self.capabilities().supports(verb) {
            return Err(unsupported(NAME, verb));
        }
        let id = parse_id::<Uuid>(NAME, verb, id)?;
        let answer = match action {
            Action::Enable => self.client.enable_user(id).send().await,
            Action::Disable => self.client.disable_user(id).send().await,
            Action::Unlock => self.client.unlock_user(id).send().await,
            Action::ResendInvitation => {
                return self.resend_invitation(id).await.map(|()| Outcome::Done);
            }
            Action::ResetMfa => return self.reset_mfa(id).await.map(|()| Outcome::Done),
            Action::Restore | Action::Lock | Action::ResetPassword => {
                return Err(unsupported(NAME, verb));
            }
        };
        answer.map(|_| Outcome::Done).map_err(|error| refused(verb, error))
    }

    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        let id = parse_id::<Uuid>(NAME, Verb::Grants, id)?;
        let roles = convert::role_names(&self.read(id, Verb::Grants).await?, Verb::Grants)?;
        Ok(roles.into_iter().map(Grant::new).collect())
    }

    async fn change_grants(&self, id: &UserId, change: GrantChange) -> Result<()> {
        let verb = change.verb();
        let id = parse_id::<Uuid>(NAME, verb, id)?;
        if let GrantChange::Replace(_) = change {
            let roles = changed(&[], change).unwrap_or_default();
            return self.store_roles(id, roles, verb).await;
        }
        let held = convert::role_names(&self.read(id, verb).await?, verb)?;
        match changed(&held, change) {
            Some(roles) => self.store_roles(id, roles, verb).await,
            None => Ok(()),
        }
    }
}
