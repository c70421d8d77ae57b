//! Lists, page by page.

use obp_users::calls::GetUsers;
use obp_users::{Client, Credentials, DirectLogin};

use test_support::{Received, Reply, Server};

const USERS: &str = "/obp/v5.0.0/users";

/// Returns the numbers from `offset` on, at most `limit` of `total`, as the query asks.
fn asked(request: &Received, total: usize) -> std::ops::Range<usize> {
    let query = request.target.split_once('?').unwrap().1;
    let number = |name: &str| {
        let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        value.unwrap().parse::<usize>().unwrap()
    };
    let (offset, limit) = (number("offset"), number("limit"));
    offset.min(total)..(offset + limit).min(total)
}

fn users(numbers: std::ops::Range<usize>, locked: &[usize]) -> Reply {
    let users: Vec<_> = numbers
        .map(|number| {
            serde_json::json!({
                "user_id": format!("u{number}"), "email": null, "provider_id": null,
                "provider": "p", "username": null, "entitlements": { "list": [] },
                "is_deleted": false, "is_locked": locked.contains(&number),
            })
        })
        .collect();
    Reply::json(200, serde_json::json!({ "users": users }).to_string())
}

fn client(server: &Server) -> Client {
    let credentials = Credentials::direct_login(DirectLogin::new("jo", "pa55word", "k3y"));
    Client::builder().base_url(&server.url).credentials(credentials).build().unwrap()
}

async fn ids(list: GetUsers<'_>) -> Vec<String> {
    let mut items = list.stream();
    let mut ids = Vec::new();
    while let Some(user) = items.next().await {
        ids.push(user.unwrap().user_id);
    }
    ids
}

#[tokio::test]
async fn a_token_may_expire_between_two_pages() {
    let server = Server::by_path(|request, before| match request.path() {
        USERS => {
            // The first token is good for one page.
            let first = request.authorization() == "DirectLogin token=token-1";
            match (first, before) {
                (true, 0) | (false, _) => users(asked(request, 5), &[]),
                (true, _) => Reply::json(400, r#"{"code":400,"message":"OBP-20003: expired"}"#),
            }
        }
        _ => Reply::json(201, format!(r#"{{"token":"token-{}"}}"#, before + 1)),
    })
    .await;
    let client = client(&server);
    let list = client.get_users().limit(2).is_deleted(true);
    assert_eq!(ids(list).await, ["u0", "u1", "u2", "u3", "u4"]);
    assert_eq!(server.at("/my/logins/direct").len(), 2);
    let queries: Vec<_> = server.at(USERS).iter().map(|one| one.target.split_once('?').unwrap().1.to_owned()).collect();
    let page = |offset| format!("limit=2&offset={offset}&is_deleted=true");
    assert_eq!(queries, [page(0), page(2), page(2), page(4), page(6)]);
}

/// The server would answer the middle page of `locked_status=locked` with no user at all.
#[tokio::test]
async fn a_page_without_locked_users_is_not_the_end() {
    for (locked, expected) in [("locked", vec!["u0", "u5"]), ("active", vec!["u1", "u2", "u3", "u4"])] {
        let server = Server::by_path(|request, _| match request.path() {
            USERS => users(asked(request, 6), &[0, 5]),
            _ => Reply::json(201, r#"{"token":"t"}"#),
        })
        .await;
        let client = client(&server);
        let list = client.get_users().limit(2).locked_status(locked);
        assert_eq!(ids(list).await, expected);
        let requests = server.at(USERS);
        assert_eq!(requests.len(), 4);
        assert!(requests.iter().all(|request| !request.target.contains("locked_status")));
    }
}

/// What this crate does not know how to apply, the server has to.
#[tokio::test]
async fn an_unknown_status_is_left_to_the_server() {
    let server = Server::by_path(|request, _| match request.path() {
        USERS => Reply::json(400, r#"{"code":400,"message":"OBP-10023: no"}"#),
        _ => Reply::json(201, r#"{"token":"t"}"#),
    })
    .await;
    let client = client(&server);
    let mut list = client.get_users().locked_status("asleep").stream();
    let error = list.next().await.unwrap().unwrap_err();
    assert_eq!(error.code().unwrap(), "OBP-10023");
    assert!(server.at(USERS)[0].target.contains("locked_status=asleep"));
}

#[tokio::test]
async fn a_list_goes_on_where_it_is_told_to() {
    let server = Server::by_path(|request, _| match request.path() {
        USERS => users(asked(request, 205), &[]),
        _ => Reply::json(201, r#"{"token":"t"}"#),
    })
    .await;
    let mut pages = client(&server).get_users().offset(100).pages();
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 100);
    assert_eq!(pages.position(), 200);
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 5);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn all_lists_of_customers_come_in_pages() {
    let server = Server::by_path(|request, _| {
        if request.path().ends_with("/logins/direct") {
            return Reply::json(201, r#"{"token":"t"}"#);
        }
        let customers: Vec<_> = asked(request, 3)
            .map(|number| serde_json::json!({ "bank_id": "b", "customer_id": format!("c{number}") }))
            .collect();
        Reply::json(200, serde_json::json!({ "customers": customers }).to_string())
    })
    .await;
    let client = client(&server);
    let any = client.get_customers_minimal_at_any_bank().limit(2);
    let mut any = any.sort_direction("DESC").stream();
    let one = client.get_customers_minimal_at_one_bank("a/b").limit(2);
    let mut one = one.sort_direction("DESC").stream();
    for list in [&mut any, &mut one] {
        for expected in ["c0", "c1", "c2"] {
            assert_eq!(list.next().await.unwrap().unwrap().customer_id, expected);
        }
        assert!(list.next().await.is_none());
    }
    for path in ["/obp/v5.0.0/customers-minimal", "/obp/v5.0.0/banks/a%2Fb/customers-minimal"] {
        let targets: Vec<_> = server.at(path).iter().map(|one| one.target.clone()).collect();
        let page = |offset| format!("{path}?limit=2&offset={offset}&sort_direction=DESC");
        assert_eq!(targets, [page(0), page(2), page(4)]);
    }
}

#[tokio::test]
async fn full_customers_come_in_pages() {
    let server = Server::by_path(|request, _| match request.path() {
        "/my/logins/direct" => Reply::json(201, r#"{"token":"t"}"#),
        _ => Reply::json(200, r#"{"customers":[]}"#),
    })
    .await;
    let client = client(&server);
    let mut any = client.get_customers_at_any_bank().pages();
    assert!(any.next().await.is_none());
    let mut one = client.get_customers_at_one_bank("b").pages();
    assert!(one.next().await.is_none());
    let mut none = client.get_customers_at_one_bank("..").pages();
    let error = none.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), obp_users::ErrorKind::Request);
    let targets: Vec<_> = server.received().iter().map(|one| one.target.clone()).collect();
    assert_eq!(
        targets[1..],
        ["/obp/v5.0.0/customers?limit=100&offset=0", "/obp/v5.0.0/banks/b/customers?limit=100&offset=0"]
    );
}
