//! A directory that keeps what a table of capabilities says and nothing else.

use user_directory::request::{ChangeGrants, Delete, Enrol, Find, Get, Grants, Lifecycle, ListPage, Update};
use user_directory::{
    Capabilities, Enrolment, Field, Grant, InMemory, Outcome, Page, Result, User, UserDirectory, async_trait,
};

/// In memory, but with another directory's table: what that one does not read is not told.
#[derive(Debug)]
pub(crate) struct Narrow {
    pub(crate) inner: InMemory,
    pub(crate) table: Capabilities,
}

impl Narrow {
    fn told(&self, mut user: User) -> User {
        for field in Field::ALL {
            if self.table.read.contains(field) {
                continue;
            }
            match field {
                Field::ExternalId => user.external_id = None,
                Field::UserName => user.user_name = None,
                Field::Email => user.emails.clear(),
                Field::OtherEmails => user.emails.truncate(1),
                Field::GivenName => user.given_name = None,
                Field::FamilyName => user.family_name = None,
                Field::DisplayName => user.display_name = None,
                Field::Title => user.title = None,
                Field::Department => user.department = None,
                Field::Manager => user.manager = None,
                Field::Locale => user.locale = None,
                Field::Enabled => user.enabled = None,
                Field::Modified => user.modified = None,
                Field::LastLogin => user.last_login = None,
                Field::Version => user.version = None,
                Field::Attributes => user.attributes.clear(),
                Field::Phones => user.phones.clear(),
                Field::Mfa => user.mfa = None,
                Field::Roles => user.roles = None,
                Field::Locked => user.locked = None,
                Field::Created => user.created = None,
                // A user has a status in any case.
                _ => {}
            }
        }
        user
    }
}

#[async_trait]
impl UserDirectory for Narrow {
    fn provider(&self) -> &'static str {
        "narrow"
    }

    fn capabilities(&self) -> &Capabilities {
        &self.table
    }

    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        self.inner.list_page(request).await
    }

    async fn get(&self, request: Get) -> Result<User> {
        Ok(self.told(self.inner.get(request).await?))
    }

    async fn find(&self, request: Find) -> Result<Vec<User>> {
        self.inner.find(request).await
    }

    async fn enrol(&self, request: Enrol) -> Result<Enrolment> {
        self.inner.enrol(request).await
    }

    async fn update(&self, request: Update) -> Result<()> {
        self.inner.update(request).await
    }

    async fn delete(&self, request: Delete) -> Result<()> {
        self.inner.delete(request).await
    }

    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        self.inner.lifecycle(request).await
    }

    async fn grants(&self, request: Grants) -> Result<Vec<Grant>> {
        self.inner.grants(request).await
    }

    async fn change_grants(&self, request: ChangeGrants) -> Result<()> {
        self.inner.change_grants(request).await
    }
}
