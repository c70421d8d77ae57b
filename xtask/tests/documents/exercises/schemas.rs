//! Schemas: what is answered comes back as it was, each value in the type that it is of.

use schemas_document::types::{
    self, Everything, EverythingHolderChoice, EverythingRequest, Expression, Mapped, Unmapped,
};
use serde_json::{Value, json};

use super::{answering, client, last};

fn read(value: Value) -> Everything {
    let read: Everything = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
    read
}

#[test]
fn overlapping_alternatives_keep_every_property() {
    let company = json!({"name": "a", "register": "r"});
    let person = json!({"name": "a"});
    let holder = |value: &Value| read(json!({ "holder": value })).holder.unwrap();
    assert!(matches!(holder(&company), EverythingHolderChoice::Company(company) if company.register == "r"));
    assert!(matches!(holder(&person), EverythingHolderChoice::Person(_)));
    read(
        json!({"holder_any": company, "holders": [company, person], "pointed_item": company, "undeclared": {"form": "Company", "name": "a", "register": "r"}}),
    );
    read(
        json!({"lists": [1, 2], "twice": person, "single": person, "anything": [1], "with_choice": {"name": "a", "kind": "cat", "lives": 9}}),
    );
}

#[test]
fn discriminators_and_constants_choose() {
    assert!(matches!(
        read(json!({"animal": {"kind": "puppy", "bark": "b"}})).animal,
        Some(types::EverythingAnimal::Dog(_))
    ));
    assert!(matches!(read(json!({"mapped": {"shape": "rect", "side": 2.0}})).mapped, Some(Mapped::Square(_))));
    assert!(matches!(read(json!({"mapped": {"shape": "ci", "radius": 2.0}})).mapped, Some(Mapped::Circle(_))));
    assert!(matches!(read(json!({"mapped": {"shape": "Circle", "radius": 2.0}})).mapped, Some(Mapped::Other(_))));
    assert!(matches!(
        read(json!({"unmapped": {"shape": "Circle", "radius": 2.0}})).unmapped,
        Some(Unmapped::Circle(_))
    ));
}

#[tokio::test]
async fn what_a_kind_adds_to_its_base_is_kept() {
    let json =
        r#"[{"petType":"lizard","lovesRocks":true},{"petType":"Parrot","words":7},{"petType":"cod","name":"c"}]"#;
    let server = answering(json).await;
    let pets = client!(schemas_document, server).list_pets().send().await.unwrap().into_inner();
    assert!(matches!(&pets[..], [types::Pet::Lizard(lizard), types::Pet::Parrot(parrot), types::Pet::Other(_)]
        if lizard.loves_rocks == Some(true) && parrot.words == 7));
    assert_eq!(serde_json::to_value(&pets).unwrap(), serde_json::from_str::<Value>(json).unwrap());
    read(json!({"lizard": {"petType": "lizard", "name": "l", "lovesRocks": true}}));
}

#[test]
fn words_beside_a_reference_count() {
    let nulls: Everything = serde_json::from_value(json!({"refs": {"a": null, "b": null}})).unwrap();
    assert!(nulls.refs.unwrap().a.is_none());
    read(json!({"refs": {"a": {"name": "a"}, "b": "b"}, "stamp": {"at": "now"}, "word": "Err"}));
    let other = json!({"with_other": {"shape": "Other", "note": "n"}});
    assert!(matches!(read(other).with_other, Some(types::EverythingWithOther::OtherForm(_))));
}

#[test]
fn scalars_and_recursion_in_unions() {
    for scalar in [json!("a"), json!(7), json!(true)] {
        read(json!({ "scalar": scalar }));
    }
    for value in [json!("a"), json!(["a", "b"])] {
        read(json!({ "text_or_list": value }));
    }
    let not = json!({"not": ["a", {"not": "b"}]});
    assert!(matches!(read(json!({ "expression": not })).expression, Some(Expression::Form3(_))));
    read(json!({"nested": [[[]], []]}));
    read(
        json!({"tree": {"children": [{}], "parent": {"children": []}, "byName": {"a": {"parent": {}}}}, "left": {"right": {"left": {}}}}),
    );
}

