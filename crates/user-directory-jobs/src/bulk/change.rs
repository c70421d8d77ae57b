//! A change of one person.

use std::fmt::Write as _;
use std::sync::Arc;

use user_directory_core::request::{ChangeGrants, Delete, Lifecycle};
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
        match self {
            Self::Update(patch) => directory.update(id, (**patch).clone()).await?,
            Self::Delete(mode) => directory.delete_with(Delete::new(id.clone(), *mode)).await?,
            Self::Grants(change) => directory.change_grants_with(ChangeGrants::new(id.clone(), change.clone())).await?,
            Self::Act(action) => return directory.lifecycle_with(Lifecycle::new(id.clone(), *action)).await,
        }
        Ok(Outcome::Done)
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
