//! How values are written into paths, queries, headers and forms: the styles of OpenAPI's parameter objects.

use serde_json::{Map, Value};

/// How a parameter is written. Arrays and objects differ by it, plain values do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Path and header: `a,b`, objects `k,v` or, exploded, `k=v`.
    Simple {
        /// Whether a member of an object is written as `k=v`.
        explode: bool,
    },
    /// Path: `.a,b` or, exploded, `.a.b`.
    Label {
        /// Whether each element begins with a dot.
        explode: bool,
    },
    /// Path: `;name=a,b` or, exploded, `;name=a;name=b`.
    Matrix {
        /// Whether each element has the name.
        explode: bool,
    },
    /// Query: `name=a&name=b` or, not exploded, `name=a,b`. An exploded object is one pair per member.
    Form {
        /// Whether each element is a pair.
        explode: bool,
    },
    /// Query: `name=a%20b`.
    SpaceDelimited,
    /// Query: `name=a|b`.
    PipeDelimited,
    /// Query: `name[key]=value`.
    DeepObject,
    /// Query, header and cookie: the value as JSON text.
    Json,
    /// A field of a form: one pair per element of an array, JSON for an object.
    Field,
}

/// Returns a single value as text; nothing for null.
///
/// # Errors
///
/// Refuses arrays and objects.
pub(crate) fn text(value: &Value) -> Result<Option<String>, &'static str> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(value) => Ok(Some(value.to_string())),
        Value::Number(value) => Ok(Some(value.to_string())),
        Value::String(value) => Ok(Some(value.clone())),
        Value::Array(_) | Value::Object(_) => Err("is nested too deeply"),
    }
}

/// Returns a value as it is written into a header or cookie: elements and members after commas.
pub(crate) fn plain(style: Style, value: &Value) -> Result<Option<String>, &'static str> {
    let assign = if style == (Style::Simple { explode: true }) { "=" } else { "," };
    match value {
        Value::Array(_) | Value::Object(_) => Ok(Some(flat(value, assign)?.join(","))),
        single => text(single),
    }
}

/// Returns the elements of an array, or the members of an object with their names before `assign`.
fn flat(value: &Value, assign: &str) -> Result<Vec<String>, &'static str> {
    let mut texts = Vec::new();
    match value {
        Value::Array(elements) => {
            for element in elements {
                texts.extend(text(element)?);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                texts.extend(text(member)?.map(|text| format!("{key}{assign}{text}")));
            }
        }
        single => texts.extend(text(single)?),
    }
    Ok(texts)
}

/// Returns what a value is in a path, each text encoded by `encode`; nothing for null.
///
/// # Errors
///
/// Refuses nested values, and what `encode` refuses.
pub(crate) fn path(
    name: &str,
    style: Style,
    value: &Value,
    encode: impl Fn(&str) -> Result<String, &'static str>,
) -> Result<String, &'static str> {
    if let (Value::String(text), Style::Simple { .. }) = (value, style) {
        return encode(text);
    }
    let exploded = matches!(
        style,
        Style::Simple { explode: true } | Style::Label { explode: true } | Style::Matrix { explode: true }
    );
    let texts = match value {
        // The encoding below must not reach what stands between key and value.
        Value::Object(members) => members
            .iter()
            .filter_map(|(key, member)| Some((key, text(member).transpose()?)))
            .map(|(key, member)| -> Result<String, &'static str> {
                let assign = if exploded { "=" } else { "," };
                Ok(format!("{}{assign}{}", encode(key)?, encode(&member?)?))
            })
            .collect::<Result<Vec<_>, _>>()?,
        other => flat(other, "")?.iter().map(|text| encode(text)).collect::<Result<_, _>>()?,
    };
    if texts.is_empty() {
        return Err("is empty");
    }
    let object = value.is_object();
    Ok(match style {
        Style::Label { explode } => format!(".{}", texts.join(if explode { "." } else { "," })),
        Style::Matrix { explode: true } if object => format!(";{}", texts.join(";")),
        Style::Matrix { explode: true } => texts.iter().map(|text| format!(";{name}={text}")).collect(),
        Style::Matrix { explode: false } => format!(";{name}={}", texts.join(",")),
        _ => texts.join(","),
    })
}

