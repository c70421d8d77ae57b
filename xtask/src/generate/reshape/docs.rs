//! Documents methods, setters and builders in the specification's words.

use anyhow::{Context, Result};
use syn::{File, ImplItem, Item, parse_quote};

use super::signatures::required;
use super::syntax::{client_methods, document, for_each_builder, inherent, module};
use crate::generate::facts::{Facts, Operation};
use crate::generate::lower::rustdoc;
use crate::generate::names;

pub(super) fn run(file: &mut File, facts: &Facts) -> Result<()> {
    for operation in &facts.operations {
        let name = names::method(&operation.id);
        let method = client_methods(file)
            .find(|method| method.sig.ident == name)
            .with_context(|| format!("{}: the client has no method `{name}`", operation.id))?;
        document(&mut method.attrs, &method_text(operation));
        // rustdoc refuses an alias that equals the name: such a method is found by its name anyway.
        if operation.python_name != name && !operation.python_name.is_empty() {
            let alias = &operation.python_name;
            method.attrs.push(parse_quote!(#[doc(alias = #alias)]));
        }
        if operation.id != name {
            let alias = &operation.id;
            method.attrs.push(parse_quote!(#[doc(alias = #alias)]));
        }
    }
    for_each_builder(file, facts, |operation, builder| {
        for item in &mut builder.items {
            let ImplItem::Fn(function) = item else {
                continue;
            };
            let name = function.sig.ident.to_string();
            let text = match name.as_str() {
                "new" => "Starts a call without optional parameters.".to_owned(),
                "send" => format!("Sends `{} {}` and decodes the answer.", operation.method, operation.path),
                "body" => operation.body.as_ref().map_or_else(String::new, |body| rustdoc(&body.description)),
                _ => operation
                    .parameters
                    .iter()
                    .find(|parameter| names::setter(&parameter.name) == name)
                    .map_or_else(String::new, |parameter| rustdoc(&parameter.description)),
            };
            document(&mut function.attrs, if text.is_empty() { "Sets the parameter of this name." } else { &text });
        }
        Ok(())
    })?;
    for item in module(file, "builder")? {
        if let Item::Struct(item) = item
            && let Some(operation) =
                facts.operations.iter().find(|operation| item.ident == names::builder(&operation.id))
        {
            let name = names::method(&operation.id);
            let text = format!(
                "A call of [`Client::{name}`](super::Client::{name}): takes optional parameters, then is sent."
            );
            document(&mut item.attrs, &text);
        }
    }
    for item in &mut file.items {
        match item {
            Item::Mod(item) if item.ident == "types" => {
                document(&mut item.attrs, "What requests carry and answers decode to.")
            }
            Item::Mod(item) if item.ident == "builder" => document(&mut item.attrs, "One builder an operation."),
            Item::Impl(item) if inherent(item).as_deref() == Some("Client") => {}
            _ => {}
        }
    }
    Ok(())
}

/// Writes the documentation of a method.
fn method_text(operation: &Operation) -> String {
    let mut parts = vec![rustdoc(&operation.summary)];
    if !operation.description.is_empty() {
        parts.push(rustdoc(&operation.description));
    }
    if let Some(stability) = &operation.stability {
        parts.push(format!("The provider marks this operation as {}.", stability.replace('-', " ")));
    }
    parts.push(format!("Sends `{} {}`.", operation.method, operation.path));
    if operation.pagination.is_some() {
        let builder = names::builder(&operation.id);
        parts.push(format!(
            "The answer is one page. [`stream`](builder::{builder}::stream) goes over the entries of all pages, [`pages`](builder::{builder}::pages) over the pages."
        ));
    }
    let mut arguments = Vec::new();
    for setter in required(operation) {
        let description = if setter == "body" {
            operation.body.as_ref().map(|body| body.description.clone())
        } else {
            operation
                .parameters
                .iter()
                .find(|parameter| names::setter(&parameter.name) == setter)
                .map(|parameter| parameter.description.clone())
        };
        arguments.push(item(&setter, &description.unwrap_or_default()));
    }
    if !arguments.is_empty() {
        parts.push(format!("# Arguments\n\n{}", arguments.join("\n")));
    }
    let statuses: Vec<String> = operation
        .errors
        .iter()
        .map(|status| item(if status.code == "default" { "any other" } else { &status.code }, &status.description))
        .collect();
    parts.push(if statuses.is_empty() {
        "# Errors\n\nNo error status is documented; any but a success is an error, as is an answer that cannot be decoded.".to_owned()
    } else {
        format!("# Errors\n\nDocumented statuses:\n{}\n\nAny other status than a success is an error, too.", statuses.join("\n"))
    });
    parts.join("\n\n")
}

fn item(name: &str, description: &str) -> String {
    // One line an item: a blank line would end the list.
    let text = rustdoc(description).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { format!("- `{name}`") } else { format!("- `{name}`: {text}") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_method_says_what_it_does_and_how_it_fails() {
        let facts = crate::generate::facts::read(&serde_json::json!({"paths": {"/things/{id}": {"delete": {
            "operationId": "deleteThing", "summary": "Deletes a thing.", "description": "For good.", "x-stability": "early-access",
            "parameters": [{"name": "id", "in": "path", "required": true, "description": "Its id,\nas listed."}],
            "responses": {"204": {"description": "Gone."}, "404": {"description": "No such thing."}, "default": {"description": "A problem."}},
        }}}}))
        .unwrap();
        insta::assert_snapshot!(super::method_text(&facts.operations[0]));
    }
}
