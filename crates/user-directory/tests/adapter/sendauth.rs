//! SendAuth.

use serde_json::{Value, json};
use user_directory::sendauth::{Client, Credentials, RetryPolicy, types};
use user_directory::{
    Directory, ErrorKind, Grant, ListQuery, Mfa, MfaMethod, NewUser, Phone, PhoneKind, Status, UserId, UserPatch, Verb,
};

use crate::support::{Scene, With, costs, means, refuses_ids, two_pages};

const ID: &str = "3f0c3c62-6a2e-4b8f-9a0e-0f5a6d7b8c91";
const OTHER: &str = "3f0c3c62-6a2e-4b8f-9a0e-0f5a6d7b8c92";

fn directory(scene: &Scene) -> Directory {
    let client =
        Client::builder().base_url(scene.url()).credentials(Credentials::basic("u", "p")).retry(RetryPolicy::never());
    Directory::from(client.build().unwrap())
}

pub(crate) fn with() -> With {
    With {
        id: UserId::new(ID).unwrap(),
        email: "ada@example.com",
        new: NewUser::new("ada@example.com")
            .given_name("Ada")
            .family_name("Lovelace")
            .phone(Phone::new(PhoneKind::Mobile, "+1"))
            .role(Grant::new("billing")),
        patch: UserPatch::new().family_name("King"),
        grant: Grant::new("billing"),
    }
}

/// A user with all properties, and one that is not documented.
pub(crate) fn ada() -> Value {
    json!({
        "id": ID, "username": "Ada Lovelace", "firstName": "Ada", "lastName": "Lovelace",
        "email": "Ada@example.com", "phone": "+1", "role": "owner", "permissions": ["audit"],
        "groupPermissions": ["read"], "permissionGroups": [OTHER], "messagingPreference": "pigeon",
        "hasPasskeys": true, "createdAt": "2026-01-02T03:04:05Z",
        "lastAuthenticated": "2026-02-03T04:05:06Z", "shoeSize": 38,
        "company": {"id": OTHER, "name": "Engines", "orgID": OTHER, "createdAt": "2026-01-01T00:00:00Z"}
    })
}

/// What an update sends for her if nothing changes.
fn stored() -> Value {
    json!({
        "firstName": "Ada", "lastName": "Lovelace", "email": "Ada@example.com", "phone": "+1",
        "role": "owner", "permissions": ["audit"], "groupPermissions": ["read"],
        "permissionGroups": [OTHER], "messagingPreference": "pigeon",
        "company": {"id": OTHER, "name": "Engines", "orgID": OTHER}
    })
}

fn plus(mut value: Value, name: &str, with: Value) -> Value {
    value[name] = with;
    value
}

fn bare(id: &str) -> Value {
    json!({"id": id, "firstName": "B", "lastName": "B"})
}

