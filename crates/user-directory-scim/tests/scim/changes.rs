//! What a `PUT` changes.

use proptest::prelude::*;
use serde_json::{Value, json};
use user_directory::scim::{Changes, Resource, SCHEMA, scim_v2::schema_urns};
use user_directory::{
    Directory, Email, EmailKind, Field, Grant, InMemory, Mfa, NewUser, Phone, PhoneKind, Secret, Status, User, UserId,
    UserPatch,
};

use crate::people;

fn ada() -> User {
    let mut ada = User::new(UserId::new("17").unwrap(), Status::Active);
    ada.user_name = Some("ada".into());
    ada.set_email("ada@example.com");
    ada.given_name = Some("Ada".into());
    ada.family_name = Some("King".into());
    ada.phones = vec![Phone::new(PhoneKind::Mobile, "1"), Phone::new(PhoneKind::Primary, "2")];
    ada.locked = Some(false);
    ada.mfa = Some(Mfa::enrolled(None));
    ada.roles = Some(vec![Grant::new("reader").with_grant_id("g1")]);
    ada
}

/// Puts a body with these properties beside those that SCIM requires.
fn put(body: Value) -> Changes {
    let mut all = json!({"schemas": [schema_urns::USER], "userName": "ada"});
    let properties = body.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(properties);
    let resource: Resource = serde_json::from_value(all).unwrap();
    resource.changes(&ada()).unwrap().value
}

#[test]
fn a_role_without_a_scope_of_the_senders_is_kept_in_each_of_its_scopes() {
    let mut ada = ada();
    let grants = vec![Grant::new("admin").scoped("a"), Grant::new("admin").scoped("b")];
    ada.roles = Some(grants.clone());
    let role = json!({"value": "admin", "type": "WindowsAzureActiveDirectoryRole"});
    let body = json!({"schemas": [schema_urns::USER], "userName": "ada", "roles": [role]});
    let resource: Resource = serde_json::from_value(body).unwrap();
    let changes = resource.changes(&ada).unwrap().value;
    assert!(changes.grants.is_none_or(|wanted| wanted == grants));
}

#[test]
fn another_type_of_an_address_is_a_change_or_is_left() {
    let mut ada = ada();
    let home = || Email::new("b@example.com").kind(EmailKind::Home);
    ada.emails = vec![Email::new("ada@example.com").kind(EmailKind::Work), home()];
    for (primary, other, others, left) in [
        ("work", "home", None, false),
        ("work", "work", Some(home().kind(EmailKind::Work)), false),
        ("home", "home", None, true),
    ] {
        let emails = json!([
            {"value": "ada@example.com", "type": primary, "primary": true},
            {"value": "b@example.com", "type": other},
        ]);
        let body = json!({"schemas": [schema_urns::USER], "userName": "ada", "emails": emails});
        let resource: Resource = serde_json::from_value(body).unwrap();
        let read = resource.changes(&ada).unwrap();
        let wanted = others.map_or_else(UserPatch::new, |email| UserPatch::new().other_emails([email]));
        assert_eq!(read.value.patch, wanted, "{primary} {other}");
        assert_eq!(read.left.contains(&"emails.type"), left, "{primary} {other}");
    }
}

fn patch(patch: UserPatch) -> Changes {
    let mut changes = Changes::default();
    changes.patch = patch;
    changes
}

#[test]
fn absent_keeps_null_clears_and_a_value_sets() {
    let new = UserPatch::new;
    for (body, wanted) in [
        (json!({}), new()),
        (json!({"name": {"givenName": "Ada"}}), new()),
        (json!({"name": {"givenName": "Eva"}}), new().given_name("Eva")),
        (json!({"name": {"givenName": null}}), new().clear_given_name()),
        (json!({"name": null}), new().clear_given_name().clear_family_name()),
        (json!({"displayName": "Ada", "title": "Countess"}), new().display_name("Ada").title("Countess")),
        (json!({"externalId": null, "locale": null}), new()),
        (
            json!({schema_urns::ENTERPRISE_USER: {"department": "Engines", "manager": "m-9"}}),
            new().department("Engines").manager(UserId::new("m-9").unwrap()),
        ),
        (json!({SCHEMA: {"attributes": {"a": 1, "b": null}}}), new().attribute("a", 1)),
        (json!({"emails": null}), new().clear_email()),
        (json!({"emails": []}), new().clear_email()),
        (
            json!({"emails": [{"value": "b@example.com"}, {"value": "c@example.com", "primary": true}]}),
            new().email("c@example.com").other_emails([Email::new("b@example.com")]),
        ),
        (json!({"userName": "eva"}), new().user_name("eva")),
        (json!({"phoneNumbers": null}), new().clear_phone(PhoneKind::Mobile).clear_phone(PhoneKind::Primary)),
        (
            json!({"phoneNumbers": [{"value": "tel:3", "type": "mobile"}, {"value": "2", "primary": true}]}),
            new().phone(PhoneKind::Mobile, "3"),
        ),
        (json!({"phoneNumbers": [{"value": "1", "type": "mobile"}]}), new().clear_phone(PhoneKind::Primary)),
        (json!({"password": "new"}), new().password(Secret::new("new"))),
        // Read-only, so ignored.
        (json!({"id": "18", "meta": {"created": "2020-01-01T00:00:00Z"}}), new()),
    ] {
        assert!(put(body.clone()) == patch(wanted), "{body}");
    }
}

