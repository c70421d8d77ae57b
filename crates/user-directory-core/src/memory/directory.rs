//! The contract, fulfilled in memory.

use async_trait::async_trait;

use super::account::Account;
use super::{InMemory, NAME, error};
use crate::capabilities::IN_MEMORY;
use crate::request::{ChangeGrants, Check, Delete, Enrol, Find, Get, Grants, Lifecycle, ListPage, Update};
use crate::{
    Action, Capabilities, DeleteMode, EnrolMode, Enrolment, ErrorKind, Grant, Outcome, Page, Result, Secret, User,
    UserDirectory, UserId, Verb,
};

impl InMemory {
    /// Returns whether this is the person's password, for tests of what set it.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::NotFound`] if there is nobody with this id.
    pub fn has_password(&self, id: &UserId, password: &Secret) -> Result<bool> {
        Ok(self.store().any(id, Verb::Get)?.has_password(password))
    }
}

#[async_trait]
impl UserDirectory for InMemory {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &IN_MEMORY
    }

    async fn check(&self, _: Check) -> Result<Option<User>> {
        Ok(None)
    }

    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        self.store().page(&request.query, request.at.as_ref())
    }

    async fn get(&self, request: Get) -> Result<User> {
        let mut store = self.store();
        let account = store.any(&request.id, Verb::Get)?;
        account.require(Verb::Get, request.if_match.as_deref())?;
        Ok(account.user.clone())
    }

    async fn find(&self, request: Find) -> Result<Vec<User>> {
        let store = self.store();
        let found = store.living().filter(|account| request.key.is_of(&account.user));
        Ok(found.map(|account| account.user.clone()).collect())
    }

    async fn enrol(&self, request: Enrol) -> Result<Enrolment> {
        let (verb, user, mode) = (request.verb(), request.user, request.mode);
        let mut store = self.store();
        let emails: Vec<_> = user.emails.iter().map(|email| email.address.as_str()).collect();
        let user_name = user.user_name.as_deref().or(emails.first().copied());
        store.check_free(verb, None, user_name, &emails)?;
        let user = store.add(verb, |id| Account::new(id, user, mode))?;
        Ok(match mode {
            EnrolMode::Create => Enrolment::Created(user),
            EnrolMode::Invite => Enrolment::Invited { id: Some(user.id) },
        })
    }

    async fn update(&self, request: Update) -> Result<()> {
        let (id, patch) = (&request.id, request.patch);
        let mut store = self.store();
        store.alive(id, Verb::Update)?.require(Verb::Update, request.if_match.as_deref())?;
        if patch.email.is_null() {
            return Err(
                error(ErrorKind::InvalidInput, Verb::Update).with_detail("the e-mail address cannot be cleared")
            );
        }
        let user_name = patch.user_name.as_ref().value().map(String::as_str);
        let primary = patch.email.as_ref().value().map(String::as_str);
        let others = patch.other_emails.as_ref().value().into_iter().flatten();
        let emails: Vec<_> = primary.into_iter().chain(others.map(|email| email.address.as_str())).collect();
        store.check_free(Verb::Update, Some(id), user_name, &emails)?;
        store.alive(id, Verb::Update)?.update(patch);
        Ok(())
    }

    async fn delete(&self, request: Delete) -> Result<()> {
        let mut store = self.store();
        let (verb, version) = (request.mode.verb(), request.if_match.as_deref());
        match request.mode {
            DeleteMode::Default => {
                let account = store.alive(&request.id, verb)?;
                account.require(verb, version)?;
                account.delete();
            }
            DeleteMode::Purge => {
                store.any(&request.id, verb)?.require(verb, version)?;
                store.remove(&request.id);
            }
        }
        Ok(())
    }

    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        let (verb, mut store) = (request.verb(), self.store());
        let account = match request.action {
            Action::Restore => store.any(&request.id, verb)?,
            _ => store.alive(&request.id, verb)?,
        };
        account.act(request.action)
    }

    async fn grants(&self, request: Grants) -> Result<Vec<Grant>> {
        let mut store = self.store();
        Ok(store.alive(&request.id, Verb::Grants)?.user.roles.clone().unwrap_or_default())
    }

    async fn change_grants(&self, request: ChangeGrants) -> Result<()> {
        let verb = request.verb();
        self.store().alive(&request.id, verb)?.change_grants(request.change);
        Ok(())
    }
}
