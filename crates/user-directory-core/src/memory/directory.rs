//! The contract, fulfilled in memory.

use async_trait::async_trait;

use super::account::Account;
use super::{InMemory, NAME, error};
use crate::capabilities::IN_MEMORY;
use crate::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, ErrorKind, Grant, GrantChange, ListQuery, NewUser, Outcome,
    Page, PageToken, Result, Secret, User, UserDirectory, UserId, UserPatch, Verb,
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

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        self.store().page(query, at)
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        Ok(self.store().any(id, Verb::Get)?.user.clone())
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        let store = self.store();
        let found = store.living().filter(|account| account.user.has_email(email));
        Ok(found.map(|account| account.user.clone()).collect())
    }

    async fn enrol(&self, user: NewUser, how: Enrol) -> Result<Enrolment> {
        let verb = how.verb();
        let mut store = self.store();
        let emails: Vec<_> = user.emails.iter().map(|email| email.address.as_str()).collect();
        let user_name = user.user_name.as_deref().or(emails.first().copied());
        store.check_free(verb, None, user_name, &emails)?;
        let user = store.add(verb, |id| Account::new(id, user, how))?;
        Ok(match how {
            Enrol::Create => Enrolment::Created(user),
            Enrol::Invite => Enrolment::Invited { id: Some(user.id) },
        })
    }

    async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        let mut store = self.store();
        store.alive(id, Verb::Update)?;
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

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        let mut store = self.store();
        match mode {
            DeleteMode::Default => store.alive(id, Verb::Delete)?.delete(),
            DeleteMode::Purge => {
                store.any(id, Verb::Purge)?;
                store.remove(id);
            }
        }
        Ok(())
    }

    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        let mut store = self.store();
        let account = match action {
            Action::Restore => store.any(id, action.verb())?,
            _ => store.alive(id, action.verb())?,
        };
        account.act(action)
    }

    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        let mut store = self.store();
        Ok(store.alive(id, Verb::Grants)?.user.roles.clone().unwrap_or_default())
    }

    async fn change_grants(&self, id: &UserId, change: GrantChange) -> Result<()> {
        let verb = change.verb();
        self.store().alive(id, verb)?.change_grants(change);
        Ok(())
    }
}
