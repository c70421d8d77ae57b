//! What the code of a provider works on.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Time;
use crate::message::{Reply, Request};
use crate::rng::Rng;
use crate::spec::{Arguments, Operation, Place, Rule, Violation};
use crate::store::{Account, Directory, Facts, Page, People, Person, PersonId};

/// What all providers share.
#[derive(Serialize, Deserialize)]
pub(crate) struct Common {
    pub(crate) time: Time,
    pub(crate) rng: Rng,
    pub(crate) people: People,
}

/// The state that one call acts on: what all providers share, and what is the provider's own.
pub(crate) struct Context<'a, S> {
    pub(crate) common: &'a mut Common,
    pub(crate) state: &'a mut S,
    /// Base URL of the provider, without a slash at its end.
    pub(crate) base_url: &'a str,
    /// The person that the credentials stand for; absent if there is none, or as long as nobody is authenticated.
    pub(crate) caller: Option<PersonId>,
}

/// An account with the person it belongs to.
pub(crate) type User<'a, S> = (&'a Person, &'a <S as Directory>::Account);

impl<S: Directory> Context<'_, S> {
    /// Returns the time of the sandbox's clock.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.common.time.now()
    }

    pub(crate) fn rng(&mut self) -> &mut Rng {
        &mut self.common.rng
    }

    /// Returns a new identifier, a UUID as a string.
    pub(crate) fn new_id(&mut self) -> String {
        self.common.rng.id()
    }

    // ---- Reading ----

    /// Returns a person's account.
    pub(crate) fn account(&self, id: PersonId) -> Option<&S::Account> {
        self.state.accounts().by_person(id)
    }

    pub(crate) fn person(&self, id: PersonId) -> Option<&Person> {
        self.common.people.get(id)
    }

    /// Returns a person who has an account.
    pub(crate) fn user(&self, id: PersonId) -> Option<User<'_, S>> {
        Some((self.person(id)?, self.account(id)?))
    }

    pub(crate) fn user_by_id(&self, id: &str) -> Option<User<'_, S>> {
        self.user(self.state.accounts().by_id(id)?.0)
    }

    /// Finds a user by the second name that the provider's accounts have.
    pub(crate) fn user_by_name(&self, name: &str) -> Option<User<'_, S>> {
        self.user(self.state.accounts().by_name(name)?.0)
    }

    pub(crate) fn user_by_email(&self, email: &str) -> Option<User<'_, S>> {
        self.user(self.common.people.holder(email)?)
    }

    /// Returns whether an e-mail address is another person's. Somebody who has no account here yet may get a new one.
    pub(crate) fn is_taken(&self, email: &str, own: Option<PersonId>) -> bool {
        self.common.people.holder(email).is_some_and(|holder| match own {
            None => self.account(holder).is_some(),
            Some(own) => holder != own,
        })
    }

    /// Returns the entries of a list from `offset` on, at most `limit`.
    pub(crate) fn page(
        &mut self,
        list: &<S::Account as Account>::List,
        descending: bool,
        offset: usize,
        limit: usize,
    ) -> Page {
        self.state.accounts_mut().page(&self.common.people, list, descending, offset, limit)
    }

    /// Returns the entries of a list that are sorted by this key.
    pub(crate) fn with_key(&mut self, list: &<S::Account as Account>::List, key: &str) -> Vec<PersonId> {
        self.state.accounts_mut().with_key(&self.common.people, list, key)
    }

    /// Shows each of these users.
    pub(crate) fn show<T>(&self, people: &[PersonId], show: impl Fn(&Person, &S::Account) -> T) -> Vec<T> {
        people.iter().filter_map(|id| self.user(*id)).map(|(person, account)| show(person, account)).collect()
    }

    // ---- Changing ----

    /// Creates an account for these facts. It belongs to the person with the same e-mail address, unless that person has
    /// an account here already; then, and if nobody has the address, to a new person.
    pub(crate) fn create(&mut self, facts: Facts, account: S::Account) -> PersonId {
        let (now, accounts) = (self.common.time.now(), self.state.accounts());
        let id = self.common.people.find_or_add(facts, |id| accounts.by_person(id).is_none(), now);
        self.attach(id, account);
        id
    }

    /// Gives a person who has none an account.
    pub(crate) fn attach(&mut self, id: PersonId, account: S::Account) {
        self.state.accounts_mut().insert(id, account);
        self.common.people.account_added(id);
    }

    /// Changes an account.
    pub(crate) fn edit<R>(&mut self, id: PersonId, change: impl FnOnce(&mut S::Account) -> R) -> Option<R> {
        self.state.accounts_mut().edit(id, change)
    }

    /// Changes what all providers know of a person. Ask [`is_taken`](Self::is_taken) before the e-mail address changes.
    pub(crate) fn edit_facts<R>(&mut self, id: PersonId, change: impl FnOnce(&mut Facts) -> R) -> Option<R> {
        self.common.people.edit(id, change)
    }

    /// Removes an account permanently; a person who has no account anywhere is forgotten.
    pub(crate) fn remove(&mut self, id: PersonId) -> Option<S::Account> {
        let account = self.state.accounts_mut().remove(id)?;
        self.common.people.account_removed(id);
        Some(account)
    }

    /// Returns the identifier of a person's account.
    pub(crate) fn id_of(&self, id: PersonId) -> Option<&str> {
        self.account(id).map(Account::id)
    }
}

