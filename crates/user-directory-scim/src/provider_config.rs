//! What a SCIM server in front of a directory can say of itself.

use scim_v2::models::service_provider_config::{AuthenticationScheme, Bulk, Filter, ServiceProviderConfig, Supported};

use user_directory_core::{Capabilities, Field, Verb};

/// Returns the configuration resource (RFC 7643, 5) of a SCIM server in front of a directory with these capabilities.
///
/// - `patch` is what `update` can do: fields change one by one.
/// - `changePassword` is there if `update` takes a password.
/// - `filter` is there if a person can be found by address, and then for `emails eq "…"` alone, with `userName` and
///   `externalId` where these are keys: no directory can evaluate all of SCIM's filters. Its `maxResults` is the provider's largest page, or 0 if no limit is documented.
/// - `etag` is there if the directory compares versions.
/// - `bulk` and `sort` are not: no directory has them for all verbs.
///
/// How the server's clients authenticate is the server's own affair, and at least one scheme is required:
/// [`oauth_bearer`] is the usual one.
pub fn service_provider_config(
    capabilities: &Capabilities,
    schemes: Vec<AuthenticationScheme>,
) -> ServiceProviderConfig {
    let supported = |supported| Supported { supported };
    ServiceProviderConfig {
        patch: supported(capabilities.supports(Verb::Update)),
        bulk: Bulk::default(),
        filter: Filter {
            supported: capabilities.supports(Verb::FindByEmail),
            max_results: capabilities.max_page_size.map_or(0, i64::from),
        },
        change_password: supported(capabilities.update.contains(&Field::Password)),
        sort: supported(false),
        etag: supported(capabilities.if_match),
        authentication_schemes: schemes,
        ..ServiceProviderConfig::default()
    }
}

/// Returns the scheme of bearer tokens (RFC 6750), as the primary one.
pub fn oauth_bearer() -> AuthenticationScheme {
    AuthenticationScheme {
        name: "OAuth Bearer Token".to_owned(),
        r#type: Some("oauthbearertoken".to_owned()),
        description: "A bearer token in the Authorization header".to_owned(),
        spec_uri: Some("https://www.rfc-editor.org/info/rfc6750".to_owned()),
        primary: Some(true),
        ..AuthenticationScheme::default()
    }
}
