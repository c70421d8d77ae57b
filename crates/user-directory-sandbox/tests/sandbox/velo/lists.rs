//! Pages, filters and orders.

use serde_json::{Value, json};
use user_directory_sandbox::{Change, Fault, FaultKind, Sandbox};
use velo_users::types::UserStatus;

use super::{client, invitation, post, raw, users};

fn texts(users: &[Value], name: &str) -> Vec<String> {
    let text = |user: &Value| user[name].as_str().unwrap_or("").to_lowercase();
    users.iter().map(text).collect()
}

#[tokio::test]
async fn filters_keep_what_they_say() {
    let sandbox = Sandbox::builder().users(90).start().await.unwrap();
    let raw = raw(&sandbox).await;
    let all = users(&raw, "").await;
    assert_eq!(all.len(), 90);
    let mut sum = 0;
    for kind in ["BACKOFFICE", "PAYOR", "PAYEE"] {
        for status in ["ENABLED", "DISABLED", "PENDING"] {
            let found = users(&raw, &format!("type={kind}&status={status}")).await;
            assert!(!found.is_empty(), "{kind} {status}");
            assert!(found.iter().all(|user| user["status"] == status));
            sum += found.len();
        }
    }
    assert_eq!(sum, 90);
    let payor = users(&raw, "type=PAYOR").await;
    let entity = payor[0]["entityId"].as_str().unwrap().to_owned();
    let staff = users(&raw, &format!("entityId={}", entity.to_uppercase())).await;
    assert_eq!(staff, payor);
    assert!(users(&raw, "entityId=31111860-6c8f-55ef-a00c-46b05c5eaba9").await.is_empty());
}

#[tokio::test]
async fn orders_go_by_every_field_in_its_own_direction() {
    let sandbox = Sandbox::builder().users(100).start().await.unwrap();
    let raw = raw(&sandbox).await;
    let emails = texts(&users(&raw, "").await, "email");
    assert!(emails.is_sorted());
    let mut down = texts(&users(&raw, "sort=email:desc").await, "email");
    down.reverse();
    assert_eq!(down, emails);
    for (sort, name_down, email_down) in [
        ("lastName:asc,email:desc", false, true),
        ("lastName:desc,email:asc", true, false),
        ("lastName:desc,email:desc", true, true),
        ("lastName,email", false, false),
    ] {
        let found = users(&raw, &format!("sort={sort}")).await;
        let mut expected: Vec<_> = texts(&found, "lastName").into_iter().zip(texts(&found, "email")).collect();
        let sorted = expected.clone();
        expected.sort_by(|left, right| {
            let turn = |order: std::cmp::Ordering, down| if down { order.reverse() } else { order };
            turn(left.0.cmp(&right.0), name_down).then(turn(left.1.cmp(&right.1), email_down))
        });
        assert_eq!(sorted, expected, "{sort}");
        let names: std::collections::HashSet<_> = expected.iter().map(|(name, _)| name).collect();
        assert!(names.len() < 100, "some names are shared, or the second field decides nothing");
    }
}

#[tokio::test]
async fn pages_cover_everybody_once_and_link_to_each_other() {
    let sandbox = Sandbox::builder().users(57).start().await.unwrap();
    let (client, raw) = (client(&sandbox), raw(&sandbox).await);
    let mut stream = client.list_users().page_size(10).sort("lastName:desc").stream();
    let mut ids = std::collections::HashSet::new();
    while let Some(user) = stream.next().await {
        assert!(ids.insert(user.unwrap().id.unwrap()));
    }
    assert_eq!(ids.len(), 57);
    assert_eq!(sandbox.count("velo", "listUsers"), 6);

    let page = raw.get("/v2/users?status=ENABLED&page=2&pageSize=10&sort=email:asc").await.json();
    let total = page["page"]["totalElements"].as_u64().unwrap();
    let last = total.div_ceil(10);
    assert_eq!(
        page["page"],
        json!({ "numberOfElements": 10, "totalElements": total, "totalPages": last,
            "page": 2, "pageSize": 10 })
    );
    let links: Vec<_> = page["links"].as_array().unwrap().iter().collect();
    let rels: Vec<_> = links.iter().map(|link| link["rel"].as_str().unwrap()).collect();
    assert_eq!(rels, ["first", "prev", "next", "last"]);
    let base = sandbox.velo().base_url();
    for (link, number) in links.iter().zip([1, 1, 3, last]) {
        let path = link["href"].as_str().unwrap().strip_prefix(&base).unwrap();
        let linked = raw.get(path).await.json();
        assert_eq!(linked["page"]["page"], number);
        assert_eq!(linked["page"]["totalElements"], total);
    }
    let beyond = raw.get("/v2/users?page=2147483647&pageSize=100").await.json();
    assert_eq!(beyond["page"]["numberOfElements"], 0);
    let default = raw.get("/v2/users").await.json();
    assert_eq!(default["page"]["pageSize"], 25);
}

#[tokio::test]
async fn a_list_follows_what_happens_to_users() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, raw) = (client(&sandbox), raw(&sandbox).await);
    let count = async || {
        let list = client.list_users().status(UserStatus::Pending).send().await.unwrap();
        list.page.as_ref().unwrap().total_elements.unwrap()
    };
    let before = count().await;
    assert_eq!(post(&raw, "/v2/users/invite", invitation("a@example.org")).await.status, 204);
    assert_eq!(count().await, before + 1);
    let id = super::first(&raw, "status=PENDING", |user| user["email"] == "a@example.org").await;
    sandbox.velo().accept_invitation(&id, "whatever it is").unwrap();
    assert_eq!(count().await, before);

    for (change, total) in [(Change::Insert, 27), (Change::Remove, 26)] {
        let fault = Fault::new(FaultKind::ListChanges(change));
        sandbox.fault(fault.provider("velo").operation("listUsers")).unwrap();
        client.list_users().send().await.unwrap();
        assert_eq!(users(&raw, "").await.len(), total);
    }
}
