//! Leaves one response, `2XX`, with the schema of the successes.
//!
//! Errors are read by the runtime, alike for all operations: progenitor takes one error schema an operation and loses
//! status and headers when it does not fit.

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use super::schemas::for_each_operation;
use crate::generate::facts::Facts;

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    let mut problem = None;
    for_each_operation(document, &mut |operation| {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or("?").to_owned();
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut)
            && let Err(error) = merge(&id, responses)
        {
            problem.get_or_insert(error);
        }
    });
    problem.map_or(Ok(()), Err)
}

fn merge(id: &str, responses: &mut Map<String, Value>) -> Result<()> {
    let mut schemas: Vec<Option<Value>> = Vec::new();
    for (_, response) in responses.iter().filter(|(code, _)| code.starts_with('2')) {
        let content = response.get("content").and_then(Value::as_object);
        let schema = match content {
            None => None,
            Some(content) if content.is_empty() => None,
            Some(content) => match content.get("application/json").and_then(|media| media.get("schema")) {
                Some(schema) => Some(schema.clone()),
                None => bail!("{id}: a successful answer is not JSON with a schema, which the runtime cannot decode"),
            },
        };
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    let merged = match schemas.as_slice() {
        [] => bail!("{id}: no successful answer is documented"),
        [None] => json!({"description": ""}),
        [Some(schema)] => {
            json!({"description": "", "content": {"application/json": {"schema": schema}}})
        }
        _ => bail!("{id}: successful answers differ in their schema; say in the overlay which one callers get"),
    };
    responses.clear();
    responses.insert("2XX".to_owned(), merged);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(mut responses: Value) -> Result<Value> {
        merge("op", responses.as_object_mut().unwrap())?;
        Ok(responses)
    }

    #[test]
    fn successes_become_one_and_errors_go() {
        let ok = json!({"description": "Done.", "content": {"application/json": {"schema": {"type": "string"}}}});
        assert_eq!(
            merged(json!({"200": ok, "201": ok, "404": {"description": "No."}, "default": {"description": "No."}}))
                .unwrap(),
            json!({"2XX": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}}})
        );
        assert_eq!(merged(json!({"204": {"description": "Done."}})).unwrap(), json!({"2XX": {"description": ""}}));
    }

    #[test]
    fn what_cannot_be_one_type_is_refused() {
        let ok = json!({"description": "Done.", "content": {"application/json": {"schema": {}}}});
        for responses in [
            json!({"200": ok, "204": {"description": "Done."}}),
            json!({"200": {"content": {"text/csv": {}}}}),
            json!({"default": ok}),
        ] {
            assert!(merged(responses).unwrap_err().to_string().starts_with("op:"));
        }
    }
}
