//! Lists, and users from creation to their end.

use sendauth_users::types::{TagsRequest, UserRequest};
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use super::{client, nth, raw};

fn user(first: &str, last: &str, email: &str) -> UserRequest {
    let value = json!({ "firstName": first, "lastName": last, "email": email });
    serde_json::from_value(value).unwrap()
}

#[tokio::test]
async fn a_user_is_created_changed_deleted_restored_and_destroyed() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let made = client.create_user(user("Ada", "Byron", "ada@example.org")).send().await.unwrap();
    assert_eq!(made.status(), 201);
    let id = made.id.unwrap();
    assert_eq!(made.username.as_deref(), Some("Ada Byron"));
    assert_eq!(made.has_passkeys, Some(false));

    let mut changed = user("Ada", "Lovelace", "ada@example.org");
    changed.permissions = Some(vec!["users.read".to_owned()]);
    let changed = client.update_user(id, changed).send().await.unwrap();
    assert_eq!(changed.last_name, "Lovelace");
    let found = client.list_users().q("LOVELACE").permission("users.read").send().await.unwrap();
    assert_eq!((found.total, found.rows.as_ref().unwrap()[0].id), (Some(1), Some(id)));

    // A PUT replaces: what is left out is gone.
    client.update_user(id, user("Ada", "King", "ada@example.org")).send().await.unwrap();
    let read = client.get_user(id).send().await.unwrap();
    assert_eq!(read.permissions.as_deref(), Some(&[][..]));

    client.delete_user(id).send().await.unwrap();
    let gone = client.get_user(id).send().await.unwrap_err();
    assert_eq!(gone.status().map(|status| status.as_u16()), Some(404));
    let deleted = client.list_deleted_users().send().await.unwrap();
    assert_eq!(deleted.rows.as_ref().unwrap()[0].id, Some(id));

    client.restore_user(id).send().await.unwrap();
    assert_eq!(client.get_user(id).send().await.unwrap().last_name, "King");
    assert!(client.destroy_user(id).send().await.is_err(), "only deleted users are destroyed");

    client.delete_user(id).send().await.unwrap();
    client.destroy_user(id).send().await.unwrap();
    assert!(client.restore_user(id).send().await.is_err());
    assert_eq!(client.list_deleted_users().send().await.unwrap().total, Some(0));
    // The address is free again.
    client.create_user(user("Ada", "Third", "ada@example.org")).send().await.unwrap();
}

#[tokio::test]
async fn pages_cover_everybody_once_in_every_order() {
    let sandbox = Sandbox::builder().users(57).start().await.unwrap();
    let client = client(&sandbox);
    for (sort, descending) in [("", false), ("email", false), ("lastName", true), ("sortby-1", false)] {
        let mut list = client.list_users().per_page(10);
        if descending {
            list = list.sort_dir(sendauth_users::types::ListUsersSortDir::Desc);
        }
        if !sort.is_empty() {
            list = list.sort_by(sort);
        }
        let mut users = list.stream();
        let mut seen = Vec::new();
        while let Some(user) = users.next().await {
            let user = user.unwrap();
            let key = match sort {
                "email" => user.email.clone().unwrap(),
                "lastName" => user.last_name.to_lowercase(),
                _ => user.created_at.unwrap().to_rfc3339(),
            };
            seen.push((key, user.id.unwrap()));
        }
        let mut keys: Vec<_> = seen.iter().map(|(key, _)| key.clone()).collect();
        if descending {
            keys.reverse();
        }
        assert!(keys.is_sorted(), "{sort}: {keys:?}");
        let ids: std::collections::HashSet<_> = seen.iter().map(|(_, id)| id).collect();
        assert_eq!(ids.len(), 57, "{sort}");
        assert_eq!(users.total(), Some(57));
    }
}

#[tokio::test]
async fn a_page_that_is_asked_for_without_a_size_has_25() {
    let sandbox = Sandbox::builder().users(60).start().await.unwrap();
    let raw = raw(&sandbox);
    let length = |answer: Value| answer["rows"].as_array().unwrap().len();
    assert_eq!(length(raw.get("/api/v1/users").await.json()), 25);
    assert_eq!(length(raw.get("/api/v1/users?page=3").await.json()), 10);
    assert_eq!(length(raw.get("/api/v1/users?page=4").await.json()), 0);
    assert_eq!(length(raw.get("/api/v1/users?page=9223372036854775807&perPage=100").await.json()), 0);
}

#[tokio::test]
async fn groups_give_permissions() {
    let sandbox = Sandbox::builder().users(60).start().await.unwrap();
    let client = client(&sandbox);
    let readers = client.list_users().permission("users.read").per_page(100).send().await.unwrap();
    let rows = readers.rows.clone().unwrap();
    assert!(!rows.is_empty());
    for user in &rows {
        assert!(user.group_permissions.as_ref().unwrap().contains(&"users.read".to_owned()));
        assert!(!user.permission_groups.as_ref().unwrap().is_empty());
    }
    let everybody = client.list_users().send().await.unwrap().total;
    assert!(readers.total < everybody);
}

#[tokio::test]
async fn deeds_are_audited_newest_first() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let id = nth(&client, 1).await;
    let tags = TagsRequest::new().tags([("team", "blue")]);
    client.set_user_tags(id).body(tags).send().await.unwrap();
    client.delete_user(id).send().await.unwrap();
    client.restore_user(id).send().await.unwrap();
    let trail = client.get_user_audits(id).send().await.unwrap();
    let actions: Vec<_> = trail.rows.iter().flatten().map(|one| one.action.clone().unwrap()).collect();
    assert_eq!(actions, ["restore", "delete", "tags", "create"]);
    let rows = trail.rows.as_ref().unwrap();
    assert_eq!(rows[2].extras.as_ref().unwrap()["team"], "blue");
    assert_eq!(rows[0].subject, Some(id));
    let found = client.get_user_audits(id).q("tags").send().await.unwrap();
    assert_eq!(found.total, Some(1));
    let second = client.get_user_audits(id).page(2).per_page(3).send().await.unwrap();
    assert_eq!((second.total, second.rows.as_ref().unwrap().len()), (Some(4), 1));
}

#[tokio::test]
async fn a_company_is_made_once_and_keeps_its_name() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let with = |name: &str| {
        json!({ "firstName": "Jo", "lastName": "Do", "company": {
            "id": "69E150A0-268e-55df-b8e2-6f29c0fbd6be", "name": name, "createdAt": "not read" } })
    };
    let first = raw.json(reqwest::Method::POST, "/api/v1/users", with("Acme")).await;
    assert_eq!(first.status, 201, "{}", first.body);
    let company = first.json()["company"].clone();
    assert_eq!((&company["name"], &company["id"]), (&json!("Acme"), &json!("69e150a0-268e-55df-b8e2-6f29c0fbd6be")));
    let second = raw.json(reqwest::Method::POST, "/api/v1/users", with("Other")).await;
    assert_eq!(second.json()["company"], company);
}
