//! FINBOURNE Identity.

use serde_json::{Value, json};
use user_directory::finbourne::{Client, Credentials, RetryPolicy, RolesNotFetched, types};
use user_directory::{Directory, Email, ErrorKind, Grant, NewUser, Status, UserId, UserPatch, Verb};

use crate::support::{Scene, With, call, costs, means, refuses_ids};

const ID: &str = "00u1a2b3";

fn directory(scene: &Scene) -> Directory {
    let client = Client::builder()
        .base_url(format!("{}/identity", scene.url()))
        .credentials(Credentials::bearer("t"))
        .retry(RetryPolicy::never());
    Directory::from(client.build().unwrap())
}

pub(crate) fn with() -> With {
    With {
        id: UserId::new(ID).unwrap(),
        email: "ada@example.com",
        new: NewUser::new("ada@example.com")
            .given_name("Ada")
            .family_name("Lovelace")
            .role(Grant::new("auditor").scoped("default")),
        patch: UserPatch::new().family_name("King"),
        grant: Grant::new("auditor").scoped("default"),
    }
}

/// A user with all properties, and one that is not documented.
pub(crate) fn ada() -> Value {
    json!({
        "id": ID, "login": "ada@example.com", "emailAddress": "ada@example.com",
        "secondEmailAddress": "lovelace@example.com", "firstName": "Ada", "lastName": "Lovelace",
        "type": "Personal", "status": "ACTIVE", "external": false,
        "alternativeUserIds": {"payroll": "17"},
        "roles": [{"id": "r", "name": "Auditor", "source": "LUSID", "samlName": "s",
            "roleId": {"scope": "default", "code": "auditor"}}],
        "links": [], "lastLogin": "2026-01-02"
    })
}

fn bare() -> Value {
    json!({"id": ID, "login": "b", "emailAddress": "b@example.com", "firstName": "B",
        "lastName": "B", "type": "Service", "status": "ACTIVE", "external": true})
}

/// What an update sends for her if nothing changes.
fn stored() -> Value {
    json!({
        "login": "ada@example.com", "emailAddress": "ada@example.com",
        "secondEmailAddress": "lovelace@example.com", "firstName": "Ada", "lastName": "Lovelace",
        "alternativeUserIds": {"payroll": "17"},
        "roles": [{"scope": "default", "code": "auditor"}]
    })
}

fn plus(mut value: Value, name: &str, with: Value) -> Value {
    value[name] = with;
    value
}

fn get() -> String {
    format!("GET /identity/api/users/{ID}?includeRoles=true")
}

fn step(name: &str) -> String {
    format!("POST /identity/api/users/{ID}/lifecycle/{name}")
}

fn problem(code: i64) -> Value {
    json!({"name": "Problem", "code": code, "detail": "secret@example.com"})
}

async fn got(record: Value) -> user_directory::User {
    let scene = Scene::start().await;
    scene.on(&get(), 200, record).await;
    directory(&scene).get(&with().id).await.unwrap()
}

#[tokio::test]
async fn every_field_is_mapped() {
    let user = got(ada()).await;
    assert_eq!(user.id.as_str(), ID);
    assert_eq!(user.user_name.as_deref(), Some("ada@example.com"));
    assert_eq!(user.emails, [Email::new("ada@example.com"), Email::new("lovelace@example.com")]);
    assert!(user.has_email("Lovelace@example.com"));
    let attributes = json!({"alternativeUserIds": {"payroll": "17"}, "external": false, "type": "Personal"});
    assert_eq!(json!(user.attributes), attributes);
    assert_eq!(user.given_name.as_deref(), Some("Ada"));
    assert_eq!(user.family_name.as_deref(), Some("Lovelace"));
    assert!(user.phones.is_empty() && user.mfa.is_none() && user.created.is_none());
    assert_eq!(user.status, Status::Active);
    assert_eq!(user.locked, None);
    assert_eq!(user.roles, Some(vec![with().grant]));
    let record = user.record::<types::UserResponse>().unwrap();
    assert_eq!(record.type_, "Personal");
    assert_eq!(user.raw().unwrap()["lastLogin"], "2026-01-02");
}

#[tokio::test]
async fn no_optional_field_is_needed() {
    let user = got(bare()).await;
    assert_eq!(user.roles, None);
    assert_eq!(user.user_name.as_deref(), Some("b"));
}

