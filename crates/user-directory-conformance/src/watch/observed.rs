//! The directory under test, watched.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use user_directory_core::{
    Action, Capabilities, DeleteMode, Directory, Enrol, Enrolment, Field, Grant, GrantChange, ListQuery, NewUser,
    Outcome, Page, PageToken, Result, Scopes, User, UserDirectory, UserId, UserPatch, Verb,
};

use super::Watch;

/// What a directory would say that can do everything, so that the handle refuses nothing.
const EVERYTHING: Capabilities = {
    let mut everything = Capabilities::NONE.native(Verb::ALL);
    everything.create = Field::ALL;
    everything.invite = Field::ALL;
    everything.update = Field::ALL;
    everything.clear = Field::ALL;
    everything.scopes = Scopes::Optional;
    everything
};

/// Passes each call on, and notes it.
pub(crate) struct Observed {
    directory: Directory,
    capabilities: Capabilities,
    watch: Arc<Watch>,
}

impl Observed {
    pub(crate) fn new(directory: Directory, watch: Arc<Watch>) -> Directory {
        let capabilities = *directory.capabilities();
        Directory::new(Self { directory, capabilities, watch })
    }

    /// Lets every call through to the implementation, whatever its capabilities say.
    pub(crate) fn ungated(directory: Directory, watch: Arc<Watch>) -> Directory {
        Directory::new(Self { directory, capabilities: EVERYTHING, watch })
    }

    fn to(&self) -> &dyn UserDirectory {
        self.directory.as_dyn()
    }
}

impl fmt::Debug for Observed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to().fmt(f)
    }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl UserDirectory for Observed {
    fn provider(&self) -> &'static str {
        self.directory.provider()
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        self.watch.around(query.verb(), self.to().list_page(query, at)).await
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        let user = self.watch.around(Verb::Get, self.to().get(id)).await?;
        self.watch.plant(|planted| planted.user(&user));
        Ok(user)
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        self.watch.around(Verb::FindByEmail, self.to().find_by_email(email)).await
    }

    async fn enrol(&self, user: NewUser, how: Enrol) -> Result<Enrolment> {
        self.watch.plant(|planted| planted.new_user(&user));
        let enrolment = self.watch.around(how.verb(), self.to().enrol(user, how)).await?;
        self.watch.plant(|planted| match &enrolment {
            Enrolment::Created(user) => planted.user(user),
            invited => invited.id().into_iter().for_each(|id| planted.id(id)),
        });
        Ok(enrolment)
    }

    async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        self.watch.plant(|planted| planted.patch(&patch));
        self.watch.around(Verb::Update, self.to().update(id, patch)).await
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        self.watch.around(mode.verb(), self.to().delete(id, mode)).await
    }

    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        self.watch.around(action.verb(), self.to().lifecycle(id, action)).await
    }

    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        self.watch.around(Verb::Grants, self.to().grants(id)).await
    }

    async fn change_grants(&self, id: &UserId, change: GrantChange) -> Result<()> {
        self.watch.around(change.verb(), self.to().change_grants(id, change)).await
    }

    fn inner(&self) -> Option<&Directory> {
        Some(&self.directory)
    }
}
