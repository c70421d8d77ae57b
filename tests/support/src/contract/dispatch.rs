//! Calls any operation of any provider with arguments given as JSON, through the public API.

use std::cell::RefCell;
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use user_directory_runtime::{ByteStream, Error, Problem, ResponseValue};

use super::recording::Arguments;

/// A decoded answer.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The decoded value, encoded again; null where the operation returns nothing.
    pub body: Value,
}

/// Why a call gave no answer.
#[derive(Debug)]
pub enum CallError {
    /// The arguments do not fit the operation.
    Arguments(String),
    /// The client failed.
    Client(Failure),
}

impl std::fmt::Display for CallError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Arguments(reason) => write!(f, "arguments: {reason}"),
            Self::Client(failure) => write!(f, "{}", failure.display),
        }
    }
}

/// A client's error, seen from outside.
#[derive(Debug)]
pub struct Failure {
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The provider's code.
    pub code: Option<String>,
    /// The kind of failure.
    pub kind: &'static str,
    /// How many times the request was sent.
    pub attempts: u32,
    /// Whether the call may have been carried out.
    pub outcome_unknown: bool,
    /// What `{}` prints.
    pub display: String,
    /// What `{:?}` prints.
    pub debug: String,
}

thread_local! {
    static PRINTED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Keeps what `{:?}` prints of a call, with all its arguments set, for [`take_printed`].
pub fn printed<T: Debug>(call: T) -> T {
    PRINTED.with_borrow_mut(|printed| printed.push(format!("{call:?}")));
    call
}

/// Returns what `{:?}` printed of the calls that this thread has made since it was asked last.
pub fn take_printed() -> Vec<String> {
    PRINTED.take()
}

/// Makes what a call gave plain.
pub fn answer<T: Serialize, P: Problem>(outcome: Result<ResponseValue<T>, Error<P>>) -> Result<Answer, CallError> {
    let value = outcome.map_err(failed)?;
    Ok(Answer {
        status: value.status().as_u16(),
        body: serde_json::to_value(value.into_inner()).map_err(|error| CallError::Arguments(error.to_string()))?,
    })
}

/// Reads an answer that comes as a stream, as text.
pub async fn stream<P: Problem>(outcome: Result<ByteStream<Error<P>>, Error<P>>) -> Result<Answer, CallError> {
    let stream = outcome.map_err(failed)?;
    let status = stream.status().as_u16();
    let bytes = stream.bytes(1 << 20).await.map_err(failed)?;
    Ok(Answer { status, body: Value::String(String::from_utf8_lossy(&bytes).into_owned()) })
}

fn failed<P: Problem>(error: Error<P>) -> CallError {
    CallError::Client(Failure {
        status: error.status().map(|status| status.as_u16()),
        code: error.code().map(str::to_owned),
        kind: error.kind().as_str(),
        attempts: error.attempts(),
        outcome_unknown: error.outcome_unknown(),
        display: error.to_string(),
        debug: format!("{error:?}"),
    })
}

/// Reads an argument that must be there.
pub fn required<T: DeserializeOwned>(arguments: &Map<String, Value>, name: &str) -> Result<T, CallError> {
    optional(arguments, name)?.ok_or_else(|| CallError::Arguments(format!("{name} is missing")))
}

/// Reads an argument.
pub fn optional<T: DeserializeOwned>(arguments: &Map<String, Value>, name: &str) -> Result<Option<T>, CallError> {
    arguments.get(name).map(|value| decode(value, name)).transpose()
}

/// Reads the body.
pub fn required_body<T: DeserializeOwned>(args: &Arguments) -> Result<T, CallError> {
    decode(args.body.as_ref().unwrap_or(&Value::Null), "body")
}

fn decode<T: DeserializeOwned>(value: &Value, name: &str) -> Result<T, CallError> {
    serde_json::from_value(value.clone()).map_err(|error| CallError::Arguments(format!("{name}: {error}")))
}
