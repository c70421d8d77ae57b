//! Views: what their users may see and do in a bank account.

use serde_json::{Value, json};

use super::bank::BankAccount;
use super::{SPECIFICATION, access, problem};
use crate::message::{Reply, ensure};
use crate::spec::extend;

/// The views that every account has.
const SYSTEM: [(&str, &str); 4] = [
    (access::OWNER, "Everything, for the holders of the account."),
    ("standard", "Everything but acting for others."),
    ("accountant", "All there is to see, with notes of the user's own."),
    ("auditor", "All there is to see."),
];

/// A view.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    id: &'a str,
    system: bool,
}

/// Returns whether an identifier is one of views that an account defines for itself.
pub(super) fn is_custom(id: &str) -> bool {
    id.starts_with('_')
}

/// Finds a view of an account.
pub(super) fn find<'a>(account: &BankAccount, id: &'a str, system: bool) -> Result<View<'a>, Reply> {
    ensure(!system || SYSTEM.iter().any(|(view, _)| *view == id), || {
        problem::bad("OBP-30252", "there is no system view with this id")
    })?;
    ensure(system || account.views.iter().any(|view| view == id), || {
        problem::bad("OBP-30005", "the account has no view with this id")
    })?;
    Ok(View { id, system })
}

impl<'a> View<'a> {
    /// Returns a view that a user has been granted.
    pub(super) fn granted(id: &'a str) -> Self {
        Self { id, system: !is_custom(id) }
    }

    fn permits(self, permission: &str) -> bool {
        let seen = permission.starts_with("can_see_") || permission.starts_with("can_query_");
        let noted = ["comment", "tag", "image", "image_url", "url", "more_info", "alias"];
        match self.id {
            access::OWNER => true,
            "standard" => permission != "can_add_transaction_request_to_any_account",
            "accountant" => seen || noted.iter().any(|end| permission.ends_with(end)),
            _ => seen,
        }
    }

    /// Shows the view in the form of a schema.
    pub(super) fn show(self, schema: &str) -> Value {
        let description = SYSTEM.iter().find(|(id, _)| *id == self.id);
        let description = description.map_or("A view that only this account has.", |(_, description)| description);
        let mut shown = json!({
            "id": self.id,
            "short_name": self.id.trim_start_matches('_'),
            "description": description,
            "is_public": false,
            "alias": "",
            "hide_metadata_if_alias_used": false,
            "metadata_view": self.id,
            "is_system": self.system,
            "is_firehose": false,
        });
        let shape = SPECIFICATION.shape(schema);
        for name in shape.names().filter(|name| name.starts_with("can_")) {
            extend(&mut shown, json!({ name: self.permits(name) }));
        }
        shape.pick(shown)
    }

    /// Shows the view as most operations do.
    pub(super) fn show_v300(self) -> Value {
        self.show("ViewJsonV300")
    }
}
