//! Swagger 2.0.

use serde_json::{Value, json};
use swagger_document::runtime::Part;
use swagger_document::types;

use super::{answering, client, last, line};

#[tokio::test]
async fn arrays_in_every_format() {
    let server = answering(r#"{"name":"Ada","skipper":null}"#).await;
    let client = client!(swagger_document, server);
    let call =
        client.get_boat("b1", 3).csv(["a", "b"]).multi(["c", "d"]).pipes([1, 2]).ssv(["e", "f"]).x_tags(["g", "h"]);
    assert_eq!(call.send().await.unwrap().skipper, None);
    assert_eq!(line(&server), "GET /boats/b1?csv=a%2Cb&multi=c&multi=d&pipes=1%7C2&ssv=e+f&limit=3");
    assert_eq!(last(&server).header("x-tags"), Some("g,h"));
    client.get_lines(["a", "b"]).send().await.unwrap();
    assert_eq!(line(&server), "GET /lines/a,b");
    client.post_form("b1", "n").tags(["a", "b"]).more(["c", "d"]).piped(["e", "f"]).send().await.unwrap();
    assert_eq!(last(&server).body, "name=n&tags=a%2Cb&more=c&more=d&piped=e%7Cf");
    client.post_photo("b1", Part::bytes(&b"png"[..])).caption("c").tags(["a", "b"]).send().await.unwrap();
    let body = last(&server).body;
    assert!(body.contains("name=\"photo\"\r\n\r\npng"), "{body}");
    assert!(body.contains("name=\"tags\"") && body.contains("\r\n\r\na,b\r\n"), "{body}");
}

#[tokio::test]
async fn bodies_and_answers_by_reference() {
    let server = answering(r#"{"name":"Ada"}"#).await;
    let client = client!(swagger_document, server);
    assert_eq!(client.put_boat("b1", types::Boat::new("Ada")).send().await.unwrap().name, "Ada");
    assert_eq!(last(&server).body, r#"{"name":"Ada"}"#);
    // The media type is the operation's own.
    assert_eq!(*client.get_table().send().await.unwrap(), r#"{"name":"Ada"}"#);
    assert_eq!(last(&server).header("accept"), Some("text/csv"));
    assert_eq!(client.get_photo("p1").send().await.unwrap().bytes(99).await.unwrap().len(), 14);
    assert_eq!(last(&server).header("accept"), Some("image/png"));
}

#[tokio::test]
async fn what_a_kind_adds_to_its_base_is_kept() {
    let json = r#"[{"kind":"Cat","lives":9},{"kind":"fish"}]"#;
    let server = answering(json).await;
    let animals = client!(swagger_document, server).list_animals().send().await.unwrap().into_inner();
    assert!(matches!(&animals[0], types::Animal::Cat(cat) if cat.lives == Some(9)));
    assert_eq!(serde_json::to_value(&animals).unwrap(), serde_json::from_str::<Value>(json).unwrap());
    assert_eq!(json!(animals[1]), json!({"kind": "fish"}));
}
