//! Building a request: generated calls use it, and so do requests to paths that no operation has.

use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderName, HeaderValue, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::form_urlencoded;

use crate::client::{Core, Provider};
use crate::header::sensitive;
use crate::path::segment;
use crate::style::{Style, pairs, plain};
use crate::{ByteStream, Error, Operation, Response, ResponseValue};

impl<P: Provider> Core<P> {
    /// Starts the request of an operation. Generated code calls this, and then one function for each parameter.
    pub fn call(&self, operation: &'static Operation) -> RequestBuilder<'_, P> {
        RequestBuilder { core: self, draft: Draft::new(self, operation) }
    }
}

/// A request under construction.
///
/// A mistake, such as a value that a header cannot carry, is kept and returned when the request is sent; then nothing
/// has been sent.
#[must_use = "nothing is sent until `send` is called"]
pub struct RequestBuilder<'a, P: Provider> {
    pub(crate) core: &'a Core<P>,
    pub(crate) draft: Draft,
}

/// The request so far. Not generic, so that it is compiled once and not in each provider crate.
pub(crate) struct Draft {
    pub(crate) operation: &'static Operation,
    /// The operation's path, with the parameters so far in their places.
    pub(crate) path: String,
    pub(crate) request: reqwest::Request,
    pub(crate) mistake: Option<Error>,
    #[cfg(feature = "multipart")]
    form: Option<reqwest::multipart::Form>,
}

impl<'a, P: Provider> RequestBuilder<'a, P> {
    /// Fills a parameter of the path. A value is always one segment: what could reach another path is refused.
    pub fn path(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.path_styled(name, Style::Simple { explode: false }, value)
    }

    /// Fills a parameter of the path in one of OpenAPI's other styles.
    pub fn path_styled(mut self, name: &str, style: Style, value: &(impl Serialize + ?Sized)) -> Self {
        self.draft.add("path parameter", Draft::add_path, name, style, json(value));
        self
    }

    /// Adds a query parameter: nothing for `None`, one pair per element for an array.
    pub fn query(self, name: &str, value: impl Serialize) -> Self {
        self.query_styled(name, Style::Form { explode: true }, value)
    }

    /// Adds a query parameter in one of OpenAPI's other styles.
    pub fn query_styled(mut self, name: &str, style: Style, value: impl Serialize) -> Self {
        self.draft.add("query parameter", Draft::add_query, name, style, json(&value));
        self
    }

    /// Sets a header: nothing for `None`, elements after commas for an array. No log prints the value.
    pub fn header(self, name: impl AsRef<str>, value: impl Serialize) -> Self {
        self.header_styled(name, Style::Simple { explode: false }, value)
    }

    /// Sets a header in one of OpenAPI's styles, of which objects know two.
    pub fn header_styled(mut self, name: impl AsRef<str>, style: Style, value: impl Serialize) -> Self {
        self.draft.add("header parameter", Draft::add_header, name.as_ref(), style, json(&value));
        self
    }

    /// Adds a cookie: nothing for `None`.
    pub fn cookie(mut self, name: &str, value: impl Serialize) -> Self {
        self.draft.add("cookie", Draft::add_cookie, name, Style::Simple { explode: false }, json(&value));
        self
    }

