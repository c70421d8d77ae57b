//! Doc comments, in the words of the document and under the names that Rust has.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::generate::api::{Api, Model, Operation, Status};
use crate::generate::lower::rustdoc;

/// How long a line of a doc comment is at most, if it can be broken.
const WIDTH: usize = 110;

/// Returns the attributes of a doc comment.
pub(crate) fn doc(text: &str) -> TokenStream {
    let lines = lines(text);
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Returns the attribute under which rustdoc finds an item by another name, if it is one that rustdoc takes.
pub(crate) fn alias(name: &str) -> Option<TokenStream> {
    let fits = !name.is_empty()
        && !name.contains(['"', '\''])
        && name.split(' ').all(|word| !word.is_empty())
        && !name.contains(|c: char| c != ' ' && c.is_whitespace());
    fits.then(|| quote!(#[doc(alias = #name)]))
}

/// Breaks prose into lines, but not within code.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let (mut out, mut code) = (Vec::new(), false);
    for line in text.trim().lines() {
        let fence = line.starts_with("```");
        code ^= fence;
        if code || fence || line.chars().count() <= WIDTH {
            out.push(line.to_owned());
            continue;
        }
        // What goes on in an item of a list stands below its first word.
        let indent = if line.starts_with("- ") { "  " } else { "" };
        let mut current = String::new();
        for word in line.split(' ') {
            // A line that began so would be an item of a list, a heading or a quotation.
            let opens = ["-", "+", "#", ">", "="].iter().any(|sign| word.starts_with(sign))
                || word.ends_with('.') && word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            if !current.is_empty() && !opens && current.chars().count() + 1 + word.chars().count() > WIDTH {
                out.push(std::mem::replace(&mut current, format!("{indent}{word}")));
            } else {
                if !current.is_empty() {
                    current.push(' ');
                }
                current.push_str(word);
            }
        }
        out.push(current);
    }
    out
}

/// Returns the first text that says something.
pub(crate) fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.trim().is_empty() { otherwise } else { text }
}

/// Names of the document, and what they are in Rust.
pub(crate) struct Spoken(HashMap<String, String>);

impl Spoken {
    pub(crate) fn of(api: &Api) -> Self {
        let mut words = HashMap::new();
        for operation in &api.operations {
            let link = format!("[`{0}`](crate::Client::{0})", operation.name);
            for documented in [&operation.id, &operation.python_name] {
                words.insert(format!("`{documented}`"), link.clone());
            }
        }
        Self(words)
    }

    /// Writes a description of an operation, with the Rust names of the methods and parameters in it.
    pub(crate) fn say(&self, text: &str, operation: Option<&Operation>) -> String {
        self.rename(text, |word| {
            let parameter = operation.and_then(|operation| operation.parameter(word));
            parameter.map(|parameter| parameter.name.clone())
        })
    }

    /// Writes a description of a model, with the Rust names of the methods and fields in it.
    pub(crate) fn say_of(&self, text: &str, model: &Model) -> String {
        self.rename(text, |word| {
            let field = model.fields.iter().find(|field| field.wire == word);
            field.map(|field| field.name.clone())
        })
    }

    fn rename(&self, text: &str, own: impl Fn(&str) -> Option<String>) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('`') {
            out.push_str(before);
            let Some((word, after)) = after.split_once('`') else {
                return out + "`" + after;
            };
            let quoted = format!("`{word}`");
            match (self.0.get(&quoted), own(word)) {
                (_, Some(name)) => out.push_str(&format!("`{name}`")),
                (Some(link), None) => out.push_str(link),
                (None, None) => out.push_str(&quoted),
            }
            rest = after;
        }
        out + rest
    }

    /// Returns the doc comment of an operation's method.
    pub(crate) fn method(&self, operation: &Operation, example: &str) -> String {
        let say = |text: &str| self.say(&rustdoc(text), Some(operation));
        let sends = format!("Sends `{} {}`.", operation.method, operation.path);
        let mut parts = vec![say(or(&operation.summary, &operation.description))];
        if !operation.summary.is_empty() && !operation.description.is_empty() {
            parts.push(say(&operation.description));
        }
        if parts[0].is_empty() {
            parts[0].clone_from(&sends);
        } else {
            parts.push(sends);
        }
        if let Some(stability) = &operation.stability {
            parts.push(format!("The provider marks this operation as {}.", stability.replace('-', " ")));
        }
        if operation.pagination.is_some() {
            let call = &operation.call;
            parts.push(format!(
                "The answer is one page. [`stream`](calls::{call}::stream) goes over the entries of all pages, \
                 [`pages`](calls::{call}::pages) over the pages."
            ));
        }
        let required = operation.parameters.iter().filter(|parameter| parameter.required);
        let mut arguments: Vec<String> = required
            .map(|parameter| item(&parameter.name, &self.say(&parameter.description, Some(operation))))
            .collect();
        if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
            arguments.push(item(&body.name, &say(&body.description)));
        }
        if !arguments.is_empty() {
            parts.push(format!("# Arguments\n\n{}", arguments.join("\n")));
        }
        parts.push(format!("# Errors\n\n{}", self.errors(operation)));
        parts.push(format!("# Example\n\n{example}"));
        parts.join("\n\n")
    }

    fn errors(&self, operation: &Operation) -> String {
        let code =
            |status: &Status| if status.code == "default" { "any other".to_owned() } else { status.code.clone() };
        let statuses: Vec<String> = operation
            .errors
            .iter()
            .map(|status| item(&code(status), &self.say(&rustdoc(&status.description), Some(operation))))
            .collect();
        if statuses.is_empty() {
            return "No error status is documented. Any status but a success is an error, as is an answer that cannot be \
                    decoded."
                .to_owned();
        }
        format!("Documented statuses:\n{}\n\nAny other status than a success is an error, too.", statuses.join("\n"))
    }
}

fn item(name: &str, description: &str) -> String {
    // One line an item: a blank line would end the list.
    let text = description.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { format!("- `{name}`") } else { format!("- `{name}`: {text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_but_not_code() {
        let long = "word ".repeat(40);
        assert!(lines(&long).iter().all(|line| line.len() <= WIDTH));
        let code = format!("```\n{long}\n```");
        assert_eq!(lines(&code).len(), 3);
        let item = lines(&format!("- {long}"));
        assert!(item[1].starts_with("  word"), "{item:?}");
        // A line that begins with a dash would be an item.
        assert!(lines(&"word - ".repeat(40)).iter().all(|line| !line.starts_with('-')));
    }
}
