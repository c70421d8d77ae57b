//! Types, apart from how Python spells them.

use crate::dialect::Spelling;

/// A type of a parameter, a property or an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// Any value.
    Any,
    /// A string, perhaps with a format.
    String(Option<&'static str>),
    Integer,
    Number,
    Boolean,
    Array(Box<Type>),
    Map(Box<Type>),
    /// A model.
    Named(String),
}

impl Type {
    /// Returns the model at the core of the type.
    pub(crate) fn model(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Array(inner) | Self::Map(inner) => inner.model(),
            _ => None,
        }
    }

    pub(crate) fn is_container(&self) -> bool {
        matches!(self, Self::Array(_) | Self::Map(_))
    }
}

/// Nothing real nests deeper; the limit keeps hostile pages from exhausting the stack.
const DEPTH: usize = 16;

/// Reads a type in a dialect's spelling; `None` if it is no type.
pub(crate) fn parse(text: &str, spelling: &Spelling) -> Option<Type> {
    parse_at(text.trim(), spelling, DEPTH)
}

fn parse_at(text: &str, spelling: &Spelling, depth: usize) -> Option<Type> {
    let depth = depth.checked_sub(1)?;
    let Some((name, inside)) = split(text) else {
        if spelling.lists.contains(&text) {
            return Some(Type::Array(Box::new(Type::Any)));
        }
        if spelling.maps.contains(&text) {
            return Some(Type::Map(Box::new(Type::Any)));
        }
        return (spelling.scalar)(text).or_else(|| named(text));
    };
    let arguments = arguments(inside)?;
    match arguments.as_slice() {
        [item] if spelling.lists.contains(&name) => Some(Type::Array(Box::new(parse_at(item, spelling, depth)?))),
        [_, value] if spelling.maps.contains(&name) => Some(Type::Map(Box::new(parse_at(value, spelling, depth)?))),
        [inner] if spelling.wrappers.contains(&name) => parse_at(inner, spelling, depth),
        _ => None,
    }
}

fn named(text: &str) -> Option<Type> {
    let mut letters = text.chars();
    let first = letters.next().filter(|c| c.is_alphabetic() || *c == '_')?;
    let sound = letters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
    (sound && first.is_alphabetic()).then(|| Type::Named(text.to_owned()))
}

/// Splits `name[inside]` or `name(inside)`.
fn split(text: &str) -> Option<(&str, &str)> {
    let at = text.find(['[', '('])?;
    let (name, rest) = text.split_at_checked(at)?;
    let inside = rest
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .or_else(|| rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')))?;
    Some((name.trim(), inside))
}

/// Splits arguments at the commas that stand in no inner brackets.
fn arguments(inside: &str) -> Option<Vec<&str>> {
    let mut arguments = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in inside.char_indices() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                arguments.push(inside.get(start..at)?.trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    arguments.push(inside.get(start..)?.trim());
    (depth == 0 && arguments.iter().all(|argument| !argument.is_empty())).then_some(arguments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;

    #[test]
    fn spellings_of_both_dialects() {
        let boat = || Box::new(Type::Named("Boat".to_owned()));
        let string = || Box::new(Type::String(None));
        let legacy = [
            ("str", Some(Type::String(None))),
            ("int", Some(Type::Integer)),
            ("float", Some(Type::Number)),
            ("bool", Some(Type::Boolean)),
            ("date", Some(Type::String(Some("date")))),
            ("datetime", Some(Type::String(Some("date-time")))),
            ("file", Some(Type::String(Some("binary")))),
            ("object", Some(Type::Any)),
            ("list[Boat]", Some(Type::Array(boat()))),
            ("dict(str, Boat)", Some(Type::Map(boat()))),
            ("dict(str, list[Boat])", Some(Type::Map(Box::new(Type::Array(boat()))))),
            ("list", Some(Type::Array(Box::new(Type::Any)))),
            ("list[str", None),
            ("list[]", None),
            ("dict(str)", None),
            ("1abc", None),
            ("", None),
        ];
        for (text, ty) in legacy {
            assert_eq!(parse(text, Dialect::Legacy.spelling()), ty, "{text}");
        }
        let nextgen = [
            ("List[str]", Some(Type::Array(string()))),
            ("Dict[str, Optional[str]]", Some(Type::Map(string()))),
            ("Dict[str, object]", Some(Type::Map(Box::new(Type::Any)))),
            ("List[List[Boat]]", Some(Type::Array(Box::new(Type::Array(boat()))))),
            ("bytearray", Some(Type::String(Some("binary")))),
            ("UUID", Some(Type::String(Some("uuid")))),
            ("Union[str, int]", None),
        ];
        for (text, ty) in nextgen {
            assert_eq!(parse(text, Dialect::Nextgen.spelling()), ty, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = format!("{}str{}", "list[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(parse(&deep, Dialect::Legacy.spelling()), None);
    }
}
