//! The SaaSus Platform.

mod cause;
mod convert;

use async_trait::async_trait;

use self::cause::refused;
use super::{failed, table, unsupported, whole_at};
use crate::saasus::{Client, types};
use crate::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, ErrorKind, Grant, GrantChange, ListQuery, NewUser, Outcome,
    Page, PageToken, Result, Secret, User, UserDirectory, UserId, UserPatch, Verb,
};

const NAME: &str = "saasus";

#[derive(Clone)]
pub(crate) struct Saasus {
    client: Client,
}

impl Saasus {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    async fn read(&self, id: &UserId, verb: Verb) -> Result<types::SaasUser> {
        let answer = self.client.get_saas_user(id.as_str()).send().await;
        Ok(answer.map_err(|error| refused(verb, error))?.into_inner())
    }

    async fn all(&self, verb: Verb) -> Result<Vec<User>> {
        let answer = self.client.get_saas_users().send().await;
        let answer = answer.map_err(|error| refused(verb, error))?.into_inner();
        let users = answer.users.into_iter();
        users.map(|user| convert::user(user, verb)).collect()
    }

    async fn set_email(&self, id: &UserId, email: String) -> Result<()> {
        let body = types::UpdateSaasUserEmailParam::new(email.clone());
        match self.client.update_saas_user_email(id.as_str(), body).send().await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.no_new_email(error, id, &email).await),
        }
    }

    async fn set_password(&self, id: &UserId, password: Secret) -> Result<()> {
        let body = types::UpdateSaasUserPasswordParam::new(password);
        let call = self.client.update_saas_user_password(id.as_str(), body);
        match call.send().await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.not_done(Verb::Update, error, id).await),
        }
    }

    /// Switches the second factor off, which is all that can be done about it for somebody else; whether the server
    /// forgets the app as well is not documented.
    async fn reset_mfa(&self, id: &UserId) -> Result<()> {
        let body = types::MfaPreference::new(false);
        let call = self.client.update_user_mfa_preference(id.as_str(), body);
        match call.send().await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.not_done(Verb::ResetMfa, error, id).await),
        }
    }

    /// Has the temporary password mailed again. The server finds the user by address.
    async fn resend_invitation(&self, id: &UserId) -> Result<()> {
        let verb = Verb::ResendInvitation;
        let email = self.read(id, verb).await?.email;
        let body = types::ResendSignUpConfirmationEmailParam::new(email);
        let answer = self.client.resend_sign_up_confirmation_email(body).send();
        answer.await.map(drop).map_err(|error| {
            // The address is the user's, so that a refusal is about their state: no invitation is open.
            failed(NAME, verb, error, |error| {
                cause::is_refusal(error).then_some(ErrorKind::Conflict).or_else(|| cause::kind(error))
            })
        })
    }
}

impl std::fmt::Debug for Saasus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Saasus").finish_non_exhaustive()
    }
}

#[async_trait]
impl UserDirectory for Saasus {
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
        whole_at(NAME, at)?;
        Ok(Page::whole(self.all(Verb::List).await?))
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        let answer = self.client.get_saas_user(id.as_str()).send().await;
        let answer = answer.map_err(|error| refused(Verb::Get, error))?;
        let (record, answer) = answer.into_parts();
        convert::fetched(&record, answer.into_bytes(), Verb::Get)
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        let mut users = self.all(Verb::FindByEmail).await?;
        users.retain(|user| user.has_email(email));
        Ok(users)
    }

    async fn enrol(&self, user: NewUser, how: Enrol) -> Result<Enrolment> {
        let verb = how.verb();
        let email = convert::email(verb, user.email)?;
        let answer = match how {
            Enrol::Create => {
                let body = convert::new_user(email.clone(), user.password)?;
                self.client.create_saas_user(body).send().await
            }
            Enrol::Invite => {
                let body = types::SignUpParam::new(email.clone());
                self.client.sign_up(body).send().await
            }
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return Err(self.not_enrolled(verb, error, &email).await),
        };
        let (record, answer) = answer.into_parts();
        let user = convert::fetched(&record, answer.into_bytes(), verb)?;
        Ok(match how {
            Enrol::Create => Enrolment::Created(user),
            Enrol::Invite => Enrolment::Invited { id: Some(user.id) },
        })
    }

    async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        let (email, password) = (patch.email.value(), patch.password);
        if email.is_none() && password.is_none() {
            return self.read(id, Verb::Update).await.map(drop);
        }
        let changed = email.is_some();
        if let Some(email) = email {
            self.set_email(id, email).await?;
        }
        if let Some(password) = password {
            return self.set_password(id, password).await.map_err(|error| {
                if changed {
                    return error.with_outcome_unknown(true).with_detail("the e-mail address was changed before");
                }
                error
            });
        }
        Ok(())
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        match mode {
            DeleteMode::Default => {
                let answer = self.client.delete_saas_user(id.as_str()).send().await;
                answer.map(drop).map_err(|error| refused(Verb::Delete, error))
            }
            DeleteMode::Purge => Err(unsupported(NAME, Verb::Purge)),
        }
    }

    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        match action {
            Action::ResetMfa => self.reset_mfa(id).await?,
            Action::ResendInvitation => self.resend_invitation(id).await?,
            Action::Restore
            | Action::Enable
            | Action::Disable
            | Action::Lock
            | Action::Unlock
            | Action::ResetPassword => return Err(unsupported(NAME, action.verb())),
        }
        Ok(Outcome::Done)
    }

    async fn grants(&self, _: &UserId) -> Result<Vec<Grant>> {
        Err(unsupported(NAME, Verb::Grants))
    }

    async fn change_grants(&self, _: &UserId, change: GrantChange) -> Result<()> {
        Err(unsupported(NAME, change.verb()))
    }
}
