//! All pages of the list of users.

use velo_users::types::UserStatus;

use crate::login::{Issuer, client};
use test_support::{Received, Reply, Server};

fn parameter(request: &Received, name: &str) -> Option<String> {
    let query = request.target.split_once('?').map_or("", |(_, query)| query);
    query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).map(str::to_owned)
}

/// Answers with a page of two users, of five in all.
fn page(request: &Received) -> Reply {
    let page: usize = parameter(request, "page").unwrap().parse().unwrap();
    let ids: Vec<_> = (1..=5usize)
        .skip((page - 1) * 2)
        .take(2)
        .map(|id| format!(r#"{{"id":"00000000-0000-0000-0000-00000000000{id}"}}"#))
        .collect();
    Reply::json(
        200,
        format!(
            r#"{{"page":{{"page":{page},"totalElements":5,"totalPages":3,"pageSize":2}},"links":[],"content":[{}]}}"#,
            ids.join(",")
        ),
    )
}

async fn start(revoke_at: Option<&'static str>) -> Server {
    let issuer = Issuer::default();
    let revoked = std::sync::atomic::AtomicBool::new(false);
    Server::start(move |request, _| {
        let asked = parameter(request, "page");
        let now = asked.is_some() && asked.as_deref() == revoke_at;
        if now && !revoked.swap(true, std::sync::atomic::Ordering::SeqCst) {
            issuer.revoke();
        }
        issuer.answer(request, page)
    })
    .await
}

#[tokio::test]
async fn users_come_one_by_one_over_three_pages() {
    let server = start(None).await;
    let client = client(&server);
    let list = client.list_users().page_size(2).status(UserStatus::Enabled);
    let mut users = list.stream();
    // The stream is on its own.
    drop(client);
    let mut ids = Vec::new();
    while let Some(user) = users.next().await {
        ids.push(user.unwrap().id.unwrap().as_u128());
        assert_eq!(users.total(), Some(5));
    }
    assert_eq!(ids, [1, 2, 3, 4, 5]);
    let lists: Vec<_> = server.received().into_iter().filter(|request| request.path() == "/v2/users").collect();
    assert_eq!(lists.len(), 3);
    for (number, list) in (1..).zip(&lists) {
        assert_eq!(parameter(list, "page"), Some(format!("{number}")));
        assert_eq!(parameter(list, "pageSize").as_deref(), Some("2"));
        assert_eq!(parameter(list, "status").as_deref(), Some("ENABLED"));
    }
}

#[tokio::test]
async fn a_token_that_expires_in_the_middle_is_renewed() {
    let server = start(Some("2")).await;
    let mut pages = client(&server).list_users().page_size(2).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().items.len());
    }
    assert_eq!(sizes, [2, 2, 1]);
    // Three pages, one of them twice, and two logins.
    assert_eq!((server.count_path("/v2/users"), server.count_path("/v1/authenticate")), (4, 2));
}

#[tokio::test]
async fn pages_are_as_large_as_velo_gives_them() {
    let server = start(None).await;
    let client = client(&server);
    for (size, sent) in [(None, "100"), (Some(7), "7"), (Some(500), "100"), (Some(0), "1")] {
        let mut list = client.list_users().page(3);
        if let Some(size) = size {
            list = list.page_size(size);
        }
        let mut pages = list.pages();
        assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 1);
        let asked = server.received().pop().unwrap();
        assert_eq!(
            (parameter(&asked, "page").as_deref(), parameter(&asked, "pageSize").as_deref()),
            (Some("3"), Some(sent))
        );
    }
}

#[tokio::test]
async fn a_mistake_in_a_parameter_ends_the_stream() {
    let server = start(None).await;
    let client = client(&server);
    for list in [client.list_users().page_size(-1), client.list_users().page(-1)] {
        let mut users = list.stream();
        let error = users.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), velo_users::ErrorKind::Request);
        assert!(users.next().await.is_none());
    }
    assert_eq!(server.count(), 0);
}