#[tokio::test]
async fn each_status_has_its_meaning() {
    for (text, status, enabled, locked) in [
        ("ACTIVE", Status::Active, Some(true), None),
        ("Active", Status::Active, Some(true), None),
        ("PASSWORD_EXPIRED", Status::Active, Some(true), None),
        ("LOCKED_OUT", Status::Active, Some(true), Some(true)),
        ("PROVISIONED", Status::Pending, None, None),
        ("SUSPENDED", Status::Disabled, Some(false), None),
        ("DEPROVISIONED", Status::Deleted, None, None),
        ("DEACTIVATED", Status::Deleted, None, None),
        ("NAPPING", Status::Other("NAPPING".into()), None, None),
    ] {
        let user = got(plus(ada(), "status", text.into())).await;
        assert_eq!((user.status, user.enabled, user.locked), (status, enabled, locked), "{text}");
    }
}

#[tokio::test]
async fn verbs_cost_what_the_table_says() {
    let scene = Scene::start().await;
    let users = "/identity/api/users";
    scene.on(&format!("GET {users}"), 200, json!([ada()])).await;
    scene.on(&format!("GET {users}/schema"), 200, json!({"alternativeUserIds": []})).await;
    scene.on(&format!("POST {users}"), 201, ada()).await;
    scene.on(&get(), 200, ada()).await;
    scene.on(&format!("PUT {users}/{ID}"), 200, ada()).await;
    scene.on(&format!("DELETE {users}/{ID}"), 204, Value::Null).await;
    for name in ["$activate", "$unlock", "$resetfactors", "$resetpassword", "$unsuspend"] {
        scene.on(&step(name), 204, Value::Null).await;
    }
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
            (Verb::FindByUserName, 1),
            (Verb::Create, 1),
            (Verb::Update, 2),
            (Verb::Delete, 1),
            (Verb::Purge, 1),
            (Verb::Enable, 1),
            (Verb::Unlock, 1),
            (Verb::ResetMfa, 1),
            (Verb::ResetPassword, 1),
            (Verb::ResendInvitation, 1),
            (Verb::Grants, 1),
        ],
    )
    .await;
}

#[tokio::test]
async fn codes_say_more_than_statuses() {
    let scene = Scene::start().await;
    let directory = directory(&scene);
    let cases: Vec<_> = [
        (400, 657, ErrorKind::NotFound),
        (404, 239, ErrorKind::NotFound),
        (400, 705, ErrorKind::NotFound),
        (400, 186, ErrorKind::PermissionDenied),
        (400, 939, ErrorKind::PermissionDenied),
        (400, 187, ErrorKind::Unauthenticated),
        (400, 717, ErrorKind::Conflict),
        (400, 151, ErrorKind::InvalidInput),
        (401, -1, ErrorKind::Unauthenticated),
        (403, -1, ErrorKind::PermissionDenied),
        (404, -1, ErrorKind::NotFound),
        (429, -1, ErrorKind::RateLimited),
        (500, -1, ErrorKind::Unavailable),
    ]
    .map(|(status, code, kind)| (status, problem(code), kind))
    .into();
    means(&scene, &directory, (Verb::Get, &get()), &with(), &cases).await;
    let decode = [(200, json!({"id": "secret"}), ErrorKind::Decode)];
    means(&scene, &directory, (Verb::Get, &get()), &with(), &decode).await;
    let create = "POST /identity/api/users";
    let taken = [(400, problem(658), ErrorKind::AlreadyExists)];
    means(&scene, &directory, (Verb::Create, create), &with(), &taken).await;
    let activated = [(400, problem(707), ErrorKind::Conflict)];
    let resend = step("$activate");
    means(&scene, &directory, (Verb::ResendInvitation, &resend), &with(), &activated).await;
    let reset = step("$resetpassword");
    let unfit = [(400, problem(718), ErrorKind::Conflict)];
    means(&scene, &directory, (Verb::ResetPassword, &reset), &with(), &unfit).await;
    let error = call(&directory, Verb::ResetPassword, &with()).await.unwrap_err();
    assert_eq!(error.code(), Some("718"));
}

#[tokio::test]
async fn unlocking_the_unlocked_succeeds() {
    let scene = Scene::start().await;
    scene.on(&step("$unlock"), 400, problem(706)).await;
    directory(&scene).unlock(&with().id).await.unwrap();
    assert_eq!(scene.calls().await, 1);
}

#[tokio::test]
async fn enabling_the_enabled_succeeds_and_others_are_in_conflict() {
    for (status, enabled) in [("ACTIVE", true), ("PROVISIONED", false), ("DEPROVISIONED", false)] {
        let scene = Scene::start().await;
        scene.on(&step("$unsuspend"), 400, problem(717)).await;
        scene.on(&get(), 200, plus(ada(), "status", status.into())).await;
        let result = directory(&scene).enable(&with().id).await;
        assert_eq!(scene.calls().await, 2);
        match result {
            Ok(()) => assert!(enabled, "{status}"),
            Err(error) => {
                assert!(!enabled && error.kind() == ErrorKind::Conflict, "{status} {error:?}");
            }
        }
    }
}

