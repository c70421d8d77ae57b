//! The SaaSus Platform.

use serde_json::{Value, json};
use user_directory::saasus::{Client, Credentials, RetryPolicy, types};
use user_directory::{Directory, Enrolment, ErrorKind, Field, Grant, NewUser, Status, UserId, UserPatch, Verb};

use crate::support::{Scene, With, call, costs, means};

const ID: &str = "69e732d6-8ecc-45c4-c2eb-8438f7ffe775";
const OTHER: &str = "69e732d6-8ecc-45c4-c2eb-8438f7ffe776";

fn directory(scene: &Scene) -> Directory {
    let client = Client::builder()
        .base_url(format!("{}/v1/auth", scene.url()))
        .credentials(Credentials::api_key("s", "k", "secret"))
        .retry(RetryPolicy::never());
    Directory::from(client.build().unwrap())
}

pub(crate) fn with() -> With {
    With {
        id: UserId::new(ID).unwrap(),
        email: "ada@example.com",
        new: NewUser::new("ada@example.com").password("@Pass#Word1"),
        patch: UserPatch::new().email("countess@example.com"),
        grant: Grant::new("r"),
    }
}

/// A user, with a property of later versions.
pub(crate) fn ada() -> Value {
    json!({"id": ID, "email": "Ada@example.com", "attributes": {"floor": 3}})
}

fn other(email: &str) -> Value {
    json!({"id": OTHER, "email": email})
}

fn on(method: &str, path: &str) -> String {
    format!("{method} /v1/auth{path}")
}

fn of_ada(method: &str, path: &str) -> String {
    on(method, &format!("/users/{ID}{path}"))
}

fn problem(kind: &str) -> Value {
    json!({"type": kind, "message": "secret@example.com", "data": {"mail": "secret@example.com"}})
}

async fn scene(answers: &[(String, u16, Value)]) -> Scene {
    let scene = Scene::start().await;
    for (request, status, answer) in answers {
        scene.on(request, *status, answer.clone()).await;
    }
    scene
}

#[tokio::test]
async fn every_field_is_mapped() {
    let scene = scene(&[(of_ada("GET", ""), 200, ada())]).await;
    let user = directory(&scene).get(&with().id).await.unwrap();
    assert_eq!(user.id.as_str(), ID);
    assert_eq!(user.email(), Some("Ada@example.com"));
    assert_eq!(user.user_name, None);
    assert_eq!(user.status, Status::Active);
    assert_eq!((user.locked, user.roles.clone(), user.mfa.clone()), (None, None, None));
    assert!(user.record::<types::SaasUser>().is_some());
    assert_eq!(user.raw().unwrap()["attributes"]["floor"], 3);
    assert_eq!(json!(user.attributes), json!({"floor": 3}));
}

#[tokio::test]
async fn a_user_without_an_id_is_not_understood() {
    let nobody = json!({"id": "", "email": "a@example.com"});
    let answers = [(of_ada("GET", ""), 200, nobody.clone()), (on("GET", "/users"), 200, json!({"users": [nobody]}))];
    let scene = scene(&answers).await;
    for verb in [Verb::Get, Verb::List, Verb::FindByEmail] {
        let error = call(&directory(&scene), verb, &with()).await.unwrap_err();
        assert_eq!((error.kind(), error.verb()), (ErrorKind::Decode, Some(verb)));
    }
}

#[tokio::test]
async fn verbs_cost_what_the_table_says() {
    let done = || Value::Null;
    let scene = scene(&[
        (on("GET", "/users"), 200, json!({"users": [ada()]})),
        (on("POST", "/users"), 201, ada()),
        (on("POST", "/sign-up"), 201, ada()),
        (of_ada("GET", ""), 200, ada()),
        (of_ada("DELETE", ""), 200, done()),
        (of_ada("PATCH", "/email"), 200, done()),
        (of_ada("PATCH", "/password"), 200, done()),
        (of_ada("PATCH", "/mfa/preference"), 200, done()),
        (on("POST", "/sign-up/resend"), 200, done()),
    ])
    .await;
    let directory = directory(&scene);
    costs(
        &directory,
        &scene,
        &with(),
        &[
            (Verb::Check, 1),
            (Verb::List, 1),
            (Verb::Get, 1),
            (Verb::FindByEmail, 1),
            (Verb::Create, 1),
            (Verb::Invite, 1),
            (Verb::Update, 1),
            (Verb::Delete, 1),
            (Verb::ResetMfa, 1),
            (Verb::ResendInvitation, 2),
        ],
    )
    .await;
    for (patch, calls) in [
        (UserPatch::new().email("e@example.com").password("p"), 2),
        (UserPatch::new().password("p"), 1),
        (UserPatch::new(), 1),
    ] {
        let before = scene.calls().await;
        directory.update(&with().id, patch).await.unwrap();
        assert_eq!(scene.calls().await - before, calls);
    }
}

