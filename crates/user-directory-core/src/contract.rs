//! The contract between a directory and this crate.

use std::any::Any;
use std::fmt;

use async_trait::async_trait;

use crate::{
    Action, Capabilities, DeleteMode, Directory, Enrol, Enrolment, Error, Grant, GrantChange, ListQuery, NewUser,
    Outcome, Page, PageToken, Result, User, UserId, UserPatch, Verb,
};

/// What an implementation of a directory provides. Implementors write these methods; users call those of
/// [`Directory`], which need no trait in scope.
///
/// The trait is small on purpose: what is done to an account is data ([`Action`], [`GrantChange`]), so that a new verb
/// does not break implementations. A verb that an implementation does not have fails with
/// [`Error::unsupported`](crate::Error::unsupported), as methods do that are left out, and its
/// [`capabilities`](Self::capabilities) say so; both must agree. [`Directory`] looks at the capabilities first and calls the trait only for supported verbs, known fields and
/// fitting scopes.
///
/// # Behavior
///
/// What follows holds for every implementation, and the conformance suite (feature `conformance`) asserts it.
///
/// - **The provider's name** has lower-case letters, digits and hyphens alone.
/// - **The capabilities are true.** A verb that the capabilities name is carried out. A verb, a field or a scope that the
///   capabilities do not name is refused, and nothing is sent. A field that is told is one that the capabilities name.
/// - **A verb takes as many requests** as the capabilities say. No verb takes more requests because of other people, but
///   one that reads the whole list.
/// - **An error** names the provider and the verb, on one line.
/// - **`get`** returns the person with this id, as they are.
/// - **A person who does not exist** fails every verb with [`NotFound`](crate::ErrorKind::NotFound), deletion included:
///   `delete` of the missing or of the deleted is not a success, so that a mistyped id
///   is noticed.
/// - **An enrolled person** has the fields that were given. Each person has an id that no other has. An enrolment without a
///   needed field is refused, and nothing is sent. Whoever is to be created without access is created
///   [`Disabled`](crate::Status::Disabled), or refused. An invited person is pending until they accept.
/// - **An enabled account** has the status [`Active`](crate::Status::Active), a disabled one the status
///   [`Disabled`](crate::Status::Disabled). A locked account tells that it is locked, an unlocked one that it is not.
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
/// - **E-mail addresses** are compared without ASCII letter case. They need not be unique: `find_by_email` returns all
///   who have the address, and an empty list if nobody has.
/// - **Cancellation**: a dropped future leaves the directory usable; whether the request in flight was carried out is
///   unknown. Of an emulated verb the requests sent so far may have been carried out.
/// - **Personal data** stands in no error, no `Debug` and no log.
#[async_trait]
pub trait UserDirectory: Any + fmt::Debug + Send + Sync {
    /// Returns the name of the provider, lower case, as in errors and audit entries.
    fn provider(&self) -> &'static str;

    /// Returns what the directory can do. It must not change while the directory lives.
    fn capabilities(&self) -> &Capabilities;

    /// Returns one page: the first one if `at` is `None`.
    async fn list_page(&self, query: &ListQuery, _: Option<&PageToken>) -> Result<Page<User>> {
        Err(Error::unsupported(self.provider(), query.verb()))
    }

    /// Fetches a person by id.
    async fn get(&self, _: &UserId) -> Result<User> {
        Err(Error::unsupported(self.provider(), Verb::Get))
    }

    /// Fetches all persons with this e-mail address. [`scan_by_email`](crate::scan_by_email) helps where the provider
    /// cannot search.
    async fn find_by_email(&self, _: &str) -> Result<Vec<User>> {
        Err(Error::unsupported(self.provider(), Verb::FindByEmail))
    }

    /// Creates or invites a person.
    async fn enrol(&self, _: NewUser, how: Enrol) -> Result<Enrolment> {
        Err(Error::unsupported(self.provider(), how.verb()))
    }

    /// Changes the fields that the patch names.
    async fn update(&self, _: &UserId, _: UserPatch) -> Result<()> {
        Err(Error::unsupported(self.provider(), Verb::Update))
    }

    /// Deletes a person.
    async fn delete(&self, _: &UserId, mode: DeleteMode) -> Result<()> {
        Err(Error::unsupported(self.provider(), mode.verb()))
    }

    /// Takes a step in the life of an account.
    async fn lifecycle(&self, _: &UserId, action: Action) -> Result<Outcome> {
        Err(Error::unsupported(self.provider(), action.verb()))
    }

    /// Fetches the grants of a person.
    async fn grants(&self, _: &UserId) -> Result<Vec<Grant>> {
        Err(Error::unsupported(self.provider(), Verb::Grants))
    }

    /// Changes the grants of a person.
    async fn change_grants(&self, _: &UserId, change: GrantChange) -> Result<()> {
        Err(Error::unsupported(self.provider(), change.verb()))
    }

    /// Returns the directory that this one decorates, so that a provider's client is found behind decorators. A
    /// decorator that is meant to hide it returns `None`.
    fn inner(&self) -> Option<&Directory> {
        None
    }
}
