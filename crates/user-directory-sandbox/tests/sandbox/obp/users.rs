//! Users from creation to deletion, and lists of them.

use obp_users::types::GetUsersLockedStatus;
use serde_json::{Value, json};
use user_directory_sandbox::{Fault, FaultKind, Sandbox};

use super::{V5, body, client, failure, log_in, raw, refused, text, token, users, with_token};
use crate::raw::Raw;

fn new_user(username: &str, email: &str) -> Value {
    json!({
        "username": username, "email": email, "password": "Correct-Horse-9",
        "first_name": "Ada", "last_name": "Lovelace" })
}

#[tokio::test]
async fn a_user_signs_up_logs_in_and_is_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let admin = client(&sandbox);
    // Nobody has to be logged in to sign up, and a bad credential does not matter.
    let anybody = Raw::new(sandbox.obp().base_url()).authorization("DirectLogin token=bad");
    let path = format!("{V5}/users");
    let made = anybody.json(reqwest::Method::POST, &path, new_user("ada.lovelace", "ada@example.org")).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let id = text(&made.json()["user_id"]);
    assert_eq!(made.json()["provider_id"], "ada.lovelace");
    assert_eq!(made.json()["entitlements"], json!({ "list": [] }));

    let own = log_in(&sandbox, "ada.lovelace", "Correct-Horse-9");
    let read = own.get_current_user_id().send().await.unwrap();
    assert_eq!(read.user_id, id);
    let current = own.get_current_user().send().await.unwrap();
    assert!(current.views.is_none());

    let again = admin
        .create_user(body::<obp_users::types::CreateUser>(new_user("ada.lovelace", "other@example.org")))
        .send()
        .await;
    assert_eq!(failure(again), (409, "OBP-20258".to_owned()));

    let found = admin.get_user_by_user_id(&id).send().await.unwrap();
    assert_eq!((&found.user_id, found.is_deleted, found.is_locked), (&id, false, false));
    let found = admin.get_user_by_username("ada.lovelace").send().await.unwrap();
    assert_eq!((&found.user_id, found.is_deleted, found.is_locked), (&id, false, false));

    let held = token(&sandbox, "ada.lovelace", "Correct-Horse-9").await;
    let held = with_token(&sandbox, &held);
    admin.delete_user(&id).send().await.unwrap();
    let gone = admin.get_user_by_user_id(&id).send().await.unwrap();
    assert!(gone.is_deleted);
    assert_ne!(gone.username.as_deref(), Some("ada.lovelace"));
    assert_ne!(gone.email.as_deref(), Some("ada@example.org"));
    let by_name = admin.get_user_by_username("ada.lovelace").send().await;
    assert_eq!(failure(by_name), (404, "OBP-20027".to_owned()));
    let by_email = admin.get_users_by_email("ada@example.org").send().await.unwrap();
    assert!(by_email.users.is_empty());
    // The token that they have is of no use, nor is the password; the name is free.
    let held = held.get(&format!("{V5}/users/current")).await;
    refused(&held, 401, "OBP-20064");
    assert!(own.get_current_user().send().await.is_err());
    let fresh = log_in(&sandbox, "ada.lovelace", "Correct-Horse-9");
    assert!(fresh.get_current_user().send().await.is_err());
    let again = anybody.json(reqwest::Method::POST, &path, new_user("ada.lovelace", "ada@example.org")).await;
    assert_eq!(again.status, 201, "{}", again.body);
    let deleted = admin.get_users().is_deleted(true).send().await.unwrap();
    assert_eq!(deleted.users.len(), 1);
    assert_eq!(deleted.users[0].user_id, id);
}

#[tokio::test]
async fn deleting_a_user_takes_nobody_from_the_other_providers() {
    let sandbox = Sandbox::start().await.unwrap();
    let user = users(&sandbox).await[2].clone();
    client(&sandbox).delete_user(text(&user["user_id"])).send().await.unwrap();
    let email = text(&user["email"]);
    let others = crate::sendauth::raw(&sandbox).get(&format!("/api/v1/users?q={email}")).await;
    assert_eq!(others.json()["total"], 1, "{}", others.body);
}

