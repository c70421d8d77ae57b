//! The calls of two providers, written by hand: what an engineer would write who needs no more than these.
//!
//! reqwest with a timeout, its own serde structs, one error type. No retries, no guard of paths, no spans,
//! no renewal of tokens.

pub mod finbourne;
pub mod sendauth;

use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;
use serde::de::DeserializeOwned;

/// Why a call failed.
#[derive(Debug)]
pub enum Error {
    /// There was no whole answer, or it was not what it should be.
    Http(reqwest::Error),
    /// The server says no.
    Status(StatusCode, String),
}

impl From<reqwest::Error> for Error {
    fn from(source: reqwest::Error) -> Self {
        Self::Http(source)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(source) => write!(f, "{source}"),
            Self::Status(status, body) => write!(f, "{status}: {body}"),
        }
    }
}

impl std::error::Error for Error {}

fn http() -> Result<reqwest::Client, Error> {
    Ok(reqwest::Client::builder().timeout(Duration::from_secs(30)).build()?)
}

async fn json<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<T, Error> {
    let response = request.send().await?;
    let status = response.status();
    if !status.is_success() {
        return Err(Error::Status(status, response.text().await?));
    }
    Ok(response.json().await?)
}
