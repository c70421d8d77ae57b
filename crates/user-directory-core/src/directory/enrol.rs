//! Creating and inviting.

use super::Directory;
use crate::capabilities::{Needed, Verb};
use crate::request::{Enrol, Lifecycle};
use crate::{Action, EnrolMode, Enrolment, ErrorKind, NewUser, Result, Status};

impl Directory {
    /// Creates a person.
    ///
    /// # Errors
    ///
    /// Fails before anything is sent if a field is set that the directory cannot take, or one is missing that it needs;
    /// with [`ErrorKind::AlreadyExists`] if the name or the address is taken. Where whoever is to have no access is created
    /// first and disabled then ([`Capabilities::disables_afterwards`](crate::Capabilities::disables_afterwards)), a failure
    /// of the second step names the [account](crate::Error::account) that exists. A future that is dropped between the two
    /// leaves an account that is not disabled.
    pub async fn create(&self, user: NewUser) -> Result<crate::User> {
        match self.enrol_with(Enrol::new(user, EnrolMode::Create)).await? {
            Enrolment::Created(user) => Ok(user),
            Enrolment::Invited { .. } => Err(self
                .error(ErrorKind::Decode, Verb::Create)
                .with_outcome_unknown(true)
                .with_detail("the person was invited instead of created")),
        }
    }

    /// Invites a person. Not every provider returns the id at this point:
    /// see [`Capabilities::invitation_tells_id`](crate::Capabilities::invitation_tells_id).
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub async fn invite(&self, user: NewUser) -> Result<Enrolment> {
        self.enrol_with(Enrol::new(user, EnrolMode::Invite)).await
    }

    /// The long form of [`create`](Self::create) and [`invite`](Self::invite).
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub async fn enrol_with(&self, request: Enrol) -> Result<Enrolment> {
        let verb = request.verb();
        if request.user.enabled != Some(false) || !self.disables_afterwards(verb) {
            return self.call(request).await;
        }
        let mut first = request;
        first.user.enabled = None;
        let mut enrolment = self.call(first).await.map_err(|error| match error.outcome_unknown() {
            true => error.with_detail("if the account exists, it is not disabled"),
            false => error,
        })?;
        let Some(id) = enrolment.id().cloned() else {
            let detail = "the account exists and is not disabled, and its id was not returned";
            return Err(self.error(ErrorKind::Decode, verb).with_outcome_unknown(true).with_detail(detail));
        };
        let disabled = self.call(Lifecycle::new(id.clone(), Action::Disable)).await;
        disabled.map_err(|error| {
            let error = error.with_verb(verb).with_outcome_unknown(true).with_account(id);
            error.with_detail("the account exists, and may not be disabled")
        })?;
        if let Enrolment::Created(user) = &mut enrolment {
            user.enabled = Some(false);
            // Those were of the account before it was disabled.
            (user.modified, user.version) = (None, None);
            if user.status == Status::Active {
                user.status = Status::Disabled;
            }
        }
        Ok(enrolment)
    }

    /// Returns whether whoever is to have no access is enrolled first and disabled then.
    pub(super) fn disables_afterwards(&self, verb: Verb) -> bool {
        let capabilities = self.capabilities();
        capabilities.disables_afterwards
            && capabilities.supports(Verb::Disable)
            && capabilities.extras_of(Verb::Disable).all(|extra| extra.needed != Needed::Always)
            && (verb == Verb::Create || capabilities.invitation_tells_id)
    }
}
