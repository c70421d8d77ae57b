//! Velo Payments.

use serde_json::{Value, json};
use user_directory::velo::{Client, Credentials, RetryPolicy, types};
use user_directory::{
    Directory, Enrolment, ErrorKind, Grant, ListQuery, Mfa, MfaMethod, NewUser, Phone, PhoneKind, Sort, SortKey,
    Status, UserId, UserPatch, Verb,
};

use crate::support::{Scene, With, costs, means, refuses_ids, two_pages};

const ID: &str = "7a1c3c62-6a2e-4b8f-9a0e-0f5a6d7b8c91";
const OTHER: &str = "7a1c3c62-6a2e-4b8f-9a0e-0f5a6d7b8c92";

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
            .given_name("Ada")
            .phone(Phone::new(PhoneKind::Mobile, "+1"))
            .phone(Phone::new(PhoneKind::Primary, "+2"))
            .mfa(MfaMethod::Totp)
            .role(Grant::new("payor.admin")),
        patch: UserPatch::new().family_name("King"),
        grant: Grant::new("payor.support"),
    }
}

/// A user with all properties, and one that is not documented.
pub(crate) fn ada() -> Value {
    json!({
        "id": ID, "email": "Ada@example.com", "firstName": "Ada", "lastName": "Lovelace",
        "smsNumber": "1", "primaryContactNumber": "2", "secondaryContactNumber": "3",
        "status": "ENABLED", "lockedOut": true, "lockedOutTimestamp": "2026-01-02T03:04:05Z",
        "mfaStatus": "REGISTERED", "mfaType": "TOTP", "entityId": OTHER,
        "roles": [{"name": "payor.admin"}], "companyName": "Engines"
    })
}

fn plus(mut value: Value, name: &str, with: Value) -> Value {
    value[name] = with;
    value
}

fn user_path() -> String {
    format!("/v2/users/{ID}")
}

async fn got(record: Value) -> user_directory::Result<user_directory::User> {
    let scene = Scene::start().await;
    scene.on(&format!("GET {}", user_path()), 200, record).await;
    directory(&scene).get(&with().id).await
}

#[tokio::test]
async fn every_field_is_mapped() {
    let user = got(ada()).await.unwrap();
    assert_eq!(user.id.as_str(), ID);
    assert_eq!(user.user_name, None);
    assert_eq!(user.email(), Some("Ada@example.com"));
    assert_eq!(user.given_name.as_deref(), Some("Ada"));
    assert_eq!(user.family_name.as_deref(), Some("Lovelace"));
    assert_eq!(
        user.phones,
        [
            Phone::new(PhoneKind::Mobile, "1"),
            Phone::new(PhoneKind::Primary, "2"),
            Phone::new(PhoneKind::Secondary, "3"),
        ]
    );
    assert_eq!(user.status, Status::Active);
    assert_eq!(user.locked, Some(true));
    assert!(!user.is_active());
    assert_eq!(user.attributes["entityId"], OTHER);
    assert_eq!(user.attributes["lockedOutTimestamp"], "2026-01-02T03:04:05Z");
    assert_eq!(user.mfa, Some(Mfa::enrolled(Some(MfaMethod::Totp))));
    assert_eq!(user.roles, Some(vec![Grant::new("payor.admin")]));
    let record = user.record::<types::UserResponse>().unwrap();
    assert!(record.entity_id.is_some());
    assert_eq!(user.raw().unwrap()["companyName"], "Engines");
}

