//! A feature compiles its provider and no other.

use std::process::Command;

const PROVIDERS: [&str; 5] = ["finbourne", "obp", "saasus", "sendauth", "velo"];

/// Returns the names of all crates that are compiled with these features.
fn crates(features: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")])
        .args(["--package", "user-directory", "--edges", "normal,build", "--prefix", "none"])
        .args(["--format", "{p}", "--features", features])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let names = text.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn without_features_there_is_no_provider_and_no_http() {
    let crates = crates("");
    assert!(crates.iter().any(|name| name == "user-directory-values"));
    for name in crates {
        let provider = PROVIDERS.iter().any(|provider| name == format!("{provider}-users"));
        let http = ["reqwest", "hyper", "rustls", "scim_v2", "tokio", "user-directory-runtime"];
        assert!(!provider && !http.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn one_provider_compiles_no_other() {
    for on in PROVIDERS {
        let crates = crates(on);
        for provider in PROVIDERS {
            let compiled = crates.contains(&format!("{provider}-users"));
            assert_eq!(compiled, provider == on, "{provider} with the feature {on}");
        }
    }
}

#[test]
fn all_compiles_all() {
    let crates = crates("all");
    for provider in PROVIDERS {
        assert!(crates.contains(&format!("{provider}-users")), "{provider}");
    }
}

#[test]
fn jobs_need_no_provider_no_http_and_a_database_only_if_asked() {
    for (features, database) in [("jobs", false), ("sqlite", true)] {
        let crates = crates(features);
        assert!(!crates.iter().any(|name| name.ends_with("-users") || name == "reqwest"));
        assert_eq!(crates.iter().any(|name| name == "libsqlite3-sys"), database);
    }
}

#[test]
fn scim_needs_no_provider_and_no_http() {
    let crates = crates("scim");
    assert!(crates.iter().any(|name| name == "scim_v2"));
    assert!(!crates.iter().any(|name| name.ends_with("-users") || name == "reqwest"));
}
