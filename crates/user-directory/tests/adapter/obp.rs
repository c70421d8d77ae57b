//! The Open Bank Project.

use serde_json::{Value, json};
use user_directory::obp::{Client, Credentials, RetryPolicy, types};
use user_directory::{Directory, ErrorKind, Grant, Key, ListQuery, NewUser, Outcome, Status, UserId, Verb};

use crate::support::{Scene, With, call, costs, means, two_pages};

const ID: &str = "9ca9a7e4-6d02-40e3-a129-0b2bf89de9b1";
const OTHER: &str = "9ca9a7e4-6d02-40e3-a129-0b2bf89de9b2";
const USERS: &str = "/obp/v5.0.0/users";

fn directory(scene: &Scene) -> Directory {
    let client =
        Client::builder().base_url(scene.url()).credentials(Credentials::bearer("t")).retry(RetryPolicy::never());
    Directory::from(client.build().unwrap())
}

pub(crate) fn with() -> With {
    With {
        id: UserId::new(ID).unwrap(),
        email: "ada@example.com",
        new: NewUser::new("ada@example.com")
            .user_name("ada")
            .given_name("Ada")
            .family_name("Lovelace")
            .password("Difference-Engine-No-2"),
        patch: user_directory::UserPatch::new(),
        grant: Grant::new("CanGetAnyUser"),
    }
}

fn entitlement(id: &str, role: &str, bank: &str) -> Value {
    json!({"entitlement_id": id, "role_name": role, "bank_id": bank})
}

/// A user with all properties, and one that is not documented.
pub(crate) fn ada() -> Value {
    json!({
        "user_id": ID, "email": "ada@example.com", "provider_id": "ada",
        "provider": "http://127.0.0.1:8080", "username": "ada",
        "entitlements": {"list": [
            entitlement("e-1", "CanGetAnyUser", ""),
            entitlement("e-2", "CanCreateAccount", "bank-1"),
        ]},
        "agreements": [{"type": "terms", "text": "yes"}],
        "is_deleted": false, "is_locked": true,
        "last_marketing_agreement_signed_date": "2026-01-02T03:04:05Z", "shoe_size": 38
    })
}

fn bare() -> Value {
    json!({"user_id": ID, "email": null, "provider_id": null, "provider": null, "username": null,
        "entitlements": {"list": []}, "agreements": [], "is_deleted": false, "is_locked": false})
}

fn plus(mut value: Value, name: &str, with: Value) -> Value {
    value[name] = with;
    value
}

fn deleted() -> Value {
    plus(ada(), "is_deleted", true.into())
}

fn get() -> String {
    format!("GET {USERS}/user_id/{ID}")
}

fn problem(code: &str) -> Value {
    json!({"code": 400, "message": format!("{code}: secret@example.com")})
}

async fn got(record: Value) -> user_directory::Result<user_directory::User> {
    let scene = Scene::start().await;
    scene.on(&get(), 200, record).await;
    directory(&scene).get(&with().id).await
}

/// Serves a user, and the answers to what is then done.
async fn scene(user: Value, answers: &[(String, u16, Value)]) -> Scene {
    let scene = Scene::start().await;
    scene.on(&get(), 200, user).await;
    for (request, status, answer) in answers {
        scene.on(request, *status, answer.clone()).await;
    }
    scene
}

fn bad_logins() -> Value {
    json!({"username": "ada", "bad_attempts_since_last_success_or_reset": 0,
        "last_failure_date": "2026-01-02T03:04:05Z"})
}

fn lock() -> Value {
    json!({"user_id": ID, "type_of_lock": "lock_via_api", "last_lock_date": "2026-01-02T03:04:05Z"})
}

