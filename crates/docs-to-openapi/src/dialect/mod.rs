//! Dialects of pages: each is a file that says how it spells things and how it is recognised.

mod legacy;
mod nextgen;
mod tells;

pub(crate) use tells::detect;

use crate::types::Type;

/// A family of generators that spell their pages alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// swagger-codegen 2 and 3; openapi-generator 3 and 4 `python`, 5 and 6 `python-legacy`.
    Legacy,
    /// openapi-generator 6.3 to 6.6 `python-nextgen`, 7 `python` and `python-pydantic-v1`.
    Nextgen,
}

impl Dialect {
    /// Returns the dialect's name.
    pub(crate) fn as_str(self) -> &'static str {
        self.spelling().name
    }

    pub(crate) fn spelling(self) -> &'static Spelling {
        match self {
            Self::Legacy => &legacy::SPELLING,
            Self::Nextgen => &nextgen::SPELLING,
        }
    }
}

/// How a dialect spells things.
#[derive(Debug)]
pub(crate) struct Spelling {
    pub(crate) name: &'static str,
    /// Words on a page that only this dialect prints.
    pub(crate) tells: &'static [&'static str],
    /// Names of list and set types.
    pub(crate) lists: &'static [&'static str],
    /// Names of map types.
    pub(crate) maps: &'static [&'static str],
    /// Names around a type that change nothing about it.
    pub(crate) wrappers: &'static [&'static str],
    /// Reads the name of a type without parts.
    pub(crate) scalar: fn(&str) -> Option<Type>,
    /// What Python puts before a reserved word or a leading digit.
    pub(crate) reserved_prefix: &'static str,
}

/// Words that Python reserves, and that a generator therefore prefixes.
pub(crate) const RESERVED: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "exec", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass",
    "print", "property", "raise", "return", "self", "try", "while", "with", "yield",
];

impl Spelling {
    /// Takes the prefix off that stands before a reserved word or a digit.
    pub(crate) fn unreserved<'a>(&self, name: &'a str) -> Option<&'a str> {
        let rest = name.strip_prefix(self.reserved_prefix)?;
        let digit = rest.starts_with(|c: char| c.is_ascii_digit());
        (digit || RESERVED.contains(&rest)).then_some(rest)
    }
}

/// The types that every dialect spells alike.
fn common(name: &str) -> Option<Type> {
    Some(match name {
        "str" => Type::String(None),
        "int" | "long" => Type::Integer,
        "float" => Type::Number,
        "bool" => Type::Boolean,
        "date" => Type::String(Some("date")),
        "datetime" => Type::String(Some("date-time")),
        "object" => Type::Any,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_of_reserved_words() {
        let legacy = Dialect::Legacy.spelling();
        let nextgen = Dialect::Nextgen.spelling();
        assert_eq!(legacy.unreserved("_from"), Some("from"));
        assert_eq!(legacy.unreserved("_1abc"), Some("1abc"));
        assert_eq!(legacy.unreserved("_boat"), None);
        assert_eq!(nextgen.unreserved("var_class"), Some("class"));
        assert_eq!(nextgen.unreserved("var_boat"), None);
    }
}
