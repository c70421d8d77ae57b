//! Users from invitation to deletion, over the client.

use serde_json::{Value, json};
use user_directory_sandbox::ControlError;
use user_directory_sandbox::Sandbox;
use user_directory_sandbox::velo::MailedToken;
use velo_users::Client;
use velo_users::types::{InviteUserRequest, UserDetailsUpdateRequest, UserResponse};

use super::{acting, client, first, invitation, location, post, raw, status, typed, user, users};

async fn find(client: &Client, email: &str) -> Option<UserResponse> {
    let mut all = client.list_users().stream();
    while let Some(user) = all.next().await {
        let user = user.unwrap();
        if user.email.as_deref() == Some(email) {
            return Some(user);
        }
    }
    None
}

fn state(user: &UserResponse) -> String {
    let value = serde_json::to_value(user).unwrap();
    let part = |name: &str| value[name].as_str().unwrap().to_owned();
    format!("{} {}", part("status"), part("mfaStatus"))
}

#[tokio::test]
async fn a_user_is_invited_enrols_changes_and_is_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let sent: InviteUserRequest = typed(invitation("ada@example.org"));
    let made = client.invite_user(sent.clone()).send().await.unwrap();
    assert_eq!(made.status(), 204);

    let invited = find(&client, "ada@example.org").await.unwrap();
    let id = invited.id.unwrap();
    let text = id.to_string();
    assert_eq!(state(&invited), "PENDING UNREGISTERED");
    assert_eq!(invited.primary_contact_number.as_deref(), Some("+11235555555"));
    assert_eq!(status(client.enable_user(id).send().await), Some(400));
    assert!(sandbox.velo().mailed_token(&text, MailedToken::Invitation).is_some());

    let accept = || sandbox.velo().accept_invitation(&text, "a long enough password");
    accept().unwrap();
    assert_eq!(accept(), Err(ControlError::Conflict("the user has no invitation to accept")));
    let enrolled = client.get_user_by_id(id).send().await.unwrap();
    assert_eq!(state(&enrolled), "ENABLED REGISTERED");

    // What is absent stays, and null clears.
    let change: UserDetailsUpdateRequest =
        typed(json!({ "lastName": "Lovelace", "firstName": null, "secondaryContactNumber": "+12025550199" }));
    client.user_details_update(id, change).send().await.unwrap();
    let changed = client.get_user_by_id(id).send().await.unwrap();
    assert_eq!(changed.first_name, None);
    assert_eq!(changed.last_name.as_deref(), Some("Lovelace"));
    assert_eq!(changed.email.as_deref(), Some("ada@example.org"));
    assert_eq!(changed.secondary_contact_number.as_deref(), Some("+12025550199"));

    client.disable_user(id).send().await.unwrap();
    client.disable_user(id).send().await.unwrap();
    let disabled = client.get_user_by_id(id).send().await.unwrap();
    assert_eq!(state(&disabled), "DISABLED REGISTERED");
    client.enable_user(id).send().await.unwrap();
    client.enable_user(id).send().await.unwrap();

    client.delete_user_by_id(id).send().await.unwrap();
    for gone in [
        status(client.get_user_by_id(id).send().await),
        status(client.delete_user_by_id(id).send().await),
        status(client.disable_user(id).send().await),
        status(client.enable_user(id).send().await),
        status(client.unlock_user(id).send().await),
    ] {
        assert_eq!(gone, Some(404));
    }
    assert!(find(&client, "ada@example.org").await.is_none());
    // The address is free again.
    client.invite_user(sent).send().await.unwrap();
}

#[tokio::test]
async fn invitations_are_refused_with_the_documented_statuses() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let taken = users(&raw, "").await[3]["email"].as_str().unwrap().to_uppercase();
    let invite = |body: Value| post(&raw, "/v2/users/invite", body);
    let answer = invite(invitation(&taken)).await;
    assert_eq!((answer.status, location(&answer)), (409, "email".to_owned()));

    let mut body = invitation("b@example.org");
    body["entityId"] = json!("31111860-6c8f-55ef-a00c-46b05c5eaba9");
    let answer = invite(body.clone()).await;
    assert_eq!((answer.status, location(&answer)), (412, "entityId".to_owned()));
    body["entityId"] = Value::Null;
    body["verificationCode"] = json!("000000");
    let answer = invite(body.clone()).await;
    assert_eq!((answer.status, location(&answer)), (400, "verificationCode".to_owned()));
    body["verificationCode"] = Value::Null;
    for roles in [json!([]), json!([""]), json!(["payor.admin", "payor.nothing"])] {
        body["roles"] = roles;
        let answer = invite(body.clone()).await;
        assert_eq!((answer.status, location(&answer)), (400, "roles".to_owned()));
    }
    body["roles"] = json!(["payor.admin", "payor.admin"]);
    body["smsNumber"] = json!("call me");
    let answer = invite(body.clone()).await;
    assert_eq!((answer.status, location(&answer)), (400, "smsNumber".to_owned()));
    body["smsNumber"] = json!("12025550123");
    assert_eq!(invite(body.clone()).await.status, 204);
    assert_eq!(invite(body).await.status, 409);
    let id = first(&raw, "status=PENDING", |user| user["email"] == "b@example.org").await;
    assert_eq!(user(&raw, &id).await["roles"], json!([{ "name": "payor.admin" }]));
}

