//! The file `secrets.json`.

use std::io::ErrorKind;
use std::path::Path;

use serde_json::Value;
use user_directory_runtime::{BuildError, Secret};

use super::{
    ACCESS_TOKEN, APP_NAME, CLIENT_CERTIFICATE, CLIENT_ID, CLIENT_SECRET, CONNECT_TIMEOUT, IDENTITY_URL, PASSWORD,
    PROXY_ADDRESS, PROXY_PASSWORD, PROXY_USERNAME, RATE_LIMIT_RETRIES, READ_TIMEOUT, Setting, TOKEN_URL, TOTAL_TIMEOUT,
    USERNAME,
};

/// Section, key, and the variable of the same meaning. Of two keys for one variable the later wins.
const KEYS: [(&str, &str, &str); 17] = [
    ("api", "finbourne_identityUrl", IDENTITY_URL),
    ("api", "identityUrl", IDENTITY_URL),
    ("api", "tokenUrl", TOKEN_URL),
    ("api", "username", USERNAME),
    ("api", "password", PASSWORD),
    ("api", "clientId", CLIENT_ID),
    ("api", "clientSecret", CLIENT_SECRET),
    ("api", "accessToken", ACCESS_TOKEN),
    ("api", "applicationName", APP_NAME),
    ("api", "clientCertificate", CLIENT_CERTIFICATE),
    ("api", "totalTimeoutMs", TOTAL_TIMEOUT),
    ("api", "connectTimeoutMs", CONNECT_TIMEOUT),
    ("api", "readTimeoutMs", READ_TIMEOUT),
    ("api", "rateLimitRetries", RATE_LIMIT_RETRIES),
    ("proxy", "address", PROXY_ADDRESS),
    ("proxy", "username", PROXY_USERNAME),
    ("proxy", "password", PROXY_PASSWORD),
];

/// Reads the settings in a file; there are none if it does not exist. Keys that mean nothing here are passed over.
pub(super) fn read(path: &Path) -> Result<Vec<(&'static str, Setting)>, BuildError> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(invalid(format!("it cannot be read: {}", error.kind()))),
    };
    // The message is left out: serde's quote the document.
    let document: Value = serde_json::from_slice(&bytes)
        .map_err(|error| invalid(format!("it is not JSON at line {}, column {}", error.line(), error.column())))?;
    if !document.is_object() {
        return Err(invalid("it is not a JSON object".to_owned()));
    }
    let mut settings = Vec::new();
    for (section, key, variable) in KEYS {
        let text = match document.get(section).and_then(|section| section.get(key)) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => {
                let reason = format!("`{section}.{key}` is neither a string nor a number");
                return Err(invalid(reason));
            }
        };
        if !text.trim().is_empty() {
            let place = format!("`{section}.{key}` in secrets.json");
            settings.push((variable, Setting { value: Secret::from(text), place }));
        }
    }
    Ok(settings)
}

fn invalid(reason: String) -> BuildError {
    BuildError::setting("secrets.json", reason)
}