#[test]
fn what_is_no_field_is_a_verb() {
    let mut wanted = Changes::default();
    wanted.active = Some(false);
    assert!(put(json!({"active": false})) == wanted);
    assert!(put(json!({"active": true})).is_empty());

    let mut wanted = Changes::default();
    wanted.locked = Some(true);
    assert!(put(json!({SCHEMA: {"locked": true}})) == wanted);
    assert!(put(json!({SCHEMA: {"locked": false}})).is_empty());

    let mut wanted = Changes::default();
    wanted.reset_mfa = true;
    assert!(put(json!({SCHEMA: {"mfa": {"enrolled": false}}})) == wanted);

    for (roles, wanted) in [
        (json!([{"value": "reader"}]), None),
        (json!(null), Some(vec![])),
        (json!([]), Some(vec![])),
        (json!([{"value": "reader", "type": "bank"}]), Some(vec![Grant::new("reader").scoped("bank")])),
    ] {
        assert_eq!(put(json!({"roles": roles})).grants, wanted, "{roles}");
    }
}

#[test]
fn a_name_that_stands_in_may_stay() {
    let mut nameless = ada();
    nameless.user_name = None;
    let same = Resource::from(&nameless);
    assert_eq!(same.core.user_name, "ada@example.com");
    assert!(same.changes(&nameless).unwrap().value.is_empty());
}

proptest! {
    /// So that a directory is never asked to set what it cannot set and what is there already.
    #[test]
    fn what_is_sent_back_changes_nothing(user in people::user()) {
        let read = Resource::from(&user).changes(&user).unwrap();
        prop_assert!(read.value.is_empty() && read.left.is_empty());
    }

    /// Putting one user over another makes that other the same in all fields of a patch.
    #[test]
    fn a_patch_carries_the_fields_over(user in people::user()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let memory = InMemory::new();
            let directory = Directory::new(memory.clone());
            let id = directory.create(NewUser::new("first@example.com")).await.unwrap().id;
            memory.edit(&id, |present| {
                present.given_name = Some("Present".into());
                present.phones = vec![Phone::new(PhoneKind::Secondary, "999")];
            }).unwrap();
            let present = directory.get(&id).await.unwrap();
            let mut resource = Resource::from(&user);
            if resource.core.phone_numbers.is_empty() {
                resource.core.phone_numbers = Vec::new().into();
            }
            let changes = resource.changes(&present).unwrap().value;
            directory.update(&id, changes.patch).await.unwrap();
            let after = directory.get(&id).await.unwrap();
            let kept = |new: &Option<String>, old: &Option<String>| new.clone().or(old.clone());
            if user.emails.is_empty() {
                assert_eq!(after.emails, present.emails);
            } else {
                let addresses = |user: &User| user.emails.iter().map(|email| email.address.clone()).collect::<Vec<_>>();
                assert_eq!(addresses(&after), addresses(&user));
            }
            for field in [Field::ExternalId, Field::DisplayName, Field::Title, Field::Department, Field::Locale] {
                assert_eq!(after.string(field), user.string(field).or(present.string(field)));
            }
            assert_eq!(after.manager, user.manager);
            assert_eq!(after.attributes, user.attributes);
            assert!(after.given_name == kept(&user.given_name, &present.given_name));
            assert!(after.family_name == kept(&user.family_name, &present.family_name));
            for phone in &after.phones {
                assert!(user.phones.contains(phone));
            }
            for phone in &user.phones {
                assert!(after.phones.iter().any(|other| other.kind == phone.kind));
            }
        });
    }
}
