//! Pages of kinds that went wrong, each with the right result and its variations.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

mod common;

use std::path::PathBuf;

use docs_to_openapi::{Conversion, Kind, Options, Pages, convert, read_dir};
use serde_json::{Value, json};

fn read(case: &str) -> Conversion {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case);
    convert(&read_dir(&dir).unwrap(), &Options::default()).unwrap()
}

/// Reads a case after a change to one of its pages.
fn changed(case: &str, page: &str, from: &str, to: &str) -> Conversion {
    changed_all(case, page, &[(from, to)])
}

fn changed_all(case: &str, page: &str, changes: &[(&str, &str)]) -> Conversion {
    let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case);
    let mut pages = Pages::new();
    let files = std::fs::read_dir(docs.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    for path in files.chain([docs.join("README.md")]) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut text = std::fs::read_to_string(&path).unwrap();
        for (from, to) in changes.iter().filter(|_| name == page) {
            assert!(text.contains(from), "{page} has no `{from}`");
            text = text.replace(from, to);
        }
        pages.insert(name, text);
    }
    convert(&pages, &Options::default()).unwrap()
}

fn at<'a>(conversion: &'a Conversion, pointer: &str) -> &'a Value {
    conversion.document.pointer(pointer).unwrap_or(&Value::Null)
}

fn properties(conversion: &Conversion, model: &str) -> Vec<String> {
    let all = at(conversion, &format!("/components/schemas/{model}/properties")).as_object().unwrap();
    all.keys().cloned().collect()
}

/// The parameters of an operation, as `name in place`.
fn parameters(conversion: &Conversion, operation: &str) -> Vec<String> {
    let all = at(conversion, &format!("{operation}/parameters"));
    let empty = Vec::new();
    let all = all.as_array().unwrap_or(&empty).iter();
    all.map(|one| format!("{} in {}", one["name"].as_str().unwrap(), one["in"].as_str().unwrap())).collect()
}

fn problems(conversion: &Conversion) -> Vec<String> {
    conversion.report.of(Kind::Problem).map(ToString::to_string).collect()
}

#[test]
fn no_name_of_a_security_scheme_is_lost() {
    let both = read("security");
    let schemes = json!({"token": {"type": "http", "scheme": "bearer"}, "oauth2": {"type": "oauth2", "flows": {}}});
    assert_eq!(at(&both, "/components/securitySchemes"), &schemes);
    assert_eq!(at(&both, "/paths/~1sink/get/security"), &json!([{"token": [], "oauth2": []}]));
    assert_eq!(at(&both, "/paths/~1sink/get/x-unresolved-security"), &Value::Null);

    let one = changed("security", "BoatsApi.md", "* OAuth Authentication (oauth2):\n", "");
    assert_eq!(at(&one, "/paths/~1sink/get/security"), &json!([{"token": []}]));
    assert_eq!(at(&one, "/paths/~1sink/get/x-unresolved-security"), &json!(["oauth2"]));

    let none = changed("security", "BoatsApi.md", "Authentication (", "Nothing (");
    assert_eq!(at(&none, "/paths/~1sink/get/security"), &Value::Null);
    assert_eq!(at(&none, "/paths/~1sink/get/x-unresolved-security"), &json!(["token", "oauth2"]));
    assert_eq!(none.report.rows.iter().filter(|row| row.rule.as_str() == "scheme-undescribed").count(), 2);
    assert_eq!(problems(&none), Vec::<String>::new());

    let keys = changed("security", "BoatsApi.md", "* Bearer Authentication", "* Api Key Authentication");
    assert_eq!(at(&keys, "/paths/~1sink/get/x-unresolved-security"), &json!(["token"]));
}

