//! Requests as a test writes them.

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// Returns the body as JSON; null if it is empty.
    pub(crate) fn json(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&self.body).expect("an answer is JSON")
    }
}

/// Sends requests below one base URL.
#[derive(Debug)]
pub(crate) struct Raw {
    http: reqwest::Client,
    base_url: String,
    authorization: Option<String>,
}

impl Raw {
    pub(crate) fn new(base_url: impl Into<String>) -> Self {
        // Other packages of the workspace turn on TLS.
        sendauth_users::runtime::install_cryptography();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { http, base_url: base_url.into(), authorization: None }
    }

    /// Sends this `Authorization` with every request.
    pub(crate) fn authorization(mut self, value: impl Into<String>) -> Self {
        self.authorization = Some(value.into());
        self
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base_url));
        match &self.authorization {
            Some(value) => request.header("authorization", value),
            None => request,
        }
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.expect("an answer");
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.expect("a whole body"),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// Sends a body as JSON; null stands for none.
    pub(crate) async fn json(&self, method: Method, path: &str, body: Value) -> Answer {
        let request = self.request(method, path);
        match body {
            Value::Null => self.send(request).await,
            body => {
                let request = request.header("content-type", "application/json").body(body.to_string());
                self.send(request).await
            }
        }
    }
}
