//! What the official Python SDK sends, with the sandbox's identifiers and credentials put in.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use super::{V5, account, plain, raw, refused, text, users};
use crate::raw::{Answer, Raw};
use crate::wire::{calls, send};

/// The call that names nothing that exists, with the code that says so.
const LITERAL: (&str, &str) = ("updateCurrentUserAttribute", "OBP-20081");

fn operation(call: &Value) -> &str {
    let id = call["operationId"].as_str().unwrap();
    id.split_once('-').unwrap().1
}

#[tokio::test]
async fn everything_that_the_python_sdk_sends_is_answered_well() {
    // What the real server answers, other than its pages say.
    let actual = calls("basic_actual", "obp");
    let actual: BTreeMap<_, _> =
        actual.iter().map(|call| (operation(call), call["answered"]["status"].as_u64().unwrap())).collect();
    let mut answered = BTreeSet::new();
    let mut replayed = 0;
    for call in [calls("basic", "obp"), calls("full", "obp")].concat() {
        let id = operation(&call);
        let answer = replay(&call).await;
        replayed += 1;
        if id == LITERAL.0 {
            refused(&answer, 400, LITERAL.1);
            continue;
        }
        assert_eq!(u64::from(answer.status), actual[id], "{id}: {}", answer.body);
        answered.insert(id.to_owned());
    }
    assert_eq!(replayed, 100);
    assert_eq!(answered.len(), 49);
}

/// What there is for recorded requests to name.
struct Scene {
    raw: Raw,
    bank: String,
    account: String,
    /// Somebody who is not the caller.
    user: Value,
    /// The caller.
    own: String,
}

impl Scene {
    async fn new(sandbox: &Sandbox) -> Self {
        let (bank, account) = account(sandbox).await;
        let users = users(sandbox).await;
        Self { raw: raw(sandbox), bank, account, user: users[2].clone(), own: text(&users[0]["user_id"]) }
    }

    fn user(&self) -> String {
        text(&self.user["user_id"])
    }

    async fn post(&self, path: &str, body: Value, id: &str) -> String {
        let path = format!("{V5}{path}");
        let answer = self.raw.json(Method::POST, &path, body).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json()[id].as_str().unwrap_or("").to_owned()
    }

    /// Returns what a placeholder of the path stands for, and makes it if it must be there before.
    async fn value(&self, sandbox: &Sandbox, name: &str, operation: &str) -> Option<String> {
        let user = self.user();
        let pair = json!({ "key": "CUSTOMER_NUMBER", "value": "1" });
        Some(match name {
            "USER_ID" if operation == "refreshUser" => self.own.clone(),
            "USER_ID" => user,
            "USERNAME" | "PROVIDER_ID" => text(&self.user["username"]),
            "PROVIDER" => "https%3A%2F%2Fobp.example.com".to_owned(),
            "BANK_ID" => self.bank.clone(),
            "ACCOUNT_ID" => self.account.clone(),
            "ENTITLEMENT_ID" => {
                let body = json!({ "bank_id": "", "role_name": "CanLockUser" });
                let path = format!("/users/{user}/entitlements");
                self.post(&path, body, "entitlement_id").await
            }
            "ENTITLEMENT_REQUEST_ID" => {
                let body = json!({ "bank_id": "", "role_name": "CanLockUser" });
                let path = format!("{V5}/entitlement-requests");
                let plain = plain(sandbox).await;
                let answer = plain.json(Method::POST, &path, body).await;
                text(&answer.json()["entitlement_request_id"])
            }
            "USER_AUTH_CONTEXT_ID" => {
                let path = format!("/users/{user}/auth-context");
                self.post(&path, pair, "user_auth_context_id").await
            }
            "AUTH_CONTEXT_UPDATE_ID" => {
                let path = format!("/banks/{}/users/current/auth-context-updates/SMS", self.bank);
                self.post(&path, pair, "user_auth_context_update_id").await
            }
            // The method is one, and the last two are not in the path at all.
            "SCA_METHOD" | "EMAIL" | "USER_ATTRIBUTE_ID" => return None,
            other => panic!("{operation}: what is {other}?"),
        })
    }

    /// Puts what there is into a recorded body.
    async fn fill(&self, operation: &str, body: &str) -> String {
        let mut value: Value = serde_json::from_str(body).unwrap();
        let user = self.user();
        let role = json!({ "bank_id": self.bank, "role_name": "CanGetCustomers" });
        match operation {
            // The documentation's own password is too weak for any server.
            "createUser" => value["password"] = json!("Replayed-2023"),
            "addEntitlement" | "addEntitlementRequest" => value = role,
            "createUserWithRoles" => {
                value["provider"] = json!("dauth.sandbox");
                value["roles"] = json!([role]);
            }
            "createUserWithAccountAccess" => {
                value["provider"] = json!("dauth.sandbox");
                value["views"][0]["view_id"] = json!("accountant");
            }
            "grantUserAccessToView" | "revokeUserAccessToView" => {
                value["user_id"] = json!(user);
                value["view"]["view_id"] = json!("auditor");
            }
            "revokeGrantUserAccessToViews" => value["views"] = json!(["owner"]),
            "createUserCustomerLinks" => {
                let own = self.raw.get(&format!("{V5}/my/customers")).await.json();
                value["user_id"] = json!(user);
                value["customer_id"] = own["customers"][0]["customer_id"].clone();
            }
            "resetPasswordUrl" => {
                for name in ["username", "email", "user_id"] {
                    value[name] = self.user[name].clone();
                }
            }
            _ => return body.to_owned(),
        }
        if operation == "revokeUserAccessToView" {
            let path = format!("/banks/{}/accounts/{}/account-access/grant", self.bank, self.account);
            self.post(&path, value.clone(), "id").await;
        }
        value.to_string()
    }
}

/// Sends one recorded request to a sandbox of its own, in which it makes sense.
async fn replay(call: &Value) -> Answer {
    let sandbox = Sandbox::builder().users(8).start().await.unwrap();
    let scene = Scene::new(&sandbox).await;
    let operation = operation(call);
    let mut path = text(&call["sent"]["path"]);
    for (name, recorded) in call["args"]["path"].as_object().into_iter().flatten() {
        if let Some(value) = scene.value(&sandbox, name, operation).await {
            let segment = format!("/{}", recorded.as_str().unwrap());
            let end = path.find(&segment).expect("the path has it") + segment.len();
            assert!(["", "/"].contains(&path.get(end..=end).unwrap_or("")));
            path = path.replacen(&segment, &format!("/{value}"), 1);
        }
    }
    let mut call = call.clone();
    if let Some(body) = call["sent"]["body"].as_str() {
        call["sent"]["body"] = json!(scene.fill(operation, body).await);
    }
    // Who has every role can ask for none.
    let raw = match operation {
        "addEntitlementRequest" => plain(&sandbox).await,
        _ => scene.raw,
    };
    send(&raw, &call, |_| path, |request| request).await
}
