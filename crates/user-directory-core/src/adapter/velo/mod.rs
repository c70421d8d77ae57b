//! Velo Payments.

mod convert;
mod search;

use async_trait::async_trait;
use uuid::Uuid;

use super::{
    Velo, attributes, changed, failed, fetched, listed, missing, numbered, numbered_at, page_size, parse_id, refuse,
    require, time, undecodable, uuid_id, with_attributes,
};
use crate::capabilities::{VELO, VERIFICATION_CODE};
use crate::request::{ChangeGrants, Check, Delete, Enrol, Extras, Find, Get, Grants, Lifecycle, ListPage, Update};
use crate::velo::{Error as Theirs, types};
use crate::{
    Action, Capabilities, Enrolment, Error, ErrorKind, Grant, GrantChange, Outcome, Page, Patch, Result, Secret, User,
    UserDirectory, Verb,
};

const NAME: &str = "velo";

/// The largest page that is documented.
const PAGE: u8 = 100;

impl Velo {
    async fn read(&self, id: Uuid, verb: Verb) -> Result<types::UserResponse> {
        Ok(self.call(verb, self.client.get_user_by_id(id).send()).await?.into_inner())
    }

    async fn store_roles(&self, id: Uuid, roles: Vec<String>, code: Patch<Secret>, verb: Verb) -> Result<()> {
        let mut body = types::RoleUpdateRequest::new(roles);
        body.verification_code = code;
        self.call(verb, self.client.role_update(id, body).send()).await.map(drop)
    }

    /// Sends the invitation once more. Nothing is documented for a user who does not exist, so that a refusal of the
    /// request leads to a look whether there is one.
    async fn resend_invitation(&self, id: Uuid, code: Patch<Secret>) -> Result<()> {
        let verb = Verb::ResendInvitation;
        let mut body = types::ResendTokenRequest::new(types::ResendTokenRequestTokenType::InviteMfaUser);
        body.verification_code = code;
        let Err(error) = self.call(verb, self.client.resend_token(id, body).send()).await else {
            return Ok(());
        };
        if error.status() == Some(400) {
            self.read(id, verb).await?;
        }
        Err(error)
    }

    /// Unregisters the factor that is set up, whose kind the operation asks for.
    async fn reset_mfa(&self, id: Uuid, code: Patch<Secret>) -> Result<()> {
        let verb = Verb::ResetMfa;
        let user = self.read(id, verb).await?;
        if user.mfa_status == Some(types::UserResponseMfaStatus::Unregistered) {
            return Ok(());
        }
        let detail = "the second factor is not one that can be unregistered for others";
        let mfa_type = convert::unregistered(user.mfa_type);
        let mfa_type = mfa_type.ok_or_else(|| refuse(NAME, verb, ErrorKind::Conflict, detail))?;
        let mut body = types::UnregisterMfaRequest::new(mfa_type);
        body.verification_code = code;
        self.call(verb, self.client.unregister_mfa(id, body).send()).await.map(drop)
    }
}

/// Returns the code that was texted to the person, for the operations that take one.
fn code(extras: &Extras) -> Patch<Secret> {
    Patch::keep_or(extras.get(VERIFICATION_CODE).cloned())
}

/// Statuses have their usual meaning; 409 is documented for a value that another user has.
pub(super) fn refused(verb: Verb, error: Theirs) -> Error {
    let mut errors = error.problem().into_iter().flat_map(|problem| &problem.errors);
    let no_code = errors.any(|error| error.location.as_deref() == Some(VERIFICATION_CODE));
    let error = failed(NAME, verb, error, |error| {
        let status = error.status()?.as_u16();
        (status == 409 && matches!(verb, Verb::Invite | Verb::Update)).then_some(ErrorKind::AlreadyExists)
    });
    if no_code { error.with_detail("it needs the extra verificationCode, fresh from an SMS") } else { error }
}

