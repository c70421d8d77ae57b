//! An update made from a user as fetched.

use finbourne_users::RolesNotFetched;
use finbourne_users::types::{UpdateUserRequest, UserResponse};
use serde_json::{Value, json};

fn fetched(more: &Value) -> UserResponse {
    let mut user = json!({
        "id": "u1", "emailAddress": "a@example.com", "login": "a@example.com", "firstName": "A", "lastName": "B",
        "type": "Personal", "status": "ACTIVE", "external": false,
    });
    user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(user).unwrap()
}

#[test]
fn everything_that_can_be_sent_is_kept() {
    let role = json!({ "scope": "default", "code": "reader" });
    let user = fetched(&json!({
        "secondEmailAddress": "b@example.com",
        "alternativeUserIds": { "hr": "7", "old": null },
        "roles": [{ "id": "r1", "roleId": role, "source": "LUSID", "name": "Reader" }],
    }));
    let update = UpdateUserRequest::try_from(user).unwrap();
    let sent = serde_json::to_value(update).unwrap();
    let expected = json!({
        "firstName": "A", "lastName": "B", "emailAddress": "a@example.com", "login": "a@example.com",
        "secondEmailAddress": "b@example.com",
        "alternativeUserIds": { "hr": "7", "old": null },
        "roles": [role],
    });
    assert_eq!(sent, expected);
}

#[test]
fn no_roles_are_sent_for_somebody_who_has_none() {
    let update = UpdateUserRequest::try_from(fetched(&json!({ "roles": [] }))).unwrap();
    assert_eq!(serde_json::to_value(update).unwrap()["roles"], json!([]));
}

#[test]
fn a_user_fetched_without_roles_is_refused() {
    for user in [fetched(&json!({})), fetched(&json!({ "roles": null }))] {
        let error: RolesNotFetched = UpdateUserRequest::try_from(user).map(drop).unwrap_err();
        assert!(error.to_string().contains("`include_roles(true)`"));
    }
}
