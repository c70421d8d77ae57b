//! From method and path to an operation.

use std::borrow::Cow;

use http::Method;
use percent_encoding::percent_decode_str;

/// A method and a path template, as in a specification: `/transactions/{id}`.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// Name in journal and faults.
    pub(crate) name: Cow<'static, str>,
    pub(crate) method: Method,
    pub(crate) template: Cow<'static, str>,
}

impl Path {
    pub(crate) const fn new(name: &'static str, method: Method, template: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), method, template: Cow::Borrowed(template) }
    }

    /// Returns the values of the parameters, and which segments are parameters.
    fn matches(&self, segments: &[Cow<'_, str>]) -> Option<(Vec<String>, Vec<bool>)> {
        let template: Vec<_> = self.template.split('/').skip(1).collect();
        if template.len() != segments.len() {
            return None;
        }
        let (mut values, mut parameters) = (Vec::new(), Vec::new());
        for (expected, segment) in template.into_iter().zip(segments) {
            let parameter = expected.starts_with('{');
            if parameter && !segment.is_empty() {
                values.push(segment.clone().into_owned());
            } else if expected != segment {
                return None;
            }
            parameters.push(parameter);
        }
        Some((values, parameters))
    }
}

/// What method and path of a request lead to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// Position in the table, with the values of the path's parameters in the order of the template.
    Found(usize, Vec<String>),
    /// The path exists, for these methods only.
    Method(Vec<Method>),
    /// There is no such path.
    Unknown,
    /// A segment is not UTF-8 once decoded.
    Malformed,
}

/// Finds the path of a request in a table; a literal segment wins over a parameter.
///
/// The path is split as it was sent and decoded only then: an encoded slash stays part of its segment.
pub(crate) fn find<'a>(table: impl Iterator<Item = &'a Path>, method: &Method, path: &str) -> Route {
    let Some(path) = path.strip_prefix('/') else { return Route::Unknown };
    let decoded: Result<Vec<_>, _> = path.split('/').map(|segment| percent_decode_str(segment).decode_utf8()).collect();
    let Ok(segments) = decoded else { return Route::Malformed };
    let matching: Vec<_> = table
        .enumerate()
        .filter_map(|(index, path)| path.matches(&segments).map(|(values, rank)| (rank, path, index, values)))
        .collect();
    let best = matching.iter().filter(|found| found.1.method == *method).min_by(|one, other| one.0.cmp(&other.0));
    match best {
        Some((_, _, index, values)) => Route::Found(*index, values.clone()),
        None if matching.is_empty() => Route::Unknown,
        None => Route::Method(matching.iter().map(|found| found.1.method.clone()).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_find_their_operation() {
        let table = [
            (Method::GET, "/users"),
            (Method::GET, "/users/{id}"),
            (Method::GET, "/users/self"),
            (Method::POST, "/users/{id}/lock"),
            (Method::GET, "/users/self/lock"),
            (Method::PUT, "/users/{id}/lifecycle/$activate"),
        ]
        .map(|(method, template)| Path::new("", method, template));
        let ok = |index, values: &[&str]| Route::Found(index, values.iter().map(|&value| value.to_owned()).collect());
        let find = |method, path| find(table.iter(), &method, path);
        let get = |path| find(Method::GET, path);
        assert_eq!(get("/users"), ok(0, &[]));
        assert_eq!(get("/users/7"), ok(1, &["7"]));
        assert_eq!(get("/users/self"), ok(2, &[]));
        assert_eq!(get("/users/s%65lf"), ok(2, &[]));
        assert_eq!(get("/users/a%2Fb"), ok(1, &["a/b"]));
        assert_eq!(get("/users/a+b"), ok(1, &["a+b"]));
        // The literal has no POST: the parameter takes it.
        assert_eq!(find(Method::POST, "/users/self/lock"), ok(3, &["self"]));
        assert_eq!(find(Method::PUT, "/users/x/lifecycle/%24activate"), ok(5, &["x"]));
        for unknown in ["", "users", "/", "/users/", "/users//lock", "/users/7/", "//users", "/Users"] {
            assert_eq!(get(unknown), Route::Unknown, "{unknown}");
        }
        assert_eq!(get("/users/%FF"), Route::Malformed);
        assert_eq!(get("/users/7/lock"), Route::Method(vec![Method::POST]));
        assert_eq!(find(Method::DELETE, "/users/7"), Route::Method(vec![Method::GET]));
    }
}
