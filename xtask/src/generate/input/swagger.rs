//! Swagger 2.0 in the words of OpenAPI 3.0. Nothing is refused here: what is odd stays, and is judged where it is read.

use serde_json::{Map, Value, json};

use super::references::METHODS;

/// Rewrites a document.
pub(super) fn to_3_0(mut document: Value) -> Value {
    let consumes = media_types(&document, "consumes", &json!(["application/json"]));
    let produces = media_types(&document, "produces", &json!(["application/json"]));
    schemas(&mut document);
    let shared = ["parameters", "responses"].map(|key| document.get(key).cloned().unwrap_or_default());
    let Some(map) = document.as_object_mut() else {
        return document;
    };
    let mut components = Map::new();
    for (old, new) in [("definitions", "schemas"), ("securityDefinitions", "securitySchemes")] {
        components.insert(new.to_owned(), map.remove(old).unwrap_or_else(|| json!({})));
    }
    for scheme in
        components.get_mut("securitySchemes").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
    {
        security_scheme(scheme);
    }
    map.remove("responses");
    map.remove("parameters");
    map.insert("servers".to_owned(), servers(map));
    map.insert("components".to_owned(), Value::Object(components));
    map.insert("openapi".to_owned(), Value::from("3.0.3"));
    map.remove("swagger");
    for item in map.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
        path_item(item, &shared, &consumes, &produces);
    }
    document
}

fn media_types(value: &Value, key: &str, otherwise: &Value) -> Value {
    value.get(key).filter(|list| list.as_array().is_some_and(|list| !list.is_empty())).unwrap_or(otherwise).clone()
}

fn servers(document: &Map<String, Value>) -> Value {
    let text = |key: &str| document.get(key).and_then(Value::as_str).unwrap_or_default();
    let scheme = document.get("schemes").and_then(Value::as_array).and_then(|all| {
        let https = all.iter().find(|scheme| *scheme == "https");
        https.or(all.first()).and_then(Value::as_str)
    });
    let base = text("basePath").trim_end_matches('/');
    match text("host") {
        "" => json!([{ "url": if base.is_empty() { "/" } else { base } }]),
        host => json!([{ "url": format!("{}://{host}{base}", scheme.unwrap_or("https")) }]),
    }
}

/// Rewrites what schemas say otherwise, wherever they stand.
fn schemas(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(schemas),
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get_mut("$ref") {
                *reference = reference.replace("#/definitions/", "#/components/schemas/");
            }
            if let Some(nullable) = map.remove("x-nullable") {
                map.insert("nullable".to_owned(), nullable);
            }
            if let Some(Value::String(property)) = map.get("discriminator").cloned() {
                map.insert("discriminator".to_owned(), json!({"propertyName": property}));
            }
            map.values_mut().for_each(schemas);
        }
        _ => {}
    }
}

/// `shared` has the parameters and the responses: what they become depends on the operation that refers to them.
fn path_item(item: &mut Value, shared: &[Value; 2], consumes: &Value, produces: &Value) {
    let common = item.as_object_mut().and_then(|item| item.remove("parameters")).unwrap_or_default();
    for method in METHODS {
        let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
            continue;
        };
        let whole = Value::Object(operation.clone());
        let (consumes, produces) =
            (media_types(&whole, "consumes", consumes), media_types(&whole, "produces", produces));
        let own = operation.remove("parameters").unwrap_or_default();
        let mut parameters: Vec<Value> = Vec::new();
        for parameter in [&common, &own].into_iter().filter_map(Value::as_array).flatten() {
            let parameter = followed(parameter, "#/parameters/", &shared[0]);
            let key = |value: &Value| (value.get("name").cloned(), value.get("in").cloned());
            parameters.retain(|earlier| key(earlier) != key(&parameter));
            parameters.push(parameter);
        }
        let is_in = |parameter: &Value, places: &[&str]| {
            parameter.get("in").and_then(Value::as_str).is_some_and(|place| places.contains(&place))
        };
        let (sent, kept): (Vec<Value>, Vec<Value>) =
            parameters.into_iter().partition(|parameter| is_in(parameter, &["body", "formData"]));
        operation.insert("parameters".to_owned(), kept.into_iter().map(|one| self::parameter(&one)).collect());
        if let Some(body) = sent.iter().find(|parameter| is_in(parameter, &["body"])) {
            operation.insert("requestBody".to_owned(), self::body(body, &consumes));
        } else if !sent.is_empty() {
            operation.insert("requestBody".to_owned(), form(&sent, &consumes));
        }
        for response in
            operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
        {
            *response = followed(response, "#/responses/", &shared[1]);
            self::response(response, &produces);
        }
    }
}

