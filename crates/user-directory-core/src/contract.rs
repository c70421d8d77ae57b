//! The contract between a directory and this crate.

use std::any::Any;
use std::fmt;

use async_trait::async_trait;

use crate::request::{ChangeGrants, Check, Delete, Enrol, Find, Get, Grants, Lifecycle, ListPage, Update};
use crate::{Capabilities, Directory, Enrolment, Error, Grant, Outcome, Page, Result, User};

/// What an implementation of a directory provides. Implementors write these methods; users call those of
/// [`Directory`], which need no trait in scope.
///
/// The trait is small on purpose: what is done to an account is data ([`Action`](crate::Action),
/// [`GrantChange`](crate::GrantChange)), and each method takes one struct that can get further fields, so that neither
/// breaks implementations. A verb that an implementation does not have fails with
/// [`Error::unsupported`](crate::Error::unsupported), as methods do that are left out, and its
/// [`capabilities`](Self::capabilities) say so; both must agree. [`Directory`] looks at the capabilities first and calls
/// the trait only for supported verbs, known fields, fitting scopes and extras that are known.
///
/// # Implementing a directory
///
/// A read-only directory:
///
/// ```
/// use user_directory::request::{Get, ListPage};
/// use user_directory::{
///     Capabilities, Directory, Error, ErrorKind, Page, Result, Status, User, UserDirectory, UserId, Verb, async_trait,
/// };
///
/// static CAPABILITIES: Capabilities = Capabilities::NONE.native(&[Verb::List, Verb::Get]);
///
/// #[derive(Debug)]
/// struct Staff(Vec<UserId>);
///
/// #[async_trait]
/// impl UserDirectory for Staff {
///     fn provider(&self) -> &'static str {
///         "staff"
///     }
///
///     fn capabilities(&self) -> &Capabilities {
///         &CAPABILITIES
///     }
///
///     async fn list_page(&self, _: ListPage) -> Result<Page<User>> {
///         Ok(Page::whole(self.0.iter().map(|id| User::new(id.clone(), Status::Active)).collect()))
///     }
///
///     async fn get(&self, request: Get) -> Result<User> {
///         let missing = || Error::new(ErrorKind::NotFound, self.provider()).with_verb(request.verb());
///         let id = self.0.iter().find(|id| **id == request.id).ok_or_else(missing)?;
///         Ok(User::new(id.clone(), Status::Active))
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let ada = UserId::new("ada").unwrap();
/// let directory = Directory::new(Staff(vec![ada.clone()]));
/// assert_eq!(directory.list().collect().await?.len(), 1);
/// assert!(directory.delete(&ada).await.unwrap_err().is_unsupported());
/// # Ok::<(), Error>(())
/// # }).unwrap();
/// ```
///
/// # Behavior
///
/// What follows holds for every implementation. The conformance suite (feature `conformance`) asserts the sentences that
/// its checks quote. It asserts nothing about cancellation, about enrolments that fail halfway, about an empty page with a
/// token, about the letter case of user names and of ids in another system, and about values of extras in logs.
///
/// - **The provider's name** has lower-case letters, digits and hyphens alone.
/// - **The capabilities are true.** A verb that the capabilities name is carried out. A verb, a field, a scope, a
///   version or an extra that the capabilities do not name is refused, and nothing is sent. A field that is returned is one
///   that the capabilities name.
/// - **A verb takes as many requests** as the capabilities say, and one more at most if it is refused. No verb takes more requests because of other people, but
///   one that reads the whole list.
/// - **An error** names the provider and the verb, on one line.
/// - **`check`** returns a user who exists, or none.
/// - **`get`** returns the person with this id, as they are.
/// - **A person who does not exist** fails every verb with [`NotFound`](crate::ErrorKind::NotFound), deletion included:
///   `delete` of the missing or of the deleted is not a success, so that a mistyped id
///   is noticed.
/// - **An enrolled person** has the fields that were given. Each person has an id that no other has. An enrolment without a
///   needed field is refused, and nothing is sent. Whoever is to be created without access is created
///   [`Disabled`](crate::Status::Disabled), or refused. An invited person is pending until they accept.
/// - **An enabled account** has the status [`Active`](crate::Status::Active), a disabled one the status
///   [`Disabled`](crate::Status::Disabled). A locked account says that it is locked, an unlocked one that it is not.
/// - **Enabling what is enabled** succeeds and changes nothing; so do disabling the disabled, locking the locked and
///   unlocking the unlocked.
/// - **A lock and the status are two things.** Unlocking does not enable, enabling does not unlock.
/// - **After a reset** no second factor is set up. The password of an existing person can be reset.
/// - **Granting** adds this grant, revoking takes it away, and others stay. Granting what is granted succeeds and makes no
///   second grant; revoking what is not granted succeeds.
/// - **Replacing grants** leaves the person with exactly the grants given, whatever the order; where the provider only
///   adds and removes, others can see a state in between.
/// - **A deleted person** is not in the list, nor found by e-mail address. `get` fails with `NotFound`, or returns the status
///   [`Deleted`](crate::Status::Deleted) where [`Capabilities::deleted_stay_readable`] says so. The list of the deleted has
///   them, and nobody else. Restoring brings the same id back, as it was. After a purge nothing brings the person back.
/// - **The list is no snapshot.** Who is added or removed meanwhile may come or not. Who is there all the time comes
///   exactly once if [`Capabilities::stable_pages`] says so; otherwise a change can shift the pages, and then somebody
///   can come twice or be missed.
/// - **A page token** belongs to one directory and one query. One that the directory did not make fails with
///   [`InvalidInput`](crate::ErrorKind::InvalidInput). An empty page with a token is possible; the list ends when there
///   is no token.
/// - **An update** changes the fields that the patch names and no others. Updates of different fields at the same time are
///   both made, unless the capabilities say that they can race: where a provider can only replace the whole record
///   ([`Support::Emulated`](crate::Support) with `racy`), the record is read first, and a change that somebody else makes
///   in between is lost, to any field. An empty patch of an existing person succeeds.
/// - **Names and addresses that must be unique** ([`Capabilities::unique`]) fail a second enrolment with
///   [`AlreadyExists`](crate::ErrorKind::AlreadyExists).
/// - **An enrolment that fails** leaves nobody behind, unless
///   [`outcome_unknown`](crate::Error::outcome_unknown) says that nobody can tell.
/// - **Keys** need not be unique: `find` returns all who have a key, and an empty list if nobody has it. E-mail addresses
///   are compared without ASCII letter case. Of several addresses all count, and not the primary one alone. Ids in another
///   system are compared letter by letter, user names as the provider compares them.
/// - **Filters and orders.** A list with a filter has all who pass it, and nobody else. A list with an order is in that
///   order. Those that [`Capabilities::filters`] and [`Capabilities::sorts`] name are the implementation's. The others it
///   can ignore, or use to fetch less: the handle filters and sorts what it gets.
/// - **Nobody is let in by accident.** Whoever is enrolled with `enabled(false)` cannot log in when the enrolment
///   succeeds.
/// - **Cancellation**: a dropped future leaves the directory usable; whether the request in flight was carried out is
///   unknown. Of an emulated verb the requests sent so far may have been carried out.
/// - **A request with a version** (`if_match`) fails with [`Conflict`](crate::ErrorKind::Conflict), and changes nothing, if
///   the person has another version.
/// - **Personal data** is in no error, no `Debug` and no log; neither is the value of an extra. An id counts as personal data,
///   except in the `Debug` of a [`User`].
#[async_trait]
pub trait UserDirectory: Any + fmt::Debug + Send + Sync {
    /// Returns the name of the provider, lower case, as in errors and audit entries.
    fn provider(&self) -> &'static str;

