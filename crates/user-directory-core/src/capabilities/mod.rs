//! What a directory can do, as data.
//!
//! Every provider has one constant table, made from its documented operations alone, and compiled whether or not its
//! feature is on. A directory whose server says what it can do makes one at run time: [`Capabilities::NONE`] and the
//! functions that follow. [`Directory`](crate::Directory) looks into the table before it does anything; the matrix below is
//! made from it; and the conformance suite compares it with what the adapter does, both ways.

mod attribute;
mod field;
mod matrix;
mod select;
mod support;
mod verb;

mod finbourne;
mod memory;
mod obp;
mod saasus;
mod sendauth;
mod velo;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::mem;

use serde::Serialize;

use crate::PhoneKind;

pub use attribute::Attribute;
pub use field::Field;
pub use matrix::{fields_matrix, lists_matrix, verbs_matrix};
pub use select::{Filter, SortKey};
pub use support::{Consistency, Extra, Needed, Requests, Scopes, Support};
pub use verb::Verb;

pub(crate) use finbourne::FINBOURNE;
pub(crate) use memory::IN_MEMORY;
pub(crate) use obp::OBP;
pub(crate) use saasus::SAASUS;
pub(crate) use sendauth::SENDAUTH;
pub(crate) use velo::VELO;
#[cfg(feature = "velo")]
pub(crate) use velo::VERIFICATION_CODE;

/// The note of a native [`Verb::Check`].
const TELLS_USER: &str = "returns the user that the credentials belong to";

/// The tables of all providers by name, in the order of the documentation.
pub const PROVIDERS: &[(&str, &Capabilities)] = &[
    ("velo", &VELO),
    ("sendauth", &SENDAUTH),
    ("finbourne", &FINBOURNE),
    ("obp", &OBP),
    ("saasus", &SAASUS),
    ("in-memory", &IN_MEMORY),
];

/// What a directory can do: verb by verb, field by field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Capabilities {
    #[serde(serialize_with = "by_name")]
    verbs: [Support; Verb::COUNT],
    /// The fields that a user read from the directory can have.
    pub read: Cow<'static, [Field]>,
    /// The fields that [`create`](crate::Directory::create) takes.
    pub create: Cow<'static, [Field]>,
    /// The fields that `create` cannot do without.
    pub create_needs: Cow<'static, [Field]>,
    /// The fields that [`invite`](crate::Directory::invite) takes.
    pub invite: Cow<'static, [Field]>,
    /// The fields that `invite` cannot do without.
    pub invite_needs: Cow<'static, [Field]>,
    /// The fields that [`update`](crate::Directory::update) sets.
    pub update: Cow<'static, [Field]>,
    /// The fields that `update` clears.
    pub clear: Cow<'static, [Field]>,
    /// The attributes of this provider; another name is refused before anything is sent. Empty if any name is
    /// possible, or none at all.
    pub attributes: Cow<'static, [Attribute]>,
    /// The filters of lists that the provider has, without a rest to be left out here.
    pub filters: Cow<'static, [Filter]>,
    /// What the provider sorts lists by, in either direction.
    pub sorts: Cow<'static, [SortKey]>,
    /// The kinds of phone number that the directory keeps, one number of each; a number of another kind is refused
    /// before anything is sent. Empty if it keeps any, or none at all.
    pub phones: Cow<'static, [PhoneKind]>,
    /// The kinds of phone number that `create` and `invite` cannot do without.
    pub phones_needed: Cow<'static, [PhoneKind]>,
    /// What the directory takes with a [`request`](crate::request) beyond the common fields.
    pub extras: Cow<'static, [Extra]>,
    /// Whether grants have a scope.
    pub scopes: Scopes,
    /// Whether a request can say which version of a person it is about; if not, one that does is refused before anything
    /// is sent.
    pub if_match: bool,
    /// Whether an invitation returns the id of the person.
    pub invitation_tells_id: bool,
    /// Whether the handle disables whoever is enrolled with [`enabled(false)`](crate::NewUser::enabled), after it has
    /// enrolled them: for directories that cannot do both at once, though one request after the other. They have access
    /// in between. Without it a directory that does not take [`Field::Enabled`] refuses such a person.
    pub disables_afterwards: bool,
    /// Whether a deleted person is still found by id, with the status [`Deleted`](crate::Status::Deleted).
    pub deleted_stay_readable: bool,
    /// The fields that no two persons share, so that a second one fails with
    /// [`AlreadyExists`](crate::ErrorKind::AlreadyExists); empty if none is documented.
    pub unique: Cow<'static, [Field]>,
    /// Whether a person who is there during the whole listing certainly comes, whatever is added and removed
    /// meanwhile. Where pages are cut by number it is not so: a removal shifts the next page.
    pub stable_pages: bool,
    /// The largest page that the provider documents; `None` if lists come whole or no maximum is documented.
    pub max_page_size: Option<u32>,
    /// When lists and searches show a change; `None` if the provider does not tell.
    pub consistency: Option<Consistency>,
}

