//! One token per credentials and server.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::StatusCode;
use url::Url;
use user_directory_runtime::{Authenticate, BuildError, Problem as _, Rejection, TokenAuth};

use super::direct_login::{DirectLogin, Login};
use crate::Problem;

/// What the server says of a token that it does not, or no longer, know.
const EXPIRED: &str = "OBP-20003";

/// Hands the same token to all clients of one server.
///
/// Two clients that log in apart from each other would end each other's tokens. A token never goes to another server
/// than the one that issued it.
pub(crate) struct Logins {
    login: Arc<Login>,
    schemes: Mutex<BTreeMap<String, Arc<TokenAuth<Arc<Login>>>>>,
}

impl Logins {
    pub(crate) fn new(login: &DirectLogin) -> Result<Self, BuildError> {
        Ok(Self { login: Arc::new(Login::new(login)?), schemes: Mutex::default() })
    }

    /// Returns the scheme for the server at this base URL.
    pub(crate) fn at(&self, base_url: &Url) -> Arc<dyn Authenticate> {
        let mut schemes = self.schemes.lock().unwrap_or_else(PoisonError::into_inner);
        let scheme = schemes.entry(base_url.as_str().to_owned()).or_insert_with(|| {
            let header = self.login.header;
            let scheme = TokenAuth::new(Arc::clone(&self.login))
                .header(header.name(), header.token_prefix())
                .expired_when(expired);
            Arc::new(scheme)
        });
        Arc::<TokenAuth<Arc<Login>>>::clone(scheme)
    }
}

/// Recognizes that a token has expired: to servers of version 5.0.0 that is a bad request.
fn expired(rejection: &Rejection<'_>) -> bool {
    rejection.status == StatusCode::BAD_REQUEST
        && Problem::parse(rejection.status, rejection.headers, rejection.body)
            .is_some_and(|problem| problem.obp_code() == Some(EXPIRED))
}
