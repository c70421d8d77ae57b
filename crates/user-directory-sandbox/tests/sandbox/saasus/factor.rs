//! Authenticator apps.

use std::time::Duration;

use saasus_users::types::{CreateSecretCodeParam, MfaPreference, UpdateSoftwareTokenParam};
use serde_json::json;
use user_directory_sandbox::ControlError;
use user_directory_sandbox::Sandbox;

use super::{bad, client, failure, typed};

#[tokio::test]
async fn an_app_is_registered_and_asked_for() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, outside) = (client(&sandbox), sandbox.saasus());
    let demo = outside.credentials();
    let (id, token) = (demo.user_id.as_str(), demo.access_token.as_str());
    let preference = async || {
        let answer = client.get_user_mfa_preference(id).send().await.unwrap();
        (answer.enabled, answer.method.is_some())
    };
    let prefer = async |enabled: bool| {
        let body: MfaPreference = typed(json!({ "enabled": enabled, "method": "softwareToken" }));
        failure(client.update_user_mfa_preference(id, body).send().await)
    };
    assert_eq!(preference().await, (false, false));
    assert_eq!(prefer(true).await, bad("software_token_not_registered"));

    let prove = async |code: &str| {
        let body: UpdateSoftwareTokenParam = typed(json!({ "access_token": token, "verification_code": code }));
        failure(client.update_software_token(id, body).send().await)
    };
    assert_eq!(prove("000000").await, bad("invalid_verification_code"), "no secret yet");
    let secret = async || {
        let body = json!({ "access_token": token });
        let made = client.create_secret_code(id, typed::<CreateSecretCodeParam>(body)).send().await.unwrap();
        assert_eq!(made.status(), 201);
        serde_json::to_value(&*made).unwrap()["secret_code"].as_str().unwrap().to_owned()
    };
    let first = secret().await;
    assert_eq!(first.len(), 32, "160 bits in base 32");
    let of_first = outside.software_token_code(id).unwrap();
    assert_ne!(secret().await, first);
    assert_eq!(prove(&of_first).await, bad("invalid_verification_code"), "replaced");
    let code = outside.software_token_code(id).unwrap();
    sandbox.advance(Duration::from_secs(120));
    assert_eq!(prove(&code).await, bad("invalid_verification_code"), "over");
    let code = outside.software_token_code(id).unwrap();
    assert_eq!(prove(&code).await, None);
    assert_eq!(prove(&code).await, bad("invalid_verification_code"), "proved already");

    assert_eq!(preference().await, (false, false));
    assert_eq!(prefer(true).await, None);
    assert_eq!(preference().await, (true, true));
    let email = client.get_saas_user(id).send().await.unwrap().email.clone();
    let sign_in = |code: Option<&str>| outside.sign_in(&email, &demo.password, code).map(|_| ());
    assert_eq!(sign_in(None), Err(ControlError::Unauthorized("the code of the authenticator app is missing or wrong")));
    assert_eq!(
        sign_in(Some("nonsense")),
        Err(ControlError::Unauthorized("the code of the authenticator app is missing or wrong"))
    );
    assert_eq!(sign_in(outside.software_token_code(id).as_deref()), Ok(()));
    assert_eq!(prefer(false).await, None);
    assert_eq!((preference().await, sign_in(None)), ((false, false), Ok(())));
}
