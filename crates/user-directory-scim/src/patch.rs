//! A partial update as the body of a `PATCH`.

use std::slice;

use scim_v2::schema_urns::ENTERPRISE_USER;
use serde_json::{Value, json};
use user_directory_core::{Email, Patch, UserPatch};

use super::phones::type_of;
use super::{SCHEMA, emails};

/// Writes a patch as the body of a `PATCH` (RFC 7644, 3.5.2) to another server: one operation for each field. The e-mail
/// address is the primary one, the number to call first the primary number: other entries stay as they are.
pub fn patch_operations(patch: &UserPatch) -> Value {
    let mut operations = Vec::new();
    let replace = |path: &str, value: Value| json!({ "op": "replace", "path": path, "value": value });
    let remove = |path: &str| json!({ "op": "remove", "path": path });
    for (path, field) in [
        ("externalId", &patch.external_id),
        ("userName", &patch.user_name),
        ("emails[primary eq true].value", &patch.email),
        ("name.givenName", &patch.given_name),
        ("name.familyName", &patch.family_name),
        ("displayName", &patch.display_name),
        ("title", &patch.title),
        ("locale", &patch.locale),
        (&format!("{ENTERPRISE_USER}:department"), &patch.department),
        (&format!("{ENTERPRISE_USER}:manager.value"), &patch.manager.clone().map(String::from)),
    ] {
        match field {
            Patch::Absent => {}
            Patch::Null => operations.push(remove(path)),
            Patch::Value(value) => operations.push(replace(path, json!(value))),
        }
    }
    if !patch.other_emails.is_absent() {
        operations.push(remove("emails[not (primary eq true)]"));
    }
    if let Patch::Value(emails) = &patch.other_emails {
        // The first one that is written would be the primary one.
        let primary = Email::new("");
        let emails: Vec<_> = emails::written(&[slice::from_ref(&primary), emails].concat()).skip(1).collect();
        operations.push(json!({ "op": "add", "path": "emails", "value": emails }));
    }
    for (kind, number) in &patch.phones {
        let r#type = type_of(kind);
        let path = match r#type {
            Some(r#type) => format!(r#"phoneNumbers[type eq "{type}"]"#),
            None => "phoneNumbers[primary eq true]".to_owned(),
        };
        operations.push(remove(&path));
        if let Some(number) = number {
            let value = match r#type {
                Some(r#type) => json!([{ "value": number, "type": r#type }]),
                None => json!([{ "value": number, "primary": true }]),
            };
            operations.push(json!({ "op": "add", "path": "phoneNumbers", "value": value }));
        }
    }
    if let Some(password) = &patch.password {
        operations.push(replace("password", json!(password.expose())));
    }
    if !patch.attributes.is_empty() {
        let value = json!({ "attributes": patch.attributes });
        operations.push(json!({ "op": "add", "path": SCHEMA, "value": value }));
    }
    json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations })
}
