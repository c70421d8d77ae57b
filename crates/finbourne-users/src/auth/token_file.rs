//! A token that somebody else keeps fresh in a file.

use std::path::PathBuf;
use std::time::Duration;

use user_directory_runtime::{
    AuthContext, AuthError, Authenticate, Secret, Token, TokenAuth, TokenSource, async_trait, debug_only,
};

/// A file that holds a token and nothing else; white space around it is dropped.
///
/// The file is read by the first call that needs the token, again by the first call after 120 s, and when the token is
/// refused. If it cannot be read, the token last read serves for another 120 s.
#[derive(Clone)]
pub struct TokenFile {
    path: PathBuf,
    interval: Duration,
}

impl TokenFile {
    /// Takes the path. The file need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), interval: Duration::from_secs(120) }
    }

    /// Sets after how long the file is read again. Default: 120 s.
    pub fn read_again_after(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    pub(crate) fn scheme(self) -> impl Authenticate {
        let margin = self.interval;
        TokenAuth::new(self).renewal_margin(margin)
    }
}

#[async_trait]
impl TokenSource for TokenFile {
    async fn token(&self, _: Option<&Token>, _: &AuthContext<'_>) -> Result<Token, AuthError> {
        // Read in place: it is one small file, and not every executor has threads for such work.
        let text = std::fs::read_to_string(&self.path)
            .map_err(|source| AuthError::with_source("the token file cannot be read", source))?;
        let text = Secret::from(text);
        let token = text.expose().trim();
        if token.is_empty() {
            return Err(AuthError::new("the token file is empty"));
        }
        // Half of this life is the margin, in which the token is due for renewal but still good.
        Ok(Token::new(token).with_lifetime(self.interval.checked_mul(2)))
    }
}

debug_only!(TokenFile [] [], this => interval = this.interval);
