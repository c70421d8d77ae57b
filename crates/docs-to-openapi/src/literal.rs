//! Defaults in Python's spelling.

use serde_json::{Number, Value};

use crate::facts::Type;

/// What a printed default turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Default {
    /// A value of its type.
    Value(Value),
    /// An unquoted word for a string.
    Unquoted(Value),
    /// `None`: there is no default.
    Absent,
    /// `Class.MEMBER`, a member of an enumeration.
    Member,
    /// Nothing that fits the type.
    Unreadable,
}

/// Reads the default of a value of the given type.
pub(crate) fn default(text: &str, ty: &Type) -> Default {
    let text = text.trim();
    match (text, ty) {
        ("None", _) => return Default::Absent,
        ("", Type::String(_)) => return Default::Value(Value::String(String::new())),
        ("", _) => return Default::Absent,
        (_, Type::Nullable(inner) | Type::Enum(inner, _)) => return default(text, inner),
        _ => {}
    }
    match literal(text) {
        Some(value) if fits(&value, ty) => Default::Value(value),
        Some(_) => match ty {
            // An unquoted number or truth value, of a string type, is that string's text.
            Type::String(_) => Default::Unquoted(Value::String(text.to_owned())),
            _ => Default::Unreadable,
        },
        None if is_member(text, ty) => Default::Member,
        None if matches!(ty, Type::String(_) | Type::Named(_) | Type::AllOf(_)) && is_word(text) => {
            Default::Unquoted(Value::String(text.to_owned()))
        }
        None => Default::Unreadable,
    }
}

/// Reads a literal; nested lists and objects are read as far as they are flat or JSON.
pub(crate) fn literal(text: &str) -> Option<Value> {
    let text = text.trim();
    match text {
        "True" | "true" => return Some(Value::Bool(true)),
        "False" | "false" => return Some(Value::Bool(false)),
        "[]" => return Some(Value::Array(Vec::new())),
        "{}" => return Some(Value::Object(serde_json::Map::new())),
        _ => {}
    }
    if let Some((value, "")) = quoted(text) {
        return Some(Value::String(value));
    }
    if let Ok(number) = text.parse::<i64>() {
        return Some(Value::Number(number.into()));
    }
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
    if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && text.chars().all(numeric) {
        return text.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number);
    }
    if let Some(inner) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        return list(inner).or_else(|| serde_json::from_str(text).ok());
    }
    text.starts_with('{').then(|| serde_json::from_str(text).ok()).flatten()
}

/// Reads literals between commas, of which the last may have nothing behind it.
pub(crate) fn items(text: &str) -> Option<Vec<Value>> {
    let Value::Array(items) = list(text)? else { return None };
    (!items.is_empty()).then_some(items)
}

/// Reads a quoted string at the start and returns it with what follows.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut letters = text.chars();
    let quote = letters.next().filter(|c| matches!(c, '\'' | '"'))?;
    let mut value = String::new();
    while let Some(c) = letters.next() {
        match c {
            _ if c == quote => return Some((value, letters.as_str())),
            '\\' => match letters.next()? {
                'n' => value.push('\n'),
                't' => value.push('\t'),
                'r' => value.push('\r'),
                other => value.push(other),
            },
            _ => value.push(c),
        }
    }
    None
}

/// Reads the items of a flat list.
fn list(inner: &str) -> Option<Value> {
    let mut items = Vec::new();
    let mut rest = inner.trim();
    while !rest.is_empty() {
        let after = if let Some((value, after)) = quoted(rest) {
            items.push(Value::String(value));
            after
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            let (item, after) = rest.split_at_checked(end)?;
            if item.contains('[') {
                return None;
            }
            items.push(literal(item)?);
            after
        };
        rest = after.trim_start();
        if rest.is_empty() {
            break;
        }
        rest = rest.strip_prefix(',')?.trim_start();
    }
    Some(Value::Array(items))
}

fn fits(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::Any | Type::AllOf(_) | Type::AnyOf(_) | Type::OneOf(_) => true,
        Type::Nullable(inner) | Type::Enum(inner, _) => fits(value, inner),
        // An enumeration's values may be strings or numbers; its page does not say.
        Type::Named(_) => !matches!(value, Value::Array(_)),
        Type::String(_) | Type::Bytes => value.is_string(),
        Type::Integer(_) => value.is_i64() || value.is_u64(),
        Type::Number(_) => value.is_number(),
        Type::Boolean => value.is_boolean(),
        Type::Array(item) => value.as_array().is_some_and(|items| items.iter().all(|value| fits(value, item))),
        Type::Map(_) | Type::Object(_) => value.is_object(),
    }
}

fn is_member(text: &str, ty: &Type) -> bool {
    let Type::Named(_) = ty else { return false };
    text.split_once('.')
        .is_some_and(|(class, member)| class.starts_with(char::is_uppercase) && !member.is_empty() && is_word(member))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains(['\'', '"', '[', ']', '{', '}'])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn defaults_of_each_type() {
        let list = || Type::Array(Box::new(Type::String(None)));
        let named = || Type::Named("Rig".to_owned());
        let table = [
            ("True", Type::Boolean, Default::Value(json!(true))),
            ("25", Type::Integer(None), Default::Value(json!(25))),
            ("-1.5", Type::Number(None), Default::Value(json!(-1.5))),
            ("2", Type::Number(None), Default::Value(json!(2))),
            ("2.5", Type::Integer(None), Default::Unreadable),
            ("'a:b'", Type::String(None), Default::Value(json!("a:b"))),
            ("'it\\'s'", Type::String(None), Default::Value(json!("it's"))),
            ("asc", Type::String(None), Default::Unquoted(json!("asc"))),
            ("10", Type::String(None), Default::Unquoted(json!("10"))),
            ("None", Type::Integer(None), Default::Absent),
            ("['a', \"b\"]", list(), Default::Value(json!(["a", "b"]))),
            ("[]", list(), Default::Value(json!([]))),
            ("['a',", list(), Default::Unreadable),
            ("[1]", list(), Default::Unreadable),
            ("Rig.SLOOP", named(), Default::Member),
            ("sloop", named(), Default::Unquoted(json!("sloop"))),
            ("maybe", Type::Boolean, Default::Unreadable),
            ("'", Type::String(None), Default::Unreadable),
            (r#"{"a": [1]}"#, Type::Object(Vec::new()), Default::Value(json!({"a": [1]}))),
            ("published", Type::AllOf(Vec::new()), Default::Unquoted(json!("published"))),
            ("", Type::String(None), Default::Value(json!(""))),
            ("", Type::Integer(None), Default::Absent),
            ("3", Type::Nullable(Box::new(Type::Integer(None))), Default::Value(json!(3))),
        ];
        for (text, ty, expected) in table {
            assert_eq!(default(text, &ty), expected, "{text}");
        }
    }
}
