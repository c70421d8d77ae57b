//! A provider where it is served.

use std::sync::OnceLock;

use http::header::ALLOW;
use http::{Method, StatusCode};

use crate::message::{Reply, Request};
use crate::provider::{Extra, Handler, Provider};
use crate::spec::{Operation, Route, Router};

/// A provider with what is looked up for every request.
#[derive(Debug)]
pub(crate) struct Mount {
    pub(crate) provider: &'static Provider,
    pub(crate) base_url: String,
    /// By the index of the operation.
    handlers: OnceLock<Vec<Option<Handler>>>,
    routes: Router,
    controls: Router,
}

/// What a request is for.
#[derive(Debug)]
pub(super) enum Target {
    Operation(&'static Operation, Vec<String>),
    Extra(&'static Extra, Vec<String>),
    /// Nothing; this is the answer.
    Nothing(Reply),
}

impl Target {
    /// Returns the name by which journal and faults know it.
    pub(super) fn name(&self) -> Option<&'static str> {
        match self {
            Self::Operation(operation, _) => Some(&operation.id),
            Self::Extra(extra, _) => Some(extra.name),
            Self::Nothing(_) => None,
        }
    }
}

impl Mount {
    pub(super) fn new(provider: &'static Provider, origin: &str) -> Self {
        Self {
            provider,
            base_url: format!("{origin}{}", provider.prefix),
            handlers: OnceLock::new(),
            routes: router(provider.routes),
            controls: router(provider.controls),
        }
    }

    /// Returns whether a path is below the prefix.
    pub(super) fn has(&self, path: &str) -> bool {
        let rest = path.strip_prefix(self.provider.prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    pub(super) fn target(&self, request: &Request) -> Target {
        let specification = self.provider.specification;
        let refused = self.provider.refused;
        let (method, path) = (request.asked(), request.path());
        let missed = match specification.route(method, path) {
            Route::Operation(index, values) => match specification.operations().get(index) {
                Some(operation) => return Target::Operation(operation, values),
                None => Route::Unknown,
            },
            missed => missed,
        };
        if let Some((extra, values)) = extra(self.provider.routes, &self.routes, method, path) {
            return Target::Extra(extra, values);
        }
        Target::Nothing(match missed {
            Route::Method(methods) => {
                let mut allowed: Vec<_> = methods.iter().map(Method::as_str).collect();
                if allowed.contains(&"GET") {
                    allowed.push("HEAD");
                }
                refused(StatusCode::METHOD_NOT_ALLOWED, "this path has no such method").with(ALLOW, &allowed.join(", "))
            }
            Route::Malformed => refused(StatusCode::BAD_REQUEST, "the path is not UTF-8 when decoded"),
            _ => refused(StatusCode::NOT_FOUND, "there is no such path"),
        })
    }

    /// Returns the control of this provider at a path below `/_sandbox/<p>`.
    pub(super) fn control(&self, method: &Method, path: &str) -> Option<(&'static Extra, Vec<String>)> {
        extra(self.provider.controls, &self.controls, method, path)
    }

    /// Returns what does the operation.
    pub(super) fn handler(&self, operation: &Operation) -> Option<Handler> {
        let handlers = self.handlers.get_or_init(|| {
            let operations = self.provider.specification.operations().iter();
            operations
                .map(|operation| {
                    let mut table = self.provider.handlers.iter();
                    table.find(|(id, _)| *id == operation.id).map(|(_, handler)| *handler)
                })
                .collect()
        });
        handlers.get(operation.index).copied().flatten()
    }
}

fn router(extras: &[Extra]) -> Router {
    let mut router = Router::default();
    for (index, extra) in extras.iter().enumerate() {
        let method = Method::from_bytes(extra.method.as_bytes()).unwrap_or(Method::GET);
        router.add(method, extra.path, index);
    }
    router
}

fn extra(
    extras: &'static [Extra],
    router: &Router,
    method: &Method,
    path: &str,
) -> Option<(&'static Extra, Vec<String>)> {
    match router.find(method, path) {
        Route::Operation(index, values) => Some((extras.get(index)?, values)),
        _ => None,
    }
}
