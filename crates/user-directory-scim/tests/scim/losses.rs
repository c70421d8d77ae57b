//! What the table of losses calls kept is kept, and what it calls lost is lost.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use user_directory::capabilities::PROVIDERS;
use user_directory::scim::{Fate, Resource, SCHEMA, losses, scim_v2::Asserted};
use user_directory::{Capabilities, Directory, Enrolment, InMemory, PhoneKind, Scopes, Secret, UserId, Verb};

use crate::narrow::Narrow;
use crate::people;

/// A resource in which every attribute of the table has a value, and none that a directory would choose by itself.
pub(crate) fn full() -> impl Strategy<Value = Resource> {
    let roles = prop::collection::btree_set(("[a-z]{3,6}", "[a-z]{3,6}"), 1..3);
    let phones = prop::collection::btree_map(
        prop::sample::select(&["mobile", "primary", "secondary", "fax"][..]),
        r"\+[0-9]{5,9}",
        4..=4,
    );
    (people::user(), "[a-z]{4,9}", "[a-z]{4,9}", roles, phones).prop_map(|(user, name, word, roles, phones)| {
        let mut json: Value = serde_json::from_str(include_str!("fixtures/8.2_full_user.json")).unwrap();
        json["id"] = json!(user.id);
        json["userName"] = json!(format!("login-{name}"));
        json["name"]["givenName"] = json!(name);
        json["name"]["familyName"] = json!(word);
        json["emails"][1]["value"] = json!(format!("{word}@example.com"));
        json["password"] = json!(format!("Pa55-{word}"));
        let then = "1999-12-31T00:00:00Z";
        json["meta"] = json!({"created": then, "lastModified": then, "version": "W/\"7\""});
        json["roles"] = roles.iter().map(|(role, scope)| json!({"value": role, "type": scope})).collect();
        json["phoneNumbers"] = phones.iter().map(|(kind, number)| json!({"value": number, "type": kind})).collect();
        json["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] =
            json!({"employeeNumber": word, "department": word, "manager": {"value": word}});
        json[SCHEMA] = json!({
            "status": "disabled", "locked": true, "mfa": {"enrolled": false, "method": "totp"}, "lastLogin": then,
        });
        serde_json::from_value(json).unwrap()
    })
}

/// Returns what a resource says of an attribute of the table.
fn value(json: &Value, attribute: &str) -> Value {
    let of_each = |list: &Value, key: &str| -> Value {
        let values = list.as_array().into_iter().flatten();
        values.map(|item| item[key].clone()).filter(|item| !item.is_null()).collect()
    };
    let enterprise = &json["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"];
    let found = match attribute {
        "emails (main)" => {
            let emails = json["emails"].as_array().cloned().unwrap_or_default();
            let main = emails.iter().find(|email| email["primary"] == true);
            main.map_or(Value::Null, |main| main["value"].clone())
        }
        "emails (others)" => {
            let emails = json["emails"].as_array().cloned().unwrap_or_default();
            emails.into_iter().filter(|email| email["primary"] != true).map(|email| email["value"].clone()).collect()
        }
        "phoneNumbers" => {
            let user = serde_json::from_value::<Resource>(json.clone()).unwrap().to_user().unwrap().value;
            user.phones.iter().map(|phone| json!([phone.kind, phone.number])).collect()
        }
        "roles" => of_each(&json["roles"], "value"),
        "roles.type (scope)" => of_each(&json["roles"], "type"),
        "extension: status" => json[SCHEMA]["status"].clone(),
        "extension: locked" => json[SCHEMA]["locked"].clone(),
        "extension: mfa.method" => json[SCHEMA]["mfa"]["method"].clone(),
        "enterprise: department" => enterprise["department"].clone(),
        "enterprise: manager" => enterprise["manager"]["value"].clone(),
        "enterprise: others" => enterprise["employeeNumber"].clone(),
        "extension: lastLogin" => json[SCHEMA]["lastLogin"].clone(),
        "extension: attributes" => json[SCHEMA]["attributes"].clone(),
        path => path.split('.').fold(json, |json, key| &json[key]).clone(),
    };
    match found {
        Value::Array(list) if list.is_empty() => Value::Null,
        found => found,
    }
}

/// Enrols the person that a resource describes, as far as the directory takes it, and reads them.
pub(crate) async fn through(directory: &Directory, resource: &Resource) -> (UserId, Resource) {
    let table = directory.capabilities();
    let mut new = resource.to_new_user().unwrap().value;
    let create = table.supports(Verb::Create);
    new.keep_only(if create { &table.create } else { &table.invite });
    new.keep_phones(&table.phones);
    new.keep_attributes(&table.attributes);
    if table.scopes == Scopes::Never {
        new.roles.iter_mut().for_each(|role| role.scope = None);
    }
    let email = new.emails[0].address.clone();
    let id = match create {
        true => directory.create(new).await.unwrap().id,
        false => match directory.invite(new).await.unwrap() {
            Enrolment::Invited { id: Some(id) } => id,
            // Not every directory tells the id; all find the person.
            Enrolment::Invited { id: None } => directory.find_by_email(&email).await.unwrap().remove(0).id,
            other => other.id().unwrap().clone(),
        },
    };
    let user = directory.get(&id).await.unwrap();
    (id, Resource::from(&user))
}

fn only(types: &[PhoneKind], phones: &Value) -> Value {
    let listed = |phone: &&Value| types.iter().any(|kind| phone[0] == kind.as_str());
    phones.as_array().unwrap().iter().filter(listed).cloned().collect()
}

/// Asserts that each attribute has the fate that the table tells.
pub(crate) fn compare(name: &str, table: &Capabilities, before: &Resource, after: &Resource) {
    let before = serde_json::to_value(before).unwrap();
    let after = serde_json::to_value(after).unwrap();
    for loss in losses(table) {
        let attribute = loss.attribute;
        let (given, got) = (value(&before, attribute), value(&after, attribute));
        assert!(!given.is_null(), "{attribute} is not given, so nothing is proved");
        let what = format!("{name}, {attribute}: {:?}: {given} became {got}", loss.fate);
        match loss.fate {
            // A directory tells others as well.
            Fate::Kept if attribute == "extension: attributes" => {
                assert!(given.as_object().unwrap().iter().all(|(name, value)| got[name] == *value), "{what}");
            }
            Fate::Kept => assert_eq!(given, got, "{what}"),
            Fate::KeptForTypes(types) => {
                assert_eq!(only(&types, &given), got, "{what}");
                assert_ne!(given, got, "{what}");
            }
            Fate::Taken => assert!(got.is_null(), "{what}"),
            Fate::Told(_) => assert_ne!(given, got, "{what}"),
            Fate::Lost if attribute == "userName" => assert_ne!(given, got, "{what}"),
            // SCIM says `active` of everybody.
            Fate::Lost if ["active", "extension: status"].contains(&attribute) => {}
            Fate::Lost => assert!(got.is_null(), "{what}"),
            other => panic!("unknown fate {other:?}"),
        }
    }
}

#[test]
fn the_table_tells_what_becomes_of_each_attribute() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for (name, table) in PROVIDERS {
        let mut runner = TestRunner::new(Config { cases: 64, failure_persistence: None, ..Config::default() });
        runner
            .run(&full(), |mut before| {
                // The opposite of what enrolment makes of it.
                before.core.active = false.into();
                let Asserted::Set(account) = &mut before.account else { panic!("there is an extension") };
                let names = table.attributes.iter().filter(|one| one.writable).map(|one| one.name.to_string());
                account.attributes = names.map(|name| (name, json!(7))).collect();
                if account.attributes.is_empty() {
                    account.attributes.insert("any".to_owned(), json!(7));
                }
                runtime.block_on(async {
                    let inner = InMemory::new();
                    let directory = Directory::new(Narrow { inner: inner.clone(), table: (*table).clone() });
                    let (id, after) = through(&directory, &before).await;
                    compare(name, table, &before, &after);
                    // What is taken has arrived, although it is not told.
                    let taken =
                        losses(table).iter().any(|loss| loss.attribute == "password" && loss.fate == Fate::Taken);
                    let password = before.core.password.as_deref().map(Secret::from).unwrap();
                    assert_eq!(inner.has_password(&id, &password).unwrap(), taken);
                });
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn verbs_that_set_afterwards_are_those_of_the_directory() {
    let mut named = 0;
    for (name, table) in PROVIDERS {
        for loss in losses(table) {
            if let Fate::Told(verbs) = loss.fate {
                named += verbs.len();
                assert!(verbs.iter().all(|verb| table.supports(*verb)), "{name}");
            }
        }
    }
    assert!(named > 0);
}