#[test]
fn null_in_every_spelling() {
    let names = [
        "either_or_null",
        "either_null_component",
        "skipper",
        "owner",
        "nullable_one",
        "nullable_two",
        "nullable_list",
        "nullable_enum",
        "enum_with_null",
        "null_enum",
        "null_only",
    ];
    let nulls = names.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    let read: Everything = serde_json::from_value(Value::Object(nulls)).unwrap();
    assert!(read.skipper.is_none() && read.either_or_null.is_none() && read.nullable_enum.is_none());
    self::read(
        json!({"nullable_list": [null, {"name": "a"}], "nullable_map": {"a": null, "b": 1}, "nullable_enum": "a"}),
    );
    self::read(json!({"skipper": {"name": "a"}, "null_enum": "x", "either_or_null": 7, "either_null_component": "a"}));
}

#[test]
fn enums_keep_every_text() {
    let texts = [
        "created_at",
        "-created_at",
        "say \"hi\"",
        "back\\slash",
        "",
        "asc",
        "ASC",
        "Asc",
        "+",
        "1",
        "true",
        "null",
        "unknown",
        "self",
        "a b",
        "a-b",
        "a_b",
        "größe",
        "⚓",
        "`tick`",
        "*/",
        "{x}",
        "not listed",
    ];
    let orders: Vec<types::Order> = texts.iter().map(|text| read(json!({ "order": text })).order.unwrap()).collect();
    for (at, order) in orders.iter().enumerate() {
        assert_eq!(order.as_str(), texts[at]);
        assert_eq!(orders.iter().position(|other| other == order), Some(at), "{order} is another");
        assert_eq!(matches!(order, types::Order::Unrecognized(_)), texts[at] == "not listed", "{order}");
    }
    read(json!({"count": 4, "ratio": 2.5, "switch": false, "mixed": 1, "numbers": 2.5, "empty_enum": "a"}));
    read(json!({"mixed": "a", "limited": "abc", "same_name": {"status": "open"}, "same_status": "shut"}));
    assert_eq!(read(json!({"blank": ""})).blank, Some(types::EverythingBlank::Empty));
}

#[test]
fn parts_that_hold_together_are_one() {
    assert_eq!(read(json!({"both": {"name": "a", "age": 3}})).both.unwrap().age, 3);
    read(json!({"contradiction": {"name": "a"}, "one_required": {"a": "a"}, "renamed": {"name": "a"}}));
    read(json!({"open": {"id": "a", "b": 1}, "open_any": {"id": "a", "b": [1]}, "closed": {"id": "a"}}));
    read(json!({"map_of_maps": {"a": {"b": [1]}}, "free": {"a": 1}, "free_too": {"a": 1}, "empty": [1], "untyped": 1}));
    read(json!({"inline": {"deeper": {"deepest": "a"}}, "outer": {"inner": {"deeper": {}}}, "pointed": {"deep": "a"}}));
    read(json!({"list_without_items": [1, "a"], "big": u64::MAX, "small": 3, "day": "2026-01-02", "odd_format": "a"}));
}

#[tokio::test]
async fn what_is_read_only_is_not_sent_and_what_is_write_only_not_asked_for() {
    let json = r#"{"account":{"id":"1","name":"a","secret":"s","friends":[{"id":"2","name":"b","secret":"s"}]}}"#;
    let server = answering(json).await;
    let client = client!(schemas_document, server);
    let answer = client.get_everything().send().await.unwrap().into_inner();
    assert_eq!(answer.account.as_ref().unwrap().friends.as_ref().unwrap()[0].id, "2");
    let account = types::AccountRequest::new("hunter2", "a").friends([types::AccountRequest::new("x", "b")]);
    client.put_everything(EverythingRequest::new().account(account)).send().await.unwrap();
    assert_eq!(
        last(&server).body,
        r#"{"account":{"password":"hunter2","name":"a","friends":[{"password":"x","name":"b"}]}}"#
    );
}
