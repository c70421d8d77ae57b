//! What FINBOURNE keeps of a person, and how it shows a user.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Context, SPECIFICATION, State, problem};
use crate::context::User;
use crate::message::Reply;
use crate::store::{self, Person, email_key};

/// Type of users who are people.
pub(super) const PERSONAL: &str = "Personal";
/// Type of users who are programs.
pub(super) const SERVICE: &str = "Service";

/// Status of an account, in the identity provider's words.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Status {
    /// Created; the activation mail has not been answered.
    Provisioned,
    #[default]
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
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(super) id: String,
    /// `Personal`, `Service`, or whatever the client called it.
    pub(super) kind: String,
    /// Name to sign in with; absent if it is the e-mail address, which it then follows.
    pub(super) login: Option<String>,
    /// The address that was last given here, for a person who lost theirs through another provider.
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
    pub(super) fn new(id: String, kind: &str, email: String) -> Self {
        Self { id, kind: kind.to_owned(), email, ..Self::default() }
    }

    pub(super) fn is_active(&self) -> bool {
        self.status == Status::Active
    }

    pub(super) fn is_deleted(&self) -> bool {
        self.status == Status::Deprovisioned
    }

    /// Returns the address for mail.
    pub(super) fn email<'a>(&'a self, person: &'a Person) -> &'a str {
        person.facts.email.as_deref().unwrap_or(&self.email)
    }

    /// Returns the name to sign in with.
    pub(super) fn login<'a>(&'a self, person: &'a Person) -> &'a str {
        self.login.as_deref().unwrap_or_else(|| self.email(person))
    }
}

/// A list of accounts, in the order of creation.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum List {
    /// All but the deleted ones.
    Present,
    All,
    /// Active services.
    Services,
}

impl store::Account for Account {
    type List = List;

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> Option<String> {
        self.login.as_deref().map(email_key)
    }

    fn place(&self, _: &Person, list: &List) -> Option<String> {
        let listed = match list {
            List::Present => !self.is_deleted(),
            List::All => true,
            List::Services => self.is_active() && self.kind.eq_ignore_ascii_case(SERVICE),
        };
        listed.then(String::new)
    }
}

/// Returns the links that a user is shown with.
pub(super) fn links(base_url: &str, account: &Account) -> Value {
    json!([{
        "relation": "User",
        "href": format!("{base_url}/api/users/{}", account.id),
        "description": "The user as a whole.",
        "method": "GET",
    }])
}

/// Returns a user as FINBOURNE shows them.
pub(super) fn show(base_url: &str, person: &Person, account: &Account) -> Value {
    SPECIFICATION.shape("UserResponse").fit(json!({
        "id": account.id,
        "alternativeUserIds": account.alternative_ids,
        "emailAddress": account.email(person),
        "secondEmailAddress": account.second_email,
        "login": account.login(person),
        "firstName": person.facts.given_name,
        "lastName": person.facts.family_name,
        "type": account.kind,
        "status": account.status,
        "external": account.external,
        "links": links(base_url, account),
    }))
}

/// Finds a user, deleted or not.
pub(super) fn find<'a>(context: &'a Context<'_>, id: &str) -> Result<User<'a, State>, Reply> {
    context.user_by_id(id).ok_or_else(|| problem::NO_SUCH_USER.into())
}

/// Finds a user who is not deleted.
pub(super) fn find_present<'a>(context: &'a Context<'_>, id: &str) -> Result<User<'a, State>, Reply> {
    let found = find(context, id)?;
    if found.1.is_deleted() { Err(problem::DELETED.into()) } else { Ok(found) }
}

/// Finds the user who signs in with a name.
pub(super) fn find_by_login<'a>(context: &'a Context<'_>, login: &str) -> Option<User<'a, State>> {
    let by_email = context.user_by_email(login).filter(|(_, account)| account.login.is_none());
    by_email.or_else(|| context.user_by_name(&email_key(login)))
}
