//! Putting a request together. Generated code calls these; next to nothing of them is generic.

use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::Value;

use crate::query::texts;
use crate::{Error, Operation};

/// Adds a query parameter, in OpenAPI's default form.
///
/// # Errors
///
/// Refuses objects, and arrays within arrays. The error names the parameter, never its value.
pub fn add_query<P>(
    request: &mut reqwest::Request,
    operation: &Operation,
    name: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<(), Error<P>> {
    append(request, operation, name, serde_json::to_value(value).ok()).map_err(Error::retyped)
}

fn append(
    request: &mut reqwest::Request,
    operation: &Operation,
    name: &str,
    value: Option<Value>,
) -> Result<(), Error> {
    let texts = match &value {
        Some(value) => texts(value),
        None => Err("is not serializable"),
    };
    let texts =
        texts.map_err(|reason| Error::invalid_request(operation, format!("query parameter `{name}` {reason}")))?;
    for text in texts {
        request.url_mut().query_pairs_mut().append_pair(name, &text);
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
    put_json(request, operation, serde_json::to_vec(body).ok()).map_err(Error::retyped)
}

fn put_json(request: &mut reqwest::Request, operation: &Operation, bytes: Option<Vec<u8>>) -> Result<(), Error> {
    // The cause is left out: serde's messages may quote the value.
    let Some(bytes) = bytes else {
        return Err(Error::invalid_request(operation, "the body cannot be written as JSON"));
    };
    let json = HeaderValue::from_static("application/json");
    request.headers_mut().insert(CONTENT_TYPE, json);
    *request.body_mut() = Some(bytes.into());
    Ok(())
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
        add_query::<NoProblem>(&mut request, &GET_USER, "a", &None::<u8>).unwrap();
        add_query::<NoProblem>(&mut request, &GET_USER, "b", &[0_u8; 0]).unwrap();
        assert_eq!(request.url().as_str(), "http://localhost/users");
    }

    #[test]
    fn parameters_are_written_in_order() {
        let mut request = request();
        for (name, value) in
            [("q", json!("a b&c=\u{e9}")), ("ids", json!([1, null, 3])), ("all", json!(true)), ("empty", json!(""))]
        {
            add_query::<NoProblem>(&mut request, &GET_USER, name, &value).unwrap();
        }
        assert_eq!(request.url().query(), Some("q=a+b%26c%3D%C3%A9&ids=1&ids=3&all=true&empty="));
    }

    #[test]
    fn what_has_no_place_in_a_query_is_refused_without_an_echo() {
        use std::collections::BTreeMap;

        let no_json = BTreeMap::from([(vec!["Ada"], 1)]);
        for error in [
            add_query(&mut request(), &GET_USER, "q", &json!({"name": "Ada"})),
            add_query(&mut request(), &GET_USER, "q", &json!([["Ada"]])),
            add_query(&mut request(), &GET_USER, "q", &no_json),
        ] {
            let error: Error = error.unwrap_err();
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
