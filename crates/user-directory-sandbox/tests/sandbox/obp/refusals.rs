//! What the specification does not allow, missing roles, and unknown users.

use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::{Fault, FaultKind, Sandbox};

use super::{V5, account, plain, raw, refused};

#[tokio::test]
async fn bad_parameters_have_codes_of_their_own() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let lists =
        ["users", "customers", "customers-minimal", "banks/elm.01.sb/customers", "banks/elm.01.sb/customers-minimal"];
    for list in lists {
        for (query, code) in [
            ("limit=0", "OBP-10025"),
            ("limit=-1", "OBP-10025"),
            ("limit=many", "OBP-10025"),
            ("limit=9223372036854775808", "OBP-10025"),
            ("offset=-1", "OBP-10024"),
            ("offset=x", "OBP-10024"),
            ("sort_direction=UP", "OBP-10023"),
            ("nothing=1", "OBP-10016"),
        ] {
            let answer = raw.get(&format!("{V5}/{list}?{query}")).await;
            refused(&answer, 400, code);
            let name = query.split_once('=').unwrap().0;
            let named = format!("query parameter {name}:");
            assert!(answer.body.contains(&named), "{}", answer.body);
        }
    }
    for (query, code) in [("is_deleted=maybe", "OBP-10036"), ("locked_status=open", "OBP-10016")] {
        let answer = raw.get(&format!("{V5}/users?{query}")).await;
        refused(&answer, 400, code);
    }
    for good in ["is_deleted=False", "locked_status=active", ""] {
        let answer = raw.get(&format!("{V5}/users?{good}")).await;
        assert_eq!(answer.status, 200, "{good}: {}", answer.body);
    }
}

#[tokio::test]
async fn bad_bodies_are_told_field_by_field() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let path = format!("{V5}/my/user/attributes");
    for (body, named) in [
        (json!({ "type": "STRING", "value": "1" }), "field name: is missing"),
        (json!({ "name": 7, "type": "STRING", "value": "1" }), "field name:"),
        (json!({ "name": "A", "type": "COLOUR", "value": "1" }), "field type:"),
        (json!([]), "body:"),
    ] {
        let answer = raw.json(Method::POST, &path, body).await;
        refused(&answer, 400, "OBP-10001");
        assert!(answer.body.contains(named), "{}", answer.body);
    }
    let request = raw.request(Method::POST, &path).body("{");
    refused(&raw.send(request).await, 400, "OBP-10001");
    let request = raw.request(Method::POST, &path).header("content-type", "text/plain");
    refused(&raw.send(request.body("{}")).await, 415, "OBP-10001");
    refused(&raw.json(Method::POST, &path, Value::Null).await, 400, "OBP-10001");
    let nested = json!({ "username": "a", "provider": "dauth.x", "roles": [{ "bank_id": "" }] });
    let answer = raw.json(Method::POST, &format!("{V5}/user-entitlements"), nested).await;
    assert!(answer.body.contains("field roles.0.role_name: is missing"), "{}", answer.body);
    let pair = json!({ "key": "a", "value": "b" });
    let path = format!("{V5}/banks/elm.01.sb/users/current/auth-context-updates/PIGEON");
    refused(&raw.json(Method::POST, &path, pair).await, 400, "OBP-10030");
}

#[tokio::test]
async fn unknown_paths_methods_and_faults_have_the_same_shape() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    refused(&raw.get(&format!("{V5}/nothing")).await, 404, "OBP-10404");
    refused(&raw.get("/my/logins/direct").await, 404, "OBP-10404");
    let patched = raw.json(Method::PATCH, &format!("{V5}/users"), Value::Null).await;
    refused(&patched, 405, "OBP-10404");
    for (status, code) in [(429, "OBP-10018"), (401, "OBP-20001"), (503, "OBP-50000")] {
        let kind = FaultKind::Status { code: status, retry_after: None };
        sandbox.fault(Fault::new(kind).provider("obp").operation("getUsers")).unwrap();
        refused(&raw.get(&format!("{V5}/users")).await, status, code);
    }
    let answer = raw.get(&format!("{V5}/users")).await;
    let first = answer.headers["correlation-id"].clone();
    let answer = raw.get(&format!("{V5}/users")).await;
    assert_ne!(first, answer.headers["correlation-id"]);
}

