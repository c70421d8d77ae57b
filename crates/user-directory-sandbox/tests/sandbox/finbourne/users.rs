//! Users from creation to their end, the directory, the schema.

use std::collections::BTreeMap;

use finbourne_users::types::{CreateUserRequest, UpdateUserRequest, UpdateUserSchemaRequest};
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use super::{client, raw, refusal, with_status};

fn person(email: &str) -> CreateUserRequest {
    let value = json!({ "firstName": "Ada", "lastName": "Byron", "emailAddress": email, "login": email,
        "type": "Personal", "alternativeUserIds": { "desk": "rates", "old": null },
        "roles": [{ "scope": "default", "code": "viewer" }, { "scope": "acme", "code": "trader" }] });
    serde_json::from_value(value).unwrap()
}

fn record(email: &str) -> UpdateUserRequest {
    let value = json!({ "firstName": "Ada", "lastName": "King", "emailAddress": email, "login": email });
    serde_json::from_value(value).unwrap()
}

#[tokio::test]
async fn a_user_is_created_replaced_deactivated_and_purged() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let email = "ada@example.org";
    let request = client.create_user(person(email)).wait_for_reindex(true);
    let made = request.send().await.unwrap();
    assert_eq!(made.status(), 201);
    assert_eq!((made.status.as_str(), made.login.as_str()), ("PROVISIONED", email));
    let id = made.id.clone();
    let again = client.create_user(person("ADA@example.org")).send().await;
    assert_eq!(refusal(again), (400, 658));

    let read = client.get_user(id.as_str()).send().await.unwrap();
    assert!(read.roles.is_none(), "roles are only shown when asked for");
    let read = client.get_user(id.as_str()).include_roles(true).send().await.unwrap();
    let roles: Vec<_> = read.roles.as_ref().unwrap().iter().map(|role| role.role_id.code.as_str()).collect();
    assert_eq!(roles, ["viewer", "trader"]);
    let ids = read.alternative_user_ids.as_ref().unwrap();
    assert_eq!(ids.get("desk").unwrap().as_deref(), Some("rates"));
    assert_eq!(ids.get("old"), Some(&None), "null is a value");
    assert!(client.list_users().send().await.unwrap().iter().any(|user| user.id == id));

    // A PUT replaces: what is left out is gone, and the login of a person follows.
    let new = "ada.king@example.org";
    let changed = client.update_user(id.as_str(), record(new)).send().await.unwrap();
    assert_eq!((changed.last_name.as_str(), changed.login.as_str()), ("King", new));
    assert!(changed.roles.as_ref().unwrap().is_empty());
    assert!(changed.alternative_user_ids.as_ref().unwrap().is_empty());
    // The old address is free again, the new one is not.
    client.create_user(person(email)).send().await.unwrap();
    let taken = client.update_user(id.as_str(), record(email)).send().await;
    assert_eq!(refusal(taken), (400, 658));

    client.delete_user(id.as_str()).send().await.unwrap();
    let read = client.get_user(id.as_str()).send().await.unwrap();
    assert_eq!(read.status, "DEPROVISIONED");
    let listed = async |deactivated| {
        let users = client.list_users().include_deactivated(deactivated);
        users.send().await.unwrap().iter().any(|user| user.id == id)
    };
    assert!(!listed(false).await && listed(true).await);
    assert_eq!(refusal(client.delete_user(id.as_str()).send().await), (404, 705));
    assert_eq!(refusal(client.update_user(id.as_str(), record(new)).send().await), (404, 705));
    // The address stays taken until the user is purged.
    assert_eq!(refusal(client.create_user(person(new)).send().await), (400, 658));
    client.delete_user(id.as_str()).purge(true).send().await.unwrap();
    assert!(!listed(true).await);
    assert_eq!(refusal(client.get_user(id.as_str()).send().await), (404, 657));
    assert_eq!(refusal(client.delete_user(id.as_str()).purge(true).send().await), (404, 657));
    client.create_user(person(new)).send().await.unwrap();
}

