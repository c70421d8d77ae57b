//! Every operation sends what its specification says, with all its arguments, and decodes the answer that is documented.
//!
//! Recordings are the better witness, but only some providers have them.

use serde_json::{Map, Value, json};

use super::client::{self, AUTHORIZATION, Subject, connect, report};
use super::recording::{self, Arguments};
use super::sample::{Content, Sampler, Shape, Spec};
use super::server::{Received, Server};

pub async fn every_operation_is_sent_as_documented<S: Subject>() {
    let spec = client::spec::<S>();
    let mut problems = Vec::new();
    let server = Server::start().await;
    let client: S = connect(&server.url(""));
    for id in S::callable() {
        let args = recording::sampled(spec, id, Shape::Full);
        let (status, body) = answer(spec, id);
        match &body {
            Some(body) => server.answer_bytes(status, body.sent.as_bytes()).await,
            None => server.answer(status, None).await,
        }
        let outcome = client.call(id, &args).await;
        let received = server.take();
        let [request] = received.as_slice() else {
            let outcome = outcome.map_or_else(|error| error.to_string(), |answer| format!("{answer:?}"));
            problems.push(format!("{id}: {} requests were sent: {outcome}", received.len()));
            continue;
        };
        problems.extend(differences(spec, id, &args, request).into_iter().map(|what| format!("{id}: {what}")));
        // An answer without a body may still be asked for in a media type: errors are JSON as a rule.
        let asked = body.as_ref().map(|body| body.media_type.as_str()).or(client::operation::<S>(id).accept);
        let (accept, expected) = (request.header("accept"), asked.unwrap_or("*/*"));
        if accept != Some(expected) {
            problems.push(format!("{id}: accept is {accept:?}, should be {expected}"));
        }
        let expected = (status, body.map_or(Value::Null, |body| body.decoded));
        match outcome.map(|answer| (answer.status, answer.body)) {
            Err(error) => problems.push(format!("{id}: {error}")),
            Ok(decoded) if decoded != expected => {
                problems.push(format!("{id}: answered {expected:?}, decoded {decoded:?}"));
            }
            Ok(_) => {}
        }
    }
    report(&problems);
}

/// The body of a documented answer.
struct Body {
    media_type: String,
    sent: String,
    decoded: Value,
}

/// Returns a documented answer: its status and its body.
fn answer(spec: &Spec, id: &str) -> (u16, Option<Body>) {
    let Some((_, operation)) = spec.operation(id) else { return (200, None) };
    let responses = operation.get("responses").and_then(Value::as_object);
    let chosen = operation.get("x-answer").and_then(Value::as_str);
    let success = responses.into_iter().flatten().find(|(code, _)| match chosen {
        Some(chosen) => *code == chosen,
        None => code.starts_with('2'),
    });
    let default = || responses?.get_key_value("default");
    let Some((code, response)) = success.or_else(default) else { return (200, None) };
    let status = code.parse().unwrap_or(200);
    let is_head = client_method(spec, id) == "HEAD";
    let body = Content::of(spec.resolve(response)).filter(|_| !is_head).map(|content| {
        let (decoded, sent) = match content.is_json() {
            true => {
                let value = Sampler::new(spec, Shape::Full, false).value(content.schema);
                (value.clone(), value.to_string())
            }
            false => (Value::from("planted answer"), "planted answer".to_owned()),
        };
        Body { media_type: content.media_type.replace("application/*", "application/json"), sent, decoded }
    });
    (status, body)
}

fn client_method(spec: &Spec, id: &str) -> String {
    let found = spec.operation(id).and_then(|(path, operation)| {
        let item = spec.document()["paths"][path].as_object()?;
        item.iter().find(|(_, other)| std::ptr::eq(*other, operation)).map(|(method, _)| method.to_uppercase())
    });
    found.unwrap_or_default()
}

