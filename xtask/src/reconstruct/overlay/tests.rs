use super::*;
use serde_json::json;

const HEAD: &str = "overlay: 1.1.0\ninfo: {title: Acme, version: 1.0.0}\nactions:\n";

fn overlay(actions: &str) -> Result<Overlay> {
    parse(Path::new("specs/acme/overlay.yaml"), &format!("{HEAD}{actions}"))
}

fn apply(actions: &str, document: Value) -> Result<Value> {
    overlay(actions)?.apply(document)
}

fn acme() -> Value {
    json!({
        "openapi": "3.0.3",
        "servers": [{"url": "https://api.example.org"}],
        "paths": {
            "/robots": {
                "get": {
                    "operationId": "list_robots",
                    "parameters": [
                        {"name": "page", "in": "query", "schema": {"type": "integer"}},
                        {"name": "per_page", "in": "query", "schema": {"type": "integer"}},
                        {"name": "sort", "in": "query", "schema": {"type": "string"}}
                    ],
                    "responses": {"2XX": {"description": "Success"}, "default": {"description": "No"}},
                    "security": [{"basic": [], "token": []}]
                }
            }
        },
        "components": {"schemas": {"Robot": {
            "type": "object",
            "required": ["id", "name"],
            "properties": {
                "id": {"type": "string"},
                "arm": {"$ref": "#/components/schemas/Arm"},
                "name": {"type": "string"}
            }
        }}}
    })
}

#[test]
fn each_kind_of_change() {
    let before = || json!({"a": {"b": 1, "list": [1, 2], "c": "x"}, "d": [{"n": 1}, {"n": 2}]});
    let table = [
        (
            "an object is merged by key, its arrays concatenated",
            "- {target: $.a, update: {b: 2, list: [3], new: {deep: true}}}",
            json!({"a": {"b": 2, "list": [1, 2, 3], "c": "x", "new": {"deep": true}}, "d": [{"n": 1}, {"n": 2}]}),
        ),
        (
            "an array is extended by an array",
            "- {target: $.a.list, update: [3, 4]}",
            json!({"a": {"b": 1, "list": [1, 2, 3, 4], "c": "x"}, "d": [{"n": 1}, {"n": 2}]}),
        ),
        (
            "an array gets anything else as one entry",
            "- {target: $.d, update: {n: 3}}",
            json!({"a": {"b": 1, "list": [1, 2], "c": "x"}, "d": [{"n": 1}, {"n": 2}, {"n": 3}]}),
        ),
        (
            "a primitive is replaced",
            "- {target: $.a.c, update: y}",
            json!({"a": {"b": 1, "list": [1, 2], "c": "y"}, "d": [{"n": 1}, {"n": 2}]}),
        ),
        (
            "every match is changed",
            "- {target: '$.d[*]', update: {seen: true}}",
            json!({"a": {"b": 1, "list": [1, 2], "c": "x"}, "d": [{"n": 1, "seen": true}, {"n": 2, "seen": true}]}),
        ),
        (
            "a filter selects",
            "- {target: '$.d[?@.n==2]', remove: true}",
            json!({"a": {"b": 1, "list": [1, 2], "c": "x"}, "d": [{"n": 1}]}),
        ),
        (
            "several entries of one array are removed",
            "- {target: '$.d[*]', remove: true}",
            json!({"a": {"b": 1, "list": [1, 2], "c": "x"}, "d": []}),
        ),
        (
            "a scalar is removed and the keys behind it keep their order",
            "- {target: $.a.b, remove: true}",
            json!({"a": {"list": [1, 2], "c": "x"}, "d": [{"n": 1}, {"n": 2}]}),
        ),
        (
            "a shape that differs inside an update replaces",
            "- {target: $.a, update: {list: none}}",
            json!({"a": {"b": 1, "list": "none", "c": "x"}, "d": [{"n": 1}, {"n": 2}]}),
        ),
        (
            "a rename is create, copy, remove",
            "- {target: $, update: {z: {}}}\n- {target: $.z, copy: $.a}\n- {target: $.a, remove: true}",
            json!({"d": [{"n": 1}, {"n": 2}], "z": {"b": 1, "list": [1, 2], "c": "x"}}),
        ),
        (
            "later actions see what earlier ones did",
            "- {target: $.a.c, remove: true}\n- {target: $.a, update: {c: {fresh: 1}}}\n- {target: $.a.c, update: {more: 2}}",
            json!({"a": {"b": 1, "list": [1, 2], "c": {"fresh": 1, "more": 2}}, "d": [{"n": 1}, {"n": 2}]}),
        ),
    ];
    for (name, actions, expected) in table {
        let after = apply(actions, before()).unwrap();
        // Compared as text, because the order of keys counts.
        assert_eq!(after.to_string(), expected.to_string(), "{name}");
    }
}

