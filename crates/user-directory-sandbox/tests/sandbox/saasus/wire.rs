//! What SaaSus's official Python SDK sends, signed again, with the sandbox's identifiers and tokens.

use std::collections::BTreeSet;

use saasus_users::types::{
    ConfirmExternalUserLinkParam, CreateSecretCodeParam, RequestEmailUpdateParam, RequestExternalUserLinkParam,
    SignUpParam, UpdateSoftwareTokenParam,
};
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;
use user_directory_sandbox::saasus::Mail;

use super::{client, sign, typed};
use crate::raw::Raw;
use crate::wire::{calls, send};

#[tokio::test]
async fn everything_that_the_python_sdk_sends_is_answered_well() {
    let (mut operations, mut refused) = (BTreeSet::new(), 0);
    let calls = [calls("basic", "saasus"), calls("full", "saasus")].concat();
    assert_eq!(calls.len(), 55);
    for call in calls {
        let operation = call["operationId"].as_str().unwrap().to_owned();
        let expected = if call["case"] == "no_body" {
            refused += 1;
            400
        } else {
            call["answered"]["status"].as_u64().unwrap()
        };
        replay(&operation, call, expected).await;
        operations.insert(operation);
    }
    assert_eq!((operations.len(), refused), (20, 15));
}

/// Brings a sandbox into the state in which the call makes sense; returns what has to be put into the body.
async fn prepare(sandbox: &Sandbox, operation: &str) -> Vec<(&'static str, String)> {
    let (client, outside) = (client(sandbox), sandbox.saasus());
    let demo = outside.credentials();
    let own = ("access_token-value", demo.access_token.clone());
    let user = demo.user_id.as_str();
    match operation {
        "ConfirmEmailUpdate" => {
            let body = json!({ "email": "hoge@example.com", "access_token": demo.access_token });
            client.request_email_update(user, typed::<RequestEmailUpdateParam>(body)).send().await.unwrap();
            let code = outside.mailed(user, Mail::EmailUpdate).unwrap();
            vec![own, ("123456", code)]
        }
        "RequestExternalUserLink" => vec![("access_token-value", demo.external_access_token)],
        "ConfirmExternalUserLink" | "UnlinkProvider" => {
            let first = client.get_saas_user(user).send().await.unwrap();
            let token = outside.external_token(&first.email, "providername-1");
            let body = json!({ "access_token": token });
            client.request_external_user_link(typed::<RequestExternalUserLinkParam>(body)).send().await.unwrap();
            let code = outside.mailed(user, Mail::ExternalUserLink).unwrap();
            if operation == "UnlinkProvider" {
                let body = json!({ "access_token": token, "code": code });
                client.confirm_external_user_link(typed::<ConfirmExternalUserLinkParam>(body)).send().await.unwrap();
            }
            vec![("access_token-value", token), ("123456", code)]
        }
        "UpdateSoftwareToken" | "UpdateUserMfaPreference" => {
            let body = json!({ "access_token": demo.access_token });
            client.create_secret_code(user, typed::<CreateSecretCodeParam>(body)).send().await.unwrap();
            let code = outside.software_token_code(user).unwrap();
            if operation == "UpdateUserMfaPreference" {
                let body = json!({ "access_token": demo.access_token, "verification_code": code });
                client.update_software_token(user, typed::<UpdateSoftwareTokenParam>(body)).send().await.unwrap();
            }
            vec![own, ("verification_code-value", code)]
        }
        "ResendSignUpConfirmationEmail" => {
            let body = json!({ "email": "email-value" });
            client.sign_up(typed::<SignUpParam>(body)).send().await.unwrap();
            Vec::new()
        }
        _ => vec![own, ("registration_token-value", demo.registration_token), ("tenant_id-value", demo.tenant_id)],
    }
}

async fn replay(operation: &str, mut call: Value, expected: u64) {
    let sandbox = Sandbox::start().await.unwrap();
    let replacements = prepare(&sandbox, operation).await;
    if let Some(body) = call["sent"]["body"].as_str() {
        let mut body = body.to_owned();
        for (recorded, ours) in replacements {
            body = body.replace(recorded, &ours);
        }
        call["sent"]["body"] = Value::from(body);
    }
    let user = sandbox.saasus().credentials().user_id;
    let base_url = sandbox.saasus().base_url();
    let raw = Raw::new(base_url.strip_suffix("/v1/auth").unwrap());
    let replace = |path: &str| path.replace("userid-1", &user);
    let now = sandbox.now();
    let answer = send(&raw, &call, replace, |request| sign(&sandbox, request, now)).await;
    assert_eq!(u64::from(answer.status), expected, "{operation} {}: {}", call["case"], answer.body);
    if expected == 400 {
        assert_eq!(answer.json()["message"], "body: is missing");
    }
}
