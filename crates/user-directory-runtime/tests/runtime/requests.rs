//! What generated calls put into requests, and answers that are read as they come.

use user_directory_runtime::{ErrorKind, Operation, Style};

use crate::support::acme::{Acme, CREATE_USER, GET_USER};
use crate::support::{Reply, Server, Step, builder};

/// An operation that may be repeated, with a body.
static REPLACE: Operation =
    Operation { id: "replace", method: "PUT", idempotent: true, content_type: Some("text/csv"), ..CREATE_USER };

async fn client(reply: fn() -> Reply) -> (Acme, Server) {
    let server = Server::start(move |_, _| reply()).await;
    let client = builder(&server.url).build().unwrap();
    (client, server)
}

#[tokio::test]
async fn parameters_go_where_their_place_and_style_say() {
    let (client, server) = client(Reply::ok).await;
    client
        .core()
        .call(&GET_USER)
        .path_styled("id", Style::Label { explode: true }, &["a", "b/c"])
        .query("on", true)
        .query("none", None::<u8>)
        .query_styled("ids", Style::PipeDelimited, [1, 2])
        .query_styled("filter", Style::DeepObject, serde_json::json!({"name": "Ada"}))
        .header("X-List", ["a", "b"])
        .header("X-None", None::<u8>)
        .cookie("one", 1)
        .cookie("two", "b")
        .cookie("none", None::<u8>)
        .send()
        .await
        .unwrap();
    let sent = server.received().pop().unwrap();
    assert_eq!(sent.target, "/users/.a.b%2Fc?on=true&ids=1%7C2&filter%5Bname%5D=Ada");
    assert_eq!(sent.header("x-list"), Some("a,b"));
    assert_eq!(sent.header("x-none"), None);
    assert_eq!(sent.header("cookie"), Some("one=1; two=b"));
}

#[tokio::test]
async fn a_cookie_cannot_begin_another() {
    let (client, server) = client(Reply::ok).await;
    for value in ["a; admin=1", "a,b", "a b", "a\"b", "a\r\nX: y"] {
        let error = client.core().call(&GET_USER).path("id", "1").cookie("c", value).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains("cookie `c`") && !error.to_string().contains(value), "{error}");
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn what_another_operation_has_in_its_path_is_refused() {
    static OPERATION: Operation = Operation { reserved: &[("id", &["schema"])], ..GET_USER };
    let (client, server) = client(Reply::ok).await;
    for value in ["schema", "SCHEMA"] {
        let error = client.core().call(&OPERATION).path("id", value).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
    }
    assert_eq!(server.count(), 0);
    client.core().call(&OPERATION).path("id", "CORP\\jane").send().await.unwrap();
    assert_eq!(server.received()[0].target, "/users/CORP%5Cjane");
}

#[tokio::test]
async fn forms_have_a_pair_for_each_element() {
    static OPERATION: Operation = Operation { content_type: Some("application/x-www-form-urlencoded"), ..CREATE_USER };
    let (client, server) = client(Reply::ok).await;
    client
        .core()
        .call(&OPERATION)
        .form_field("name", "Ada & co")
        .form_field("tags", ["a", "b"])
        .form_field("none", None::<u8>)
        .form_field("more", serde_json::json!({"a": 1}))
        .send()
        .await
        .unwrap();
    let sent = server.received().pop().unwrap();
    assert_eq!(sent.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(sent.body, "name=Ada+%26+co&tags=a&tags=b&more=%7B%22a%22%3A1%7D");
}

#[cfg(feature = "multipart")]
#[tokio::test]
async fn multipart_forms_have_parts() {
    use user_directory_runtime::Part;

    let (client, server) = client(Reply::ok).await;
    client
        .core()
        .call(&CREATE_USER)
        .text_part("name", "Ada")
        .parts("photo", [Part::bytes(b"PNG".as_slice()).file_name("a.png").mime_str("image/png").unwrap()])
        .send()
        .await
        .unwrap();
    let sent = server.received().pop().unwrap();
    assert!(sent.header("content-type").unwrap().starts_with("multipart/form-data; boundary="));
    for text in ["name=\"name\"", "Ada", "filename=\"a.png\"", "image/png"] {
        assert!(sent.body.contains(text), "{text}: {}", sent.body);
    }
}

#[tokio::test]
async fn a_stream_is_sent_once_and_other_bodies_again() {
    let (client, server) = client(|| Reply::status(503)).await;
    client.core().call(&REPLACE).body("a,b").send().await.unwrap_err();
    assert_eq!(server.count(), 3);
    assert_eq!(server.received()[2].header("content-type"), Some("text/csv"));

    let streamed = reqwest::Body::wrap(reqwest::Body::from("a,b"));
    let error = client.core().call(&REPLACE).body(streamed).send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts(), server.count()), (503, 1, 4));
}

#[tokio::test]
async fn a_download_is_read_as_it_comes() {
    let (client, _server) = client(|| Reply::with(200, &["x-request-id: r1"], "0123456789")).await;
    let download = || client.core().call(&GET_USER).path("id", "1").stream();
    let mut answer = download().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.content_length(), answer.request_id()), (200, Some(10), Some("r1")));
    let mut length = 0;
    while let Some(chunk) = answer.chunk().await.unwrap() {
        length += chunk.len();
    }
    assert_eq!(length, 10);
    assert_eq!(download().await.unwrap().bytes(10).await.unwrap(), "0123456789");
    let error = download().await.unwrap().bytes(9).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Policy);
}

#[tokio::test]
async fn a_download_that_fails_says_so() {
    let (refused, _server) = client(|| Reply::json(404, r#"{"code":"NO","message":"none"}"#)).await;
    let error = refused.core().call(&GET_USER).path("id", "1").stream().await.unwrap_err();
    assert_eq!(error.code(), Some("NO"));

    let (cut, _server) = client(|| Reply::cut_body(200, Step::Reset)).await;
    let mut answer = cut.core().call(&GET_USER).path("id", "1").stream().await.unwrap();
    let error = loop {
        match answer.chunk().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the body was whole"),
            Err(error) => break error,
        }
    };
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Transport, Some(200)));
}
