//! A directory that nothing can be changed through.

use async_trait::async_trait;

use crate::{
    Action, Capabilities, DeleteMode, Directory, Enrol, Enrolment, Error, Grant, GrantChange, ListQuery, NewUser,
    Outcome, Page, PageToken, Result, User, UserDirectory, UserId, UserPatch, Verb,
};

/// Lets nothing be changed: every verb that would fails with [`Unsupported`](crate::ErrorKind::Unsupported), before
/// anything is sent.
///
/// It is `Unsupported` and not [`PermissionDenied`](crate::ErrorKind::PermissionDenied), because that is what this
/// directory is: one that cannot. Its capabilities say so in advance, as those of any directory do, and code that goes
/// by them needs no other case. `PermissionDenied` stays what a provider says of the credentials.
///
/// The provider's client is not reachable behind it (`directory.velo()` is `None`), for a client could change things.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use user_directory::{Directory, NewUser, ReadOnly};
///
/// let directory = Directory::from(ReadOnly::new(Directory::in_memory()));
/// let error = directory.create(NewUser::new("ada@example.com")).await.unwrap_err();
/// assert!(error.is_unsupported());
/// # });
/// ```
#[derive(Clone, Debug)]
pub struct ReadOnly {
    directory: Directory,
    capabilities: Capabilities,
}

impl ReadOnly {
    /// Lets nothing be changed in this directory.
    pub fn new(directory: Directory) -> Self {
        let capabilities = directory.capabilities().read_only();
        Self { directory, capabilities }
    }

    fn refuse<T>(&self, verb: Verb) -> Result<T> {
        Err(Error::unsupported(self.directory.provider(), verb).with_detail("it is opened for reading only"))
    }

    fn under(&self) -> &dyn UserDirectory {
        self.directory.as_dyn()
    }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl UserDirectory for ReadOnly {
    fn provider(&self) -> &'static str {
        self.directory.provider()
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        self.under().list_page(query, at).await
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        self.under().get(id).await
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        self.under().find_by_email(email).await
    }

    async fn enrol(&self, _: NewUser, how: Enrol) -> Result<Enrolment> {
        self.refuse(how.verb())
    }

    async fn update(&self, _: &UserId, _: UserPatch) -> Result<()> {
        self.refuse(Verb::Update)
    }

    async fn delete(&self, _: &UserId, mode: DeleteMode) -> Result<()> {
        self.refuse(mode.verb())
    }

    async fn lifecycle(&self, _: &UserId, action: Action) -> Result<Outcome> {
        self.refuse(action.verb())
    }

    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        self.under().grants(id).await
    }

    async fn change_grants(&self, _: &UserId, change: GrantChange) -> Result<()> {
        self.refuse(change.verb())
    }

    /// Hides the directory and with it the provider's client.
    fn inner(&self) -> Option<&Directory> {
        None
    }
}
