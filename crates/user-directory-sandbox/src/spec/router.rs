//! From method and path to an operation.

use std::borrow::Cow;

use http::Method;
use percent_encoding::percent_decode_str;

use super::Route;

/// A tree over path segments; a literal segment wins over a parameter.
#[derive(Debug, Default)]
pub(crate) struct Router(Node);

#[derive(Debug, Default)]
struct Node {
    /// So few that going through them is quicker than a hash.
    literals: Vec<(Box<str>, Node)>,
    parameter: Option<Box<Node>>,
    methods: Vec<Method>,
    operations: Vec<usize>,
}

impl Router {
    pub(crate) fn add(&mut self, method: Method, template: &str, operation: usize) {
        let mut node = &mut self.0;
        for segment in template.split('/').skip(1) {
            node = if segment.starts_with('{') {
                node.parameter.get_or_insert_default()
            } else {
                let mut known = node.literals.iter();
                let known = known.position(|(literal, _)| **literal == *segment);
                let at = known.unwrap_or(node.literals.len());
                if known.is_none() {
                    node.literals.push((segment.into(), Node::default()));
                }
                &mut node.literals[at].1
            };
        }
        node.methods.push(method);
        node.operations.push(operation);
    }

    /// Splits the path as it was sent, and decodes the segments only then: an encoded slash stays part of its segment.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Route<'_> {
        let Some(path) = path.strip_prefix('/') else {
            return Route::Unknown;
        };
        let mut segments = Vec::with_capacity(8);
        for segment in path.split('/') {
            if !segment.contains('%') {
                segments.push(Cow::Borrowed(segment));
                continue;
            }
            match percent_decode_str(segment).decode_utf8() {
                Ok(text) => segments.push(text),
                Err(_) => return Route::Malformed,
            }
        }
        let mut fallback = Route::Unknown;
        let mut values = Vec::new();
        match self.0.walk(method, &segments, &mut values, &mut fallback) {
            Some(operation) => Route::Operation(operation, values),
            None => fallback,
        }
    }
}

impl Node {
    fn walk<'a>(
        &'a self,
        method: &Method,
        segments: &[Cow<'_, str>],
        values: &mut Vec<String>,
        fallback: &mut Route<'a>,
    ) -> Option<usize> {
        let Some((first, rest)) = segments.split_first() else {
            let found = self.methods.iter().position(|known| known == method);
            if found.is_none() && !self.methods.is_empty() && *fallback == Route::Unknown {
                *fallback = Route::Method(&self.methods);
            }
            return found.and_then(|at| self.operations.get(at)).copied();
        };
        let mut literals = self.literals.iter();
        if let Some((_, next)) = literals.find(|(literal, _)| **literal == **first)
            && let Some(found) = next.walk(method, rest, values, fallback)
        {
            return Some(found);
        }
        let next = self.parameter.as_ref().filter(|_| !first.is_empty())?;
        values.push(first.clone().into_owned());
        let found = next.walk(method, rest, values, fallback);
        if found.is_none() {
            values.pop();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_find_their_operation() {
        let mut router = Router::default();
        for (index, (method, template)) in [
            (Method::GET, "/users"),
            (Method::GET, "/users/{id}"),
            (Method::GET, "/users/self"),
            (Method::POST, "/users/{id}/lock"),
            (Method::GET, "/users/self/lock"),
            (Method::PUT, "/users/{id}/lifecycle/$activate"),
        ]
        .into_iter()
        .enumerate()
        {
            router.add(method, template, index);
        }
        let ok =
            |index, values: &[&str]| Route::Operation(index, values.iter().map(|&value| value.to_owned()).collect());
        let get = |path| router.find(&Method::GET, path);
        assert_eq!(get("/users"), ok(0, &[]));
        assert_eq!(get("/users/7"), ok(1, &["7"]));
        assert_eq!(get("/users/self"), ok(2, &[]));
        assert_eq!(get("/users/s%65lf"), ok(2, &[]));
        assert_eq!(get("/users/a%2Fb"), ok(1, &["a/b"]));
        assert_eq!(get("/users/a+b"), ok(1, &["a+b"]));
        // The literal has no POST: the parameter takes it.
        assert_eq!(router.find(&Method::POST, "/users/self/lock"), ok(3, &["self"]));
        assert_eq!(router.find(&Method::PUT, "/users/x/lifecycle/%24activate"), ok(5, &["x"]));
        for unknown in ["", "users", "/", "/users/", "/users//lock", "/users/7/", "//users", "/Users"] {
            assert_eq!(get(unknown), Route::Unknown, "{unknown}");
        }
        assert_eq!(get("/users/%FF"), Route::Malformed);
        assert_eq!(get("/users/7/lock"), Route::Method(&[Method::POST]));
        assert_eq!(router.find(&Method::DELETE, "/users/7"), Route::Method(&[Method::GET]));
    }
}
