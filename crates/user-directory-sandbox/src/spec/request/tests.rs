use serde_json::json;

use super::*;
use crate::spec::Specification;

const MILDER: &[(&str, &str)] = &[("^never$", "^.*$")];

fn specification() -> Specification {
    let document = json!({ "paths": { "/a/{id}": { "post": { "operationId": "op", "parameters": [
        { "name": "id", "in": "path", "required": true, "schema": { "type": "integer", "format": "int32" } },
        { "name": "flag", "in": "query", "required": true, "schema": { "type": "boolean" } },
        { "name": "sort", "in": "query", "schema": { "$ref": "#/components/schemas/SortRequest" } },
        { "name": "ids", "in": "query", "schema": { "type": "array", "items": { "type": "string", "maxLength": 2 } } },
        { "name": "Authorization", "in": "header", "required": true, "schema": { "type": "string" } },
    ], "requestBody": { "content": { "application/json": { "schema": { "type": "object", "required": ["n"],
        "properties": { "n": { "type": "string" }, "o": { "type": "object", "properties": {
            "a/b": { "type": "integer" } } } } } } } } } } },
        "components": { "schemas": { "SortRequest": { "type": "string", "pattern": "^never$" },
            "SortResponse": { "type": "string", "pattern": "^never$" } } } });
    Specification::embedded(&document.to_string(), MILDER)
}

fn names(query: &str, body: &str) -> Vec<(Rule, String)> {
    let specification = specification();
    let operation = &specification.operations()[0];
    let id = vec!["7".to_owned()];
    let checked = check(&specification, operation, id, Some(query), body.as_bytes());
    let violations = checked.err().unwrap_or_default();
    violations.into_iter().map(|one| (one.rule, one.name)).collect()
}

#[test]
fn requests_alone_are_milder() {
    let specification = specification();
    let pattern = |name: &str| specification.document()["components"]["schemas"][name]["pattern"].clone();
    assert_eq!([pattern("SortRequest"), pattern("SortResponse")], ["^.*$", "^never$"]);
}

#[test]
fn violations_are_named() {
    let one = |rule, name: &str| vec![(rule, name.to_owned())];
    assert_eq!(names("flag=true", ""), []);
    assert_eq!(names("flag=True&sort=whatever", ""), []);
    assert_eq!(names("", ""), one(Rule::Missing, "flag"));
    assert_eq!(names("flag=1", ""), one(Rule::Type, "flag"));
    assert_eq!(names("flag=true&more=1", ""), one(Rule::Unknown, "more"));
    assert_eq!(names("flag=true&ids=abc", ""), one(Rule::Constraint, "ids"));
    assert_eq!(names("flag=true", "{}"), one(Rule::Missing, "/n"));
    assert_eq!(names("flag=true", r#"{"n":"","m":1}"#), []);
    assert_eq!(names("flag=true", r#"{"n":"","o":{"a/b":"x"}}"#), one(Rule::Type, "/o/a~1b"));
    assert_eq!(names("flag=true", "{"), one(Rule::Syntax, ""));
}

#[test]
fn values_come_in_their_types() {
    let specification = specification();
    let operation = &specification.operations()[0];
    let query = "flag=False&ids=a&sort=x+y%2B&ids=b&";
    let id = vec!["7".to_owned()];
    let arguments = check(&specification, operation, id, Some(query), br#"{"n":"m"}"#).unwrap();
    assert_eq!(arguments.path, [("id", "7".to_owned())]);
    let query: std::collections::HashMap<_, _> = arguments.query.into_iter().collect();
    assert_eq!(query["flag"], json!(false));
    assert_eq!(query["ids"], json!(["a", "b"]));
    assert_eq!(query["sort"], json!("x y+"));
    assert_eq!(arguments.body, json!({ "n": "m" }));
    for id in ["x", "2147483648"] {
        let checked = check(&specification, operation, vec![id.to_owned()], Some("flag=true"), b"");
        assert_eq!(checked.unwrap_err()[0].place, Place::Path);
    }
}

#[test]
fn messages_do_not_repeat_values() {
    let specification = specification();
    let operation = &specification.operations()[0];
    let body = br#"{"n":["hunter2"]}"#;
    let id = vec!["7".to_owned()];
    let checked = check(&specification, operation, id, Some("flag=true"), body);
    let violations = checked.unwrap_err();
    assert_eq!(violations[0].name, "/n");
    assert!(!violations[0].line().contains("hunter2"), "{}", violations[0].line());
}
