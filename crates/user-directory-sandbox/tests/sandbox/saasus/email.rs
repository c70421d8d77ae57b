//! Changing an e-mail address by a code.

use std::time::Duration;

use saasus_users::types::{ConfirmEmailUpdateParam, RequestEmailUpdateParam, UpdateSaasUserEmailParam};
use serde_json::json;
use user_directory_sandbox::Sandbox;
use user_directory_sandbox::saasus::Mail;

use super::{bad, client, failure, typed, users};

fn request(email: &str, token: &str) -> RequestEmailUpdateParam {
    typed(json!({ "email": email, "access_token": token }))
}

fn confirm(code: &str, token: &str) -> ConfirmEmailUpdateParam {
    typed(json!({ "code": code, "access_token": token }))
}

#[tokio::test]
async fn a_code_changes_the_address_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, outside) = (client(&sandbox), sandbox.saasus());
    let demo = outside.credentials();
    let (id, token) = (demo.user_id.as_str(), demo.access_token.as_str());
    let before = client.get_saas_user(id).send().await.unwrap().email.clone();
    let early = client.confirm_email_update(id, confirm("123456", token)).send().await;
    assert_eq!(failure(early), bad("invalid_code"));

    client.request_email_update(id, request("new@example.org", token)).send().await.unwrap();
    assert_eq!(client.get_saas_user(id).send().await.unwrap().email, before);
    let code = outside.mailed(id, Mail::EmailUpdate).unwrap();
    let wrong = client.confirm_email_update(id, confirm("x", token)).send().await;
    assert_eq!(failure(wrong), bad("invalid_code"));
    client.confirm_email_update(id, confirm(&code, token)).send().await.unwrap();
    assert_eq!(client.get_saas_user(id).send().await.unwrap().email, "new@example.org");
    let twice = client.confirm_email_update(id, confirm(&code, token)).send().await;
    assert_eq!(failure(twice), bad("invalid_code"));
}

#[tokio::test]
async fn a_code_is_good_for_a_day() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, outside) = (client(&sandbox), sandbox.saasus());
    let demo = outside.credentials();
    let (id, token) = (demo.user_id.as_str(), demo.access_token.as_str());
    client.request_email_update(id, request("new@example.org", token)).send().await.unwrap();
    let code = outside.mailed(id, Mail::EmailUpdate).unwrap();
    sandbox.advance(Duration::from_secs(24 * 3600));
    let late = client.confirm_email_update(id, confirm(&code, token)).send().await;
    assert_eq!(failure(late), bad("invalid_code"));

    client.request_email_update(id, request("new@example.org", token)).send().await.unwrap();
    let code = outside.mailed(id, Mail::EmailUpdate).unwrap();
    sandbox.advance(Duration::from_secs(23 * 3600));
    client.confirm_email_update(id, confirm(&code, token)).send().await.unwrap();
}

#[tokio::test]
async fn tokens_act_on_their_own_user_and_end() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, outside) = (client(&sandbox), sandbox.saasus());
    let all = users(&client).await;
    let (one, other) = (&all[1], &all[2]);
    let password = outside.credentials().password;
    let token = outside.sign_in(&one.email, &password, None).unwrap();
    let ask = async |id: &str, token: &str| {
        let call = client.request_email_update(id, request("new@example.org", token));
        failure(call.send().await)
    };
    assert_eq!(ask(&one.id, &token).await, None);
    assert_eq!(ask(&other.id, &token).await, bad("invalid_access_token"));
    assert_eq!(ask(&one.id, "nonsense").await, bad("invalid_access_token"));
    let key = outside.credentials().api_key;
    assert_eq!(ask(&one.id, &key).await, bad("invalid_access_token"));
    assert_eq!(ask("nobody", &token).await, bad("not_found"));
    sandbox.advance(Duration::from_secs(3600));
    assert_eq!(ask(&one.id, &token).await, bad("invalid_access_token"));
    let token = outside.sign_in(&one.email, &password, None).unwrap();
    assert_eq!(ask(&one.id, &token).await, None);
}

#[tokio::test]
async fn an_address_is_one_users() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, outside) = (client(&sandbox), sandbox.saasus());
    let demo = outside.credentials();
    let (id, token) = (demo.user_id.as_str(), demo.access_token.as_str());
    let all = users(&client).await;
    let taken = all[4].email.to_uppercase();
    let asked = client.request_email_update(id, request(&taken, token)).send().await;
    assert_eq!(failure(asked), bad("email_already_exists"));
    let set =
        client.update_saas_user_email(id, typed::<UpdateSaasUserEmailParam>(json!({ "email": taken }))).send().await;
    assert_eq!(failure(set), bad("email_already_exists"));
    let empty =
        client.update_saas_user_email(id, typed::<UpdateSaasUserEmailParam>(json!({ "email": " " }))).send().await;
    assert_eq!(failure(empty), bad("invalid_parameter"));

    // Somebody takes the address between request and confirmation.
    client.request_email_update(id, request("new@example.org", token)).send().await.unwrap();
    let code = outside.mailed(id, Mail::EmailUpdate).unwrap();
    let body = json!({ "email": "new@example.org" });
    client.update_saas_user_email(all[5].id.as_str(), typed::<UpdateSaasUserEmailParam>(body)).send().await.unwrap();
    let late = client.confirm_email_update(id, confirm(&code, token)).send().await;
    assert_eq!(failure(late), bad("email_already_exists"));
}