#[tokio::test]
async fn every_field_is_mapped() {
    let user = got(ada()).await.unwrap();
    assert_eq!(user.id.as_str(), ID);
    assert_eq!(user.user_name.as_deref(), Some("ada"));
    assert_eq!(user.email(), Some("ada@example.com"));
    assert_eq!(user.external_id.as_deref(), Some("ada"));
    assert_eq!(user.attributes["provider"], "http://127.0.0.1:8080");
    assert_eq!(user.status, Status::Active);
    assert_eq!(user.locked, Some(true));
    assert_eq!(
        user.roles.as_deref().unwrap(),
        [
            Grant::new("CanGetAnyUser").with_grant_id("e-1"),
            Grant::new("CanCreateAccount").scoped("bank-1").with_grant_id("e-2"),
        ]
    );
    let record = user.record::<types::UserWithAgreements>().unwrap();
    assert_eq!(record.provider.as_deref(), Some("http://127.0.0.1:8080"));
    assert_eq!(user.raw().unwrap()["shoe_size"], 38);
    assert_eq!(got(deleted()).await.unwrap().status, Status::Deleted);
}

#[tokio::test]
async fn no_optional_field_is_needed() {
    let user = got(bare()).await.unwrap();
    assert_eq!((user.user_name.as_deref(), user.email()), (None, None));
    assert_eq!(user.locked, Some(false));
    assert_eq!(user.roles, Some(Vec::new()));
    let error = got(plus(bare(), "user_id", "".into())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn verbs_cost_what_the_table_says() {
    let (path, of_ada) = (format!("{USERS}/{ID}"), format!("{USERS}/ada"));
    let created = ada();
    let answers = [
        (format!("GET {USERS}/current"), 200, ada()),
        (format!("GET {USERS}"), 200, json!({"users": []})),
        (format!("GET {USERS}/email/ada%40example.com/terminator"), 200, json!({"users": [ada()]})),
        (format!("POST {USERS}"), 201, created),
        (format!("DELETE {path}"), 200, json!(true)),
        (format!("GET {USERS}/username/ada"), 200, ada()),
        (format!("POST {of_ada}/locks"), 200, lock()),
        (format!("PUT {of_ada}/lock-status"), 200, bad_logins()),
        (
            "POST /obp/v5.0.0/management/user/reset-password-url".to_owned(),
            201,
            json!({"reset_password_url": "https://bank.example.com/reset/1"}),
        ),
        (format!("POST {path}/entitlements"), 201, entitlement("e-9", "r", "")),
        (format!("DELETE {path}/entitlement/e-1"), 204, Value::Null),
        (format!("DELETE {path}/entitlement/e-2"), 204, Value::Null),
    ];
    let scene = scene(ada(), &answers).await;
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
            (Verb::FindByExternalId, 1),
            (Verb::Create, 1),
            (Verb::Delete, 2),
            (Verb::Lock, 3),
            (Verb::Unlock, 3),
            (Verb::ResetPassword, 2),
            (Verb::Grants, 1),
            (Verb::Grant, 1),
            (Verb::Revoke, 2),
            // One of two roles stays, the other one is taken away.
            (Verb::ReplaceGrants, 2),
        ],
    )
    .await;
}

