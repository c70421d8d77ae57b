//! People, and the accounts that each provider keeps of them.
//!
//! [`People`] has the [`Facts`] that all providers share. A provider owns its [`Accounts`], at most one for each person.
//! An e-mail address belongs to at most one person.
//!
//! Finding, changing, adding and removing an account, and reading a page at any depth, take time that grows with the
//! logarithm of the number of people. A list is built when it is first read.

mod accounts;
mod ordered;
mod people;

pub(crate) use accounts::{Account, Accounts, Directory, Page};
pub(crate) use people::{Facts, People, Person, PersonId, email_key};

#[cfg(test)]
mod tests;
