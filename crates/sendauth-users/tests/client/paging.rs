//! All pages of the four lists.

use sendauth_users::{Client, Credentials};

use test_support::{Received, Reply, Server};

fn parameter(request: &Received, name: &str) -> Option<String> {
    let query = request.target.split_once('?').map_or("", |(_, query)| query);
    query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).map(str::to_owned)
}

const ID: uuid::Uuid = uuid::Uuid::from_u128(7);

/// Answers with a page of two entries, of five in all.
fn page(request: &Received) -> Reply {
    let page: usize = parameter(request, "page").unwrap().parse().unwrap();
    let rows: Vec<_> = (1..=5usize)
        .skip((page - 1) * 2)
        .take(2)
        .map(|id| {
            format!(
                r#"{{"id":"00000000-0000-0000-0000-00000000000{id}","firstName":"Ada","lastName":"L","action":"a{id}"}}"#
            )
        })
        .collect();
    Reply::json(200, format!(r#"{{"rows":[{}],"total":5}}"#, rows.join(",")))
}

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).credentials(Credentials::basic("sa-user", "sa-pass")).build().unwrap()
}

/// Goes through a stream of items and checks how they were asked for.
macro_rules! five {
    ($path:expr, $stream:expr) => {{
        let server = Server::start(|request, _| page(request)).await;
        let client = client(&server);
        let mut items = $stream(&client);
        let mut count = 0;
        while let Some(item) = items.next().await {
            item.unwrap();
            count += 1;
        }
        assert_eq!((count, items.total()), (5, Some(5)));
        let asked: Vec<_> = server.received();
        assert_eq!(asked.len(), 3);
        for (number, request) in (1..).zip(&asked) {
            assert_eq!(request.path(), $path);
            assert_eq!(parameter(request, "page"), Some(format!("{number}")));
            assert_eq!(parameter(request, "perPage").as_deref(), Some("100"));
            assert_eq!(parameter(request, "q").as_deref(), Some("a"));
        }
    }};
}

#[tokio::test]
async fn all_four_lists_over_three_pages() {
    five!("/api/v1/users", |client: &Client| { client.list_users().q("a").stream() });
    five!("/api/v1/users/deleted", |client: &Client| { client.list_deleted_users().q("a").stream() });
    five!(format!("/api/v1/users/{ID}/audits"), |client: &Client| { client.get_user_audits(ID).q("a").stream() });
    five!(format!("/api/v1/users/{ID}/transactions"), |client: &Client| {
        client.get_user_transactions(ID).q("a").stream()
    });
}

#[tokio::test]
async fn pages_end_with_an_empty_one_where_no_total_is_told() {
    let server = Server::start(|request, _| match parameter(request, "page").as_deref() {
        Some("1" | "2") => Reply::json(
            200,
            format!(r#"{{"rows":[{{"firstName":"Ada","lastName":"{}"}}]}}"#, parameter(request, "page").unwrap()),
        ),
        _ => Reply::json(200, r#"{"rows":[]}"#),
    })
    .await;
    let mut pages = client(&server).list_users().per_page(1).pages();
    let mut names = Vec::new();
    while let Some(page) = pages.next().await {
        names.extend(page.unwrap().items.into_iter().map(|user| user.last_name));
    }
    assert_eq!((names, pages.total()), (vec!["1".to_owned(), "2".to_owned()], None));
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn an_error_is_the_last_thing() {
    let server = Server::start(|request, _| match parameter(request, "page").as_deref() {
        Some("1") => page(request),
        _ => Reply::json(403, r#"{"error":"no"}"#),
    })
    .await;
    let mut pages = client(&server).list_users().pages();
    pages.next().await.unwrap().unwrap();
    assert_eq!(pages.next().await.unwrap().unwrap_err().status().unwrap().as_u16(), 403);
    assert!(pages.next().await.is_none());
    assert_eq!(pages.position(), 2, "where to go on");
}
