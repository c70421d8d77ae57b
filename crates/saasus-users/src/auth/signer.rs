//! Signing requests.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use reqwest::StatusCode;
use reqwest::header::{AUTHORIZATION, HOST, HeaderValue};
use url::Position;
use user_directory_runtime::{
    AuthContext, AuthError, Authenticate, BuildError, ClockSkew, Rejection, Secret, async_trait, opaque_debug,
};

use super::signature::Covered;

/// How much the server's clock may differ before it is followed. The server has to accept neighbouring minutes
/// anyway, since the time that was signed is not sent.
const TOLERANCE: Duration = Duration::from_secs(60);

/// Signs every attempt of every request by SAASUSSIGV1.
pub(crate) struct Signer {
    saas_id: String,
    api_key: Secret,
    secret_key: Secret,
    skew: ClockSkew,
}

impl Signer {
    /// Takes the id and the keys; white space around them is dropped.
    pub(crate) fn new(saas_id: &str, api_key: &Secret, secret_key: &Secret) -> Result<Self, BuildError> {
        let (saas_id, api_key) = (saas_id.trim(), api_key.expose().trim());
        let secret_key = secret_key.expose().trim();
        for (name, value) in [("SaaS ID", saas_id), ("API key", api_key)] {
            // A comma would end the value in the header.
            if value.is_empty() || !value.chars().all(|c| c.is_ascii_graphic() && c != ',') {
                let reason = format!("the {name} is empty or has characters that the signature header cannot carry");
                return Err(BuildError::credentials(reason));
            }
        }
        if secret_key.is_empty() {
            return Err(BuildError::credentials("the secret key is empty"));
        }
        Ok(Self {
            saas_id: saas_id.to_owned(),
            api_key: api_key.into(),
            secret_key: secret_key.into(),
            skew: ClockSkew::default(),
        })
    }

    /// Returns the value of `Authorization` for a request that is sent at `now`.
    fn header(&self, request: &reqwest::Request, now: SystemTime) -> Result<HeaderValue, AuthError> {
        let time = minute(self.skew.apply(now)).ok_or_else(|| AuthError::new("the clock is out of range"))?;
        let body: &[u8] = match request.body() {
            None => &[],
            Some(body) => body.as_bytes().ok_or_else(|| AuthError::new("a body that is a stream cannot be signed"))?,
        };
        let url = request.url();
        let host = match request.headers().get(HOST) {
            None => &url[Position::BeforeHost..Position::AfterPort],
            Some(host) => host.to_str().map_err(|_| AuthError::new("the host cannot be signed"))?,
        };
        let signature = Covered {
            time: &time,
            method: request.method().as_str(),
            host,
            target: &url[Position::BeforePath..Position::AfterQuery],
            body,
        }
        .sign(&self.secret_key, &self.api_key)
        .ok_or_else(|| AuthError::new("the secret key cannot be used"))?;
        let value = Secret::new(format!(
            "SAASUSSIGV1 Sig={signature}, SaaSID={}, APIKey={}",
            self.saas_id,
            self.api_key.expose()
        ));
        let mut value =
            HeaderValue::from_str(value.expose()).map_err(|_| AuthError::new("the signature header cannot be sent"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// Writes the minute in UTC as `YYYYMMDDHHMM`.
fn minute(time: SystemTime) -> Option<String> {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
    let time: DateTime<Utc> = DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)?;
    Some(time.format("%Y%m%d%H%M").to_string())
}

#[async_trait]
impl Authenticate for Signer {
    async fn authenticate(&self, request: &mut reqwest::Request, context: &AuthContext<'_>) -> Result<(), AuthError> {
        let value = self.header(request, context.clock.now())?;
        request.headers_mut().insert(AUTHORIZATION, value);
        Ok(())
    }

    fn expired(&self, rejection: &Rejection<'_>) -> bool {
        rejection.status == StatusCode::UNAUTHORIZED && self.skew.reveals(rejection, TOLERANCE)
    }

    async fn renew(&self, rejection: &Rejection<'_>, _: &AuthContext<'_>) -> Result<(), AuthError> {
        self.skew.adopt(rejection);
        Ok(())
    }
}

opaque_debug!(Signer);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minute_is_rounded_down() {
        let minute = |seconds| minute(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
        assert_eq!(minute(0), "197001010000");
        assert_eq!(minute(1_630_499_699), "202109011234");
        assert_eq!(minute(1_630_499_700), "202109011235");
        let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(super::minute(before), None);
    }

    #[test]
    fn what_cannot_be_sent_is_refused_without_an_echo() {
        for (id, key, secret) in [
            ("", "key-1", "s3cret"),
            ("id", " ", "s3cret"),
            ("id", "key-1", "\n"),
            ("id,APIKey=x", "key-1", "s3cret"),
            ("id", "key-1\r\nX: y", "s3cret"),
            ("id", "kéy-1", "s3cret"),
        ] {
            let error = Signer::new(id, &key.into(), &secret.into()).unwrap_err();
            assert!(matches!(error, BuildError::InvalidCredentials { .. }));
            let text = format!("{error} {error:?}");
            assert!(!text.contains("key-1") && !text.contains("s3cret"), "{text}");
        }
    }

    #[test]
    fn debug_hides_the_keys() {
        let signer = Signer::new("id-1", &"key-1".into(), &"s3cret".into()).unwrap();
        assert_eq!(format!("{signer:?}"), "Signer { .. }");
    }

    #[test]
    fn the_host_that_is_sent_is_signed() {
        let signer = Signer::new("id-1", &"key-1".into(), &"s3cret".into()).unwrap();
        let mut request = reqwest::Request::new(reqwest::Method::POST, "https://a.example/".parse().unwrap());
        request.headers_mut().insert(HOST, HeaderValue::from_static("b.example"));
        let sent = signer.header(&request, SystemTime::UNIX_EPOCH).unwrap();
        assert!(sent.is_sensitive());
        request.headers_mut().remove(HOST);
        assert_ne!(signer.header(&request, SystemTime::UNIX_EPOCH).unwrap(), sent, "the host that is sent is signed");
    }
}
