//! Roles, rights, locks, second factors, and tokens by mail.

use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;
use user_directory_sandbox::velo::MailedToken;

use super::{acting, first, invitation, location, post, raw, user, users};

fn enabled(user: &Value) -> bool {
    user["status"] == "ENABLED" && user["lockedOut"] == false
}

#[tokio::test]
async fn roles_are_replaced() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let id = first(&raw, "type=PAYOR", |_| true).await;
    let path = format!("/v2/users/{id}/roleUpdate");
    let body = json!({ "roles": ["payor.support", "payor.admin", "payor.support"], "verificationCode": null });
    assert_eq!(post(&raw, &path, body).await.status, 204);
    let roles = json!([{ "name": "payor.support" }, { "name": "payor.admin" }]);
    assert_eq!(user(&raw, &id).await["roles"], roles);
    for refused in [json!([]), json!(["payor.admin", "payor.nothing"])] {
        let answer = post(&raw, &path, json!({ "roles": refused })).await;
        assert_eq!((answer.status, location(&answer)), (400, "roles".to_owned()));
    }
    assert_eq!(user(&raw, &id).await["roles"], roles);
}

#[tokio::test]
async fn a_payor_has_five_master_administrators_at_most() {
    let sandbox = Sandbox::builder().users(60).start().await.unwrap();
    let raw = raw(&sandbox).await;
    let staff = users(&raw, "type=PAYOR&status=ENABLED").await;
    let is_master = |user: &Value| user["roles"][0]["name"] == "payor.master_admin";
    let others: Vec<_> = staff.iter().filter(|user| !is_master(user)).collect();
    let path = |user: &Value, what: &str| format!("/v2/users/{}/{what}", user["id"].as_str().unwrap());
    let body = json!({ "roles": ["payor.master_admin"] });
    for user in &others[..4] {
        assert_eq!(post(&raw, &path(user, "roleUpdate"), body.clone()).await.status, 204);
    }
    assert_eq!(post(&raw, &path(others[4], "roleUpdate"), body.clone()).await.status, 400);
    // One who is disabled does not count until they are enabled.
    assert_eq!(post(&raw, &path(others[4], "disable"), Value::Null).await.status, 204);
    assert_eq!(post(&raw, &path(others[4], "roleUpdate"), body).await.status, 204);
    assert_eq!(post(&raw, &path(others[4], "enable"), Value::Null).await.status, 400);
    assert_eq!(post(&raw, &path(others[0], "disable"), Value::Null).await.status, 204);
    assert_eq!(post(&raw, &path(others[4], "enable"), Value::Null).await.status, 204);
}

#[tokio::test]
async fn rights_are_those_of_kind_and_role() {
    let sandbox = Sandbox::builder().users(60).start().await.unwrap();
    let back_office = raw(&sandbox).await;
    let role = |name: &'static str| move |user: &Value| enabled(user) && user["roles"][0]["name"] == name;
    let admin = first(&back_office, "type=PAYOR", role("payor.admin")).await;
    let support = first(&back_office, "type=PAYOR", role("payor.support")).await;
    let payee = first(&back_office, "type=PAYEE", enabled).await;
    let clerk = first(&back_office, "type=BACKOFFICE", enabled).await;
    let me = back_office.get("/v2/users/self").await.json()["id"].clone();
    let me = me.as_str().unwrap();
    let statuses = async |caller: &str, target: &str| {
        let caller = acting(&sandbox, caller);
        let read = caller.get(&format!("/v2/users/{target}")).await.status;
        let path = format!("/v2/users/{target}/unlock");
        (read, post(&caller, &path, Value::Null).await.status)
    };
    assert_eq!(statuses(&admin, &payee).await, (200, 204));
    assert_eq!(statuses(&admin, &clerk).await, (403, 403));
    assert_eq!(statuses(&support, &payee).await, (200, 403));
    assert_eq!(statuses(&payee, &payee).await, (200, 403));
    assert_eq!(statuses(&payee, &admin).await, (403, 403));

    let listed = users(&acting(&sandbox, &admin), "").await;
    assert!(listed.iter().all(|user| !user["entityId"].is_null()), "no back office");
    assert_eq!(listed.len(), 60 - users(&back_office, "type=BACKOFFICE").await.len());
    assert_eq!(acting(&sandbox, &payee).get("/v2/users").await.status, 403);

    let admin = acting(&sandbox, &admin);
    for roles in ["backoffice.admin", "payor.master_admin"] {
        let mut body = invitation("x@example.org");
        body["roles"] = json!([roles]);
        assert_eq!(post(&admin, "/v2/users/invite", body).await.status, 403);
    }
    let invite = invitation("x@example.org");
    let support = acting(&sandbox, &support);
    assert_eq!(post(&support, "/v2/users/invite", invite.clone()).await.status, 403);
    let sms = json!({ "smsNumber": "+12025550100" });
    assert_eq!(post(&support, "/v2/users/registration/sms", sms).await.status, 403);
    assert_eq!(post(&admin, "/v2/users/invite", invite).await.status, 204);

    for (method, what) in [(Method::POST, "/disable"), (Method::POST, "/enable"), (Method::DELETE, "")] {
        let path = format!("/v2/users/{me}{what}");
        assert_eq!(back_office.json(method, &path, Value::Null).await.status, 403);
    }
}

