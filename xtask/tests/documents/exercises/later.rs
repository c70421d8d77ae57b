//! OpenAPI 3.1.

use later_document::runtime::Part;
use later_document::types;
use serde_json::{Value, json};

use super::{answering, client, last, line};

#[tokio::test]
async fn references_with_words_beside_them_are_followed() {
    let server = answering(r#"{"required_null":null,"required_ref":null}"#).await;
    let client = client!(later_document, server);
    client.get_everything("en").limit(3).send().await.unwrap();
    assert_eq!(line(&server), "GET /everything?lang=en&limit=3");
    let server = answering("null").await;
    assert!(client!(later_document, server).get_maybe().send().await.unwrap().is_none());
    let server = answering(r#"{"name":"Ada"}"#).await;
    let maybe = client!(later_document, server).get_maybe().send().await.unwrap().into_inner();
    assert_eq!(maybe.unwrap().name, "Ada");
}

#[tokio::test]
async fn keywords_can_be_names_of_properties() {
    let json = r#"{"default":null,"example":null,"const":null,"enum":"a","properties":null,"type":null,"$ref":null}"#;
    let server = answering(json).await;
    let answer = client!(later_document, server).get_default().send().await.unwrap();
    assert_eq!((&answer.default, answer.example, &answer.type_), (&None, None, &None));
    let server = answering(r#"{"default":"d","example":1,"const":"c","properties":"p","type":"t","$ref":"r"}"#).await;
    let answer = client!(later_document, server).get_default().send().await.unwrap().into_inner();
    assert_eq!((answer.default.as_deref(), answer.example), (Some("d"), Some(1)));
    assert_eq!((answer.const_.as_deref(), answer.ref_.as_deref()), (Some("c"), Some("r")));
}

#[test]
fn null_in_every_spelling() {
    let names = [
        "any_null",
        "null_component",
        "maybe",
        "behind",
        "enum_null",
        "any_enum",
        "const_null",
        "only_null",
        "several",
    ];
    let mut nulls = json!({"required_null": null, "required_ref": null});
    for name in names {
        nulls[name] = Value::Null;
    }
    let read: types::Everything = serde_json::from_value(nulls).unwrap();
    assert!(read.maybe.is_none() && read.enum_null.is_none() && read.several.is_none());
    // What is required must be there, and may be null.
    assert!(serde_json::from_value::<types::Everything>(json!({"required_null": null})).is_err());
}

#[test]
fn values_come_back_as_they_were() {
    let value = json!({
        "required_null": "a", "required_ref": {"name": "Ada"}, "any_null": 3, "null_component": "n",
        "maybe": {"name": "Ada"}, "behind": {}, "enum_null": "b", "any_enum": "c", "constant": "fixed",
        "constant_number": 3, "several": 4, "list_or_text": [1, null], "beside": {"name": "Ada", "age": 3},
        "tuple": ["a", 1], "any_items": [1, "a"], "no_others": {"a": "a"}, "patterned": {"x-a": "a"}, "encoded": "eA==",
        "examples": "e", "exclusive": 1, "union": {"kind": "dog", "bark": "loud"}, "versions": {"v": 2},
    });
    let read: types::Everything = serde_json::from_value(value.clone()).unwrap();
    assert!(matches!(read.union, Some(types::EverythingUnion::Form2(_))));
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
    let other = json!({"required_null": null, "required_ref": null, "several": "s", "list_or_text": "t",
        "union": {"kind": "fish", "fins": 3}});
    let read: types::Everything = serde_json::from_value(other.clone()).unwrap();
    assert!(matches!(read.union, Some(types::EverythingUnion::Other(_))));
    assert_eq!(serde_json::to_value(&read).unwrap(), other);
}

#[tokio::test]
async fn files_are_told_by_their_media_type() {
    let server = answering("{}").await;
    let client = client!(later_document, server);
    client.upload(Part::bytes(&b"data"[..])).name("n").send().await.unwrap();
    assert!(last(&server).body.contains("name=\"file\"\r\n\r\ndata"), "{}", last(&server).body);
    let answer = client.upload_raw("pdf").send().await.unwrap();
    assert_eq!(&answer.bytes(9).await.unwrap()[..], b"{}");
    assert_eq!((last(&server).header("content-type"), last(&server).body.as_str()), (Some("application/pdf"), "pdf"));
}
