//! Resources of the kinds that RFC 7643, section 8 shows, each named after its section.

use serde_json::Value;
use user_directory::scim::Resource;
use user_directory::{Field, Grant, Mfa, MfaMethod, Phone, PhoneKind, Status};

/// Reads a resource, and asserts that writing it gives the same again.
fn read(json: &str) -> Resource {
    let wanted: Value = serde_json::from_str(json).unwrap();
    let resource: Resource = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_value(&resource).unwrap(), wanted);
    resource
}

#[test]
fn rfc7643_s8_1_minimal_user() {
    let resource = read(include_str!("fixtures/8.1_minimal_user.json"));
    let user = resource.to_user().unwrap();
    assert!(user.left.is_empty());
    let user = user.value;
    assert_eq!(user.user_name.as_deref(), Some("grace@sailors.example"));
    assert_eq!(user.status, Status::Active);
    assert_eq!(user.created.unwrap().timestamp(), 1_709_969_400);
    assert!(user.emails.is_empty() && user.roles.is_none() && user.locked.is_none());
}

#[test]
fn rfc7643_s8_2_full_user() {
    let resource = read(include_str!("fixtures/8.2_full_user.json"));
    let new = resource.to_new_user().unwrap();
    assert_eq!(
        new.left,
        [
            "name.formatted",
            "name.middleName",
            "name.honorificPrefix",
            "name.honorificSuffix",
            "nickName",
            "profileUrl",
            "userType",
            "preferredLanguage",
            "timezone",
            "addresses",
            "ims",
            "photos",
            "groups",
            "entitlements",
            "x509Certificates",
        ]
    );
    let new = new.value;
    assert_eq!(new.string(Field::Email), Some("grace@sailors.example"));
    assert_eq!(new.given_name.as_deref(), Some("Grace"));
    assert_eq!(new.family_name.as_deref(), Some("Murray"));
    let fax = PhoneKind::from("fax");
    let phones = [Phone::new(PhoneKind::Mobile, "+1-202-555-0142"), Phone::new(fax, "+1-202-555-0199")];
    assert!(new.phones == phones);
    let roles = [Grant::new("navigator"), Grant::new("auditor").scoped("north-fleet")];
    assert_eq!(new.roles, roles);
}

#[test]
fn rfc7643_s8_3_enterprise_user() {
    let resource = read(include_str!("fixtures/8.3_enterprise_user.json"));
    let user = resource.to_user().unwrap();
    assert_eq!(user.left, ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "other extensions"]);
    let user = user.value;
    assert!(user.user_name.is_none());
    assert_eq!((user.status, user.locked), (Status::Active, Some(true)));
    assert_eq!(user.mfa, Some(Mfa::enrolled(Some(MfaMethod::Totp))));
}

#[test]
fn attributes_can_be_read_in_any_letter_case() {
    let json =
        r#"{"Schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "ID": "1", "USERNAME": "a", "Active": true}"#;
    let resource: Resource = serde_json::from_str(json).unwrap();
    assert_eq!(resource.to_user().unwrap().value.user_name.as_deref(), Some("a"));
}