    /// Sets a JSON body.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.draft.set_body(bytes.into(), "application/json"),
            // The cause is left out: serde's messages may quote the value.
            Err(_) => self.draft.refuse("the", "body", NO_JSON),
        }
        self
    }

    /// Sets a JSON body, unless there is none.
    pub fn optional_json(self, body: Option<&(impl Serialize + ?Sized)>) -> Self {
        body.into_iter().fold(self, |request, body| request.json(body))
    }

    /// Sets a body of the operation's own media type: bytes, text or a stream. One that is streamed can be sent only
    /// once, so such a call is never repeated.
    pub fn body(mut self, body: impl Into<reqwest::Body>) -> Self {
        self.draft.set_body(body.into(), "application/octet-stream");
        self
    }

    /// Sets a body as [`body`](Self::body) does, unless there is none.
    pub fn optional_body(self, body: Option<impl Into<reqwest::Body>>) -> Self {
        body.into_iter().fold(self, Self::body)
    }

    /// Adds a field of a form (`application/x-www-form-urlencoded`): nothing for `None`, one pair per element for an
    /// array, JSON for an object.
    pub fn form_field(self, name: &str, value: impl Serialize) -> Self {
        self.form_field_styled(name, Style::Field, value)
    }

    /// Adds a field of a form in one of the styles that queries have.
    pub fn form_field_styled(mut self, name: &str, style: Style, value: impl Serialize) -> Self {
        self.draft.add("form field", Draft::add_form_field, name, style, json(&value));
        self
    }

    /// Adds a field to a `multipart/form-data` body: nothing for `None`, one part per element for an array, JSON for an
    /// object.
    #[cfg(feature = "multipart")]
    pub fn text_part(self, name: &str, value: impl Serialize) -> Self {
        self.text_part_styled(name, Style::Field, value)
    }

    /// Adds a field to a `multipart/form-data` body in one of the styles that queries have.
    #[cfg(feature = "multipart")]
    pub fn text_part_styled(mut self, name: &str, style: Style, value: impl Serialize) -> Self {
        self.draft.add("form field", Draft::add_text_part, name, style, json(&value));
        self
    }

    /// Adds parts, from memory or from streams, to a `multipart/form-data` body. A call with such a body is never
    /// repeated.
    #[cfg(feature = "multipart")]
    pub fn parts(mut self, name: &str, parts: impl IntoIterator<Item = reqwest::multipart::Part>) -> Self {
        for part in parts {
            self.draft.add_part(name, part);
        }
        self
    }

    /// Sends the request, and returns the answer if it is a success. [`Response::json`] decodes it.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`](crate::ErrorKind). Any status but a 2xx, and those that the operation lists as a success, is
    /// an error.
    // Not an `async fn`, whose future would hold the request a second time.
    pub fn send(self) -> impl Future<Output = Result<Response, Error<P::Problem>>> + Send + use<'a, P> {
        let Self { core, draft } = self;
        let operation = draft.operation;
        let request = draft.finish(core);
        async move { core.execute(request.map_err(Error::retyped)?, operation).await }
    }

    /// Sends the request and decodes the JSON that is answered.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and if the answer does not fit the type.
    pub fn decode<T>(self) -> impl Future<Output = Result<ResponseValue<T>, Error<P::Problem>>> + Send + use<'a, T, P>
    where
        T: DeserializeOwned,
    {
        let response = self.send();
        async move { response.await?.json() }
    }

    /// Sends the request. A body of the answer has no meaning.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn empty(self) -> impl Future<Output = Result<ResponseValue<()>, Error<P::Problem>>> + Send + use<'a, P> {
        let response = self.send();
        async move { Ok(ResponseValue::empty(response.await?)) }
    }

    /// Sends the request and returns the text that is answered.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and if the answer is not UTF-8.
    pub fn text(self) -> impl Future<Output = Result<ResponseValue<String>, Error<P::Problem>>> + Send + use<'a, P> {
        let response = self.send();
        async move { response.await?.text() }
    }

    /// Sends the request and returns the answer before its body has come.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn stream(
        self,
    ) -> impl Future<Output = Result<ByteStream<Error<P::Problem>>, Error<P::Problem>>> + Send + use<'a, P> {
        let Self { core, draft } = self;
        let operation = draft.operation;
        let request = draft.finish(core);
        async move { core.execute_stream(request.map_err(Error::retyped)?, operation).await }
    }
}

