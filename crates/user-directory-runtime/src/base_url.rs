//! What a base URL may look like.

use url::{Host, Url};

use crate::path::is_dot_segment;

/// Reads a base URL, without slashes at its end.
pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Url, &'static str> {
    let trimmed = text.trim().trim_end_matches('/');
    let url = Url::parse(trimmed).map_err(|_| "it is not a URL")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a user name or a password; give those as credentials");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it has a query or a fragment");
    }
    // The parser resolves or drops these, so look at the text.
    if trimmed.chars().any(char::is_control) {
        return Err("it has a control character");
    }
    if trimmed.contains('\\') || trimmed.split('/').any(is_dot_segment) {
        return Err("it has a dot segment or a backslash");
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if allow_http || is_loopback(&url) => Ok(url),
        "http" => Err("it is not https; `allow_http(true)` permits that"),
        _ => Err("its scheme is not https"),
    }
}

/// Returns whether the URL points to this very machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_is_safe() {
        for (text, url) in [
            ("https://api.example.com", "https://api.example.com/"),
            ("https://api.example.com/", "https://api.example.com/"),
            (" https://acme.example.com/identity/\n", "https://acme.example.com/identity"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/"),
            ("http://localhost:1/x", "http://localhost:1/x"),
            ("http://[::1]:1", "http://[::1]:1/"),
        ] {
            assert_eq!(parse(text, false).unwrap().as_str(), url);
        }
        parse("http://api.example.com", true).unwrap();
    }

    #[test]
    fn refuses_the_rest() {
        for text in [
            "",
            "api.example.com",
            "/v1",
            "http://api.example.com",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://128.0.0.1",
            "ftp://api.example.com",
            "file:///etc",
            "https://user@api.example.com",
            "https://user:pw@api.example.com",
            "https://api.example.com?x=1",
            "https://api.example.com/#x",
            "https://api.example.com/a/../b",
            "https://api.example.com/%2e%2e/b",
            "https://api.example.com\\b",
            "https://api.example.com/.\t./b",
        ] {
            parse(text, false).expect_err(text);
        }
    }
}
