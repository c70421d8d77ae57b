//! Putting a request together. Generated code calls these; next to nothing of them is generic.

use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::Value;

use crate::query::texts;
use crate::{Error, Operation};

/// Reads a query parameter, or returns `None` if its value has no JSON form.
pub fn query_value<T: Serialize + ?Sized>(value: &T) -> Option<Value> {
    serde_json::to_value(value).ok()
}

/// Writes the query: names with values from [`query_value`], in OpenAPI's default form.
///
/// # Errors
///
/// Refuses objects, and arrays within arrays. The error names the parameter, never its value.
pub fn set_query<P>(
    request: &mut reqwest::Request,
    operation: &Operation,
    parameters: &[(&str, Option<Value>)],
) -> Result<(), Error<P>> {
    write_query(request, parameters).map_err(|(name, reason)| {
        Error::invalid_request(operation, format!("query parameter `{name}` {reason}"))
    })
}

fn write_query<'a>(
    request: &mut reqwest::Request,
    parameters: &[(&'a str, Option<Value>)],
) -> Result<(), (&'a str, &'static str)> {
    for (name, value) in parameters {
        let value = value.as_ref().ok_or((*name, "is not serializable"))?;
        for text in texts(value).map_err(|reason| (*name, reason))? {
            request.url_mut().query_pairs_mut().append_pair(name, &text);
        }
    }
    Ok(())
}

/// Sets a JSON body.
///
/// # Errors
///
/// Fails if the value has no JSON form. The error does not quote it.
pub fn set_json<P>(
    request: &mut reqwest::Request,
    operation: &Operation,
    body: &(impl Serialize + ?Sized),
) -> Result<(), Error<P>> {
    // The cause is left out: serde's messages may quote the value.
    let Ok(bytes) = serde_json::to_vec(body) else {
        return Err(Error::invalid_request(
            operation,
            "the body cannot be written as JSON",
        ));
    };
    put_json(request, bytes);
    Ok(())
}

fn put_json(request: &mut reqwest::Request, bytes: Vec<u8>) {
    let json = HeaderValue::from_static("application/json");
    request.headers_mut().insert(CONTENT_TYPE, json);
    *request.body_mut() = Some(bytes.into());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoProblem;
    use crate::test_operations::GET_USER;
    use reqwest::{Method, Request};
    use serde_json::json;

    fn request() -> Request {
        Request::new(Method::GET, "http://localhost/users".parse().unwrap())
    }

    #[test]
    fn parameters_that_are_not_set_leave_no_trace() {
        let mut request = request();
        let parameters = [
            ("a", query_value(&None::<u8>)),
            ("b", query_value::<[u8]>(&[])),
        ];
        set_query::<NoProblem>(&mut request, &GET_USER, &parameters).unwrap();
        assert_eq!(request.url().as_str(), "http://localhost/users");
    }

    #[test]
    fn parameters_are_written_in_order() {
        let mut request = request();
        let parameters = [
            ("q", query_value("a b&c=\u{e9}")),
            ("ids", query_value(&[Some(1), None, Some(3)])),
            ("all", query_value(&true)),
            ("empty", query_value("")),
        ];
        set_query::<NoProblem>(&mut request, &GET_USER, &parameters).unwrap();
        assert_eq!(
            request.url().query(),
            Some("q=a+b%26c%3D%C3%A9&ids=1&ids=3&all=true&empty=")
        );
    }

    #[test]
    fn what_has_no_place_in_a_query_is_refused_without_an_echo() {
        for value in [Some(json!({"name": "Ada"})), Some(json!([["Ada"]])), None] {
            let error =
                set_query::<NoProblem>(&mut request(), &GET_USER, &[("q", value)]).unwrap_err();
            assert!(error.to_string().contains("query parameter `q`"), "{error}");
            assert!(!error.to_string().contains("Ada"), "{error}");
        }
    }

    #[test]
    fn a_body_is_json() {
        let mut request = request();
        set_json::<NoProblem>(&mut request, &GET_USER, &json!({"a": 1})).unwrap();
        assert_eq!(request.headers()[CONTENT_TYPE], "application/json");
        let body = request.body().and_then(reqwest::Body::as_bytes);
        assert_eq!(body, Some(br#"{"a":1}"#.as_slice()));
    }
}