#[tokio::test]
async fn no_optional_field_is_needed() {
    let user = got(json!({"id": ID})).await.unwrap();
    // Nobody is let in for a fact that was not returned.
    assert_eq!(user.status, Status::Other("unknown".into()));
    assert!(!user.is_active());
    assert!(user.emails.is_empty() && user.phones.is_empty() && user.mfa.is_none());
    assert!(user.locked.is_none() && user.roles.is_none());
    let error = got(json!({"email": "a@example.com"})).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn each_value_has_its_meaning() {
    for (name, status, enabled) in [
        ("ENABLED", Status::Active, Some(true)),
        ("DISABLED", Status::Disabled, Some(false)),
        ("PENDING", Status::Pending, None),
        ("FROZEN", Status::Other("FROZEN".into()), None),
    ] {
        let user = got(plus(ada(), "status", name.into())).await.unwrap();
        assert_eq!((user.status, user.enabled), (status, enabled));
    }
    for (name, method) in
        [("SMS", MfaMethod::Sms), ("YUBIKEY", MfaMethod::Yubikey), ("FACE", MfaMethod::Other("FACE".into()))]
    {
        let user = got(plus(ada(), "mfaType", name.into())).await.unwrap();
        assert_eq!(user.mfa.unwrap().method, Some(method));
    }
    for (name, enrolled) in
        [("REGISTERED", Some(true)), ("VERIFIED", Some(true)), ("UNREGISTERED", Some(false)), ("PERHAPS", None)]
    {
        let user = got(plus(ada(), "mfaStatus", name.into())).await.unwrap();
        assert_eq!(user.mfa.map(|mfa| mfa.enrolled), enrolled);
    }
    // Both forms are described, an object and a string.
    let roles = json!([{"name": "a"}, "b"]);
    let user = got(plus(ada(), "roles", roles)).await.unwrap();
    assert_eq!(user.roles, Some(vec![Grant::new("a"), Grant::new("b")]));
}

fn page(users: &[Value], total: usize) -> Value {
    json!({"page": {"totalElements": total}, "links": [], "content": users})
}

#[tokio::test]
async fn verbs_cost_what_the_table_says() {
    let scene = Scene::start().await;
    let one = user_path();
    scene.on("GET /v2/users", 200, page(&[ada()], 1)).await;
    scene.on("GET /v2/users/self", 200, ada()).await;
    scene.on("POST /v2/users/invite", 204, Value::Null).await;
    scene.on(&format!("GET {one}"), 200, ada()).await;
    scene.on(&format!("DELETE {one}"), 204, Value::Null).await;
    for step in ["enable", "disable", "unlock", "tokens", "roleUpdate", "mfa/unregister", "userDetailsUpdate"] {
        scene.on(&format!("POST {one}/{step}"), 204, Value::Null).await;
    }
    costs(
        &directory(&scene),
        &scene,
        &with(),
        &[
            (Verb::Check, 1),
            (Verb::List, 1),
            (Verb::Get, 1),
            (Verb::FindByEmail, 1),
            (Verb::Invite, 1),
            (Verb::Update, 1),
            (Verb::Delete, 1),
            (Verb::Enable, 1),
            (Verb::Disable, 1),
            (Verb::Unlock, 1),
            (Verb::ResetMfa, 2),
            (Verb::ResendInvitation, 1),
            (Verb::Grants, 1),
            (Verb::Grant, 2),
            // She does not have it.
            (Verb::Revoke, 1),
            (Verb::ReplaceGrants, 1),
        ],
    )
    .await;
}

#[tokio::test]
async fn statuses_are_the_kinds() {
    let scene = Scene::start().await;
    let refusal = json!({"errors": [{"errorCode": "2011", "errorMessage": "secret"}], "correlationId": "c"});
    let cases: Vec<_> = [
        (400, ErrorKind::InvalidInput),
        (401, ErrorKind::Unauthenticated),
        (403, ErrorKind::PermissionDenied),
        (404, ErrorKind::NotFound),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Unavailable),
    ]
    .map(|(status, kind)| (status, refusal.clone(), kind))
    .into();
    let directory = directory(&scene);
    let get = format!("GET {}", user_path());
    means(&scene, &directory, (Verb::Get, &get), &with(), &cases).await;
    let decode = [(200, json!({"id": "secret"}), ErrorKind::Decode)];
    means(&scene, &directory, (Verb::Get, &get), &with(), &decode).await;
    // 409 is documented for what another user has.
    let taken = [(409, refusal.clone(), ErrorKind::AlreadyExists)];
    let update = format!("POST {}/userDetailsUpdate", user_path());
    means(&scene, &directory, (Verb::Update, &update), &with(), &taken).await;
    let invite = "POST /v2/users/invite";
    means(&scene, &directory, (Verb::Invite, invite), &with(), &taken).await;
    let not_yet = [(412, refusal.clone(), ErrorKind::Conflict)];
    means(&scene, &directory, (Verb::Invite, invite), &with(), &not_yet).await;
    let disable = format!("POST {}/disable", user_path());
    let conflict = [(409, refusal, ErrorKind::Conflict)];
    means(&scene, &directory, (Verb::Disable, &disable), &with(), &conflict).await;
    let error = directory.disable(&with().id).await.unwrap_err();
    assert_eq!(error.code(), Some("2011"));
}