#[tokio::test]
async fn statuses_and_the_documented_type_have_their_meaning() {
    let scene = Scene::start().await;
    let directory = directory(&scene);
    let get = of_ada("GET", "");
    let cases: Vec<_> = [
        (404, "not_found", ErrorKind::NotFound),
        (401, "unauthorized", ErrorKind::Unauthenticated),
        (403, "permission_denied", ErrorKind::PermissionDenied),
        (400, "permission_denied", ErrorKind::PermissionDenied),
        (400, "bad", ErrorKind::InvalidInput),
        (429, "slow", ErrorKind::RateLimited),
        (500, "internal", ErrorKind::Unavailable),
    ]
    .map(|(status, kind, means)| (status, problem(kind), means))
    .into();
    means(&scene, &directory, (Verb::Get, &get), &with(), &cases).await;
    let decode = [(200, json!({"id": "secret"}), ErrorKind::Decode)];
    means(&scene, &directory, (Verb::Get, &get), &with(), &decode).await;
    // The list that is then looked at is not there, so the status alone speaks.
    let create = on("POST", "/users");
    let cases = [(400, problem("bad"), ErrorKind::InvalidInput)];
    means(&scene, &directory, (Verb::Create, &create), &with(), &cases).await;
    let error = call(&directory, Verb::Create, &with()).await.unwrap_err();
    assert_eq!(error.code(), Some("bad"));
}

#[tokio::test]
async fn requests_carry_what_is_documented() {
    let scene = Scene::start().await;
    let (done, directory) = (Value::Null, directory(&scene));
    let new = json!({"email": "ada@example.com", "password": "@Pass#Word1"});
    scene.on_body(&on("POST", "/users"), new, 201, ada()).await;
    let mail = json!({"email": "ada@example.com"});
    scene.on_body(&on("POST", "/sign-up"), mail, 201, ada()).await;
    scene.on(&of_ada("GET", ""), 200, ada()).await;
    let mail = json!({"email": "Ada@example.com"});
    scene.on_body(&on("POST", "/sign-up/resend"), mail, 200, done.clone()).await;
    let body = json!({"email": "e@example.com"});
    scene.on_body(&of_ada("PATCH", "/email"), body, 200, done.clone()).await;
    let body = json!({"password": "n3w"});
    scene.on_body(&of_ada("PATCH", "/password"), body, 200, done.clone()).await;
    let body = json!({"enabled": false});
    scene.on_body(&of_ada("PATCH", "/mfa/preference"), body, 200, done).await;

    let created = directory.create(with().new).await.unwrap();
    assert_eq!(created.id.as_str(), ID);
    assert_eq!(created.raw().unwrap()["attributes"]["floor"], 3);
    let invited = directory.invite(NewUser::new("ada@example.com")).await;
    let id = Some(with().id);
    assert_eq!(invited.unwrap(), Enrolment::Invited { id });
    directory.resend_invitation(&with().id).await.unwrap();
    let patch = UserPatch::new().email("e@example.com").password("n3w");
    directory.update(&with().id, patch).await.unwrap();
    directory.reset_mfa(&with().id).await.unwrap();
    assert_eq!(scene.calls().await, 7);
}

#[tokio::test]
async fn everybody_with_the_address_is_found() {
    let users = json!({"users": [ada(), other("lovelace@example.com")]});
    let scene = scene(&[(on("GET", "/users"), 200, users)]).await;
    let directory = directory(&scene);
    let found = directory.find_by_email("ADA@example.com").await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id.as_str(), ID);
    let nobody = directory.find_by_email("nobody@example.com").await;
    assert!(nobody.unwrap().is_empty());
    let all = directory.list().collect().await.unwrap();
    assert_eq!(all.len(), 2);
}

/// What a refusal means depends on who is there.
#[tokio::test]
async fn a_refused_enrolment_is_told_from_a_taken_address() {
    let taken = json!({"users": [other("ADA@example.com")]});
    let free = json!({"users": [other("b@example.com")]});
    for (verb, path) in [(Verb::Create, "/users"), (Verb::Invite, "/sign-up")] {
        for (status, users, kind, calls) in [
            (400, &taken, ErrorKind::AlreadyExists, 2),
            (409, &taken, ErrorKind::AlreadyExists, 2),
            (400, &free, ErrorKind::InvalidInput, 2),
            // The person may be the one who has just been enrolled.
            (500, &taken, ErrorKind::Unavailable, 1),
            (401, &taken, ErrorKind::Unauthenticated, 1),
        ] {
            let refusal = (on("POST", path), status, problem("bad"));
            let list = (on("GET", "/users"), 200, users.clone());
            let scene = scene(&[refusal, list]).await;
            let error = call(&directory(&scene), verb, &with()).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{verb} {status} {users}");
            assert_eq!(error.status(), Some(status));
            assert_eq!(scene.calls().await, calls, "{verb} {status}");
        }
    }
}