    /// Returns what the directory can do. It must not change while the directory lives.
    fn capabilities(&self) -> &Capabilities;

    /// Returns the name of this directory among several of the provider, such as `okta-emea`.
    /// [`Directory::named`] gives one to a directory that has none.
    fn name(&self) -> Option<&str> {
        None
    }

    /// Asks whether the directory answers and accepts the credentials, with one request that changes nothing. Returns the
    /// user that the credentials belong to, if the provider says.
    async fn check(&self, request: Check) -> Result<Option<User>> {
        Err(Error::unsupported(self.provider(), request.verb()))
    }

    /// Fetches one page of a list.
    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        Err(Error::unsupported(self.provider(), request.verb()))
    }

    /// Fetches a person by id.
    async fn get(&self, request: Get) -> Result<User> {
        Err(Error::unsupported(self.provider(), request.verb()))
    }

    /// Fetches all persons who have a key. [`scan`](crate::scan) helps where the provider cannot search.
    async fn find(&self, request: Find) -> Result<Vec<User>> {
        Err(Error::unsupported(self.provider(), request.verb()))
    }

    /// Creates or invites a person.
    async fn enrol(&self, request: Enrol) -> Result<Enrolment> {
        Err(Error::unsupported(self.provider(), request.verb()))
    }

    /// Changes the fields that the patch names.
    async fn update(&self, request: Update) -> Result<()> {
        Err(Error::unsupported(self.provider(), request.verb()))
    }

    /// Deletes a person.
    async fn delete(&self, request: Delete) -> Result<()> {
        Err(Error::unsupported(self.provider(), request.verb()))
    }

    /// Takes a step in the life of an account.
    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        Err(Error::unsupported(self.provider(), request.verb()))
    }

    /// Fetches the grants of a person.
    async fn grants(&self, request: Grants) -> Result<Vec<Grant>> {
        Err(Error::unsupported(self.provider(), request.verb()))
    }

    /// Changes the grants of a person.
    async fn change_grants(&self, request: ChangeGrants) -> Result<()> {
        Err(Error::unsupported(self.provider(), request.verb()))
    }

    /// Returns the directory that this one decorates, so that a provider's client is found behind decorators. A
    /// decorator that is meant to hide it returns `None`.
    fn inner(&self) -> Option<&Directory> {
        None
    }
}