#[tokio::test]
async fn invite_sends_what_is_given() {
    let scene = Scene::start().await;
    let body = json!({
        "email": "ada@example.com", "firstName": "Ada", "smsNumber": "+1",
        "primaryContactNumber": "+2", "secondaryContactNumber": "+3", "mfaType": "TOTP",
        "roles": ["payor.admin"], "entityId": OTHER
    });
    scene.on_body("POST /v2/users/invite", body, 204, Value::Null).await;
    let new = with().new.phone(Phone::new(PhoneKind::Secondary, "+3")).attribute("entityId", OTHER);
    let invited = directory(&scene).invite(new).await.unwrap();
    // The answer is empty.
    assert_eq!(invited, Enrolment::Invited { id: None });
}

#[tokio::test]
async fn invite_refuses_what_velo_has_not() {
    let scene = Scene::start().await;
    let mut one_number = with().new;
    one_number.phones.truncate(1);
    let error = directory(&scene).invite(one_number).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    let passkey = with().new.mfa(MfaMethod::Passkey);
    let error = directory(&scene).invite(passkey).await.unwrap_err();
    assert!(error.is_unsupported());
    for (new, kind) in [
        (with().new.attribute("lockedOutTimestamp", "2026-01-02T03:04:05Z"), ErrorKind::Unsupported),
        (with().new.attribute("shoeSize", 38), ErrorKind::Unsupported),
        (with().new.attribute("entityId", "no UUID"), ErrorKind::InvalidInput),
        (with().new.enabled(false), ErrorKind::Unsupported),
        (with().new.title("Countess"), ErrorKind::Unsupported),
    ] {
        let error = directory(&scene).invite(new).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.operation().is_none() && !error.to_string().contains("no UUID"));
    }
}

#[tokio::test]
async fn lists_are_sorted_and_narrowed_by_velo_as_far_as_it_can() {
    let user = |id: &str, email: &str, status: &str| json!({"id": id, "email": email, "status": status});
    let (ada, eva) = (user(ID, "ada@example.com", "ENABLED"), user(OTHER, "eva@example.com", "ENABLED"));
    let locked = plus(eva.clone(), "lockedOut", true.into());
    let all = "GET /v2/users?page=1&pageSize=100";
    for (query, request, answer, ids) in [
        (
            ListQuery::new().sort(Sort::descending(SortKey::FamilyName)),
            format!("{all}&sort=lastName:desc"),
            [eva.clone(), ada.clone()],
            vec![OTHER, ID],
        ),
        (
            ListQuery::new().sort(Sort::ascending(SortKey::Email)),
            format!("{all}&sort=email:asc"),
            [ada.clone(), eva.clone()],
            vec![ID, OTHER],
        ),
        // Velo counts the locked among the enabled.
        (ListQuery::new().active(true), format!("{all}&status=ENABLED"), [ada.clone(), locked.clone()], vec![ID]),
        (ListQuery::new().active(false), all.to_owned(), [ada.clone(), locked.clone()], vec![OTHER]),
        (ListQuery::new().locked(true), all.to_owned(), [ada.clone(), locked], vec![OTHER]),
        (ListQuery::new().prefix("ADA@"), all.to_owned(), [ada, eva], vec![ID]),
    ] {
        let scene = Scene::start().await;
        scene.on(&request, 200, page(&answer, 2)).await;
        let users = directory(&scene).list_with(query.clone()).collect().await.unwrap();
        assert_eq!(users.iter().map(|user| user.id.as_str()).collect::<Vec<_>>(), ids, "{query:?}");
        assert_eq!(scene.calls().await, 1, "{query:?}");
    }
    let scene = Scene::start().await;
    for query in [
        ListQuery::new().modified_since("2026-01-02T03:04:05Z".parse().unwrap()),
        ListQuery::new().sort(Sort::ascending(SortKey::Created)),
    ] {
        assert!(directory(&scene).list_with(query).collect().await.unwrap_err().is_unsupported());
    }
}

#[tokio::test]
async fn update_tells_keep_from_clear_from_set() {
    for (patch, body) in [
        (UserPatch::new(), json!({})),
        (UserPatch::new().email("e"), json!({"email": "e"})),
        (UserPatch::new().given_name("Ada").clear_family_name(), json!({"firstName": "Ada", "lastName": null})),
        (
            UserPatch::new()
                .phone(PhoneKind::Mobile, "1")
                .phone(PhoneKind::Primary, "2")
                .clear_phone(PhoneKind::Secondary),
            json!({"smsNumber": "1", "primaryContactNumber": "2", "secondaryContactNumber": null}),
        ),
    ] {
        let scene = Scene::start().await;
        let request = format!("POST {}/userDetailsUpdate", user_path());
        scene.on_body(&request, body, 204, Value::Null).await;
        directory(&scene).update(&with().id, patch).await.unwrap();
        assert_eq!(scene.calls().await, 1);
    }
}

