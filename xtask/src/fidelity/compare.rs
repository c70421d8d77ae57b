//! The comparison: every fact of the specification is looked for in the document made from pages.

use std::collections::{BTreeMap, BTreeSet};

use super::kind::alike;
use super::limits::Limits;
use super::specification::{Operation, Parameter, Property, Specification, folded};
use super::tally::{Fact, Tally};

/// Compares a document with the truth.
pub(crate) fn compare(truth: &Specification, found: &Specification) -> Tally {
    let mut tally = Tally::default();
    for (key, operation) in &truth.operations {
        let match_ = found.operations.get(key);
        tally.count(Fact::Operation, match_.is_some(), || format!("{key} is missing"));
        if let Some(match_) = match_ {
            operations(key, operation, match_, &mut tally);
        }
    }
    for (name, properties) in &truth.models {
        let model = found.models.get(name);
        tally.count(Fact::Model, model.is_some(), || format!("{name} is missing"));
        if let Some(model) = model {
            self::properties(name, properties, model, &mut tally);
        }
    }
    tally
}

fn operations(key: &str, truth: &Operation, found: &Operation, tally: &mut Tally) {
    if let (Some(truth), Some(found)) = (&truth.id, &found.id) {
        tally.count(Fact::OperationId, folded(truth) == folded(found), || format!("{key}: {truth}, found {found}"));
    }
    let has_body = |operation: &Operation| operation.parameters.iter().any(|one| one.place == "body");
    tally.equal(Fact::Body, key, &has_body(truth), &has_body(found));
    // Of two parameters that fold into one name, each is looked for in its own location first.
    let mut left: Vec<&Parameter> = found.parameters.iter().collect();
    for parameter in &truth.parameters {
        let at = format!("{key} {}", parameter.name);
        let same = |other: &&Parameter| {
            (parameter.place == "body") == (other.place == "body") && folded(&parameter.name) == folded(&other.name)
        };
        let in_place = |other: &&Parameter| same(other) && parameter.place == other.place;
        let place = left.iter().position(in_place).or_else(|| left.iter().position(same));
        tally.count(Fact::Parameter, place.is_some(), || format!("{at} ({}) is missing", parameter.place));
        if let Some(place) = place {
            self::parameter(&at, parameter, left.swap_remove(place), tally);
        }
    }
    if !truth.media.is_empty() {
        tally.equal(Fact::RequestMedia, key, &truth.media, &found.media);
    }
    // A page without a table of statuses states none.
    if !found.statuses.contains("2XX") || truth.statuses.contains("2XX") {
        tally.equal(Fact::Status, key, &truth.statuses, &found.statuses);
    }
    let right = match (&truth.returns, &found.returns) {
        (Some(truth), Some(found)) => alike(truth, found),
        (truth, found) => truth == found,
    };
    tally.count(Fact::ReturnType, right, || format!("{key}: {:?}, found {:?}", truth.returns, found.returns));
    tally.equal(Fact::Authorization, key, &truth.security, &found.security);
}

fn parameter(at: &str, truth: &Parameter, found: &Parameter, tally: &mut Tally) {
    tally.equal(Fact::Location, at, &truth.place, &found.place);
    if truth.place != "body" {
        // Letter case means nothing in a header's name.
        let spelled = |one: &Parameter| {
            if truth.place == "header" { one.name.to_lowercase() } else { one.name.clone() }
        };
        tally.equal(Fact::ParameterName, at, &spelled(truth), &spelled(found));
    }
    tally.equal(Fact::ParameterRequired, at, &truth.required, &found.required);
    let right = alike(&truth.kind, &found.kind);
    tally.count(Fact::ParameterType, right, || format!("{at}: {}, found {}", truth.kind, found.kind));
    if truth.default.is_some() || found.default.is_some() {
        tally.equal(Fact::ParameterDefault, at, &truth.default, &found.default);
    }
    self::limits(at, &truth.limits, &found.limits, tally);
}

