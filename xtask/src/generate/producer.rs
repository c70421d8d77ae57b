//! Runs progenitor, and names the culprit when it fails.
//!
//! progenitor reports many shapes it does not know by a panic that names no operation. A failure is therefore narrowed
//! down by generating each operation alone.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{Context, Result, anyhow, bail};
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle};
use serde_json::{Map, Value};

/// Generates the builder interface of a lowered document.
pub(crate) fn run(document: &Value) -> Result<syn::File> {
    let failure = match generate(document) {
        Ok(file) => return Ok(file),
        Err(failure) => failure,
    };
    let culprits = blame(document);
    if culprits.is_empty() {
        return Err(
            failure.context("progenitor failed on the whole document, but on no operation alone: look at the schemas")
        );
    }
    bail!("progenitor failed:\n  {}", culprits.join("\n  "))
}

fn generate(document: &Value) -> Result<syn::File> {
    let api: openapiv3::OpenAPI =
        serde_json::from_value(document.clone()).context("the lowered document is no OpenAPI 3.0")?;
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_hooks(HooksMode::Expected)
        .with_inner_type("crate::Inner".parse().map_err(|error| anyhow!("inner type: {error}"))?)
        .with_map_type("::std::collections::BTreeMap")
        .with_crate("progenitor-client", progenitor::CrateVers::Any, None);
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(|| Generator::new(&settings).generate_tokens(&api)));
    std::panic::set_hook(quiet);
    let tokens = match outcome {
        Ok(tokens) => tokens?,
        Err(panic) => {
            let text = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("no message");
            bail!("progenitor panicked: {text}");
        }
    };
    syn::parse2(tokens).context("progenitor's output is not Rust")
}

/// Generates each operation alone and returns those that fail, with the reason.
fn blame(document: &Value) -> Vec<String> {
    let mut culprits = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let mut alone = document.clone();
            let only = Map::from_iter([(method.clone(), operation.clone())]);
            if let Some(map) = alone.as_object_mut() {
                map.insert("paths".to_owned(), Value::Object(Map::from_iter([(path.clone(), Value::Object(only))])));
            }
            if let Err(error) = generate(&alone) {
                let id = operation.get("operationId").and_then(Value::as_str).unwrap_or("without id");
                culprits.push(format!("{id} ({} {path}): {error:#}", method.to_uppercase()));
            }
        }
    }
    culprits
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document(operation: Value) -> Value {
        json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
            "paths": {"/good": {"get": {"operationId": "good", "responses": {"2XX": {"description": ""}}}}, "/bad": {"get": operation}},
            "components": {"schemas": {}},
        })
    }

    #[test]
    fn the_culprit_is_named_and_nobody_else() {
        let text = |kind: &str| json!({"description": "", "content": {"application/json": {"schema": {"type": kind}}}});
        let bad = json!({"operationId": "bad", "responses": {"200": text("string"), "400": text("integer"), "404": text("boolean")}});
        let error = format!("{:#}", run(&document(bad)).unwrap_err());
        assert!(error.contains("bad (GET /bad)") && !error.contains("good"), "{error}");
        run(&document(json!({"operationId": "fine", "responses": {"2XX": text("string")}}))).unwrap();
    }
}
