//! What a directory can do, as data.
//!
//! Every provider has one constant table, made from its documented operations alone, and compiled whether or not its
//! feature is on. [`Directory`](crate::Directory) looks into the table before it does anything; the matrix below is
//! made from it; and the conformance suite compares it with what the adapter does, both ways.

mod attribute;
mod field;
mod matrix;
mod verb;

mod finbourne;
mod memory;
mod obp;
mod saasus;
mod sendauth;
mod velo;

use serde::Serialize;

use crate::PhoneKind;

pub use attribute::Attribute;
pub use field::Field;
pub use matrix::{fields_matrix, verbs_matrix};
pub use verb::Verb;

pub(crate) use finbourne::FINBOURNE;
pub(crate) use memory::IN_MEMORY;
pub(crate) use obp::OBP;
pub(crate) use saasus::SAASUS;
pub(crate) use sendauth::SENDAUTH;
pub(crate) use velo::VELO;

/// The tables of all providers by name, in the order of the documentation.
pub const PROVIDERS: &[(&str, &Capabilities)] = &[
    ("velo", &VELO),
    ("sendauth", &SENDAUTH),
    ("finbourne", &FINBOURNE),
    ("obp", &OBP),
    ("saasus", &SAASUS),
    ("in-memory", &IN_MEMORY),
];

/// Says whether a directory can do something, and at what price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "support", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Support {
    /// One request to an operation made for it. Where the provider does not tell why it refused, another one may ask.
    Native,
    /// Put together from other operations.
    Emulated {
        /// How many requests it takes.
        requests: Requests,
        /// Whether a change that somebody else makes between those requests can be lost.
        racy: bool,
        /// How it is done.
        note: &'static str,
    },
    /// Not possible with the documented operations.
    Unsupported,
}

impl Support {
    /// Returns whether it can be done at all.
    pub const fn is_supported(self) -> bool {
        !matches!(self, Self::Unsupported)
    }
}

/// How many requests something takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Requests {
    /// Always this many.
    Exactly(u8),
    /// This many at most.
    UpTo(u8),
    /// At most one for each page of the list of all users, and one more.
    PerPage,
    /// One for each item that changes, and one more.
    PerItem,
}

/// Says whether grants have a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Scopes {
    /// Grants apply everywhere; one with a scope is refused.
    Never,
    /// Grants may have a scope.
    Optional,
    /// Every grant needs a scope.
    Always,
}

/// What a directory can do: verb by verb, field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capabilities {
    verbs: [Support; Verb::COUNT],
    /// The fields that a user read from the directory can have.
    pub read: &'static [Field],
    /// The fields that [`create`](crate::Directory::create) takes.
    pub create: &'static [Field],
    /// The fields that `create` cannot do without.
    pub create_needs: &'static [Field],
    /// The fields that [`invite`](crate::Directory::invite) takes.
    pub invite: &'static [Field],
    /// The fields that `invite` cannot do without.
    pub invite_needs: &'static [Field],
    /// The fields that [`update`](crate::Directory::update) sets.
    pub update: &'static [Field],
    /// The fields that `update` clears.
    pub clear: &'static [Field],
    /// The attributes of this provider; another name is refused before anything is sent. Empty if any name is
    /// possible, or none at all.
    pub attributes: &'static [Attribute],
    /// The kinds of phone number that the directory keeps, one number of each; a number of another kind is refused
    /// before anything is sent. Empty if it keeps any, or none at all.
    pub phones: &'static [PhoneKind],
    /// Whether grants have a scope.
    pub scopes: Scopes,
    /// Whether an invitation tells the id of the person.
    pub invitation_tells_id: bool,
    /// Whether a deleted person is still found by id, with the status [`Deleted`](crate::Status::Deleted).
    pub deleted_stay_readable: bool,
    /// The fields that no two persons share, so that a second one fails with
    /// [`AlreadyExists`](crate::ErrorKind::AlreadyExists); empty if none is documented.
    pub unique: &'static [Field],
    /// Whether a person who is there during the whole listing certainly comes, whatever is added and removed
    /// meanwhile. Where pages are cut by number it is not so: a removal shifts the next page.
    pub stable_pages: bool,
    /// The largest page that the provider documents; `None` if lists come whole or no maximum is documented.
    pub max_page_size: Option<u32>,
}

