//! What FINBOURNE keeps of a person, and how it shows them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::role::{self, Role};
use super::{State, problem};
use crate::message::Reply;
use crate::store::{self, Accounts, Person, Store, email_key};

/// Kind of users who are people.
pub(super) const PERSONAL: &str = "Personal";
/// Kind of users who are programs.
pub(super) const SERVICE: &str = "Service";

/// How an account stands, in the identity provider's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Status {
    /// Created; the activation mail has not been answered.
    Provisioned,
    Active,
    /// The password was reset; the mail has not been answered.
    Recovery,
    /// The password is a temporary one.
    PasswordExpired,
    LockedOut,
    Suspended,
    /// Deleted without being purged.
    Deprovisioned,
}

/// An account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(super) id: String,
    /// `Personal`, `Service`, or whatever the client called it.
    pub(super) kind: String,
    /// Name to sign in with; absent if it is the e-mail address, which it then follows.
    pub(super) login: Option<String>,
    /// The address that was last given here, for somebody who has lost theirs through another provider.
    pub(super) email: String,
    pub(super) second_email: Option<String>,
    pub(super) alternative_ids: BTreeMap<String, Option<String>>,
    /// Keys of the roles.
    pub(super) roles: Vec<String>,
    pub(super) status: Status,
    /// Whether another identity system holds it.
    pub(super) external: bool,
    /// Second factors that are registered.
    pub(super) factors: u32,
    /// Digest of the password, if the user has set one.
    pub(super) password: Option<String>,
    pub(super) wrong_passwords: u32,
    /// Activation mails that were sent.
    pub(super) activation_mails: u32,
}

impl Account {
    pub(super) fn new(id: String, kind: &str, email: &str) -> Self {
        Self {
            id,
            kind: kind.to_owned(),
            login: None,
            email: email.to_owned(),
            second_email: None,
            alternative_ids: BTreeMap::new(),
            roles: Vec::new(),
            status: Status::Active,
            external: false,
            factors: 0,
            password: None,
            wrong_passwords: 0,
            activation_mails: 0,
        }
    }

    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind)
    }

    pub(super) fn is_active(&self) -> bool {
        self.status == Status::Active
    }

    pub(super) fn is_deleted(&self) -> bool {
        self.status == Status::Deprovisioned
    }

    /// Returns the address for mail.
    pub(super) fn email_of<'a>(&'a self, person: &'a Person) -> &'a str {
        person.facts.email.as_deref().unwrap_or(&self.email)
    }

    /// Returns the name to sign in with.
    pub(super) fn login_of<'a>(&'a self, person: &'a Person) -> &'a str {
        let own = self.login.as_deref();
        own.unwrap_or_else(|| self.email_of(person))
    }
}

/// A list of accounts, in the order of creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum List {
    /// All but the deleted ones.
    Present,
    /// The deleted ones too.
    All,
    /// Active services.
    Services,
}

impl store::Account for Account {
    type List = List;

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> Option<Cow<'_, str>> {
        self.login.as_deref().map(|login| Cow::Owned(email_key(login)))
    }

    fn place(&self, _: &Person, list: &List) -> Option<String> {
        let listed = match list {
            List::Present => !self.is_deleted(),
            List::All => true,
            List::Services => self.is_active() && self.is(SERVICE),
        };
        listed.then(String::new)
    }

    fn accounts(store: &Store) -> &Accounts<Self> {
        &store.finbourne
    }

    fn accounts_mut(store: &mut Store) -> &mut Accounts<Self> {
        &mut store.finbourne
    }
}

/// Says where more is to be found.
#[derive(Debug, Serialize)]
pub(super) struct Link {
    relation: &'static str,
    href: String,
    description: &'static str,
    method: &'static str,
}

impl Link {
    /// Returns the link to a user.
    pub(super) fn user(base_url: &str, id: &str) -> Self {
        Self {
            relation: "User",
            href: format!("{base_url}/api/users/{id}"),
            description: "The user as a whole.",
            method: "GET",
        }
    }
}

/// A user as FINBOURNE shows them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct View<'a> {
    id: &'a str,
    alternative_user_ids: &'a BTreeMap<String, Option<String>>,
    email_address: &'a str,
    second_email_address: Option<&'a str>,
    login: &'a str,
    first_name: &'a str,
    last_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<Vec<&'a Role>>,
    #[serde(rename = "type")]
    kind: &'a str,
    status: Status,
    external: bool,
    links: [Link; 1],
}

/// Shows something for a name that another provider has emptied.
pub(super) fn shown(name: &str) -> &str {
    if name.is_empty() { "-" } else { name }
}

impl<'a> View<'a> {
    pub(super) fn new(base_url: &str, person: &'a Person, account: &'a Account) -> Self {
        Self {
            id: &account.id,
            alternative_user_ids: &account.alternative_ids,
            email_address: account.email_of(person),
            second_email_address: account.second_email.as_deref(),
            login: account.login_of(person),
            first_name: shown(&person.facts.given_name),
            last_name: shown(&person.facts.family_name),
            roles: None,
            kind: &account.kind,
            status: account.status,
            external: account.external,
            links: [Link::user(base_url, &account.id)],
        }
    }

    /// Shows the roles as well.
    pub(super) fn with_roles(mut self, state: &'a State, account: &'a Account) -> Self {
        self.roles = Some(role::all(state, &account.roles));
        self
    }
}

/// Finds an account, deleted or not.
pub(super) fn find<'a>(store: &'a Store, id: &str) -> Result<(&'a Person, &'a Account), Reply> {
    store.get::<Account>(id).ok_or_else(problem::no_such_user)
}

/// Finds an account that is not deleted.
pub(super) fn find_present<'a>(store: &'a Store, id: &str) -> Result<(&'a Person, &'a Account), Reply> {
    let found = find(store, id)?;
    if found.1.is_deleted() {
        return Err(problem::deleted());
    }
    Ok(found)
}

/// Finds the account that somebody signs in to.
pub(super) fn find_by_login<'a>(store: &'a Store, login: &str) -> Option<(&'a Person, &'a Account)> {
    let by_email = store.by_email::<Account>(login).filter(|(_, account)| account.login.is_none());
    by_email.or_else(|| store.by_name::<Account>(&email_key(login)))
}
