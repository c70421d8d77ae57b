//! Whatever one provider accepts, all of them still answer as their specifications say.

use proptest::collection::vec;
use proptest::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use crate::five::{Api, apis};
use crate::raw::Raw;

/// A change of a user through one provider, with the values that it sends.
#[derive(Clone, Debug)]
struct Change {
    provider: usize,
    create: bool,
    given: Value,
    family: Value,
    email: Value,
    phone: Value,
}

fn text() -> impl Strategy<Value = Value> {
    let odd = ["", "X", "-", "555-1234", "+1", "0", "12025550123", "nobody", "Jo@Example.org", "a@b", "\u{0}", "日本"];
    prop_oneof![
        2 => proptest::sample::select(odd.to_vec()).prop_map(Value::from),
        2 => (0..300_usize).prop_map(|length| "n".repeat(length).into()),
        1 => ".{0,60}".prop_map(Value::from),
        1 => "[a-z]{1,9}@[a-z]{1,9}\\.org".prop_map(Value::from),
        1 => Just(Value::Null),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    (0..5_usize, any::<bool>(), text(), text(), text(), text()).prop_map(
        |(provider, create, given, family, email, phone)| Change { provider, create, given, family, email, phone },
    )
}

/// Returns the identifier that a provider has for the person with this address.
async fn id(api: &Api<'_>, email: &str) -> String {
    let (target, rows, address) = match api.name {
        "velo" => ("/v2/users?pageSize=100", "/content", "email"),
        "sendauth" => ("/api/v1/users?perPage=100", "/rows", "email"),
        "finbourne" => ("/api/users", "", "emailAddress"),
        "obp" => ("/obp/v5.0.0/users", "/users", "email"),
        _ => ("/users", "/users", "email"),
    };
    let body = api.send(api.raw.request(Method::GET, target)).await.json();
    let rows = body.pointer(rows).unwrap().as_array().unwrap();
    let row = rows.iter().find(|row| row[address] == email).unwrap();
    row.get("id").or_else(|| row.get("user_id")).unwrap().as_str().unwrap().to_owned()
}

/// Makes the change; whether it is accepted is the provider's business.
async fn apply(api: &Api<'_>, id: &str, change: &Change) -> u16 {
    let Change { create, given, family, email, phone, .. } = change;
    let (method, path, body) = match (api.name, create) {
        ("velo", false) => {
            let body = json!({ "firstName": given, "lastName": family, "email": email,
                "smsNumber": phone, "primaryContactNumber": phone, "secondaryContactNumber": phone });
            (Method::POST, format!("/v2/users/{id}/userDetailsUpdate"), body)
        }
        ("velo", true) => {
            let body = json!({ "email": email, "mfaType": "SMS", "smsNumber": phone, "roles": ["payor.admin"],
                "primaryContactNumber": phone, "firstName": given, "lastName": family });
            (Method::POST, api.create.1.to_owned(), body)
        }
        ("sendauth", create) => {
            let mut body = json!({ "firstName": given, "lastName": family });
            for (name, value) in [("email", email), ("phone", phone)] {
                if !value.is_null() {
                    body[name] = value.clone();
                }
            }
            let update = (Method::PUT, format!("/api/v1/users/{id}"));
            let (method, path) = if *create { (Method::POST, api.create.1.to_owned()) } else { update };
            (method, path, body)
        }
        ("finbourne", create) => {
            let mut body = json!({ "firstName": given, "lastName": family, "emailAddress": email, "login": email });
            if *create {
                body["type"] = json!("Personal");
                (Method::POST, api.create.1.to_owned(), body)
            } else {
                (Method::PUT, format!("/api/users/{id}"), body)
            }
        }
        ("obp", _) => {
            let body = json!({ "email": email, "username": given, "password": "Long-enough-1-pass",
                "first_name": given, "last_name": family });
            (Method::POST, api.create.1.to_owned(), body)
        }
        (_, true) => (Method::POST, api.create.1.to_owned(), json!({ "email": email, "password": "Long-enough-1" })),
        (_, false) => (Method::PATCH, format!("/users/{id}/email"), json!({ "email": email })),
    };
    let request = api.raw.request(method, &path).header("content-type", "application/json");
    let answer = api.send(request.body(body.to_string())).await;
    assert!(answer.status < 500, "{} {path} {body}: {}", api.name, answer.body);
    answer.status
}

/// Reads every list of every provider; the sandbox validates the answers.
async fn read_all(apis: &[Api<'_>; 5], ids: &[String]) {
    for (api, id) in apis.iter().zip(ids) {
        let targets: Vec<String> = match api.name {
            "velo" => vec!["/v2/users?pageSize=100".to_owned(), format!("/v2/users/{id}")],
            "sendauth" => vec![
                "/api/v1/users?perPage=100".to_owned(),
                "/api/v1/users?perPage=100&sortBy=phone".to_owned(),
                "/api/v1/users/deleted".to_owned(),
                format!("/api/v1/users/{id}"),
                format!("/api/v1/users/{id}/audits"),
            ],
            "finbourne" => vec![
                "/api/users?includeDeactivated=true".to_owned(),
                "/api/users/$runnable".to_owned(),
                format!("/api/users/{id}?includeRoles=true"),
                format!("/api/directory?id={id}"),
            ],
            "obp" => ["users", "customers", "customers-minimal", "my/customers", "users/current"]
                .map(|path| format!("/obp/v5.0.0/{path}"))
                .into(),
            _ => vec!["/users".to_owned(), format!("/users/{id}")],
        };
        for target in targets {
            let answer = api.send(api.raw.request(Method::GET, &target)).await;
            assert!(answer.status == 200 || answer.status == 404, "{} {target}: {}", api.name, answer.body);
            assert!(answer.status == 200 || !target.contains(id.as_str()) || id.is_empty(), "{} {target}", api.name);
        }
    }
}

/// Makes the changes, and returns what was answered.
fn run(changes: &[Change]) -> Vec<u16> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let sandbox = Sandbox::builder().validate_responses(true).start().await.unwrap();
        let people = Raw::new(format!("http://{}/_sandbox", sandbox.address())).get("/people").await.json();
        let email = people[3]["email"].as_str().unwrap();
        let apis = apis(&sandbox).await;
        let mut ids = Vec::new();
        for api in &apis {
            ids.push(id(api, email).await);
        }
        let mut answered = Vec::new();
        for change in changes {
            answered.push(apply(&apis[change.provider], &ids[change.provider], change).await);
            read_all(&apis, &ids).await;
        }
        answered
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_makes_the_answers_of_another_provider_invalid(changes in vec(change(), 1..4)) {
        run(&changes);
    }
}

#[test]
fn what_one_provider_accepts_another_shows_as_it_may() {
    let update = |provider, given: &str, family: &str, email: Value, phone: Value| Change {
        provider,
        create: false,
        given: given.into(),
        family: family.into(),
        email,
        phone,
    };
    let email = || json!("new@example.org");
    let changes = [
        update(1, "Jo", "Do", email(), json!("555-1234")),
        update(2, "X", "Yz", json!("x@example.org"), Value::Null),
        update(0, "Jo", &"f".repeat(60), email(), json!("12025550123")),
        Change { given: Value::Null, family: Value::Null, ..update(0, "", "", Value::Null, Value::Null) },
        update(4, "", "", json!("plain"), Value::Null),
    ];
    assert_eq!(run(&changes), [200, 200, 204, 204, 200]);
}
