//! A change of one person.

use std::fmt::Write as _;
use std::sync::Arc;

use user_directory_core::{
    Action, DeleteMode, Directory, Grant, GrantChange, Outcome, Result, UserId, UserPatch, Verb,
};

/// A verb with its arguments.
#[derive(Clone)]
pub(super) enum Change {
    Update(Box<UserPatch>),
    Delete(DeleteMode),
    Act(Action),
    Grants(GrantChange),
}

impl Change {
    pub(super) fn verb(&self) -> Verb {
        match self {
            Self::Update(_) => Verb::Update,
            Self::Delete(mode) => mode.verb(),
            Self::Act(action) => action.verb(),
            Self::Grants(change) => change.verb(),
        }
    }

    /// Makes the change, with the checks of the handle before it.
    pub(super) async fn apply(&self, directory: &Directory, id: &UserId) -> Result<Outcome> {
        let done = match self {
            Self::Update(patch) => directory.update(id, (**patch).clone()).await,
            Self::Delete(DeleteMode::Purge) => directory.purge(id).await,
            Self::Delete(_) => directory.delete(id).await,
            Self::Act(action) => return act(*action, directory, id).await,
            Self::Grants(GrantChange::Add(grant)) => directory.grant(id, grant.clone()).await,
            Self::Grants(GrantChange::Remove(grant)) => directory.revoke(id, grant.clone()).await,
            Self::Grants(GrantChange::Replace(grants)) => directory.replace_grants(id, grants.clone()).await,
            Self::Grants(_) => Err(user_directory_core::Error::unsupported(directory.provider(), self.verb())),
        };
        done.map(|()| Outcome::Done)
    }

    /// Names the change for a journal: the same name is the same change, as far as can be said without personal data.
    pub(super) fn name(&self) -> Arc<str> {
        let mut name = self.verb().as_str().to_owned();
        match self {
            Self::Update(patch) => {
                patch.set_fields().iter().for_each(|field| push(&mut name, "", field.as_str()));
                patch.cleared_fields().iter().for_each(|field| push(&mut name, "-", field.as_str()));
            }
            Self::Grants(GrantChange::Add(grant) | GrantChange::Remove(grant)) => push_grant(&mut name, grant),
            Self::Grants(GrantChange::Replace(grants)) => grants.iter().for_each(|grant| push_grant(&mut name, grant)),
            _ => {}
        }
        name.into()
    }
}

fn push(name: &mut String, sign: &str, what: &str) {
    // Writing to a string cannot fail.
    let _ = write!(name, " {sign}{what}");
}

fn push_grant(name: &mut String, grant: &Grant) {
    let _ = write!(name, " {:?}", grant.role);
    if let Some(scope) = &grant.scope {
        let _ = write!(name, "@{scope:?}");
    }
}

async fn act(action: Action, directory: &Directory, id: &UserId) -> Result<Outcome> {
    let done = match action {
        Action::Restore => directory.restore(id).await,
        Action::Enable => directory.enable(id).await,
        Action::Disable => directory.disable(id).await,
        Action::Lock => directory.lock(id).await,
        Action::Unlock => directory.unlock(id).await,
        Action::ResetMfa => directory.reset_mfa(id).await,
        Action::ResetPassword => return directory.reset_password(id).await,
        Action::ResendInvitation => directory.resend_invitation(id).await,
        _ => Err(user_directory_core::Error::unsupported(directory.provider(), action.verb())),
    };
    done.map(|()| Outcome::Done)
}