/// Returns a parameter or response, or the shared one that a reference is to.
fn followed(value: &Value, place: &str, shared: &Value) -> Value {
    let name = value.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix(place));
    name.and_then(|name| shared.get(name)).unwrap_or(value).clone()
}

const PARAMETER: [&str; 6] = ["name", "in", "description", "required", "deprecated", "collectionFormat"];

/// Puts what a parameter says of its values into a schema.
fn parameter(old: &Value) -> Value {
    let mut new = Map::new();
    for key in PARAMETER {
        if let Some(value) = old.get(key) {
            new.insert(key.to_owned(), value.clone());
        }
    }
    new.remove("collectionFormat");
    new.extend(style(old));
    new.insert("schema".to_owned(), values(old));
    Value::Object(new)
}

/// Says how an array is written, in OpenAPI's words where it has any; others are refused where they are read.
fn style(old: &Value) -> Map<String, Value> {
    let (style, explode) = match (text(old, "in"), text(old, "collectionFormat")) {
        _ if text(old, "type") != "array" => return Map::new(),
        ("query" | "formData", "" | "csv") => ("form", false),
        ("query" | "formData", "multi") => ("form", true),
        ("query" | "formData", "ssv") => ("spaceDelimited", false),
        ("query" | "formData", "pipes") => ("pipeDelimited", false),
        (_, "" | "csv") => ("simple", false),
        (_, other) => (other, false),
    };
    Map::from_iter([("style".to_owned(), Value::from(style)), ("explode".to_owned(), Value::from(explode))])
}

fn values(old: &Value) -> Value {
    let map = old.as_object().into_iter().flatten().filter(|(key, _)| !PARAMETER.contains(&key.as_str()));
    let mut schema: Map<String, Value> = map.map(|(key, value)| (key.clone(), value.clone())).collect();
    if text(old, "type") == "file" {
        schema.insert("type".to_owned(), Value::from("string"));
        schema.insert("format".to_owned(), Value::from("binary"));
    }
    Value::Object(schema)
}

fn body(parameter: &Value, consumes: &Value) -> Value {
    let schema = parameter.get("schema").cloned().unwrap_or_else(|| json!({}));
    json!({
        "description": text(parameter, "description"),
        "required": parameter.get("required") == Some(&Value::Bool(true)),
        "content": content(consumes, &schema),
    })
}

fn form(fields: &[Value], consumes: &Value) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| {
            let mut schema = values(field);
            if let Some(description) = field.get("description") {
                schema["description"] = description.clone();
            }
            (text(field, "name").to_owned(), schema)
        })
        .collect();
    let required = fields.iter().filter(|field| field.get("required") == Some(&Value::Bool(true)));
    let required: Vec<&str> = required.map(|field| text(field, "name")).collect();
    let files = fields.iter().any(|field| text(field, "type") == "file");
    let names = |media: &str| consumes.as_array().is_some_and(|all| all.iter().any(|name| name == media));
    let multipart = files || (names("multipart/form-data") && !names("application/x-www-form-urlencoded"));
    let media_type = if multipart { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
    let styles = fields.iter().map(|field| (text(field, "name").to_owned(), Value::Object(style(field))));
    let encoding: Map<String, Value> = styles.filter(|(_, style)| style.get("style").is_some()).collect();
    json!({"content": {media_type: {
        "schema": {"type": "object", "properties": properties, "required": required}, "encoding": encoding,
    }}})
}

