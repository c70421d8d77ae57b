//! One account, and what can be done to it.

use chrono::Utc;
use user_directory_values::{Patch, Secret};

use super::error;
use crate::{
    Action, EnrolMode, ErrorKind, Grant, GrantChange, Mfa, NewUser, Outcome, Phone, Result, Status, User, UserId,
    UserPatch,
};

pub(super) struct Account {
    pub(super) user: User,
    /// The status to come back to, if the account is deleted.
    before_deletion: Option<Status>,
    password: Option<Secret>,
    last_grant: u64,
}

impl Account {
    pub(super) fn new(id: UserId, new: NewUser, how: EnrolMode) -> Self {
        let status = match how {
            _ if new.enabled == Some(false) => Status::Disabled,
            EnrolMode::Invite => Status::Pending,
            EnrolMode::Create => Status::Active,
        };
        let mut user = User::new(id, status);
        user.user_name = new.user_name.or_else(|| new.email.clone());
        user.email = new.email;
        user.given_name = new.given_name;
        user.family_name = new.family_name;
        user.phones = new.phones;
        user.locked = Some(false);
        user.mfa = Some(Mfa::missing(new.mfa));
        user.created = Some(Utc::now());
        user.roles = Some(Vec::new());
        let mut account = Self { user, before_deletion: None, password: new.password, last_grant: 0 };
        account.change_grants(GrantChange::Replace(new.roles));
        account
    }

    pub(super) fn is_deleted(&self) -> bool {
        self.before_deletion.is_some()
    }

    pub(super) fn delete(&mut self) {
        self.before_deletion = Some(std::mem::replace(&mut self.user.status, Status::Deleted));
    }

    pub(super) fn has_password(&self, password: &Secret) -> bool {
        self.password.as_ref() == Some(password)
    }

    pub(super) fn update(&mut self, patch: UserPatch) {
        let user = &mut self.user;
        for (field, patch) in [
            (&mut user.user_name, patch.user_name),
            (&mut user.email, patch.email),
            (&mut user.given_name, patch.given_name),
            (&mut user.family_name, patch.family_name),
        ] {
            match patch {
                Patch::Absent => {}
                Patch::Null => *field = None,
                Patch::Value(value) => *field = Some(value),
            }
        }
        for (kind, number) in patch.phones {
            user.phones.retain(|phone| phone.kind != kind);
            if let Some(number) = number {
                user.phones.push(Phone { kind, number });
            }
        }
        if patch.password.is_some() {
            self.password = patch.password;
        }
    }

    /// Takes a step in the life of the account. It is not deleted, unless it is to be restored.
    pub(super) fn act(&mut self, action: Action) -> Result<Outcome> {
        let conflict = |detail: &'static str| Err(error(ErrorKind::Conflict, action.verb()).with_detail(detail));
        let user = &mut self.user;
        match action {
            Action::Restore => match self.before_deletion.take() {
                Some(status) => user.status = status,
                None => return conflict("the person is not deleted"),
            },
            Action::Enable if user.status == Status::Pending => {
                return conflict("the person has not accepted the invitation");
            }
            Action::Enable => user.status = Status::Active,
            Action::Disable => user.status = Status::Disabled,
            Action::Lock => user.locked = Some(true),
            Action::Unlock => user.locked = Some(false),
            Action::ResetMfa => {
                let method = user.mfa.take().and_then(|mfa| mfa.method);
                user.mfa = Some(Mfa::missing(method));
            }
            Action::ResetPassword => self.password = None,
            Action::ResendInvitation if user.status != Status::Pending => {
                return conflict("the person has no open invitation");
            }
            Action::ResendInvitation => {}
        }
        Ok(Outcome::Done)
    }

    pub(super) fn change_grants(&mut self, change: GrantChange) {
        let mut grants = self.user.roles.take().unwrap_or_default();
        match change {
            GrantChange::Add(grant) => self.add(&mut grants, grant),
            GrantChange::Remove(grant) => grants.retain(|own| !matches(own, &grant)),
            GrantChange::Replace(wanted) => {
                grants.retain(|own| wanted.iter().any(|grant| matches(own, grant)));
                for grant in wanted {
                    self.add(&mut grants, grant);
                }
            }
        }
        self.user.roles = Some(grants);
    }

    fn add(&mut self, grants: &mut Vec<Grant>, grant: Grant) {
        if grants.iter().any(|own| own.same_as(&grant)) {
            return;
        }
        self.last_grant += 1;
        let id = format!("{}-grant-{}", self.user.id, self.last_grant);
        grants.push(grant.with_grant_id(id));
    }
}

/// Returns whether a grant is the one that is meant: by role and scope, and by id if one is given.
fn matches(own: &Grant, meant: &Grant) -> bool {
    own.same_as(meant) && (meant.grant_id.is_none() || own.grant_id == meant.grant_id)
}
