//! Operations on the caller's own account.

use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;
use velo_users::types::{
    PasswordRequest, PayeeUserSelfUpdateRequest, SelfMfaTypeUnregisterRequest, SelfUpdatePasswordRequest,
};

use super::{acting, bearer, client, first, location, post, raw, status, typed, user};

#[tokio::test]
async fn self_is_nobody_elses_identifier() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let me = client.get_self().send().await.unwrap();
    let same = client.get_user_by_id(me.id.unwrap()).send().await.unwrap();
    assert_eq!(same.email, me.email);
    assert_eq!(sandbox.count("velo", "getSelf"), 1);
    // The literal segments that could be read as identifiers.
    let raw = raw(&sandbox).await;
    for path in ["/v2/users/invite", "/v2/users/registration/sms", "/v2/users/self/mfa/unregister"] {
        let answer = post(&raw, path, json!({})).await;
        assert_eq!(answer.status, 400, "{path}: {}", answer.body);
    }
    for operation in ["inviteUser", "registerSms", "unregisterMFAForSelf"] {
        assert_eq!(sandbox.count("velo", operation), 1, "{operation}");
    }
}

#[tokio::test]
async fn a_password_is_rated_set_and_not_used_again() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let old = sandbox.velo().credentials().password;
    let rate = async |password: &str| {
        let body: PasswordRequest = typed(json!({ "password": password }));
        let rating = client.validate_password_self(body).send().await.unwrap();
        (rating.score.unwrap(), rating.valid.unwrap(), rating.warning.clone())
    };
    let (score, valid, warning) = rate("password1").await;
    assert!(score < 2 && !valid && warning.is_some(), "{score} {warning:?}");
    let me = client.get_self().send().await.unwrap();
    let (score, valid, _) = rate(me.email.as_deref().unwrap()).await;
    assert!(score < 2 && !valid, "the caller's address is easy to guess: {score}");
    let (score, valid, _) = rate("purple-otter-rides-north").await;
    assert!((3..=4).contains(&score) && valid, "{score}");

    let set = async |old: &str, new: &str| {
        let body: SelfUpdatePasswordRequest = typed(json!({ "oldPassword": old, "newPassword": new }));
        status(client.update_password_self(body).send().await)
    };
    assert_eq!(set(&old, "password1").await, Some(400));
    assert_eq!(set("not the old one", "purple-otter-rides-north").await, Some(400));
    assert_eq!(set(&old, &old).await, Some(400));
    assert_eq!(set(&old, "purple-otter-rides-north").await, None);
    assert_eq!(set(&old, "green-otter-swims-south").await, Some(400));
    let (_, valid, warning) = rate("purple-otter-rides-north").await;
    assert_eq!((valid, warning.as_deref()), (false, Some("Historic Password")));
    assert_eq!(set("purple-otter-rides-north", "green-otter-swims-south").await, None);
}

#[tokio::test]
async fn five_wrong_passwords_lock_out() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let id = first(&raw, "type=PAYOR&status=ENABLED", |user| user["lockedOut"] == false).await;
    let own = acting(&sandbox, &id);
    let body = json!({ "oldPassword": "not the password", "newPassword": "purple-otter-rides" });
    for _ in 0..5 {
        let answer = post(&own, "/v2/users/self/password", body.clone()).await;
        assert_eq!((answer.status, location(&answer)), (400, "oldPassword".to_owned()));
    }
    assert_eq!(post(&own, "/v2/users/self/password", body).await.status, 401);
    assert_eq!(user(&raw, &id).await["lockedOut"], true);
}

#[tokio::test]
async fn payees_change_their_own_details_and_nobody_else_does() {
    let sandbox = Sandbox::start().await.unwrap();
    let back_office = client(&sandbox);
    let raw = raw(&sandbox).await;
    let body = || -> PayeeUserSelfUpdateRequest { typed(json!({ "firstName": "Grace", "lastName": null })) };
    let refused = back_office.user_details_update_for_self(body()).send().await;
    assert_eq!(status(refused), Some(403));

    let id = first(&raw, "type=PAYEE&status=ENABLED", |user| user["lockedOut"] == false).await;
    let token = sandbox.velo().sign_in(&id).unwrap();
    let payee = super::with(&sandbox, velo_users::Credentials::bearer(token.clone()));
    payee.user_details_update_for_self(body()).send().await.unwrap();
    let after = payee.get_self().send().await.unwrap();
    assert_eq!((after.first_name.as_deref(), after.last_name.as_deref()), (Some("Grace"), None));

    let own = bearer(&sandbox, &token);
    let path = "/v2/users/self/userDetailsUpdate";
    let taken = back_office.get_self().send().await.unwrap().email.clone();
    let answer = post(&own, path, json!({ "email": taken })).await;
    assert_eq!((answer.status, location(&answer)), (409, "email".to_owned()));
    let answer = post(&own, path, json!({ "smsNumber": "none" })).await;
    assert_eq!((answer.status, location(&answer)), (400, "smsNumber".to_owned()));
    // A field that this operation does not have changes nothing.
    let before = user(&raw, &id).await["mfaType"].clone();
    assert_eq!(post(&own, path, json!({ "mfaType": null })).await.status, 204);
    assert_eq!(user(&raw, &id).await["mfaType"], before);
}

#[tokio::test]
async fn the_authorization_of_one_call_says_whose_device_it_is() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, raw) = (client(&sandbox), raw(&sandbox).await);
    let sms = |user: &Value| user["mfaType"] == "SMS" && user["lockedOut"] == false;
    let id = first(&raw, "type=PAYEE&status=ENABLED", sms).await;
    let token = format!("Bearer {}", sandbox.velo().sign_in(&id).unwrap());
    let body = || -> SelfMfaTypeUnregisterRequest { typed(json!({ "mfaType": "SMS" })) };
    let call = client.unregister_mfa_for_self(body());
    call.authorization(token.as_str()).send().await.unwrap();
    assert_eq!(user(&raw, &id).await["mfaStatus"], "UNREGISTERED");
    let me = client.get_self().send().await.unwrap().id.unwrap();
    assert_eq!(user(&raw, &me.to_string()).await["mfaStatus"], "REGISTERED");

    let wrong = client.unregister_mfa_for_self(body()).authorization("Bearer nonsense");
    assert_eq!(status(wrong.send().await), Some(401));
    client.unregister_mfa_for_self(body()).send().await.unwrap();
    assert_eq!(user(&raw, &me.to_string()).await["mfaStatus"], "UNREGISTERED");
}

#[tokio::test]
async fn a_password_needs_a_score_of_three() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let mut scores = std::collections::BTreeSet::new();
    for password in ["password", "password1x", "correcthorse", "purpleotter9", "purple-otter-rides"] {
        let rating = post(&raw, "/v2/users/self/password/validate", json!({ "password": password })).await.json();
        let score = rating["score"].as_u64().unwrap();
        assert_eq!(rating["valid"], score >= 3, "{password}: {rating}");
        scores.insert(score);
    }
    assert!(scores.contains(&2) && scores.contains(&3), "{scores:?}");
}
