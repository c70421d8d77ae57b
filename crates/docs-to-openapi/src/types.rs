//! Types in Python's spelling, of every generator.

use crate::facts::Type;

/// Nothing real nests deeper; the limit keeps hostile pages from exhausting the stack.
const DEPTH: usize = 16;

/// Reads a type; `None` if it is no type.
///
/// The generators agree on what a spelling means, though each has its own: `list[X]`, `List[X]` and `[X]` are
/// arrays; `dict(str, X)`, `Dict[str, X]` and `{str: (X,)}` are maps.
pub(crate) fn parse(text: &str) -> Option<Type> {
    alternatives(text.trim(), DEPTH)
}

/// The words that stand together for any value.
const EVERYTHING: [&str; 9] = ["bool", "date", "datetime", "dict", "float", "int", "list", "str", "none_type"];

/// Reads types joined by commas: one of them, or null.
fn alternatives(text: &str, depth: usize) -> Option<Type> {
    let mut names = split(text)?;
    if names.len() > 1 && names.last().is_some_and(|name| name.is_empty()) {
        names.pop();
    }
    if EVERYTHING.iter().all(|word| names.contains(word)) {
        return Some(Type::Any);
    }
    let is_null = |name: &&str| matches!(*name, "none_type" | "None");
    let nullable = names.iter().any(is_null);
    names.retain(|name| !is_null(name));
    let mut types = names.iter().map(|name| single(name, depth)).collect::<Option<Vec<_>>>()?;
    let ty = match types.len() {
        0 => return None,
        1 => types.pop()?,
        _ => Type::AnyOf(types),
    };
    Some(if nullable { Type::Nullable(Box::new(ty)) } else { ty })
}

fn single(text: &str, depth: usize) -> Option<Type> {
    let depth = depth.checked_sub(1)?;
    let inner = |text: &str| alternatives(text.trim(), depth).map(Box::new);
    if let Some(item) = enclosed(text, '[', ']') {
        return Some(Type::Array(inner(item)?));
    }
    if let Some(pair) = enclosed(text, '{', '}') {
        let value = pair.split_once(':')?.1.trim();
        return Some(Type::Map(inner(enclosed(value, '(', ')').unwrap_or(value))?));
    }
    let Some(at) = text.find(['[', '(']) else {
        return scalar(text);
    };
    let (name, rest) = text.split_at_checked(at)?;
    let inside = enclosed(rest, '[', ']').or_else(|| enclosed(rest, '(', ')'))?;
    let arguments = split(inside)?;
    match (bare(name.trim()), arguments.as_slice()) {
        ("list" | "List" | "Set" | "set" | "Sequence" | "Iterable" | "tuple" | "Tuple", [item]) => {
            Some(Type::Array(inner(item)?))
        }
        ("dict" | "Dict" | "Mapping", [value] | [_, value]) => Some(Type::Map(inner(value)?)),
        ("Optional" | "Annotated", [wrapped, ..]) => inner(wrapped).map(|ty| *ty),
        ("Union" | "OneOf" | "AnyOf", _) => inner(inside).map(|ty| *ty),
        _ => None,
    }
}

/// Takes the module off that a word may be printed with.
fn bare(name: &str) -> &str {
    ["typing.", "decimal.", "uuid.", "datetime.", "io."]
        .iter()
        .find_map(|module| name.strip_prefix(module))
        .unwrap_or(name)
}

fn scalar(text: &str) -> Option<Type> {
    Some(match bare(text) {
        "str" | "StrictStr" => Type::String(None),
        "int" | "long" | "StrictInt" => Type::Integer(None),
        "float" | "Decimal" | "StrictFloat" => Type::Number(None),
        "bool" | "StrictBool" => Type::Boolean,
        "date" => Type::String(Some("date")),
        "datetime" => Type::String(Some("date-time")),
        "UUID" => Type::String(Some("uuid")),
        "file" | "file_type" | "IOBase" | "FileIO" => Type::String(Some("binary")),
        "bytearray" | "bytes" | "StrictBytes" => Type::Bytes,
        "object" | "Any" | "any" | "AnyType" => Type::Any,
        "list" | "List" | "tuple" => Type::Array(Box::new(Type::Any)),
        "dict" | "Dict" => Type::Map(Box::new(Type::Any)),
        _ => return named(text),
    })
}

fn named(text: &str) -> Option<Type> {
    let mut letters = text.chars();
    letters.next().filter(|c| c.is_alphabetic())?;
    let sound = letters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
    sound.then(|| Type::Named(text.to_owned()))
}

fn enclosed(text: &str, open: char, close: char) -> Option<&str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

/// Splits at the commas outside of inner brackets.
fn split(inside: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in inside.char_indices() {
        match c {
            '[' | '(' | '{' => depth += 1,
            ']' | ')' | '}' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                parts.push(inside.get(start..at)?.trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(inside.get(start..)?.trim());
    (depth == 0).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_every_generator() {
        let boat = || Box::new(Type::Named("Boat".to_owned()));
        let string = || Box::new(Type::String(None));
        let any = || Box::new(Type::Any);
        let everything = "bool, date, datetime, dict, float, int, list, str, none_type";
        let table = [
            ("str", Some(Type::String(None))),
            ("int", Some(Type::Integer(None))),
            ("float", Some(Type::Number(None))),
            ("decimal.Decimal", Some(Type::Number(None))),
            ("bool", Some(Type::Boolean)),
            ("date", Some(Type::String(Some("date")))),
            ("datetime", Some(Type::String(Some("date-time")))),
            ("file", Some(Type::String(Some("binary")))),
            ("file_type", Some(Type::String(Some("binary")))),
            ("bytearray", Some(Type::Bytes)),
            ("UUID", Some(Type::String(Some("uuid")))),
            ("object", Some(Type::Any)),
            ("Any", Some(Type::Any)),
            (everything, Some(Type::Any)),
            ("list[Boat]", Some(Type::Array(boat()))),
            ("List[List[Boat]]", Some(Type::Array(Box::new(Type::Array(boat()))))),
            ("[Boat]", Some(Type::Array(boat()))),
            ("[[str]]", Some(Type::Array(Box::new(Type::Array(string()))))),
            ("dict(str, Boat)", Some(Type::Map(boat()))),
            ("dict(str, list[Boat])", Some(Type::Map(Box::new(Type::Array(boat()))))),
            ("Dict[str, object]", Some(Type::Map(any()))),
            ("Dict[str]", Some(Type::Map(string()))),
            ("Dict[str, Optional[str]]", Some(Type::Map(string()))),
            ("{str: (Boat,)}", Some(Type::Map(boat()))),
            ("{str: ([str],)}", Some(Type::Map(Box::new(Type::Array(string()))))),
            ("{str: (bool, date, datetime, dict, float, int, list, str, none_type)}", Some(Type::Map(any()))),
            ("str, none_type", Some(Type::Nullable(string()))),
            ("Union[str, int]", Some(Type::AnyOf(vec![Type::String(None), Type::Integer(None)]))),
            ("Union[str, None]", Some(Type::Nullable(string()))),
            ("typing.Optional[str]", Some(Type::String(None))),
            ("list", Some(Type::Array(any()))),
            ("list[str", None),
            ("list[]", None),
            ("boat[str]", None),
            ("none_type", None),
            ("1abc", None),
            ("", None),
        ];
        for (text, ty) in table {
            assert_eq!(parse(text), ty, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        for (open, close) in [("list[", "]"), ("[", "]"), ("{str: (", ")}")] {
            let deep = format!("{}str{}", open.repeat(10_000), close.repeat(10_000));
            assert_eq!(parse(&deep), None);
        }
    }
}
