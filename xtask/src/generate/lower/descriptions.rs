//! Makes descriptions safe for rustdoc: no HTML, no accidental links, no accidental code blocks.

use anyhow::Result;
use serde_json::Value;

use super::schemas::{for_each, for_each_operation};
use crate::generate::facts::Facts;

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    for_each(document, &mut |schema| {
        if let Some(Value::String(text)) = schema.get_mut("description") {
            *text = rustdoc(text);
        }
    });
    for_each_operation(document, &mut |operation| {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(Value::String(text)) = parameter.get_mut("description") {
                *text = rustdoc(text);
            }
        }
    });
    if let Some(info) = document.get_mut("info").and_then(Value::as_object_mut) {
        info.remove("description");
    }
    Ok(())
}

/// Returns a description that rustdoc renders as it reads.
pub(crate) fn rustdoc(text: &str) -> String {
    let lines: Vec<String> = text.trim().lines().map(|line| escape(line.trim())).collect();
    lines.join("\n")
}

fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for (number, part) in line.split('`').enumerate() {
        if number > 0 {
            out.push('`');
        }
        // Odd parts stand between backticks.
        if number % 2 == 1 {
            out.push_str(part);
        } else {
            let words: Vec<String> = part.split(' ').map(escape_word).collect();
            out.push_str(&words.join(" "));
        }
    }
    if line.matches('`').count() % 2 == 1 {
        return line.replace('`', "'").replace('<', "\\<").replace('[', "\\[");
    }
    out
}

fn escape_word(word: &str) -> String {
    if let Some(at) = word.find("https://").or_else(|| word.find("http://")) {
        let (before, url) = word.split_at(at);
        let end = url.trim_end_matches(['.', ',', ';', ':', ')', '>', '"', '\'']).len();
        let (url, after) = url.split_at(end);
        return format!("{}`{url}`{}", before.trim_end_matches('<'), after.trim_start_matches('>'));
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if matches!(c, '<' | '>' | '[' | ']' | '*' | '_' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::rustdoc;

    #[test]
    fn rustdoc_sees_text() {
        for (before, after) in [
            ("Plain.", "Plain."),
            ("A `Vec<T>` and a <b>.", "A `Vec<T>` and a \\<b\\>."),
            ("See https://example.com/a_b.", "See `https://example.com/a_b`."),
            ("    indented\n\n    twice", "indented\n\ntwice"),
            ("list [a]", "list \\[a\\]"),
            ("odd ` tick", "odd ' tick"),
            ("snake_case_word", "snake\\_case\\_word"),
        ] {
            assert_eq!(rustdoc(before), after);
        }
    }
}
