//! Links to external identity providers, and the control API over HTTP.

use std::time::Duration;

use reqwest::Method;
use saasus_users::types::{
    ConfirmEmailUpdateParam, ConfirmExternalUserLinkParam, CreateSecretCodeParam, RequestEmailUpdateParam,
    RequestExternalUserLinkParam, SignUpWithAwsMarketplaceParam,
};
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;
use user_directory_sandbox::saasus::Mail;

use super::{bad, client, failure, typed};
use crate::raw::Raw;

#[tokio::test]
async fn an_account_is_linked_by_a_code_and_unlinked() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, outside) = (client(&sandbox), sandbox.saasus());
    let demo = outside.credentials();
    let (id, token) = (demo.user_id.as_str(), demo.external_access_token.as_str());
    let unlink = async || failure(client.unlink_provider(id, "Google").send().await);
    let request = async |token: &str| {
        let body = json!({ "access_token": token });
        failure(client.request_external_user_link(typed::<RequestExternalUserLinkParam>(body)).send().await)
    };
    let confirm = async |token: &str, code: &str| {
        let body = json!({ "access_token": token, "code": code });
        failure(client.confirm_external_user_link(typed::<ConfirmExternalUserLinkParam>(body)).send().await)
    };
    let mailed = || outside.mailed(id, Mail::ExternalUserLink);
    assert_eq!(unlink().await, bad("not_found"));
    assert_eq!(request("nonsense").await, bad("invalid_access_token"));
    assert_eq!(request(&demo.access_token).await, bad("invalid_access_token"));
    assert_eq!(confirm(token, "123456").await, bad("invalid_code"));

    assert_eq!(request(token).await, None);
    let code = mailed().unwrap();
    sandbox.advance(Duration::from_secs(24 * 3600));
    assert_eq!(confirm(token, &code).await, bad("invalid_code"), "24 h are over");
    assert_eq!(request(token).await, None);
    let code = mailed().unwrap();
    let email = client.get_saas_user(id).send().await.unwrap().email.clone();
    let elsewhere = outside.external_token(&email, "Elsewhere");
    assert_eq!(confirm(&elsewhere, &code).await, bad("invalid_code"));
    assert_eq!(confirm(token, &code).await, None);
    assert_eq!(mailed(), None);
    assert_eq!(unlink().await, None);
    assert_eq!(unlink().await, bad("not_found"));

    let stranger = outside.external_token("stranger@example.org", "Google");
    assert_eq!(request(&stranger).await, bad("not_found"));
}

#[tokio::test]
async fn the_control_api_does_the_same_over_http() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let demo = sandbox.saasus().credentials();
    let id = demo.user_id.as_str();
    let control = Raw::new(format!("http://{}/_sandbox/saasus", sandbox.address()));
    let post = |path: &'static str, body: Value| control.json(Method::POST, path, body);
    let email = client.get_saas_user(id).send().await.unwrap().email.clone();

    let wrong = json!({ "email": email, "password": "wrong" });
    assert_eq!(post("/sign-in", wrong).await.status, 401);
    assert_eq!(post("/sign-in", json!({})).await.status, 400);
    let right = json!({ "email": email, "password": demo.password });
    let token = post("/sign-in", right).await.json()["access_token"].clone();
    let from = json!({ "email": email, "provider": "Google" });
    let external = post("/external-tokens", from).await.json()["access_token"].clone();
    let registration = post("/registration-tokens", Value::Null).await.json();

    let body = json!({ "email": "new@example.org", "access_token": token });
    client.request_email_update(id, typed::<RequestEmailUpdateParam>(body)).send().await.unwrap();
    let body = json!({ "access_token": external });
    client.request_external_user_link(typed::<RequestExternalUserLinkParam>(body)).send().await.unwrap();
    let mails = control.get(&format!("/users/{id}/mails")).await.json();
    assert_eq!(mails["email_update"]["about"], "new@example.org");
    let code = mails["email_update"]["code"].clone();
    let body = json!({ "code": code, "access_token": token });
    client.confirm_email_update(id, typed::<ConfirmEmailUpdateParam>(body)).send().await.unwrap();
    assert!(mails["external_user_link"]["code"].is_string());

    let app = format!("/users/{id}/software-token");
    assert_eq!(control.get(&app).await.status, 404);
    let body = json!({ "access_token": token });
    client.create_secret_code(id, typed::<CreateSecretCodeParam>(body)).send().await.unwrap();
    assert_eq!(control.get(&app).await.json()["code"].as_str().unwrap().len(), 6);
    assert_eq!(control.get("/users/nobody/mails").await.status, 404);

    let body = json!({ "email": "buyer@example.org",
        "registration_token": registration["registration_token"] });
    let made = client.sign_up_with_aws_marketplace(typed::<SignUpWithAwsMarketplaceParam>(body)).send().await.unwrap();
    let mails = control.get(&format!("/users/{}/mails", made.id)).await.json();
    assert!(mails["sign_up"]["password"].is_string());
}
