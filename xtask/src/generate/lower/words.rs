//! Descriptions: limits said in words, and text that rustdoc renders as it reads.
//!
//! Clients enforce no documented limit, in either direction: several documented patterns are wrong, and the server is the
//! judge.

use serde_json::{Map, Value};

/// Returns a string in a schema.
pub(crate) fn text(map: &Map<String, Value>, key: &str) -> String {
    map.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

/// Joins two descriptions.
pub(super) fn joined(one: &str, other: &str) -> String {
    match (one.is_empty(), other.is_empty()) {
        (_, true) => one.to_owned(),
        (true, _) => other.to_owned(),
        _ => format!("{one}\n\n{other}"),
    }
}

/// Adds what a schema documents as limits.
pub(crate) fn with_limits(description: String, schema: &Map<String, Value>) -> String {
    joined(&rustdoc(&description), &limits(schema).join(" "))
}

/// Says in words what a schema documents as limits.
fn limits(schema: &Map<String, Value>) -> Vec<String> {
    let number = |key: &str| schema.get(key).filter(|value| value.is_number()).map(ToString::to_string);
    let mut out = Vec::new();
    let mut range = |least: Option<String>, most: Option<String>, unit: &str| match (least, most) {
        (Some(least), Some(most)) if least == most => out.push(format!("Documented as {least}{unit}.")),
        (Some(least), Some(most)) => out.push(format!("Documented as {least} to {most}{unit}.")),
        (Some(least), None) => out.push(format!("Documented as at least {least}{unit}.")),
        (None, Some(most)) => out.push(format!("Documented as at most {most}{unit}.")),
        (None, None) => {}
    };
    range(number("minLength"), number("maxLength"), " characters");
    range(number("minimum"), number("maximum"), "");
    range(number("minItems"), number("maxItems"), " items");
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str).and_then(code) {
        out.push(format!("Documented pattern: {pattern}."));
    }
    let scalar = |value: &&Value| !value.is_null() && !value.is_object() && !value.is_array();
    if let Some(default) = schema.get("default").filter(scalar) {
        match default.as_str().map_or_else(|| default.to_string(), str::to_owned).as_str() {
            "" => out.push("The server's default is empty.".to_owned()),
            text => out.extend(code(text).map(|default| format!("The server's default is {default}."))),
        }
    }
    out
}

/// Returns a string as code, unless it has what would end the code.
pub(super) fn code(text: &str) -> Option<String> {
    (!text.contains('`') && !text.contains(unprintable)).then(|| format!("`{text}`"))
}

/// Returns whether a character is none that a comment shows: control characters, and those that turn the direction of what
/// follows, which rustc refuses.
fn unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns a description that rustdoc renders as it reads.
pub(crate) fn rustdoc(text: &str) -> String {
    let lines = text.trim().lines().map(|line| line.replace(unprintable, " "));
    lines.map(|line| escape(line.trim())).collect::<Vec<_>>().join("\n")
}

fn escape(line: &str) -> String {
    let words = |text: &str| text.split(' ').map(escape_word).collect::<Vec<_>>().join(" ");
    // A backtick without another, and a fence: what they begin would not end in this line.
    if line.matches('`').count() % 2 == 1 || line.starts_with("```") {
        return words(&line.replace('`', "'"));
    }
    if line.starts_with("~~~") {
        return format!("\\{}", words(line));
    }
    // Odd parts are inside backticks.
    let parts = line.split('`').enumerate();
    let parts = parts.map(|(number, part)| if number % 2 == 1 { part.to_owned() } else { words(part) });
    parts.collect::<Vec<_>>().join("`")
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
        if matches!(c, '<' | '>' | '[' | ']' | '*' | '_' | '|' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("a\\[b]", "a\\\\\\[b\\]"),
            ("a\rb\tc\u{202e}d", "a b c d"),
            ("```json\n[a]\n```\n````", "'''json\n\\[a\\]\n'''\n''''"),
            ("~~~\nlet", "\\~~~\nlet"),
        ] {
            assert_eq!(rustdoc(before), after);
        }
    }
}