#[tokio::test]
async fn a_refused_address_is_told_from_a_missing_person() {
    let new = "countess@example.com";
    let free = json!({"users": [ada(), other("b@example.com")]});
    let taken = json!({"users": [ada(), other(new)]});
    let own = json!({"users": [{"id": ID, "email": new}]});
    for (status, users, kind, calls) in [
        (400, free.clone(), ErrorKind::InvalidInput, 2),
        (500, free, ErrorKind::Unavailable, 2),
        (400, taken.clone(), ErrorKind::AlreadyExists, 2),
        (500, taken.clone(), ErrorKind::AlreadyExists, 2),
        (500, own, ErrorKind::Unavailable, 2),
        (500, json!({"users": [other("b@example.com")]}), ErrorKind::NotFound, 2),
        (400, json!({"users": []}), ErrorKind::NotFound, 2),
        (404, taken.clone(), ErrorKind::NotFound, 1),
        (503, taken, ErrorKind::Unavailable, 1),
    ] {
        let refusal = (of_ada("PATCH", "/email"), status, problem("bad"));
        let list = (on("GET", "/users"), 200, users.clone());
        let scene = scene(&[refusal, list]).await;
        let updated = directory(&scene).update(&with().id, with().patch).await;
        let error = updated.unwrap_err();
        assert_eq!(error.kind(), kind, "{status} {users}");
        if matches!(kind, ErrorKind::NotFound | ErrorKind::AlreadyExists) {
            assert!(!error.outcome_unknown(), "{status} {users}");
        }
        assert_eq!(scene.calls().await, calls, "{status} {users}");
    }
}

#[tokio::test]
async fn a_missing_person_is_told_from_other_trouble() {
    let password = UserPatch::new().password("p");
    for (verb, path) in [(Verb::Update, "/password"), (Verb::ResetMfa, "/mfa/preference")] {
        for (status, there, kind) in [
            (500, false, ErrorKind::NotFound),
            (400, false, ErrorKind::NotFound),
            (500, true, ErrorKind::Unavailable),
            (400, true, ErrorKind::InvalidInput),
        ] {
            let refusal = (of_ada("PATCH", path), status, problem("bad"));
            let read = match there {
                true => (of_ada("GET", ""), 200, ada()),
                false => (of_ada("GET", ""), 404, problem("not_found")),
            };
            let scene = scene(&[refusal, read]).await;
            let with = With { patch: password.clone(), ..with() };
            let error = call(&directory(&scene), verb, &with).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{verb} {status} {there}");
            assert_eq!(error.verb(), Some(verb));
            assert_eq!(scene.calls().await, 2);
        }
    }
}

#[tokio::test]
async fn half_an_update_is_told() {
    let both = UserPatch::new().email("e@example.com").password("p");
    let answers = [
        (of_ada("PATCH", "/email"), 200, Value::Null),
        (of_ada("PATCH", "/password"), 400, problem("bad")),
        (of_ada("GET", ""), 200, ada()),
    ];
    let scene = scene(&answers).await;
    let updated = directory(&scene).update(&with().id, both).await;
    let error = updated.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.detail().unwrap().contains("e-mail address was changed"));
    // An audit log must not say that nothing was carried out.
    assert!(error.outcome_unknown());
    // As many as the table allows.
    assert_eq!(scene.calls().await, 3);
}

#[tokio::test]
async fn an_invitation_that_is_not_open_is_a_conflict() {
    for (status, kind) in [(400, ErrorKind::Conflict), (500, ErrorKind::Unavailable), (404, ErrorKind::NotFound)] {
        let answers = [(of_ada("GET", ""), 200, ada()), (on("POST", "/sign-up/resend"), status, problem("bad"))];
        let scene = scene(&answers).await;
        let sent = directory(&scene).resend_invitation(&with().id).await;
        assert_eq!(sent.unwrap_err().kind(), kind);
    }
    let missing = (of_ada("GET", ""), 404, problem("not_found"));
    let scene = scene(&[missing]).await;
    let sent = directory(&scene).resend_invitation(&with().id).await;
    assert!(sent.unwrap_err().is_not_found());
    assert_eq!(scene.calls().await, 1);
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_before_anything_is_sent() {
    let scene = Scene::start().await;
    let directory = directory(&scene);
    let named = with().new.given_name("Ada");
    let error = directory.create(named).await.unwrap_err();
    assert!(error.is_unsupported());
    let error = directory.create(NewUser::new("a@example.com")).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidInput);
    let cleared = UserPatch::new().clear_email();
    let error = directory.update(&with().id, cleared).await.unwrap_err();
    assert!(error.is_unsupported());
    assert_eq!(*directory.capabilities().read, [Field::Email, Field::Attributes]);
}
