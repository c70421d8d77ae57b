//! How lists can be narrowed and sorted.

use super::{Capabilities, Field, Requests, Support};

names! {
    /// Names a filter of [`ListQuery`](crate::ListQuery).
    pub enum Filter, "filter" {
        /// Whether a person can log in.
        Active = "active",
        /// Whether the account is locked.
        Locked = "locked",
        /// When the account was changed last.
        ModifiedSince = "modified_since",
        /// How the user name or an e-mail address begins.
        Prefix = "prefix",
    }
}

names! {
    /// Names what a list can be sorted by.
    pub enum SortKey, "sort key" {
        /// The user name.
        UserName = "user_name",
        /// The primary e-mail address.
        Email = "email",
        /// The family name.
        FamilyName = "family_name",
        /// When the account was created.
        Created = "created",
        /// When the account was changed last.
        Modified = "modified",
    }
}

impl Filter {
    /// Returns the fields by which it can be decided, any of which is enough.
    const fn fields(self) -> &'static [Field] {
        match self {
            Self::Active => &[Field::Status],
            Self::Locked => &[Field::Locked],
            Self::ModifiedSince => &[Field::Modified],
            Self::Prefix => &[Field::UserName, Field::Email],
        }
    }
}

impl SortKey {
    /// Returns the field with the value.
    pub const fn field(self) -> Field {
        match self {
            Self::UserName => Field::UserName,
            Self::Email => Field::Email,
            Self::FamilyName => Field::FamilyName,
            Self::Created => Field::Created,
            Self::Modified => Field::Modified,
        }
    }
}

impl Capabilities {
    /// Returns how a filter is supported. [`Directory`](crate::Directory) emulates those that the provider has not, as
    /// far as the directory returns the fields that they are about.
    pub fn filter(&self, filter: Filter) -> Support {
        let can = filter.fields().iter().any(|field| self.read.contains(field));
        selected(self.filters.contains(&filter), can, "reads every page and leaves out whoever does not fit")
    }

    /// Returns how an order is supported. [`Directory`](crate::Directory) emulates those that the provider has not, as
    /// far as the directory returns the fields that they are about.
    pub fn sort(&self, key: SortKey) -> Support {
        let can = self.read.contains(&key.field());
        selected(self.sorts.contains(&key), can, "reads the whole list, then sorts it")
    }
}

fn selected(native: bool, can: bool, note: &'static str) -> Support {
    match (native, can) {
        (true, _) => Support::Native { note: None },
        (false, true) => Support::Emulated { requests: Requests::PerPage, racy: false, note: note.into() },
        (false, false) => Support::Unsupported,
    }
}
