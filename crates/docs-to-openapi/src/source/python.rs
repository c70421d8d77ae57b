//! Python's syntax, as far as generated code needs it.

use tree_sitter::{Node, Parser};

/// A class at the top of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Class<'t> {
    pub(super) name: &'t str,
    pub(super) node: Node<'t>,
    pub(super) body: Node<'t>,
    pub(super) text: &'t str,
}

/// Returns a parser of Python; `None` if the grammar is of another version than the library.
pub(super) fn parser() -> Option<Parser> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_python::LANGUAGE.into()).ok()?;
    Some(parser)
}

pub(super) fn classes<'t>(root: Node<'t>, text: &'t str) -> Vec<Class<'t>> {
    let of = |node: Node<'t>| {
        let name = words(node.child_by_field_name("name")?, text);
        Some(Class { name, node, body: node.child_by_field_name("body")?, text })
    };
    children(root).into_iter().filter(|node| node.kind() == "class_definition").filter_map(of).collect()
}

pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    node.named_children(&mut node.walk()).collect()
}

/// Returns a node and all below it, outer before inner, in the order of the text.
pub(super) fn descendants(node: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut waiting = vec![node];
    while let Some(node) = waiting.pop() {
        found.push(node);
        waiting.extend(children(node).into_iter().rev());
    }
    found
}

pub(super) fn words<'t>(node: Node<'t>, text: &'t str) -> &'t str {
    text.get(node.byte_range()).unwrap_or_default()
}

/// Returns the value of a string without parts to be filled in; `None` if it has an escape that is not known.
pub(super) fn string(node: Node<'_>, text: &str) -> Option<String> {
    let (start, content) = written(node, text)?;
    if start.contains(['r', 'R']) { Some(pasted(content)) } else { unescaped(content) }
}

/// Returns a string in which a generator has masked quotes and nothing else, such as a pattern in a message.
pub(super) fn verbatim(node: Node<'_>, text: &str) -> Option<String> {
    written(node, text).map(|(_, content)| pasted(content))
}

/// Returns what is written before and between the quotes.
fn written<'t>(node: Node<'t>, text: &'t str) -> Option<(&'t str, &'t str)> {
    if node.kind() != "string" {
        return None;
    }
    let parts = children(node);
    let is_plain = |part: &Node<'_>| matches!(part.kind(), "string_start" | "string_content" | "string_end");
    if !parts.iter().all(is_plain) {
        return None;
    }
    let (first, last) = (parts.first()?, parts.last()?);
    Some((words(*first, text), text.get(first.end_byte()..last.start_byte())?))
}

fn pasted(content: &str) -> String {
    content.replace("\\'", "'").replace("\\\"", "\"")
}

fn unescaped(content: &str) -> Option<String> {
    let mut value = String::new();
    let mut rest = content;
    while let Some((before, after)) = rest.split_once('\\') {
        value.push_str(before);
        let (letter, after) = escape(after)?;
        value.push(letter);
        rest = after;
    }
    Some(value + rest)
}

/// Reads what follows a backslash: the letter that it stands for, and the rest.
fn escape(text: &str) -> Option<(char, &str)> {
    let mut letters = text.chars();
    let digits = match letters.next()? {
        'n' => return Some(('\n', letters.as_str())),
        't' => return Some(('\t', letters.as_str())),
        'r' => return Some(('\r', letters.as_str())),
        itself @ ('\\' | '\'' | '"') => return Some((itself, letters.as_str())),
        'x' => 2,
        'u' => 4,
        _ => return None,
    };
    let (code, rest) = letters.as_str().split_at_checked(digits)?;
    // `from_str_radix` takes a sign, too.
    if !code.chars().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, rest))
}

/// Returns the strings of a list.
pub(super) fn strings(node: Node<'_>, text: &str) -> Option<Vec<String>> {
    (node.kind() == "list").then(|| children(node).into_iter().filter_map(|item| string(item, text)).collect())
}

/// Returns the entries of a dictionary whose keys are strings.
pub(super) fn entries<'t>(node: Node<'t>, text: &str) -> Vec<(String, Node<'t>)> {
    let pairs = children(node).into_iter().filter(|pair| pair.kind() == "pair");
    pairs
        .filter_map(|pair| Some((string(pair.child_by_field_name("key")?, text)?, pair.child_by_field_name("value")?)))
        .collect()
}

/// Splits an assignment into its two sides.
pub(super) fn assignment(node: Node<'_>) -> Option<(Node<'_>, Option<Node<'_>>)> {
    (node.kind() == "assignment").then_some(())?;
    Some((node.child_by_field_name("left")?, node.child_by_field_name("right")))
}

#[cfg(test)]
mod tests {
    use super::{descendants, parser, string};

    #[test]
    fn escapes_are_those_of_the_literal() {
        for (text, expected) in [
            (r#""^b\\d$""#, Some(r"^b\d$")),
            (r#"r"^b\d$""#, Some(r"^b\d$")),
            (r#"R"^b\\d$""#, Some(r"^b\\d$")),
            (r#""caf\u00e9 \xe9""#, Some("café é")),
            (r#"'it\'s "\"\n'"#, Some("it's \"\"\n")),
            ("''", Some("")),
            (r#""^b\d$""#, None),
            (r#""\ud800""#, None),
            (r#""\u+123""#, None),
            ("f'{boat}'", None),
        ] {
            let tree = parser().unwrap().parse(text, None).unwrap();
            let node = descendants(tree.root_node()).into_iter().find(|node| node.kind() == "string").unwrap();
            assert_eq!(string(node, text).as_deref(), expected, "{text}");
        }
    }
}