/// Generates the functions that set a field.
macro_rules! setters {
    ($($function:ident, $field:ident: $type:ty;)+) => {
        $(
            #[doc = concat!("Sets [`", stringify!($field), "`](Self::", stringify!($field), ").")]
            #[must_use]
            pub fn $function(mut self, value: impl Into<$type>) -> Self {
                self.$field = value.into();
                self
            }
        )+
    };
}

impl Capabilities {
    /// Starts with a directory that can do nothing.
    pub const NONE: Self = Self {
        verbs: [const { Support::Unsupported }; Verb::COUNT],
        read: Cow::Borrowed(&[]),
        create: Cow::Borrowed(&[]),
        create_needs: Cow::Borrowed(&[]),
        invite: Cow::Borrowed(&[]),
        invite_needs: Cow::Borrowed(&[]),
        update: Cow::Borrowed(&[]),
        clear: Cow::Borrowed(&[]),
        attributes: Cow::Borrowed(&[]),
        filters: Cow::Borrowed(&[]),
        sorts: Cow::Borrowed(&[]),
        phones: Cow::Borrowed(&[]),
        phones_needed: Cow::Borrowed(&[]),
        extras: Cow::Borrowed(&[]),
        scopes: Scopes::Never,
        if_match: false,
        invitation_tells_id: false,
        disables_afterwards: false,
        deleted_stay_readable: false,
        unique: Cow::Borrowed(&[]),
        stable_pages: false,
        max_page_size: None,
        consistency: None,
    };

    setters! {
        with_read, read: Cow<'static, [Field]>;
        with_create, create: Cow<'static, [Field]>;
        with_create_needs, create_needs: Cow<'static, [Field]>;
        with_invite, invite: Cow<'static, [Field]>;
        with_invite_needs, invite_needs: Cow<'static, [Field]>;
        with_update, update: Cow<'static, [Field]>;
        with_clear, clear: Cow<'static, [Field]>;
        with_attributes, attributes: Cow<'static, [Attribute]>;
        with_filters, filters: Cow<'static, [Filter]>;
        with_sorts, sorts: Cow<'static, [SortKey]>;
        with_phones, phones: Cow<'static, [PhoneKind]>;
        with_phones_needed, phones_needed: Cow<'static, [PhoneKind]>;
        with_extras, extras: Cow<'static, [Extra]>;
        with_scopes, scopes: Scopes;
        with_if_match, if_match: bool;
        with_invitation_tells_id, invitation_tells_id: bool;
        with_disables_afterwards, disables_afterwards: bool;
        with_deleted_stay_readable, deleted_stay_readable: bool;
        with_unique, unique: Cow<'static, [Field]>;
        with_stable_pages, stable_pages: bool;
        with_max_page_size, max_page_size: Option<u32>;
        with_consistency, consistency: Option<Consistency>;
    }

    /// Sets how a verb is supported.
    #[must_use]
    pub const fn with(mut self, verb: Verb, support: Support) -> Self {
        // A constant function cannot drop what was there; it holds nothing unless a verb is set twice at run time.
        mem::forget(mem::replace(&mut self.verbs[verb as usize], support));
        self
    }