fn content(media_types: &Value, schema: &Value) -> Value {
    let names = media_types.as_array().into_iter().flatten().filter_map(Value::as_str);
    Value::Object(names.map(|name| (name.to_owned(), json!({"schema": schema}))).collect())
}

fn response(response: &mut Value, produces: &Value) {
    if let Some(map) = response.as_object_mut()
        && let Some(schema) = map.remove("schema")
    {
        let schema =
            if text(&schema, "type") == "file" { json!({"type": "string", "format": "binary"}) } else { schema };
        map.insert("content".to_owned(), content(produces, &schema));
    }
}

fn security_scheme(scheme: &mut Value) {
    let copied = |scheme: &Value, key: &str| scheme.get(key).cloned().unwrap_or_else(|| json!({}));
    match text(scheme, "type") {
        "basic" => *scheme = json!({"type": "http", "scheme": "basic"}),
        "oauth2" => {
            let flow = match text(scheme, "flow") {
                "application" => "clientCredentials",
                "accessCode" => "authorizationCode",
                other => other,
            };
            let mut details = Map::from_iter([("scopes".to_owned(), copied(scheme, "scopes"))]);
            for key in ["authorizationUrl", "tokenUrl"] {
                details.extend(scheme.get(key).map(|url| (key.to_owned(), url.clone())));
            }
            *scheme = json!({"type": "oauth2", "flows": {flow: details}});
        }
        _ => {}
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(extra: &Value) -> Value {
        let mut document = json!({
            "swagger": "2.0", "host": "h.example", "basePath": "/v1/", "schemes": ["http", "https"],
            "paths": {"/boats": {"parameters": [{"$ref": "#/parameters/Lang"}], "post": extra}},
            "parameters": {"Lang": {"name": "lang", "in": "query", "type": "string"}},
            "definitions": {"Boat": {"type": "object"}},
            "securityDefinitions": {"login": {"type": "oauth2", "flow": "application", "tokenUrl": "https://h.example/t", "scopes": {}}},
        });
        document = to_3_0(document);
        assert_eq!(document["servers"], json!([{"url": "https://h.example/v1"}]));
        assert!(document.pointer("/components/securitySchemes/login/flows/clientCredentials/tokenUrl").is_some());
        document["paths"]["/boats"]["post"].clone()
    }

    #[test]
    fn parameters_get_schemas_and_styles() {
        for (format, style, explode) in
            [("csv", "form", false), ("multi", "form", true), ("pipes", "pipeDelimited", false), ("tsv", "tsv", false)]
        {
            let read = operation(&json!({"parameters": [
                {"name": "ids", "in": "query", "type": "array", "items": {"type": "integer"}, "collectionFormat": format},
            ]}));
            assert_eq!(read["parameters"][0]["schema"], json!({"type": "string"}), "the path's own comes first");
            let ids = &read["parameters"][1];
            assert_eq!((&ids["style"], &ids["explode"]), (&json!(style), &json!(explode)));
            assert_eq!(ids["schema"], json!({"type": "array", "items": {"type": "integer"}}));
        }
    }

    #[test]
    fn bodies_forms_and_files_become_request_bodies() {
        let body = operation(&json!({"consumes": ["application/json"], "parameters": [
            {"name": "boat", "in": "body", "required": true, "schema": {"$ref": "#/definitions/Boat"}},
        ]}));
        assert_eq!(body["requestBody"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Boat");
        let form = |kind: &str| {
            operation(&json!({"parameters": [{"name": "photo", "in": "formData", "type": kind, "required": true}]}))
        };
        assert!(form("string").pointer("/requestBody/content/application~1x-www-form-urlencoded").is_some());
        let file = form("file");
        let schema = file.pointer("/requestBody/content/multipart~1form-data/schema").unwrap();
        assert_eq!(schema["properties"]["photo"]["format"], "binary");
        assert_eq!(schema["required"], json!(["photo"]));
    }

    #[test]
    fn answers_have_the_media_types_that_are_produced() {
        let read = operation(&json!({"produces": ["image/png"], "responses": {"200": {"schema": {"type": "file"}}}}));
        assert_eq!(read.pointer("/responses/200/content/image~1png/schema/format"), Some(&json!("binary")));
    }
}
