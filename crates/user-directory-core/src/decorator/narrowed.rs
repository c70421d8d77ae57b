//! A directory that can do less than the one it stands before.

use async_trait::async_trait;

use crate::{
    Action, Capabilities, DeleteMode, Directory, Enrol, Enrolment, Error, Grant, GrantChange, ListQuery, NewUser,
    Outcome, Page, PageToken, Result, User, UserDirectory, UserId, UserPatch, Verb,
};

/// Takes abilities away from a directory: the verbs that it does without fail with
/// [`Unsupported`](crate::ErrorKind::Unsupported), before anything is sent.
///
/// It is `Unsupported` and not [`PermissionDenied`](crate::ErrorKind::PermissionDenied), because that is what this
/// directory is: one that cannot. Its capabilities say so in advance, as those of any directory do, and code that goes
/// by them needs no other case. `PermissionDenied` stays what a provider says of the credentials.
///
/// The provider's client is not reachable behind it (`directory.velo()` is `None`), for a client could do all the same.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use user_directory::{Directory, Narrowed, NewUser, Verb};
///
/// let directory = Directory::from(Narrowed::without(Directory::in_memory(), &[Verb::Delete, Verb::Purge]));
/// let ada = directory.create(NewUser::new("ada@example.com")).await?;
/// assert!(directory.delete(&ada.id).await.unwrap_err().is_unsupported());
///
/// let directory = Directory::from(Narrowed::read_only(directory));
/// assert!(directory.disable(&ada.id).await.unwrap_err().is_unsupported());
/// # Ok::<(), user_directory::Error>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct Narrowed {
    directory: Directory,
    capabilities: Capabilities,
}

impl Narrowed {
    /// Does without these verbs.
    pub fn without(directory: Directory, verbs: &[Verb]) -> Self {
        let capabilities = verbs.iter().fold(*directory.capabilities(), |left, verb| left.without(*verb));
        Self { directory, capabilities }
    }

    /// Lets nothing be changed.
    pub fn read_only(directory: Directory) -> Self {
        let capabilities = directory.capabilities().read_only();
        Self { directory, capabilities }
    }

    /// Returns the directory for a verb that is left.
    fn under(&self, verb: Verb) -> Result<&dyn UserDirectory> {
        if self.capabilities.supports(verb) {
            return Ok(self.directory.as_dyn());
        }
        let error = Error::unsupported(self.directory.provider(), verb);
        Err(match self.directory.supports(verb) {
            true => error.with_detail("it is opened without this"),
            false => error,
        })
    }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl UserDirectory for Narrowed {
    fn provider(&self) -> &'static str {
        self.directory.provider()
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        self.under(query.verb())?.list_page(query, at).await
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        self.under(Verb::Get)?.get(id).await
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        self.under(Verb::FindByEmail)?.find_by_email(email).await
    }

    async fn enrol(&self, user: NewUser, how: Enrol) -> Result<Enrolment> {
        self.under(how.verb())?.enrol(user, how).await
    }

    async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        self.under(Verb::Update)?.update(id, patch).await
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        self.under(mode.verb())?.delete(id, mode).await
    }

    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        self.under(action.verb())?.lifecycle(id, action).await
    }

    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        self.under(Verb::Grants)?.grants(id).await
    }

    async fn change_grants(&self, id: &UserId, change: GrantChange) -> Result<()> {
        self.under(change.verb())?.change_grants(id, change).await
    }

    /// Hides the directory and with it the provider's client.
    fn inner(&self) -> Option<&Directory> {
        None
    }
}
