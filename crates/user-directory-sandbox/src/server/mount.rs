//! Where a provider is served, and what a request to it is for.

use http::header::ALLOW;
use http::{Method, StatusCode};

use crate::message::Request;
use crate::provider::interface::{About, AnyProvider, Target};
use crate::spec::{Path, Route, find};

/// A provider with its base URL.
pub(crate) struct Mount {
    /// Index in the list of providers.
    pub(super) index: usize,
    pub(crate) about: &'static About,
    pub(crate) base_url: String,
    pub(super) routes: Vec<&'static Path>,
    pub(super) controls: Vec<&'static Path>,
}

impl Mount {
    pub(super) fn new(index: usize, provider: &dyn AnyProvider, origin: &str) -> Self {
        let about = provider.about();
        let [routes, controls] = provider.paths();
        Self { index, about, base_url: about.base_url(origin), routes, controls }
    }

    /// Returns whether a path is below the prefix.
    pub(super) fn has(&self, path: &str) -> bool {
        let rest = path.strip_prefix(self.about.prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    pub(super) fn target(&self, request: &Request) -> Target {
        let operations = self.about.specification.operations();
        let refused = self.about.refused;
        let (method, path) = (request.asked(), request.path());
        let missed = match find(operations.iter().map(|operation| &operation.path), method, path) {
            Route::Found(index, values) => return Target::Operation(&operations[index], values),
            missed => missed,
        };
        if let Route::Found(index, values) = find(self.routes.iter().copied(), method, path) {
            return Target::Route(index, &self.routes[index].name, values);
        }
        Target::Nothing(match missed {
            Route::Method(methods) => {
                let mut allowed: Vec<_> = methods.iter().map(Method::as_str).collect();
                allowed.sort_unstable();
                allowed.dedup();
                if allowed.contains(&"GET") {
                    allowed.push("HEAD");
                }
                refused(StatusCode::METHOD_NOT_ALLOWED, "this path has no such method").with(ALLOW, &allowed.join(", "))
            }
            Route::Malformed => refused(StatusCode::BAD_REQUEST, "the path is not UTF-8 when decoded"),
            _ => refused(StatusCode::NOT_FOUND, "there is no such path"),
        })
    }
}
