//! Okta's URLs.

use std::borrow::Cow;

use url::Url;

const DOMAINS: [&str; 3] = [".okta.com", ".oktapreview.com", ".okta-emea.com"];

/// Returns the token endpoint, if the URL is that of an Okta authorization server (its issuer, without `/v1/token`).
pub(super) fn token_url(url: &str) -> Cow<'_, str> {
    let url = url.trim();
    let is_issuer = Url::parse(url).is_ok_and(|parsed| {
        let okta = |host: &str| DOMAINS.iter().any(|domain| host.ends_with(domain));
        let segments = parsed.path_segments().map(|all| all.filter(|one| !one.is_empty()));
        let mut segments = segments.into_iter().flatten();
        parsed.host_str().is_some_and(okta)
            && parsed.query().is_none()
            && parsed.fragment().is_none()
            && segments.next() == Some("oauth2")
            && segments.next().is_some_and(|id| id != "v1")
            && segments.next().is_none()
    });
    if is_issuer { Cow::Owned(format!("{}/v1/token", url.trim_end_matches('/'))) } else { Cow::Borrowed(url) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completes_issuers_only() {
        let whole = "https://lusid-acme.okta.com/oauth2/aus1/v1/token";
        for (given, expected) in [
            ("https://lusid-acme.okta.com/oauth2/aus1", whole),
            ("https://lusid-acme.okta.com/oauth2/aus1/", whole),
            (" https://lusid-acme.okta.com/oauth2/aus1/v1/token\n", whole),
            ("https://login.example/oauth2/token", "https://login.example/oauth2/token"),
            ("https://okta.com.example/oauth2/x", "https://okta.com.example/oauth2/x"),
            ("https://a.okta.com/oauth2/v1", "https://a.okta.com/oauth2/v1"),
            ("https://a.okta.com/oauth2/x?y", "https://a.okta.com/oauth2/x?y"),
            ("no URL", "no URL"),
        ] {
            assert_eq!(token_url(given), expected);
        }
    }
}
