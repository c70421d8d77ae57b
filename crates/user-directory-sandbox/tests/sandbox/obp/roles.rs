//! Entitlements, and requests for them.

use obp_users::types::{CreateEntitlement, PostCreateUserWithRoles};
use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use super::{V5, body, client, failure, plain, plain_client, raw, refused, text, users};

const BANK: &str = "elm.01.sb";

fn role(name: &str, bank: &str) -> CreateEntitlement {
    body(json!({ "role_name": name, "bank_id": bank }))
}

#[tokio::test]
async fn a_role_is_asked_for_granted_used_and_taken_away() {
    let sandbox = Sandbox::start().await.unwrap();
    let (admin, user) = (client(&sandbox), plain_client(&sandbox));
    let id = user.get_current_user_id().send().await.unwrap().user_id.clone();
    let refused = user.get_users().send().await;
    assert_eq!(failure(refused), (403, "OBP-20006".to_owned()));

    let request = user.add_entitlement_request(role("CanGetAnyUser", "")).send().await.unwrap();
    assert_eq!(request.user.user_id, id);
    let twice = user.add_entitlement_request(role("CanGetAnyUser", "")).send().await;
    assert_eq!(failure(twice), (400, "OBP-30214".to_owned()));
    let all = admin.get_all_entitlement_requests().send().await.unwrap();
    assert_eq!(all.entitlement_requests[0].entitlement_request_id, request.entitlement_request_id);
    let of_user = admin.get_entitlement_requests(&id).send().await.unwrap();
    assert_eq!(of_user.entitlement_requests.len(), 1);
    let own = user.get_entitlement_requests_for_current_user().send().await.unwrap();
    assert_eq!(own.entitlement_requests[0].role_name, "CanGetAnyUser");
    let others = admin.get_entitlement_requests_for_current_user().send().await.unwrap();
    assert!(others.entitlement_requests.is_empty());

    let granted = admin.add_entitlement(&id, role("CanGetAnyUser", "")).send().await.unwrap();
    assert_eq!(granted.bank_id, "");
    admin.delete_entitlement_request(&request.entitlement_request_id).send().await.unwrap();
    let again = admin.delete_entitlement_request(&request.entitlement_request_id).send().await;
    assert_eq!(failure(again), (400, "OBP-30215".to_owned()));
    user.get_users().send().await.unwrap();
    let has = user.add_entitlement_request(role("CanGetAnyUser", "")).send().await;
    assert_eq!(failure(has), (400, "OBP-30217".to_owned()));
    let own = user.get_entitlements_for_current_user().send().await.unwrap();
    assert_eq!(own.list[0].entitlement_id, granted.entitlement_id);

    let other = users(&sandbox).await[2]["user_id"].clone();
    let wrong = admin.delete_entitlement(text(&other), &granted.entitlement_id).send().await;
    assert_eq!(failure(wrong), (404, "OBP-30212".to_owned()));
    admin.delete_entitlement(&id, &granted.entitlement_id).send().await.unwrap();
    let gone = admin.delete_entitlement(&id, &granted.entitlement_id).send().await;
    assert_eq!(failure(gone), (404, "OBP-30212".to_owned()));
    assert_eq!(failure(user.get_users().send().await), (403, "OBP-20006".to_owned()));
}

#[tokio::test]
async fn roles_are_held_at_a_bank_or_for_the_system() {
    let sandbox = Sandbox::start().await.unwrap();
    let (admin, user) = (client(&sandbox), plain_client(&sandbox));
    let id = user.get_current_user_id().send().await.unwrap().user_id.clone();
    let raw = raw(&sandbox);
    let plain = plain(&sandbox).await;
    for (name, bank, code) in [
        ("CanFlyToTheMoon", "", "OBP-10007"),
        ("CanFlyToTheMoon", BANK, "OBP-10007"),
        ("CanGetCustomers", "", "OBP-30205"),
        ("CanGetAnyUser", BANK, "OBP-30206"),
    ] {
        let sent = json!({ "role_name": name, "bank_id": bank });
        let path = format!("{V5}/users/{id}/entitlements");
        refused(&raw.json(Method::POST, &path, sent.clone()).await, 400, code);
        let path = format!("{V5}/entitlement-requests");
        refused(&plain.json(Method::POST, &path, sent.clone()).await, 400, code);
        let path = format!("{V5}/user-entitlements");
        let sent = json!({ "username": "0xabc", "provider": "dauth.eth", "roles": [sent] });
        refused(&raw.json(Method::POST, &path, sent).await, 400, code);
    }
    let user = plain_client(&sandbox);
    admin.add_entitlement(&id, role("CanGetCustomers", BANK)).send().await.unwrap();
    let twice = admin.add_entitlement(&id, role("CanGetCustomers", BANK)).send().await;
    assert_eq!(failure(twice), (400, "OBP-30216".to_owned()));
    user.get_customers_at_one_bank(BANK).send().await.unwrap();
    let elsewhere = user.get_customers_at_one_bank("mill.03.sb").send().await;
    assert_eq!(failure(elsewhere), (403, "OBP-20006".to_owned()));

    let here = admin.get_entitlements_by_bank_and_user(BANK, &id).send().await.unwrap();
    assert_eq!(here.list[0].role_name, "CanGetCustomers");
    let there = admin.get_entitlements_by_bank_and_user("mill.03.sb", &id).send().await.unwrap();
    assert!(there.list.is_empty());
    let all = admin.get_entitlements(&id).send().await.unwrap();
    assert_eq!(all.list.len(), 1);
    let held = admin.get_entitlements_for_bank(BANK).send().await.unwrap();
    assert!(held.list.iter().all(|one| one.bank_id == BANK));
    let own: Vec<_> = held.list.iter().filter(|one| one.user_id == id).collect();
    assert_eq!(own.len(), 1);
}

