//! What identity providers send, each in its own way, is read as they mean it, or what is lost is named.

use serde_json::{Value, json};
use user_directory::scim::{Read, ReadError, Resource, scim_v2::schema_urns};
use user_directory::{Email, EmailKind, Grant, NewUser, Phone, PhoneKind, Status, User, UserId, UserPatch};

/// Adds what all these requests have.
fn body(more: Value) -> Value {
    let mut body = json!({"schemas": [schema_urns::USER], "userName": "kim@corp.example"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

fn post(body: Value) -> Read<NewUser> {
    serde_json::from_value::<Resource>(body).unwrap().to_new_user().unwrap()
}

fn work_email(address: &str) -> Email {
    Email::new(address).kind(EmailKind::Work)
}

fn kim() -> NewUser {
    NewUser::default().user_name("kim@corp.example")
}

#[test]
fn a_post_is_read_as_its_sender_means_it() {
    let no_left: &[&str] = &[];
    let work = |number: &str| Phone::new(PhoneKind::from("work"), number);
    let admin =
        json!({"primary": "True", "type": "WindowsAzureActiveDirectoryRole", "value": "Admin", "display": "Admin"});
    for (sender, sent, wanted, left) in [
        (
            "Okta",
            body(json!({
                "name": {"givenName": "Kim", "familyName": "Osei"},
                "emails": [{"value": "kim@corp.example", "type": "work", "primary": true}],
                "displayName": "Kim Osei", "locale": "en-GB", "externalId": "00u-kim",
                "groups": [], "password": "s3cret-Kim", "active": true,
            })),
            kim()
                .add_email(work_email("kim@corp.example"))
                .external_id("00u-kim")
                .given_name("Kim")
                .family_name("Osei")
                .display_name("Kim Osei")
                .locale("en-GB")
                .password("s3cret-Kim")
                .enabled(true),
            &[][..],
        ),
        (
            "Entra, a manager who is a text",
            body(json!({
                "schemas": [schema_urns::USER, schema_urns::ENTERPRISE_USER],
                "externalId": "kimo", "active": true,
                "name": {"formatted": "Kim Osei", "givenName": "Kim", "familyName": "Osei"},
                schema_urns::ENTERPRISE_USER: {"department": "Procurement", "manager": "m-9"},
            })),
            kim()
                .external_id("kimo")
                .given_name("Kim")
                .family_name("Osei")
                .department("Procurement")
                .manager(UserId::new("m-9").unwrap())
                .enabled(true),
            &["name.formatted"],
        ),
        ("Entra, older jobs", body(json!({"active": "False"})), kim().enabled(false), no_left),
        ("Ping", body(json!({"active": false})), kim().enabled(false), no_left),
        ("Entra, roles", body(json!({"roles": [admin]})), kim().role(Grant::new("Admin")), &["roles.type"]),
        (
            "others, roles",
            body(json!({"roles": [{"value": "Admin", "type": "bank-1"}]})),
            kim().role(Grant::new("Admin").scoped("bank-1")),
            no_left,
        ),
        (
            "Entra, addresses",
            body(json!({"emails": [
                {"type": "other", "value": "kim@home.example"}, {"type": "work", "value": "kim@corp.example"},
            ]})),
            kim()
                .add_email(work_email("kim@corp.example"))
                .add_email(Email::new("kim@home.example").kind(EmailKind::from("other"))),
            no_left,
        ),
        (
            "OneLogin",
            body(json!({"phoneNumbers": [{"value": "+12025550131", "type": "work"}], "active": true})),
            kim().phone(work("+12025550131")).enabled(true),
            no_left,
        ),
        (
            "several numbers of a type",
            body(json!({"phoneNumbers": [{"value": "1", "type": "Work"}, {"value": "2", "type": "work"}]})),
            kim().phone(work("1")).phone(work("2")),
            no_left,
        ),
        (
            "JumpCloud",
            body(json!({
                "name": {"givenName": "Kim", "familyName": "Osei", "middleName": ""},
                "displayName": "", "externalId": null, "password": "", "nickName": null,
                "emails": [{"value": "", "type": "work"}], "roles": [{"value": null}],
            })),
            kim().given_name("Kim").family_name("Osei"),
            no_left,
        ),
        (
            "any letter case",
            json!({"Schemas": [schema_urns::USER], "UserName": "kim@corp.example", "Active": true, "NAME": {"GivenName": "Kim"}}),
            kim().given_name("Kim").enabled(true),
            no_left,
        ),
        ("without schemas", json!({"userName": "kim@corp.example"}), kim(), no_left),
    ] {
        let read = post(sent);
        assert!(read.value == wanted, "{sender}: {:?} instead of {wanted:?}", read.value);
        assert_eq!(read.left, left, "{sender}");
    }
}

#[test]
fn a_server_can_insist_on_schemas() {
    let bare: Resource = serde_json::from_value(json!({"userName": "kim@corp.example"})).unwrap();
    assert!(matches!(bare.require_schema(), Err(ReadError::Schema)));
    let named: Resource = serde_json::from_value(body(json!({}))).unwrap();
    named.require_schema().unwrap();
}

#[test]
fn a_manager_is_kept_by_id() {
    let manager = json!({schema_urns::ENTERPRISE_USER: {"manager": "m-9"}});
    let resource: Resource = serde_json::from_value(body(manager)).unwrap();
    let written = serde_json::to_value(&resource).unwrap();
    assert_eq!(written[schema_urns::ENTERPRISE_USER], json!({"manager": {"value": "m-9"}}));
}

#[test]
fn two_spellings_of_an_attribute_are_refused() {
    let twice = json!({"userName": "kim@corp.example", "USERNAME": "mo@corp.example"});
    assert!(serde_json::from_value::<Resource>(twice).is_err());
}

fn mo() -> User {
    let mut mo = User::new(UserId::new("7").unwrap(), Status::Active);
    mo.user_name = Some("mo@corp.example".into());
    mo.set_email("mo@corp.example");
    mo.given_name = Some("Mo".into());
    mo.family_name = Some("Reyes".into());
    mo.roles = Some(vec![Grant::new("reader").scoped("bank-1")]);
    mo
}

fn with_phones(phones: &[(&str, &str)]) -> User {
    let mut user = mo();
    user.phones = phones.iter().map(|(kind, number)| Phone::new(PhoneKind::from(*kind), *number)).collect();
    user
}

#[test]
fn a_put_is_read_as_its_sender_means_it() {
    let new = UserPatch::new;
    for (sender, current, sent, patch, active, left) in [
        (
            "Okta",
            mo(),
            json!({"name": {"givenName": "Mo", "middleName": "", "familyName": "Reyes"}, "active": false, "groups": []}),
            new(),
            Some(false),
            &[][..],
        ),
        (
            "OneLogin",
            mo(),
            json!({"emails": [
                {"type": "home", "value": "mo@home.example"},
                {"type": "work", "value": "mo.new@corp.example", "primary": true},
            ]}),
            new().email("mo.new@corp.example").other_emails([Email::new("mo@home.example").kind(EmailKind::Home)]),
            None,
            &[],
        ),
        (
            "one of two numbers of a kind",
            with_phones(&[("mobile", "111"), ("mobile", "222")]),
            json!({"phoneNumbers": [{"type": "mobile", "value": "222"}]}),
            new().phone(PhoneKind::Mobile, "222"),
            None,
            &[],
        ),
        (
            "Entra, a role that is there, in a scope",
            mo(),
            json!({"roles": [{"value": "reader", "type": "WindowsAzureActiveDirectoryRole"}]}),
            new(),
            None,
            &["roles.type"],
        ),
        (
            "more new numbers of a kind than a patch can set",
            mo(),
            json!({"phoneNumbers": [{"type": "mobile", "value": "9"}, {"type": "mobile", "value": "1"}]}),
            new().phone(PhoneKind::Mobile, "9"),
            None,
            &["phoneNumbers"],
        ),
        (
            "kinds that SCIM does not know, sent back without the extension",
            with_phones(&[("primary", "1"), ("secondary", "2"), ("mobile", "3")]),
            json!({"phoneNumbers": [
                {"value": "1", "primary": true}, {"value": "4", "type": "other"}, {"value": "3", "type": "mobile"},
            ]}),
            new().phone(PhoneKind::Secondary, "4"),
            None,
            &[],
        ),
    ] {
        let mut all = json!({"schemas": [schema_urns::USER], "userName": "mo@corp.example"});
        all.as_object_mut().unwrap().extend(sent.as_object().unwrap().clone());
        let read = serde_json::from_value::<Resource>(all).unwrap().changes(&current).unwrap();
        assert!(read.value.patch == patch, "{sender}: {:?} instead of {patch:?}", read.value.patch);
        assert_eq!((read.value.active, read.value.grants, read.value.locked), (active, None, None), "{sender}");
        assert_eq!(read.left, left, "{sender}");
    }
}

/// An invited person is enabled: to a client that wants them active there is nothing to do.
#[test]
fn whoever_was_invited_is_active() {
    let mut invited = mo();
    invited.status = Status::Pending;
    let resource = Resource::from(&invited);
    assert_eq!(resource.core.active.as_option(), Some(&true));
    assert!(resource.changes(&invited).unwrap().value.is_empty());
    let bare = Resource::from(resource.into_core());
    assert!(bare.changes(&invited).unwrap().value.is_empty());
}
