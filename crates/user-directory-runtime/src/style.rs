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

type Result<T> = std::result::Result<T, &'static str>;

/// Returns a single value as a string; nothing for null.
///
/// # Errors
///
/// Refuses arrays and objects.
fn single(value: &Value) -> Result<Option<String>> {
    match value {
        Value::Null => Ok(None),
        Value::String(value) => Ok(Some(value.clone())),
        Value::Array(_) | Value::Object(_) => Err("is nested too deeply"),
        number_or_bool => Ok(Some(number_or_bool.to_string())),
    }
}

/// Returns the elements of an array, the members of an object with their names before `assign`, or the value itself.
/// Each name and value is encoded by `encode`.
fn flat(value: &Value, assign: &str, encode: impl Fn(String) -> Result<String>) -> Result<Vec<String>> {
    match value {
        Value::Array(elements) => {
            elements.iter().filter_map(|element| single(element).transpose()).map(|text| encode(text?)).collect()
        }
        Value::Object(members) => named(members, |key, text| Ok(encode(key.clone())? + assign + &encode(text)?)),
        one => single(one)?.map(encode).into_iter().collect(),
    }
}

/// Makes something of each member of an object that is not null.
fn named<T>(members: &Map<String, Value>, make: impl Fn(&String, String) -> Result<T>) -> Result<Vec<T>> {
    let texts = members.iter().filter_map(|(key, member)| Some((key, single(member).transpose()?)));
    texts.map(|(key, text)| make(key, text?)).collect()
}

/// Returns a value as it is written into a header or cookie: elements and members after commas.
pub(crate) fn plain(style: Style, value: &Value) -> Result<Option<String>> {
    let assign = if style == (Style::Simple { explode: true }) { "=" } else { "," };
    if value.is_null() { Ok(None) } else { Ok(Some(flat(value, assign, Ok)?.join(","))) }
}

/// Returns what a value is in a path, each name and value encoded by `encode`.
///
/// # Errors
///
/// Refuses null, nested values, and what `encode` refuses.
pub(crate) fn path(
    name: &str,
    style: Style,
    value: &Value,
    encode: impl Fn(String) -> Result<String>,
) -> Result<String> {
    if let (Value::String(text), Style::Simple { .. }) = (value, style) {
        return encode(text.clone());
    }
    let exploded = matches!(
        style,
        Style::Simple { explode: true } | Style::Label { explode: true } | Style::Matrix { explode: true }
    );
    let texts = flat(value, if exploded { "=" } else { "," }, encode)?;
    if texts.is_empty() {
        return Err("is empty");
    }
    Ok(match style {
        Style::Label { explode } => format!(".{}", texts.join(if explode { "." } else { "," })),
        Style::Matrix { explode: true } if value.is_object() => format!(";{}", texts.join(";")),
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
pub(crate) fn pairs(name: &str, style: Style, value: &Value) -> Result<Vec<(String, String)>> {
    let pair = |text: String| (name.to_owned(), text);
    let joined = |separator: &str| {
        let texts = flat(value, separator, Ok)?;
        Ok(if texts.is_empty() { Vec::new() } else { vec![pair(texts.join(separator))] })
    };
    match (style, value) {
        (_, Value::Null) => Ok(Vec::new()),
        (Style::Json, _) | (Style::Field, Value::Object(_)) => Ok(vec![pair(value.to_string())]),
        (Style::Form { explode: false }, _) => joined(","),
        (Style::SpaceDelimited, _) => joined(" "),
        (Style::PipeDelimited, _) => joined("|"),
        (Style::DeepObject, Value::Object(members)) => deep(name, members),
        (Style::Form { explode: true }, Value::Object(members)) => named(members, |key, text| Ok((key.clone(), text))),
        (Style::Field, Value::Array(elements)) => {
            let text = |element: &Value| element.as_str().map_or_else(|| element.to_string(), str::to_owned);
            Ok(elements.iter().map(|element| pair(text(element))).collect())
        }
        _ => Ok(flat(value, "", Ok)?.into_iter().map(pair).collect()),
    }
}

fn deep(name: &str, members: &Map<String, Value>) -> Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    for (key, member) in members {
        let name = format!("{name}[{key}]");
        all.extend(match member {
            Value::Object(members) => deep(&name, members)?,
            other => pairs(&name, Style::Form { explode: true }, other)?,
        });
    }
    Ok(all)
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
        let in_path = |style, value: &Value| path("color", style, value, Ok).unwrap();
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
