use super::*;
use crate::Pagination;
use crate::test_operations::GET_USER;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

fn operation(pagination: Pagination) -> &'static Operation {
    Box::leak(Box::new(Operation { pagination: Some(pagination), ..GET_USER }))
}

/// Makes the pages of two items of a list.
fn pages<T, Fut>(pagination: Pagination, fetch: impl FnMut(PageRequest) -> Fut + Send + 'static) -> Pages<T, Error>
where
    T: Serialize + Send + 'static,
    Fut: Future<Output = Result<Page<T>, Error>> + Send + 'static,
{
    list_pages(operation(pagination), None::<u64>, Some(2), fetch)
}

/// Serves numbers from a list of lists, and counts the requests.
fn server(lists: Vec<Vec<u32>>, total: Option<u64>, pagination: Pagination) -> (Pages<u32, Error>, Arc<AtomicU64>) {
    let requests = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&requests);
    let fetch = move |request: PageRequest| {
        counter.fetch_add(1, Ordering::SeqCst);
        let index = match pagination {
            Pagination::Page { first, .. } => request.position - first,
            Pagination::Offset { .. } => request.position / 2,
        };
        let items = lists.get(usize::try_from(index).unwrap()).cloned().unwrap_or_default();
        async move { Ok(Page::new(items, total)) }
    };
    (pages(pagination, fetch), requests)
}

const NUMBER: Pagination =
    Pagination::Page { page: "page", size: "size", first: 1, max: Some(100), items: "rows", total: None };
const OFFSET: Pagination = Pagination::Offset { offset: "offset", limit: "limit", items: "rows" };

#[tokio::test]
async fn stops_as_documented() {
    for (name, lists, total, paging, items, requests) in [
        ("empty list", vec![], None, NUMBER, vec![], 1),
        ("until an empty page", vec![vec![1, 2], vec![3]], None, NUMBER, vec![1, 2, 3], 3),
        ("until an empty page", vec![vec![1, 2], vec![3]], None, OFFSET, vec![1, 2, 3], 3),
        ("a short page is not the end", vec![vec![1], vec![2, 3], vec![4]], None, OFFSET, vec![1, 2, 3, 4], 4),
        ("until the total", vec![vec![1, 2], vec![3]], Some(3), NUMBER, vec![1, 2, 3], 2),
        ("a total of nothing", vec![], Some(0), NUMBER, vec![], 1),
        ("a total that is too small", vec![vec![1, 2], vec![3]], Some(1), NUMBER, vec![1, 2], 1),
        ("a total that is too large", vec![vec![1, 2], vec![3]], Some(9), NUMBER, vec![1, 2, 3], 3),
        ("same item twice in a row", vec![vec![1, 1], vec![1, 2]], None, NUMBER, vec![1, 1, 1, 2], 3),
    ] {
        let (stream, counter) = server(lists, total, paging);
        let seen: Vec<u32> = stream.items().try_collect().await.unwrap();
        assert_eq!(seen, items, "{name}");
        assert_eq!(counter.load(Ordering::SeqCst), requests, "{name}");
    }
}

#[tokio::test]
async fn a_page_that_was_there_before_is_an_error() {
    let (a, b, c) = (vec![1, 2], vec![3, 4], vec![5]);
    for (name, lists, items, requests) in [
        ("position ignored", vec![a.clone(); 99], vec![1, 2], 2),
        ("last page again", vec![a.clone(), c.clone(), c.clone()], vec![1, 2, 5], 3),
        ("round and round", vec![a.clone(), b.clone(), a.clone()], vec![1, 2, 3, 4], 3),
        ("a circle behind the first page", vec![a, b.clone(), c.clone(), b, c], vec![1, 2, 3, 4, 5], 4),
    ] {
        for total in [None, Some(1000)] {
            let (stream, counter) = server(lists.clone(), total, NUMBER);
            let (mut seen, mut stream) = (Vec::new(), stream.items());
            let error = loop {
                match stream.next().await.unwrap() {
                    Ok(item) => seen.push(item),
                    Err(error) => break error,
                }
            };
            assert!(error.to_string().contains("again"), "{error}");
            assert_eq!(seen, items, "{name}");
            assert_eq!(counter.load(Ordering::SeqCst), requests, "{name}");
            assert!(stream.next().await.is_none());
        }
    }
}

