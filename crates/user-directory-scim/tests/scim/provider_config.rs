//! The configuration resource.

use scim_v2::Validate;
use user_directory::capabilities::PROVIDERS;
use user_directory::scim::{oauth_bearer, scim_v2, service_provider_config};
use user_directory::{Field, Verb};

#[test]
fn says_what_the_capabilities_say() {
    for (name, table) in PROVIDERS {
        let config = service_provider_config(table, vec![oauth_bearer()]);
        assert!(config.validate().is_ok(), "{name}");
        assert_eq!(config.patch.supported, table.supports(Verb::Update), "{name}");
        assert_eq!(config.filter.supported, table.supports(Verb::FindByEmail), "{name}");
        let password = table.update.contains(&Field::Password);
        assert_eq!(config.change_password.supported, password, "{name}");
        assert!(!config.bulk.supported && !config.sort.supported);
        assert_eq!(config.etag.supported, table.if_match, "{name}");
    }
    // None of them is the same for all, or the test would prove little.
    let all = |of: fn(&scim_v2::models::service_provider_config::ServiceProviderConfig) -> bool| {
        let mut answers = PROVIDERS.iter().map(|(_, table)| of(&service_provider_config(table, vec![])));
        let first = answers.next().unwrap();
        answers.all(|answer| answer == first)
    };
    assert!(!all(|config| config.patch.supported));
    assert!(!all(|config| config.change_password.supported));
}

#[test]
fn is_the_resource_of_the_rfc() {
    let (_, table) = PROVIDERS.iter().find(|(name, _)| *name == "in-memory").unwrap();
    let config = service_provider_config(table, vec![oauth_bearer()]);
    let wanted: serde_json::Value =
        serde_json::from_str(include_str!("fixtures/8.5_service_provider_config.json")).unwrap();
    assert_eq!(serde_json::to_value(config).unwrap(), wanted);
}
