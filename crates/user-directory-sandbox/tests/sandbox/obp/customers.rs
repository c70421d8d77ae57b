//! Customers and their users.

use obp_users::types::CreateUserCustomerLink;
use obp_users::types::SortDirection;
use serde_json::json;
use user_directory_sandbox::Sandbox;

use super::{V5, body, client, failure, plain_client, raw, text, users};

#[tokio::test]
async fn a_user_is_linked_to_a_customer() {
    let sandbox = Sandbox::start().await.unwrap();
    let (admin, user) = (client(&sandbox), plain_client(&sandbox));
    let id = user.get_current_user_id().send().await.unwrap().user_id.clone();
    let own = user.get_my_customers_at_any_bank().send().await.unwrap();
    assert_eq!(own.customers.len(), 1);
    let others = admin.get_my_customers_at_any_bank().send().await.unwrap();
    let (bank, customer) = (others.customers[0].bank_id.clone(), others.customers[0].customer_id.clone());
    let sent = |user: &str, customer: &str| {
        body::<CreateUserCustomerLink>(json!({ "user_id": user, "customer_id": customer }))
    };
    let link = admin.create_user_customer_links(&bank, sent(&id, &customer)).send().await.unwrap();
    assert!(link.is_active);
    assert_eq!((&link.user_id, &link.customer_id), (&id, &customer));
    for (at, user, customer, expected) in [
        (&*bank, &*id, &*customer, (400, "OBP-30007")),
        (&bank, &id, "none", (404, "OBP-30046")),
        ("mill.03.sb", &id, &customer, (400, "")),
        (&bank, "none", &customer, (404, "OBP-20057")),
        ("none", &id, &customer, (404, "OBP-30001")),
        ("no bank!", &id, &customer, (400, "OBP-30111")),
    ] {
        let refused = admin.create_user_customer_links(at, sent(user, customer)).send().await;
        assert_eq!(failure(refused), (expected.0, expected.1.to_owned()), "{at}");
    }
    let with_attributes = user.get_customers_for_user().send().await.unwrap();
    assert_eq!(with_attributes.customers.len(), 2);
    assert_eq!(with_attributes.customers[1].customer_id, customer);
}

#[tokio::test]
async fn customers_come_in_pages_in_either_direction() {
    let sandbox = Sandbox::builder().users(50).start().await.unwrap();
    let admin = client(&sandbox);
    let mut all = admin.get_customers_minimal_at_any_bank().limit(7).stream();
    let mut ids = Vec::new();
    while let Some(customer) = all.next().await {
        ids.push(customer.unwrap().customer_id);
    }
    assert_eq!(ids.len(), 50);
    let mut turned = admin.get_customers_at_any_bank().limit(7).sort_direction(SortDirection::Desc).stream();
    let mut back = Vec::new();
    while let Some(customer) = turned.next().await {
        back.push(customer.unwrap().customer_id);
    }
    back.reverse();
    assert_eq!(ids, back);

    let mut here = Vec::new();
    for bank in ["elm.01.sb", "harbour.02.sb", "mill.03.sb"] {
        let mut whole = admin.get_customers_at_one_bank(bank).limit(5).stream();
        let mut count = 0;
        while let Some(customer) = whole.next().await {
            let customer = customer.unwrap();
            assert_eq!(customer.bank_id, bank);
            here.push(customer.customer_id);
            count += 1;
        }
        let minimal = admin.get_customers_minimal_at_one_bank(bank).send().await.unwrap();
        assert_eq!(minimal.customers.len(), count);
    }
    ids.sort();
    here.sort();
    assert_eq!(ids, here);
    let page = raw(&sandbox).get(&format!("{V5}/customers?limit=3&offset=48")).await;
    assert_eq!(page.headers["range"], "items=48-3");
    assert_eq!(page.json()["customers"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn customers_are_the_people_of_all_providers() {
    let sandbox = Sandbox::start().await.unwrap();
    let email = text(&users(&sandbox).await[0]["email"]);
    let own = client(&sandbox).get_my_customers_at_any_bank().send().await.unwrap();
    assert_eq!(own.customers[0].email, email);
    let other = crate::sendauth::raw(&sandbox);
    let found = other.get(&format!("/api/v1/users?q={email}")).await.json();
    let user = &found["rows"][0];
    let path = format!("/api/v1/users/{}", text(&user["id"]));
    let changed = json!({ "firstName": "New", "lastName": "Name", "email": email, "role": "super_admin" });
    let answer = other.json(reqwest::Method::PUT, &path, changed).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let renamed = client(&sandbox).get_customers_for_user().send().await.unwrap();
    assert_eq!(renamed.customers[0].legal_name, "New Name");
}

#[tokio::test]
async fn customers_have_texts_and_pictures_and_no_nulls() {
    let sandbox = Sandbox::start().await.unwrap();
    for path in ["customers", "banks/elm.01.sb/customers", "my/customers", "users/current/customers"] {
        let answer = raw(&sandbox).get(&format!("{V5}/{path}")).await;
        let body = answer.json();
        assert!(!body["customers"].as_array().unwrap().is_empty(), "{path}: {body}");
        assert!(!answer.body.contains("null"), "{path}: {body}");
        for customer in body["customers"].as_array().unwrap() {
            assert!(text(&customer["face_image"]["url"]).starts_with("https://"), "{customer}");
            assert!(customer["face_image"]["date"].is_string(), "{customer}");
        }
    }
}
