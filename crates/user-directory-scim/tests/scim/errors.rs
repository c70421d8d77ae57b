//! What cannot be read is named, and not shown.

use serde_json::{Value, json};
use user_directory::scim::{ReadError, Resource, SCHEMA, scim_v2::schema_urns};
use user_directory::{Status, User, UserId};

fn resource(body: Value) -> Resource {
    let mut all = json!({"schemas": [schema_urns::USER], "userName": "ada", "id": "17", "active": true});
    all.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
    serde_json::from_value(all).unwrap()
}

#[test]
fn names_the_attribute() {
    let user = User::new(UserId::new("17").unwrap(), Status::Active);
    let read = |body| resource(body).to_user().map(drop).unwrap_err();
    let enrol = |body| resource(body).to_new_user().map(drop).unwrap_err();
    let put = |body| resource(body).changes(&user).map(drop).unwrap_err();
    let secret = "secret-7391";
    for (error, text) in [
        (read(json!({"schemas": [secret]})), "`schemas` does not name urn:ietf:params:scim:schemas:core:2.0:User"),
        (read(json!({"id": null})), "`id` is missing"),
        (read(json!({"id": format!("{secret}\n")})), "`id` has a value that it cannot have"),
        (read(json!({"active": null})), "`active` is missing"),
        (read(json!({"emails": [{"display": secret}]})), "`emails.value` has a value that it cannot have"),
        (
            read(json!({"emails": [{"value": secret, "primary": true}, {"value": secret, "primary": true}]})),
            "`emails` has more than one primary value",
        ),
        (
            read(json!({"phoneNumbers": [{"value": secret, "primary": true}, {"value": secret, "primary": true}]})),
            "`phoneNumbers` has more than one primary value",
        ),
        (read(json!({"phoneNumbers": [{"type": secret}]})), "`phoneNumbers.value` has a value that it cannot have"),
        (read(json!({"roles": [{"display": secret}]})), "`roles.value` has a value that it cannot have"),
        (
            // A time without an offset is XML's, but no moment.
            read(json!({"meta": {"created": "2020-01-01T00:00:00"}})),
            "`meta.created` has a value that it cannot have",
        ),
        (enrol(json!({"userName": ""})), "`userName` is missing"),
        (put(json!({"userName": ""})), "`userName` cannot be cleared"),
        (put(json!({"password": null})), "`password` cannot be cleared"),
        (put(json!({"active": null})), "`active` cannot be cleared"),
    ] {
        assert_eq!(error.to_string(), text);
        assert!(!format!("{error:?}").contains(secret), "{error:?}");
    }
    assert!(matches!(read(json!({"id": null})), ReadError::Missing { attribute: "id" }));
}

#[test]
fn active_wins_over_an_extension_that_was_sent_back() {
    for (active, status, locked, wanted) in [
        (false, "active", false, (Status::Disabled, Some(false))),
        (false, "active", true, (Status::Active, Some(true))),
        (false, "pending", false, (Status::Pending, Some(false))),
        (true, "pending", false, (Status::Pending, Some(false))),
        (true, "disabled", true, (Status::Active, Some(false))),
        (true, "active", true, (Status::Active, Some(false))),
        (true, "active", false, (Status::Active, Some(false))),
    ] {
        let body = json!({"active": active, SCHEMA: {"status": status, "locked": locked}});
        let user = resource(body).to_user().unwrap().value;
        assert_eq!((user.status.clone(), user.locked), wanted, "{active} {status} {locked}");
        assert_eq!(user.is_active(), active && status != "pending");
    }
}

#[test]
fn debug_shows_nobody() {
    let body = json!({"userName": "lovelace", "password": "hunter2", "emails": [{"value": "l@example.com"}]});
    let resource = resource(body);
    let text = format!("{resource:?} {:?}", resource.to_new_user().unwrap());
    for word in ["lovelace", "hunter2", "example.com"] {
        assert!(!text.contains(word), "{text}");
    }
}
