//! No path value changes which resource a request is for: each hostile value of each path parameter
//! of each operation is refused before sending, or arrives as exactly one segment.

use integration_tests::clients::{self, CallError, Client};
use integration_tests::recording::{self, PROVIDERS};
use integration_tests::server::Server;
use serde_json::Value;

/// Values that retarget requests of clients that encode carelessly.
const HOSTILE: [&str; 26] = [
    "",
    ".",
    "..",
    "%2e",
    "%2E%2E",
    ".%2e",
    "%2e.",
    "/",
    "a/b",
    "../admin",
    "..\\..\\admin",
    "\\",
    "a\\b",
    "%2F",
    "a%2fb",
    "?",
    "a?b=c",
    "#",
    "a#b",
    ";",
    "a;b",
    "\0",
    "a\nb",
    "\u{7f}",
    " ",
    "..;/admin",
];

/// Values that are unusual but legitimate; they must arrive unchanged.
const LEGITIMATE: [&str; 6] = ["a.b", "...", "jo+tag@example.com", "https://login.example", "Zoë", "100%"];

/// Returns the segments that a template asks for, with the arguments in place.
fn filled(base_path: &str, template: &str, args: &recording::Arguments) -> Vec<String> {
    format!("{base_path}{template}")
        .split('/')
        .map(|segment| {
            segment
                .strip_prefix('{')
                .and_then(|segment| segment.strip_suffix('}'))
                .and_then(|name| args.path.get(name))
                .and_then(Value::as_str)
                .unwrap_or(segment)
                .to_owned()
        })
        .collect()
}

#[tokio::test]
async fn no_path_value_changes_the_path() {
    let mut problems = Vec::new();
    let (mut parameters, mut refused, mut sent) = (0, 0, 0);
    for (provider, _) in PROVIDERS {
        let recorded = recording::read("basic", provider);
        let server = Server::start().await;
        let client = Client::connect(provider, &server.url(&recorded.base_path)).unwrap();
        server.answer(204, None).await;
        for call in recorded.calls.iter().filter(|call| call.case == "basic") {
            let operation = clients::operation(provider, call.plain_operation_id());
            for name in call.args.path.keys() {
                parameters += 1;
                let is_uuid = clients::is_uuid(provider, operation.id, name);
                for value in HOSTILE.iter().chain(&LEGITIMATE) {
                    let mut args = call.args.clone();
                    args.path.insert(name.clone(), Value::from(*value));
                    let what = format!("{provider} {} {name}={value:?}", operation.id);
                    let outcome = client.call(operation.id, &args).await;
                    match (server.take().as_slice(), outcome) {
                        ([], Err(CallError::Arguments(_))) if is_uuid => {
                            refused += 1;
                        }
                        ([], Err(CallError::Client(error))) if error.status.is_none() => {
                            refused += 1;
                            if LEGITIMATE.contains(value) {
                                problems.push(format!("{what}: refused"));
                            }
                            if !value.is_empty() && value.len() > 2 && error.display.contains(value) {
                                problems.push(format!("{what}: shown in {:?}", error.display));
                            }
                        }
                        ([request], _) => {
                            sent += 1;
                            let arrived = recording::decoded_segments(&request.path);
                            let wanted = filled(&recorded.base_path, operation.path, &args);
                            if arrived != wanted || request.method != operation.method || !request.query.is_empty() {
                                problems.push(format!("{what}: went to {} {}", request.method, request.path));
                            }
                        }
                        (requests, outcome) => {
                            problems.push(format!("{what}: {} requests, {outcome:?}", requests.len()));
                        }
                    }
                }
            }
        }
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
    assert_eq!(parameters, 86, "path parameters");
    assert!(refused > 0 && sent > 0);
}
