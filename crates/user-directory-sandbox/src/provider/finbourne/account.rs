//! What is kept of a person.

use serde::{Deserialize, Serialize};

use crate::store::{self, Accounts, Person, Store};

/// An account.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: String,
}

impl store::Account for Account {
    type List = ();

    fn id(&self) -> &str {
        &self.id
    }

    fn place(&self, _: &Person, (): &()) -> Option<String> {
        Some(String::new())
    }

    fn accounts(store: &Store) -> &Accounts<Self> {
        &store.finbourne
    }

    fn accounts_mut(store: &mut Store) -> &mut Accounts<Self> {
        &mut store.finbourne
    }
}
