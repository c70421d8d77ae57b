//! A directory that keeps what a table of capabilities says and nothing else.

use user_directory::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, Field, Grant, GrantChange, InMemory, ListQuery, NewUser,
    Outcome, Page, PageToken, Result, User, UserDirectory, UserId, UserPatch, async_trait,
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

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        self.inner.list_page(query, at).await
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        Ok(self.told(self.inner.get(id).await?))
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        self.inner.find_by_email(email).await
    }

    async fn enrol(&self, user: NewUser, how: Enrol) -> Result<Enrolment> {
        self.inner.enrol(user, how).await
    }

    async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        self.inner.update(id, patch).await
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        self.inner.delete(id, mode).await
    }

    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        self.inner.lifecycle(id, action).await
    }

    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        self.inner.grants(id).await
    }

    async fn change_grants(&self, id: &UserId, change: GrantChange) -> Result<()> {
        self.inner.change_grants(id, change).await
    }
}
