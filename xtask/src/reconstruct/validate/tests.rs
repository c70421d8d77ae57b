use super::*;
use serde_json::json;

fn acme() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Acme", "version": "1"},
        "tags": [{"name": "Robots"}],
        "paths": {
            "/robots/{robotId}": {
                "get": {
                    "operationId": "getRobot",
                    "tags": ["Robots"],
                    "summary": "Returns a robot.",
                    "description": "Returns one robot.",
                    "parameters": [{
                        "name": "robotId", "in": "path", "required": true,
                        "description": "Which robot.", "schema": {"type": "string"}
                    }],
                    "responses": {"200": {"description": "OK", "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Robot"}}
                    }}},
                    "security": [{"basic": []}],
                    "x-python-name": "get_robot"
                }
            }
        },
        "components": {
            "securitySchemes": {"basic": {"type": "http", "scheme": "basic"}},
            "schemas": {
                "Robot": {
                    "type": "object",
                    "description": "A robot.",
                    "required": ["name"],
                    "properties": {
                        "name": {"type": "string", "nullable": true},
                        "arm": {"$ref": "#/components/schemas/Arm", "x-correction": {"docs": "a"}},
                        "state": {"type": "string", "enum": ["on", "off"]}
                    }
                },
                "Arm": {"type": "object", "description": "An arm."}
            }
        }
    })
}

#[test]
fn a_good_document_has_no_problem() {
    assert_eq!(problems(&acme()), []);
}

#[test]
fn each_defect_is_named_with_its_place() {
    let get = "/paths/~1robots~1{robotId}/get";
    let robot = "/components/schemas/Robot";
    // The change as an object to merge at a pointer; a null removes the key.
    let table = [
        ("", json!({"openapi": "2.0"}), "openapi"),
        ("", json!({"paths": {}}), "holds no operation"),
        ("/info", json!({"titel": "a"}), "#/info/titel: OpenAPI 3.0 has no such key here"),
        (get, json!({"respones": {}}), "(operation getRobot): OpenAPI 3.0 has no such key here"),
        (get, json!({"responses": null}), "responses"),
        (get, json!({"operationId": null}), "has no operationId"),
        (get, json!({"parameters": []}), "declares no path parameter `robotId`"),
        (get, json!({"summary": ""}), "has no summary"),
        (get, json!({"summary": "a".repeat(91)}), "longer than 90"),
        (get, json!({"description": null}), "get (operation getRobot): has no description"),
        (get, json!({"tags": ["Humans"]}), "Humans"),
        (get, json!({"security": [{"token": []}]}), "token"),
        (
            &format!("{get}/parameters/0"),
            json!({"description": null}),
            "parameters/0 (operation getRobot): `robotId` has no description",
        ),
        (&format!("{get}/parameters/0"), json!({"in": "place"}), "place"),
        (&format!("{get}/parameters/0"), json!({"required": false}), "required"),
        (
            &format!("{get}/responses/200/content/application~1json/schema"),
            json!({"$ref": "#/components/schemas/Human"}),
            "schema (operation getRobot): `$ref: #/components/schemas/Human` leads nowhere",
        ),
        (robot, json!({"description": null}), "#/components/schemas/Robot: has no description"),
        (robot, json!({"requird": ["a"]}), "#/components/schemas/Robot/requird"),
        (robot, json!({"type": "robot"}), "Robot"),
        (
            &format!("{robot}/properties/arm"),
            json!({"description": "lost"}),
            "#/components/schemas/Robot/properties/arm: next to `$ref` these are ignored: description",
        ),
        (
            &format!("{robot}/properties/name"),
            json!({"type": "strng"}),
            "properties/name/type: `strng` is no type; write one of array, boolean, integer",
        ),
        (
            &format!("{robot}/properties/name"),
            json!({"format": "uid"}),
            "properties/name/format: `uid` is no format; write",
        ),
        (get, json!({"x-idempotnt": true}), "get/x-idempotnt (operation getRobot): `x-idempotnt` is no extension"),
        (get, json!({"x-idempotent": "yes"}), "x-idempotent (operation getRobot): is neither true nor false"),
        (
            get,
            json!({"x-stability": "beta"}),
            "x-stability (operation getRobot): `beta` is no x-stability; write one of early",
        ),
        (
            get,
            json!({"x-pagination": {"style": "pages", "items": "rows"}}),
            "x-pagination/style (operation getRobot): `pages` is no style; write one of offset, page",
        ),
        (
            get,
            json!({"x-pagination": {"style": "page", "item": "rows"}}),
            "x-pagination/item (operation getRobot): `item` is no key",
        ),
        (get, json!({"x-pagination": {"style": "page"}}), "has no `items`"),
        (get, json!({"x-pagination": "page"}), "x-pagination (operation getRobot): is no object"),
        ("/paths", json!({"/robots/../admin": {}}), "#/paths/~1robots~1..~1admin: has a dot segment"),
        ("/paths", json!({"/robots/%2E%2e": {}}), "has a dot segment"),
        ("/paths", json!({"/robots//arms": {}}), "#/paths/~1robots~1~1arms: has an empty segment"),
        ("/paths", json!({"/robots?all=true": {}}), "#/paths/~1robots?all=true: has '?' in its path"),
        ("/paths", json!({"robots": {}}), "#/paths/robots: does not begin with a slash"),
        (
            &format!("{robot}/properties/name"),
            json!({"x-unresolved": "Name"}),
            "#/components/schemas/Robot/properties/name: the pages lack \"Name\"",
        ),
    ];
    for (pointer, change, expected) in table {
        let mut document = acme();
        let object = document.pointer_mut(pointer).and_then(Value::as_object_mut).unwrap();
        for (key, value) in change.as_object().unwrap() {
            match value {
                Value::Null => object.shift_remove(key),
                value => object.insert(key.clone(), value.clone()),
            };
        }
        let texts: Vec<_> = problems(&document).iter().map(Problem::to_string).collect();
        assert!(texts.iter().any(|text| text.contains(expected)), "{pointer} {change}: no {expected:?} in {texts:#?}");
    }
}

