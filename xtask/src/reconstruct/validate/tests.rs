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
            "#/components/schemas/Robot/properties/arm: beside `$ref` these are ignored: description",
        ),
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