#[tokio::test]
async fn create_sends_a_person_whose_login_is_the_address() {
    let scene = Scene::start().await;
    let body = json!({
        "login": "ada@example.com", "emailAddress": "ada@example.com", "firstName": "Ada",
        "lastName": "Lovelace", "type": "Personal",
        "roles": [{"scope": "default", "code": "auditor"}]
    });
    // Or the person would be missing from lists for a while.
    let request = "POST /identity/api/users?waitForReindex=true";
    scene.on_body(request, body, 201, ada()).await;
    let user = directory(&scene).create(with().new).await.unwrap();
    assert_eq!(user.id.as_str(), ID);
    for (new, kind) in [
        (with().new.attribute("type", "Service"), ErrorKind::Unsupported),
        (with().new.attribute("alternativeUserIds", "17"), ErrorKind::InvalidInput),
        (with().new.enabled(false), ErrorKind::Unsupported),
    ] {
        assert_eq!(directory(&scene).create(new).await.unwrap_err().kind(), kind);
    }
    assert_eq!(scene.calls().await, 1);
}

#[tokio::test]
async fn update_replaces_the_record_with_the_one_change() {
    let path = format!("/identity/api/users/{ID}");
    let service =
        json!({"login": "b", "emailAddress": "e@example.com", "firstName": "B", "lastName": "B", "roles": []});
    for (record, patch, body) in [
        (ada(), UserPatch::new().given_name("Augusta"), plus(stored(), "firstName", "Augusta".into())),
        (ada(), UserPatch::new().family_name("King"), plus(stored(), "lastName", "King".into())),
        (
            ada(),
            UserPatch::new().email("e@example.com"),
            // A person's login follows.
            plus(plus(stored(), "emailAddress", "e@example.com".into()), "login", "e@example.com".into()),
        ),
        (
            ada(),
            UserPatch::new().attribute("alternativeUserIds", json!({"badge": "7"})),
            plus(stored(), "alternativeUserIds", json!({"badge": "7"})),
        ),
        (plus(bare(), "roles", json!([])), UserPatch::new().email("e@example.com"), service),
    ] {
        let scene = Scene::start().await;
        scene.on(&get(), 200, record).await;
        scene.on_body(&format!("PUT {path}"), body, 200, ada()).await;
        directory(&scene).update(&with().id, patch).await.unwrap();
        assert_eq!(scene.calls().await, 2);
    }
    let scene = Scene::start().await;
    scene.on(&get(), 200, ada()).await;
    let directory = directory(&scene);
    directory.update(&with().id, UserPatch::new()).await.unwrap();
    assert_eq!(scene.calls().await, 1);
}

#[tokio::test]
async fn update_takes_no_roles_away_that_the_answer_left_out() {
    let scene = Scene::start().await;
    scene.on(&get(), 200, bare()).await;
    let error = directory(&scene).update(&with().id, UserPatch::new().given_name("B")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome_unknown()), (ErrorKind::Decode, false));
    let cause = std::error::Error::source(&error).unwrap();
    assert!(cause.is::<RolesNotFetched>());
    assert_eq!(scene.calls().await, 1);
}

#[tokio::test]
async fn deletion_says_whether_it_is_for_good() {
    let scene = Scene::start().await;
    let request = |purge| format!("DELETE /identity/api/users/{ID}?purge={purge}");
    scene.on(&request(false), 204, Value::Null).await;
    directory(&scene).delete(&with().id).await.unwrap();
    scene.on(&request(true), 204, Value::Null).await;
    directory(&scene).purge(&with().id).await.unwrap();
    assert_eq!(scene.calls().await, 2);
}

#[tokio::test]
async fn the_deleted_are_told_by_their_status() {
    let scene = Scene::start().await;
    let gone = plus(plus(ada(), "id", "00u9".into()), "status", "DEPROVISIONED".into());
    let list = "GET /identity/api/users";
    scene.on(&format!("{list}?includeDeactivated=true"), 200, json!([ada(), gone])).await;
    scene.on(&format!("{list}?includeDeactivated=false"), 200, json!([ada()])).await;
    let directory = directory(&scene);
    let deleted = directory.list_deleted().collect().await.unwrap();
    assert_eq!(deleted.len(), 1);
    assert_eq!(deleted[0].id.as_str(), "00u9");
    let found = directory.find_by_email("ADA@example.com").await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id.as_str(), ID);
}

#[tokio::test]
async fn ids_of_another_form_are_nobodys() {
    let scene = Scene::start().await;
    let ids = ["schema", "$runnable", "a/b", "a b"];
    refuses_ids(&scene, &directory(&scene), &with(), &ids).await;
}