#[tokio::test]
async fn roles_are_replaced_as_a_whole() {
    let id = with().id;
    let scene = Scene::start().await;
    scene.on(&format!("GET {}", user_path()), 200, ada()).await;
    for roles in [json!(["payor.admin", "b"]), json!(["c"]), json!([])] {
        let body = json!({"roles": roles});
        let request = format!("POST {}/roleUpdate", user_path());
        scene.on_body(&request, body, 204, Value::Null).await;
    }
    let directory = directory(&scene);
    directory.grant(&id, Grant::new("b")).await.unwrap();
    assert_eq!(scene.calls().await, 2);
    directory.grant(&id, Grant::new("payor.admin")).await.unwrap();
    assert_eq!(scene.calls().await, 3);
    directory.revoke(&id, Grant::new("payor.admin")).await.unwrap();
    assert_eq!(scene.calls().await, 5);
    let twice = vec![Grant::new("c"), Grant::new("c")];
    directory.replace_grants(&id, twice).await.unwrap();
    assert_eq!(scene.calls().await, 6);
}

#[tokio::test]
async fn the_factor_that_is_set_up_is_unregistered() {
    for (status, factor, sent) in [
        ("REGISTERED", json!("TOTP"), Some("TOTP")),
        ("VERIFIED", json!("YUBIKEY"), Some("YUBIKEY")),
        ("REGISTERED", json!("FACE"), Some("FACE")),
    ] {
        let scene = Scene::start().await;
        let record = plus(plus(ada(), "mfaType", factor), "mfaStatus", status.into());
        scene.on(&format!("GET {}", user_path()), 200, record).await;
        let request = format!("POST {}/mfa/unregister", user_path());
        let body = json!({"mfaType": sent});
        scene.on_body(&request, body, 204, Value::Null).await;
        directory(&scene).reset_mfa(&with().id).await.unwrap();
        assert_eq!(scene.calls().await, 2);
    }
    let scene = Scene::start().await;
    let none = plus(ada(), "mfaStatus", "UNREGISTERED".into());
    scene.on(&format!("GET {}", user_path()), 200, none).await;
    directory(&scene).reset_mfa(&with().id).await.unwrap();
    scene.clear().await;
    for factor in [json!("SMS"), Value::Null] {
        let sms = plus(ada(), "mfaType", factor);
        scene.on(&format!("GET {}", user_path()), 200, sms).await;
        let error = directory(&scene).reset_mfa(&with().id).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
    }
}

#[tokio::test]
async fn an_invitation_is_sent_again_by_its_token() {
    let scene = Scene::start().await;
    let request = format!("POST {}/tokens", user_path());
    let body = json!({"tokenType": "INVITE_MFA_USER"});
    scene.on_body(&request, body, 204, Value::Null).await;
    directory(&scene).resend_invitation(&with().id).await.unwrap();
}

#[tokio::test]
async fn lists_go_on_until_the_total() {
    let scene = Scene::start().await;
    for (number, id) in [(1, ID), (2, OTHER)] {
        let request = format!("GET /v2/users?page={number}&pageSize=1");
        scene.on(&request, 200, page(&[json!({"id": id})], 2)).await;
    }
    let query = ListQuery::new().page_size(1);
    assert_eq!(two_pages(&directory(&scene), query).await, [[ID], [OTHER]]);
    assert_eq!(scene.calls().await, 2);
}

