//! What the instance keeps of a user, and how it shows them.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::customer::Link;
use super::roles::{Entitlement, Entitlements};
use super::{LOCAL, problem};
use crate::clock::rfc3339;
use crate::message::Reply;
use crate::secrets::{digest, same};
use crate::store::{self, Accounts, Person, PersonId, Store, email_key};

/// Failed logins in a row that are forgiven.
const FORGIVEN: u32 = 5;

/// A typed name and value that users keep about themselves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Attribute {
    #[serde(rename = "user_attribute_id")]
    pub(super) id: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) value: String,
    pub(super) insert_date: String,
}

/// A key and value that go to the bank's backend.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct AuthContext {
    #[serde(rename = "user_auth_context_id")]
    pub(super) id: String,
    pub(super) user_id: String,
    pub(super) key: String,
    pub(super) value: String,
    pub(super) time_stamp: String,
    pub(super) consumer_id: String,
}

/// A user.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(super) id: String,
    /// Identity provider; `username` is unique in it, and is the identifier there.
    pub(super) provider: String,
    pub(super) username: String,
    /// What is kept of the password.
    password: Option<String>,
    pub(super) entitlements: Vec<Entitlement>,
    /// Views of bank accounts.
    pub(super) access: Vec<Access>,
    /// Bank and account identifiers of the accounts that the user holds.
    pub(super) holds: Vec<(String, String)>,
    pub(super) links: Vec<Link>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) contexts: Vec<AuthContext>,
    /// Failed logins since the last good one.
    pub(super) bad_attempts: u32,
    pub(super) last_failure: Option<DateTime<Utc>>,
    /// When an administrator locked the user.
    pub(super) locked: Option<DateTime<Utc>>,
    /// When the user last agreed to marketing.
    pub(super) marketing: Option<DateTime<Utc>>,
    pub(super) created: DateTime<Utc>,
    /// The address that a deleted user is shown with.
    pub(super) erased: Option<String>,
}

impl Account {
    /// Returns a user of whom nothing else is known.
    pub(super) fn new(id: String, provider: &str, username: String, now: DateTime<Utc>) -> Self {
        Self {
            id,
            provider: provider.to_owned(),
            username,
            password: None,
            entitlements: Vec::new(),
            access: Vec::new(),
            holds: Vec::new(),
            links: Vec::new(),
            attributes: Vec::new(),
            contexts: Vec::new(),
            bad_attempts: 0,
            last_failure: None,
            locked: None,
            marketing: None,
            created: now,
            erased: None,
        }
    }

    pub(super) fn deleted(&self) -> bool {
        self.erased.is_some()
    }

    pub(super) fn locked(&self) -> bool {
        self.locked.is_some() || self.bad_attempts > FORGIVEN
    }

    /// Sets the password; without one nobody can log in.
    pub(super) fn set_password(&mut self, password: Option<&str>) {
        self.password = password.map(|password| digest(&self.id, password));
    }

    /// Returns whether this is the password.
    pub(super) fn opens(&self, password: &str) -> bool {
        let known = self.password.as_deref();
        known.is_some_and(|known| same(&digest(&self.id, password), known))
    }

    fn email<'a>(&'a self, person: &'a Person) -> Option<&'a str> {
        let own = person.facts.email.as_deref();
        self.erased.as_deref().or(own)
    }
}

/// Returns the text by which a user of an identity provider is found.
pub(super) fn name_key(provider: &str, username: &str) -> String {
    format!("{provider}\n{username}")
}

/// A list of users.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum List {
    /// Those who are deleted, or those who are not, by creation.
    Deleted(bool),
    /// All with an e-mail address, by it.
    Email,
    /// Those with a role at a bank, by creation.
    Bank(String),
}

impl store::Account for Account {
    type List = List;

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> Option<Cow<'_, str>> {
        Some(name_key(&self.provider, &self.username).into())
    }

    fn place(&self, person: &Person, list: &List) -> Option<String> {
        let creation = |yes: bool| yes.then(String::new);
        match list {
            List::Deleted(deleted) => creation(self.deleted() == *deleted),
            List::Email => self.email(person).map(email_key),
            List::Bank(bank) => creation(self.entitlements.iter().any(|one| one.bank == *bank)),
        }
    }

    fn accounts(store: &Store) -> &Accounts<Self> {
        &store.obp
    }

    fn accounts_mut(store: &mut Store) -> &mut Accounts<Self> {
        &mut store.obp
    }
}

