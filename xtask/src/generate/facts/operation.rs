//! One operation.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::{Called, Entry, content, members, pagination, parameters, reserved, text};
use crate::generate::api::{Operation, Status};
use crate::generate::input::REFUSED;
use crate::generate::lower::Schemas;
use crate::generate::names::Names;

pub(super) fn read(
    document: &Value,
    schemas: &mut Schemas<'_>,
    entry: &Entry<'_>,
    called: Called,
    calls: &mut Names,
    templates: &[&str],
) -> Result<Operation> {
    let Entry { path, method, id, operation } = entry;
    let Called { method: name, call, constant } = called;
    check(document, path, operation)?;
    let statuses = |keep: fn(&str) -> bool| -> Vec<Status> {
        members(operation, "responses")
            .filter(|(code, _)| keep(code))
            .map(|(code, response)| Status { code: code.clone(), description: text(response, "description") })
            .collect()
    };
    let mut taken = Names::of_setters();
    let mut parameters = parameters::read(schemas, operation, path, &call, &mut taken)?;
    let sent = content::sent(document, schemas, operation, &call, &mut taken)?;
    parameters.extend(sent.fields);
    let answered = content::answered(schemas, operation, method, &call)?;
    let safe = matches!(*method, "get" | "head" | "options" | "trace");
    let idempotent = match operation.get("x-idempotent") {
        Some(mark) => mark.as_bool().context("`x-idempotent` is neither true nor false")?,
        None => safe || matches!(*method, "put" | "delete"),
    };
    let pagination = operation.get("x-pagination").map(|value| pagination::read(value, &parameters)).transpose()?;
    let several = answered.answers.len() > 1;
    let answer = [format!("{call}Answer"), format!("{call}CallAnswer")];
    Ok(Operation {
        id: id.clone(),
        method: method.to_uppercase(),
        path: (*path).to_owned(),
        constant,
        name,
        call,
        python_name: text(operation, "x-python-name"),
        summary: text(operation, "summary"),
        description: text(operation, "description"),
        stability: operation.get("x-stability").and_then(Value::as_str).map(str::to_owned),
        deprecated: operation.get("deprecated") == Some(&Value::Bool(true)),
        idempotent,
        safe,
        auth: auth(document, operation),
        success: statuses(|code| code.starts_with('2')),
        errors: statuses(|code| !code.starts_with('2')),
        accept: answered.accept,
        content_type: sent.media_type,
        reserved: reserved::read(path, &parameters, templates),
        parameters,
        body: sent.body,
        answers: answered.answers,
        answer: several.then(|| calls.take(answer.iter().map(String::as_str))),
        pagination,
    })
}

/// Fails if an operation is where no call can reach it.
fn check(document: &Value, path: &str, operation: &Value) -> Result<()> {
    if let Some(reason) = operation.get(REFUSED).and_then(Value::as_str) {
        bail!("{reason}");
    }
    plain_path(path)?;
    let mut templates = path.split('{').skip(1).map(|rest| rest.split_once('}'));
    if !templates.all(|template| template.is_some_and(|(_, rest)| !rest.contains('}'))) {
        bail!("its path has braces that are no parameter; write each parameter as `{{name}}`");
    }
    if let Some(elsewhere) = elsewhere(document, path, operation) {
        bail!(
            "it is at `{elsewhere}`, and a client has one base URL; take its `servers` away, and call it with a client \
             that is built for that address"
        );
    }
    Ok(())
}

/// Returns the server of an operation, if it is another than the document's.
fn elsewhere<'a>(document: &'a Value, path: &str, operation: &'a Value) -> Option<&'a str> {
    fn urls(value: &Value) -> impl Iterator<Item = &str> {
        let servers = value.get("servers").and_then(Value::as_array).into_iter().flatten();
        servers.filter_map(|server| Some(server.get("url")?.as_str()?.trim_end_matches('/')))
    }
    let shared: Vec<&str> = urls(document).collect();
    let item = &document["paths"][path];
    let own: Vec<&str> =
        if operation.get("servers").is_some() { urls(operation).collect() } else { urls(item).collect() };
    own.first().copied().filter(|_| !own.iter().any(|url| shared.contains(url)))
}

