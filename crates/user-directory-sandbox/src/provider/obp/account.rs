//! What the instance keeps of a user, and how it shows them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::customer::{Customer, Link, number_key};
use super::grants::{Access, Entitlement, entitlements};
use super::{Context, LOCAL, SPECIFICATION, State, problem};
use crate::clock::rfc3339;
use crate::context::User;
use crate::message::Reply;
use crate::secrets::{digest, same};
use crate::spec::extend;
use crate::store::{self, Person, email_key};

/// Failed logins in a row that do not lock a user.
const FORGIVEN: u32 = 5;

/// A typed name and value that users keep about themselves.
#[derive(Clone, Serialize, Deserialize)]
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
#[derive(Clone, Serialize, Deserialize)]
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
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(super) id: String,
    /// Identity provider; `username` is unique in it, and is the identifier there.
    pub(super) provider: String,
    pub(super) username: String,
    /// Digest of the password.
    password: Option<String>,
    pub(super) entitlements: Vec<Entitlement>,
    /// Views of bank accounts.
    pub(super) access: Vec<Access>,
    /// Bank and account identifiers of the accounts that the user holds.
    pub(super) holds: Vec<(String, String)>,
    pub(super) customer: Option<Customer>,
    pub(super) links: Vec<Link>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) contexts: Vec<AuthContext>,
    /// Failed logins since the last successful one.
    pub(super) bad_attempts: u32,
    #[serde(deserialize_with = "crate::clock::all_stored")]
    pub(super) last_failure: Option<DateTime<Utc>>,
    /// When an administrator locked the user.
    #[serde(deserialize_with = "crate::clock::all_stored")]
    pub(super) locked: Option<DateTime<Utc>>,
    /// When the user last agreed to marketing.
    #[serde(deserialize_with = "crate::clock::all_stored")]
    pub(super) marketing: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "crate::clock::stored")]
    pub(super) created: DateTime<Utc>,
    /// The address that a deleted user is shown with.
    pub(super) erased: Option<String>,
}

impl Account {
    pub(super) fn new(id: String, provider: &str, username: String, created: DateTime<Utc>) -> Self {
        Self { id, provider: provider.to_owned(), username, created, ..Self::default() }
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
    pub(super) fn has_password(&self, password: &str) -> bool {
        self.password.as_deref().is_some_and(|expected| same(&digest(&self.id, password), expected))
    }

    fn email<'a>(&'a self, person: &'a Person) -> Option<&'a str> {
        self.erased.as_deref().or(person.facts.email.as_deref())
    }
}

/// Returns the key by which a user of an identity provider is found.
pub(super) fn name_key(provider: &str, username: &str) -> String {
    format!("{provider}\n{username}")
}

/// A list of users.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum List {
    /// Those who are deleted, or those who are not, by creation.
    Deleted(bool),
    /// All with an e-mail address, by it.
    Email,
    /// Those with a role at a bank, by creation.
    Bank(String),
    /// Those who are customers, of a bank or of any, by creation.
    Customers(Option<String>),
    /// Customers, by their identifier.
    CustomerId,
    /// Customers, by bank and number.
    CustomerNumber,
}

impl store::Account for Account {
    type List = List;

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> Option<String> {
        Some(name_key(&self.provider, &self.username))
    }

    fn place(&self, person: &Person, list: &List) -> Option<String> {
        let creation = |yes: bool| yes.then(String::new);
        match list {
            List::Deleted(deleted) => creation(self.deleted() == *deleted),
            List::Email => self.email(person).map(email_key),
            List::Bank(bank) => creation(self.entitlements.iter().any(|one| one.bank == *bank)),
            List::Customers(None) => creation(self.customer.is_some()),
            List::Customers(bank) => creation(self.customer.as_ref().map(|one| &one.bank) == bank.as_ref()),
            List::CustomerId => self.customer.as_ref().map(|one| one.id.clone()),
            List::CustomerNumber => self.customer.as_ref().map(|one| number_key(&one.bank, &one.number)),
        }
    }
}

/// Finds a user by id, deleted ones too.
pub(super) fn find<'a>(context: &'a Context<'_>, id: &str) -> Result<User<'a, State>, Reply> {
    context.user_by_id(id).ok_or_else(problem::no_such_user)
}

/// Finds a user of the instance's own identity provider.
pub(super) fn find_local<'a>(context: &'a Context<'_>, username: &str) -> Option<User<'a, State>> {
    context.user_by_name(&name_key(LOCAL, username))
}

/// Returns all that any version shows of a user.
fn all_fields(person: &Person, account: &Account) -> Value {
    json!({
        "user_id": account.id,
        "email": account.email(person).filter(|email| !email.is_empty()),
        "provider_id": account.username,
        "provider": account.provider,
        "username": account.username,
        "entitlements": entitlements(&account.entitlements),
        "is_deleted": account.deleted(),
        "last_marketing_agreement_signed_date": account.marketing.map(rfc3339),
        "is_locked": account.locked(),
        "user_attributes": account.attributes,
    })
}

pub(super) const V200: &str = "UserJsonV200";
pub(super) const V400: &str = "UserJsonV400";

/// Shows a user in the form of a schema.
pub(super) fn show(schema: &str, person: &Person, account: &Account) -> Value {
    SPECIFICATION.shape(schema).pick(all_fields(person, account))
}

/// Shows a user with their views, as version 3 shows the caller.
pub(super) fn show_v300(person: &Person, account: &Account) -> Value {
    let mut shown = show("UserJsonV300", person, account);
    if !account.access.is_empty() {
        extend(&mut shown, json!({ "views": { "list": account.access } }));
    }
    shown
}

/// Shows a user with their agreements, as only `getUserByUserId` does.
pub(super) fn show_with_agreements(person: &Person, account: &Account) -> Value {
    let agreement = json!({ "type": "accept_marketing_info", "text": "The bank may send me news." });
    let agreements: Vec<_> = account.marketing.iter().map(|_| &agreement).collect();
    let mut shown = show(V400, person, account);
    extend(&mut shown, json!({ "agreements": agreements }));
    shown
}