/// Operations that need a role; `refreshUser` needs one of somebody else, and `createUserAuthContextUpdateRequest` one of
/// the application.
const GUARDED: [(&str, &str); 29] = [
    ("GET", "/users"),
    ("GET", "/users/user_id/{user}"),
    ("GET", "/users/username/{name}"),
    ("GET", "/users/email/a@example.com/terminator"),
    ("GET", "/users/{user}/attributes"),
    ("DELETE", "/users/{user}"),
    ("POST", "/users/{user}/refresh"),
    ("POST", "/management/user/reset-password-url"),
    ("GET", "/users/{name}/lock-status"),
    ("PUT", "/users/{name}/lock-status"),
    ("POST", "/users/{name}/locks"),
    ("DELETE", "/users/{user}/entitlement/x"),
    ("GET", "/users/{user}/entitlements"),
    ("GET", "/banks/{bank}/users/{user}/entitlements"),
    ("GET", "/banks/{bank}/entitlements"),
    ("DELETE", "/entitlement-requests/x"),
    ("GET", "/entitlement-requests"),
    ("GET", "/users/{user}/entitlement-requests"),
    ("GET", "/users/{user}/auth-context"),
    ("POST", "/users/{user}/auth-context"),
    ("DELETE", "/users/{user}/auth-context"),
    ("DELETE", "/users/{user}/auth-context/x"),
    ("POST", "/banks/{bank}/user_customer_links"),
    ("GET", "/customers"),
    ("GET", "/customers-minimal"),
    ("GET", "/banks/{bank}/customers"),
    ("GET", "/banks/{bank}/customers-minimal"),
    ("POST", "/users/{user}/entitlements"),
    ("POST", "/user-entitlements"),
];

/// Returns a body with whatever an operation may want.
fn body_for(path: &str) -> Value {
    let role = json!({ "bank_id": "", "role_name": "CanLockUser" });
    if path.ends_with("/user-entitlements") {
        return json!({ "username": "0x", "provider": "dauth.x", "roles": [role] });
    }
    json!({
        "bank_id": "", "role_name": "CanLockUser", "key": "A", "value": "b", "user_id": "x", "customer_id": "x",
        "username": "x", "email": "x" })
}

#[tokio::test]
async fn without_roles_hardly_anything_is_allowed() {
    let sandbox = Sandbox::start().await.unwrap();
    let plain = plain(&sandbox).await;
    let me = plain.get(&format!("{V5}/users/current")).await.json();
    let user = super::text(&me["user_id"]);
    let name = sandbox.obp().credentials().plain_username;
    for (method, path) in GUARDED {
        let path = path.replace("{user}", &user).replace("{name}", &name).replace("{bank}", "elm.01.sb");
        let method: Method = method.parse().unwrap();
        let body = if method == Method::POST { body_for(&path) } else { Value::Null };
        let answer = plain.json(method.clone(), &format!("{V5}{path}"), body).await;
        // Who grants is told first that they are no super administrator.
        let grants = method == Method::POST && path.ends_with("/entitlements");
        let code = if grants { "OBP-20050" } else { "OBP-20006" };
        refused(&answer, 403, code);
        assert!(answer.body.contains("OBP-20006"), "{}", answer.body);
    }
    // And nobody else's account.
    let (bank, account) = account(&sandbox).await;
    let path = format!("{V5}/banks/{bank}/accounts/{account}/permissions");
    refused(&plain.get(&path).await, 400, "OBP-20047");
}

#[tokio::test]
async fn unknown_users_are_a_404_but_for_one_operation() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let pair = json!({ "key": "a", "value": "b" });
    let role = json!({ "bank_id": "", "role_name": "CanLockUser" });
    for (method, path, body) in [
        (Method::GET, "/users/none/attributes", Value::Null),
        (Method::DELETE, "/users/none", Value::Null),
        (Method::POST, "/users/none/refresh", Value::Null),
        (Method::GET, "/users/none/entitlements", Value::Null),
        (Method::POST, "/users/none/entitlements", role),
        (Method::GET, "/banks/elm.01.sb/users/none/entitlements", Value::Null),
        (Method::GET, "/users/none/entitlement-requests", Value::Null),
        (Method::GET, "/users/none/auth-context", Value::Null),
        (Method::POST, "/users/none/auth-context", pair),
        (Method::DELETE, "/users/none/auth-context", Value::Null),
        (Method::DELETE, "/users/none/auth-context/x", Value::Null),
    ] {
        let answer = raw.json(method, &format!("{V5}{path}"), body).await;
        refused(&answer, 404, "OBP-20005");
    }
    refused(&raw.get(&format!("{V5}/users/user_id/none")).await, 400, "OBP-20057");
    for path in ["customers", "customers-minimal", "entitlements"] {
        refused(&raw.get(&format!("{V5}/banks/none/{path}")).await, 404, "OBP-30001");
    }
}

#[tokio::test]
async fn the_same_seed_makes_the_same_bank() {
    let (first, second) = (Sandbox::start().await.unwrap(), Sandbox::start().await.unwrap());
    assert_eq!(super::users(&first).await, super::users(&second).await);
    assert_eq!(first.obp().credentials(), second.obp().credentials());
    // A snapshot has everything: roles, accounts, customers.
    let path = format!("{V5}/customers");
    let before = raw(&first).get(&path).await.body;
    first.restore(&second.snapshot().unwrap()).unwrap();
    assert_eq!(raw(&first).get(&path).await.body, before);
    assert_eq!(account(&first).await, account(&second).await);
    let alone = Sandbox::builder().users(1).start().await.unwrap();
    assert_eq!(super::users(&alone).await.len(), 1);
    assert_eq!(alone.obp().credentials().plain_username, "");
}
