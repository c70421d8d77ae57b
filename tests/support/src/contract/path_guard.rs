//! No path value changes which resource a request is for: each hostile value of each path parameter
//! of each operation is refused before sending, or arrives as exactly one segment.

use serde_json::Value;

use super::client::{self, Subject, connect, report};
use super::dispatch::CallError;
use super::server::Server;
use super::{documented, recording};

/// What retargets requests of clients that encode carelessly: alone, within a path, and in several layers of encoding.
fn hostile() -> Vec<String> {
    let dots = [".", "..", "../admin", "..\\..\\admin", "a/../b", "a/./b", "..;/admin", "./", "/..", "a\\..\\b"];
    let breaks = [
        "/", "a/b", "//", "/a", "a/", "\\", "a\\b", "?", "a?b=c", "#", "a#b", ";", "a;b=c", "&", "=", "@", "a@b/c",
        ":", "a:b",
    ];
    let controls = ["\0", "a\0b", "a\nb", "a\r\nX: y", "\t", "\u{1b}", "\u{7f}", "\u{85}", " ", "a ", " a"];
    let plain = dots.iter().chain(&breaks).chain(&controls).map(|value| (*value).to_owned());
    let mut values: Vec<String> = std::iter::once(String::new()).chain(plain).collect();
    let mut layer = values.clone();
    for _ in 0..3 {
        layer = layer.iter().map(|value| encoded(value)).collect();
        values.extend(layer.iter().cloned());
    }
    values.extend(
        ["%2E%2e", ".%2e", "%2e.", "%c0%ae%c0%ae", "%u002e%u002e", "\u{ff0e}\u{ff0e}", "%", "%%", "%zz"]
            .map(str::to_owned),
    );
    values.sort();
    values.dedup();
    values
}

/// Percent-encodes what is no letter or digit.
fn encoded(value: &str) -> String {
    percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Returns the literals that other paths have in the place of a parameter, in three letter cases.
fn siblings<S: Subject>(template: &str, parameter: &str) -> Vec<String> {
    let own: Vec<&str> = template.split('/').collect();
    let Some(at) = own.iter().position(|segment| *segment == format!("{{{parameter}}}")) else {
        return Vec::new();
    };
    let fits =
        |(one, other): (&&str, &&str)| one.contains('{') || other.contains('{') || one.eq_ignore_ascii_case(other);
    let mut literals = Vec::new();
    for operation in S::operations() {
        let other: Vec<&str> = operation.path.split('/').collect();
        let literal = other.get(at).filter(|segment| !segment.contains('{') && !segment.is_empty());
        if let Some(literal) = literal.filter(|_| other.iter().zip(&own).take(at).all(fits)) {
            literals.extend([(*literal).to_owned(), literal.to_uppercase(), literal.to_lowercase()]);
        }
    }
    literals
}

/// Values that are unusual but legitimate; they must arrive unchanged.
const LEGITIMATE: [&str; 6] = ["a.b", "...", "jo+tag@example.com", "https://login.example", "Zoë", "100%"];

/// Returns the segments that a template asks for, with the arguments in place.
fn filled(base_path: &str, template: &str, args: &recording::Arguments) -> Vec<String> {
    let fill = |segment: &str| {
        args.path.iter().fold(segment.to_owned(), |segment, (name, value)| {
            segment.replace(&format!("{{{name}}}"), &documented::joined(value))
        })
    };
    format!("{base_path}{template}").split('/').map(fill).collect()
}

/// Tells whether a path parameter takes less than any text, so that hostile texts are no arguments at all.
fn is_typed<S: Subject>(id: &str, parameter: &str) -> bool {
    let parameters = client::spec::<S>().parameters(id);
    let schema = parameters.iter().find(|candidate| candidate["name"] == parameter).map(|found| &found["schema"]);
    let schema = schema.map(|schema| client::spec::<S>().resolve(schema));
    schema.is_some_and(|schema| {
        schema["type"] != "string" || schema.get("format").is_some() || schema.get("enum").is_some()
    })
}

pub async fn no_path_value_changes_the_path<S: Subject>() {
    let recorded = recording::calls::<S>();
    let server = Server::start().await;
    let client: S = connect(&server.url(&recorded.base_path));
    server.answer(204, None).await;
    let mut problems = Vec::new();
    let hostile = hostile();
    assert!(hostile.len() >= 150, "{} values", hostile.len());
    let (mut parameters, mut refused, mut sent) = (0, 0, 0);
    for (id, original) in &recorded.calls {
        let operation = client::operation::<S>(id);
        for name in original.path.keys() {
            parameters += 1;
            let is_typed = is_typed::<S>(id, name);
            let legitimate = LEGITIMATE.map(str::to_owned);
            let siblings = siblings::<S>(operation.path, name);
            for value in hostile.iter().chain(&legitimate).chain(&siblings) {
                let mut args = original.clone();
                args.path.insert(name.clone(), Value::from(value.as_str()));
                let what = format!("{id} {name}={value:?}");
                let outcome = client.call(id, &args).await;
                match (server.take().as_slice(), outcome) {
                    ([], Err(CallError::Arguments(_))) if is_typed => refused += 1,
                    ([], Err(CallError::Client(error))) if error.status.is_none() => {
                        refused += 1;
                        if legitimate.contains(value) {
                            problems.push(format!("{what}: refused"));
                        }
                        if value.len() > 2 && !siblings.contains(value) && error.display.contains(value) {
                            problems.push(format!("{what}: shown in {:?}", error.display));
                        }
                    }
                    ([request], _) if siblings.contains(value) => {
                        problems.push(format!("{what}: went to {} {}", request.method, request.path));
                    }
                    ([request], _) => {
                        sent += 1;
                        let arrived = recording::decoded_segments(&request.path);
                        let wanted = filled(&recorded.base_path, operation.path, &args);
                        let asked = args.query.is_empty() && !request.query.is_empty();
                        if arrived != wanted || request.method != operation.method || asked {
                            problems.push(format!("{what}: went to {} {}", request.method, request.path));
                        }
                    }
                    (requests, outcome) => problems.push(format!("{what}: {} requests, {outcome:?}", requests.len())),
                }
            }
        }
    }
    report(&problems);
    let called = recorded.calls.iter().map(|(id, _)| client::operation::<S>(id));
    let documented: usize = called.map(|operation| operation.path.matches('{').count()).sum();
    assert_eq!(parameters, documented, "path parameters");
    assert!(parameters == 0 || refused > 0);
    assert!(
        parameters == 0
            || sent > 0
            || recorded.calls.iter().all(|(id, args)| args.path.keys().all(|name| is_typed::<S>(id, name)))
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_filled_with_what_is_no_text_and_beside_other_text() {
        let mut args = recording::Arguments::default();
        args.path.insert("boat".to_owned(), Value::from("a/b"));
        args.path.insert("version".to_owned(), Value::from(3));
        assert_eq!(filled("/v1", "/boats/{boat}.json/{version}", &args), ["", "v1", "boats", "a/b.json", "3"]);
    }
}
