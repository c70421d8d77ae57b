//! The JSON Schemas of the common types say what serde writes and reads.

use std::collections::BTreeSet;

use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use user_directory::{
    Email, EmailKind, Field, Grant, Mfa, MfaMethod, NewUser, Page, PageToken, Phone, PhoneKind, Status, User, UserId,
    UserPatch, Verb,
};

fn names(object: &Value) -> BTreeSet<String> {
    let object = object.as_object().unwrap();
    object.keys().cloned().collect()
}

/// Checks a value with all its fields: each is in the schema and none beside; what the schema requires is needed.
fn agrees<T: JsonSchema + Serialize + DeserializeOwned>(full: &T) {
    let schema = schema_for!(T).to_value();
    let written = serde_json::to_value(full).unwrap();
    assert_eq!(names(&schema["properties"]), names(&written), "{schema}");
    let required: BTreeSet<_> =
        schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap().to_owned()).collect();
    for name in names(&written) {
        let mut without = written.clone();
        without.as_object_mut().unwrap().remove(&name);
        let read = serde_json::from_value::<T>(without);
        assert_eq!(read.is_err(), required.contains(&name), "{name}: {schema}");
        // Rust's documentation is the schema's.
        assert!(schema["properties"][&name]["description"].is_string(), "{name}: {schema}");
    }
}

fn user() -> User {
    let mut user = User::new(UserId::new("u-1").unwrap(), Status::Active);
    user.user_name = Some("ada".to_owned());
    user.set_email("ada@example.com");
    user.given_name = Some("Ada".to_owned());
    user.family_name = Some("King".to_owned());
    user.phones = vec![Phone::new(PhoneKind::Mobile, "+12025550123")];
    user.external_id = Some("hr-7".to_owned());
    user.display_name = Some("Ada K.".to_owned());
    user.title = Some("Countess".to_owned());
    user.department = Some("Engines".to_owned());
    user.manager = Some(UserId::new("u-2").unwrap());
    user.locale = Some("en-GB".to_owned());
    user.enabled = Some(true);
    user.modified = Some("2026-01-02T03:04:05Z".parse().unwrap());
    user.last_login = Some("2026-01-02T03:04:05Z".parse().unwrap());
    user.version = Some("\"7\"".to_owned());
    user.attributes.insert("floor".to_owned(), json!(3));
    user.locked = Some(false);
    user.mfa = Some(Mfa::enrolled(Some(MfaMethod::Totp)));
    user.created = Some("2026-01-02T03:04:05Z".parse().unwrap());
    user.roles = Some(vec![Grant::new("auditor").scoped("s").with_grant_id("g-1")]);
    user.with_record(7)
}

#[test]
fn objects_have_the_fields_that_are_written() {
    agrees(&user());
    let new = NewUser::from(&user()).password("p").manager(UserId::new("u-2").unwrap()).attribute("floor", 3);
    agrees(&new.enabled(false));
    agrees(&Email::new("ada@example.com").kind(EmailKind::Work));
    let patch = UserPatch::new()
        .user_name("ada")
        .email("ada@example.com")
        .given_name("Ada")
        .clear_family_name()
        .external_id("hr-7")
        .other_emails([Email::new("home@example.com")])
        .display_name("Ada K.")
        .title("Countess")
        .clear_department()
        .clear_manager()
        .locale("en-GB")
        .attribute("floor", 3)
        .phone(PhoneKind::Mobile, "+1")
        .password("p");
    agrees(&patch);
    agrees(&user().phones[0]);
    agrees(&user().mfa.unwrap());
    agrees(&user().roles.unwrap()[0]);
    agrees(&Page::new(vec![user()], Some(PageToken::new("page-2")), Some(7)));
}

#[test]
fn values_have_their_types() {
    let patch = schema_for!(UserPatch).to_value();
    // Cleared by null.
    assert_eq!(patch["properties"]["email"]["type"], json!(["string", "null"]), "{patch}");
    let new = schema_for!(NewUser).to_value();
    assert!(new.to_string().contains(r#""format":"password""#), "{new}");
    for schema in [schema_for!(UserId), schema_for!(Status), schema_for!(PhoneKind), schema_for!(MfaMethod)] {
        // Open: a value that nobody knows yet is valid.
        let schema = schema.to_value();
        assert!(schema["type"] == "string" && schema["enum"].is_null(), "{schema}");
    }
    for (schema, some) in [(schema_for!(Verb), "find_by_email"), (schema_for!(Field), "given_name")] {
        assert!(schema.to_value().to_string().contains(some));
    }
}

#[test]
fn a_page_travels_through_serde() {
    let page = Page::new(vec![user()], Some(PageToken::new("page-2")), None);
    let json = serde_json::to_string(&page).unwrap();
    assert_eq!(serde_json::from_str::<Page<User>>(&json).unwrap(), page);
    let last: Page<User> = serde_json::from_str(r#"{"items": []}"#).unwrap();
    assert_eq!(last, Page::new(Vec::new(), None, None));
}