#[tokio::test]
async fn codes_say_more_than_statuses() {
    let scene = Scene::start().await;
    let directory = directory(&scene);
    let cases: Vec<_> = [
        (400, "OBP-20057", ErrorKind::NotFound),
        (404, "OBP-20005", ErrorKind::NotFound),
        (400, "OBP-20003", ErrorKind::Unauthenticated),
        (401, "OBP-20001", ErrorKind::Unauthenticated),
        (403, "OBP-20006", ErrorKind::PermissionDenied),
        (429, "OBP-10018", ErrorKind::RateLimited),
        (400, "OBP-10001", ErrorKind::InvalidInput),
        // The path does not exist, which says nothing about the person.
        (404, "OBP-10404", ErrorKind::Other),
        (400, "OBP-50000", ErrorKind::Unavailable),
        (400, "OBP-50200", ErrorKind::Unavailable),
        (500, "OBP-50000", ErrorKind::Unavailable),
        (404, "no code", ErrorKind::NotFound),
        (503, "no code", ErrorKind::Unavailable),
    ]
    .map(|(status, code, kind)| (status, problem(code), kind))
    .into();
    means(&scene, &directory, (Verb::Get, &get()), &with(), &cases).await;
    let decode = [(200, json!({"user_id": "secret"}), ErrorKind::Decode)];
    means(&scene, &directory, (Verb::Get, &get()), &with(), &decode).await;
    let create = format!("POST {USERS}");
    let cases = [
        // The server gives this one no code.
        (409, json!({"code": 409, "message": "secret is taken"}), ErrorKind::AlreadyExists),
        (400, problem("OBP-30207"), ErrorKind::InvalidInput),
    ];
    means(&scene, &directory, (Verb::Create, &create), &with(), &cases).await;
    let grant = format!("POST {USERS}/{ID}/entitlements");
    let cases: Vec<_> = [
        (404, "OBP-20005", ErrorKind::NotFound),
        (400, "OBP-10007", ErrorKind::NotFound),
        (404, "OBP-30001", ErrorKind::NotFound),
        (400, "OBP-30205", ErrorKind::InvalidInput),
        (400, "OBP-20050", ErrorKind::PermissionDenied),
    ]
    .map(|(status, code, kind)| (status, problem(code), kind))
    .into();
    means(&scene, &directory, (Verb::Grant, &grant), &with(), &cases).await;
    let error = call(&directory, Verb::Grant, &with()).await.unwrap_err();
    assert_eq!(error.code(), Some("OBP-20050"));
}

#[tokio::test]
async fn trouble_that_comes_as_400_is_not_repeated_blindly() {
    for (verb, request, retryable) in [(Verb::Get, get(), true), (Verb::Create, format!("POST {USERS}"), false)] {
        let scene = Scene::start().await;
        scene.on(&request, 400, problem("OBP-50000")).await;
        let error = call(&directory(&scene), verb, &with()).await.unwrap_err();
        assert_eq!(error.is_retryable(), retryable, "{verb}");
        assert_eq!(error.outcome_unknown(), !retryable, "{verb}");
    }
}

#[tokio::test]
async fn trouble_while_a_change_is_prepared_has_changed_nothing() {
    for verb in [Verb::Delete, Verb::Lock, Verb::Unlock, Verb::ResetPassword, Verb::Revoke, Verb::ReplaceGrants] {
        let scene = Scene::start().await;
        scene.on(&get(), 400, problem("OBP-50000")).await;
        let error = call(&directory(&scene), verb, &with()).await.unwrap_err();
        assert!(!error.outcome_unknown() && error.is_retryable(), "{verb}");
    }
}

#[tokio::test]
async fn lists_go_on_until_a_page_is_empty() {
    let scene = Scene::start().await;
    let page = |offset, deleted| format!("GET {USERS}?limit=2&offset={offset}&is_deleted={deleted}");
    // A short page is not the last one: the server takes users out after it has cut the page.
    let (first, second) = (json!({"users": [ada()]}), json!({"users": [plus(ada(), "user_id", OTHER.into())]}));
    scene.on(&page(0, false), 200, first).await;
    scene.on(&page(2, false), 200, second).await;
    scene.on(&page(4, false), 200, json!({"users": []})).await;
    scene.on(&page(0, true), 200, json!({"users": [deleted()]})).await;
    scene.on(&page(2, true), 200, json!({"users": []})).await;
    let directory = directory(&scene);
    let pages = two_pages(&directory, ListQuery::new().page_size(2)).await;
    assert_eq!(pages, [vec![ID.to_owned()], vec![OTHER.to_owned()], vec![]]);
    let query = ListQuery::new().page_size(2).deleted();
    let page = directory.list_page(&query, None).await.unwrap();
    assert_eq!(page.items[0].status, Status::Deleted);
    let pages = two_pages(&directory, query).await;
    assert_eq!(pages, [vec![ID.to_owned()], vec![]]);
}

