//! Activation, passwords, factors, locks, suspension.

use user_directory_sandbox::ControlError;
use user_directory_sandbox::Sandbox;

use super::{client, refusal, with_status};

/// What is sent to a user whose id follows.
macro_rules! code {
    ($client:expr, $call:ident, $id:expr) => {
        match $client.$call($id).send().await {
            Ok(_) => 0,
            result => refusal(result).1,
        }
    };
}

#[tokio::test]
async fn each_step_is_possible_from_some_statuses_only() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    // Columns: activate, expire, reset password, reset factors, unlock, unsuspend; 0 is a success.
    for (status, expected) in [
        ("PROVISIONED", [0, 719, 718, 717, 706, 717]),
        ("LOCKED_OUT", [707, 719, 0, 0, 706, 717]),
        ("SUSPENDED", [707, 719, 718, 717, 706, 0]),
        ("PASSWORD_EXPIRED", [707, 0, 0, 0, 706, 717]),
        ("ACTIVE", [707, 0, 0, 0, 706, 717]),
    ] {
        let id = with_status(&client, status).await.id;
        let id = id.as_str();
        let codes = [
            code!(client, send_activation_email, id),
            code!(client, expire_password, id),
            code!(client, reset_password, id),
            code!(client, reset_factors, id),
            code!(client, unlock_user, id),
            code!(client, unsuspend_user, id),
        ];
        assert_eq!(codes, expected, "{status}");
    }
    let deleted = with_status(&client, "ACTIVE").await.id;
    client.delete_user(deleted.as_str()).send().await.unwrap();
    assert_eq!(refusal(client.unlock_user(deleted).send().await), (404, 705));
    assert_eq!(refusal(client.unlock_user("nobody").send().await), (404, 657));
}

#[tokio::test]
async fn statuses_follow_the_steps() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, outside) = (client(&sandbox), sandbox.finbourne());
    let status = async |id: &str| client.get_user(id).send().await.unwrap().status.clone();
    let locked = with_status(&client, "LOCKED_OUT").await.id;
    client.unlock_user(locked.as_str()).send().await.unwrap();
    assert_eq!(status(&locked).await, "ACTIVE");
    let suspended = with_status(&client, "SUSPENDED").await.id;
    client.unsuspend_user(suspended.as_str()).send().await.unwrap();
    assert_eq!(status(&suspended).await, "ACTIVE");

    let id = with_status(&client, "ACTIVE").await.id;
    let given = client.expire_password(id.as_str()).send().await.unwrap();
    assert!(!given.password.is_empty());
    let other = client.expire_password(id.as_str()).send().await.unwrap();
    assert_ne!(given.password, other.password);
    assert_eq!(status(&id).await, "PASSWORD_EXPIRED");
    outside.choose_password(&id, "correct horse").unwrap();
    assert_eq!(status(&id).await, "ACTIVE");
    client.reset_password(id.as_str()).send().await.unwrap();
    assert_eq!(status(&id).await, "RECOVERY");
    outside.choose_password(&id, "battery staple").unwrap();

    outside.suspend(&id).unwrap();
    assert_eq!(outside.lock_out(&id), Err(ControlError::Conflict("the status of the user does not allow this")));
    assert_eq!(
        outside.choose_password(&id, "x"),
        Err(ControlError::Conflict("the status of the user does not allow this"))
    );
    assert_eq!(outside.suspend("nobody"), Err(ControlError::NotFound("user")));
}

#[tokio::test]
async fn who_is_held_elsewhere_has_no_password_here() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let users = client.list_users().send().await.unwrap();
    let id = users.iter().find(|user| user.external).unwrap().id.as_str();
    assert_eq!(code!(client, reset_password, id), 785);
    assert_eq!(code!(client, expire_password, id), 785);
    assert_eq!(code!(client, reset_factors, id), 785);
}
