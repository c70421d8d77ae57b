//! Refusing requests that are not meant for this server. A web page can make a browser send requests to loopback, directly
//! or by a host name that resolves there, and the credentials are public.

use std::net::IpAddr;

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HOST, ORIGIN, VARY,
};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Version};

use crate::message::{Reply, ensure};

/// Which hosts and origins are allowed in addition to those of loopback.
#[derive(Clone, Debug, Default)]
pub(crate) struct Access {
    /// Host names by which clients may call the sandbox, in addition to those of loopback.
    pub(crate) hosts: Vec<String>,
    /// Origins whose pages may read answers and change state: `https://app.example`.
    pub(crate) origins: Vec<String>,
}

impl Access {
    /// Refuses a request for another host, and what a page of another origin may not do: use the control
    /// API, or change anything.
    pub(super) fn check(&self, parts: &Parts, control: bool) -> Result<(), Reply> {
        let bad = |message| Err(Reply::error(StatusCode::BAD_REQUEST, message));
        let mut hosts = parts.headers.get_all(HOST).iter();
        let in_target = parts.uri.authority().map(|authority| self.allows_host(authority.host()));
        let allowed = match (hosts.next(), hosts.next()) {
            (_, Some(_)) => return bad("there is more than one header Host"),
            (Some(host), None) => {
                host.to_str().is_ok_and(|host| self.allows_authority(host)) && in_target.unwrap_or(true)
            }
            // An HTTP/1.0 client need not send `Host`, and is no browser.
            (None, None) if in_target.is_none() && parts.version != Version::HTTP_10 => {
                return bad("there is no header Host");
            }
            (None, None) => in_target.unwrap_or(true),
        };
        ensure(allowed, || {
            let message =
                "this server answers to localhost, to loopback addresses and to hosts that it was told to allow";
            Reply::error(StatusCode::MISDIRECTED_REQUEST, message)
        })?;
        let reads = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        let foreign = !parts.headers.get_all(ORIGIN).iter().all(|origin| {
            origin.to_str().is_ok_and(|origin| {
                let local = origin.split_once("://").is_some_and(|(_, authority)| is_loopback(authority));
                local || self.allows_origin(origin)
            })
        });
        ensure(!foreign || (reads && !control), || {
            let message = "pages of other origins cannot use the control API or change anything; see --allow-origin";
            Reply::error(StatusCode::FORBIDDEN, message)
        })
    }

    /// Returns the answer to a preflight request, if the origin is allowed.
    pub(super) fn preflight(&self, parts: &Parts) -> Option<Reply> {
        let asked = parts.method == Method::OPTIONS && parts.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        let headers = parts.headers.get(ACCESS_CONTROL_REQUEST_HEADERS).and_then(|names| names.to_str().ok());
        (asked && self.origin(parts).is_some()).then(|| {
            Reply::empty(StatusCode::NO_CONTENT)
                .with(ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE")
                // Each provider decides which headers it reads.
                .with(ACCESS_CONTROL_ALLOW_HEADERS, headers.unwrap_or_default())
        })
    }

    /// Returns the origin of a page that may read the answer.
    pub(super) fn origin(&self, parts: &Parts) -> Option<HeaderValue> {
        let origin = parts.headers.get(ORIGIN)?;
        self.allows_origin(origin.to_str().ok()?).then(|| origin.clone())
    }

    fn allows_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|one| one == origin)
    }

    /// Returns whether a host, with or without a port, is one that the sandbox answers to.
    fn allows_authority(&self, authority: &str) -> bool {
        !authority.contains('@')
            && authority.parse::<Authority>().is_ok_and(|authority| self.allows_host(authority.host()))
    }

    fn allows_host(&self, host: &str) -> bool {
        is_local(host) || self.hosts.iter().any(|one| one.eq_ignore_ascii_case(host))
    }
}

/// Lets the page of an origin read the answer.
pub(super) fn allow_origin(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(VARY, HeaderValue::from_static("origin"));
}

fn is_loopback(authority: &str) -> bool {
    Access::default().allows_authority(authority)
}

fn is_local(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match bare.unwrap_or(host).parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => {
            let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn access() -> Access {
        Access { hosts: vec!["sandbox.test".to_owned()], origins: vec!["https://app.example".to_owned()] }
    }

    fn status(method: &Method, uri: &str, headers: &[(&str, &str)], control: bool) -> Option<u16> {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        access().check(&parts, control).err().map(|reply| reply.status.as_u16())
    }

    #[test]
    fn only_allowed_hosts_are_answered() {
        let get = |uri, headers: &[(&str, &str)]| status(&Method::GET, uri, headers, false);
        for host in [
            "127.0.0.1:8080",
            "127.8.9.1",
            "[::1]:8080",
            "localhost",
            "LocalHost:1",
            "localhost.:1",
            "velo.localhost:1",
            "Sandbox.test:8080",
        ] {
            assert_eq!(get("/", &[("host", host)]), None, "{host}");
        }
        for host in [
            "evil.example:8080",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "notlocalhost",
            "10.0.0.1",
            "0.0.0.0:8080",
            "user@127.0.0.1",
            "evil.example@127.0.0.1",
            "a.sandbox.test",
            "",
            "a b",
        ] {
            assert_eq!(get("/", &[("host", host)]), Some(421), "{host}");
        }
        assert_eq!(get("http://evil.example/", &[("host", "127.0.0.1")]), Some(421));
        assert_eq!(get("http://127.0.0.1/", &[("host", "127.0.0.1")]), None);
        assert_eq!(get("/", &[]), Some(400));
        let twice = [("host", "127.0.0.1"), ("host", "evil.example")];
        assert_eq!(get("/", &twice), Some(400));
    }

    #[test]
    fn pages_of_other_origins_change_nothing() {
        let from =
            |method, origin, control| status(&method, "/", &[("host", "127.0.0.1"), ("origin", origin)], control);
        for control in [true, false] {
            for origin in ["https://evil.example", "null", "https://app.example.evil.example", "http://app.example"] {
                assert_eq!(from(Method::POST, origin, control), Some(403), "{origin}");
                assert_eq!(from(Method::GET, origin, control), control.then_some(403), "{origin}");
            }
            for origin in ["http://localhost:3000", "https://app.example"] {
                assert_eq!(from(Method::DELETE, origin, control), None, "{origin}");
            }
        }
    }
}