/// Returns the pairs that a parameter puts into a query or form; none for null.
///
/// # Errors
///
/// Refuses values that are nested more deeply than the style can say.
pub(crate) fn pairs(name: &str, style: Style, value: &Value) -> Result<Vec<(String, String)>, &'static str> {
    let one = |text: String| vec![(name.to_owned(), text)];
    let joined = |separator: &str| {
        let texts = match value {
            Value::Object(_) => flat(value, separator)?,
            other => flat(other, "")?,
        };
        let empty = texts.is_empty();
        Ok(if empty { Vec::new() } else { one(texts.join(separator)) })
    };
    match (style, value) {
        (_, Value::Null) => Ok(Vec::new()),
        (Style::Json, value) => Ok(one(value.to_string())),
        (Style::DeepObject, Value::Object(members)) => deep(name, members),
        (Style::Form { explode: false }, _) => joined(","),
        (Style::SpaceDelimited, _) => joined(" "),
        (Style::PipeDelimited, _) => joined("|"),
        (Style::Field, Value::Object(_)) => Ok(one(value.to_string())),
        (Style::Field, Value::Array(elements)) => {
            Ok(elements.iter().map(|element| (name.to_owned(), field(element))).collect())
        }
        (Style::Form { explode: true }, Value::Object(members)) => {
            let mut pairs = Vec::new();
            for (key, member) in members {
                pairs.extend(text(member)?.map(|text| (key.clone(), text)));
            }
            Ok(pairs)
        }
        (_, other) => Ok(flat(other, "")?.into_iter().map(|text| (name.to_owned(), text)).collect()),
    }
}

fn field(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn deep(name: &str, members: &Map<String, Value>) -> Result<Vec<(String, String)>, &'static str> {
    let mut pairs = Vec::new();
    for (key, member) in members {
        let name = format!("{name}[{key}]");
        match member {
            Value::Object(members) => pairs.extend(deep(&name, members)?),
            other => pairs.extend(flat(other, "")?.into_iter().map(|text| (name.clone(), text))),
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The examples of the OpenAPI Specification, "Style Examples", with its values.
    #[test]
    fn styles_are_written_as_the_specification_has_them() {
        let array = json!(["blue", "black", "brown"]);
        let object = json!({"B": 150, "G": 200, "R": 100});
        let in_path = |style, value: &Value| path("color", style, value, |text| Ok(text.to_owned())).unwrap();
        for (style, string, list, map) in [
            (Style::Matrix { explode: false }, ";color=blue", ";color=blue,black,brown", ";color=B,150,G,200,R,100"),
            (
                Style::Matrix { explode: true },
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";B=150;G=200;R=100",
            ),
            (Style::Label { explode: false }, ".blue", ".blue,black,brown", ".B,150,G,200,R,100"),
            (Style::Label { explode: true }, ".blue", ".blue.black.brown", ".B=150.G=200.R=100"),
            (Style::Simple { explode: false }, "blue", "blue,black,brown", "B,150,G,200,R,100"),
            (Style::Simple { explode: true }, "blue", "blue,black,brown", "B=150,G=200,R=100"),
        ] {
            assert_eq!(in_path(style, &json!("blue")), string, "{style:?}");
            assert_eq!(in_path(style, &array), list, "{style:?}");
            assert_eq!(in_path(style, &object), map, "{style:?}");
            if matches!(style, Style::Simple { .. }) {
                assert_eq!(plain(style, &object).unwrap().unwrap(), map, "{style:?}");
            }
        }
        let in_query = |style, value: &Value| {
            let pairs = pairs("color", style, value).unwrap();
            pairs.iter().map(|(name, text)| format!("{name}={text}")).collect::<Vec<_>>().join("&")
        };
        for (style, list, map) in [
            (Style::Form { explode: false }, "color=blue,black,brown", "color=B,150,G,200,R,100"),
            (Style::Form { explode: true }, "color=blue&color=black&color=brown", "B=150&G=200&R=100"),
            (Style::SpaceDelimited, "color=blue black brown", "color=B 150 G 200 R 100"),
            (Style::PipeDelimited, "color=blue|black|brown", "color=B|150|G|200|R|100"),
            (Style::DeepObject, "color=blue&color=black&color=brown", "color[B]=150&color[G]=200&color[R]=100"),
            (Style::Field, "color=blue&color=black&color=brown", r#"color={"B":150,"G":200,"R":100}"#),
            (Style::Json, r#"color=["blue","black","brown"]"#, r#"color={"B":150,"G":200,"R":100}"#),
        ] {
            assert_eq!(in_query(style, &array), list, "{style:?}");
            assert_eq!(in_query(style, &object), map, "{style:?}");
            assert_eq!(in_query(style, &json!(null)), "", "{style:?}");
        }
    }

    #[test]
    fn what_a_style_cannot_say_is_refused() {
        for style in [Style::Form { explode: true }, Style::Form { explode: false }, Style::PipeDelimited] {
            assert!(pairs("q", style, &json!([["a"]])).is_err(), "{style:?}");
            assert!(pairs("q", style, &json!({"a": {"b": 1}})).is_err(), "{style:?}");
        }
        assert!(plain(Style::Simple { explode: false }, &json!([["a"]])).is_err());
        assert!(path("q", Style::Simple { explode: false }, &json!([]), |text| Ok(text.to_owned())).is_err());
    }

    #[test]
    fn deep_objects_nest() {
        let pairs = pairs("filter", Style::DeepObject, &json!({"a": {"b": [1, 2]}, "c": null})).unwrap();
        assert_eq!(pairs, [("filter[a][b]".to_owned(), "1".to_owned()), ("filter[a][b]".to_owned(), "2".to_owned())]);
    }
}
