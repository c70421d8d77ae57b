//! What the settings make of a client.

use std::time::Duration;

use reqwest::header::HeaderValue;
use reqwest::{ClientBuilder as HttpBuilder, Proxy};
use user_directory_runtime::{BuildError, RetryPolicy};

use super::{
    ACCESS_TOKEN, ACCESS_TOKEN_FILE, APP_NAME, CLIENT_CERTIFICATE, CLIENT_ID, CLIENT_SECRET, CONNECT_TIMEOUT,
    CORRELATION_ID, IDENTITY_URL, PASSWORD, PROXY_ADDRESS, PROXY_PASSWORD, PROXY_USERNAME, RATE_LIMIT_RETRIES,
    READ_TIMEOUT, Settings, TOKEN_URL, TOTAL_TIMEOUT, USERNAME,
};
use crate::{APPLICATION, Client, ClientBuilder, Credentials, PasswordGrant, TokenFile};

/// Stands for no limit; some 136 years.
const UNLIMITED: Duration = Duration::from_secs(u32::MAX as u64);

impl Settings {
    /// Starts building a client by these settings.
    pub(crate) fn builder(&self) -> Result<ClientBuilder, BuildError> {
        let (names, credentials) = self.credentials()?;
        let mut builder = Client::builder()
            .base_url(self.required(IDENTITY_URL)?.expose().trim())
            .base_url_setting(self.place(IDENTITY_URL))
            .credentials(credentials)
            .credentials_setting(self.place(names));
        if let Some(timeout) = self.timeout(TOTAL_TIMEOUT)? {
            builder = builder.total_timeout(timeout);
        }
        if let Some(timeout) = self.timeout(CONNECT_TIMEOUT)? {
            builder = builder.connect_timeout(timeout);
        }
        if let Some(timeout) = self.timeout(READ_TIMEOUT)? {
            builder = builder.attempt_timeout(timeout);
        }
        if let Some(retries) = self.number(RATE_LIMIT_RETRIES)? {
            let attempts = u32::try_from(retries).unwrap_or(u32::MAX).saturating_add(1);
            builder = builder.retry(RetryPolicy::default().max_attempts(attempts));
        }
        for (variable, header) in [(APP_NAME, APPLICATION), (CORRELATION_ID, crate::CORRELATION_ID)] {
            if let Some(value) = self.header(variable)? {
                builder = builder.header(header, value);
            }
        }
        self.connection(builder)
    }

    /// Returns the credentials, and the setting that can be wrong with them: a token wins over the password grant, and
    /// the token file over the token.
    fn credentials(&self) -> Result<(&'static str, Credentials), BuildError> {
        if let Some(path) = self.get(ACCESS_TOKEN_FILE) {
            return Ok((ACCESS_TOKEN_FILE, Credentials::token_file(TokenFile::new(path.expose().trim()))));
        }
        if let Some(token) = self.get(ACCESS_TOKEN) {
            return Ok((ACCESS_TOKEN, Credentials::bearer(token.clone())));
        }
        let grant = [TOKEN_URL, CLIENT_ID, CLIENT_SECRET, USERNAME, PASSWORD];
        if grant.iter().all(|name| self.get(name).is_none()) {
            // Nothing at all: the simplest way is the one to name.
            return Err(BuildError::MissingVariable { name: ACCESS_TOKEN });
        }
        let grant = PasswordGrant::new(
            self.required(TOKEN_URL)?.expose(),
            self.required(CLIENT_ID)?.clone(),
            self.required(CLIENT_SECRET)?.clone(),
            self.required(USERNAME)?.clone(),
            self.required(PASSWORD)?.clone(),
        );
        Ok((TOKEN_URL, Credentials::password(grant)))
    }

    /// Sets proxy and certificate authorities, for calls and token requests alike.
    fn connection(&self, builder: ClientBuilder) -> Result<ClientBuilder, BuildError> {
        let proxy = self.proxy()?;
        let trust = self.trust()?;
        if proxy.is_none() && trust.is_none() {
            return Ok(builder);
        }
        Ok(builder.http_client_builder(move |mut http| {
            if let Some(proxy) = &proxy {
                http = http.proxy(proxy.clone());
            }
            match &trust {
                Some(trust) => trust(http),
                None => http,
            }
        }))
    }

    fn proxy(&self) -> Result<Option<Proxy>, BuildError> {
        let Some(address) = self.get(PROXY_ADDRESS) else {
            return Ok(None);
        };
        let address = address.expose().trim();
        let invalid = |reason| self.invalid(PROXY_ADDRESS, reason);
        if !address.contains("://") {
            return Err(invalid("it does not begin with a scheme such as `http://`"));
        }
        // The cause is left out: it may quote the address, which can hold a password.
        let mut proxy = Proxy::all(address).map_err(|_| invalid("it is not a proxy's URL"))?;
        if let Some(username) = self.get(PROXY_USERNAME) {
            let password = self.get(PROXY_PASSWORD).map_or("", |password| password.expose());
            proxy = proxy.basic_auth(username.expose(), password);
        }
        Ok(Some(proxy))
    }

    #[cfg(any(feature = "native-tls", feature = "rustls", feature = "rustls-aws-lc-rs"))]
    fn trust(&self) -> Result<Option<Trust>, BuildError> {
        let Some(path) = self.get(CLIENT_CERTIFICATE) else {
            return Ok(None);
        };
        let invalid = |reason: &str| self.invalid(CLIENT_CERTIFICATE, reason);
        let bytes = std::fs::read(path.expose().trim())
            .map_err(|error| invalid(&format!("the file cannot be read: {}", error.kind())))?;
        let certificates = reqwest::Certificate::from_pem_bundle(&bytes)
            .map_err(|_| invalid("the file does not hold certificates in PEM form"))?;
        if certificates.is_empty() {
            return Err(invalid("the file does not hold a certificate in PEM form"));
        }
        Ok(Some(Box::new(move |http: HttpBuilder| http.tls_certs_only(certificates.clone()))))
    }

    #[cfg(not(any(feature = "native-tls", feature = "rustls", feature = "rustls-aws-lc-rs")))]
    fn trust(&self) -> Result<Option<Trust>, BuildError> {
        match self.get(CLIENT_CERTIFICATE) {
            None => Ok(None),
            Some(_) => Err(self.invalid(CLIENT_CERTIFICATE, "this build has no TLS")),
        }
    }

    /// Reads milliseconds, of which 0 stands for no limit.
    fn timeout(&self, name: &'static str) -> Result<Option<Duration>, BuildError> {
        let milliseconds = self.number(name)?;
        Ok(milliseconds.map(|milliseconds| match milliseconds {
            0 => UNLIMITED,
            limit => Duration::from_millis(limit).min(UNLIMITED),
        }))
    }

    fn header(&self, name: &'static str) -> Result<Option<HeaderValue>, BuildError> {
        let value = self.get(name).map(|value| HeaderValue::from_str(value.expose().trim())).transpose();
        value.map_err(|_| self.invalid(name, "it has characters that a header cannot carry"))
    }
}

/// Sets the certificate authorities that the client trusts.
type Trust = Box<dyn Fn(HttpBuilder) -> HttpBuilder + Send + Sync>;