/// Compares a request with what the specification says of these arguments.
fn differences(spec: &Spec, id: &str, args: &Arguments, request: &Received) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = |part: &str, is: String, should: String| {
        if is != should {
            found.push(format!("{part} is {is}, should be {should}"));
        }
    };
    check("method", request.method.clone(), client_method(spec, id));
    let path = spec.operation(id).map_or("", |(path, _)| path);
    let path = args
        .path
        .iter()
        .fold(path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), &joined(value)));
    check(
        "path",
        format!("{:?}", recording::decoded_segments(&request.path)),
        format!("{:?}", recording::decoded_segments(&path)),
    );
    let parameters = spec.parameters(id);
    let explodes = |name: &str| {
        let mut query = parameters.iter().filter(|parameter| parameter["in"] == "query");
        query.find(|parameter| parameter["name"] == name).is_none_or(|parameter| parameter["explode"] != false)
    };
    check("query", format!("{:?}", sorted(request.query.clone())), format!("{:?}", pairs(&args.query, explodes)));
    for (name, value) in &args.header {
        let is = request.header(&name.to_ascii_lowercase()).map(str::to_owned);
        if !["accept", "content-type"].contains(&name.to_ascii_lowercase().as_str()) {
            check(&format!("header {name}"), format!("{is:?}"), format!("{:?}", Some(joined(value))));
        }
    }
    let cookies: Vec<String> = args.cookie.iter().map(|(name, value)| format!("{name}={}", joined(value))).collect();
    if !cookies.is_empty() {
        check("cookies", request.header("cookie").unwrap_or_default().to_owned(), cookies.join("; "));
    }
    if !args.header.keys().any(|name| name.eq_ignore_ascii_case("authorization")) {
        let expected = takes_credentials(spec, id).then_some(AUTHORIZATION);
        check("credentials", format!("{:?}", request.header("authorization")), format!("{expected:?}"));
    }
    let body = spec.body(id);
    let content_type = request.header("content-type").unwrap_or_default();
    let text = String::from_utf8_lossy(&request.body);
    match body {
        Some(body) if body.is_form() && content_type.starts_with("multipart/form-data") => {
            check("parts", format!("{:?}", parts(content_type, &text)), format!("{:?}", fields(&args.form)));
        }
        Some(body) if body.is_form() => {
            check("content type", content_type.to_owned(), body.media_type.to_owned());
            let sent = url::form_urlencoded::parse(&request.body).into_owned().collect();
            check("fields", format!("{:?}", sorted(sent)), format!("{:?}", fields(&args.form)));
        }
        Some(body) if body.is_json() => {
            let expected =
                body.media_type.replace("*/*", "application/json").replace("application/*", "application/json");
            check("content type", content_type.to_owned(), expected);
            let sent: Value = serde_json::from_slice(&request.body).unwrap_or_else(|_| Value::from(text.as_ref()));
            check("body", sent.to_string(), args.body.clone().unwrap_or_default().to_string());
        }
        Some(body) => {
            check("content type", content_type.to_owned(), body.media_type.to_owned());
            check("body", text.into_owned(), args.body.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned());
        }
        None => check("body", format!("{text:?} as {content_type:?}"), "\"\" as \"\"".to_owned()),
    }
    found
}

/// Tells whether credentials are sent: where schemes are needed, and where a document says nothing on authentication.
fn takes_credentials(spec: &Spec, id: &str) -> bool {
    let document = spec.document();
    let described = document.pointer("/components/securitySchemes").is_some_and(|schemes| schemes != &json!({}));
    let (_, operation) = spec.operation(id).unwrap_or(("", &Value::Null));
    let needed = operation.get("security").or(document.get("security")).and_then(Value::as_array);
    let unresolved = |operation: &Value| operation.get("x-unresolved-security").is_some();
    let items = document["paths"].as_object().into_iter().flatten().filter_map(|(_, item)| item.as_object());
    let stated = |operation: &Value| unresolved(operation) || operation.get("security").is_some();
    let silent = !described && document.get("security").is_none() && !items.flat_map(Map::values).any(stated);
    needed.is_some_and(|all| !all.is_empty()) || unresolved(operation) || silent
}

/// Writes a value as a path and a header have it.
pub fn joined(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(joined).collect::<Vec<_>>().join(","),
        Value::Object(map) => {
            map.iter().map(|(key, value)| format!("{key},{}", joined(value))).collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    }
}

/// Returns the fields that a form has of these values: what is no scalar is JSON.
fn fields(values: &Map<String, Value>) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let one = |(name, value): (&String, &Value)| match value {
        Value::Array(items) => items.iter().map(|item| (name.clone(), text(item))).collect(),
        value => vec![(name.clone(), text(value))],
    };
    sorted(values.iter().flat_map(one).collect())
}

/// Returns the pairs that a query has of these values.
fn pairs(values: &Map<String, Value>, explodes: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in values {
        match value {
            Value::Array(items) if explodes(name) => {
                pairs.extend(items.iter().map(|item| (name.clone(), joined(item))));
            }
            Value::Object(map) if explodes(name) => {
                pairs.extend(map.iter().map(|(key, value)| (key.clone(), joined(value))));
            }
            value => pairs.push((name.clone(), joined(value))),
        }
    }
    sorted(pairs)
}

/// Returns names and contents of the parts of a multipart form.
fn parts(content_type: &str, body: &str) -> Vec<(String, String)> {
    let boundary = content_type.split_once("boundary=").map_or("", |(_, boundary)| boundary);
    let part = |part: &str| {
        let (head, content) = part.split_once("\r\n\r\n")?;
        let (_, name) = head.split_once("name=\"")?;
        Some((name.split_once('"')?.0.to_owned(), content.strip_suffix("\r\n")?.to_owned()))
    };
    sorted(body.split(&format!("--{boundary}")).filter_map(part).collect())
}

fn sorted(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    pairs.sort();
    pairs
}
