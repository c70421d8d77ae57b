//! A partial update to another server.

use serde_json::{Value, json};
use user_directory::scim::patch_operations;
use user_directory::scim::scim_v2::schema_urns::ENTERPRISE_USER;
use user_directory::{Email, EmailKind, PhoneKind, UserPatch};

#[test]
fn each_field_is_an_operation() {
    let new = UserPatch::new;
    let work = r#"phoneNumbers[type eq "work"]"#;
    let number = |value: Value| json!({"op": "add", "path": "phoneNumbers", "value": [value]});
    for (patch, operations) in [
        (new(), json!([])),
        (new().given_name("Ada"), json!([{"op": "replace", "path": "name.givenName", "value": "Ada"}])),
        (new().clear_family_name(), json!([{"op": "remove", "path": "name.familyName"}])),
        (
            new().email("a@example.com"),
            json!([{"op": "replace", "path": "emails[primary eq true].value", "value": "a@example.com"}]),
        ),
        (
            new().other_emails([Email::new("b@example.com").kind(EmailKind::Home)]),
            json!([
                {"op": "remove", "path": "emails[not (primary eq true)]"},
                {"op": "add", "path": "emails", "value": [{"value": "b@example.com", "type": "home"}]},
            ]),
        ),
        (
            new().department("Engines").clear_manager(),
            json!([
                {"op": "replace", "path": format!("{ENTERPRISE_USER}:department"), "value": "Engines"},
                {"op": "remove", "path": format!("{ENTERPRISE_USER}:manager.value")},
            ]),
        ),
        (new().password("n3w"), json!([{"op": "replace", "path": "password", "value": "n3w"}])),
        (new().clear_phone(PhoneKind::from("work")), json!([{"op": "remove", "path": work}])),
        (
            new().phone(PhoneKind::from("work"), "7"),
            json!([{"op": "remove", "path": work}, number(json!({"value": "7", "type": "work"}))]),
        ),
        (
            new().phone(PhoneKind::Primary, "7"),
            json!([
                {"op": "remove", "path": "phoneNumbers[primary eq true]"},
                number(json!({"value": "7", "primary": true})),
            ]),
        ),
    ] {
        let body = patch_operations(&patch);
        assert_eq!(body["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:PatchOp"]));
        assert_eq!(body["Operations"], operations, "{patch:?}");
    }
}