#[test]
fn words_in_names_and_data_are_anybodys() {
    let mut document = acme();
    document["paths"]["/robots/{robotId}"]["get"]["responses"]["200"]["headers"] =
        json!({"x-rate-limit": {"description": "Left.", "schema": {"type": "integer"}}});
    document["components"]["schemas"]["Robot"]["properties"]["format"] =
        json!({"type": "object", "default": {"type": "strng", "x-any": 1}, "properties": {"type": {"type": "string"}}});
    assert_eq!(problems(&document), []);
}

#[test]
fn what_only_documentation_lacks_is_a_warning() {
    let mut document = acme();
    let robot = document["components"]["schemas"]["Robot"].as_object_mut().unwrap();
    robot.shift_remove("description");
    robot["properties"]["name"] = json!({"x-unresolved": "Name"});
    document["paths"]["/robots/{robotId}"]["get"]["x-unresolved-security"] = json!(["Signed"]);
    let kinds: Vec<_> = problems(&document).iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [Kind::Warning, Kind::UndescribedScheme, Kind::Undocumented]);
    assert!(!kinds.into_iter().any(Kind::is_error));
}

#[test]
fn a_problem_is_recognised_where_entries_moved() {
    let problem = |pointer: &str, what: &str| Problem {
        kind: Kind::Error,
        pointer: pointer.to_owned(),
        operation: None,
        what: what.to_owned(),
    };
    let one = problem("/paths/~1a/get/parameters/0/schema", "odd");
    assert!(one.is_alike(&problem("/paths/~1a/get/parameters/12/schema", "odd")));
    for other in
        ["/paths/~1a/get/parameters/0", "/paths/~1b/get/parameters/0/schema", "/paths/~1a/get/parameters/0/schema/x"]
    {
        assert!(!one.is_alike(&problem(other, "odd")));
    }
    assert!(!one.is_alike(&problem(&one.pointer, "even")));
}

#[test]
fn older_and_newer_documents_are_judged_by_what_is_common() {
    let schema = json!({"type": ["string", "null"], "$defs": {}});
    let mut document = acme();
    document["openapi"] = json!("3.1.0");
    document["components"]["schemas"]["Robot"]["properties"]["name"] = schema;
    assert_eq!(problems(&document), []);
    document["paths"]["/a//b"] = json!({});
    assert_eq!(problems(&document).len(), 1);
}

#[test]
fn operations_are_told_apart() {
    let mut document = acme();
    let item = document["paths"]["/robots/{robotId}"].clone();
    document["paths"]["/machines"] = item;
    let texts: Vec<_> = problems(&document).iter().map(Problem::to_string).collect();
    let expected =
        "#/paths/~1machines/get (operation getRobot): its operationId is also that of #/paths/~1robots~1{robotId}/get";
    assert!(texts.iter().any(|text| text == expected), "{texts:#?}");
    assert!(texts.iter().any(|text| text.contains("`robotId` is not in the path")));
}