/// Refuses paths that a URL parser or a server takes for another.
fn plain_path(path: &str) -> Result<()> {
    let segments = || path.split('/').skip(1);
    let inner = segments().count().saturating_sub(1);
    if !path.starts_with('/') || segments().take(inner).any(str::is_empty) {
        bail!("the path has an empty segment, or does not begin with a slash");
    }
    if path.contains(['?', '#', '\\']) || segments().any(|segment| matches!(segment, "." | "..")) {
        bail!("the path has a dot segment, a query, a fragment or a backslash; say query parameters as such");
    }
    Ok(())
}

/// Returns the alternatives of schemes that an operation needs.
fn auth(document: &Value, operation: &Value) -> Vec<Vec<String>> {
    let security = operation.get("security").or_else(|| document.get("security"));
    let requirements = security.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let mut ways: Vec<Vec<String>> =
        requirements.map(|requirement| Map::keys(requirement).cloned().collect()).collect();
    let unresolved = operation.get("x-unresolved-security").and_then(Value::as_array).into_iter().flatten();
    let unresolved: Vec<String> = unresolved.filter_map(Value::as_str).map(str::to_owned).collect();
    if ways.is_empty() && (!unresolved.is_empty() || is_silent(document)) {
        return vec![unresolved];
    }
    // An empty alternative stays: it says that the operation can be called without credentials.
    ways.iter_mut().filter(|schemes| !schemes.is_empty()).for_each(|schemes| schemes.extend_from_slice(&unresolved));
    ways
}

/// Tells whether a document says nothing on authentication: then credentials are sent where the caller gives them.
/// `security: []` says that an operation is public.
fn is_silent(document: &Value) -> bool {
    let schemes = document.pointer("/components/securitySchemes").and_then(Value::as_object);
    let says = |item: &Value| ["security", "x-unresolved-security"].iter().any(|key| item.get(key).is_some());
    let mut items = members(document, "paths").filter_map(|(_, item)| item.as_object()).flat_map(Map::values);
    schemes.is_none_or(Map::is_empty) && document.get("security").is_none() && !items.any(says)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{auth, plain_path};

    #[test]
    fn credentials_are_needed_where_a_document_names_schemes_and_possible_where_it_says_nothing() {
        let described = json!({"key": {"type": "http", "scheme": "bearer"}});
        let none = json!({});
        for (schemes, operation, expected) in [
            (&described, json!({"security": [{"key": []}, {}]}), json!([["key"], []])),
            (&described, json!({"security": []}), json!([])),
            (&described, json!({"x-unresolved-security": ["Signed"]}), json!([["Signed"]])),
            (&described, json!({"security": [{"key": []}], "x-unresolved-security": ["b"]}), json!([["key", "b"]])),
            (
                &described,
                json!({"security": [{"key": []}, {}], "x-unresolved-security": ["b"]}),
                json!([["key", "b"], []]),
            ),
            (&none, json!({}), json!([[]])),
            (&none, json!({"security": []}), json!([])),
        ] {
            let document =
                json!({"components": {"securitySchemes": schemes}, "paths": {"/users": {"get": &operation}}});
            assert_eq!(json!(auth(&document, &operation)), expected, "{operation}");
        }
    }

    #[test]
    fn paths_that_are_another_are_refused() {
        for path in ["/", "/users", "/users/", "/users/{id}.json", "/users/{id}:lock", "/a.b/$c"] {
            plain_path(path).unwrap();
        }
        for path in ["", "users", "//users", "/a//b", "/a/../b", "/./a", "/a?b=1", "/a#b", "/a\\b"] {
            plain_path(path).unwrap_err();
        }
    }
}
