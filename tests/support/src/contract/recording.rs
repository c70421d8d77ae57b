//! Reads the recordings in `tests/wire`: for each operation the arguments, what a correct client
//! sends and what the provider answers.

use serde::Deserialize;
use serde_json::{Map, Value};
use user_directory_runtime::Operation;

use super::client::{self, Subject};
use super::sample::{Sampler, Shape, Spec};

/// One file of recordings.
#[derive(Debug, Deserialize)]
pub struct Recording {
    /// Path that stands before every operation's path.
    pub base_path: String,
    /// The recorded calls.
    pub calls: Vec<Call>,
}

/// One recorded call.
#[derive(Debug, Deserialize)]
pub struct Call {
    /// Operation id as the provider spells it.
    #[serde(rename = "operationId")]
    pub operation_id: String,
    /// Which variant of the operation's call this is.
    pub case: String,
    /// Arguments by wire name.
    pub args: Arguments,
    /// What a correct client sends.
    pub expected: Expected,
    /// What the provider answers.
    pub answered: Option<Answered>,
}

impl Call {
    /// Returns the operation id without a version prefix such as `XYZv1.0.0-`.
    pub fn plain_operation_id(&self) -> &str {
        self.operation_id.rsplit_once('-').map_or(&self.operation_id, |(_, id)| id)
    }
}

/// Abstract arguments of a call.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Arguments {
    /// Path parameters.
    #[serde(default)]
    pub path: Map<String, Value>,
    /// Query parameters.
    #[serde(default)]
    pub query: Map<String, Value>,
    /// Header parameters.
    #[serde(default)]
    pub header: Map<String, Value>,
    /// Cookies.
    #[serde(default)]
    pub cookie: Map<String, Value>,
    /// Fields of a form; files are strings.
    #[serde(default)]
    pub form: Map<String, Value>,
    /// The body; absent means that none is given.
    #[serde(default, deserialize_with = "present")]
    pub body: Option<Value>,
}

/// Keeps a body of `null` apart from no body.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// The request that a correct client sends.
#[derive(Debug, Deserialize)]
pub struct Expected {
    /// HTTP method.
    pub method: String,
    /// Path, percent-encoded.
    pub path: String,
    /// Decoded query pairs in order.
    pub query: Vec<(String, String)>,
    /// `Content-Type`; `None` means the header must be absent.
    pub content_type: Option<String>,
    /// The JSON body; `None` means there must be none.
    pub body: Option<Value>,
    /// `Authorization`, where the call itself sets it.
    pub authorization: Option<String>,
}

/// The recorded answer.
#[derive(Debug, Clone, Deserialize)]
pub struct Answered {
    /// HTTP status.
    pub status: u16,
    /// JSON body, `None` where there is none.
    pub body: Option<Value>,
}

/// Reads `tests/wire/<set>/<provider>.json`, if there is one.
pub fn read(set: &str, provider: &str) -> Option<Recording> {
    let path = super::specs::root().join("tests/wire").join(set).join(format!("{provider}.json"));
    if !path.is_file() {
        return None;
    }
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// The arguments of one call for each operation.
#[derive(Debug)]
pub struct Calls {
    /// Path that stands before every operation's path.
    pub base_path: String,
    /// Operation ids with arguments.
    pub calls: Vec<(String, Arguments)>,
}

/// Returns one call for each operation: those recorded, or such as the specification allows.
pub fn calls<S: Subject>() -> Calls {
    let spec = client::spec::<S>();
    let made = |operation: &&Operation| (operation.id.to_owned(), sampled(spec, operation.id, Shape::Required));
    let Some(recorded) = read("basic", client::name::<S>()) else {
        return Calls { base_path: String::new(), calls: callable::<S>().map(made).collect() };
    };
    let of = |operation: &&Operation| {
        let found =
            recorded.calls.iter().find(|call| call.plain_operation_id() == operation.id && call.case == "basic");
        let found = found.unwrap_or_else(|| panic!("{} is not recorded", operation.id));
        (operation.id.to_owned(), found.args.clone())
    };
    Calls { calls: callable::<S>().map(of).collect(), base_path: recorded.base_path.clone() }
}

fn callable<S: Subject>() -> impl Iterator<Item = &'static &'static Operation> {
    S::operations().iter().filter(|operation| S::callable().contains(&operation.id))
}

/// Makes arguments: all of them, or with [`Shape::Required`] those that an operation requires.
pub fn sampled(spec: &Spec, id: &str, shape: Shape) -> Arguments {
    let mut args = Arguments::default();
    let mut sampler = Sampler::new(spec, shape, true);
    let is_given = |required: bool| required || shape != Shape::Required;
    let path = spec.operation(id).map_or("", |(path, _)| path);
    for parameter in spec.parameters(id) {
        let is_path = parameter["in"] == "path";
        // Clients do not have such a parameter: there is no place for it.
        if is_path && !path.contains(&format!("{{{}}}", parameter["name"].as_str().unwrap_or_default())) {
            continue;
        }
        let place = match parameter["in"].as_str() {
            Some("path") => &mut args.path,
            Some("query") => &mut args.query,
            Some("cookie") => &mut args.cookie,
            _ => &mut args.header,
        };
        if is_given(is_path || parameter["required"] == true) {
            let schema = parameter.get("schema").unwrap_or(&Value::Null);
            place.insert(parameter["name"].as_str().unwrap_or_default().to_owned(), sampler.value(schema));
        }
    }
    let Some(body) = spec.body(id) else { return args };
    if body.is_form() {
        let required = spec.required(body.schema);
        for (name, property) in spec.properties(body.schema) {
            if is_given(required.contains(&name)) && !spec.read_only(property) {
                args.form.insert(name.to_owned(), sampler.value(property));
            }
        }
    } else {
        args.body = Some(if body.is_json() { sampler.value(body.schema) } else { Value::from("planted body") });
    }
    args
}

/// Splits a path at `/` and percent-decodes each segment, the form in which paths are compared.
pub fn decoded_segments(path: &str) -> Vec<String> {
    path.split('/')
        .map(|segment| percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .collect()
}
