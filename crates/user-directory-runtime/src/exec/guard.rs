//! The second belt of the path guard: the final URL is compared with the operation's template before sending.

use percent_encoding::percent_decode;
use url::Url;

use crate::Operation;
use crate::path::is_dot_segment;

/// The template of requests to undocumented paths.
pub(crate) const ANY_PATH: &str = "/{+path}";

/// Checks that a URL is the base URL plus the operation's path, with each parameter filling exactly its place.
///
/// `base` has neither user name, password, query nor fragment.
pub(crate) fn check(base: &Url, operation: &Operation, url: &Url) -> Result<(), &'static str> {
    // Both are as the parser writes them. What comes before the path is in one piece at the start, so what begins
    // with the base and goes on with a slash has its scheme, host and port, and no user name.
    let below = url.as_str().strip_prefix(base.as_str().trim_end_matches('/')).and_then(|rest| rest.strip_prefix('/'));
    let (Some(below), None) = (below, url.fragment()) else {
        return Err("the URL leaves the base URL, or has a user name, a password or a fragment");
    };
    // Bytes, which for texts as short as these is a third of the work.
    let path = below.as_bytes().split(|byte| *byte == b'?').next();
    let mut segments = path.unwrap_or_default().split(|byte| *byte == b'/');
    if operation.path == ANY_PATH {
        return if segments.any(is_dot_segment) { Err(DOT_SEGMENT) } else { Ok(()) };
    }
    let template = operation.path.strip_prefix('/').unwrap_or(operation.path);
    for expected in template.as_bytes().split(|byte| *byte == b'/') {
        match segments.next() {
            Some(segment) if is_dot_segment(segment) => return Err(DOT_SEGMENT),
            Some(segment) if fits(expected, segment) => {}
            _ => return Err(OTHER_PATH),
        }
    }
    segments.next().map_or(Ok(()), |_| Err(OTHER_PATH))
}

const DOT_SEGMENT: &str = "the URL has a dot segment";
const OTHER_PATH: &str = "the URL does not fit the operation's path";

/// Returns whether a segment is what the template says: the literal itself, or something in place of `{name}`.
fn fits(template: &[u8], segment: &[u8]) -> bool {
    let open = template.iter().position(|byte| *byte == b'{');
    if open.is_none() && template == segment {
        return true;
    }
    let close = template.iter().rposition(|byte| *byte == b'}');
    match (open, close) {
        (Some(open), Some(close)) if open < close => {
            let (before, after) = (&template[..open], &template[close + 1..]);
            segment.len() > before.len() + after.len() && segment.starts_with(before) && segment.ends_with(after)
        }
        _ => percent_decode(segment).eq(percent_decode(template)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_operations::GET_USER;

    fn checked(operation: &Operation, url: &str) -> Result<(), &'static str> {
        let base = Url::parse("https://api.example.com/identity").unwrap();
        check(&base, operation, &Url::parse(url).unwrap())
    }

    #[test]
    fn passes_the_operations_own_path() {
        for url in [
            "https://api.example.com/identity/v1/users/42",
            "https://api.example.com:443/identity/v1/users/42?include=roles",
            "https://api.example.com/identity/v1/users/a%2Fb",
        ] {
            assert_eq!(checked(&GET_USER, url), Ok(()), "{url}");
        }
        let activate = Operation { path: "/users/{id}/$activate", ..GET_USER };
        assert_eq!(checked(&activate, "https://api.example.com/identity/users/1/$activate"), Ok(()));
        assert_eq!(checked(&activate, "https://api.example.com/identity/users/1/%24activate"), Ok(()));
    }

    #[test]
    fn a_parameter_fills_its_part_of_a_segment() {
        let file = Operation { path: "/users/v-{id}.json", ..GET_USER };
        for (segment, fits) in [("v-1.json", true), ("1.json", false), ("v-1", false), ("v-.json", false)] {
            let url = format!("https://api.example.com/identity/users/{segment}");
            assert_eq!(checked(&file, &url).is_ok(), fits, "{segment}");
        }
    }

    #[test]
    fn stops_everything_else() {
        for url in [
            "http://api.example.com/identity/v1/users/42",
            "https://evil.example/identity/v1/users/42",
            "https://api.example.com:8443/identity/v1/users/42",
            "https://user@api.example.com/identity/v1/users/42",
            "https://api.example.com/v1/users/42",
            "https://api.example.com/identityx/v1/users/42",
            "https://api.example.com/identity/v1/users/",
            "https://api.example.com/identity/v1/users",
            "https://api.example.com/identity/v1/users/..",
            "https://api.example.com/identity/v1/users/42/lock",
            "https://api.example.com/identity/v1/companies/42",
            "https://api.example.com/identity/v1/users/x/../../companies/42",
            "https://api.example.com/identity/v1/users/x\\..\\..\\companies\\42",
            "https://api.example.com/identity/v1/users/42#x",
        ] {
            assert!(checked(&GET_USER, url).is_err(), "{url}");
        }
    }
}