#[tokio::test]
async fn addresses_are_looked_for_in_lower_case() {
    let scene = Scene::start().await;
    let search = |email: &str| format!("GET {USERS}/email/{}/terminator", email.replace('@', "%40"));
    let gone = plus(deleted(), "user_id", OTHER.into());
    let found = json!({"users": [ada(), gone]});
    scene.on(&search("ada@example.com"), 200, found).await;
    scene.on(&search("nobody@example.com"), 200, json!({"users": []})).await;
    scene.on(&search("secret@example.com"), 403, problem("OBP-20006")).await;
    let directory = directory(&scene);
    let found = directory.find_by_email("Ada@Example.COM").await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id.as_str(), ID);
    assert!(directory.find_by_email("nobody@example.com").await.unwrap().is_empty());
    let error = directory.find_by_email("secret@example.com").await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::PermissionDenied);
}

#[tokio::test]
async fn names_and_foreign_ids_are_looked_for_among_the_users_of_all_identity_providers() {
    let scene = Scene::start().await;
    let eva = plus(plus(ada(), "user_id", OTHER.into()), "username", "eva".into());
    let eva = plus(eva, "provider_id", "00u-eva".into());
    let namesake = plus(plus(ada(), "user_id", "another".into()), "provider", "https://accounts.example.com".into());
    scene.on(&format!("GET {USERS}?offset=0"), 200, json!({"users": [ada(), eva, namesake]})).await;
    scene.on(&format!("GET {USERS}?offset=100"), 200, json!({"users": []})).await;
    let directory = directory(&scene);
    for (key, ids) in [
        (Key::UserName("ada".to_owned()), &[ID, "another"][..]),
        (Key::UserName("eva".to_owned()), &[OTHER]),
        (Key::ExternalId("00u-eva".to_owned()), &[OTHER]),
    ] {
        let before = scene.calls().await;
        let found = directory.find(key.clone()).await.unwrap();
        assert_eq!(found.iter().map(|user| user.id.as_str()).collect::<Vec<_>>(), ids, "{key:?}");
        assert_eq!(scene.calls().await - before, 2, "{key:?}");
    }
    assert!(!format!("{:?}", Key::UserName("ada".to_owned())).contains("ada"));
    assert_eq!(directory.find(Key::UserName(String::new())).await.unwrap_err().kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn create_sends_all_five_fields() {
    let scene = Scene::start().await;
    let body = json!({"email": "ada@example.com", "username": "ada", "first_name": "Ada",
        "last_name": "Lovelace", "password": "Difference-Engine-No-2"});
    let answer = json!({"user_id": ID, "email": "ada@example.com", "provider_id": "ada",
        "provider": "p", "username": "ada", "entitlements": {"list": []}, "new": 1});
    let request = format!("POST {USERS}");
    scene.on_body(&request, body, 201, answer).await;
    let user = directory(&scene).create(with().new).await.unwrap();
    assert_eq!(user.id.as_str(), ID);
    assert_eq!(user.user_name.as_deref(), Some("ada"));
    assert_eq!((user.status.clone(), user.locked), (Status::Active, None));
    assert!(user.record::<types::UserV200>().is_some());
    assert_eq!(user.raw().unwrap()["new"], 1);
}

#[tokio::test]
async fn nothing_is_done_to_the_deleted() {
    let scene = scene(deleted(), &[]).await;
    let directory = directory(&scene);
    for verb in
        [Verb::Delete, Verb::Lock, Verb::Unlock, Verb::ResetPassword, Verb::Grants, Verb::Revoke, Verb::ReplaceGrants]
    {
        let before = scene.calls().await;
        let error = call(&directory, verb, &with()).await.unwrap_err();
        assert!(error.is_not_found(), "{error:?}");
        assert_eq!(error.verb(), Some(verb));
        // Anything else than reading the user would be answered with 404 by the scene, so it has to be the reading.
        assert_eq!(error.operation(), None, "{error:?}");
        assert_eq!(scene.calls().await - before, 1);
    }
}

#[tokio::test]
async fn nobody_is_locked_for_somebody_of_the_same_name() {
    let by_name = format!("GET {USERS}/username/ada");
    let namesake = plus(ada(), "user_id", OTHER.into());
    let locks =
        [(format!("POST {USERS}/ada/locks"), 200, lock()), (format!("PUT {USERS}/ada/lock-status"), 200, bad_logins())];
    for (user, owner, calls) in
        [(ada(), (200, namesake), 2), (ada(), (404, problem("OBP-20027")), 2), (bare(), (200, ada()), 1)]
    {
        let scene = scene(user, &locks).await;
        scene.on(&by_name, owner.0, owner.1).await;
        for verb in [Verb::Lock, Verb::Unlock] {
            let before = scene.calls().await;
            let error = call(&directory(&scene), verb, &with()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Conflict, "{error:?}");
            assert_eq!(scene.calls().await - before, calls);
        }
    }
    let scene = scene(ada(), &locks).await;
    scene.on(&by_name, 403, problem("OBP-20006")).await;
    let error = directory(&scene).lock(&with().id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert_eq!(error.verb(), Some(Verb::Lock));
}

#[tokio::test]
async fn a_reset_hands_back_a_link_that_debug_does_not_show() {
    let request = "POST /obp/v5.0.0/management/user/reset-password-url";
    let link = "https://bank.example.com/reset/1";
    let scene = Scene::start().await;
    scene.on(&get(), 200, ada()).await;
    let body = json!({"username": "ada", "email": "ada@example.com", "user_id": ID});
    scene.on_body(request, body, 201, json!({"reset_password_url": link})).await;
    let outcome = directory(&scene).reset_password(&with().id).await.unwrap();
    assert!(!format!("{outcome:?}").contains("reset/1"));
    assert!(matches!(outcome, Outcome::Link(secret) if secret.expose() == link));
    let scene = Scene::start().await;
    scene.on(&get(), 200, bare()).await;
    let error = directory(&scene).reset_password(&with().id).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Conflict);
    assert_eq!(scene.calls().await, 1);
}

#[tokio::test]
async fn a_grant_names_its_bank_or_none() {
    for (grant, bank) in [(Grant::new("r"), ""), (Grant::new("r").scoped("bank-1"), "bank-1")] {
        let scene = Scene::start().await;
        let request = format!("POST {USERS}/{ID}/entitlements");
        let body = json!({"bank_id": bank, "role_name": "r"});
        scene.on_body(&request, body, 201, entitlement("e-9", "r", bank)).await;
        directory(&scene).grant(&with().id, grant).await.unwrap();
    }
}

#[tokio::test]
async fn an_empty_scope_is_not_taken_for_the_whole_system() {
    let scene = scene(ada(), &[]).await;
    let (directory, id) = (directory(&scene), with().id);
    let grant = Grant::new("CanGetAnyUser").scoped("");
    for result in [
        directory.grant(&id, grant.clone()).await,
        directory.revoke(&id, grant.clone()).await,
        directory.replace_grants(&id, vec![grant]).await,
    ] {
        assert_eq!(result.unwrap_err().kind(), ErrorKind::InvalidInput);
    }
    assert_eq!(scene.calls().await, 0);
}

#[tokio::test]
async fn granting_the_granted_succeeds() {
    let scene = Scene::start().await;
    let request = format!("POST {USERS}/{ID}/entitlements");
    scene.on(&request, 400, problem("OBP-30216")).await;
    let granted = directory(&scene).grant(&with().id, with().grant).await;
    granted.unwrap();
    assert_eq!(scene.calls().await, 1);
}

#[tokio::test]
async fn a_revocation_deletes_what_is_this_role_of_this_user() {
    let delete = |id: &str| format!("DELETE {USERS}/{ID}/entitlement/{id}");
    let account = Grant::new("CanCreateAccount");
    for (grant, deletes) in [
        (Grant::new("CanGetAnyUser"), Some("e-1")),
        (Grant::new("CanGetAnyUser").with_grant_id("e-1"), Some("e-1")),
        (account.clone().scoped("bank-1"), Some("e-2")),
        // Another scope, another grant, no such role.
        (account.clone(), None),
        (account.clone().scoped("bank-2"), None),
        (account.scoped("bank-1").with_grant_id("e-1"), None),
        (Grant::new("CanFly"), None),
    ] {
        let scene = scene(ada(), &[]).await;
        if let Some(id) = deletes {
            scene.on(&delete(id), 204, Value::Null).await;
        }
        let revoked = directory(&scene).revoke(&with().id, grant.clone()).await;
        revoked.unwrap_or_else(|error| panic!("{grant:?} {error:?}"));
        assert_eq!(scene.calls().await, 1 + usize::from(deletes.is_some()));
    }
    // Gone meanwhile.
    let answers = [(delete("e-1"), 404, problem("OBP-30212"))];
    let scene = scene(ada(), &answers).await;
    let revoked = directory(&scene).revoke(&with().id, with().grant).await;
    revoked.unwrap();
    assert_eq!(scene.calls().await, 2);
}

#[tokio::test]
async fn a_revocation_leaves_no_second_entitlement_of_the_role() {
    let twice = json!({"list": [entitlement("e-1", "CanGetAnyUser", ""),
        entitlement("e-3", "CanGetAnyUser", "")]});
    let delete = |id: &str| (format!("DELETE {USERS}/{ID}/entitlement/{id}"), 204, Value::Null);
    let answers = [delete("e-1"), delete("e-3")];
    let scene = scene(plus(ada(), "entitlements", twice), &answers).await;
    let revoked = directory(&scene).revoke(&with().id, with().grant).await;
    revoked.unwrap();
    assert_eq!(scene.calls().await, 3);
}

async fn replace(scene: &Scene, wanted: &[Grant]) -> user_directory::Result<()> {
    let (directory, id) = (directory(scene), with().id);
    directory.replace_grants(&id, wanted.to_vec()).await
}

#[tokio::test]
async fn a_replacement_adds_first_and_keeps_what_stays() {
    let add = format!("POST {USERS}/{ID}/entitlements");
    let delete = format!("DELETE {USERS}/{ID}/entitlement/e-2");
    let body = json!({"bank_id": "bank-1", "role_name": "CanFly"});
    let wanted =
        vec![Grant::new("CanFly").scoped("bank-1"), Grant::new("CanFly").scoped("bank-1"), Grant::new("CanGetAnyUser")];
    let scene = Scene::start().await;
    scene.on(&get(), 200, ada()).await;
    scene.on_body(&add, body, 201, entitlement("e-9", "CanFly", "bank-1")).await;
    scene.on(&delete, 204, Value::Null).await;
    replace(&scene, &wanted).await.unwrap();
    assert_eq!(scene.calls().await, 3);

    // What the server refuses to grant takes nothing away.
    let refused = [(add.clone(), 400, problem("OBP-10007")), (delete.clone(), 204, Value::Null)];
    let scene = self::scene(ada(), &refused).await;
    let error = replace(&scene, &wanted).await.unwrap_err();
    assert_eq!(error.code(), Some("OBP-10007"));
    assert_eq!(error.detail(), None);
    assert!(!error.outcome_unknown());
    assert_eq!(scene.calls().await, 2);

    // What was done before an error is said.
    let refused = [(add, 201, entitlement("e-9", "CanFly", "bank-1")), (delete, 403, problem("OBP-20006"))];
    let scene = self::scene(ada(), &refused).await;
    let error = replace(&scene, &wanted).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert!(error.detail().unwrap().contains("changed before"));
    assert!(error.outcome_unknown());
}