impl Capabilities {
    /// Starts with a directory that can do nothing.
    pub const NONE: Self = Self {
        verbs: [Support::Unsupported; Verb::COUNT],
        read: &[],
        create: &[],
        create_needs: &[],
        invite: &[],
        invite_needs: &[],
        update: &[],
        clear: &[],
        attributes: &[],
        phones: &[],
        scopes: Scopes::Never,
        invitation_tells_id: false,
        deleted_stay_readable: false,
        unique: &[],
        stable_pages: false,
        max_page_size: None,
    };

    /// Sets how a verb is supported.
    #[must_use]
    pub const fn with(mut self, verb: Verb, support: Support) -> Self {
        self.verbs[verb as usize] = support;
        self
    }

    /// Sets verbs that the provider has an operation for.
    #[must_use]
    pub const fn native(mut self, verbs: &[Verb]) -> Self {
        let mut i = 0;
        while i < verbs.len() {
            self.verbs[verbs[i] as usize] = Support::Native;
            i += 1;
        }
        self
    }

    /// Sets a verb that is put together from other operations.
    #[must_use]
    pub const fn emulated(self, verb: Verb, requests: Requests, racy: bool, note: &'static str) -> Self {
        self.with(verb, Support::Emulated { requests, racy, note })
    }

    /// Takes away every verb that changes the directory, and the fields that such a verb would set.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        let mut i = 0;
        while i < Verb::COUNT {
            if Verb::ALL[i].changes() {
                self = self.without(Verb::ALL[i]);
            }
            i += 1;
        }
        self
    }

    /// Takes a verb away, and the fields that it would set.
    #[must_use]
    pub const fn without(mut self, verb: Verb) -> Self {
        self.verbs[verb as usize] = Support::Unsupported;
        match verb {
            Verb::Create => {
                self.create = &[];
                self.create_needs = &[];
            }
            Verb::Invite => {
                self.invite = &[];
                self.invite_needs = &[];
            }
            Verb::Update => {
                self.update = &[];
                self.clear = &[];
            }
            _ => {}
        }
        self
    }

    /// Returns how a verb is supported.
    pub const fn support(&self, verb: Verb) -> Support {
        self.verbs[verb as usize]
    }

    /// Returns whether a verb can be done at all.
    pub const fn supports(&self, verb: Verb) -> bool {
        self.support(verb).is_supported()
    }

    /// Returns all verbs with their support.
    pub fn verbs(&self) -> impl Iterator<Item = (Verb, Support)> + '_ {
        Verb::ALL.iter().map(|verb| (*verb, self.support(*verb)))
    }
}

impl Serialize for Capabilities {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Told<'a> {
            verbs: std::collections::BTreeMap<&'static str, Support>,
            read: &'a [Field],
            create: &'a [Field],
            create_needs: &'a [Field],
            invite: &'a [Field],
            invite_needs: &'a [Field],
            update: &'a [Field],
            clear: &'a [Field],
            attributes: &'a [Attribute],
            phones: &'a [PhoneKind],
            scopes: Scopes,
            invitation_tells_id: bool,
            deleted_stay_readable: bool,
            unique: &'a [Field],
            stable_pages: bool,
            max_page_size: Option<u32>,
        }
        Told {
            verbs: self.verbs().map(|(verb, how)| (verb.as_str(), how)).collect(),
            read: self.read,
            create: self.create,
            create_needs: self.create_needs,
            invite: self.invite,
            invite_needs: self.invite_needs,
            update: self.update,
            clear: self.clear,
            attributes: self.attributes,
            phones: self.phones,
            scopes: self.scopes,
            invitation_tells_id: self.invitation_tells_id,
            deleted_stay_readable: self.deleted_stay_readable,
            unique: self.unique,
            stable_pages: self.stable_pages,
            max_page_size: self.max_page_size,
        }
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_stand_in_their_own_order() {
        for (i, verb) in Verb::ALL.iter().enumerate() {
            assert_eq!(*verb as usize, i);
        }
    }

    #[test]
    fn tables_agree_with_themselves() {
        let whole = PROVIDERS.iter().map(|(name, table)| (*name, **table));
        let narrowed = PROVIDERS.iter().map(|(name, table)| (*name, table.read_only()));
        for (name, table) in whole.chain(narrowed) {
            for (taken, needed) in
                [(table.create, table.create_needs), (table.invite, table.invite_needs), (table.update, table.clear)]
            {
                assert!(needed.iter().all(|field| taken.contains(field)), "{name}");
            }
            for (verb, fields) in
                [(Verb::Create, table.create), (Verb::Invite, table.invite), (Verb::Update, table.update)]
            {
                assert_eq!(table.supports(verb), !fields.is_empty(), "{name} {verb}");
            }
        }
    }
}
