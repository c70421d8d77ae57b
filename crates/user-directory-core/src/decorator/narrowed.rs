//! A directory that can do less than the one it stands before.

use crate::request::Request;
use crate::{Capabilities, Directory, Error, Result, Verb};

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
        let capabilities = verbs.iter().fold(directory.capabilities().clone(), |left, verb| left.without(*verb));
        Self { directory, capabilities }
    }

    /// Lets nothing be changed.
    pub fn read_only(directory: Directory) -> Self {
        let capabilities = directory.capabilities().clone().read_only();
        Self { directory, capabilities }
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Sends a request whose verb is left.
    async fn pass<R: Request>(&self, request: R) -> Result<R::Answer> {
        let verb = request.verb();
        if self.capabilities.supports(verb) {
            return request.send(self.directory.as_dyn()).await;
        }
        let error = Error::unsupported(self.directory.provider(), verb);
        Err(match self.directory.supports(verb) {
            true => error.with_detail("it is opened without this"),
            false => error,
        })
    }
}

// The directory is hidden, and with it the provider's client.
decorator!(Narrowed, pass, inner: |_| None);
