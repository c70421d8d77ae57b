//! Views: what somebody who sees an account through one may see and do there.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::bank::BankAccount;
use super::{SPECIFICATION, access, problem};
use crate::message::Reply;

/// The views that every account has.
const SYSTEM: [(&str, &str); 4] = [
    (access::OWNER, "Everything, for those whose account it is."),
    ("standard", "Everything but acting for others."),
    ("accountant", "All there is to see, with notes of one's own."),
    ("auditor", "All there is to see."),
];

/// A view.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    id: &'a str,
    system: bool,
}

/// In which version's form a view is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    V121,
    V300,
}

/// Names of what a view permits, as the schemas of the two forms have them.
static PERMISSIONS: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| {
    ["ViewJSONV121", "ViewJsonV300"].map(|schema| {
        let pointer = format!("/components/schemas/{schema}/properties");
        let properties = SPECIFICATION.document().pointer(&pointer);
        let properties = properties.and_then(Value::as_object).into_iter().flatten();
        let names = properties.map(|(name, _)| name.clone());
        names.filter(|name| name.starts_with("can_")).collect()
    })
});

/// Returns whether an identifier is one of views that an account defines for itself.
pub(super) fn is_custom(id: &str) -> bool {
    id.starts_with('_')
}

/// Finds a view of an account.
pub(super) fn find<'a>(account: &BankAccount, id: &'a str, system: bool) -> Result<View<'a>, Reply> {
    if system && !SYSTEM.iter().any(|(known, _)| *known == id) {
        return Err(problem::bad("OBP-30252", "there is no system view with this id"));
    }
    if !system && !account.views.iter().any(|known| known == id) {
        return Err(problem::bad("OBP-30005", "the account has no view with this id"));
    }
    Ok(View { id, system })
}

impl<'a> View<'a> {
    /// Returns a view that somebody has been granted.
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

    /// Shows the view.
    pub(super) fn show(self, form: Form) -> Value {
        let description = SYSTEM.iter().find(|(id, _)| *id == self.id);
        let description = description.map_or("A view of this account's own.", |(_, description)| description);
        let mut shown = Map::new();
        let mut set = |name: &str, value: Value| {
            shown.insert(name.to_owned(), value);
        };
        set("id", json!(self.id));
        set("short_name", json!(self.id.trim_start_matches('_')));
        set("description", json!(description));
        set("is_public", json!(false));
        set("alias", json!(""));
        set("hide_metadata_if_alias_used", json!(false));
        if form == Form::V300 {
            set("metadata_view", json!(self.id));
            set("is_system", json!(self.system));
            set("is_firehose", json!(false));
        }
        let [old, new] = &*PERMISSIONS;
        let names = match form {
            Form::V121 => old,
            Form::V300 => new,
        };
        for name in names {
            set(name, json!(self.permits(name)));
        }
        Value::Object(shown)
    }
}
