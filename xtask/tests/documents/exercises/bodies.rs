//! Bodies that are sent, and answers of every kind.

use bodies_document::runtime::Part;
use bodies_document::runtime::reqwest::Body;
use bodies_document::{Client, ErrorKind, calls::SeveralAnswersAnswer, types};
use serde_json::{Value, json};
use test_support::{Reply, Server};

use super::{answering, client, last, line};

const BOAT: &str = r#"{"name":"Ada"}"#;

fn boat() -> types::Boat {
    types::Boat::new("Ada")
}

#[tokio::test]
async fn json_under_every_name() {
    let server = answering(BOAT).await;
    let client = client!(bodies_document, server);
    assert_eq!(client.get_charset().send().await.unwrap().name, "Ada");
    assert_eq!(last(&server).header("accept"), Some("application/json; charset=utf-8"));
    assert_eq!(client.put_upper_case(boat()).send().await.unwrap().name, "Ada");
    assert_eq!(last(&server).header("content-type"), Some("Application/JSON"));
    assert_eq!(client.post_anything().body(boat()).send().await.unwrap().name, "Ada");
    assert_eq!(last(&server).header("content-type"), Some("application/json"));
    client.post_anything().send().await.unwrap();
    assert_eq!((last(&server).header("content-type"), last(&server).body.as_str()), (None, ""));
    client.optional_body().body(boat()).send().await.unwrap();
    assert_eq!(last(&server).body, BOAT);
    client.optional_body().send().await.unwrap();
    assert_eq!((last(&server).header("content-length"), last(&server).body.as_str()), (Some("0"), ""));
    client.body_of_get(types::BodyOfGetBody::new("q")).send().await.unwrap();
    assert_eq!((line(&server).as_str(), last(&server).body.as_str()), ("GET /optional", r#"{"q":"q"}"#));
    let answer = client.post_schemaless(json!([1])).send().await.unwrap();
    assert_eq!((last(&server).body.as_str(), answer["name"].as_str()), ("[1]", Some("Ada")));
}

#[tokio::test]
async fn null_is_a_body_and_an_answer() {
    let server = answering("null").await;
    let client = client!(bodies_document, server);
    assert!(client.patch_nullable(None).send().await.unwrap().is_none());
    let sent = last(&server);
    assert_eq!((sent.header("content-type"), sent.body.as_str()), (Some("application/merge-patch+json"), "null"));
    client.patch_nullable(Some(types::MaybeBoat::new("Ada"))).send().await.unwrap();
    assert_eq!(last(&server).body, BOAT);
    assert!(client.delete_maybe().send().await.unwrap().is_none());
    let server = answering(r#"["a",null]"#).await;
    let client = client!(bodies_document, server);
    let answer = client.delete_maybe().send().await.unwrap().into_inner();
    assert_eq!(answer, Some(vec![Some("a".to_owned()), None]));
}

#[tokio::test]
async fn scalars_lists_and_maps() {
    let server = answering("7").await;
    let client = client!(bodies_document, server);
    assert_eq!(*client.post_scalar("a").send().await.unwrap(), 7);
    assert_eq!(last(&server).body, "\"a\"");
    let server = answering(r#"{"x":{"name":"Ada"}}"#).await;
    let client = client!(bodies_document, server);
    assert_eq!(client.post_list([boat()]).send().await.unwrap()["x"].name, "Ada");
    assert_eq!(last(&server).body, format!("[{BOAT}]"));
}

#[tokio::test]
async fn text_is_text() {
    let server = Server::start(|_, _| Reply::with(200, &["Content-Type: text/plain"], "\"a\"")).await;
    let client = client!(bodies_document, server);
    assert_eq!(*client.get_text().send().await.unwrap(), "\"a\"");
    client.put_text("a,b").send().await.unwrap();
    assert_eq!((last(&server).header("content-type"), last(&server).body.as_str()), (Some("text/csv"), "a,b"));
    client.post_any_text().body("a").send().await.unwrap();
    assert_eq!((last(&server).header("content-type"), last(&server).body.as_str()), (Some("text/plain"), "a"));
    client.post_plain_or_form("a=b").send().await.unwrap();
    let sent = last(&server);
    assert_eq!((sent.header("content-type"), sent.header("accept")), (Some("text/plain"), Some("application/json")));
    assert_eq!(sent.body, "a=b");
    assert_eq!(*client.xml_or_text("a").send().await.unwrap(), "\"a\"");
}

#[tokio::test]
async fn bytes_come_and_go_as_a_stream() {
    const PIECE: &[u8] = &[7; 64 * 1024];
    let server = Server::start(|_, _| Reply::flood(&["Content-Type: application/octet-stream"], PIECE, 1024)).await;
    let client = client!(bodies_document, server);
    let mut stream = client.download().send().await.unwrap();
    assert_eq!(stream.content_length(), Some(64 * 1024 * 1024));
    let (mut length, mut longest) = (0, 0);
    while let Some(chunk) = stream.chunk().await.unwrap() {
        length += chunk.len();
        longest = longest.max(chunk.len());
    }
    assert_eq!(length, 64 * 1024 * 1024);
    assert!(longest < 4 * 1024 * 1024, "{longest} bytes came at once");

    let server = Server::start(|_, _| Reply::with(200, &[], "data")).await;
    let client: Client = client!(bodies_document, server);
    assert_eq!(&client.upload_image().body("img").send().await.unwrap().bytes(9).await.unwrap()[..], b"data");
    assert_eq!(last(&server).header("content-type"), Some("application/octet-stream"));
    assert_eq!(client.file_under().send().await.unwrap().bytes(3).await.unwrap_err().kind(), ErrorKind::Policy);
    assert_eq!(&client.events().send().await.unwrap().bytes(9).await.unwrap()[..], b"data");
    assert_eq!(last(&server).header("accept"), Some("text/event-stream"));
    client.upload("raw").send().await.unwrap();
    assert_eq!(last(&server).body, "raw");
    let server = Server::start(|_, _| Reply::status(204)).await;
    let client = client!(bodies_document, server);
    let none = client.download().send().await.unwrap();
    assert_eq!((none.status().as_u16(), none.bytes(9).await.unwrap().len()), (204, 0));
}

#[tokio::test]
async fn forms_in_their_styles() {
    let server = answering(BOAT).await;
    let client = client!(bodies_document, server);
    let call = client.post_form("a b").scope(["r", "w"]).tags(["x", "y"]).boat(boat()).deep(boat().tags(["1"]));
    call.body("&").send().await.unwrap();
    let sent = last(&server);
    assert_eq!(sent.header("content-type"), Some("application/x-www-form-urlencoded; charset=utf-8"));
    assert_eq!(
        sent.body,
        "grant_type=a+b&scope=r&scope=w&tags=x%2Cy&boat=%7B%22name%22%3A%22Ada%22%7D&deep%5Bname%5D=Ada&deep%5Btags%5D=1&body=%26"
    );
}

#[tokio::test]
async fn parts_from_memory_and_from_a_stream() {
    let server = answering(BOAT).await;
    let client = client!(bodies_document, server);
    let file = Part::text("of memory").file_name("a.txt").mime_str("text/plain").unwrap();
    let stream = Part::stream_with_length(Body::from("of a stream"), 11);
    let call = client.post_multipart("path", "field", file).count(3).more([stream, Part::text("more")]);
    let call = call.about(boat()).tags(["x", "y"]).photo(Part::bytes(&b"png"[..]).mime_str("image/png").unwrap());
    assert_eq!(call.send().await.unwrap().name, "Ada");
    let sent = last(&server);
    assert_eq!(sent.target, "/multipart/path");
    let boundary = sent.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    let parts: Vec<&str> = sent.body.split(&format!("--{boundary}")).map(str::trim).collect();
    let part = |name: &str, rest: &str| {
        let head = format!("Content-Disposition: form-data; name=\"{name}\"");
        let found = parts.iter().any(|part| part.starts_with(&head) && part.contains(rest));
        assert!(found, "{name} with {rest:?} is not in\n{}", sent.body);
    };
    part("name", "\r\n\r\nfield");
    part("count", "\r\n\r\n3");
    part("file", "; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nof memory");
    part("more", "\r\n\r\nof a stream");
    part("more", "\r\n\r\nmore");
    part("about", "\r\nContent-Type: application/json\r\n\r\n{\"name\":\"Ada\"}");
    part("tags", "\r\n\r\nx");
    part("tags", "\r\n\r\ny");
    part("photo", "Content-Type: image/png\r\n\r\npng");
    client.post_either_form(Part::text("file")).note("n").send().await.unwrap();
    assert!(last(&server).header("content-type").unwrap().starts_with("multipart/form-data"));
}

#[tokio::test]
async fn several_answers_are_told_apart_by_their_status() {
    async fn answer(status: u16, body: &'static str) -> Result<SeveralAnswersAnswer, bodies_document::Error> {
        let server = Server::start(move |_, _| Reply::with(status, &[], body)).await;
        Ok(client!(bodies_document, server).several_answers().send().await?.into_inner())
    }
    assert!(matches!(answer(200, BOAT).await.unwrap(), SeveralAnswersAnswer::Ok(boat) if boat.name == "Ada"));
    assert!(matches!(answer(202, "later").await.unwrap(), SeveralAnswersAnswer::Accepted(text) if text == "later"));
    assert!(matches!(answer(204, "").await.unwrap(), SeveralAnswersAnswer::NoContent));
    assert!(matches!(answer(206, "7").await.unwrap(), SeveralAnswersAnswer::Status2xx(7)));
    assert_eq!(answer(500, "").await.unwrap_err().status().unwrap().as_u16(), 500);
}

#[tokio::test]
async fn answers_that_are_scarcely_documented() {
    let server = Server::start(|request, _| match request.method.as_str() {
        "HEAD" => Reply::status(200),
        _ => Reply::json(201, BOAT),
    })
    .await;
    let client = client!(bodies_document, server);
    assert_eq!(client.equal_answers().send().await.unwrap().name, "Ada");
    assert_eq!(client.only_default().send().await.unwrap().name, "Ada");
    let () = client.only_errors().send().await.unwrap().into_inner();
    let () = client.empty_content().send().await.unwrap().into_inner();
    let () = client.head_answers().send().await.unwrap().into_inner();
    let _: Value = serde_json::to_value(boat()).unwrap();
}