#[tokio::test]
async fn a_list_of_ever_new_pages_ends_all_the_same() {
    let fetch = |request: PageRequest| async move { Ok(Page::new(vec![request.position], None)) };
    let mut items = pages(NUMBER, fetch).items();
    let mut count = 0;
    let error = loop {
        match items.next().await.unwrap() {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((count, error.kind()), (MAX_PAGES, ErrorKind::Policy));
    assert!(error.to_string().contains("more than 100000 pages"), "{error}");
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
    assert_eq!(counter.load(Ordering::SeqCst), 1, "nothing is fetched ahead");
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
    let fetch = |request: PageRequest| async move {
        match request.position {
            1 => Ok(Page::new(vec![1], None)),
            _ => Err(Error::new(ErrorKind::Connect, &GET_USER)),
        }
    };
    let mut stream = pages(NUMBER, fetch);
    assert!(stream.next().await.unwrap().is_ok());
    assert_eq!(stream.next().await.unwrap().unwrap_err().kind(), ErrorKind::Connect);
    assert!(stream.next().await.is_none());
    assert_eq!(stream.position(), 2, "the page to go on with");
}

#[test]
fn streams_are_send() {
    fn send<T: Send>(_: T) {}
    send(server(vec![], None, NUMBER).0);
    send(server(vec![], None, NUMBER).0.items());
}

/// Asks for pages of an operation, and notes how each was asked for.
fn asked(pagination: Pagination, start: Option<i32>, size: Option<i64>) -> Pages<u64, Error> {
    let operation = operation(pagination);
    list_pages(operation, start, size, move |asked: PageRequest| async move {
        let _: Option<i32> = asked.position(operation)?;
        let size: Option<i32> = asked.size(operation)?;
        let size = u64::try_from(size.unwrap_or_default()).unwrap();
        let items = (asked.position < 900).then(|| vec![asked.position, size]);
        Ok(Page::from_answer(items, None::<i64>))
    })
}

#[tokio::test]
async fn an_operations_own_parameters_say_where_to_begin_and_how_much_to_ask_for() {
    for (pagination, start, size, pages) in [
        (NUMBER, None, None, [[1, 100], [2, 100]]),
        (NUMBER, Some(7), Some(500), [[7, 100], [8, 100]]),
        (NUMBER, Some(7), Some(5), [[7, 5], [8, 5]]),
        (OFFSET, None, None, [[0, 100], [100, 100]]),
        (OFFSET, Some(7), Some(500), [[7, 500], [507, 500]]),
    ] {
        let mut list = asked(pagination, start, size);
        for page in pages {
            assert_eq!(list.next().await.unwrap().unwrap().items, page);
        }
    }
    let mut last = asked(OFFSET, Some(950), None);
    assert!(last.next().await.is_none(), "no items at all end the list");
    for (start, size) in [(Some(-1), None), (None, Some(-1))] {
        let mut list = asked(NUMBER, start, size);
        let error = list.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Request);
        assert!(error.to_string().contains("negative"), "{error}");
        assert!(list.next().await.is_none());
    }
    let mut far = asked(NUMBER, None, None).start_at(u64::MAX);
    let error = far.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("longer than"), "{error}");
}

/// Counts the items alive, of which there may be no more than a page at a time.
#[derive(serde::Serialize)]
struct Counted {
    number: u64,
    #[serde(skip)]
    alive: Arc<AtomicU64>,
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.alive.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn no_more_than_a_page_is_kept() {
    let alive = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&alive);
    let mut asked = 0u64;
    let fetch = move |_: PageRequest| {
        asked += 1;
        let count = if asked < 300 { asked % 7 + 1 } else { 0 };
        let items: Vec<Counted> = (0..count)
            .map(|_| {
                counter.fetch_add(1, Ordering::SeqCst);
                Counted { number: asked, alive: Arc::clone(&counter) }
            })
            .collect();
        async move { Ok(Page::new(items, None)) }
    };
    let mut items = pages(OFFSET, fetch).items();
    let mut most = 0;
    let mut seen = 0;
    while let Some(item) = items.next().await {
        seen += 1;
        most = most.max(alive.load(Ordering::SeqCst));
        drop(item);
    }
    assert!(seen > 6, "{seen}");
    assert!(most <= 7, "{most} at a time");
}
