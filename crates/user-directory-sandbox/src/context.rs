//! What a handler works with.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::message::Request;
use crate::spec::{Arguments, Operation};
use crate::store::PersonId;
use crate::world::World;

/// Who a request acts for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Principal {
    /// The person, where the credential stands for one.
    pub(crate) person: Option<PersonId>,
    /// What else the provider needs to know: a consumer key, the value of the token.
    pub(crate) detail: String,
}

/// The state to act on, for the time of one call.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) principal: &'a Principal,
    /// Base URL of the provider, without a slash at its end.
    pub(crate) base_url: &'a str,
}

impl Context<'_> {
    /// Returns the present by the sandbox's clock.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.world.time.now()
    }

    /// Returns a new identifier, a UUID as text.
    pub(crate) fn id(&mut self) -> String {
        self.world.rng.id()
    }
}

/// A request that has been matched and validated.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    pub(crate) operation: &'a Operation,
    pub(crate) arguments: Arguments<'a>,
}

impl Call<'_> {
    /// Returns a parameter of the path, decoded.
    pub(crate) fn path(&self, name: &str) -> &str {
        let found = self.arguments.path.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| value)
    }

    /// Returns a query or header parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&Value> {
        let found = self.arguments.query.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value)
    }

    /// Returns a query or header parameter that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.parameter(name)?.as_str()
    }

    /// Returns a query or header parameter that is a whole number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.parameter(name)?.as_i64()
    }

    /// Returns a query or header parameter that is true or false.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.parameter(name)?.as_bool()
    }

    /// Returns the body as JSON; null if there is none.
    pub(crate) fn json(&self) -> &Value {
        &self.arguments.body
    }

    /// Returns a field of the body that is a text.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.json().get(name)?.as_str()
    }

    /// Returns the body as a type; nothing if it does not fit, which a type that says less than the specification avoids.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(self.json()).ok()
    }
}

/// Returns offset and limit of a page that is counted from 1, with both made to fit.
pub(crate) fn page(number: Option<i64>, size: Option<i64>, default: usize, most: usize) -> (usize, usize) {
    let size = size.map_or(default, |size| usize::try_from(size).unwrap_or(1).clamp(1, most));
    let number = number.map_or(1, |number| usize::try_from(number).unwrap_or(1).max(1));
    ((number - 1).saturating_mul(size), size)
}