/// Finds a user by id, deleted ones too.
pub(super) fn find<'a>(store: &'a Store, id: &str) -> Result<(&'a Person, &'a Account), Reply> {
    store.get::<Account>(id).ok_or_else(problem::no_such_user)
}

/// Finds a user of the instance's own identity provider.
pub(super) fn find_local<'a>(store: &'a Store, username: &str) -> Result<(&'a Person, &'a Account), Reply> {
    let found = store.by_name::<Account>(&name_key(LOCAL, username));
    found.ok_or_else(problem::no_such_name)
}

/// Returns everybody with an e-mail address, by creation; the time it takes hardly grows with the number of users.
pub(super) fn with_email(store: &mut Store, email: &str) -> Vec<PersonId> {
    let wanted = email_key(email);
    let mut at = |position| {
        let page = store.page::<Account>(&List::Email, false, position, 1);
        let first = page.items.first();
        first.map(|(person, account)| {
            let key = account.email(person).map(email_key).unwrap_or_default();
            (key, person.id)
        })
    };
    // The list is sorted: look for the first place that is not before the address.
    let (mut low, mut size) = (0, usize::MAX);
    while low < size {
        let middle = low + (size - low) / 2;
        match at(middle) {
            Some((key, _)) if key < wanted => low = middle + 1,
            _ => size = middle,
        }
    }
    let from_there = (low..).map_while(at);
    from_there.take_while(|(key, _)| *key == wanted).map(|(_, person)| person).collect()
}

/// A user, in the form of any version: the later ones have more of the members that are optional here.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    user_id: &'a str,
    email: Option<&'a str>,
    provider_id: &'a str,
    provider: &'a str,
    username: &'a str,
    entitlements: Entitlements<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    views: Option<Views<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreements: Option<[Agreement; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_deleted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_marketing_agreement_signed_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_locked: Option<bool>,
}

#[derive(Debug, Serialize)]
struct Views<'a> {
    list: &'a [Access],
}

#[derive(Debug, Serialize)]
struct Agreement {
    r#type: &'static str,
    text: &'static str,
}

impl<'a> View<'a> {
    /// Shows a user as version 2 does.
    pub(super) fn v200(person: &'a Person, account: &'a Account) -> Self {
        Self {
            user_id: &account.id,
            email: account.email(person).filter(|email| !email.is_empty()),
            provider_id: &account.username,
            provider: &account.provider,
            username: &account.username,
            entitlements: Entitlements::of(&account.entitlements),
            views: None,
            agreements: None,
            is_deleted: None,
            last_marketing_agreement_signed_date: None,
            is_locked: None,
        }
    }

    /// Shows a user with their views, as version 3 shows the caller.
    pub(super) fn v300(person: &'a Person, account: &'a Account) -> Self {
        let views = Views { list: &account.access };
        Self { views: (!account.access.is_empty()).then_some(views), ..Self::v200(person, account) }
    }

    /// Shows a user as version 4 does.
    pub(super) fn v400(person: &'a Person, account: &'a Account) -> Self {
        let agreement = Agreement { r#type: "accept_marketing_info", text: "The bank may send me news." };
        Self {
            agreements: account.marketing.map(|_| [agreement]),
            is_deleted: Some(account.deleted()),
            last_marketing_agreement_signed_date: account.marketing.map(rfc3339),
            is_locked: Some(account.locked()),
            ..Self::v200(person, account)
        }
    }
}

/// A user with their attributes.
#[derive(Debug, Serialize)]
pub(super) struct WithAttributes<'a> {
    user_id: &'a str,
    email: Option<&'a str>,
    provider_id: &'a str,
    provider: &'a str,
    username: &'a str,
    user_attributes: &'a [Attribute],
}

impl<'a> WithAttributes<'a> {
    pub(super) fn new(person: &'a Person, account: &'a Account) -> Self {
        Self {
            user_id: &account.id,
            email: account.email(person).filter(|email| !email.is_empty()),
            provider_id: &account.username,
            provider: &account.provider,
            username: &account.username,
            user_attributes: &account.attributes,
        }
    }
}