#[test]
fn what_is_wrong_with_an_overlay_is_named_with_its_line() {
    let table = [
        ("- target: $.openapi\n  updates: {a: 1}", "updates", "line 5"),
        ("- {target: $.openapi, x-note: a, update: b}", "x-note", "line 4"),
        ("- target: $.openapi", "changes nothing", "line 4: action 1"),
        ("- {target: $.openapi, remove: false}", "changes nothing", "line 4: action 1"),
        ("- target: $.openapi\n  update:", "changes nothing", "line 4: action 1"),
        (
            "- {target: $.openapi, update: a}\n\n- {target: $.openapi, update: a, remove: true}",
            "more than one",
            "line 6: action 2",
        ),
        ("- {target: '$.[', remove: true}", "not a JSONPath", "line 4: action 1"),
        ("- {target: $.openapi, update: a, x-correction: {docs: a, actual: b}}", "source", "line 4"),
        ("- {target: $.openapi, update: a, x-correction: {docs: a, actual: b, source: c, why: d}}", "why", "line 4"),
        (
            "- {target: $.openapi, update: a, x-correction: {docs: a, actual: ' ', source: c}}",
            "empty `actual`",
            "line 4: action 1",
        ),
        ("- {target: $.openapi, target: $.paths, remove: true}", "duplicate", "line 4"),
    ];
    for (actions, what, line) in table {
        let error = format!("{:#}", overlay(actions).unwrap_err());
        assert!(error.contains("specs/acme/overlay.yaml"), "{error}");
        assert!(error.contains(what), "no {what:?} in: {error}");
        assert!(error.contains(line), "no {line:?} in: {error}");
    }
    let version = parse(Path::new("o.yaml"), &HEAD.replace("1.1.0", "2.0.0").replace("actions:", "actions: []"));
    assert!(format!("{:#}", version.unwrap_err()).contains("2.0.0"));
}

#[test]
fn actions_that_fail_are_all_named() {
    let actions = "\
- {target: $.openapi, update: 3.0.3}
- target: $.paths['/humans']
  remove: true
- {target: $.openapi, update: {a: 1}}
- {target: $.paths, update: 1}
- {target: $, remove: true}
- {target: $.servers, copy: $..schema}
- {target: $.servers, copy: $.nowhere}
";
    let error = apply(actions, acme()).unwrap_err().to_string();
    let expected = [
        "6 actions failed",
        "overlay.yaml:5: action 2 (target $.paths['/humans']): matches nothing",
        "overlay.yaml:7: action 3 (target $.openapi): targets a primitive",
        "overlay.yaml:8: action 4 (target $.paths): targets an object",
        "overlay.yaml:9: action 5 (target $): cannot remove the whole document",
        "overlay.yaml:11: action 7 (target $.servers): its `copy: $.nowhere` matches 0 nodes",
    ];
    for text in expected {
        assert!(error.contains(text), "no {text:?} in: {error}");
    }
}

#[test]
fn a_correction_goes_to_the_object_it_is_about() {
    let get = "/paths/~1robots/get";
    let robot = "/components/schemas/Robot";
    let table = [
        (
            "$.paths['/robots'].get.parameters[?@.name=='per_page']",
            "update: {name: perPage}",
            format!("{get}/parameters/1"),
        ),
        ("$.paths['/robots'].get.parameters[1].schema.type", "update: string", format!("{get}/parameters/1/schema")),
        ("$.paths['/robots'].get.parameters[1]", "remove: true", get.to_owned()),
        ("$.paths['/robots'].get.parameters", "update: {name: q, in: query}", get.to_owned()),
        ("$.paths['/robots'].get.responses['2XX']", "update: {description: Fine}", format!("{get}/responses/2XX")),
        ("$.paths['/robots'].get.responses['2XX']", "remove: true", get.to_owned()),
        ("$.paths['/robots'].get.responses", "update: {'404': {description: None}}", get.to_owned()),
        ("$.paths['/robots'].get.security[0].token", "remove: true", get.to_owned()),
        ("$.paths['/robots'].get.security[0]", "update: {more: []}", get.to_owned()),
        ("$.paths['/robots'].get", "remove: true", "/paths/~1robots".to_owned()),
        ("$.paths['/robots']", "remove: true", "/paths".to_owned()),
        ("$.components.schemas.Robot.properties.id", "update: {format: uuid}", format!("{robot}/properties/id")),
        ("$.components.schemas.Robot.properties.arm['$ref']", "remove: true", format!("{robot}/properties/arm")),
        ("$.components.schemas.Robot.properties.arm", "remove: true", robot.to_owned()),
        ("$.components.schemas.Robot.properties", "update: {leg: {type: string}}", robot.to_owned()),
        ("$.components.schemas.Robot.required[?@=='name']", "remove: true", robot.to_owned()),
        ("$.components.schemas", "update: {Arm: {type: object}}", "/components".to_owned()),
        ("$.servers[0].url", "update: 'https://example.net'", "/servers/0".to_owned()),
        ("$", "update: {tags: []}", String::new()),
    ];
    for (target, change, carrier) in table {
        let action =
            format!("- target: \"{target}\"\n  {change}\n  x-correction: {{docs: said, actual: is, source: seen}}");
        let after = apply(&action, acme()).unwrap();
        let expected = json!({"docs": "said", "actual": "is", "source": "seen"});
        assert_eq!(after.pointer(&format!("{carrier}/x-correction")), Some(&expected), "{target}: {after:#}");
        assert_eq!(after.to_string().matches("x-correction").count(), 1, "{target}");
    }
}

