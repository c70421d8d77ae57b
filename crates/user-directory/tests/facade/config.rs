//! Directories chosen by configuration.

use user_directory::{Directory, DirectoryConfig, ErrorKind, Registry};

fn refused(config: &DirectoryConfig) -> String {
    let error = Directory::from_config(config).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    error.to_string()
}

#[test]
fn an_unknown_provider_is_told_the_known_ones() {
    let text = refused(&DirectoryConfig::new("okta"));
    for name in ["velo", "sendauth", "finbourne", "obp", "saasus", "in-memory"] {
        assert!(text.contains(name), "{text}");
    }
}

#[test]
fn a_setting_that_does_not_exist_is_told_the_known_ones() {
    let text = refused(&DirectoryConfig::new("sendauth").set("user", "hunter2"));
    assert!(text.contains("username, password, base_url"), "{text}");
    assert!(!text.contains("hunter2"));
    assert!(text.contains("no setting `user`"), "{text}");
    let text = refused(&DirectoryConfig::new("in-memory").set("a", "b"));
    assert!(text.contains("no setting `a`: it has none"), "{text}");
    // Name and value were swapped.
    assert!(!refused(&DirectoryConfig::new("sendauth").set("Hunter-2", "password")).contains("Hunter"));
}

#[test]
fn a_registry_knows_kinds_of_its_own() {
    let registry = Registry::new().with("people", |config| {
        config.check_settings("people", &["file"])?;
        Ok(Directory::in_memory())
    });
    let people = DirectoryConfig::new("people");
    registry.directory(&people.clone().set("file", "people.csv")).unwrap();
    let error = registry.directory(&people.set("path", "people.csv")).unwrap_err().to_string();
    assert!(error.contains("people") && error.contains("no setting `path`; it has file"), "{error}");
    assert_eq!(registry.directory(&DirectoryConfig::new("in-memory")).unwrap().provider(), "in-memory");
    let error = registry.directory(&DirectoryConfig::new("okta")).unwrap_err().to_string();
    assert!(error.contains("no provider `okta`; there are velo") && error.contains("people"), "{error}");
}

#[test]
fn debug_shows_no_setting() {
    let config = DirectoryConfig::new("sendauth").set("password", "hunter2");
    let text = format!("{config:?}");
    assert!(text.contains("password") && !text.contains("hunter2"), "{text}");
}

#[cfg(not(feature = "sendauth"))]
#[test]
fn a_provider_that_is_not_compiled_in_names_its_feature() {
    let text = refused(&DirectoryConfig::new("sendauth"));
    assert!(text.contains("feature `sendauth`"), "{text}");
}

#[cfg(feature = "sendauth")]
#[test]
fn a_provider_is_made_of_its_settings() {
    let text = refused(&DirectoryConfig::new("sendauth").set("username", "u"));
    assert!(text.contains("the setting `password` is missing; it has username, password, base_url"), "{text}");
    assert!(text.starts_with("sendauth") && !text.contains("SENDAUTH_"), "{text}");
    let config = DirectoryConfig::new("sendauth").set("username", "u").set("password", "p");
    let text = refused(&config.clone().set("base_url", "http://h.example"));
    assert!(text.contains("the setting base_url cannot be used: it is not https"), "{text}");
    let text = refused(&config.clone().set("username", "u:v"));
    assert!(text.contains("the setting username or password cannot be used"), "{text}");
    let directory = Directory::from_config(&config.set("base_url", "http://127.0.0.1:9")).unwrap();
    assert_eq!(directory.provider(), "sendauth");
    assert!(directory.sendauth().is_some());
}

#[test]
fn a_setting_that_is_no_string_is_not_quoted() {
    for value in ["7271", "-7271", "72.71", "true", "[7271]", "{\"x\": 7271}", "null"] {
        let json = format!(r#"{{"provider": "sendauth", "password": {value}}}"#);
        let error = serde_json::from_str::<DirectoryConfig>(&json).unwrap_err();
        for text in [error.to_string(), format!("{error:?}")] {
            assert!(text.contains("expected a string"), "{text}");
            assert!(!["71", "true"].iter().any(|part| text.contains(part)), "{text}");
        }
    }
}

/// Every setting, with a value that is probably not one it can have.
#[cfg(all(feature = "finbourne", feature = "obp", feature = "saasus", feature = "sendauth", feature = "velo"))]
#[test]
fn no_setting_is_shown_by_the_error_about_it() {
    let usable: &[(&str, &[(&str, &str)])] = &[
        ("velo", &[("api_key", "k"), ("api_secret", "s"), ("token", "t"), ("base_url", "https://h.example")]),
        ("sendauth", &[("username", "u"), ("password", "p"), ("base_url", "https://h.example")]),
        (
            "finbourne",
            &[
                ("identity_url", "https://h.example/identity"),
                ("token_url", "https://t.example"),
                ("username", "u"),
                ("password", "p"),
                ("client_id", "c"),
                ("client_secret", "s"),
                ("access_token", "t"),
                ("access_token_file", "/nowhere"),
                ("app_name", "a"),
                ("correlation_id", "c"),
                ("client_certificate", "/nowhere"),
                ("proxy_address", "http://h.example"),
                ("proxy_username", "u"),
                ("proxy_password", "p"),
                ("total_timeout_ms", "1"),
                ("connect_timeout_ms", "1"),
                ("read_timeout_ms", "1"),
                ("rate_limit_retries", "1"),
            ],
        ),
        (
            "obp",
            &[
                ("base_url", "https://h.example"),
                ("bearer_token", "t"),
                ("token", "t"),
                ("username", "u"),
                ("password", "p"),
                ("consumer_key", "k"),
            ],
        ),
        ("saasus", &[("saas_id", "i"), ("api_key", "k"), ("secret_key", "s"), ("base_url", "https://h.example")]),
    ];
    let mut refused = 0;
    for (provider, settings) in usable {
        for (setting, _) in *settings {
            for planted in ["hunter2:\u{7f}\n", "https://user:hunter2@h.example", "://hunter2"] {
                let config = DirectoryConfig::new(*provider).set(*setting, planted);
                // What only some ways to log in need would hide the error.
                let others = settings.iter().filter(|(other, _)| {
                    other != setting && !["access_token_file", "client_certificate"].contains(other)
                });
                let config = others.fold(config, |config, (name, value)| config.set(*name, *value));
                let Err(error) = Directory::from_config(&config) else {
                    continue;
                };
                refused += 1;
                assert_eq!(error.kind(), ErrorKind::Configuration);
                let text = format!("{error} {error:?} {config:?}");
                assert!(!text.contains("hunter2"), "{provider} {setting}: {text}");
            }
        }
    }
    assert!(refused > 20, "{refused}");
}
