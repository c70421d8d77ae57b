//! The directory under test, watched.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use user_directory_core::request::{
    ChangeGrants, Check, Delete, Enrol, Find, Get, Grants, Lifecycle, ListPage, Update,
};
use user_directory_core::{
    Capabilities, Directory, Enrolment, Field, Grant, Outcome, Page, Result, Scopes, User, UserDirectory, Verb,
};

use super::Watch;

/// Passes each call on, and notes it.
pub(crate) struct Observed {
    directory: Directory,
    capabilities: Capabilities,
    watch: Arc<Watch>,
}

impl Observed {
    pub(crate) fn around(directory: Directory, watch: Arc<Watch>) -> Directory {
        let capabilities = directory.capabilities().clone();
        Directory::new(Self { directory, capabilities, watch })
    }

    /// Lets every call through to the implementation, whatever its capabilities say.
    pub(crate) fn ungated(directory: Directory, watch: Arc<Watch>) -> Directory {
        let capabilities = Capabilities::NONE
            .native(Verb::ALL)
            .with_create(Field::ALL)
            .with_invite(Field::ALL)
            .with_update(Field::ALL)
            .with_clear(Field::ALL)
            .with_scopes(Scopes::Optional);
        Directory::new(Self { directory, capabilities, watch })
    }

    /// Returns how long a watched directory may take to show what was done.
    pub(crate) fn settling(&self) -> Duration {
        self.watch.settle
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

    fn name(&self) -> Option<&str> {
        self.directory.name()
    }

    async fn check(&self, request: Check) -> Result<Option<User>> {
        let caller = self.watch.around(request.verb(), self.to().check(request)).await?;
        self.watch.plant(|planted| caller.iter().for_each(|user| planted.user(user)));
        Ok(caller)
    }

    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        self.watch.around(request.verb(), self.to().list_page(request)).await
    }

    async fn get(&self, request: Get) -> Result<User> {
        let user = self.watch.around(request.verb(), self.to().get(request)).await?;
        self.watch.plant(|planted| planted.user(&user));
        Ok(user)
    }

    async fn find(&self, request: Find) -> Result<Vec<User>> {
        self.watch.around(request.verb(), self.to().find(request)).await
    }

    async fn enrol(&self, request: Enrol) -> Result<Enrolment> {
        self.watch.plant(|planted| planted.new_user(&request.user));
        let enrolment = self.watch.around(request.verb(), self.to().enrol(request)).await?;
        self.watch.plant(|planted| match &enrolment {
            Enrolment::Created(user) => planted.user(user),
            invited => invited.id().into_iter().for_each(|id| planted.id(id)),
        });
        Ok(enrolment)
    }

    async fn update(&self, request: Update) -> Result<()> {
        self.watch.plant(|planted| planted.patch(&request.patch));
        self.watch.around(request.verb(), self.to().update(request)).await
    }

    async fn delete(&self, request: Delete) -> Result<()> {
        self.watch.around(request.verb(), self.to().delete(request)).await
    }

    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        self.watch.around(request.verb(), self.to().lifecycle(request)).await
    }

    async fn grants(&self, request: Grants) -> Result<Vec<Grant>> {
        self.watch.around(request.verb(), self.to().grants(request)).await
    }

    async fn change_grants(&self, request: ChangeGrants) -> Result<()> {
        self.watch.around(request.verb(), self.to().change_grants(request)).await
    }

    fn inner(&self) -> Option<&Directory> {
        Some(&self.directory)
    }
}
