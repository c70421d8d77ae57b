//! Directories chosen by configuration.

use user_directory::{Directory, DirectoryConfig, ErrorKind};

fn refused(config: &DirectoryConfig) -> String {
    let error = Directory::from_config(config).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    error.to_string()
}

#[test]
fn an_unknown_provider_is_told_the_known_ones() {
    let text = refused(&DirectoryConfig::new("okta"));
    for name in [
        "velo",
        "sendauth",
        "finbourne",
        "obp",
        "saasus",
        "in-memory",
    ] {
        assert!(text.contains(name), "{text}");
    }
}

#[test]
fn a_setting_that_does_not_exist_is_told_the_known_ones() {
    let text = refused(&DirectoryConfig::new("sendauth").set("user", "hunter2"));
    assert!(text.contains("username, password, base_url"), "{text}");
    assert!(!text.contains("hunter2"));
    assert!(refused(&DirectoryConfig::new("in-memory").set("a", "b")).contains("no settings"));
}

#[test]
fn debug_shows_no_setting() {
    let config = DirectoryConfig::new("sendauth").set("password", "hunter2");
    let text = format!("{config:?}");
    assert!(
        text.contains("password") && !text.contains("hunter2"),
        "{text}"
    );
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
    assert!(text.contains("SENDAUTH_PASSWORD"), "{text}");
    let config = DirectoryConfig::new("sendauth")
        .set("username", "u")
        .set("password", "p")
        .set("base_url", "http://127.0.0.1:9");
    let directory = Directory::from_config(&config).unwrap();
    assert_eq!(directory.provider(), "sendauth");
    assert!(directory.sendauth().is_some());
}