    /// Sets verbs that the provider has an operation for.
    #[must_use]
    pub const fn native(mut self, verbs: &[Verb]) -> Self {
        let mut i = 0;
        while i < verbs.len() {
            self = self.with(verbs[i], Support::Native { note: None });
            i += 1;
        }
        self
    }

    /// Sets a verb that the provider has an operation for, with a note.
    #[must_use]
    pub const fn native_but(self, verb: Verb, note: &'static str) -> Self {
        self.with(verb, Support::Native { note: Some(Cow::Borrowed(note)) })
    }

    /// Sets a verb that is emulated with other operations.
    #[must_use]
    pub const fn emulated(self, verb: Verb, requests: Requests, racy: bool, note: &'static str) -> Self {
        self.with(verb, Support::Emulated { requests, racy, note: Cow::Borrowed(note) })
    }

    /// Takes away every verb that changes the directory, and the fields that such a verb would set.
    #[must_use]
    pub fn read_only(self) -> Self {
        let changing = Verb::ALL.iter().filter(|verb| verb.changes());
        changing.fold(self, |left, verb| left.without(*verb))
    }

    /// Takes a verb away, and the fields that it would set.
    #[must_use]
    pub fn without(mut self, verb: Verb) -> Self {
        self.verbs[verb as usize] = Support::Unsupported;
        let fields: &mut [&mut Cow<'static, [Field]>] = match verb {
            Verb::Create => &mut [&mut self.create, &mut self.create_needs],
            Verb::Invite => &mut [&mut self.invite, &mut self.invite_needs],
            Verb::Update => &mut [&mut self.update, &mut self.clear],
            _ => &mut [],
        };
        fields.iter_mut().for_each(|fields| **fields = Cow::default());
        self
    }

    /// Returns how a verb is supported.
    pub const fn support(&self, verb: Verb) -> &Support {
        &self.verbs[verb as usize]
    }

    /// Returns whether a verb can be done at all.
    pub const fn supports(&self, verb: Verb) -> bool {
        self.support(verb).is_supported()
    }

    /// Returns all verbs with their support.
    pub fn verbs(&self) -> impl Iterator<Item = (Verb, &Support)> + '_ {
        Verb::ALL.iter().map(|verb| (*verb, self.support(*verb)))
    }

    /// Returns the extras that a verb takes.
    pub fn extras_of(&self, verb: Verb) -> impl Iterator<Item = &Extra> + '_ {
        self.extras.iter().filter(move |extra| extra.verbs.contains(&verb))
    }
}

fn by_name<S: serde::Serializer>(verbs: &[Support; Verb::COUNT], serializer: S) -> Result<S::Ok, S::Error> {
    let named: BTreeMap<_, _> = Verb::ALL.iter().map(|verb| verb.as_str()).zip(verbs).collect();
    named.serialize(serializer)
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
        for (name, table) in PROVIDERS {
            assert!(table.phones_needed.iter().all(|kind| table.phones.contains(kind)), "{name}");
            let mut extras = table.extras.iter().flat_map(|extra| extra.verbs.iter());
            assert!(extras.all(|verb| table.supports(*verb)), "{name}");
        }
        let whole = PROVIDERS.iter().map(|(name, table)| (*name, (*table).clone()));
        let narrowed = PROVIDERS.iter().map(|(name, table)| (*name, (*table).clone().read_only()));
        for (name, table) in whole.chain(narrowed) {
            for (taken, needed) in [
                (&table.create, &table.create_needs),
                (&table.invite, &table.invite_needs),
                (&table.update, &table.clear),
            ] {
                assert!(needed.iter().all(|field| taken.contains(field)), "{name}");
            }
            for (verb, fields) in
                [(Verb::Create, &table.create), (Verb::Invite, &table.invite), (Verb::Update, &table.update)]
            {
                assert_eq!(table.supports(verb), !fields.is_empty(), "{name} {verb}");
            }
        }
    }
}