#[tokio::test]
async fn every_field_is_mapped() {
    let scene = Scene::start().await;
    scene.on(&format!("GET /api/v1/users/{ID}"), 200, ada()).await;
    let directory = directory(&scene);
    let user = directory.get(&with().id).await.unwrap();
    assert_eq!(user.id.as_str(), ID);
    // The name by which somebody is shown is no name to log in with.
    assert_eq!(user.user_name, None);
    assert_eq!(user.email(), Some("Ada@example.com"));
    assert_eq!(user.display_name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(user.given_name.as_deref(), Some("Ada"));
    assert_eq!(user.family_name.as_deref(), Some("Lovelace"));
    assert_eq!(user.phones, [Phone::new(PhoneKind::Mobile, "+1")]);
    assert_eq!(user.status, Status::Active);
    assert_eq!(user.locked, None);
    assert_eq!(user.mfa, Some(Mfa::enrolled(Some(MfaMethod::Passkey))));
    assert_eq!(user.created.unwrap().to_rfc3339(), "2026-01-02T03:04:05+00:00");
    assert_eq!(user.last_login.unwrap().to_rfc3339(), "2026-02-03T04:05:06+00:00");
    assert_eq!(user.roles, Some(vec![Grant::new("audit")]));
    for name in ["company", "groupPermissions", "messagingPreference", "permissionGroups", "role"] {
        assert_eq!(user.attributes[name], ada()[name], "{name}");
    }
    let record = user.record::<types::User>().unwrap();
    assert_eq!(record.role, Some(types::UserRole::Unknown("owner".into())));
    assert_eq!(user.raw().unwrap()["shoeSize"], 38);
    assert!(directory.sendauth().is_some());
}

#[tokio::test]
async fn no_optional_field_is_needed() {
    let scene = Scene::start().await;
    scene.on(&format!("GET /api/v1/users/{ID}"), 200, bare(ID)).await;
    let user = directory(&scene).get(&with().id).await.unwrap();
    assert_eq!(user.status, Status::Active);
    assert!(user.emails.is_empty() && user.phones.is_empty() && user.mfa.is_none());
    assert!(user.created.is_none() && user.roles.is_none());
}

#[tokio::test]
async fn without_an_id_there_is_no_user() {
    let scene = Scene::start().await;
    let nobody = json!({"firstName": "B", "lastName": "B"});
    scene.on(&format!("GET /api/v1/users/{ID}"), 200, nobody).await;
    let error = directory(&scene).get(&with().id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn verbs_cost_what_the_table_says() {
    let scene = Scene::start().await;
    let one = format!("/api/v1/users/{ID}");
    let gone = format!("/api/v1/users/deleted/{ID}");
    let page = json!({"rows": [ada()], "total": 1});
    scene.on("GET /api/v1/users?page=1&perPage=1", 200, page.clone()).await;
    scene.on("GET /api/v1/users?page=1&perPage=100", 200, page.clone()).await;
    scene.on("GET /api/v1/users/deleted?page=1&perPage=100", 200, page).await;
    scene.on("POST /api/v1/users", 201, ada()).await;
    scene.on(&format!("GET {one}"), 200, ada()).await;
    scene.on(&format!("PUT {one}"), 200, ada()).await;
    scene.on(&format!("DELETE {one}"), 200, Value::Null).await;
    scene.on(&format!("DELETE {one}/passkey"), 200, Value::Null).await;
    scene.on(&format!("PUT {gone}"), 200, Value::Null).await;
    scene.on(&format!("DELETE {gone}"), 200, Value::Null).await;
    costs(
        &directory(&scene),
        &scene,
        &with(),
        &[
            (Verb::Check, 1),
            (Verb::List, 1),
            (Verb::ListDeleted, 1),
            (Verb::Get, 1),
            (Verb::FindByEmail, 1),
            (Verb::Create, 1),
            (Verb::Update, 2),
            (Verb::Delete, 1),
            (Verb::Purge, 2),
            (Verb::Restore, 1),
            (Verb::ResetMfa, 1),
            (Verb::Grants, 1),
            (Verb::Grant, 2),
            // She does not have it.
            (Verb::Revoke, 1),
            (Verb::ReplaceGrants, 2),
        ],
    )
    .await;
}

#[tokio::test]
async fn statuses_are_the_kinds() {
    let scene = Scene::start().await;
    let refusal = json!({"error": "secret@example.com is not valid", "field": "email"});
    let cases = [
        (401, ErrorKind::Unauthenticated),
        (403, ErrorKind::PermissionDenied),
        (404, ErrorKind::NotFound),
        (422, ErrorKind::InvalidInput),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Unavailable),
        (503, ErrorKind::Unavailable),
    ];
    let mut cases: Vec<_> = cases.map(|(status, kind)| (status, refusal.clone(), kind)).into();
    cases.push((200, json!({"id": 1, "firstName": "secret"}), ErrorKind::Decode));
    let get = format!("GET /api/v1/users/{ID}");
    means(&scene, &directory(&scene), (Verb::Get, &get), &with(), &cases).await;
    // Past the first request of two.
    means(&scene, &directory(&scene), (Verb::Grant, &get), &with(), &cases).await;
}

#[tokio::test]
async fn create_sends_what_is_given() {
    let scene = Scene::start().await;
    let body = json!({"firstName": "Ada", "lastName": "Lovelace", "email": "ada@example.com",
        "phone": "+1", "permissions": ["billing"], "role": "admin", "company": {"name": "Engines"}});
    scene.on_body("POST /api/v1/users", body, 201, ada()).await;
    let new = with().new.attribute("role", "admin").attribute("company", json!({"name": "Engines"}));
    let user = directory(&scene).create(new).await.unwrap();
    assert_eq!(user.raw().unwrap()["shoeSize"], 38);
}

#[tokio::test]
async fn a_second_number_is_refused_and_not_lost() {
    let scene = Scene::start().await;
    for kind in [PhoneKind::Primary, PhoneKind::Mobile] {
        let new = with().new.phone(Phone::new(kind, "+2"));
        assert!(directory(&scene).create(new).await.unwrap_err().is_unsupported());
    }
}

#[tokio::test]
async fn update_changes_the_named_field_and_stores_the_rest() {
    let one = format!("/api/v1/users/{ID}");
    for (patch, name, value) in [
        (UserPatch::new().email("new@example.com"), "email", "new@example.com"),
        (UserPatch::new().given_name("Augusta"), "firstName", "Augusta"),
        (UserPatch::new().family_name("King"), "lastName", "King"),
        (UserPatch::new().phone(PhoneKind::Mobile, "+2"), "phone", "+2"),
        (UserPatch::new().attribute("messagingPreference", "sms"), "messagingPreference", "sms"),
    ] {
        let scene = Scene::start().await;
        scene.on(&format!("GET {one}"), 200, ada()).await;
        let body = plus(stored(), name, value.into());
        scene.on_body(&format!("PUT {one}"), body, 200, ada()).await;
        directory(&scene).update(&with().id, patch).await.unwrap();
        assert_eq!(scene.calls().await, 2, "{name}");
    }
}

#[tokio::test]
async fn update_that_changes_nothing_stores_nothing() {
    let scene = Scene::start().await;
    scene.on(&format!("GET /api/v1/users/{ID}"), 200, ada()).await;
    for patch in [UserPatch::new(), UserPatch::new().given_name("Ada")] {
        directory(&scene).update(&with().id, patch).await.unwrap();
    }
    assert_eq!(scene.calls().await, 2);
}

#[tokio::test]
async fn grants_are_the_direct_permissions() {
    let one = format!("/api/v1/users/{ID}");
    let id = with().id;
    let scene = Scene::start().await;
    scene.on(&format!("GET {one}"), 200, ada()).await;
    for permissions in [json!(["audit", "billing"]), json!(["billing"]), json!([])] {
        let body = plus(stored(), "permissions", permissions);
        scene.on_body(&format!("PUT {one}"), body, 200, ada()).await;
    }
    let directory = directory(&scene);
    assert_eq!(directory.grants(&id).await.unwrap(), [Grant::new("audit")]);
    directory.grant(&id, Grant::new("billing")).await.unwrap();
    directory.grant(&id, Grant::new("audit")).await.unwrap();
    directory.revoke(&id, Grant::new("audit")).await.unwrap();
    let billing = vec![Grant::new("billing")];
    directory.replace_grants(&id, billing).await.unwrap();
    assert_eq!(scene.calls().await, 1 + 2 + 1 + 2 + 2);
}

#[tokio::test]
async fn purge_destroys_who_is_deleted_already() {
    let scene = Scene::start().await;
    scene.on(&format!("DELETE /api/v1/users/{ID}"), 404, json!({"error": "no"})).await;
    let gone = format!("DELETE /api/v1/users/deleted/{ID}");
    scene.on(&gone, 200, Value::Null).await;
    directory(&scene).purge(&with().id).await.unwrap();
    assert_eq!(scene.calls().await, 2);
}

#[tokio::test]
async fn purge_goes_no_further_than_it_may() {
    let scene = Scene::start().await;
    scene.on(&format!("DELETE /api/v1/users/{ID}"), 403, json!({"error": "no"})).await;
    let gone = format!("DELETE /api/v1/users/deleted/{ID}");
    scene.on(&gone, 200, Value::Null).await;
    let error = directory(&scene).purge(&with().id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert_eq!(scene.calls().await, 1);
}

#[tokio::test]
async fn half_a_purge_is_told() {
    for (deleted, unknown) in [(200, true), (404, false)] {
        let scene = Scene::start().await;
        let delete = format!("DELETE /api/v1/users/{ID}");
        scene.on(&delete, deleted, Value::Null).await;
        let gone = format!("DELETE /api/v1/users/deleted/{ID}");
        scene.on(&gone, 403, json!({"error": "no"})).await;
        let error = directory(&scene).purge(&with().id).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PermissionDenied);
        assert_eq!(error.outcome_unknown(), unknown, "{deleted}");
    }
}

#[tokio::test]
async fn lists_go_on_until_the_total() {
    let scene = Scene::start().await;
    for (path, deleted) in [("", false), ("/deleted", true)] {
        for (page, id) in [(1, ID), (2, OTHER)] {
            let request = format!("GET /api/v1/users{path}?page={page}&perPage=1");
            let rows = json!({"rows": [bare(id)], "total": 2});
            scene.on(&request, 200, rows).await;
        }
        let query = ListQuery::new().page_size(1);
        let query = if deleted { query.deleted() } else { query };
        assert_eq!(two_pages(&directory(&scene), query).await, [[ID], [OTHER]]);
    }
    assert_eq!(scene.calls().await, 4);
}

#[tokio::test]
async fn deleted_users_have_that_status() {
    let scene = Scene::start().await;
    let page = json!({"rows": [bare(ID)], "total": 1});
    scene.on("GET /api/v1/users/deleted", 200, page).await;
    let users = directory(&scene).list_deleted().collect().await.unwrap();
    assert_eq!(users[0].status, Status::Deleted);
}

#[tokio::test]
async fn whom_a_search_does_not_find_the_list_does() {
    let scene = Scene::start().await;
    let hits = json!({"rows": [bare(OTHER)], "total": 1});
    scene.on("GET /api/v1/users?q=ada@example.com", 200, hits).await;
    let all = json!({"rows": [bare(OTHER), ada()], "total": 2});
    // Mocks answer in the order of their making.
    scene.on("GET /api/v1/users?page=1&perPage=100", 200, all).await;
    let found = directory(&scene).find_by_email("ada@example.com").await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id.as_str(), ID);
    assert_eq!(scene.calls().await, 2);
}

#[tokio::test]
async fn ids_of_another_form_are_nobodys() {
    let scene = Scene::start().await;
    refuses_ids(&scene, &directory(&scene), &with(), &["ada", "deleted", "a/b"]).await;
}