#[tokio::test]
async fn a_search_ends_where_the_address_is_passed() {
    let others = |page| -> Vec<_> {
        let id = |row| format!("00000000-0000-{page:04}-0000-{row:012}");
        (0..100).map(|row| json!({"id": id(row), "email": "b@example.com"})).collect()
    };
    let (more, others) = (others(2), others(1));
    let last_is_ada = [&others[..99], &[ada()]].concat();
    let ada_alone = [&[ada()], &others[..99]].concat();
    for (pages, found, calls) in [
        // Passed on the page itself.
        ([ada_alone.clone(), others.clone()], 1, 1),
        // Nobody of the address comes after it on the next page. The last page is asked for at the same time.
        ([last_is_ada.clone(), others.clone()], 1, 3),
        ([others.clone(), ada_alone], 1, 3),
        ([others, more], 0, 3),
    ] {
        let scene = Scene::start().await;
        for (number, users) in pages.iter().enumerate() {
            let number = number + 1;
            let request = format!("GET /v2/users?page={number}&pageSize=100&sort=email:asc");
            scene.on(&request, 200, page(users, 250)).await;
        }
        let request = "GET /v2/users?page=3&pageSize=100&sort=email:asc";
        scene.on(request, 200, page(&[], 250)).await;
        let users = directory(&scene).find_by_email("ada@example.com").await.unwrap();
        assert_eq!(users.len(), found);
        assert_eq!(scene.calls().await, calls);
    }
}

/// How the server orders addresses is not documented: by bytes, by letters without their case, which are compared in
/// either case, or by letters and digits alone. In each order the spellings of an address can fall on different pages.
#[tokio::test]
async fn a_search_finds_every_spelling_of_an_address_in_any_order() {
    type Order = fn(&str) -> String;
    let orders: [(&str, Order); 4] = [
        ("bytes", str::to_owned),
        ("small letters", str::to_lowercase),
        ("capitals", str::to_uppercase),
        ("letters and digits", |email| email.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()),
    ];
    let last = ["zz1", "zz2", "zz3", "zz4", "zz5", "zz6", "zz7", "zz8"].map(|name| format!("{name}@example.com"));
    let emails = [
        "ADA@example.com",
        "Ada@example.com",
        "ada@example.com",
        "Aaron@example.com",
        "ADB@example.com",
        "ad_a@example.com",
        "Ada_b@example.com",
        "ada.b@example.com",
        "bob@example.com",
        "Zoe@example.com",
        "\u{e9}va@example.com",
        "zoe@example.com",
    ];
    let emails: Vec<_> = emails.into_iter().chain(last.iter().map(String::as_str)).collect();
    for (order, key) in orders {
        let mut sorted = emails.clone();
        sorted.sort_by_key(|email| key(email));
        // So many addresses are on a page, each several times.
        for addresses in [1, 2, 4] {
            let rows = sorted.iter().flat_map(|email| std::iter::repeat_n(email, 100 / addresses)).zip(1..);
            let user = |(email, row)| json!({"id": format!("00000000-0000-0000-0000-{row:012}"), "email": email});
            let users: Vec<_> = rows.map(user).collect();
            let scene = Scene::start().await;
            let pages: Vec<_> = users.chunks(100).collect();
            for (number, page_of) in (1..).zip(&pages) {
                let request = format!("GET /v2/users?page={number}&pageSize=100&sort=email:asc");
                scene.on(&request, 200, page(page_of, users.len())).await;
            }
            let users = directory(&scene).find_by_email("ada@EXAMPLE.com").await.unwrap();
            let mut found: Vec<_> = users.iter().filter_map(|user| user.email()).collect();
            found.sort_unstable();
            assert_eq!(found.len(), 3 * 100 / addresses);
            found.dedup();
            assert_eq!(found, ["ADA@example.com", "Ada@example.com", "ada@example.com"], "{order}, {addresses} a page");
            assert!(
                addresses > 1 || scene.calls().await < pages.len(),
                "in the order of {order} the whole list is read"
            );
        }
    }
}

#[tokio::test]
async fn ids_of_another_form_are_nobodys() {
    let scene = Scene::start().await;
    refuses_ids(&scene, &directory(&scene), &with(), &["ada", "self", "a/b"]).await;
}

#[tokio::test]
async fn a_refused_invitation_is_looked_into() {
    let scene = Scene::start().await;
    let refusal = json!({"errors": [{"errorCode": "1"}]});
    let request = format!("POST {}/tokens", user_path());
    scene.on(&request, 400, refusal.clone()).await;
    scene.on(&format!("GET {}", user_path()), 200, ada()).await;
    let directory = directory(&scene);
    let error = directory.resend_invitation(&with().id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(error.operation(), Some("resendToken"));
    assert_eq!(scene.calls().await, 2);
    scene.clear().await;
    scene.on(&request, 400, refusal.clone()).await;
    scene.on(&format!("GET {}", user_path()), 404, refusal).await;
    let error = directory.resend_invitation(&with().id).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.verb(), Some(Verb::ResendInvitation));
}