#[tokio::test]
async fn who_is_invited_belongs_where_roles_and_entity_say() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let payee = first(&raw, "type=PAYEE", |_| true).await;
    let payee = user(&raw, &payee).await["entityId"].clone();
    for (email, roles, entity, kind) in [
        ("p@example.org", "payor.support", Value::Null, "PAYOR"),
        ("q@example.org", "payee.admin", payee.clone(), "PAYEE"),
        ("r@example.org", "backoffice.admin", Value::Null, "BACKOFFICE"),
    ] {
        let mut body = invitation(email);
        body["roles"] = json!([roles]);
        body["entityId"] = entity;
        assert_eq!(post(&raw, "/v2/users/invite", body).await.status, 204);
        let query = format!("type={kind}&status=PENDING");
        let id = first(&raw, &query, |user| user["email"] == email).await;
        let user = user(&raw, &id).await;
        assert_eq!(user["entityId"].is_null(), kind == "BACKOFFICE");
    }
    let query = format!("entityId={}", payee.as_str().unwrap());
    assert_eq!(users(&raw, &query).await.len(), 2);
}

#[tokio::test]
async fn details_are_checked_before_anything_changes() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let id = first(&raw, "type=PAYEE", |_| true).await;
    let before = user(&raw, &id).await;
    let path = format!("/v2/users/{id}/userDetailsUpdate");
    let own = before["email"].as_str().unwrap().to_owned();
    let taken = users(&raw, "type=PAYOR").await[0]["email"].clone();
    for (body, expected, field) in [
        (json!({ "lastName": "X", "email": taken }), 409, "email"),
        (json!({ "lastName": "X", "smsNumber": "0123" }), 400, "smsNumber"),
        (json!({ "lastName": "X", "verificationCode": "123456" }), 400, "verificationCode"),
    ] {
        let answer = post(&raw, &path, body).await;
        assert_eq!((answer.status, location(&answer)), (expected, field.to_owned()));
        assert_eq!(user(&raw, &id).await, before);
    }
    // One's own address is nobody else's, in whatever case.
    let body = json!({ "email": own.to_uppercase(), "mfaType": null });
    assert_eq!(post(&raw, &path, body).await.status, 204);
    let after = user(&raw, &id).await;
    assert_eq!(after["email"], own.to_uppercase());
    assert_eq!(after["mfaType"], Value::Null);
    assert_eq!(after["mfaStatus"], "UNREGISTERED");
}

#[tokio::test]
async fn a_master_administrator_is_changed_with_a_code_only() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let master = |user: &Value| user["roles"][0]["name"] == "payor.master_admin";
    let id = first(&raw, "type=PAYOR", master).await;
    let path = format!("/v2/users/{id}/userDetailsUpdate");
    let answer = post(&raw, &path, json!({ "lastName": "X" })).await;
    assert_eq!((answer.status, location(&answer)), (400, "verificationCode".to_owned()));

    let number = user(&raw, &id).await["smsNumber"].clone();
    let text = || post(&raw, "/v2/users/registration/sms", json!({ "smsNumber": number }));
    assert_eq!(text().await.status, 204);
    let code = sandbox.velo().texted_code(number.as_str().unwrap()).unwrap();
    let body = json!({ "lastName": "X", "verificationCode": code });
    assert_eq!(post(&raw, &path, body.clone()).await.status, 204);
    assert_eq!(post(&raw, &path, body).await.status, 400, "a code is for one use");

    assert_eq!(text().await.status, 204);
    let code = sandbox.velo().texted_code(number.as_str().unwrap()).unwrap();
    sandbox.advance(std::time::Duration::from_secs(600));
    let body = json!({ "lastName": "Y", "verificationCode": code });
    assert_eq!(post(&raw, &path, body).await.status, 400, "a code is for ten minutes");
}

#[tokio::test]
async fn a_change_is_seen_through_the_other_providers() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let id = first(&raw, "type=PAYEE&status=ENABLED", |user| user["lockedOut"] == false).await;
    let own = acting(&sandbox, &id);
    let body = json!({ "lastName": "Lovelace", "email": "ada@example.org" });
    assert_eq!(post(&own, "/v2/users/self/userDetailsUpdate", body).await.status, 204);
    let other = crate::sendauth::raw(&sandbox);
    let found = other.get("/api/v1/users?q=ada%40example.org").await.json();
    assert_eq!(found["rows"][0]["lastName"], "Lovelace");
    assert_eq!(found["total"], 1);
}
