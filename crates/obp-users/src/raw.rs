//! Requests beyond the specification.

use reqwest::Method;
use user_directory_runtime::RawRequest;

use crate::{Client, OpenBankProject};

impl Client {
    /// Starts a request to any path below the base URL, with the credentials, retries and errors of all others.
    ///
    /// `path` starts with a slash and is percent-encoded already; a query is added by [`RawRequest::query`]. GET, HEAD
    /// and OPTIONS are repeated as safe operations are, PUT and DELETE as idempotent ones, all others not at all.
    pub fn request(&self, method: Method, path: &str) -> RawRequest<OpenBankProject> {
        self.inner.request(&self.client, method, path)
    }
}