#[test]
fn corrections_that_meet_become_a_list() {
    let correct = |target: &str, docs: &str| {
        format!("- {{target: \"{target}\", update: {{}}, x-correction: {{docs: {docs}, actual: b, source: c}}}}\n")
    };
    let actions: String = ["one", "two", "three"].map(|docs| correct("$.components.schemas.Robot", docs)).concat();
    let after = apply(&actions, acme()).unwrap();
    let list = &after["components"]["schemas"]["Robot"]["x-correction"];
    let docs: Vec<_> = list.as_array().unwrap().iter().map(|c| &c["docs"]).collect();
    assert_eq!(docs, ["one", "two", "three"]);

    // Two targets of one action in one object are one correction.
    let both = "- {target: \"$.components.schemas.Robot.required[*]\", remove: true, x-correction: {docs: a, actual: b, source: c}}";
    let after = apply(both, acme()).unwrap();
    let robot = &after["components"]["schemas"]["Robot"];
    assert_eq!(robot["required"], json!([]));
    assert!(robot["x-correction"].is_object());
}

#[test]
fn a_property_may_be_called_like_a_keyword() {
    let document = json!({"components": {"schemas": {"Properties": {"properties": {
        "properties": {"type": "string"}, "security": {"type": "string"}
    }}}}});
    let actions = "- {target: $.components.schemas.Properties.properties.*, update: {}, x-correction: {docs: a, actual: b, source: c}}";
    let after = apply(actions, document).unwrap();
    for name in ["properties", "security"] {
        assert!(
            after["components"]["schemas"]["Properties"]["properties"][name]["x-correction"].is_object(),
            "{after:#}"
        );
    }
}

#[test]
fn the_same_input_gives_the_same_text() {
    let actions = "- {target: $..schema, update: {x-seen: 1}}\n- {target: $.openapi, remove: true}\n- {target: $, update: {zeta: 1, alpha: 2}}";
    let first = apply(actions, acme()).unwrap().to_string();
    for _ in 0..5 {
        assert_eq!(apply(actions, acme()).unwrap().to_string(), first);
    }
    let keys: Vec<_> = apply(actions, acme()).unwrap().as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["servers", "paths", "components", "zeta", "alpha"]);
}

#[test]
fn a_path_nests_only_so_deep() {
    let nested = |depth: usize| format!("$.servers[?{}@.url{}]", "(".repeat(depth), ")".repeat(depth));
    apply(&format!("- {{target: '{}', update: {{}}}}", nested(15)), acme()).unwrap();
    for depth in [16, 100_000] {
        let error = overlay(&format!("- {{target: '{}', update: {{}}}}", nested(depth))).unwrap_err();
        let error = format!("{error:#}");
        assert!(error.contains("overlay.yaml: line 4: action 1") && error.contains("nests deeper"), "{error:.200}");
    }
    assert!(overlay(&format!("- {{target: $, update: {}1{}}}", "[".repeat(100_000), "]".repeat(100_000))).is_err());
}

#[test]
fn nothing_is_copied_onto_itself() {
    for (target, copy, what) in [
        ("$.servers[0]", "$.servers[0]", "onto itself"),
        ("$..['servers']", "$.servers", "onto itself"),
        ("$.servers[0]", "$.servers", "onto a part of itself"),
        ("$.servers", "$", "onto a part of itself"),
    ] {
        let error = apply(&format!("- {{target: \"{target}\", copy: \"{copy}\"}}"), acme()).unwrap_err().to_string();
        assert!(error.contains("overlay.yaml:4: action 1") && error.contains(what), "{error}");
    }
    // A part may take its container's place.
    apply("- {target: $.servers, copy: '$.servers[0]'}", acme()).unwrap();
}
