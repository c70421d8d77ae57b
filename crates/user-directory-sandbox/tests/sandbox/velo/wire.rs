//! What Velo's official Python SDK sends, with the sandbox's identifiers and credentials put in.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use super::{acting, first, post, raw, user};
use crate::raw::Raw;
use crate::wire::{calls, send};

#[tokio::test]
async fn everything_that_the_python_sdk_sends_is_answered_well() {
    let mut operations = BTreeSet::new();
    let calls = [calls("basic", "velo"), calls("full", "velo")].concat();
    assert_eq!(calls.len(), 34);
    for call in calls {
        operations.insert(call["operationId"].as_str().unwrap().to_owned());
        replay(call).await;
    }
    assert_eq!(operations.len(), 17);
}

/// Returns the user for whom the call can be made.
async fn target(sandbox: &Sandbox, raw: &Raw, operation: &str) -> String {
    let any = |_: &Value| true;
    match operation {
        "enableUserV2" => first(raw, "status=DISABLED", any).await,
        "unlockUserV2" => first(raw, "", |user| user["lockedOut"] == true).await,
        "resendToken" => first(raw, "status=PENDING", any).await,
        "unregisterMFA" => {
            let yubikey = |user: &Value| user["mfaType"] == "YUBIKEY";
            first(raw, "status=ENABLED", yubikey).await
        }
        "userDetailsUpdateForSelf" => {
            let open = |user: &Value| user["lockedOut"] == false;
            first(raw, "type=PAYEE&status=ENABLED", open).await
        }
        "getSelf" | "updatePasswordSelf" | "validatePasswordSelf" | "unregisterMFAForSelf" => {
            let id = raw.get("/v2/users/self").await.json()["id"].clone();
            let id = id.as_str().unwrap().to_owned();
            let old = sandbox.velo().credentials().password;
            let body = json!({ "oldPassword": old, "newPassword": "My_current_password" });
            let changed = post(raw, "/v2/users/self/password", body).await;
            assert_eq!(changed.status, 204, "{}", changed.body);
            id
        }
        _ => first(raw, "type=PAYOR&status=ENABLED", any).await,
    }
}

/// Sends one recorded request to a sandbox of its own, in which it makes sense.
async fn replay(mut call: Value) {
    let sandbox = Sandbox::start().await.unwrap();
    let back_office = raw(&sandbox).await;
    let operation = call["operationId"].as_str().unwrap().to_owned();
    let id = target(&sandbox, &back_office, &operation).await;
    let caller = if operation == "userDetailsUpdateForSelf" { &acting(&sandbox, &id) } else { &back_office };
    let recorded = call["args"]["path"]["userId"].as_str().map(str::to_owned);
    if call["sent"]["body"].as_str().is_some_and(|body| body.contains("verificationCode")) {
        // The code is a credential: the back office has texted it before, to the user of the call.
        let mut number = "+11235555555".to_owned();
        if recorded.is_some() {
            number = user(&back_office, &id).await["smsNumber"].as_str().unwrap().to_owned();
        }
        let sms = json!({ "smsNumber": number });
        assert_eq!(post(&back_office, "/v2/users/registration/sms", sms).await.status, 204);
        let code = sandbox.velo().texted_code(&number).unwrap();
        put(&mut call["sent"]["body"], "\"123456\"", &format!("\"{code}\""));
    }
    // An entity of the sandbox in the place of the recorded one.
    let payor = first(&back_office, "type=PAYOR", |_| true).await;
    let payor = user(&back_office, &payor).await["entityId"].clone();
    for part in ["query", "body"] {
        put(&mut call["sent"][part], "4acee1ea-de34-5a9e-badd-30d25c6250f7", payor.as_str().unwrap());
    }
    // A role must exist.
    put(&mut call["sent"]["body"], "roles-value", "payor.support");
    let replace = |path: &str| match &recorded {
        Some(recorded) => path.replace(recorded, &id),
        None => path.to_owned(),
    };
    let answer = send(caller, &call, replace, |request| request).await;
    let expected = call["answered"]["status"].as_u64().unwrap();
    assert_eq!(u64::from(answer.status), expected, "{operation} {}: {}", call["case"], answer.body);
}

fn put(text: &mut Value, recorded: &str, ours: &str) {
    if let Some(old) = text.as_str() {
        *text = Value::from(old.replace(recorded, ours));
    }
}