debug_only!(RequestBuilder [P: Provider] ['_, P], this => provider = P::NAME, operation = this.draft.operation.id);

/// Returns a value as JSON, or nothing if it has no such form.
fn json(value: &(impl Serialize + ?Sized)) -> Option<Value> {
    serde_json::to_value(value).ok()
}

/// Writes a parameter into a request, or returns why it cannot be written.
type Write = fn(&mut Draft, &str, Style, &Value) -> Result<(), &'static str>;

impl Draft {
    pub(crate) fn new<P: Provider>(core: &Core<P>, operation: &'static Operation) -> Self {
        let method = Method::from_bytes(operation.method.as_bytes()).unwrap_or_default();
        Self {
            operation,
            path: operation.path.to_owned(),
            request: reqwest::Request::new(method, core.base_url().clone()),
            mistake: None,
            #[cfg(feature = "multipart")]
            form: None,
        }
    }

    /// Keeps the first mistake. Neither it nor any other message quotes a value.
    pub(crate) fn refuse(&mut self, what: &str, name: &str, reason: &str) {
        if self.mistake.is_none() {
            self.mistake = Some(Error::invalid_request(self.operation, format!("{what} `{name}` {reason}")));
        }
    }

    fn add(&mut self, what: &str, write: Write, name: &str, style: Style, value: Option<Value>) {
        if let Err(reason) = value.ok_or(NO_JSON).and_then(|value| write(self, name, style, &value)) {
            self.refuse(what, name, reason);
        }
    }

    fn add_path(&mut self, name: &str, style: Style, value: &Value) -> Result<(), &'static str> {
        let text = segment(self.operation, name, style, value)?;
        let filled = self.path.replace(&["{", name, "}"].concat(), &text);
        // A value has its braces encoded: it never is the place itself.
        if filled == self.path {
            return Err("has no place in the operation's path");
        }
        self.path = filled;
        Ok(())
    }

    fn add_query(&mut self, name: &str, style: Style, value: &Value) -> Result<(), &'static str> {
        let pairs = pairs(name, style, value)?;
        // Without a pair there would be a bare `?`.
        if !pairs.is_empty() {
            self.request.url_mut().query_pairs_mut().extend_pairs(pairs);
        }
        Ok(())
    }

    fn add_header(&mut self, name: &str, style: Style, value: &Value) -> Result<(), &'static str> {
        if let Some(text) = plain(style, value)? {
            let header = HeaderName::try_from(name).ok().zip(sensitive(&text));
            let (name, value) = header.ok_or("has characters that a header cannot carry")?;
            self.request.headers_mut().insert(name, value);
        }
        Ok(())
    }

    fn add_cookie(&mut self, name: &str, style: Style, value: &Value) -> Result<(), &'static str> {
        let Some(text) = plain(style, value)? else {
            return Ok(());
        };
        let before = self.request.headers().get(COOKIE).and_then(|value| value.to_str().ok());
        let joined = before.map_or_else(|| format!("{name}={text}"), |before| format!("{before}; {name}={text}"));
        // What ends a cookie would begin another one.
        let value = sensitive(&joined).filter(|_| !text.contains([';', ',', ' ', '"', '\\']));
        self.request.headers_mut().insert(COOKIE, value.ok_or("has characters that a cookie cannot carry")?);
        Ok(())
    }

    fn add_form_field(&mut self, name: &str, style: Style, value: &Value) -> Result<(), &'static str> {
        let before = self.request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
        let mut form = form_urlencoded::Serializer::new(String::from_utf8_lossy(before).into_owned());
        let form = form.extend_pairs(pairs(name, style, value)?).finish();
        self.set_body(form.into(), "application/x-www-form-urlencoded");
        Ok(())
    }

    /// Sets the body, and its media type if neither the operation nor the caller has one.
    fn set_body(&mut self, body: reqwest::Body, otherwise: &'static str) {
        if let Ok(media_type) = HeaderValue::from_str(self.operation.content_type.unwrap_or(otherwise)) {
            self.request.headers_mut().entry(CONTENT_TYPE).or_insert(media_type);
        }
        *self.request.body_mut() = Some(body);
    }

    #[cfg(feature = "multipart")]
    fn add_text_part(&mut self, name: &str, style: Style, value: &Value) -> Result<(), &'static str> {
        let objects = match value {
            Value::Array(elements) => elements.iter().all(Value::is_object),
            other => other.is_object(),
        };
        let media_type =
            if objects && style == Style::Field { "application/json" } else { "text/plain; charset=utf-8" };
        for (name, text) in pairs(name, style, value)? {
            let part = reqwest::multipart::Part::text(text).mime_str(media_type);
            self.add_part(&name, part.map_err(|_| "has no media type")?);
        }
        Ok(())
    }

    #[cfg(feature = "multipart")]
    fn add_part(&mut self, name: &str, part: reqwest::multipart::Part) {
        let form = self.form.take().unwrap_or_default();
        self.form = Some(form.part(name.to_owned(), part));
    }

    /// Returns the finished request, or the first mistake.
    pub(crate) fn finish<P: Provider>(self, core: &Core<P>) -> Result<reqwest::Request, Error> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        let mut request = self.request;
        let base = core.base_url().path().trim_end_matches('/');
        // The base is parsed already: what is left to do is less than half of parsing the whole.
        request.url_mut().set_path(&[base, &self.path].concat());
        #[cfg(feature = "multipart")]
        // Without a client nothing is sent anyway.
        if let (Some(form), Some(http)) = (self.form, &core.sender.http) {
            let request = reqwest::RequestBuilder::from_parts(http.clone(), request).multipart(form);
            return request.build().map_err(|source| {
                Error::invalid_request(self.operation, "the request could not be built")
                    .with_source(source.without_url())
            });
        }
        Ok(request)
    }
}

const NO_JSON: &str = "cannot be written as JSON";
