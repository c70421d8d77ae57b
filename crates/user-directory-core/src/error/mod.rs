//! The one error type of all directories.

mod kind;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use kind::ErrorKind;

use crate::UserId;
use crate::capabilities::Verb;

/// The result of a call on a directory.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call on a directory failed.
///
/// [`kind`](Self::kind) is what to branch on. The provider's own error is the
/// [`source`](std::error::Error::source), and `downcast_ref` gives it back with all it has. `Display` is one line and,
/// like `Debug`, shows no personal data: the provider's own text is in [`message`](Self::message) alone, and a code or an
/// id that does not look like one is not printed.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    provider: &'static str,
    directory_name: Option<Arc<str>>,
    verb: Option<Verb>,
    operation: Option<&'static str>,
    status: Option<u16>,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    outcome_unknown: bool,
    account: Option<UserId>,
    detail: Option<Cow<'static, str>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// Makes an error; for implementors of [`UserDirectory`](crate::UserDirectory).
    pub fn new(kind: ErrorKind, provider: &'static str) -> Self {
        Self(Box::new(Inner {
            kind,
            provider,
            directory_name: None,
            verb: None,
            operation: None,
            status: None,
            code: None,
            message: None,
            request_id: None,
            retry_after: None,
            outcome_unknown: false,
            account: None,
            detail: None,
            source: None,
        }))
    }

    /// Says that a directory cannot do something.
    pub fn unsupported(provider: &'static str, verb: Verb) -> Self {
        Self::new(ErrorKind::Unsupported, provider).with_verb(verb)
    }

    /// Sets why the call failed, for adapters that find out more.
    #[must_use]
    pub fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    /// Sets the name of the directory among several of the provider; `None` leaves it.
    #[must_use]
    pub(crate) fn with_directory_name(mut self, name: Option<Arc<str>>) -> Self {
        self.0.directory_name = name.or(self.0.directory_name.take());
        self
    }

    /// Sets what was to be done.
    #[must_use]
    pub fn with_verb(mut self, verb: Verb) -> Self {
        self.0.verb = Some(verb);
        self
    }

    /// Sets the id of the provider's operation that failed.
    #[must_use]
    pub fn with_operation(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// Sets the HTTP status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Sets the provider's code for the problem.
    #[must_use]
    pub fn with_code(mut self, code: &str) -> Self {
        self.0.code = Some(code.to_owned());
        self
    }

    /// Sets the provider's own text, which is not printed.
    #[must_use]
    pub fn with_message(mut self, message: &str) -> Self {
        self.0.message = Some(message.to_owned());
        self
    }

    /// Sets the id under which the provider's support finds the call.
    #[must_use]
    pub fn with_request_id(mut self, id: &str) -> Self {
        self.0.request_id = Some(id.to_owned());
        self
    }

    /// Sets how long the provider asks to wait.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    /// Sets whether the provider may have carried out the call, or a part of it, although it failed.
    #[must_use]
    pub fn with_outcome_unknown(mut self, unknown: bool) -> Self {
        self.0.outcome_unknown = unknown;
        self
    }

    /// Sets the account that exists although the call failed.
    #[must_use]
    pub fn with_account(mut self, id: UserId) -> Self {
        self.0.account = Some(id);
        self
    }

    /// Sets what else there is to say. It is printed, so it must hold no personal data.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Sets the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Returns why the call failed.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the name of the provider.
    pub fn provider(&self) -> &'static str {
        self.0.provider
    }

    /// Returns the name of the directory, if it was [named](crate::Directory::named).
    pub fn directory_name(&self) -> Option<&str> {
        self.0.directory_name.as_deref()
    }

    /// Returns what was to be done; `None` if the directory could not even be made.
    pub fn verb(&self) -> Option<Verb> {
        self.0.verb
    }

    /// Returns the id of the provider's operation that failed; `None` if none was called.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// Returns the HTTP status, if an answer came.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Returns the provider's code for the problem.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// Returns the provider's own text, which says what is wrong with a request, and may hold personal data.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// Returns the id under which the provider's support finds the call.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns how long the provider asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the account that exists although the call failed: one that was to be enrolled without access, and could
    /// not be disabled.
    pub fn account(&self) -> Option<&UserId> {
        self.0.account.as_ref()
    }

    /// Returns what else there is to say, without personal data.
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// Returns whether the provider may have carried out the call although it failed, as after a timeout or an answer that
    /// cannot be used, or has carried out a part of it, where several requests make a verb.
    pub fn outcome_unknown(&self) -> bool {
        self.0.outcome_unknown
    }

    /// Returns whether the same call may succeed later and does no harm if made again: the cause passes, and the call was
    /// certainly not carried out.
    pub fn is_retryable(&self) -> bool {
        let passes = matches!(self.0.kind, ErrorKind::RateLimited | ErrorKind::Unavailable | ErrorKind::Timeout);
        passes && !self.0.outcome_unknown
    }

    /// Returns whether the person, or what is named with them, does not exist.
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// Returns whether a person of that name or address exists already.
    pub fn is_already_exists(&self) -> bool {
        self.0.kind == ErrorKind::AlreadyExists
    }

    /// Returns whether the directory cannot do this. Nothing was sent then.
    pub fn is_unsupported(&self) -> bool {
        self.0.kind == ErrorKind::Unsupported
    }

    /// Returns whether there were too many calls.
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// Returns whether the credentials are missing, wrong or not enough.
    pub fn is_refused(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Unauthenticated | ErrorKind::PermissionDenied)
    }
}

