//! The verbs.

use tracing::Instrument as _;

use super::Directory;
use crate::capabilities::Verb;
use crate::repeated::settled;
use crate::request::{ChangeGrants, Check, Delete, Find, Get, Grants, Lifecycle, Request, Update};
use crate::{Action, DeleteMode, Error, ErrorKind, Grant, GrantChange, Key, Outcome, Result, User, UserId, UserPatch};

/// Generates the verbs that are an action without a result.
macro_rules! actions {
    ($($(#[$meta:meta])* $verb:ident = $action:ident;)+) => {
        $(
            $(#[$meta])*
            pub async fn $verb(&self, id: &UserId) -> Result<()> {
                self.act(id, Action::$action).await.map(drop)
            }
        )+
    };
}

/// Generates the long forms, all of which are one call.
macro_rules! long_forms {
    ($($(#[$meta:meta])* $method:ident($request:ty) -> $answer:ty;)+) => {
        /// The long forms of the verbs, which take a [request](crate::request) with all it can have.
        ///
        /// In addition to the errors of the short forms, they fail with [`ErrorKind::Unsupported`], before anything is sent, if
        /// a request has a version and the directory does not compare versions, or an extra that the directory does not
        /// take with this verb; and with [`ErrorKind::Conflict`] if the person does not have the version.
        impl Directory {
            $(
                $(#[$meta])*
                pub async fn $method(&self, request: $request) -> Result<$answer> {
                    self.call(request).await
                }
            )+
        }
    };
}

long_forms! {
    /// The long form of [`check`](Self::check).
    check_with(Check) -> Option<User>;
    /// The long form of [`get`](Self::get).
    get_with(Get) -> User;
    /// The long form of [`find`](Self::find).
    find_with(Find) -> Vec<User>;
    /// The long form of [`update`](Self::update).
    update_with(Update) -> ();
    /// The long form of [`delete`](Self::delete) and [`purge`](Self::purge).
    delete_with(Delete) -> ();
    /// The long form of [`enable`](Self::enable) and of the other steps in the life of an account.
    lifecycle_with(Lifecycle) -> Outcome;
    /// The long form of [`grants`](Self::grants).
    grants_with(Grants) -> Vec<Grant>;
    /// The long form of [`grant`](Self::grant), [`revoke`](Self::revoke) and [`replace_grants`](Self::replace_grants).
    change_grants_with(ChangeGrants) -> ();
}

/// What all verbs do.
impl Directory {
    /// Sends a request that the directory can carry out. A failure has the name of this directory.
    pub(super) async fn call<R: Request>(&self, request: R) -> Result<R::Answer> {
        let span = tracing::info_span!(
            "user_directory.verb",
            user_directory.provider = self.provider(),
            user_directory.name = self.name(),
            user_directory.verb = request.verb().as_str(),
        );
        let sent = async {
            self.admit(&request)?;
            settled(self.as_dyn(), request).await
        };
        sent.instrument(span).await.map_err(|error| error.with_directory_name(self.shared_name()))
    }

    pub(super) fn error(&self, kind: ErrorKind, verb: Verb) -> Error {
        Error::new(kind, self.provider()).with_verb(verb).with_directory_name(self.shared_name())
    }
}

/// Persons. Every method fails with [`ErrorKind::Unsupported`], before anything is sent, if the directory cannot do it.
impl Directory {
    /// Asks whether the directory answers and accepts the credentials, with one request that changes nothing. Returns the
    /// user that the credentials belong to, if the provider says; `None` says no more than that they were accepted.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Unauthenticated`] if the credentials are not good, with [`ErrorKind::PermissionDenied`] if
    /// they are and do not allow even this, and with [`ErrorKind::Unavailable`] or [`ErrorKind::Timeout`] if the directory
    /// does not answer.
    pub async fn check(&self) -> Result<Option<User>> {
        self.check_with(Check::new()).await
    }

    /// Fetches a person by id.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::NotFound`] if there is none.
    pub async fn get(&self, id: &UserId) -> Result<User> {
        self.get_with(Get::new(id)).await
    }

    /// Fetches all persons with this e-mail address, user name or id in another system. Not every provider keeps them
    /// unique.
    ///
    /// # Errors
    ///
    /// Nobody having it is no error, but an empty list.
    pub async fn find(&self, key: Key) -> Result<Vec<User>> {
        self.find_with(Find::new(key)).await
    }

    /// Fetches all persons with this e-mail address: [`find`](Self::find) with [`Key::Email`].
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        self.find(Key::Email(email.to_owned())).await
    }

    /// Changes the fields that the patch names and no others.
    ///
    /// # Errors
    ///
    /// Fails before anything is sent if the patch names a field that the directory cannot set or clear.
    pub async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        self.update_with(Update::new(id, patch)).await
    }

    /// Deletes a person as the provider does: some can be brought back by [`restore`](Self::restore).
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::NotFound`] if there is nobody, which says that there is nothing left to delete. If the
    /// request had to be repeated after an answer was lost, it is a success: the person is gone, by this call or meanwhile.
    pub async fn delete(&self, id: &UserId) -> Result<()> {
        self.delete_with(Delete::new(id, DeleteMode::Default)).await
    }

    /// Deletes a person permanently, whether or not they were deleted before.
    ///
    /// # Errors
    ///
    /// As [`delete`](Self::delete).
    pub async fn purge(&self, id: &UserId) -> Result<()> {
        self.delete_with(Delete::new(id, DeleteMode::Purge)).await
    }

    actions! {
        /// Brings a deleted person back, under the same id.
        restore = Restore;
        /// Puts an account into use. It does not unlock.
        enable = Enable;
        /// Takes an account out of use. It does not lock.
        disable = Disable;
        /// Locks an account.
        lock = Lock;
        /// Unlocks an account. It does not enable.
        unlock = Unlock;
        /// Removes the second factor, so that the person sets up a new one at the next login.
        reset_mfa = ResetMfa;
        /// Sends the invitation once more.
        resend_invitation = ResendInvitation;
    }

    /// Starts the reset of the password: the provider writes to the person, or hands back a link.
    pub async fn reset_password(&self, id: &UserId) -> Result<Outcome> {
        self.act(id, Action::ResetPassword).await
    }

    async fn act(&self, id: &UserId, action: Action) -> Result<Outcome> {
        self.lifecycle_with(Lifecycle::new(id, action)).await
    }
}

/// Roles.
impl Directory {
    /// Fetches the grants of a person.
    pub async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        self.grants_with(Grants::new(id)).await
    }

    /// Adds a grant; one that the person already has is kept as it is.
    pub async fn grant(&self, id: &UserId, grant: Grant) -> Result<()> {
        self.change(id, GrantChange::Add(grant)).await
    }

    /// Takes a grant away; one that the person does not have is no error.
    pub async fn revoke(&self, id: &UserId, grant: Grant) -> Result<()> {
        self.change(id, GrantChange::Remove(grant)).await
    }

    /// Leaves the person with exactly these grants.
    pub async fn replace_grants(&self, id: &UserId, grants: Vec<Grant>) -> Result<()> {
        self.change(id, GrantChange::Replace(grants)).await
    }

    async fn change(&self, id: &UserId, change: GrantChange) -> Result<()> {
        self.change_grants_with(ChangeGrants::new(id, change)).await
    }
}
