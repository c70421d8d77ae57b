//! What a `PUT` changes.

use std::collections::BTreeSet;

use scim_v2::Asserted;
use serde_json::Value;

use super::error::ReadError;
use super::read::{Read, is_enabled};
use super::resource::Resource;
use user_directory_core::{Email, Grant, Patch, Phone, PhoneKind, Secret, User, UserPatch};

/// What has to be done so that a user becomes what a resource says: each part is for one verb.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Changes {
    /// The fields that change, for [`Directory::update`](user_directory_core::Directory::update).
    pub patch: UserPatch,
    /// Whether the person is to be able to log in, if that changes. Which verbs do it depends on the directory: `enable`
    /// and `disable`, or `lock` and `unlock` where a lock is all it has.
    pub active: Option<bool>,
    /// Whether the account is to be locked, if that changes and `active` does not say it already.
    pub locked: Option<bool>,
    /// The roles that the person is to have, if they change, for
    /// [`Directory::replace_grants`](user_directory_core::Directory::replace_grants).
    pub grants: Option<Vec<Grant>>,
    /// Whether the second factor is to be removed, by [`Directory::reset_mfa`](user_directory_core::Directory::reset_mfa).
    pub reset_mfa: bool,
}

impl Changes {
    /// Returns whether nothing changes.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Resource {
    /// Reads what has to be changed, from the body of a `PUT` and the user as they are now.
    ///
    /// What is absent is kept; `null`, or an empty list, clears; a value that is there already changes nothing, so that
    /// a directory which cannot set a field is not asked to; [`UserPatch::keep_only`] takes out what remains of such
    /// fields. E-mail addresses, phone numbers and roles are lists, which replace those of the user as a whole; a patch
    /// sets one number of a kind, so that of several new ones the others are left. What is read-only is ignored, as RFC
    /// 7644, 3.5.1 has it.
    ///
    /// # Errors
    ///
    /// Fails if a value is not one that its attribute can have, or is `null` and cannot be cleared.
    pub fn changes(&self, current: &User) -> Result<Read<Changes>, ReadError> {
        self.check()?;
        let mut left = self.left();
        let mut changes = Changes { patch: self.patch(current, &mut left)?, ..Changes::default() };
        let account = self.account();
        changes.active = match &self.core.active {
            Asserted::Nulled => {
                return Err(ReadError::CannotClear { attribute: "active" });
            }
            active => active.as_option().copied(),
        }
        .filter(|active| *active != is_enabled(&current.status, current.enabled, current.locked));
        if changes.active.is_none() {
            changes.locked = account
                .and_then(|account| account.locked.as_option().copied())
                .filter(|locked| *locked != current.locked.unwrap_or(false));
        }
        changes.grants = self.grants(current)?;
        let enrolled = account.and_then(|account| account.mfa.as_option()?.enrolled);
        changes.reset_mfa = enrolled == Some(false) && current.mfa.as_ref().is_some_and(|mfa| mfa.enrolled);
        Ok(Read { value: changes, left })
    }

    fn patch(&self, current: &User, left: &mut Vec<&'static str>) -> Result<UserPatch, ReadError> {
        let name = &self.core.user_name;
        let present = Resource::from(current).core.user_name;
        let mut patch = UserPatch::new();
        let core = &self.core;
        patch.external_id = changed(core.external_id.clone(), current.external_id.as_ref());
        patch.given_name = changed(self.given_name(), current.given_name.as_ref());
        patch.family_name = changed(self.family_name(), current.family_name.as_ref());
        patch.display_name = changed(core.display_name.clone(), current.display_name.as_ref());
        patch.title = changed(core.title.clone(), current.title.as_ref());
        patch.department = changed(self.department(), current.department.as_ref());
        patch.manager = changed(self.manager()?, current.manager.as_ref());
        patch.locale = changed(core.locale.clone(), current.locale.as_ref());
        if core.emails.is_asserted() {
            let emails = self.emails(&current.emails)?;
            let mut wanted = emails.into_iter();
            let (primary, present) = (wanted.next(), current.emails.first());
            // A patch has no kind for the primary address.
            let kind = |email: &Email| email.kind.clone();
            if present.and_then(kind).is_some_and(|now| primary.as_ref().and_then(kind).is_some_and(|new| new != now)) {
                left.push("emails.type");
            }
            let primary = primary.map_or(Asserted::Nulled, |email| Asserted::Set(email.address));
            patch.email = changed(primary, present.map(|email| &email.address));
            let others: Vec<_> = wanted.collect();
            if current.emails.get(1..).unwrap_or_default() != others {
                patch = patch.other_emails(others);
            }
        }
        for (name, value) in self.account().into_iter().flat_map(|account| &account.attributes) {
            if current.attributes.get(name).unwrap_or(&Value::Null) != value {
                patch.attributes.insert(name.clone(), value.clone());
            }
        }
        // A stand-in for a name may stay: it is none.
        if *name != present {
            if name.is_empty() {
                return Err(ReadError::CannotClear { attribute: "userName" });
            }
            patch.user_name = Patch::Value(name.clone());
        }
        if self.core.phone_numbers.is_asserted() {
            let wanted = self.phones(&current.phones)?;
            for Phone { kind, .. } in current.phones.iter().chain(&wanted) {
                let (own, new) = (numbers(&current.phones, kind), numbers(&wanted, kind));
                if own != new && !patch.phones.contains_key(kind) {
                    if new.len() > 1 {
                        left.push("phoneNumbers");
                    }
                    let first = wanted.iter().find(|phone| phone.kind == *kind);
                    patch.phones.insert(kind.clone(), first.map(|phone| phone.number.clone()));
                }
            }
        }
        patch.password = match &self.core.password {
            Asserted::Nulled => {
                return Err(ReadError::CannotClear { attribute: "password" });
            }
            password => password.as_deref().map(Secret::from),
        };
        Ok(patch)
    }

    fn grants(&self, current: &User) -> Result<Option<Vec<Grant>>, ReadError> {
        if !self.core.roles.is_asserted() {
            return Ok(None);
        }
        let wanted = self.roles(current.roles.as_deref().unwrap_or_default())?;
        let within = |some: &[Grant], others: &[Grant]| some.iter().all(|grant| grant.is_among(others));
        // Where the roles of the present are not told, they may be any.
        let same = current.roles.as_deref().is_some_and(|own| within(own, &wanted) && within(&wanted, own));
        Ok((!same).then_some(wanted))
    }
}

fn numbers<'a>(phones: &'a [Phone], kind: &PhoneKind) -> BTreeSet<&'a str> {
    phones.iter().filter(|phone| phone.kind == *kind).map(|phone| phone.number.as_str()).collect()
}

fn changed<T: PartialEq>(asserted: Asserted<T>, current: Option<&T>) -> Patch<T> {
    match asserted {
        Asserted::Absent => Patch::Absent,
        Asserted::Nulled if current.is_none() => Patch::Absent,
        Asserted::Nulled => Patch::Null,
        Asserted::Set(value) if current == Some(&value) => Patch::Absent,
        Asserted::Set(value) => Patch::Value(value),
    }
}