#[tokio::test]
async fn locks_are_seen_and_opened() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let id = first(&raw, "", |user| user["lockedOut"] == true).await;
    let path = format!("/v2/users/{id}/unlock");
    assert!(user(&raw, &id).await["lockedOutTimestamp"].is_string());
    for _ in 0..2 {
        assert_eq!(post(&raw, &path, Value::Null).await.status, 204);
        let after = user(&raw, &id).await;
        assert_eq!(after["lockedOut"], false);
        assert_eq!(after["lockedOutTimestamp"], Value::Null);
    }
}

#[tokio::test]
async fn a_device_is_unregistered_and_another_one_registered() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let totp = |user: &Value| user["mfaType"] == "TOTP" && user["mfaStatus"] == "REGISTERED";
    let id = first(&raw, "status=ENABLED", totp).await;
    let path = format!("/v2/users/{id}/mfa/unregister");
    let resend = format!("/v2/users/{id}/tokens");
    let token = || sandbox.velo().mailed_token(&id, MailedToken::MfaRegistration);
    let again = json!({ "tokenType": "MFA_REGISTRATION" });
    assert_eq!(location(&post(&raw, &resend, again.clone()).await), "tokenType");

    let answer = post(&raw, &path, json!({ "mfaType": "YUBIKEY" })).await;
    assert_eq!((answer.status, location(&answer)), (400, "mfaType".to_owned()));
    assert_eq!(post(&raw, &path, json!({ "mfaType": "TOTP" })).await.status, 204);
    assert_eq!(user(&raw, &id).await["mfaStatus"], "UNREGISTERED");
    assert_eq!(post(&raw, &path, json!({ "mfaType": "TOTP" })).await.status, 400);

    let mailed = token().unwrap();
    assert_eq!(post(&raw, &resend, again.clone()).await.status, 204);
    assert_ne!(token().unwrap(), mailed, "the token before is no longer good");
    sandbox.velo().register_device(&id).unwrap();
    assert_eq!(user(&raw, &id).await["mfaStatus"], "REGISTERED");
    assert_eq!(post(&raw, &resend, again).await.status, 400);

    // Another type needs another device.
    let details = format!("/v2/users/{id}/userDetailsUpdate");
    assert_eq!(post(&raw, &details, json!({ "mfaType": "SMS" })).await.status, 204);
    let after = user(&raw, &id).await;
    assert_eq!((&after["mfaType"], &after["mfaStatus"]), (&json!("SMS"), &json!("UNREGISTERED")));
    assert!(token().is_some());
}

#[tokio::test]
async fn an_invitation_is_sent_again_to_those_only_who_wait_for_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let body = json!({ "tokenType": "INVITE_MFA_USER", "verificationCode": null });
    let resend = async |id: &str| post(&raw, &format!("/v2/users/{id}/tokens"), body.clone()).await;
    let pending = first(&raw, "status=PENDING", |_| true).await;
    let token = || sandbox.velo().mailed_token(&pending, MailedToken::Invitation).unwrap();
    let before = token();
    assert_eq!(resend(&pending).await.status, 204);
    assert_ne!(token(), before);
    let enabled = first(&raw, "status=ENABLED", |_| true).await;
    assert_eq!(location(&resend(&enabled).await), "tokenType");
    // This operation has no 404.
    let nobody = resend("31111860-6c8f-55ef-a00c-46b05c5eaba9").await;
    assert_eq!((nobody.status, location(&nobody)), (400, "userId".to_owned()));
}
