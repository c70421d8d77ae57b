use super::*;
use futures_util::TryStreamExt;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Serves numbers from a list of lists, and counts the requests.
fn server(
    lists: Vec<Vec<u32>>,
    total: Option<u64>,
    paging: Paging,
) -> (Pages<u32, Infallible>, Arc<AtomicU64>) {
    let requests = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&requests);
    let stream = pages(paging, move |request: PageRequest| {
        counter.fetch_add(1, Ordering::SeqCst);
        let index = match paging {
            Paging::Number { first, .. } => request.position - first,
            Paging::Offset { size } => request.position / size,
        };
        let items = lists
            .get(usize::try_from(index).unwrap())
            .cloned()
            .unwrap_or_default();
        async move { Ok(Page::new(items, total)) }
    });
    (stream, requests)
}

const NUMBER: Paging = Paging::Number {
    first: 1,
    size: Some(2),
};
const OFFSET: Paging = Paging::Offset { size: 2 };

#[tokio::test]
async fn stops_as_documented() {
    for (name, lists, total, paging, items, requests) in [
        ("empty list", vec![], None, NUMBER, vec![], 1),
        (
            "until an empty page",
            vec![vec![1, 2], vec![3]],
            None,
            NUMBER,
            vec![1, 2, 3],
            3,
        ),
        (
            "until an empty page",
            vec![vec![1, 2], vec![3]],
            None,
            OFFSET,
            vec![1, 2, 3],
            3,
        ),
        (
            "a short page is not the end",
            vec![vec![1], vec![2, 3], vec![4]],
            None,
            OFFSET,
            vec![1, 2, 3, 4],
            4,
        ),
        (
            "until the total",
            vec![vec![1, 2], vec![3]],
            Some(3),
            NUMBER,
            vec![1, 2, 3],
            2,
        ),
        ("a total of nothing", vec![], Some(0), NUMBER, vec![], 1),
        (
            "a total that is too small",
            vec![vec![1, 2], vec![3]],
            Some(1),
            NUMBER,
            vec![1, 2],
            1,
        ),
        (
            "a total that is too large",
            vec![vec![1, 2], vec![3]],
            Some(9),
            NUMBER,
            vec![1, 2, 3],
            3,
        ),
        (
            "position ignored",
            vec![vec![1, 2]; 99],
            None,
            NUMBER,
            vec![1, 2],
            2,
        ),
        (
            "last page repeated",
            vec![vec![1, 2], vec![3], vec![3]],
            None,
            NUMBER,
            vec![1, 2, 3],
            3,
        ),
        (
            "round and round",
            vec![vec![1, 2], vec![3, 4], vec![1, 2]],
            None,
            NUMBER,
            vec![1, 2, 3, 4],
            3,
        ),
        (
            "same item twice in a row",
            vec![vec![1, 1], vec![1, 2]],
            None,
            NUMBER,
            vec![1, 1, 1, 2],
            3,
        ),
    ] {
        let (stream, counter) = server(lists, total, paging);
        let seen: Vec<u32> = stream.items().try_collect().await.unwrap();
        assert_eq!(seen, items, "{name}");
        assert_eq!(counter.load(Ordering::SeqCst), requests, "{name}");
    }
}

#[tokio::test]
async fn tells_the_total_and_starts_anywhere() {
    let lists = vec![vec![1, 2], vec![3, 4], vec![5]];
    let (mut stream, _) = server(lists.clone(), Some(5), NUMBER);
    assert_eq!(stream.total(), None);
    assert_eq!(stream.next().await.unwrap().unwrap().items, [1, 2]);
    assert_eq!((stream.total(), stream.position()), (Some(5), 2));
    let (stream, counter) = server(lists, Some(5), NUMBER);
    let mut items = stream.start_at(2).items();
    assert_eq!(items.next().await.unwrap().unwrap(), 3);
    assert_eq!(items.total(), Some(5));
    assert_eq!(
        counter.load(Ordering::SeqCst),
        1,
        "nothing is fetched ahead"
    );
    let rest: Vec<u32> = items.try_collect().await.unwrap();
    assert_eq!(rest, [4, 5]);
}

#[tokio::test]
async fn a_page_of_which_nothing_is_kept_is_not_the_last() {
    let lists = vec![vec![1, 2], vec![3, 5], vec![7, 9], vec![4, 6]];
    for (total, requests) in [(None, 5), (Some(8), 4)] {
        let (stream, counter) = server(lists.clone(), total, OFFSET);
        let even = stream.keep(|number| number % 2 == 0);
        let items: Vec<u32> = even.items().try_collect().await.unwrap();
        assert_eq!(items, [2, 4, 6]);
        assert_eq!(counter.load(Ordering::SeqCst), requests);
    }
    let (stream, _) = server(lists, None, OFFSET);
    let mut none = stream.keep(|_| false);
    assert!(none.next().await.is_none());
}

#[tokio::test]
async fn an_error_is_the_last_thing() {
    let mut stream = pages(NUMBER, |request: PageRequest| async move {
        match request.position {
            1 => Ok(Page::new(vec![1], None)),
            _ => Err("down"),
        }
    });
    assert!(stream.next().await.unwrap().is_ok());
    assert_eq!(stream.next().await.unwrap().unwrap_err(), "down");
    assert!(stream.next().await.is_none());
    assert_eq!(stream.position(), 2, "the page to go on with");
}

#[test]
fn streams_are_send() {
    fn send<T: Send>(_: T) {}
    send(server(vec![], None, NUMBER).0);
    send(server(vec![], None, NUMBER).0.items());
}