#[tokio::test]
async fn weak_passwords_are_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let anybody = Raw::new(sandbox.obp().base_url());
    for password in ["String", "alllowercase1", "Sixteen.letters!"] {
        let mut user = new_user("weak", "weak@example.org");
        user["password"] = json!(password);
        let answer = anybody.json(reqwest::Method::POST, &format!("{V5}/users"), user).await;
        refused(&answer, 400, "OBP-30207");
        assert!(!answer.body.contains(password), "{}", answer.body);
    }
}

#[tokio::test]
async fn an_address_can_be_that_of_several_users() {
    let sandbox = Sandbox::builder().users(300).start().await.unwrap();
    let admin = client(&sandbox);
    for name in ["first", "second"] {
        let user = body::<obp_users::types::CreateUser>(new_user(name, "Shared@example.org"));
        admin.create_user(user).send().await.unwrap();
    }
    let found = admin.get_users_by_email("shared@EXAMPLE.org").send().await.unwrap();
    let names: Vec<_> = found.users.iter().map(|user| user.username.as_deref().unwrap()).collect();
    assert_eq!(names, ["first", "second"]);
    // Everybody is found by their own address.
    for user in users(&sandbox).await.iter().step_by(37) {
        let email = text(&user["email"]);
        let found = admin.get_users_by_email(&email).send().await.unwrap();
        assert!(found.users.iter().any(|one| one.user_id == text(&user["user_id"])));
    }
}

#[tokio::test]
async fn pages_cover_everybody_once() {
    let sandbox = Sandbox::builder().users(57).start().await.unwrap();
    let admin = client(&sandbox);
    let mut users = admin.get_users().limit(10).stream();
    let mut ids = Vec::new();
    while let Some(user) = users.next().await {
        ids.push(user.unwrap().user_id);
    }
    assert_eq!(ids.len(), 57);
    let unique: std::collections::HashSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), 57);
    let raw = raw(&sandbox);
    let page = raw.get(&format!("{V5}/users?limit=10&offset=50")).await;
    assert_eq!(page.headers["range"], "items=50-10");
    assert_eq!(page.json()["users"].as_array().unwrap().len(), 7);
    assert_eq!(page.json()["users"][6]["user_id"], ids[56].as_str());
    let whole = raw.get(&format!("{V5}/users?sort_direction=DESC")).await;
    assert_eq!(whole.headers["range"], "items=0-500");
    // The direction is taken and changes nothing.
    assert_eq!(whole.json()["users"][0]["user_id"], ids[0].as_str());
    let far = raw.get(&format!("{V5}/users?offset=9223372036854775807&limit=9223372036854775807")).await;
    assert_eq!(far.json(), json!({ "users": [] }));
}

#[tokio::test]
async fn a_status_is_filtered_after_the_page_is_cut() {
    let sandbox = Sandbox::builder().users(200).start().await.unwrap();
    let raw = raw(&sandbox);
    let locked: Vec<_> = users(&sandbox).await.into_iter().filter(|user| user["is_locked"] == true).collect();
    assert!(locked.len() > 1, "somebody is locked from the start");
    let mut found = 0;
    let mut short = false;
    for offset in (0..200).step_by(20) {
        let mut sizes = Vec::new();
        for status in ["locked", "active"] {
            let path = format!("{V5}/users?limit=20&offset={offset}&locked_status={status}");
            let page = raw.get(&path).await.json();
            let users = page["users"].as_array().unwrap();
            assert!(users.iter().all(|user| user["is_locked"] == (status == "locked")));
            sizes.push(users.len());
        }
        assert_eq!(sizes[0] + sizes[1], 20);
        found += sizes[0];
        short |= sizes[0] == 0;
    }
    assert_eq!(found, locked.len());
    assert!(short, "a page without anybody is not the last one");
    // The client reads past such pages.
    let mut items = client(&sandbox).get_users().limit(20).locked_status(GetUsersLockedStatus::Locked).stream();
    let mut listed = 0;
    while let Some(user) = items.next().await {
        assert!(user.unwrap().is_locked);
        listed += 1;
    }
    assert_eq!(listed, locked.len());
}

