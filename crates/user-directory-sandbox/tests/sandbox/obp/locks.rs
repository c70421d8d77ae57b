//! Locks, by username and for local users alone.

use serde_json::Value;
use user_directory_sandbox::Sandbox;

use super::{V5, client, plain, plain_client, raw, refused, text, users};

#[tokio::test]
async fn a_lock_shuts_out_until_it_is_lifted() {
    let sandbox = Sandbox::start().await.unwrap();
    let (admin, other) = (client(&sandbox), plain_client(&sandbox));
    let name = sandbox.obp().credentials().plain_username;
    let id = other.get_current_user_id().send().await.unwrap();

    let held = plain(&sandbox).await;
    let lock = admin.lock_user(&name).send().await.unwrap();
    assert_eq!(lock.status(), 200);
    assert_eq!(lock.user_id, id.user_id);
    assert_eq!(lock.type_of_lock, "lock_via_api");
    let seen = admin.get_user_by_username(&name).send().await.unwrap();
    assert!(seen.is_locked);
    let shut = held.get(&format!("{V5}/users/current")).await;
    refused(&shut, 401, "OBP-20013");
    // The client tries to log in again, in vain.
    assert!(other.get_current_user_id().send().await.is_err());

    let status = admin.unlock_user(&name).send().await.unwrap();
    assert_eq!(status.username, name);
    assert_eq!(status.bad_attempts_since_last_success_or_reset, 0);
    other.get_current_user_id().send().await.unwrap();
    let read = admin.get_bad_login_status(&name).send().await.unwrap();
    assert_eq!(read.last_failure_date, status.last_failure_date);
}

#[tokio::test]
async fn users_of_other_providers_are_not_found_by_name() {
    let sandbox = Sandbox::start().await.unwrap();
    let users = users(&sandbox).await;
    let foreign = users.iter().find(|user| user["provider"] != "https://obp.example.com").unwrap();
    let raw = raw(&sandbox);
    for name in [text(&foreign["username"]), "nobody".to_owned()] {
        for (method, path) in [
            (reqwest::Method::GET, format!("{V5}/users/username/{name}")),
            (reqwest::Method::GET, format!("{V5}/users/{name}/lock-status")),
            (reqwest::Method::PUT, format!("{V5}/users/{name}/lock-status")),
            (reqwest::Method::POST, format!("{V5}/users/{name}/locks")),
        ] {
            refused(&raw.json(method, &path, Value::Null).await, 404, "OBP-20027");
        }
    }
}