#[async_trait]
impl UserDirectory for Velo {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &VELO
    }

    /// An API key need not stand for a user. 403 says that it is accepted anyway: the token is valid.
    async fn check(&self, request: Check) -> Result<Option<User>> {
        let verb = request.verb();
        match self.call(verb, self.client.get_self().send()).await {
            Ok(own) => fetched(verb, own).map(Some),
            Err(error) if error.status() == Some(403) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        let verb = request.verb();
        require(self, verb)?;
        let (page, size) = (numbered_at(NAME, request.at.as_ref())?, page_size(&request.query, PAGE));
        let mut list = self.client.list_users().page(page).page_size(size.into());
        if let Some(sort) = request.query.sort.and_then(convert::sort) {
            list = list.sort(sort);
        }
        // Of those, the locked are left out here.
        if request.query.active == Some(true) {
            list = list.status(types::UserStatus::Enabled);
        }
        let answer = self.call(verb, list.send()).await?.into_inner();
        let users = listed(verb, answer.content.unwrap_or_default())?;
        Ok(numbered(users, page, size, answer.page.and_then(|page| page.total_elements)))
    }

    async fn get(&self, request: Get) -> Result<User> {
        let id = parse_id(NAME, Verb::Get, &request.id)?;
        fetched(Verb::Get, self.call(Verb::Get, self.client.get_user_by_id(id).send()).await?)
    }

    async fn find(&self, request: Find) -> Result<Vec<User>> {
        require(self, request.verb())?;
        self.search(&request.key).await
    }

    /// The answer is empty: the id is not returned.
    async fn enrol(&self, request: Enrol) -> Result<Enrolment> {
        let verb = request.verb();
        require(self, verb)?;
        let mut body = convert::invitation(request.user)?;
        body.verification_code = code(&request.extras);
        self.call(verb, self.client.invite_user(body).send()).await?;
        Ok(Enrolment::Invited { id: None })
    }

    async fn update(&self, request: Update) -> Result<()> {
        let id = parse_id(NAME, Verb::Update, &request.id)?;
        let mut body = convert::details(request.patch);
        body.verification_code = code(&request.extras);
        self.call(Verb::Update, self.client.user_details_update(id, body).send()).await.map(drop)
    }

    async fn delete(&self, request: Delete) -> Result<()> {
        let verb = request.verb();
        require(self, verb)?;
        let id = parse_id(NAME, verb, &request.id)?;
        self.call(verb, self.client.delete_user_by_id(id).send()).await.map(drop)
    }

    /// Enabling the enabled and the like is documented to succeed, so nothing has to be read first.
    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        let (verb, code) = (request.verb(), code(&request.extras));
        let id = parse_id(NAME, verb, &request.id)?;
        match request.action {
            Action::Enable => self.call(verb, self.client.enable_user(id).send()).await.map(drop),
            Action::Disable => self.call(verb, self.client.disable_user(id).send()).await.map(drop),
            Action::Unlock => self.call(verb, self.client.unlock_user(id).send()).await.map(drop),
            Action::ResendInvitation => self.resend_invitation(id, code).await,
            Action::ResetMfa => self.reset_mfa(id, code).await,
            _ => Err(Error::unsupported(NAME, verb)),
        }?;
        Ok(Outcome::Done)
    }

    async fn grants(&self, request: Grants) -> Result<Vec<Grant>> {
        let user = self.read(parse_id(NAME, Verb::Grants, &request.id)?, Verb::Grants).await?;
        Ok(convert::roles(&user, Verb::Grants)?.into_iter().map(Grant::new).collect())
    }

    async fn change_grants(&self, request: ChangeGrants) -> Result<()> {
        let (verb, code, change) = (request.verb(), code(&request.extras), request.change);
        let id = parse_id(NAME, verb, &request.id)?;
        if let GrantChange::Replace(_) = change {
            return self.store_roles(id, changed(&[], change).unwrap_or_default(), code, verb).await;
        }
        let held = convert::roles(&self.read(id, verb).await?, verb)?;
        match changed(&held, change) {
            Some(roles) => self.store_roles(id, roles, code, verb).await,
            None => Ok(()),
        }
    }
}
