//! The verbs.

use super::Directory;
use crate::capabilities::Verb;
use crate::repeated::settle;
use crate::{
    Action, DeleteMode, Enrol, Enrolment, Error, ErrorKind, Grant, GrantChange, NewUser, Outcome, Result, User, UserId,
    UserPatch,
};

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

/// Persons. Every method fails with [`ErrorKind::Unsupported`], before anything is sent, if the directory cannot do it.
impl Directory {
    /// Fetches a person by id.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::NotFound`] if there is none.
    pub async fn get(&self, id: &UserId) -> Result<User> {
        self.require(Verb::Get)?;
        self.0.get(id).await
    }

    /// Fetches all persons with this e-mail address, ASCII letter case aside. Not every provider keeps addresses unique.
    ///
    /// # Errors
    ///
    /// Nobody having it is no error, but an empty list.
    pub async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        self.require(Verb::FindByEmail)?;
        if email.is_empty() {
            return Err(Error::new(ErrorKind::InvalidInput, self.provider())
                .with_verb(Verb::FindByEmail)
                .with_detail("the e-mail address is empty"));
        }
        self.0.find_by_email(email).await
    }

    /// Creates a person.
    ///
    /// # Errors
    ///
    /// Fails before anything is sent if a field is set that the directory cannot take, or one is missing that it needs;
    /// with [`ErrorKind::AlreadyExists`] if the name or the address is taken.
    pub async fn create(&self, user: NewUser) -> Result<User> {
        self.check_new(Verb::Create, &user)?;
        match self.0.enrol(user, Enrol::Create).await? {
            Enrolment::Created(user) => Ok(user),
            Enrolment::Invited { .. } => Err(Error::new(ErrorKind::Decode, self.provider())
                .with_verb(Verb::Create)
                .with_outcome_unknown(true)
                .with_detail("the person was invited instead of created")),
        }
    }

    /// Invites a person. Not every provider tells the id at this point:
    /// see [`Capabilities::invitation_tells_id`](crate::Capabilities::invitation_tells_id).
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub async fn invite(&self, user: NewUser) -> Result<Enrolment> {
        self.check_new(Verb::Invite, &user)?;
        self.0.enrol(user, Enrol::Invite).await
    }

    fn check_new(&self, verb: Verb, user: &NewUser) -> Result<()> {
        self.require(verb)?;
        let capabilities = self.capabilities();
        let (known, needed) = match verb {
            Verb::Invite => (capabilities.invite, capabilities.invite_needs),
            _ => (capabilities.create, capabilities.create_needs),
        };
        let given = user.fields();
        self.require_known(verb, &given, known, "take")?;
        self.require_present(verb, &given, needed)?;
        self.require_phones(verb, user.phones.iter().map(|phone| &phone.kind))?;
        self.require_scope(verb, &user.roles)
    }

    /// Changes the fields that the patch names and no others.
    ///
    /// # Errors
    ///
    /// Fails before anything is sent if the patch names a field that the directory cannot set or clear.
    pub async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        self.require(Verb::Update)?;
        let capabilities = self.capabilities();
        self.require_known(Verb::Update, &patch.set_fields(), capabilities.update, "set")?;
        self.require_known(Verb::Update, &patch.cleared_fields(), capabilities.clear, "clear")?;
        self.require_phones(Verb::Update, patch.phones.keys())?;
        self.0.update(id, patch).await
    }

    /// Deletes a person as the provider does: some can be brought back by [`restore`](Self::restore).
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::NotFound`] if there is nobody, which says that there is nothing left to delete. If the
    /// request had to be repeated after an answer was lost, it is a success: the person is gone, by this call or meanwhile.
    pub async fn delete(&self, id: &UserId) -> Result<()> {
        self.remove(id, DeleteMode::Default).await
    }

    /// Deletes a person for good, whether or not they were deleted before.
    ///
    /// # Errors
    ///
    /// As [`delete`](Self::delete).
    pub async fn purge(&self, id: &UserId) -> Result<()> {
        self.remove(id, DeleteMode::Purge).await
    }

    async fn remove(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        self.require(mode.verb())?;
        settle(self.as_dyn(), mode.verb(), id, self.0.delete(id, mode).await, ()).await
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
        self.require(action.verb())?;
        settle(self.as_dyn(), action.verb(), id, self.0.lifecycle(id, action).await, Outcome::Done).await
    }
}

/// Roles.
impl Directory {
    /// Fetches the grants of a person.
    pub async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        self.require(Verb::Grants)?;
        self.0.grants(id).await
    }

    /// Adds a grant; one that the person already has is kept as it is.
    pub async fn grant(&self, id: &UserId, grant: Grant) -> Result<()> {
        self.change_grants(id, GrantChange::Add(grant)).await
    }

    /// Takes a grant away; one that the person does not have is no error.
    pub async fn revoke(&self, id: &UserId, grant: Grant) -> Result<()> {
        self.change_grants(id, GrantChange::Remove(grant)).await
    }

    /// Leaves the person with exactly these grants.
    pub async fn replace_grants(&self, id: &UserId, grants: Vec<Grant>) -> Result<()> {
        self.change_grants(id, GrantChange::Replace(grants)).await
    }

    async fn change_grants(&self, id: &UserId, change: GrantChange) -> Result<()> {
        let verb = change.verb();
        self.require(verb)?;
        self.require_scope(verb, change.grants())?;
        settle(self.as_dyn(), verb, id, self.0.change_grants(id, change).await, ()).await
    }
}