#[tokio::test]
async fn kinds_of_users_have_rules_of_their_own() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let body = |kind: &str, login: &str, second: Value| {
        json!({ "firstName": "Jo", "lastName": "Do", "emailAddress": "jo@example.org", "login": login,
            "secondEmailAddress": second, "type": kind })
    };
    for (bad, field) in [
        (body("Personal", "joanna@example.org", Value::Null), "login"),
        (body("Personal", "jo@example.org", json!("jo@example.net")), "secondEmailAddress"),
    ] {
        let answer = raw.json(reqwest::Method::POST, "/api/users", bad).await;
        assert_eq!(answer.status, 400);
        assert!(answer.json()["errors"][field].is_array(), "{}", answer.body);
        assert_eq!(answer.json()["code"], 151);
    }
    let service = body("Service", "robot@example.org", json!("jo@example.net"));
    let made = raw.json(reqwest::Method::POST, "/api/users", service.clone()).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let made = made.json();
    assert_eq!((&made["status"], &made["secondEmailAddress"]), (&json!("ACTIVE"), &json!("jo@example.net")));
    let mut second = service;
    second["emailAddress"] = json!("other@example.org");
    let taken = raw.json(reqwest::Method::POST, "/api/users", second).await;
    assert_eq!(taken.json()["code"], 658, "logins are unique too");
    let runnable = raw.get("/api/users/$runnable").await.json();
    let runnable = runnable.as_array().unwrap();
    assert!(runnable.iter().all(|user| user["type"] == "Service" && user["status"] == "ACTIVE"));
    assert!(runnable.iter().any(|user| user["id"] == made["id"]));
    let link = made["links"][0]["href"].as_str().unwrap();
    let linked = link.strip_prefix(&sandbox.finbourne().base_url()).unwrap();
    assert_eq!(raw.get(linked).await.json()["id"], made["id"]);

    let role = json!({ "firstName": "Jo", "lastName": "Do", "emailAddress": "x@example.org",
        "login": "x@example.org", "type": "Personal", "roles": [{ "scope": "default", "code": "king" }] });
    let answer = raw.json(reqwest::Method::POST, "/api/users", role).await;
    assert_eq!((answer.status, &answer.json()["code"]), (400, &json!(660)));
}

#[tokio::test]
async fn the_directory_tells_what_it_found_and_what_not() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let user = with_status(&client, "ACTIVE").await;
    let ids = vec![user.id.clone(), "nobody".to_owned()];
    let found = client.find_users_by_id(ids).send().await.unwrap();
    let values = found.values.as_ref().unwrap();
    assert_eq!(values.len(), 1);
    assert_eq!(values[&user.id].email.as_ref(), Some(&user.email_address));
    let failed = found.failed.as_ref().unwrap();
    assert_eq!(failed["nobody"].type_.as_deref(), Some("UserDoesNotExist"));

    let many = |count: usize| (0..count).map(|number| format!("u{number}")).collect::<Vec<_>>();
    let fifty = client.find_users_by_id(many(50)).send().await.unwrap();
    assert_eq!(fifty.failed.as_ref().unwrap().len(), 50);
    assert_eq!(refusal(client.find_users_by_id(many(51)).send().await), (400, 151));
    let none = raw(&sandbox).get("/api/directory?").await;
    assert_eq!((none.status, none.json()["errors"]["id"].is_array()), (400, true));
}

#[tokio::test]
async fn the_user_schema_is_replaced() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let before = client.get_user_schema().send().await.unwrap();
    assert_eq!(before.alternative_user_ids.as_ref().unwrap().len(), 2);
    let schema = |names: &[&str]| -> UpdateUserSchemaRequest {
        let properties: Vec<_> =
            names.iter().map(|name| BTreeMap::from([("name", *name), ("description", "")])).collect();
        serde_json::from_value(json!({ "alternativeUserIds": properties })).unwrap()
    };
    client.update_user_schema(schema(&["badge"])).send().await.unwrap();
    let after = client.get_user_schema().send().await.unwrap();
    assert_eq!(after.alternative_user_ids.as_ref().unwrap()[0].name, "badge");
    let twice = client.update_user_schema(schema(&["a", "A"])).send().await;
    assert_eq!(refusal(twice), (400, 144));
    let eleven = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"];
    assert_eq!(refusal(client.update_user_schema(schema(&eleven)).send().await), (400, 151));
}

#[tokio::test]
async fn other_providers_see_the_same_people() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let user = with_status(&client, "ACTIVE").await;
    client.update_user(user.id.as_str(), record("ada.king@example.org")).send().await.unwrap();
    let sendauth = crate::sendauth::raw(&sandbox);
    let found = sendauth.get("/api/v1/users?q=ada.king").await.json();
    assert_eq!(found["rows"][0]["lastName"], "King");
    let id = found["rows"][0]["id"].as_str().unwrap();
    let body = json!({ "firstName": "Augusta", "lastName": "King" });
    let changed = sendauth.json(reqwest::Method::PUT, &format!("/api/v1/users/{id}"), body).await;
    assert_eq!(changed.status, 200);
    let read = client.get_user(user.id.as_str()).send().await.unwrap();
    // An address that was taken away elsewhere is still shown here, where one is required.
    assert_eq!((read.first_name.as_str(), read.email_address.as_str()), ("Augusta", "ada.king@example.org"));
}
