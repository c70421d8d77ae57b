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

/// Returns the value of a string without parts to be filled in.
pub(super) fn string(node: Node<'_>, text: &str) -> Option<String> {
    if node.kind() != "string" {
        return None;
    }
    let mut value = String::new();
    for part in children(node) {
        match part.kind() {
            "string_content" => value.push_str(&words(part, text).replace("\\'", "'").replace("\\\"", "\"")),
            "string_start" | "string_end" => {}
            _ => return None,
        }
    }
    Some(value)
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