/// Counts the values that are allowed and the other limits, those that only one side has included.
fn limits(at: &str, truth: &Limits, found: &Limits, tally: &mut Tally) {
    if !truth.values.is_empty() || !found.values.is_empty() {
        tally.equal(Fact::Values, at, &truth.values, &found.values);
    }
    let keywords: BTreeSet<&String> = truth.keywords.keys().chain(found.keywords.keys()).collect();
    for keyword in keywords {
        let at = format!("{at} {keyword}");
        tally.equal(Fact::Limit, &at, &truth.keywords.get(keyword), &found.keywords.get(keyword));
    }
}

fn properties(model: &str, truth: &BTreeMap<String, Property>, found: &BTreeMap<String, Property>, tally: &mut Tally) {
    let folded_names: BTreeMap<String, &String> = found.keys().map(|name| (folded(name), name)).collect();
    for (name, property) in truth {
        let at = format!("{model}.{name}");
        let spelling =
            found.get_key_value(name).map(|(name, _)| name).or_else(|| folded_names.get(&folded(name)).copied());
        let other = spelling.and_then(|spelling| Some((spelling, found.get(spelling)?)));
        tally.count(Fact::Property, other.is_some(), || format!("{at} is missing"));
        let Some((spelling, other)) = other else { continue };
        tally.equal(Fact::PropertyName, &at, name, spelling);
        tally.equal(Fact::PropertyRequired, &at, &property.required, &other.required);
        let right = alike(&property.kind, &other.kind);
        tally.count(Fact::PropertyType, right, || format!("{at}: {}, found {}", property.kind, other.kind));
        limits(&at, &property.limits, &other.limits, tally);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn document(name: &str, place: &str) -> Value {
        json!({
            "paths": {"/boats/{id}": {"get": {
                "operationId": "getBoat",
                "parameters": [{"name": name, "in": place, "required": true, "schema": {"type": "string"}}],
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}}},
            }}},
            "components": {"schemas": {"Boat": {"properties": {"boatId": {"type": "string"}}}}},
        })
    }

    fn misses(truth: &Value, found: &Value) -> Vec<String> {
        super::super::misses(&Specification::new(truth.clone()), &Specification::new(found.clone()))
    }

    #[test]
    fn every_miss_is_named() {
        let truth = document("pageSize", "query");
        assert_eq!(misses(&truth, &truth), Vec::<String>::new());
        assert_eq!(
            misses(&truth, &document("page_size", "header")),
            [
                "GET /boats/{} pageSize: \"query\", found \"header\"",
                "GET /boats/{} pageSize: \"pageSize\", found \"page_size\""
            ]
        );
        let mut other = truth.clone();
        other["paths"] = json!({});
        other["components"]["schemas"]["Boat"]["properties"] = json!({"boat_id": {"type": "integer"}});
        assert_eq!(
            misses(&truth, &other),
            [
                "GET /boats/{} is missing",
                "boat.boatId: \"boatId\", found \"boat_id\"",
                "boat.boatId: string, found integer"
            ]
        );
    }

    #[test]
    fn both_versions_of_the_specification_say_the_same() {
        let swagger = json!({
            "consumes": ["application/json"],
            "paths": {"/boats": {"post": {
                "operationId": "launch",
                "parameters": [
                    {"name": "dry_run", "in": "query", "type": "boolean", "default": false},
                    {"name": "boat", "in": "body", "required": true, "schema": {"$ref": "#/definitions/Boat"}},
                ],
                "responses": {"201": {"description": "", "schema": {"$ref": "#/definitions/Boat"}}},
                "security": [{"key": []}],
            }}},
            "definitions": {"Boat": {"type": "object", "properties": {"id": {"type": "integer"}}}},
        });
        let openapi = json!({
            "paths": {"/boats": {"post": {
                "operationId": "launch",
                "parameters": [{"name": "dry_run", "in": "query", "schema": {"type": "boolean", "default": false}}],
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Boat"}}}},
                "responses": {"201": {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Boat"}}}}},
                "x-unresolved-security": ["key"],
            }}},
            "components": {"schemas": {"Boat": {"type": "object", "properties": {"id": {"type": "integer"}}}}},
        });
        assert_eq!(misses(&swagger, &openapi), Vec::<String>::new());
    }
}
