//! Auth contexts, and their changes by a one-time code.

use obp_users::types::{PostUserAuthContext, PostUserAuthContextUpdate};
use serde_json::json;
use user_directory_sandbox::Sandbox;

use super::{body, client, failure, plain_client};
use crate::raw::Raw;

fn pair(key: &str, value: &str) -> PostUserAuthContext {
    body(json!({ "key": key, "value": value }))
}

fn answer(code: &str) -> PostUserAuthContextUpdate {
    body(json!({ "answer": code }))
}

#[tokio::test]
async fn contexts_are_added_and_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let (admin, user) = (client(&sandbox), plain_client(&sandbox));
    let id = user.get_current_user_id().send().await.unwrap().user_id.clone();
    let mut made = Vec::new();
    for (key, value) in [("CARD", "1"), ("CARD", "2"), ("BRANCH", "elm")] {
        let context = admin.create_user_auth_context(&id, pair(key, value)).send().await.unwrap();
        assert_eq!(context.user_id, id);
        assert!(context.consumer_id.is_some());
        made.push(context.user_auth_context_id.clone());
    }
    let empty = admin.create_user_auth_context(&id, pair("", "1")).send().await;
    assert_eq!(failure(empty), (400, "OBP-30053".to_owned()));
    admin.delete_user_auth_context_by_id(&id, &made[0]).send().await.unwrap();
    let again = admin.delete_user_auth_context_by_id(&id, &made[0]).send().await;
    assert_eq!(failure(again), (400, "OBP-30056".to_owned()));
    let left = admin.get_user_auth_contexts(&id).send().await.unwrap();
    let ids: Vec<_> = left.user_auth_contexts.iter().map(|context| context.user_auth_context_id.clone()).collect();
    assert_eq!(ids, made[1..]);
    admin.delete_user_auth_contexts(&id).send().await.unwrap();
    let left = admin.get_user_auth_contexts(&id).send().await.unwrap();
    assert!(left.user_auth_contexts.is_empty());
}

#[tokio::test]
async fn a_right_code_adds_the_context_and_links_the_customer() {
    let sandbox = Sandbox::start().await.unwrap();
    let (admin, user) = (client(&sandbox), plain_client(&sandbox));
    let own = admin.get_my_customers_at_any_bank().send().await.unwrap();
    let customer = &own.customers[0];
    let number = customer.customer_number.clone();
    let bank = customer.bank_id.clone();
    let id = user.get_current_user_id().send().await.unwrap().user_id.clone();

    let update = user
        .create_user_auth_context_update_request(&bank, "SMS", pair("CUSTOMER_NUMBER", &number))
        .send()
        .await
        .unwrap();
    assert_eq!(update.status.as_str(), "INITIATED");
    let update_id = update.user_auth_context_update_id.clone();
    let code = sandbox.obp().challenge(&update_id).unwrap();
    let control = Raw::new(format!("http://{}/_sandbox/obp", sandbox.address()));
    let told = control.get(&format!("/auth-context-updates/{update_id}")).await;
    assert_eq!(told.json(), json!({ "code": code, "method": "SMS", "status": "INITIATED" }));
    // Somebody else cannot answer.
    let foreign = admin.answer_user_auth_context_update_challenge(&bank, &update_id, answer(&code)).send().await;
    assert_eq!(failure(foreign), (400, "OBP-30057".to_owned()));

    let done = user.answer_user_auth_context_update_challenge(&bank, &update_id, answer(&code)).send().await.unwrap();
    assert_eq!((done.status().as_u16(), done.status.as_str()), (200, "ACCEPTED"));
    let contexts = admin.get_user_auth_contexts(&id).send().await.unwrap();
    assert_eq!(contexts.user_auth_contexts[0].value, number);
    let linked = user.get_my_customers_at_any_bank().send().await.unwrap();
    assert!(linked.customers.iter().any(|one| one.customer_id == customer.customer_id));
    // Once answered it stays so, and nothing is added twice.
    let again =
        user.answer_user_auth_context_update_challenge(&bank, &update_id, answer("wrong")).send().await.unwrap();
    assert_eq!(again.status.as_str(), "ACCEPTED");
    let contexts = admin.get_user_auth_contexts(&id).send().await.unwrap();
    assert_eq!(contexts.user_auth_contexts.len(), 1);
}

#[tokio::test]
async fn a_wrong_code_rejects_the_change() {
    let sandbox = Sandbox::start().await.unwrap();
    let user = plain_client(&sandbox);
    let bank = "elm.01.sb";
    let update = user.create_user_auth_context_update_request(bank, "EMAIL", pair("CARD", "1")).send().await.unwrap();
    let id = update.user_auth_context_update_id.clone();
    let code = sandbox.obp().challenge(&id).unwrap();
    for code in [format!("{code}0"), code] {
        let done = user.answer_user_auth_context_update_challenge(bank, &id, answer(&code)).send().await.unwrap();
        assert_eq!(done.status.as_str(), "REJECTED");
    }
    let own = user.get_current_user_id().send().await.unwrap().user_id.clone();
    let contexts = client(&sandbox).get_user_auth_contexts(&own).send().await.unwrap();
    assert!(contexts.user_auth_contexts.is_empty());
    assert_eq!(sandbox.obp().challenge("none"), None);
}