/// A request that has been matched and validated.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    pub(crate) operation: &'a Operation,
    pub(crate) arguments: Arguments<'a>,
    /// Answers a request that the specification does not allow.
    pub(crate) invalid: fn(&Operation, &[Violation]) -> Reply,
}

impl Call<'_> {
    /// Returns a parameter of the path, decoded.
    pub(crate) fn path(&self, name: &str) -> &str {
        self.arguments.path.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }

    /// Returns a query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&Value> {
        self.arguments.query.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Returns a query parameter that is a string.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.parameter(name)?.as_str()
    }

    /// Returns a query parameter as a type; one that the specification lets through and the type does not is
    /// absent.
    pub(crate) fn parsed<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        T::deserialize(self.parameter(name)?).ok()
    }

    /// Returns a query parameter that is an integer.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.parameter(name)?.as_i64()
    }

    /// Returns whether a query parameter is true.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.parameter(name).and_then(Value::as_bool) == Some(true)
    }

    /// Returns the body as JSON; null if there is none.
    pub(crate) fn json(&self) -> &Value {
        &self.arguments.body
    }

    /// Returns a field of the body that is a string.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.json().get(name)?.as_str()
    }

    /// Returns a field of the body as a type; nothing if it does not fit.
    pub(crate) fn parsed_field<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        T::deserialize(self.json().get(name)?).ok()
    }

    /// Returns a string field of the body that the specification requires.
    pub(crate) fn required(&self, name: &str) -> &str {
        self.field(name).unwrap_or_default()
    }

    /// Returns the strings in an array of the body.
    pub(crate) fn strings(&self, name: &str) -> Vec<&str> {
        let items = self.json().get(name).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Returns the body as a type; one that the specification lets through and the type does not is refused.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Reply> {
        T::deserialize(self.json()).map_err(|error| {
            let violation = Violation::new(Place::Body, Rule::Type, "", error.to_string());
            (self.invalid)(self.operation, &[violation])
        })
    }
}

/// Returns offset and limit of a page that is counted from 1, within bounds.
pub(crate) fn page_bounds(number: Option<i64>, size: Option<i64>, default: usize, most: usize) -> (usize, usize) {
    let size = size.map_or(default, |size| usize::try_from(size).unwrap_or(1).clamp(1, most));
    let number = number.map_or(1, |number| usize::try_from(number).unwrap_or(1).max(1));
    ((number - 1).saturating_mul(size), size)
}
