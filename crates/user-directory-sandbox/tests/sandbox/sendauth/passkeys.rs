//! Transactions.

use std::time::Duration;

use reqwest::Method;
use sendauth_users::types::UserRequest;
use serde_json::json;
use user_directory_sandbox::ControlError;
use user_directory_sandbox::Sandbox;
use user_directory_sandbox::sendauth::TransactionState;

use super::{client, raw};

async fn somebody(client: &sendauth_users::Client) -> uuid::Uuid {
    let value = json!({ "firstName": "Pat", "lastName": "Key" });
    let user: UserRequest = serde_json::from_value(value).unwrap();
    client.create_user(user).send().await.unwrap().id.unwrap()
}

fn status<T>(result: Result<T, sendauth_users::Error>) -> Option<u16> {
    result.err()?.status().map(|status| status.as_u16())
}

#[tokio::test]
async fn a_passkey_is_registered_used_and_removed() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, raw) = (client(&sandbox), raw(&sandbox));
    let id = somebody(&client).await;
    assert_eq!(status(client.authenticate_user(id).send().await), Some(406));

    let registration = client.register_user(id).send().await.unwrap().tx.unwrap().to_string();
    let check = format!("/api/v1/transactions/{registration}/check");
    assert_eq!(raw.get(&check).await.json(), json!({ "state": "pending" }));
    assert_eq!(client.get_user(id).send().await.unwrap().has_passkeys, Some(false));
    sandbox.sendauth().settle(&registration, TransactionState::Verified).unwrap();
    assert_eq!(raw.get(&check).await.json(), json!({ "state": "verified" }));
    assert_eq!(client.get_user(id).send().await.unwrap().has_passkeys, Some(true));
    assert_eq!(status(client.register_user(id).send().await), Some(406));

    let call = client.authenticate_user(id);
    let body = json!({ "message": "Is it you?" });
    let sign_in = call.body(serde_json::from_value::<sendauth_users::types::WebTx>(body).unwrap());
    let sign_in = sign_in.send().await.unwrap().tx.unwrap().to_string();
    let control = sandbox.address();
    let control = crate::raw::Raw::new(format!("http://{control}/_sandbox/sendauth/transactions/"));
    let denied = control.json(Method::POST, &sign_in, json!({ "state": "denied" })).await;
    assert_eq!(denied.status, 204);
    let again = control.json(Method::POST, &sign_in, json!({ "state": "verified" })).await;
    assert_eq!(again.status, 409);
    let wrong = control.json(Method::POST, &sign_in, json!({ "state": "maybe" })).await;
    assert_eq!(wrong.status, 400);

    let list = client.get_user_transactions(id).send().await.unwrap();
    let rows = list.rows.as_ref().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].state.as_ref().unwrap().as_str(), "denied");
    assert_eq!(rows[0].message.as_deref(), Some("Is it you?"));
    assert_eq!(rows[1].state.as_ref().unwrap().as_str(), "verified");

    client.remove_user_passkey(id).send().await.unwrap();
    assert_eq!(client.get_user(id).send().await.unwrap().has_passkeys, Some(false));
}

#[tokio::test]
async fn a_transaction_expires_by_the_sandbox_clock() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let id = somebody(&client).await;
    let tx = client.register_user(id).send().await.unwrap().tx.unwrap().to_string();
    sandbox.advance(Duration::from_secs(300));
    let list = client.get_user_transactions(id).send().await.unwrap();
    assert_eq!(list.rows.as_ref().unwrap()[0].state.as_ref().unwrap().as_str(), "expired");
    let late = sandbox.sendauth().settle(&tx, TransactionState::Verified);
    assert_eq!(late, Err(ControlError::Conflict("the transaction is over")));
    let unknown = sandbox.sendauth().settle("nobody", TransactionState::Verified);
    assert_eq!(unknown, Err(ControlError::NotFound("transaction")));
    let not_one = sandbox.sendauth().settle(&tx, TransactionState::Pending);
    assert!(matches!(not_one, Err(ControlError::Invalid(_))));
}
