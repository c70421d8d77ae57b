//! Answers: buffered, and decoded.

use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::error::decode;
use crate::{Error, Operation};

/// The headers in which servers commonly send the id of a request, in order of preference.
const REQUEST_ID_HEADERS: [&str; 6] =
    ["x-request-id", "request-id", "x-correlation-id", "correlation-id", "correlationid", "x-trace-id"];

/// Returns the id of a request: from the provider's own headers first, then from the common ones.
pub(crate) fn request_id<'a>(headers: &'a HeaderMap, own: &[&str]) -> Option<&'a str> {
    own.iter().chain(&REQUEST_ID_HEADERS).find_map(|name| headers.get(*name)?.to_str().ok()).filter(|id| !id.is_empty())
}

/// A success answer, read to its end but not decoded.
#[derive(Clone)]
pub struct Response {
    pub(crate) operation: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
    /// The provider's own headers with the id of a request.
    pub(crate) request_ids: &'static [&'static str],
}

impl Response {
    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body as it was received.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body as it was received.
    pub fn into_bytes(self) -> Bytes {
        self.body
    }

    /// Returns how many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the id under which the provider's support finds this call.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers, self.request_ids)
    }

    /// Decodes a JSON body.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the body does not fit the type.
    pub fn json<T: DeserializeOwned, P>(self) -> Result<ResponseValue<T>, Error<P>> {
        ResponseValue::from_response(self)
    }

    /// Takes a body that is text.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the body is not UTF-8.
    pub fn text<P>(self) -> Result<ResponseValue<String>, Error<P>> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(ResponseValue { value: text.to_owned(), response: self }),
            Err(_) => Err(Error::unusable(self, "the body is not UTF-8").retyped()),
        }
    }

    /// Reports a success status that the operation does not document, where the statuses have different bodies.
    pub fn undocumented<P>(self) -> Error<P> {
        Error::unusable(self, "the operation does not document this status").retyped()
    }
}

debug_only!(Response [] [], this =>
    operation = this.operation.id,
    status = this.status.as_u16(),
    attempts = this.attempts,
    body_len = this.body.len()
);

/// A decoded answer together with the answer it was decoded from. Derefs to the value.
#[derive(Clone)]
pub struct ResponseValue<T> {
    value: T,
    response: Response,
}

impl<T: DeserializeOwned> ResponseValue<T> {
    /// Decodes the JSON body of an answer. An empty body is taken for `null`.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the body does not fit the type; the error keeps
    /// status, headers and the start of the body.
    // Each type is decoded by many operations: by one piece of code.
    #[inline(never)]
    pub fn from_response<P>(response: Response) -> Result<Self, Error<P>> {
        match decode(&response.headers, &response.body) {
            Ok(value) => Ok(Self { value, response }),
            Err(source) => Err(Error::unusable(response, source.to_string()).with_source(source).retyped()),
        }
    }
}

impl ResponseValue<()> {
    /// Takes an answer whose body, if any, has no meaning.
    pub fn empty(response: Response) -> Self {
        Self { value: (), response }
    }
}

impl<T> ResponseValue<T> {
    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.response.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// Returns the body as it was received.
    pub fn bytes(&self) -> &Bytes {
        &self.response.body
    }

    /// Returns the id under which the provider's support finds this call.
    pub fn request_id(&self) -> Option<&str> {
        self.response.request_id()
    }

    /// Returns how many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.response.attempts
    }

    /// Returns the value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the value, and the answer that it was decoded from.
    pub fn into_parts(self) -> (T, Response) {
        (self.value, self.response)
    }

    /// Applies `f` to the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> ResponseValue<U> {
        ResponseValue { value: f(self.value), response: self.response }
    }
}

impl<T> Deref for ResponseValue<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for ResponseValue<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

// The value is personal data as a rule. Print `*response` to see it.
debug_only!(ResponseValue [T] [T], this => response = this.response);
