//! AWS Marketplace.

use saasus_users::types::{
    ConfirmSignUpWithAwsMarketplaceParam, LinkAwsMarketplaceParam, SignUpWithAwsMarketplaceParam,
};
use serde_json::json;
use user_directory_sandbox::Sandbox;
use user_directory_sandbox::saasus::Mail;

use super::{bad, client, failure, typed};

fn sign_up(email: &str, registration: &str) -> SignUpWithAwsMarketplaceParam {
    typed(json!({ "email": email, "registration_token": registration }))
}

fn confirm(token: &str, registration: &str, name: &str) -> ConfirmSignUpWithAwsMarketplaceParam {
    typed(json!({ "tenant_name": name, "access_token": token, "registration_token": registration }))
}

fn link(tenant: &str, token: &str, registration: &str) -> LinkAwsMarketplaceParam {
    typed(json!({ "tenant_id": tenant, "access_token": token, "registration_token": registration }))
}

#[tokio::test]
async fn a_buyer_signs_up_and_gets_a_tenant() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, outside) = (client(&sandbox), sandbox.saasus());
    let demo = outside.credentials();
    let registration = demo.registration_token.as_str();
    let wrong = client.sign_up_with_aws_marketplace(sign_up("a@example.org", "nonsense"));
    assert_eq!(failure(wrong.send().await), bad("invalid_registration_token"));

    let call = client.sign_up_with_aws_marketplace(sign_up("a@example.org", registration));
    let made = call.send().await.unwrap();
    assert_eq!(made.status(), 201);
    let call = client.sign_up_with_aws_marketplace(sign_up("b@example.org", registration));
    assert_eq!(failure(call.send().await), bad("invalid_registration_token"));

    let password = outside.mailed(&made.id, Mail::SignUp).unwrap();
    let token = outside.sign_in("a@example.org", &password, None).unwrap();
    let other = confirm(&demo.access_token, registration, "Acme");
    let other = client.confirm_sign_up_with_aws_marketplace(other).send().await;
    assert_eq!(failure(other), bad("invalid_registration_token"), "it is the buyer's");
    let nobody = confirm("nonsense", registration, "Acme");
    let nobody = client.confirm_sign_up_with_aws_marketplace(nobody).send().await;
    assert_eq!(failure(nobody), bad("invalid_access_token"));

    let call = client.confirm_sign_up_with_aws_marketplace(confirm(&token, registration, "Acme"));
    let tenant = call.send().await.unwrap();
    assert_eq!(tenant.status(), 201);
    assert_eq!(tenant.name, "Acme");
    assert_eq!(tenant.back_office_staff_email, "a@example.org");
    assert!(tenant.plan_histories.is_empty());
    let call = client.confirm_sign_up_with_aws_marketplace(confirm(&token, registration, "Acme"));
    assert_eq!(failure(call.send().await), bad("invalid_registration_token"), "used up");

    // The new tenant is linked already.
    let body = link(&tenant.id, &token, &outside.registration_token());
    let call = client.link_aws_marketplace(body);
    assert_eq!(failure(call.send().await), bad("already_linked"));
}

#[tokio::test]
async fn a_tenant_is_linked_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, outside) = (client(&sandbox), sandbox.saasus());
    let demo = outside.credentials();
    let ask = async |tenant: &str, token: &str, registration: &str| {
        let call = client.link_aws_marketplace(link(tenant, token, registration));
        failure(call.send().await)
    };
    let (tenant, token) = (demo.tenant_id.as_str(), demo.access_token.as_str());
    let registration = demo.registration_token.as_str();
    assert_eq!(ask("nowhere", token, registration).await, bad("not_found"));
    assert_eq!(ask(tenant, "nonsense", registration).await, bad("invalid_access_token"));
    assert_eq!(ask(tenant, token, "nonsense").await, bad("invalid_registration_token"));
    assert_eq!(ask(tenant, token, registration).await, None);
    assert_eq!(ask(tenant, token, registration).await, bad("invalid_registration_token"));
    let other = outside.registration_token();
    assert_eq!(ask(tenant, token, &other).await, bad("already_linked"));
}