/// How much is printed of a string that the provider chose.
const MAX_PRINTED: usize = 80;

/// Returns a code or an id of the provider if it looks like one, and so can neither be a sentence nor an address.
fn token(text: &Option<String>) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/+=".contains(&byte);
    text.as_deref().filter(|text| (1..=MAX_PRINTED).contains(&text.len()) && text.bytes().all(plain))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.write_str(inner.provider)?;
        if let Some(name) = &inner.directory_name {
            write!(f, " ({})", name.escape_debug())?;
        }
        if let Some(verb) = inner.verb {
            write!(f, " {verb}")?;
        }
        write!(f, ": {}", inner.kind)?;
        if let Some(detail) = &inner.detail {
            write!(f, ": {detail}")?;
        }
        if let Some(id) = &inner.account {
            write!(f, ", account {id}")?;
        }
        if let Some(operation) = inner.operation {
            write!(f, ", operation {operation}")?;
        }
        if let Some(status) = inner.status {
            write!(f, ", status {status}")?;
        }
        if let Some(code) = token(&inner.code) {
            write!(f, ", code {code}")?;
        }
        if inner.message.is_some() {
            f.write_str(", see message()")?;
        }
        if let Some(id) = token(&inner.request_id) {
            write!(f, " (request id {id})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("provider", &inner.provider)
            .field("directory_name", &inner.directory_name)
            .field("verb", &inner.verb)
            .field("operation", &inner.operation)
            .field("status", &inner.status)
            .field("code", &token(&inner.code))
            .field("message", &inner.message.as_ref().map(|_| format_args!("see message()")))
            .field("request_id", &token(&inner.request_id))
            .field("retry_after", &inner.retry_after)
            .field("outcome_unknown", &inner.outcome_unknown)
            .field("account", &inner.account)
            .field("detail", &inner.detail)
            .field("source", &inner.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_one_line() {
        let error = Error::new(ErrorKind::NotFound, "velo")
            .with_verb(Verb::Disable)
            .with_operation("disableUserV2")
            .with_status(404)
            .with_code("20110003")
            .with_message("Ada is\nnot here")
            .with_request_id("r-1");
        let text = "velo disable: not found, operation disableUserV2, status 404, code 20110003, see message() (request id r-1)";
        assert_eq!(error.to_string(), text);
        assert_eq!(error.message(), Some("Ada is\nnot here"));
        assert!(!format!("{error:?}").contains("Ada"));
        // What is no code and no id is not printed.
        for odd in ["ada@example.com", "no such user", "2011\n0003", "", &"7".repeat(81)] {
            let error = Error::new(ErrorKind::Other, "velo").with_code(odd).with_request_id(odd);
            assert_eq!((error.code(), error.request_id()), (Some(odd), Some(odd)));
            assert_eq!(error.to_string(), "velo: failed");
            assert!(odd.is_empty() || !format!("{error:?}").contains(odd));
        }
    }

    #[test]
    fn repeats_only_what_does_no_harm() {
        for (kind, verb, unknown, retryable) in [
            (ErrorKind::Timeout, Verb::Create, true, false),
            (ErrorKind::Timeout, Verb::Create, false, true),
            (ErrorKind::Timeout, Verb::Disable, true, false),
            (ErrorKind::Timeout, Verb::Disable, false, true),
            (ErrorKind::RateLimited, Verb::Invite, false, true),
            (ErrorKind::NotFound, Verb::Get, false, false),
            (ErrorKind::Conflict, Verb::Update, false, false),
        ] {
            let error = Error::new(kind, "velo").with_verb(verb).with_outcome_unknown(unknown);
            assert_eq!(error.is_retryable(), retryable, "{error:?}");
        }
    }
}