#[tokio::test]
async fn who_may_grant_at_a_bank_grants_there_alone() {
    let sandbox = Sandbox::start().await.unwrap();
    let (admin, user) = (client(&sandbox), plain_client(&sandbox));
    let id = user.get_current_user_id().send().await.unwrap().user_id.clone();
    let target = text(&users(&sandbox).await[2]["user_id"]);
    admin.add_entitlement(&id, role("CanCreateEntitlementAtOneBank", BANK)).send().await.unwrap();
    user.add_entitlement(&target, role("CanGetCustomers", BANK)).send().await.unwrap();
    let denied = (403, "OBP-20050".to_owned());
    for wanted in [role("CanGetCustomers", "mill.03.sb"), role("CanGetAnyUser", "")] {
        let answer = user.add_entitlement(&target, wanted).send().await;
        assert_eq!(failure(answer), denied);
    }
}

#[tokio::test]
async fn a_contract_is_made_a_user_by_its_first_roles() {
    let sandbox = Sandbox::start().await.unwrap();
    let admin = client(&sandbox);
    let sent = |provider: &str, names: &[&str]| {
        let roles: Vec<Value> = names.iter().map(|name| json!({ "role_name": name, "bank_id": "" })).collect();
        body::<PostCreateUserWithRoles>(json!({ "username": "0xabc", "provider": provider, "roles": roles }))
    };
    let wrong = admin.create_user_with_roles(sent("dauth", &["CanLockUser"])).send().await;
    assert_eq!(failure(wrong), (400, "OBP-20103".to_owned()));
    let before = users(&sandbox).await.len();
    let granted =
        admin.create_user_with_roles(sent("dauth.eth", &["CanLockUser", "CanUnlockUser"])).send().await.unwrap();
    assert_eq!(granted.list.len(), 2);
    let id = granted.list[0].user_id.clone();
    let made = admin.get_user_by_user_id(&id).send().await.unwrap();
    assert_eq!(made.provider.as_deref(), Some("dauth.eth"));
    assert_eq!(made.email, None);
    for names in [&["CanGetAnyUser", "CanLockUser"][..], &["CanGetAnyUser", "CanGetAnyUser"]] {
        let twice = admin.create_user_with_roles(sent("dauth.eth", names)).send().await;
        assert_eq!(failure(twice), (400, "OBP-30216".to_owned()));
    }
    let more = admin.create_user_with_roles(sent("dauth.eth", &["CanGetAnyUser"])).send().await.unwrap();
    assert_eq!(more.list[0].user_id, id);
    assert_eq!(admin.get_entitlements(&id).send().await.unwrap().list.len(), 3);
    assert_eq!(users(&sandbox).await.len(), before + 1);
}

#[tokio::test]
async fn a_refresh_needs_a_role_of_the_user_who_is_refreshed() {
    let sandbox = Sandbox::start().await.unwrap();
    let (admin, user) = (client(&sandbox), plain_client(&sandbox));
    let id = user.get_current_user_id().send().await.unwrap().user_id.clone();
    let missing = (403, "OBP-20006".to_owned());
    assert_eq!(failure(admin.refresh_user(&id).send().await), missing);
    admin.add_entitlement(&id, role("CanRefreshUser", "")).send().await.unwrap();
    let took = admin.refresh_user(&id).send().await.unwrap();
    assert!(took.duration_time.ends_with(" ms"));
    let unknown = admin.refresh_user("nobody").send().await;
    assert_eq!(failure(unknown), (404, "OBP-20005".to_owned()));
}
