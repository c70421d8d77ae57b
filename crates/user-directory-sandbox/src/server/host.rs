//! Refusing what was not meant for this machine: a web page can make a browser send requests to loopback, by a name of its
//! own that it lets point here, or straight away. Credentials are public here, so that alone would give away everything.

use std::net::IpAddr;

use http::header::{HOST, ORIGIN};
use http::request::Parts;
use http::uri::Authority;
use http::{StatusCode, Version};

use super::control::refuse;
use crate::message::Reply;

/// Refuses a request that names another host than loopback, and a control that a page from elsewhere asks for.
///
/// `own` is host and port as the sandbox tells them, which most clients send.
pub(super) fn check(parts: &Parts, own: &str, control: bool) -> Result<(), Reply> {
    let mut hosts = parts.headers.get_all(HOST).iter();
    let named = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().ok(),
        (None, None) if parts.uri.authority().is_some() => None,
        // A client that is so old sends no `Host`, and is no browser.
        (None, None) if parts.version == Version::HTTP_10 => None,
        (None, None) => return Err(refuse(StatusCode::BAD_REQUEST, "there is no header Host")),
        (_, Some(_)) => {
            return Err(refuse(StatusCode::BAD_REQUEST, "there is more than one header Host"));
        }
    };
    let absent = parts.headers.get(HOST).is_none();
    let in_header = absent || named.is_some_and(|named| named == own || is_loopback(named));
    let in_target = parts.uri.authority().is_none_or(|authority| is_local(authority.host()));
    if !(in_header && in_target) {
        let message = "this server answers to localhost and to loopback addresses only";
        return Err(refuse(StatusCode::MISDIRECTED_REQUEST, message));
    }
    if control && !parts.headers.get_all(ORIGIN).iter().all(|origin| origin.to_str().is_ok_and(from_loopback)) {
        let message = "pages from elsewhere have no access to the control API";
        return Err(refuse(StatusCode::FORBIDDEN, message));
    }
    Ok(())
}

/// Returns whether a host, with or without a port, is this machine.
fn is_loopback(authority: &str) -> bool {
    let plain = !authority.contains('@');
    plain && authority.parse::<Authority>().is_ok_and(|authority| is_local(authority.host()))
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

fn from_loopback(origin: &str) -> bool {
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.is_some_and(is_loopback)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn status(uri: &str, headers: &[(&str, &str)], control: bool) -> Option<u16> {
        let mut request = Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        check(&parts, "127.0.0.1:1", control).err().map(|reply| reply.status.as_u16())
    }

    #[test]
    fn only_loopback_is_answered() {
        for host in [
            "127.0.0.1:8080",
            "127.8.9.1",
            "[::1]:8080",
            "localhost",
            "LocalHost:1",
            "localhost.:1",
            "velo.localhost:1",
        ] {
            assert_eq!(status("/", &[("host", host)], true), None, "{host}");
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
            "",
            "a b",
        ] {
            assert_eq!(status("/", &[("host", host)], false), Some(421), "{host}");
        }
        assert_eq!(status("http://evil.example/", &[("host", "127.0.0.1")], false), Some(421));
        assert_eq!(status("http://127.0.0.1/", &[("host", "127.0.0.1")], false), None);
        assert_eq!(status("/", &[], false), Some(400));
        let twice = [("host", "127.0.0.1"), ("host", "evil.example")];
        assert_eq!(status("/", &twice, false), Some(400));
    }

    #[test]
    fn pages_from_elsewhere_control_nothing() {
        let from = |origin, control| status("/", &[("host", "127.0.0.1"), ("origin", origin)], control);
        assert_eq!(from("https://evil.example", true), Some(403));
        assert_eq!(from("null", true), Some(403));
        assert_eq!(from("http://localhost:3000", true), None);
        // A provider is open to pages, as the real one may be, for whoever has its credentials.
        assert_eq!(from("https://evil.example", false), None);
    }
}
