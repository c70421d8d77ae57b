//! Users from creation or sign-up to deletion.

use std::time::Duration;

use reqwest::Method;
use saasus_users::types::{
    CreateSaasUserParam, MfaPreference, ResendSignUpConfirmationEmailParam, SignUpParam, UpdateSaasUserEmailParam,
    UpdateSaasUserPasswordParam,
};
use serde_json::{Value, json};
use user_directory_sandbox::ControlError;
use user_directory_sandbox::saasus::Mail;
use user_directory_sandbox::{Change, Fault, FaultKind, Sandbox};

use super::{bad, client, failure, typed, users};

fn new_user(email: &str) -> CreateSaasUserParam {
    typed(json!({ "email": email, "password": "@Pass#Word1" }))
}

#[tokio::test]
async fn a_user_is_created_read_changed_and_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, outside) = (client(&sandbox), sandbox.saasus());
    let made = client.create_saas_user(new_user("hoge@example.com")).send().await.unwrap();
    assert_eq!(made.status(), 201);
    let id = made.id.as_str();
    assert_eq!(users(&client).await.len(), 26);
    assert_eq!(users(&client).await.last().unwrap().id, id);

    let again = client.create_saas_user(new_user("HOGE@example.com")).send().await;
    assert_eq!(failure(again), bad("email_already_exists"));
    let short = json!({ "email": "b@example.com", "password": "short" });
    let short = client.create_saas_user(typed::<CreateSaasUserParam>(short)).send().await;
    assert_eq!(failure(short), bad("invalid_parameter"));

    let sign_in = |password| outside.sign_in("hoge@example.com", password, None).map(|_| ());
    assert_eq!(sign_in("@Pass#Word1"), Ok(()));
    let body = json!({ "password": "another one" });
    client.update_saas_user_password(id, typed::<UpdateSaasUserPasswordParam>(body)).send().await.unwrap();
    assert_eq!(sign_in("@Pass#Word1"), Err(ControlError::Unauthorized("e-mail address or password is wrong")));
    assert_eq!(sign_in("another one"), Ok(()));

    let body = json!({ "email": "piyo@example.com" });
    client.update_saas_user_email(id, typed::<UpdateSaasUserEmailParam>(body)).send().await.unwrap();
    assert_eq!(client.get_saas_user(id).send().await.unwrap().email, "piyo@example.com");

    client.delete_saas_user(id).send().await.unwrap();
    let not_found = Some((404, "not_found".to_owned()));
    assert_eq!(failure(client.get_saas_user(id).send().await), not_found);
    assert_eq!(failure(client.delete_saas_user(id).send().await), not_found);
    assert_eq!(users(&client).await.len(), 25);
    assert!(outside.sign_in("piyo@example.com", "another one", None).is_err());
    // The address is free again.
    client.create_saas_user(new_user("piyo@example.com")).send().await.unwrap();
}

#[tokio::test]
async fn where_no_404_is_declared_nobody_is_a_400() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let password = json!({ "password": "long enough" });
    let email = json!({ "email": "a@example.org" });
    let mfa = json!({ "enabled": false });
    for result in [
        failure(
            client.update_saas_user_password("nobody", typed::<UpdateSaasUserPasswordParam>(password)).send().await,
        ),
        failure(client.update_saas_user_email("nobody", typed::<UpdateSaasUserEmailParam>(email)).send().await),
        failure(client.update_user_mfa_preference("nobody", typed::<MfaPreference>(mfa)).send().await),
        failure(client.get_user_mfa_preference("nobody").send().await),
    ] {
        assert_eq!(result, bad("not_found"));
    }
}

#[tokio::test]
async fn a_sign_up_mails_a_password_that_lasts_a_day() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, outside) = (client(&sandbox), sandbox.saasus());
    let body: SignUpParam = typed(json!({ "email": "new@example.org" }));
    let made = client.sign_up(body.clone()).send().await.unwrap();
    assert_eq!((made.status().as_u16(), made.email.as_str()), (201, "new@example.org"));
    let id = made.id.as_str();
    assert_eq!(failure(client.sign_up(body).send().await), bad("email_already_exists"));

    let mailed = || outside.mailed(id, Mail::SignUp);
    let sign_in = |password: &str| outside.sign_in("new@example.org", password, None).map(|_| ());
    let first = mailed().unwrap();
    assert_eq!(sign_in(&first), Ok(()));
    sandbox.advance(Duration::from_secs(24 * 3600));
    assert_eq!(
        sign_in(&first),
        Err(ControlError::Unauthorized("e-mail address or password is wrong")),
        "24 h are over"
    );

    let resend = || {
        client.resend_sign_up_confirmation_email(typed::<ResendSignUpConfirmationEmailParam>(
            json!({ "email": "new@example.org" }),
        ))
    };
    resend().send().await.unwrap();
    let second = mailed().unwrap();
    assert_ne!(first, second);
    assert_eq!(
        (sign_in(&first), sign_in(&second)),
        (Err(ControlError::Unauthorized("e-mail address or password is wrong")), Ok(()))
    );

    let body = json!({ "password": "chosen by me" });
    client.update_saas_user_password(id, typed::<UpdateSaasUserPasswordParam>(body)).send().await.unwrap();
    assert_eq!((mailed(), sign_in("chosen by me")), (None, Ok(())));
    assert_eq!(failure(resend().send().await), bad("already_confirmed"));
    let nobody = json!({ "email": "nobody@example.org" });
    let nobody =
        client.resend_sign_up_confirmation_email(typed::<ResendSignUpConfirmationEmailParam>(nobody)).send().await;
    assert_eq!(failure(nobody), bad("not_found"));
}

#[tokio::test]
async fn people_known_elsewhere_get_an_account() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let first = users(&client).await.remove(3);
    client.delete_saas_user(first.id.as_str()).send().await.unwrap();
    let made = client.create_saas_user(new_user(&first.email)).send().await.unwrap();
    assert_ne!(made.id, first.id);
    let other = crate::sendauth::raw(&sandbox);
    let query = format!("/api/v1/users?q={}", first.email);
    assert_eq!(other.get(&query).await.json()["total"], 1, "one person, not two");
}

#[tokio::test]
async fn a_list_that_changes() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    for (change, total) in [(Change::Insert, 26), (Change::Remove, 25)] {
        let fault = Fault::new(FaultKind::ListChanges(change));
        sandbox.fault(fault.provider("saasus").operation("GetSaasUsers")).unwrap();
        users(&client).await;
        assert_eq!(users(&client).await.len(), total);
    }
}

#[tokio::test]
async fn every_user_has_attributes() {
    let sandbox = Sandbox::start().await.unwrap();
    let body = super::call(&sandbox, Method::GET, "/users", Value::Null).await.json();
    for user in body["users"].as_array().unwrap() {
        assert_eq!(user["attributes"], json!({}), "{user}");
    }
}
