//! That the comparison sees what differs, shown on an invented schema.

use serde_json::json;

use crate::{correction, schema};

#[test]
fn each_difference_of_a_schema_is_seen() {
    let fact = || json!({"type": "string", "format": "uuid", "enum": ["a", "b"], "nullable": true, "maxLength": 9});
    let table = [
        (json!({"type": "integer"}), "type is \"integer\", not \"string\""),
        (json!({"format": "email"}), "format is"),
        (json!({"enum": ["a"]}), "enum is"),
        (json!({"nullable": false}), "nullable is absent, not true"),
        (json!({"readOnly": true}), "readOnly is true, not absent"),
        (json!({"maxLength": 8}), "maxLength is 8, not 9"),
        (json!({"$ref": "#/components/schemas/Arm"}), "is a Arm, not no reference"),
        (json!({"items": {"type": "string"}}), "items: the facts know none"),
    ];
    assert!(schema::differences(&fact(), &fact(), false).is_empty());
    for (change, expected) in table {
        let mut schema = fact();
        for (key, value) in change.as_object().unwrap() {
            schema[key] = value.clone();
        }
        let found = schema::differences(&fact(), &schema, false).join("; ");
        assert!(found.contains(expected), "{change}: {found:?}");
    }
}

#[test]
fn what_is_ours_to_add_is_no_difference() {
    let secret = json!({"type": "string", "format": "password", "description": "A secret."});
    assert!(schema::differences(&json!({"type": "string"}), &secret, false).is_empty());
    let null = json!({"type": "string", "nullable": true});
    assert!(schema::differences(&json!({"type": "string"}), &null, true).is_empty());
    assert!(!schema::differences(&json!({"type": "string"}), &null, false).is_empty());
    let values = json!({"type": "string", "enum": ["A"]});
    let fact = json!({"type": "string", "x-knownValues": ["A"]});
    assert!(schema::differences(&fact, &values, false).is_empty());
    let arm = json!({"$ref": "#/components/schemas/Arm"});
    let wrapped = json!({"description": "An arm.", "allOf": [arm]});
    assert!(schema::differences(&arm, &wrapped, false).is_empty());
}

#[test]
fn a_correction_excuses_only_what_it_names() {
    let one = json!({"x-correction": {"docs": "has `arm`", "actual": "lacks it"}});
    assert!(correction::names(&one, "arm"));
    assert!(!correction::names(&one, "ar"));
    assert!(!correction::names(&one, "leg"));
    let list = json!({"x-correction": [{"docs": "a"}, {"docs": "b", "actual": "leg"}]});
    assert!(correction::names(&list, "leg"));
    assert!(correction::within(&json!({"schema": one})));
    assert!(!correction::on(&json!({"schema": one})));
}
