//! What one provider needs with a request beyond the common fields.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use user_directory_values::Secret;

/// Values by name that one provider takes with a request, beyond the common fields. `Debug` shows how many: not even the
/// names, since a secret stands there if name and value were swapped.
///
/// [`Capabilities::extras`](crate::Capabilities::extras) says which there are; a request with another one fails before
/// anything is sent.
#[derive(Clone, Default)]
pub struct Extras(BTreeMap<Cow<'static, str>, Secret>);

impl Extras {
    /// Returns a value.
    pub fn get(&self, name: &str) -> Option<&Secret> {
        self.0.get(name)
    }

    /// Returns the names of the values.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|name| &**name)
    }

    /// Returns whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn insert(&mut self, name: Cow<'static, str>, value: Secret) {
        self.0.insert(name, value);
    }
}

impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Extras({})", self.0.len())
    }
}