#[tokio::test]
async fn a_list_changes_on_demand() {
    let sandbox = Sandbox::start().await.unwrap();
    let before = users(&sandbox).await.len();
    for (change, after) in [("insert", before + 1), ("remove", before)] {
        let kind: FaultKind = body(json!({ "list_changes": change }));
        sandbox.fault(Fault::new(kind).provider("obp").operation("getUsers")).unwrap();
        users(&sandbox).await;
        assert_eq!(users(&sandbox).await.len(), after);
    }
}

#[tokio::test]
async fn users_keep_attributes() {
    let sandbox = Sandbox::start().await.unwrap();
    let own = client(&sandbox);
    let before = own.get_current_user_attributes().send().await.unwrap();
    let made = own
        .create_current_user_attribute(body::<obp_users::types::UserAttribute>(
            json!({ "name": "LEVEL", "type": "INTEGER", "value": "90" }),
        ))
        .send()
        .await
        .unwrap();
    let id = made.user_attribute_id.clone();
    let changed = own
        .update_current_user_attribute(
            &id,
            body::<obp_users::types::UserAttribute>(json!({ "name": "LEVEL", "type": "DOUBLE", "value": "9.5" })),
        )
        .send()
        .await
        .unwrap();
    assert_eq!(changed.user_attribute_id, id);
    assert_eq!(changed.insert_date, made.insert_date);
    let after = own.get_current_user_attributes().send().await.unwrap();
    assert_eq!(after.user_attributes.len(), before.user_attributes.len() + 1);
    let me = own.get_current_user_id().send().await.unwrap();
    let whole = own.get_user_with_attributes(&me.user_id).send().await.unwrap();
    let last = whole.user_attributes.last().unwrap();
    assert_eq!((last.value.as_str(), last.type_.as_str()), ("9.5", "DOUBLE"));
}

#[tokio::test]
async fn links_spaces_and_resets_follow_from_the_state() {
    let sandbox = Sandbox::start().await.unwrap();
    let admin = client(&sandbox);
    let link = admin.get_logout_link().send().await.unwrap();
    assert_eq!(link.link, format!("http://{}/obp/user_mgt/logout", sandbox.address()));
    let spaces = admin.get_my_spaces().send().await.unwrap();
    assert_eq!(spaces.bank_ids, ["elm.01.sb", "harbour.02.sb", "mill.03.sb"]);
    let nobody = super::plain_client(&sandbox);
    let spaces = nobody.get_my_spaces().send().await.unwrap();
    assert!(spaces.bank_ids.is_empty());

    let user = users(&sandbox).await[3].clone();
    let mut reset = json!({
        "user_id": user["user_id"], "email": user["email"], "username": user["username"] });
    let path = format!("{V5}/management/user/reset-password-url");
    let raw = raw(&sandbox);
    let post = reqwest::Method::POST;
    let answer = raw.json(post.clone(), &path, reset.clone()).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let url = text(&answer.json()["reset_password_url"]);
    assert!(url.starts_with(&format!("{}/user_mgt/reset_password/", sandbox.obp().base_url())));
    let second = raw.json(post.clone(), &path, reset.clone()).await;
    assert_ne!(answer.body, second.body);
    reset["username"] = json!("somebody.else");
    refused(&raw.json(post.clone(), &path, reset.clone()).await, 400, "OBP-20027");
    reset["user_id"] = json!("nobody");
    refused(&raw.json(post, &path, reset).await, 404, "OBP-20005");
}

#[tokio::test]
async fn only_a_single_user_is_shown_with_agreements() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let (mut agreed, mut not) = (0, 0);
    for user in users(&sandbox).await {
        assert!(user.get("agreements").is_none(), "{user}");
        let path = format!("{V5}/users/user_id/{}", text(&user["user_id"]));
        let one = raw.get(&path).await.json();
        let agreements = one["agreements"].as_array().unwrap().len();
        assert_eq!(agreements == 1, user.get("last_marketing_agreement_signed_date").is_some(), "{one}");
        *(if agreements == 1 { &mut agreed } else { &mut not }) += 1;
    }
    assert!(agreed > 0 && not > 0);
}
