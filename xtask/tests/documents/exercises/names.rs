//! Names.

use names_document::{calls, operations, types};
use serde_json::Value;

use test_support::{Reply, Server};

use super::{answering, client, last, line};

#[test]
fn types_with_names_of_the_prelude_hold_what_they_should() {
    let value: Value = serde_json::from_str(
        r#"{
        "option": {"a": "1"}, "string": {"a": "2"}, "vec": {"a": ["3"]}, "result": {"a": "4"}, "box": {"inner": {"inner": {}}},
        "value": {"a": [5]}, "map": {"a": {"b": 6}}, "page": {"a": "7"}, "part": {"a": "8"}, "patch": {"a": "9"},
        "secret": {"a": "hidden"}, "uuid": {"a": "00000000-0000-0000-0000-000000000000"},
        "date_time": {"a": "2026-01-02T03:04:05Z"}, "b_tree_map": {"a": {"b": 10}}, "hash": "a", "ok": "Self",
        "some": {"a": "11"}, "self": {"a": "12"}, "sailor": {"a": "1", "b": "2", "c": "3", "d": "4"},
        "boat_kind": {"a": "13"}, "BoatKind": {"b": "14"}, "boatKind": {"c": "15"}, "slashed": {"a": "16"},
        "anchor": {"a": "17"}, "size": {"a": "18"}, "property": "19", "answer": "20",
        "properties": {
            "type": "t", "userId": "1", "userID": "2", "user_id": "3", "new": "4", "self": "5", "Self": "6", "r#type": "7",
            "others": "8", "_id": "9", "$ref": "10", "größe": "11", "m²": "12", "⚓": "13", "": "14", "1": "15", "+1": 16,
            "-1": 17, "quote\"d": "18", "back\\slash": "19", "another": "20"
        }
    }"#,
    )
    .unwrap();
    let read: types::Everything = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
    let properties = read.properties.unwrap();
    assert_eq!((properties.user_id.as_deref(), properties.user_id_field.as_deref()), (Some("1"), Some("2")));
    assert_eq!(properties.other_properties["another"], "20");
}

#[tokio::test]
async fn operations_with_names_that_clients_have() {
    let server = answering(r#""a""#).await;
    let client = client!(names_document, server);
    assert_eq!(*client.get_boats_name("x").send().await.unwrap(), "a");
    assert_eq!(line(&server), "GET /boats/x");
    client.get_boats_name_2().send().await.unwrap();
    assert_eq!(line(&server), "GET /boats/name");
    client.same().send().await.unwrap();
    assert_eq!(line(&server), "GET /a");
    client.put_a().send().await.unwrap();
    assert_eq!(line(&server), "PUT /a");
    client.get_boat_operation_2().send().await.unwrap();
    assert_eq!(line(&server), "POST /b");
    client.clone_operation().send().await.unwrap();
    assert_eq!(line(&server), "DELETE /c");
    client.clone().all().send().await.unwrap();
    assert_eq!(line(&server), "GET /d");
    client.get_j().send().await.unwrap();
    assert_eq!(line(&server), "GET /j");
    let calls::FetchAnswer::Ok(text) = client.fetch().send().await.unwrap().into_inner() else { panic!("not 200") };
    assert_eq!((text.as_str(), client.fetch_answer().send().await.unwrap().as_str()), ("a", "a"));
    let server = answering("{}").await;
    let client = client!(names_document, server);
    client.send(types::Everything::new().box_(types::BoxModel::new())).send().await.unwrap();
    assert_eq!(last(&server).body, r#"{"box":{}}"#);
    assert_eq!(operations::ALL.len(), 38);
    assert_eq!(operations::ALL_OPERATION.path, "/d");
}

#[tokio::test]
async fn lists_with_names_that_paging_has() {
    let server = Server::start(|_, before| {
        let items = if before < 2 { format!(r#"{{"a":"{before}"}}"#) } else { String::new() };
        Reply::json(200, &format!(r#"{{"items":[{items}],"total":2}}"#))
    })
    .await;
    let client = client!(names_document, server);
    let call = client.pages().size(1).asked("1").keep("2").call("3").answer("4").total("5").list("6").client("7");
    let entries: Vec<types::Page> = call.api_client("8").stream().try_collect().await.unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!(
        server.received()[1].target,
        "/k?page=2&size=1&asked=1&keep=2&call=3&answer=4&total=5&list=6&client=7&api_client=8"
    );
}
