//! DirectLogin: user name, password and consumer key for a token.

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use serde::Deserialize;
use user_directory_runtime::{
    AuthContext, AuthError, BuildError, Problem as _, Rejection, Secret, Token, TokenAnswer, TokenAuth, TokenSource,
    async_trait, debug_only, exchange,
};

use super::value::{check, check_token};
use crate::Problem;

/// Where the login is, below the base URL; the only path without a version.
const PATH: &str = "/my/logins/direct";

/// The header that carries DirectLogin credentials, in the login call and in all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DirectLoginHeader {
    /// `Authorization: DirectLogin …`, which servers of any age understand.
    #[default]
    Authorization,
    /// `DirectLogin: …`, which newer documentation prefers.
    ///
    /// Servers before October 2023 look for exactly this spelling, and HTTP clients send header names in lower case:
    /// such servers take the call for an anonymous one.
    DirectLogin,
}

impl DirectLoginHeader {
    pub(crate) const fn name(self) -> HeaderName {
        match self {
            Self::Authorization => AUTHORIZATION,
            Self::DirectLogin => HeaderName::from_static("directlogin"),
        }
    }

    const fn scheme(self) -> &'static str {
        match self {
            Self::Authorization => "DirectLogin ",
            Self::DirectLogin => "",
        }
    }

    /// Returns what stands before the token.
    const fn token_prefix(self) -> &'static str {
        match self {
            Self::Authorization => "DirectLogin token=",
            Self::DirectLogin => "token=",
        }
    }
}

/// Returns the header value for a given token.
pub(crate) fn token_value(header: DirectLoginHeader, token: &Secret) -> Result<Secret, BuildError> {
    let token = check_token("DirectLogin token", token)?;
    Ok(Secret::new(format!("{}{}", header.token_prefix(), token.expose())))
}

/// What a user logs in with.
///
/// The server cannot read every value: user names are made of ASCII letters, digits, spaces and `-._@`, consumer keys
/// of ASCII letters and digits, passwords of printable ASCII without commas and double quotes; none is longer than 512.
/// Building a client fails for others, with an error that names the field.
#[derive(Clone)]
pub struct DirectLogin {
    username: Secret,
    password: Secret,
    consumer_key: Secret,
    header: DirectLoginHeader,
}

impl DirectLogin {
    /// Takes the user's name and password and the key of the application.
    pub fn new(username: impl Into<Secret>, password: impl Into<Secret>, consumer_key: impl Into<Secret>) -> Self {
        Self {
            username: username.into(),
            password: password.into(),
            consumer_key: consumer_key.into(),
            header: DirectLoginHeader::default(),
        }
    }

    /// Sets the header that carries the credentials. Default: `Authorization`.
    pub fn header(mut self, header: DirectLoginHeader) -> Self {
        self.header = header;
        self
    }
}

debug_only!(DirectLogin [] [], this => header = this.header);

/// What the server says of a token that it does not, or no longer, know.
const EXPIRED: &str = "OBP-20003";

/// Returns the scheme that logs in. Two that log in apart from each other would end each other's tokens: clients by the same
/// credentials share one.
pub(crate) fn direct_login(login: &DirectLogin) -> Result<TokenAuth<Login>, BuildError> {
    let (login, header) = (Login::new(login)?, login.header);
    Ok(TokenAuth::new(login).header(header.name(), header.token_prefix()).expired_when(expired))
}

/// Recognizes that a token has expired: to servers of version 5.0.0 that is a bad request.
fn expired(rejection: &Rejection<'_>) -> bool {
    rejection.status == StatusCode::BAD_REQUEST
        && Problem::parse(rejection.status, rejection.headers, rejection.body)
            .is_some_and(|problem| problem.obp_code() == Some(EXPIRED))
}

/// The login call, checked and ready to be sent.
pub(crate) struct Login {
    header: DirectLoginHeader,
    value: HeaderValue,
}

impl Login {
    fn new(login: &DirectLogin) -> Result<Self, BuildError> {
        let username = check("user name", &login.username, |character| {
            character.is_ascii_alphanumeric() || "-._@ ".contains(character)
        })?;
        let password = check("password", &login.password, |_| true)?;
        let key = check("consumer key", &login.consumer_key, |character| character.is_ascii_alphanumeric())?;
        let text = Secret::new(format!(
            "{}username={username}, password={password}, consumer_key={key}",
            login.header.scheme()
        ));
        let mut value = HeaderValue::from_str(text.expose())
            .map_err(|_| BuildError::credentials("the DirectLogin credentials cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(Self { header: login.header, value })
    }
}

#[async_trait]
impl TokenSource for Login {
    async fn token(&self, _: Option<&Token>, context: &AuthContext<'_>) -> Result<Token, AuthError> {
        let url = format!("{}{PATH}", context.base_url.as_str().trim_end_matches('/'));
        let url = url::Url::parse(&url).map_err(|_| AuthError::new("the login URL is not a URL"))?;
        let mut request = reqwest::Request::new(Method::POST, url);
        let json = HeaderValue::from_static("application/json");
        let headers = request.headers_mut();
        headers.insert(ACCEPT, json.clone());
        // There is no body; the server wants to know its type nevertheless.
        headers.insert(CONTENT_TYPE, json);
        headers.insert(self.header.name(), self.value.clone());
        token(&exchange(context, request).await?)
    }
}

#[derive(Deserialize)]
struct Answer {
    token: Secret,
}

/// Reads the answer to a login. How long the token lives it does not tell: it is used until the server refuses it.
fn token(answer: &TokenAnswer) -> Result<Token, AuthError> {
    if !answer.status.is_success() {
        let problem = Problem::parse(answer.status, &answer.headers, &answer.body);
        return Err(answer.refused(problem.as_ref().and_then(Problem::obp_code)));
    }
    // The causes are left out: serde's messages quote the document.
    let unusable = || AuthError::new("the answer to the login holds no usable token");
    let answer = serde_json::from_slice::<Answer>(&answer.body).map_err(|_| unusable())?;
    let token = check_token("DirectLogin token", &answer.token).map_err(|_| unusable())?;
    Ok(Token::new(token))
}
