//! The overlay of a new provider: commented entries for the facts that are not known.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use docs_to_openapi::{Row, Subject};
use serde_json::Value;

use super::input::Input;
use crate::reconstruct::validate::{self, Kind, operations};

/// So many facts of one rule are listed each by itself.
const FEW: usize = 10;

/// Returns the text of `overlay.yaml`. Nothing in it has to be written before the first call.
pub(super) fn overlay(provider: &str, input: &Input) -> String {
    let mut text = format!(
        "# What the documentation of {provider} leaves out or has wrong, laid over the document that is read from it.\n\
         # Each comment is a fact that is not known. Who knows it takes the hash signs away and writes it down; specs/README.md\n\
         # says how. Then: cargo xtask regenerate {provider}\n\
         overlay: 1.1.0\ninfo: {{title: {provider}, version: 1.0.0}}\nactions:\n"
    );
    let mut by_rule: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &input.open_rows {
        by_rule.entry(row.rule.as_str()).or_default().push(row);
    }
    for (rule, rows) in by_rule {
        for row in rows.iter().take(if rows.len() > FEW { 1 } else { FEW }) {
            let at = if row.line == 0 { row.file.clone() } else { format!("{}:{}", row.file, row.line) };
            let why = format!("{}: {} ({at})", row.subject, row.fact);
            entry(&mut text, &why, &target(&input.document, &row.subject), "{}");
        }
        if rows.len() > FEW {
            let others = rows.len() - 1;
            let _ = writeln!(
                text,
                "  # {others} more `{rule}`: `cargo xtask reconstruct {provider} --report DIR` writes all to a file"
            );
        }
    }
    let mut bare = 0;
    for problem in validate::problems(&input.document) {
        match problem.kind {
            // Listed below, each with the lines that describe it.
            Kind::UndescribedScheme => {}
            Kind::Undocumented => bare += 1,
            _ => entry(&mut text, &problem.to_string(), &json_path(&problem.pointer), "{}"),
        }
    }
    if bare > 0 {
        let _ = writeln!(
            text,
            "  # {bare} operations, parameters and schemas have no summary or description: \
             `cargo xtask reconstruct {provider} --warnings` lists them"
        );
    }
    let undescribed = validate::undescribed_schemes(&input.document);
    for scheme in undescribed.keys() {
        let scheme = Value::from(scheme.as_str());
        let update = format!("{{securitySchemes: {{{scheme}: {{type: http, scheme: bearer}}}}}}");
        entry(&mut text, &format!("what the security scheme {scheme} is"), "$.components", &update);
    }
    if !undescribed.is_empty() {
        let needed: Vec<String> =
            undescribed.keys().map(|scheme| format!("{}: []", Value::from(scheme.as_str()))).collect();
        let update = format!("{{security: [{{{}}}]}}", needed.join(", "));
        entry(&mut text, "and that operations need it", "$.paths.*[?@['x-unresolved-security']]", &update);
    }
    for (pointer, style) in lists(&input.document) {
        let why = "how to get the next page, and which property of the answer has the entries".to_owned();
        entry(&mut text, &why, &json_path(&pointer), &format!("{{x-pagination: {style}}}"));
    }
    text
}

fn entry(text: &mut String, why: &str, target: &str, update: &str) {
    // The text of a page must not end the comment that it is in.
    let why: String = why.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let _ = writeln!(text, "  # {why}\n  # - target: {target}\n  #   update: {update}");
}

fn target(document: &Value, subject: &Subject) -> String {
    match subject {
        Subject::Model(name) => json_path(&format!("/components/schemas/{}", validate::escape(name))),
        Subject::Page(_) => "$".to_owned(),
        Subject::Operation(name) => operations(document)
            .into_iter()
            .find(|(_, operation)| {
                ["x-python-name", "operationId"]
                    .iter()
                    .any(|key| operation.get(key).and_then(Value::as_str) == Some(name))
            })
            .map_or_else(|| "$.paths".to_owned(), |(pointer, _)| json_path(&pointer)),
    }
}

/// Returns the operations whose parameters look like those of a list in pages, with what they suggest.
fn lists(document: &Value) -> Vec<(String, String)> {
    let named = |operation: &Value, names: &[&str]| {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        parameters.into_iter().flatten().find_map(|parameter| {
            let name = parameter.get("name").and_then(Value::as_str)?;
            let plain = name.to_lowercase().replace(['_', '-'], "");
            names.contains(&plain.as_str()).then(|| name.to_owned())
        })
    };
    operations(document)
        .into_iter()
        .filter(|(pointer, operation)| pointer.ends_with("/get") && operation.get("x-pagination").is_none())
        .filter_map(|(pointer, operation)| {
            let page = named(operation, &["page", "pagenumber", "p"]);
            let size = named(operation, &["pagesize", "perpage", "size", "limit", "count"]);
            let offset = named(operation, &["offset", "start", "startrow", "first"]);
            let style = match (page, offset, size) {
                (Some(page), _, Some(size)) => {
                    format!("{{style: page, page: {page}, size: {size}, first: 1, items: }}")
                }
                (None, Some(offset), Some(limit)) => {
                    format!("{{style: offset, offset: {offset}, limit: {limit}, items: }}")
                }
                _ => return None,
            };
            Some((pointer, style))
        })
        .collect()
}

/// Writes a JSON Pointer as the JSONPath of the same place.
fn json_path(pointer: &str) -> String {
    pointer.split('/').skip(1).fold("$".to_owned(), |path, key| {
        let key = key.replace("~1", "/").replace("~0", "~");
        let plain =
            key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.bytes().all(|b| b.is_ascii_alphanumeric());
        match () {
            () if plain => format!("{path}.{key}"),
            () if key.bytes().all(|byte| byte.is_ascii_digit()) && !path.ends_with("responses") => {
                format!("{path}[{key}]")
            }
            () => format!("{path}['{}']", key.replace('\\', "\\\\").replace('\'', "\\'")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_as_overlays_do() {
        for (pointer, path) in [
            ("", "$"),
            ("/paths/~1users~1{id}/get/parameters/0", "$.paths['/users/{id}'].get.parameters[0]"),
            ("/paths/~1a/get/responses/404", "$.paths['/a'].get.responses['404']"),
            ("/components/schemas/It's~0", "$.components.schemas['It\\'s~']"),
        ] {
            assert_eq!(json_path(pointer), path);
            serde_json_path::JsonPath::parse(path).unwrap();
        }
    }

    #[test]
    fn lists_in_pages_are_suggested() {
        let with = |names: [&str; 2]| {
            let parameters: Vec<Value> =
                names.iter().map(|name| serde_json::json!({"name": name, "in": "query"})).collect();
            serde_json::json!({"paths": {"/users": {"get": {"parameters": parameters}}}})
        };
        assert_eq!(
            lists(&with(["page", "per_page"]))[0].1,
            "{style: page, page: page, size: per_page, first: 1, items: }"
        );
        assert_eq!(lists(&with(["limit", "offset"]))[0].1, "{style: offset, offset: offset, limit: limit, items: }");
        assert!(lists(&with(["q", "page"])).is_empty());
    }
}
