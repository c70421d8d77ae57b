//! What the official Python SDKs send, as it was recorded in `tests/wire` of the workspace.

use reqwest::Method;
use serde_json::Value;

use crate::raw::{Answer, Raw};

/// Returns the recorded calls of one set, `basic` or `full`.
pub(crate) fn calls(set: &str, provider: &str) -> Vec<Value> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/wire");
    let file = std::fs::read(format!("{root}/{set}/{provider}.json")).unwrap();
    let mut recorded: Value = serde_json::from_slice(&file).unwrap();
    serde_json::from_value(recorded["calls"].take()).unwrap()
}

/// Sends what was recorded, header for header, with what `replace` makes of the path and with `raw`'s credentials.
///
/// The path is that of the recording, so it still has what stands before the specification's path. Leave out of `raw` the
/// credentials of a provider that signs: `sign` gets the finished request.
pub(crate) async fn send(
    raw: &Raw,
    call: &Value,
    replace: impl FnOnce(&str) -> String,
    sign: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder,
) -> Answer {
    let sent = &call["sent"];
    let mut target = replace(sent["path"].as_str().unwrap());
    if let Some(query) = sent["query"].as_str() {
        target = format!("{target}?{query}");
    }
    let method: Method = sent["method"].as_str().unwrap().parse().unwrap();
    let mut request = raw.request(method, &target);
    for (name, value) in sent["headers"].as_object().unwrap() {
        // Credentials are the sandbox's, and the length follows from the body.
        if !["authorization", "content-length"].contains(&name.as_str()) {
            request = request.header(name, value.as_str().unwrap());
        }
    }
    if let Some(body) = sent["body"].as_str() {
        request = request.body(body.to_owned());
    }
    raw.send(sign(request)).await
}
