//! What users hold: views of bank accounts, and roles.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::spec::extend;

/// A view of a bank account that a user may use.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Access {
    #[serde(rename = "bank_id")]
    pub(super) bank: String,
    #[serde(rename = "account_id")]
    pub(super) account: String,
    #[serde(rename = "view_id")]
    pub(super) view: String,
}

impl Access {
    pub(super) fn is_of(&self, bank: &str, account: &str) -> bool {
        self.bank == bank && self.account == account
    }
}

/// A role that a user holds.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Entitlement {
    pub(super) id: String,
    pub(super) role: String,
    /// Empty for the whole system.
    pub(super) bank: String,
}

impl Entitlement {
    pub(super) fn new(id: String, role: &str, bank: &str) -> Self {
        Self { id, role: role.to_owned(), bank: bank.to_owned() }
    }

    pub(super) fn show(&self) -> Value {
        json!({ "entitlement_id": self.id, "role_name": self.role, "bank_id": self.bank })
    }

    /// Shows the entitlement with its user, as version 4 does.
    pub(super) fn show_with_user(&self, user: &str) -> Value {
        let mut shown = self.show();
        extend(&mut shown, json!({ "user_id": user }));
        shown
    }
}

/// Returns a list of entitlements.
pub(super) fn entitlements<'a>(entitlements: impl IntoIterator<Item = &'a Entitlement>) -> Value {
    json!({ "list": entitlements.into_iter().map(Entitlement::show).collect::<Vec<_>>() })
}
