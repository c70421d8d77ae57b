//! The SaaSus Platform.

mod cause;
mod convert;

use async_trait::async_trait;

use self::cause::is_refusal;
pub(super) use self::cause::refused;
use super::{Saasus, failed, fetched, listed, missing, require, undecodable, whole_at};
use crate::capabilities::SAASUS;
use crate::request::{Check, Delete, Enrol, Find, Get, Lifecycle, ListPage, Update};
use crate::saasus::types;
use crate::{
    Action, Capabilities, EnrolMode, Enrolment, Error, ErrorKind, Field, Outcome, Page, Result, Secret, User,
    UserDirectory, UserId, Verb,
};

const NAME: &str = "saasus";

impl Saasus {
    async fn read(&self, id: &UserId, verb: Verb) -> Result<types::SaasUser> {
        Ok(self.call(verb, self.client.get_saas_user(id.as_str()).send()).await?.into_inner())
    }

    async fn all(&self, verb: Verb) -> Result<Vec<User>> {
        listed(verb, self.call(verb, self.client.get_saas_users().send()).await?.into_inner().users)
    }

    async fn set_email(&self, id: &UserId, email: String) -> Result<()> {
        let body = types::UpdateSaasUserEmailParam::new(email.as_str());
        match self.call(Verb::Update, self.client.update_saas_user_email(id.as_str(), body).send()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.no_new_email(error, id, &email).await),
        }
    }

    async fn set_password(&self, id: &UserId, password: Secret) -> Result<()> {
        let body = types::UpdateSaasUserPasswordParam::new(password);
        match self.call(Verb::Update, self.client.update_saas_user_password(id.as_str(), body).send()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.not_done(error, id).await),
        }
    }

    /// Switches the second factor off, which is all that can be done about it for somebody else; whether the server
    /// forgets the app as well is not documented.
    async fn reset_mfa(&self, id: &UserId) -> Result<()> {
        let off = self.client.update_user_mfa_preference(id.as_str(), types::MfaPreference::new(false));
        match self.call(Verb::ResetMfa, off.send()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.not_done(error, id).await),
        }
    }

    /// Has the temporary password mailed again. The server finds the user by address.
    async fn resend_invitation(&self, id: &UserId) -> Result<()> {
        let verb = Verb::ResendInvitation;
        let body = types::ResendSignUpConfirmationEmailParam::new(self.read(id, verb).await?.email);
        match self.call(verb, self.client.resend_sign_up_confirmation_email(body).send()).await {
            Ok(_) => Ok(()),
            // The address is the user's, so that a refusal is about their state: no invitation is open.
            Err(error) if is_refusal(&error) => Err(error.with_kind(ErrorKind::Conflict)),
            Err(error) => Err(error),
        }
    }
}

#[async_trait]
impl UserDirectory for Saasus {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &SAASUS
    }

    /// Nothing is smaller than the list and certain to be there.
    async fn check(&self, request: Check) -> Result<Option<User>> {
        self.call(request.verb(), self.client.get_saas_users().send()).await.map(|_| None)
    }

    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        let verb = request.verb();
        require(self, verb)?;
        whole_at(NAME, request.at.as_ref())?;
        Ok(Page::whole(self.all(verb).await?))
    }

    async fn get(&self, request: Get) -> Result<User> {
        fetched(Verb::Get, self.call(Verb::Get, self.client.get_saas_user(request.id.as_str()).send()).await?)
    }

    async fn find(&self, request: Find) -> Result<Vec<User>> {
        let (verb, key) = (request.verb(), request.key);
        require(self, verb)?;
        let mut users = self.all(verb).await?;
        users.retain(|user| key.is_of(user));
        Ok(users)
    }

    async fn enrol(&self, request: Enrol) -> Result<Enrolment> {
        let (verb, user, mode) = (request.verb(), request.user, request.mode);
        let email = missing(NAME, verb, Field::Email, user.emails.into_iter().next())?.address;
        let answer = match mode {
            EnrolMode::Create => {
                let body = convert::new_user(email.clone(), user.password)?;
                self.call(verb, self.client.create_saas_user(body).send()).await
            }
            EnrolMode::Invite => {
                self.call(verb, self.client.sign_up(types::SignUpParam::new(email.as_str())).send()).await
            }
        };
        let user = match answer {
            Ok(answer) => fetched(verb, answer)?,
            Err(error) => return Err(self.not_enrolled(error, &email).await),
        };
        Ok(match mode {
            EnrolMode::Create => Enrolment::Created(user),
            EnrolMode::Invite => Enrolment::Invited { id: Some(user.id) },
        })
    }

    async fn update(&self, request: Update) -> Result<()> {
        let (id, email, password) = (&request.id, request.patch.email.value(), request.patch.password);
        if email.is_none() && password.is_none() {
            return self.read(id, Verb::Update).await.map(drop);
        }
        let changed = email.is_some();
        if let Some(email) = email {
            self.set_email(id, email).await?;
        }
        let Some(password) = password else {
            return Ok(());
        };
        self.set_password(id, password).await.map_err(|error| match changed {
            true => error.with_outcome_unknown(true).with_detail("the e-mail address was changed before"),
            false => error,
        })
    }

    async fn delete(&self, request: Delete) -> Result<()> {
        let verb = request.verb();
        require(self, verb)?;
        self.call(verb, self.client.delete_saas_user(request.id.as_str()).send()).await.map(drop)
    }

    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        let (verb, id) = (request.verb(), &request.id);
        match request.action {
            Action::ResetMfa => self.reset_mfa(id).await,
            Action::ResendInvitation => self.resend_invitation(id).await,
            _ => Err(Error::unsupported(NAME, verb)),
        }?;
        Ok(Outcome::Done)
    }
}