#[test]
fn schemes_are_read_in_every_form_of_a_front_page() {
    let kinds = [
        (
            "- **Type**: API key\n- **API key parameter name**: k\n- **Location**: HTTP header",
            json!({"type": "apiKey", "name": "k", "in": "header"}),
        ),
        (
            "* **Type**: API key\n* **API key parameter name**: k\n* **Location**: URL query string",
            json!({"type": "apiKey", "name": "k", "in": "query"}),
        ),
        (
            "- **Type**: API key\n- **API key parameter name**: k\n- **Location**: ",
            json!({"type": "apiKey", "name": "k", "in": "cookie"}),
        ),
        ("- **Type**: HTTP basic authentication", json!({"type": "http", "scheme": "basic"})),
        (
            "  - **Type**: Bearer authentication (JWT)",
            json!({"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}),
        ),
        ("- **Type**: Bearer authentication", json!({"type": "http", "scheme": "bearer"})),
        (
            "- **Type**: OAuth\n- **Flow**: application\n- **Authorization URL**: \n- **Scopes**: \n - **read**: to read\n",
            json!({"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "", "scopes": {"read": "to read"}}}}),
        ),
    ];
    for heading in ["## token", "### token", "<a id=\"token\"></a>\n### token"] {
        for (words, scheme) in &kinds {
            let front = format!(
                "- API version: 1\n\n## Documentation For Authorization\n\n{heading}\n\n{words}\n\n## Author\n"
            );
            let read = changed("security", "README.md", "- API version: 1", &front);
            assert_eq!(at(&read, "/components/securitySchemes/token"), scheme, "{front}");
        }
    }
}

#[test]
fn no_authorization_is_said_only_where_a_page_names_a_scheme() {
    let scheme =
        "- API version: 1\n\n## Documentation For Authorization\n\n### key\n\n- **Type**: HTTP basic authentication\n";
    for (front, security, unknown) in [("- API version: 1", Value::Null, 1), (scheme, json!([]), 0)] {
        let read = changed("empty-default", "README.md", "- API version: 1", front);
        assert_eq!(at(&read, "/paths/~1get_boat/get/security"), &security, "{front}");
        let rows = read.report.rows.iter().filter(|row| row.rule.as_str() == "security-unknown");
        assert_eq!(rows.count(), unknown, "{front}");
    }
}

#[test]
fn parentheses_in_a_call_line_keep_blocks_apart() {
    let right = |read: &Conversion, what: &str| {
        assert_eq!(read.report.operations, 2, "{what}");
        assert_eq!(at(read, "/paths/~1boats~1{boatId}/delete/responses/200/content"), &Value::Null, "{what}");
        assert_eq!(at(read, "/paths/~1boats~1{boatId}/delete/security"), &json!([]), "{what}");
        let counts = json!({"type": "object", "additionalProperties": {"type": "integer"}});
        let body = at(read, "/paths/~1counts/get/responses/200/content/application~1json/schema");
        assert_eq!(body, &counts, "{what}");
        assert_eq!(at(read, "/paths/~1counts/get/security"), &json!([{"key": []}]), "{what}");
    };
    let case = "parenthesis-in-call-line";
    right(&read(case), "as it is");
    for call in ["> {str: (int,)} count_boats()\n", "> Dict[str, int] count_boats()\n", ""] {
        right(&changed(case, "BoatsApi.md", "> dict(str, int) count_boats()\n", call), call);
    }
    for heading in ["# count_boats", "## **count_boats**", "# **count\\_boats**", "# `count_boats`"] {
        right(&changed(case, "BoatsApi.md", "# **count_boats**", heading), heading);
    }
    right(&changed(case, "BoatsApi.md", "# harbour.BoatsApi", "# harbour.VesselsApi"), "another class");
    // A description with the heading of the other operation is a description.
    let prose = "> sink_boat(boat_id)\n\nSee:\n\n# **count_boats**\n";
    right(&changed(case, "BoatsApi.md", "> sink_boat(boat_id)\n", prose), "a heading in prose");
}

#[test]
fn an_unlisted_block_gives_its_facts_to_nobody() {
    for call in ["> dict(str, int) count_boats()\n", ""] {
        let row = "[**count_boats**](BoatsApi.md#count_boats) | **GET** /counts | words\n";
        let changes = [(row, ""), ("> dict(str, int) count_boats()\n", call)];
        let read = changed_all("parenthesis-in-call-line", "BoatsApi.md", &changes);
        assert_eq!(at(&read, "/paths/~1boats~1{boatId}/delete/security"), &json!([]), "{call}");
        assert!(problems(&read).iter().any(|row| row.ends_with("[block-unlisted]")), "{:?}", problems(&read));
    }
}

#[test]
fn short_rows() {
    let right = |read: &Conversion| {
        assert_eq!(properties(read, "Boat"), ["id", "name"]);
        assert_eq!(at(read, "/components/schemas/Boat/required"), &json!(["id"]));
        assert_eq!(parameters(read, "/paths/~1boats~1{boat_id}/get"), ["boat_id in path"]);
        assert_eq!(problems(read), Vec::<String>::new());
    };
    right(&read("short-rows"));
    for row in [
        "**id** | **str** | Its id",
        "| **id**   | **str** | Its id | |",
        "| `id` | str | Its id |",
        "id | str | Its id |",
    ] {
        right(&changed("short-rows", "Boat.md", "| **id** | **str** | Its id |", row));
    }
    right(&changed(
        "short-rows",
        "Boat.md",
        "| **name** | **str** | Its name | [optional] |",
        "| **name** | **str** | [optional] |",
    ));
    let cut = changed("short-rows", "Boat.md", "| **id** | **str** | Its id |", "|**id**|**str**|");
    assert_eq!(properties(&cut, "Boat"), ["id", "name"]);
    assert!(problems(&cut)[0].ends_with("[cells-missing]"), "{:?}", problems(&cut));
    let bars = changed("short-rows", "Boat.md", "Its name |", "Its name \\| or | number |");
    assert_eq!(at(&bars, "/components/schemas/Boat/properties/name/description"), "Its name | or | number");
}

#[test]
fn words_that_generators_reserve() {
    let words = read("reserved-words");
    assert_eq!(properties(&words, "Boat"), ["date", "schema", "field", "json", "float", "class"]);
    for marked in ["_class", "param_class", "class_", "model_class"] {
        let read = changed("reserved-words", "Boat.md", "**var_class**", &format!("**{marked}**"));
        assert_eq!(properties(&read, "Boat")[5], "class", "{marked}");
    }
    let names = read("names-that-generators-reserve");
    let expected = ["id", "class", "schema", "date", "json", "auth_settings", "None"];
    assert_eq!(properties(&names, "Mooring"), expected);
    let expected = ["quay_id in path", "date in query", "callback in query"];
    assert_eq!(parameters(&names, "/paths/~1quays~1{quay_id}~1moorings/get"), expected);
}

#[test]
fn a_lost_property_is_reported() {
    let twice = read("two-properties-of-one-name");
    assert_eq!(properties(&twice, "Crate"), ["id", "tags"]);
    let found = problems(&twice);
    assert!(found.len() == 1 && found[0].contains("is lost [property-repeated]"), "{found:?}");
    let kept = changed("two-properties-of-one-name", "Crate.md", "**tags**", "**_id_**");
    assert_eq!(properties(&kept, "Crate"), ["id", "_id_"]);
}

#[test]
fn a_linked_model_is_the_body_whatever_its_name() {
    let linked = read("header-body");
    let body = at(&linked, "/paths/~1put_logbook/put/requestBody/content/application~1json/schema/$ref");
    assert_eq!(body, "#/components/schemas/XLogCreateBody");
    assert_eq!(parameters(&linked, "/paths/~1put_logbook/put"), Vec::<String>::new());
    for (link, place) in [("(.md)", "header"), ("(XLogCreateBody.md)", "")] {
        let read = changed("header-body", "BoatsApi.md", "(XLogCreateBody.md)", link);
        let all = parameters(&read, "/paths/~1put_logbook/put");
        assert_eq!(all.iter().any(|one| one.ends_with(&format!(" in {place}"))), !place.is_empty(), "{link}: {all:?}");
    }
}

#[test]
fn primitives_lists_and_maps_are_bodies() {
    let types = [
        ("**str**", json!({"type": "string"})),
        ("**int**", json!({"type": "integer"})),
        ("**bytearray**", json!({"type": "string", "format": "binary"})),
        ("**list[str]**", json!({"type": "array", "items": {"type": "string"}})),
        ("**Dict[str, float]**", json!({"type": "object", "additionalProperties": {"type": "number"}})),
        ("**[str]**", json!({"type": "array", "items": {"type": "string"}})),
        ("**object**", json!({})),
    ];
    for (ty, schema) in types {
        let read = changed("primitive-body", "BoatsApi.md", "**str**", ty);
        assert_eq!(
            at(&read, "/paths/~1report_wreck/post/requestBody/content/application~1json/schema"),
            &schema,
            "{ty}"
        );
        assert_eq!(parameters(&read, "/paths/~1report_wreck/post"), Vec::<String>::new(), "{ty}");
        assert_eq!(problems(&read), Vec::<String>::new(), "{ty}");
    }
    // The required body stands behind the other required parameters.
    let rows = " **dry** | **bool**|  | \n **wreck** | **str**| JSON text | \n **page** | **int**|  | [optional]";
    let several = changed("primitive-body", "BoatsApi.md", " **wreck** | **str**| JSON text | ", rows);
    assert_eq!(parameters(&several, "/paths/~1report_wreck/post"), ["dry in query", "page in query"]);
}

#[test]
fn fields_of_a_form_and_what_stands_beside_them() {
    let read = changed(
        "primitive-body",
        "BoatsApi.md",
        "**Content-Type**: application/json",
        "**Content-Type**: multipart/form-data",
    );
    let schema = at(&read, "/paths/~1report_wreck/post/requestBody/content/multipart~1form-data/schema");
    assert_eq!(schema["properties"]["wreck"]["type"], "string");
    assert_eq!(schema["required"], json!(["wreck"]));
    let types = "**Content-Type**: application/vnd.api+json; charset=utf-8, */*";
    let read = changed("primitive-body", "BoatsApi.md", "**Content-Type**: application/json", types);
    let content = at(&read, "/paths/~1report_wreck/post/requestBody/content").as_object().unwrap();
    assert_eq!(content.keys().collect::<Vec<_>>(), ["application/vnd.api+json; charset=utf-8", "*/*"]);
}

#[test]
fn tells_of_two_dialects_on_one_page() {
    let mixed = read("mixed-dialects");
    assert_eq!(at(&mixed, "/components/schemas/Boat/properties/tags/items/type"), "string");
    for ty in ["list[str]", "Set[str]", "[str]", "typing.List[str]", "Optional[List[str]]"] {
        let read = changed("mixed-dialects", "Boat.md", "List[str]", ty);
        assert_eq!(at(&read, "/components/schemas/Boat/properties/tags/items/type"), "string", "{ty}");
    }
}

#[test]
fn headers_by_their_names() {
    let headers = read("headers");
    let expected = ["content_type in header", "cookie in header", "accept in header"];
    let all = parameters(&headers, "/paths/~1get_boat/get");
    assert_eq!(all.iter().map(|one| one.to_lowercase().replace('-', "_")).collect::<Vec<_>>(), expected);
    for name in ["if_match", "if_range", "range", "content_range", "idempotency_key", "x_fleet", "accept_language"] {
        let read = changed("headers", "BoatsApi.md", "**cookie**", &format!("**{name}**"));
        assert!(parameters(&read, "/paths/~1get_boat/get")[1].ends_with("in header"), "{name}");
    }
    let read = read_codegen();
    assert!(parameters(&read, "/paths/~1keys/get").iter().all(|one| !one.starts_with("content")), "{read:?}");
    assert_eq!(problems(&read), Vec::<String>::new());
    let deletes = parameters(&read, "/paths/~1keys~1{key_id}/delete");
    assert_eq!(deletes, ["key_id in path", "Content-Type in header", "accept in header", "X-Team in header"]);
}

fn read_codegen() -> Conversion {
    read("headers-as-parameters")
}

#[test]
fn placeholders_with_a_regular_expression() {
    let front = "**GET** /boats/{boat_id:[0-9]{3}}";
    let read = changed("short-rows", "BoatsApi.md", "**GET** /boats/{boat_id}", front);
    assert_eq!(parameters(&read, "/paths/~1boats~1{boat_id}/get"), ["boat_id in path"]);
    assert_eq!(at(&read, "/paths/~1boats~1{boat_id}/get/parameters/0/schema/pattern"), "[0-9]{3}");
}

#[test]
fn a_method_without_a_body_has_none() {
    let get = read("get-with-content-type");
    assert_eq!(at(&get, "/paths/~1get_boat/get/requestBody"), &Value::Null);
    assert_eq!(problems(&get), Vec::<String>::new());
    let table = "### HTTP response details\n| Status code | Description | Response headers |\n|---|---|---|\n**200** | ok |  -  |\n\n[[Back to top]]";
    for method in ["GET", "DELETE", "HEAD"] {
        let row = format!("**{method}** /get_boat");
        let read = changed("get-with-content-type", "BoatsApi.md", "**GET** /get_boat", &row);
        assert_eq!(problems(&read), Vec::<String>::new(), "{method}");
    }
    let read = changed("get-with-content-type", "BoatsApi.md", "[[Back to top]]", table);
    assert_eq!(problems(&read), Vec::<String>::new());
}

#[test]
fn empty_defaults_and_members() {
    let default = |read: &Conversion| at(read, "/paths/~1get_boat/get/parameters/0/schema/default").clone();
    assert_eq!(default(&read("empty-default")), json!(""));
    let typed = |ty: &str, printed: &str| {
        let row = format!(" **a** | {ty}|  | [optional] [default to {printed}]");
        changed("empty-default", "BoatsApi.md", " **a** | **str**|  | [optional] [default to ]", &row)
    };
    assert_eq!(default(&typed("**int**", "")), Value::Null);
    assert_eq!(default(&typed("**str**", "a | b")), json!("a | b"));
    assert_eq!(default(&typed("**list[str]**", "[]")), json!([]));
    // A member of an enumeration stands for its value, if its page prints it.
    let mut pages = Pages::new();
    let page = "# x.BoatsApi\n\nMethod | HTTP request | Description\n--- | --- | ---\n[**a**](#a) | **GET** /a | \n\n# **a**\n> a(rig=rig)\n\n### Parameters\n\nName | Type | Description | Notes\n--- | --- | --- | ---\n **rig** | [**Rig**](.md)|  | [optional] [default to Rig.SLOOP]\n";
    pages.insert("BoatsApi.md", page);
    pages.insert("Rig.md", "# Rig\n\n## Enum\n\n* `SLOOP` (value: `'sloop'`)\n");
    let read = convert(&pages, &Options::default()).unwrap();
    assert_eq!(at(&read, "/paths/~1a/get/parameters/0/schema/default"), "sloop");
}

/// One vendor's template prints code where the others print bold text.
#[test]
fn code_instead_of_bold_text() {
    let mut pages = Pages::new();
    for (name, page) in [("docs/BoatsApi.md", "BoatsApi.md"), ("docs/Boat.md", "Boat.md"), ("README.md", "README.md")] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/short-rows").join(name);
        let text = std::fs::read_to_string(path).unwrap();
        let text = text.replace("**GET** /boats/{boat_id}", "```GET /boats/{boat_id}```");
        let text = text.replace("> Boat get_boat(boat_id)", "> ```Boat get_boat(boat_id)```");
        let text = text.replace("# harbour.BoatsApi", "# ```harbour.BoatsApi```");
        let text = text.replace("**", "```").replace("```Content-Type```", "**Content-Type**");
        pages.insert(page, text.replace("```Accept```", "**Accept**"));
    }
    let read = convert(&pages, &Options::default()).unwrap();
    assert_eq!(parameters(&read, "/paths/~1boats~1{boat_id}/get"), ["boat_id in path"]);
    assert_eq!(properties(&read, "Boat"), ["id", "name"]);
    let body = at(&read, "/paths/~1boats~1{boat_id}/get/responses/200/content/application~1json/schema/$ref");
    assert_eq!(body, "#/components/schemas/Boat");
    assert_eq!(at(&read, "/info/title"), "harbour");
    assert_eq!(problems(&read), Vec::<String>::new());
}

#[test]
fn a_second_parameter_of_one_name() {
    let rows = "| **boat_id** | [**str**](.md) |             |\n **boat_id2** | **str**|  | [optional]\n **deck2** | **str**|  | [optional]";
    let read = changed("short-rows", "BoatsApi.md", "| **boat_id** | [**str**](.md) |             |", rows);
    let expected = ["boat_id in path", "boat_id in query", "deck2 in query"];
    assert_eq!(parameters(&read, "/paths/~1boats~1{boat_id}/get"), expected);
}

/// Two models that nothing refers to, next to the one that stands for them.
fn fleet(child: &str, rows: &str, kind: &str) -> Conversion {
    let page = |name: &str, rows: &str, words: &str| {
        format!(
            "# {name}\n\n{words}\n\n## Properties\nName | Type | Description | Notes\n--- | --- | --- | ---\n{rows}\n"
        )
    };
    let mut pages = Pages::new();
    let api = "# a.BoatsApi\n\nMethod | HTTP request | Description\n--- | --- | ---\n[**get**](BoatsApi.md#get) | **GET** /boat | \n\n# **get**\n> Boat get()\n\n### Return type\n\n[**Boat**](Boat.md)\n";
    pages.insert("BoatsApi.md", api);
    pages.insert("Boat.md", page("Boat", "**id** | **str** |  | \n**kind** | [**BoatKind**](BoatKind.md) |  | \n", ""));
    pages.insert("BoatKind.md", page("BoatKind", "", kind));
    pages.insert(format!("{child}.md"), page(child, rows, ""));
    convert(&pages, &Options::default()).unwrap()
}

#[test]
fn a_discriminator_tells_the_parents_of_models() {
    let kind = "Either `sailing_boat` or `TUG`.";
    for child in ["SailingBoat", "BoatSailing", "TugBoat"] {
        let read = fleet(child, "**mast** | **str** |  | \n", kind);
        let parts = at(&read, &format!("/components/schemas/{child}/allOf"));
        assert_eq!(parts[0], json!({"$ref": "#/components/schemas/Boat"}), "{child}");
        assert_eq!(parts[1]["properties"]["mast"]["type"], "string");
    }
    let alone = [
        fleet("SailingBoat", "**id** | **str** |  | \n", kind),
        fleet("RowingBoat", "**oar** | **str** |  | \n", kind),
        fleet("SailingBoat", "**mast** | **str** |  | \n", ""),
        fleet("SailingShip", "**mast** | **str** |  | \n", kind),
    ];
    for (at, read) in alone.iter().enumerate() {
        assert!(!read.document.to_string().contains("allOf"), "{at}");
    }
}

#[test]
fn a_model_without_properties_but_with_an_example_is_no_enumeration() {
    let read = |words: &str| {
        let kind = format!("Words.\n\n{words}");
        let read = fleet("Tug", "**id** | **str** |  | \n", &kind);
        at(&read, "/components/schemas/BoatKind").clone()
    };
    assert_eq!(read("")["type"], "string");
    assert_eq!(read("## Example\n\n```python\nBoatKind.from_json(json)\n```").get("type"), None);
}

#[test]
fn schemes_that_the_front_page_alone_lists() {
    let read_with = |readme: &str, other: &str| {
        let page = |name: &str, scheme: &str| {
            format!(
                "[**{name}**](BoatsApi.md#{name}) | **GET** /{name} | \n\n# **{name}**\n> {name}()\n\n### Authorization\n\n{scheme}\n"
            )
        };
        let head = "# a.BoatsApi\n\nMethod | HTTP request | Description\n--- | --- | ---\n";
        let mut pages = Pages::new();
        pages.insert("BoatsApi.md", format!("{head}{}", page("get", "[Basic](../README.md#Basic)")));
        pages.insert("OpenApi.md", format!("{head}{}", page("see", other)));
        pages.insert("README.md", format!("## Documentation For Authorization\n\nThree:\n\n{readme}\n\n## Author\n"));
        let read = convert(&pages, &Options::default()).unwrap();
        let names = |path: &str| at(&read, &format!("/paths/~1{path}/get/x-unresolved-security")).clone();
        (names("get"), names("see"))
    };
    let read = |readme: &str| read_with(readme, "No authorization required");
    let other = read_with("* Basic\n* Login", "[Basic](../README.md#Basic), [Other](../README.md#Other)");
    assert_eq!(other, (json!(["Basic"]), json!(["Basic", "Other"])), "the list is not that of this SDK");
    assert_eq!(read("* Basic\n* Login"), (json!(["Basic", "Login"]), Value::Null));
    assert_eq!(read("* Basic\n* two words"), (json!(["Basic"]), Value::Null));
    assert_eq!(read("* Login"), (json!(["Basic"]), Value::Null));
    assert_eq!(read("Nothing."), (json!(["Basic"]), Value::Null));
}

#[test]
fn a_page_has_a_style_of_its_own() {
    let rows = "**hull_length** | **str** | Not `sail_area`, nor `mast_height` | [optional] \n**sail_area** | **str** |  | [optional] \n**mast_height** | **str** |  | [optional] \n";
    let page = |name: &str, rows: &str| {
        format!("# {name}\n\n## Properties\nName | Type | Description | Notes\n--- | --- | --- | ---\n{rows}")
    };
    let mut pages = Pages::new();
    let api = "# a.BoatsApi\n\nMethod | HTTP request | Description\n--- | --- | ---\n[**get**](BoatsApi.md#get) | **GET** /{boatId}/{crewId}/{sailId} | \n\n# **get**\n> get()\n";
    pages.insert("BoatsApi.md", api);
    pages.insert("Boat.md", page("Boat", rows));
    let others = "**deck_plan** | **str** | See `roomCount`, `bunkCount`, `deckWidth` | [optional] \n**room_count** | **int** |  | [optional] \n**bunk_count** | **int** |  | [optional] \n**deck_width** | **int** |  | [optional] \n";
    pages.insert("Deck.md", page("Deck", others));
    let read = convert(&pages, &Options::default()).unwrap();
    assert_eq!(properties(&read, "Boat"), ["hull_length", "sail_area", "mast_height"]);
    assert_eq!(properties(&read, "Deck"), ["deckPlan", "roomCount", "bunkCount", "deckWidth"]);
}

/// The names of the properties in `rows`, where the placeholders of the SDK are in camelCase.
fn in_camel_case(rows: &str) -> Vec<String> {
    let mut pages = Pages::new();
    let api = "# a.BoatsApi\n\nMethod | HTTP request | Description\n--- | --- | ---\n[**get**](BoatsApi.md#get) | **GET** /{boatID}/{crewID}/{sailID} | \n\n# **get**\n> get(boat_id, crew_id, sail_id)\n\n### Parameters\n\nName | Type | Description | Notes\n--- | --- | --- | ---\n **boat_id** | **str** | | \n **crew_id** | **str** | | \n **sail_id** | **str** | | \n";
    pages.insert("BoatsApi.md", api);
    let page = |name: &str, rows: &str| {
        format!("# {name}\n\n## Properties\nName | Type | Description | Notes\n--- | --- | --- | ---\n{rows}")
    };
    pages.insert("Boat.md", page("Boat", rows));
    pages.insert("Crew.md", page("Crew", "**user_name** | **str** | As in `userName` | [optional] \n"));
    properties(&convert(&pages, &Options::default()).unwrap(), "Boat")
}

#[test]
fn words_in_sentences_that_are_not_the_name() {
    let table = [
        ("**user_name** | **str** |  | [optional] \n", "userName"),
        ("**username** | **str** |  | [optional] \n", "username"),
        ("**full_rig** | **str** | Either `FullRig` or `Sloop` | [optional] \n", "fullRig"),
        ("**hull_number** | **str** | Like `hull://<hull_number>` | [optional] \n", "hullNumber"),
        ("**hull_number** | **str** | The hull_number | [optional] \n", "hull_number"),
        ("**mast_ids** | **str** |  | [optional] \n", "mastIDs"),
    ];
    for (rows, name) in table {
        assert_eq!(in_camel_case(rows), [name], "{rows}");
    }
}

#[test]
fn placeholders_have_one_vote() {
    let names = ["boat_id", "crew_id", "sail_id", "page_size", "sort_by", "max_age"];
    let examples = "boat_id = \"boatId_example\"\ncrew_id = \"crewId_example\"\nsail_id = \"sailId_example\"\npage_size = \"page_size_example\"\nsort_by = \"sort_by_example\"\n";
    let rows: String = names.iter().map(|name| format!(" **{name}** | **str** | | \n")).collect();
    let mut pages = Pages::new();
    let api = format!(
        "# a.BoatsApi\n\nMethod | HTTP request | Description\n--- | --- | ---\n[**get**](BoatsApi.md#get) | **GET** /{{boatId}}/{{crewId}}/{{sailId}} | \n\n# **get**\n> get({})\n\n### Example\n\n```python\n{examples}```\n\n### Parameters\n\nName | Type | Description | Notes\n--- | --- | --- | ---\n{rows}",
        names.join(", ")
    );
    pages.insert("BoatsApi.md", api);
    let read = convert(&pages, &Options::default()).unwrap();
    let read = parameters(&read, "/paths/~1{boatId}~1{crewId}~1{sailId}/get");
    assert_eq!(read.get(3..).unwrap(), ["page_size in query", "sort_by in query", "max_age in query"]);
}
