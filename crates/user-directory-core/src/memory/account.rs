//! One account, and what can be done to it.

use chrono::Utc;
use serde_json::Value;
use user_directory_values::{Patch, Secret};

use super::error;
use crate::{
    Action, EnrolMode, ErrorKind, Field, Grant, GrantChange, Mfa, NewUser, Outcome, Phone, Result, Status, User,
    UserId, UserPatch, Verb,
};

pub(super) struct Account {
    pub(super) user: User,
    /// The status to come back to, if the account is deleted.
    before_deletion: Option<Status>,
    password: Option<Secret>,
    last_grant: u64,
    changes: u64,
}

impl Account {
    pub(super) fn new(id: UserId, new: NewUser, how: EnrolMode) -> Self {
        let enabled = new.enabled != Some(false);
        let status = match how {
            EnrolMode::Invite => Status::Pending,
            EnrolMode::Create if enabled => Status::Active,
            EnrolMode::Create => Status::Disabled,
        };
        let now = Utc::now();
        let mut user = User::new(id, status);
        user.external_id = new.external_id;
        user.user_name = new.user_name.or_else(|| new.emails.first().map(|email| email.address.clone()));
        user.emails = new.emails;
        user.given_name = new.given_name;
        user.family_name = new.family_name;
        user.display_name = new.display_name;
        user.title = new.title;
        user.department = new.department;
        user.manager = new.manager;
        user.locale = new.locale;
        user.phones = new.phones;
        user.enabled = Some(enabled);
        user.locked = Some(false);
        user.mfa = Some(Mfa::missing(new.mfa));
        (user.created, user.modified) = (Some(now), Some(now));
        user.roles = Some(Vec::new());
        user.attributes = new.attributes;
        let mut account = Self { user, before_deletion: None, password: new.password, last_grant: 0, changes: 1 };
        account.change_grants(GrantChange::Replace(new.roles));
        account.user.version = Some(version(1));
        account
    }

    /// Makes a change, which gives the record a new version if there is something to change.
    fn change<T>(&mut self, change: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.user.clone();
        let result = change(self);
        if self.user != before {
            self.changes += 1;
            self.user.version = Some(version(self.changes));
            self.user.modified = Some(Utc::now());
        }
        result
    }

    pub(super) fn is_deleted(&self) -> bool {
        self.before_deletion.is_some()
    }

    pub(super) fn delete(&mut self) {
        self.change(|account| {
            account.before_deletion = Some(std::mem::replace(&mut account.user.status, Status::Deleted));
        });
    }

    /// Fails unless the account has this version, if one is asked for.
    pub(super) fn require(&self, verb: Verb, version: Option<&str>) -> Result<()> {
        match version {
            Some(version) if self.user.version.as_deref() != Some(version) => {
                Err(error(ErrorKind::Conflict, verb).with_detail("the person has another version"))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn has_password(&self, password: &Secret) -> bool {
        self.password.as_ref() == Some(password)
    }

    pub(super) fn update(&mut self, patch: UserPatch) {
        self.change(|account| account.apply(patch));
    }

    fn apply(&mut self, patch: UserPatch) {
        let user = &mut self.user;
        for field in Field::ALL {
            if let (Some(own), Some(change)) = (user.string_field_mut(*field), patch.string(*field)) {
                set(own, change.clone());
            }
        }
        if let Some(address) = patch.email.value() {
            user.set_email(address);
        }
        if !patch.other_emails.is_absent() {
            user.emails.truncate(1);
            user.emails.extend(patch.other_emails.value().into_iter().flatten());
        }
        set(&mut user.manager, patch.manager);
        for (kind, number) in patch.phones {
            user.phones.retain(|phone| phone.kind != kind);
            if let Some(number) = number {
                user.phones.push(Phone { kind, number });
            }
        }
        for (name, value) in patch.attributes {
            match value {
                Value::Null => user.attributes.remove(&name),
                value => user.attributes.insert(name, value),
            };
        }
        if patch.password.is_some() {
            self.password = patch.password;
        }
    }

    /// Takes a step in the life of the account. It is not deleted, unless it is to be restored.
    pub(super) fn act(&mut self, action: Action) -> Result<Outcome> {
        self.change(|account| account.step(action))
    }

    fn step(&mut self, action: Action) -> Result<Outcome> {
        let conflict = |detail: &'static str| Err(error(ErrorKind::Conflict, action.verb()).with_detail(detail));
        let user = &mut self.user;
        match action {
            Action::Restore => match self.before_deletion.take() {
                Some(status) => user.status = status,
                None => return conflict("the person is not deleted"),
            },
            // Whoever has not accepted the invitation has still to accept it.
            Action::Enable => {
                user.enabled = Some(true);
                if user.status == Status::Disabled {
                    user.status = Status::Active;
                }
            }
            Action::Disable => {
                user.enabled = Some(false);
                if user.status == Status::Active {
                    user.status = Status::Disabled;
                }
            }
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
        self.change(|account| account.regrant(change));
    }

    fn regrant(&mut self, change: GrantChange) {
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
        if grant.is_among(grants) {
            return;
        }
        self.last_grant += 1;
        let id = format!("{}-grant-{}", self.user.id, self.last_grant);
        grants.push(grant.with_grant_id(id));
    }
}

fn version(number: u64) -> String {
    format!("\"{number}\"")
}

fn set<T>(field: &mut Option<T>, change: Patch<T>) {
    match change {
        Patch::Absent => {}
        Patch::Null => *field = None,
        Patch::Value(value) => *field = Some(value),
    }
}

/// Returns whether a grant is the one that is meant: by role and scope, and by id if one is given.
fn matches(own: &Grant, meant: &Grant) -> bool {
    own.same_as(meant) && (meant.grant_id.is_none() || own.grant_id == meant.grant_id)
}
