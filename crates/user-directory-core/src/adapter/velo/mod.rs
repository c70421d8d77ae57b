//! Velo Payments.

mod convert;
mod search;

use async_trait::async_trait;
use uuid::Uuid;

use super::{
    Velo, attributes, changed, failed, fetched, listed, missing, numbered, numbered_at, page_size, parse_id, refuse,
    require, time, undecodable, uuid_id, with_attributes,
};
use crate::capabilities::VELO;
use crate::velo::{Error as Theirs, types};
use crate::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, Error, ErrorKind, Grant, GrantChange, ListQuery, NewUser,
    Outcome, Page, PageToken, Result, User, UserDirectory, UserId, UserPatch, Verb,
};

const NAME: &str = "velo";

/// The largest page that is documented.
const PAGE: u8 = 100;

impl Velo {
    async fn read(&self, id: Uuid, verb: Verb) -> Result<types::UserResponse> {
        Ok(self.call(verb, self.client.get_user_by_id(id).send()).await?.into_inner())
    }

    async fn store_roles(&self, id: Uuid, roles: Vec<String>, verb: Verb) -> Result<()> {
        let update = self.client.role_update(id, types::RoleUpdateRequest::new(roles));
        self.call(verb, update.send()).await.map(drop)
    }

    /// Sends the invitation once more. Nothing is documented for a user who does not exist, so that a refusal of the
    /// request leads to a look whether there is one.
    async fn resend_invitation(&self, id: Uuid) -> Result<()> {
        let verb = Verb::ResendInvitation;
        let body = types::ResendTokenRequest::new(types::ResendTokenRequestTokenType::InviteMfaUser);
        let Err(error) = self.call(verb, self.client.resend_token(id, body).send()).await else {
            return Ok(());
        };
        if error.status() == Some(400) {
            self.read(id, verb).await?;
        }
        Err(error)
    }

    /// Unregisters the factor that is set up, whose kind the operation asks for.
    async fn reset_mfa(&self, id: Uuid) -> Result<()> {
        let verb = Verb::ResetMfa;
        let user = self.read(id, verb).await?;
        if user.mfa_status == Some(types::UserResponseMfaStatus::Unregistered) {
            return Ok(());
        }
        let detail = "the second factor is not one that can be unregistered for others";
        let mfa_type = convert::unregistered(user.mfa_type);
        let mfa_type = mfa_type.ok_or_else(|| refuse(NAME, verb, ErrorKind::Conflict, detail))?;
        let body = types::UnregisterMfaRequest::new(mfa_type);
        self.call(verb, self.client.unregister_mfa(id, body).send()).await.map(drop)
    }
}

/// Statuses have their usual meaning; 409 is documented for a value that another user has.
pub(super) fn refused(verb: Verb, error: Theirs) -> Error {
    failed(NAME, verb, error, |error| {
        let status = error.status()?.as_u16();
        (status == 409 && matches!(verb, Verb::Invite | Verb::Update)).then_some(ErrorKind::AlreadyExists)
    })
}

#[async_trait]
impl UserDirectory for Velo {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &VELO
    }

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        let verb = query.verb();
        require(self, verb)?;
        let (page, size) = (numbered_at(NAME, at)?, page_size(query, PAGE));
        let list = self.client.list_users().page(page).page_size(size.into());
        let answer = self.call(verb, list.send()).await?.into_inner();
        let users = listed(verb, answer.content.unwrap_or_default())?;
        Ok(numbered(users, page, size, answer.page.and_then(|page| page.total_elements)))
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        let id = parse_id(NAME, Verb::Get, id)?;
        fetched(Verb::Get, self.call(Verb::Get, self.client.get_user_by_id(id).send()).await?)
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        self.search(email).await
    }

    /// The answer is empty: the id is not told.
    async fn enrol(&self, user: NewUser, how: Enrol) -> Result<Enrolment> {
        let verb = how.verb();
        require(self, verb)?;
        self.call(verb, self.client.invite_user(convert::invitation(user)?).send()).await?;
        Ok(Enrolment::Invited { id: None })
    }

    async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        let id = parse_id(NAME, Verb::Update, id)?;
        let update = self.client.user_details_update(id, convert::details(patch));
        self.call(Verb::Update, update.send()).await.map(drop)
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        let verb = mode.verb();
        require(self, verb)?;
        let id = parse_id(NAME, verb, id)?;
        self.call(verb, self.client.delete_user_by_id(id).send()).await.map(drop)
    }

    /// Enabling the enabled and the like is documented to succeed, so nothing has to be read first.
    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        let verb = action.verb();
        let id = parse_id(NAME, verb, id)?;
        match action {
            Action::Enable => self.call(verb, self.client.enable_user(id).send()).await.map(drop),
            Action::Disable => self.call(verb, self.client.disable_user(id).send()).await.map(drop),
            Action::Unlock => self.call(verb, self.client.unlock_user(id).send()).await.map(drop),
            Action::ResendInvitation => self.resend_invitation(id).await,
            Action::ResetMfa => self.reset_mfa(id).await,
            _ => Err(Error::unsupported(NAME, verb)),
        }?;
        Ok(Outcome::Done)
    }

    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        let user = self.read(parse_id(NAME, Verb::Grants, id)?, Verb::Grants).await?;
        Ok(convert::roles(&user, Verb::Grants)?.into_iter().map(Grant::new).collect())
    }

    async fn change_grants(&self, id: &UserId, change: GrantChange) -> Result<()> {
        let verb = change.verb();
        let id = parse_id(NAME, verb, id)?;
        if let GrantChange::Replace(_) = change {
            return self.store_roles(id, changed(&[], change).unwrap_or_default(), verb).await;
        }
        let held = convert::roles(&self.read(id, verb).await?, verb)?;
        match changed(&held, change) {
            Some(roles) => self.store_roles(id, roles, verb).await,
            None => Ok(()),
        }
    }
}
